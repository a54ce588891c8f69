// Table: the twin of the picture; everything that is shown, as rows.

import { el, LOCALE, tidy } from "./text.js";
import { fold } from "./fold.js";
import { digits, say, shell } from "./frame.js";
import { edges, nameOf, nodes, passages } from "./data.js";
import { change, select, state } from "./state.js";
import { shown } from "./filter.js";
import { canvasBox, choosePoint, glyph } from "./draw.js";
import { copyText, workedEl } from "./detail.js";

const tableBox = document.getElementById("table");
const tableBody = tableBox.querySelector("tbody");
const CHUNK = 200;
let rowsShown = CHUNK;

const holdersText = (edge) => [...new Set(edge.passages.flatMap((p) => passages[p].holders))].map((h) => tidy(nameOf(h).text, 120)).join("; ");
const remarks = (item) => [item.disputed && say("disputed"), item.uncoded && say("uncoded"), item.sign && say(`sign.${item.sign}`)].filter(Boolean).join(", ");
const plain = (name) => tidy(nameOf(name).text, 400);

const COLUMNS = {
  nodes: [
    { key: "name", text: (n) => plain(n.id) },
    { key: "kind", text: (n) => plain(n.kind) },
    { key: "links", text: (n) => n.edges.filter((e) => shown.edge[e]).length },
    { key: "state", text: remarks },
    { key: "id", text: (n) => n.id },
  ],
  edges: [
    { key: "from", text: (e) => plain(nodes[e.from].id) },
    { key: "relation", text: (e) => plain(e.kind) },
    { key: "to", text: (e) => plain(nodes[e.to].id) },
    { key: "start", text: (e) => e.start ?? "" },
    { key: "end", text: (e) => e.end ?? "" },
    { key: "holders", text: holdersText },
    { key: "state", text: remarks },
  ],
};

/** Return the rows that the table holds now: shown, found, sorted. */
function tableRows() {
  const columns = COLUMNS[state.rows];
  const items = state.rows === "nodes" ? nodes.filter((n) => shown.node[n.i]) : edges.filter((e) => shown.edge[e.i]);
  const query = fold(state.find);
  let all = items.map((item) => ({ item, cells: columns.map((c) => c.text(item)) }));
  if (query) all = all.filter(({ cells }) => query.split(" ").every((part) => fold(cells.join(" ")).includes(part)));
  const key = state.sort?.replace("-", "");
  const at = columns.findIndex((c) => c.key === key);
  if (at >= 0) {
    const collator = new Intl.Collator(LOCALE[shell.lang], { numeric: true });
    const way = state.sort.startsWith("-") ? -1 : 1;
    all.sort((a, b) => way * (typeof a.cells[at] === "number" ? a.cells[at] - b.cells[at] : collator.compare(a.cells[at], b.cells[at])));
  }
  return all;
}

function sortBy(key) {
  change({ sort: state.sort === key ? `-${key}` : key }, { quiet: true });
}

function headRow() {
  return el("tr", {}, COLUMNS[state.rows].map(({ key }) => {
    const on = state.sort?.replace("-", "") === key;
    const way = !on ? "none" : state.sort.startsWith("-") ? "descending" : "ascending";
    return el("th", { scope: "col", "aria-sort": way, title: key === "start" || key === "end" ? say("days.worked-out") : null }, el("button", { type: "button", "data-col": key, onclick: () => sortBy(key) }, say(`col.${key}`), el("span", { "aria-hidden": "true", class: "way" }, on ? (way === "ascending" ? "▲" : "▼") : "")));
  }));
}

function bodyRow({ item, cells }) {
  const chosen = state.rows === "nodes" ? item.id === state.sel : item.key === state.edge;
  return el("tr", { class: chosen ? "chosen" : null }, COLUMNS[state.rows].map(({ key }, at) => cellEl(key, item, cells[at])));
}

function cellEl(key, item, text) {
  const open = { name: () => choosePoint(item.id), relation: () => select(null, item.key), from: () => choosePoint(nodes[item.from]?.id), to: () => choosePoint(nodes[item.to]?.id) }[key];
  const shownText = typeof text === "number" ? digits(text) : text;
  const sign = key === "name" ? glyph(item.kind, 12) : null;
  if (open) return el("td", {}, sign, el("button", { type: "button", class: "link", onclick: open }, el("bdi", {}, shownText)));
  if (key === "start" || key === "end") return el("td", { class: "date" }, text ? workedEl(text) : "");
  if (key === "holders") return el("td", {}, text.split("; ").map((who, at) => [at ? "; " : "", el("bdi", {}, who)]));
  return el("td", { class: key === "id" ? "code" : null }, el("bdi", {}, shownText));
}

export function refreshTable() {
  const table = state.view === "table";
  tableBox.hidden = !table;
  canvasBox.inert = table;
  document.body.dataset.view = state.view;
  for (const button of document.querySelectorAll("button[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  for (const button of document.querySelectorAll("[data-rows]")) button.setAttribute("aria-pressed", String(button.dataset.rows === state.rows));
  if (!table) return;
  const find = document.getElementById("find");
  if (find.value !== state.find) find.value = state.find;
  const all = tableRows();
  tableBox.querySelector("thead").replaceChildren(headRow());
  tableBody.replaceChildren(...all.slice(0, rowsShown).map(bodyRow));
  document.getElementById("row-count").textContent = say("table.rows", { n: all.length });
  document.getElementById("more-rows").hidden = all.length <= rowsShown;
}

/** Write the rows as CSV (RFC 4180); cells that a spreadsheet would run as formulas get an apostrophe. */
export function tableCsv() {
  const quote = (cell) => {
    const text = String(cell).replace(/^(?=[=+\-@\t\r])/, typeof cell === "number" ? "" : "'");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const head = COLUMNS[state.rows].map(({ key }) => say(`col.${key}`));
  return [head, ...tableRows().map(({ cells }) => cells)].map((row) => row.map(quote).join(",")).join("\r\n") + "\r\n";
}

document.getElementById("find").addEventListener("input", (e) => { rowsShown = CHUNK; change({ find: e.target.value }, { quiet: true }); });
document.getElementById("more-rows").addEventListener("click", () => { rowsShown += 5 * CHUNK; refreshTable(); });
document.getElementById("copy-csv").addEventListener("click", () => copyText(tableCsv()));
for (const button of document.querySelectorAll("[data-rows]")) button.addEventListener("click", () => { rowsShown = CHUNK; change({ rows: button.dataset.rows, sort: null }); });
for (const button of document.querySelectorAll("button[data-view]")) {
  button.addEventListener("click", () => { change({ view: button.dataset.view }); if (button.dataset.view === "table") document.getElementById("find").focus(); });
}
