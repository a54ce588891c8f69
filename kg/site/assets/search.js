// Search: over every label and spelling in three scripts, by keyboard.

import { el, LANGUAGES, tidy } from "./text.js";
import { fold, skeleton } from "./fold.js";
import { say } from "./frame.js";
import { edgeOf, edges, labels, nameEl, nameIndex, nameOf, nodeOf, nodes } from "./data.js";
import { select, state } from "./state.js";
import { fit, glyph, goTo } from "./draw.js";

export const searchBox = document.getElementById("search");
const searchList = document.getElementById("search-list");
const searchNote = document.getElementById("search-note");
const LIMIT = 12;
let index = null;
let hits = [];
let active = -1;

/** Build the index when it is first needed: a row for each spelling of each node and drawn happening. */
function buildIndex() {
  index = [];
  const add = (target, text, weight) => {
    const folded = fold(text.slice(0, 400));
    if (folded) index.push({ target, text, folded, joined: folded.replaceAll(" ", ""), bones: skeleton(folded), weight });
  };
  const all = (target, label, alt, weight) => {
    for (const lang of LANGUAGES) if (label?.[lang]) add(target, label[lang], weight);
    for (const text of alt) add(target, text, weight + 1);
    add(target, (target.node ?? target.record).replace(/^\w+:/, ""), weight + 2);
  };
  for (const node of nodes) all({ node: node.id }, node.label, node.alt, 0);
  const seen = new Set(nodes.map((n) => n.id));
  for (const edge of edges) {
    if (!edge.record || seen.has(edge.record)) continue;
    seen.add(edge.record);
    all({ record: edge.record, edge: edge.key }, labels[nameIndex.get(edge.record)] ?? edge.label, [], 3);
  }
}

function closeness(row, query, joined, queryBones) {
  if (queryBones && queryBones === row.bones && row.folded !== query) return 4;
  if (!query.split(" ").every((part) => row.joined.includes(part)) && !row.joined.includes(joined)) return -1;
  if (row.folded === query) return 0;
  if (row.folded.startsWith(`${query} `)) return 1;
  const words = row.folded.split(" ");
  if (query.split(" ").every((part) => words.includes(part))) return 2;
  if (row.folded.startsWith(query)) return 3;
  if (query.split(" ").every((part) => words.some((w) => w.startsWith(part)))) return 5;
  if (row.joined.includes(joined)) return 6;
  return -1;
}

/** Find nodes and happenings by name, best first. */
function find(words) {
  if (!index) buildIndex();
  const query = fold(words);
  if (!query) return [];
  const [joined, queryBones] = [query.replaceAll(" ", ""), skeleton(query)];
  const best = new Map();
  for (const row of index) {
    const near = closeness(row, query, joined, queryBones);
    if (near < 0) continue;
    const key = row.target.node ?? row.target.record;
    const links = row.target.node ? nodeOf.get(row.target.node).edges.length : 0;
    const rank = near * 1e6 + row.weight * 1e5 + Math.max(0, 20 - links) * 1e3 + Math.min(999, row.text.length);
    if (!best.has(key) || rank < best.get(key).rank) best.set(key, { rank, row });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank).map(({ row }) => row);
}

function showHits() {
  const found = find(searchBox.value);
  hits = found.slice(0, LIMIT);
  active = hits.length ? 0 : -1;
  searchList.replaceChildren(...hits.map(optionOf));
  const open = searchBox.value.trim() !== "";
  searchList.parentElement.hidden = !open;
  searchBox.setAttribute("aria-expanded", String(open && hits.length > 0));
  searchNote.textContent = !open ? "" : !hits.length ? say("search.none")
    : found.length > LIMIT ? say("search.shown", { n: LIMIT, all: found.length }) : say("search.hits", { n: found.length });
  markActive();
}

function optionOf(row, at) {
  const id = row.target.node ?? row.target.record;
  const main = nameOf(id);
  const kind = row.target.node ? nodeOf.get(id).kind : edgeOf.get(row.target.edge).kind;
  const matched = fold(main.text) === row.folded ? null : el("bdi", { class: "matched" }, tidy(row.text, 80));
  return el("li", { role: "option", id: `hit-${at}`, "aria-selected": "false", onmousedown: (e) => { e.preventDefault(); pick(at); } },
    glyph(kind), el("span", { class: "hit" }, nameEl(id, 90), matched), el("span", { class: "kind" }, nameEl(kind, 40)));
}

function markActive() {
  [...searchList.children].forEach((node, at) => {
    node.setAttribute("aria-selected", String(at === active));
    if (at === active) node.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0 && !searchList.parentElement.hidden) searchBox.setAttribute("aria-activedescendant", `hit-${active}`);
  else searchBox.removeAttribute("aria-activedescendant");
}

function closeHits() {
  searchList.parentElement.hidden = true;
  searchBox.setAttribute("aria-expanded", "false");
  searchBox.removeAttribute("aria-activedescendant");
}

function pick(at) {
  const { target } = hits[at];
  searchBox.value = "";
  closeHits();
  if (target.node) goTo(target.node);
  else {
    select(null, target.edge);
    const edge = edgeOf.get(target.edge);
    if (state.view === "graph") fit([edge.from, edge.to]);
  }
}

searchBox.addEventListener("input", showHits);
searchBox.addEventListener("focus", () => { if (searchBox.value.trim()) showHits(); });
searchBox.addEventListener("blur", closeHits);
searchBox.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!hits.length) return;
    active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
    markActive();
  } else if (event.key === "Enter" && active >= 0) pick(active);
  else if (event.key === "Escape") { searchBox.value = ""; closeHits(); } else return;
  event.preventDefault();
});
