// Search: the box and its list of hits, by keyboard.

import { el, tidy } from "./text.js";
import { fold } from "./fold.js";
import { say, shell } from "./frame.js";
import { fragmentWith } from "./preferences.js";
import { edgeOf, meta, nameEl, nameOf, nodeOf } from "./data.js";
import { select } from "./state.js";
import { find } from "./find.js";
import { choosePoint, fitLit } from "./draw.js";
import { glyph, nodeSign } from "./look.js";

export const searchBox = document.getElementById("search");
const searchList = document.getElementById("search-list");
const searchNote = document.getElementById("search-note");
const LIMIT = 12;
let hits = [];
let active = -1;

function showHits() {
  const found = find(searchBox.value);
  hits = found.slice(0, LIMIT);
  if (meta.results && searchBox.value.trim()) hits.push({ words: searchBox.value.trim() });
  active = hits.length ? 0 : -1;
  searchList.replaceChildren(...hits.map(optionOf));
  const open = searchBox.value.trim() !== "";
  searchList.parentElement.hidden = !open;
  searchBox.setAttribute("aria-expanded", String(open && hits.length > 0));
  searchNote.textContent = !open
    ? ""
    : !found.length
      ? say("search.none")
      : found.length > LIMIT
        ? say("search.shown", { n: LIMIT, all: found.length })
        : say("search.hits", { n: found.length });
  markActive();
}

function optionOf(row, at) {
  const choice = {
    role: "option",
    id: `hit-${at}`,
    "aria-selected": "false",
    onmousedown: (e) => {
      e.preventDefault();
      pick(at);
    },
  };
  if (row.words) return el("li", choice, el("span", { class: "hit all" }, say("search.everywhere", row)));
  const id = row.target.node ?? row.target.record;
  const main = nameOf(id);
  const kind = row.target.node ? nodeOf.get(id).kind : edgeOf.get(row.target.edge).kind;
  const matched = fold(main.text) === row.folded ? null : el("bdi", { class: "matched" }, tidy(row.text, 80));
  return el(
    "li",
    choice,
    row.target.node ? nodeSign(nodeOf.get(id), 14) : glyph(kind),
    el("span", { class: "hit" }, nameEl(id, 90), matched),
    el("span", { class: "kind" }, nameEl(kind, 40)),
  );
}

function markActive() {
  [...searchList.children].forEach((node, at) => {
    node.setAttribute("aria-selected", String(at === active));
    if (at === active) node.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0 && !searchList.parentElement.hidden)
    searchBox.setAttribute("aria-activedescendant", `hit-${active}`);
  else searchBox.removeAttribute("aria-activedescendant");
}

function closeHits() {
  searchList.parentElement.hidden = true;
  searchBox.setAttribute("aria-expanded", "false");
  searchBox.removeAttribute("aria-activedescendant");
}

function pick(at) {
  const { target, words } = hits[at];
  if (words) {
    const query = fragmentWith({ lang: shell.lang, theme: shell.theme }, `q=${encodeURIComponent(words)}`);
    location.assign(`${meta.results}#${query}`);
    return;
  }
  searchBox.value = "";
  closeHits();
  if (target.node) choosePoint(target.node);
  else select(null, target.edge);
  fitLit();
}

searchBox.addEventListener("input", showHits);
searchBox.addEventListener("focus", () => {
  if (searchBox.value.trim()) showHits();
});
searchBox.addEventListener("blur", closeHits);
searchBox.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!hits.length) return;
    active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
    markActive();
  } else if (event.key === "Enter" && active >= 0) pick(active);
  else if (event.key === "Escape") {
    searchBox.value = "";
    closeHits();
  } else return;
  event.preventDefault();
});
