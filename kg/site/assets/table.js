// Table: the twin of the picture, with everything that is shown as rows that can be sorted and filtered.

import { el } from "./text.js";
import { digits, say } from "./frame.js";
import { nodes, sayingOf } from "./data.js";
import { change, select, state } from "./state.js";
import { canvasBox, choosePoint } from "./draw.js";
import { nodeSign } from "./look.js";
import { copyText, workedEl } from "./detail.js";
import { COLUMNS, tableCsv, tableRows } from "./rows.js";

const tableBox = document.getElementById("table");
const tableBody = tableBox.querySelector("tbody");
const CHUNK = 200;
let rowsShown = CHUNK;

function sortBy(key) {
  change({ sort: state.sort === key ? `-${key}` : key }, { quiet: true });
}

function headRow() {
  return el(
    "tr",
    {},
    COLUMNS[state.rows].map(({ key }) => {
      const on = state.sort?.replace("-", "") === key;
      const way = !on ? "none" : state.sort.startsWith("-") ? "descending" : "ascending";
      return el(
        "th",
        {
          scope: "col",
          class: key === "links" ? "n" : null,
          "aria-sort": way,
          title: key === "start" || key === "end" ? say("days.worked-out") : null,
        },
        el(
          "button",
          { type: "button", "data-col": key, onclick: () => sortBy(key) },
          say(`col.${key}`),
          el("span", { "aria-hidden": "true", class: "way" }, on ? (way === "ascending" ? "▲" : "▼") : ""),
        ),
      );
    }),
  );
}

function bodyRow({ item, cells }) {
  const chosen = state.rows === "nodes" ? item.id === state.sel : item.key === state.edge;
  return el(
    "tr",
    { class: chosen ? "chosen" : null },
    COLUMNS[state.rows].map(({ key }, at) => cellEl(key, item, cells[at])),
  );
}

function cellEl(key, item, text) {
  const open = {
    name: () => choosePoint(item.id),
    relation: () => select(null, item.key),
    from: () => choosePoint(nodes[item.from]?.id),
    to: () => choosePoint(nodes[item.to]?.id),
  }[key];
  const shownText = typeof text === "number" ? digits(text) : text;
  const sign = key === "name" ? nodeSign(item) : null;
  if (open)
    return el(
      "td",
      { class: key === "relation" ? null : "title" },
      sign,
      el("button", { type: "button", class: "link", onclick: open }, el("bdi", {}, shownText)),
    );
  if (key === "start" || key === "end") return el("td", { class: "date" }, text ? workedEl(text) : "");
  if (key === "holders")
    return longCell(
      text,
      text && text.split(say("semicolon")).map((who, at) => [at ? say("semicolon") : "", el("bdi", {}, who)]),
    );
  if (key === "gist") return longCell(text, text && el("bdi", { lang: sayingOf(item).gist.lang }, text));
  if (key === "role") return longCell(text, text && el("bdi", {}, text));
  const kind = { id: "code", links: "n" }[key] ?? null;
  return el("td", { class: kind }, el("bdi", {}, shownText));
}

/** Return a cell cut after a few lines; the chosen row, its panel and the title have the whole text. */
function longCell(text, ...parts) {
  return el("td", { class: "long", title: text || null }, el("div", {}, ...parts));
}

export function refreshTable() {
  const table = state.view === "table";
  tableBox.hidden = !table;
  canvasBox.inert = state.view !== "graph";
  document.body.dataset.view = state.view;
  for (const button of document.querySelectorAll("button[data-view]"))
    button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  for (const button of document.querySelectorAll("[data-rows]"))
    button.setAttribute("aria-pressed", String(button.dataset.rows === state.rows));
  if (!table) return;
  const find = document.getElementById("find");
  if (find.value !== state.find) find.value = state.find;
  const all = tableRows();
  tableBox.querySelector("thead").replaceChildren(headRow());
  tableBody.replaceChildren(...all.slice(0, rowsShown).map(bodyRow));
  document.getElementById("row-count").textContent = say("table.rows", { n: all.length });
  document.getElementById("more-rows").hidden = all.length <= rowsShown;
}

document.getElementById("find").addEventListener("input", (e) => {
  rowsShown = CHUNK;
  change({ find: e.target.value }, { quiet: true });
});
document.getElementById("more-rows").addEventListener("click", () => {
  rowsShown += 5 * CHUNK;
  refreshTable();
});
document.getElementById("copy-csv").addEventListener("click", () => copyText(tableCsv()));
for (const button of document.querySelectorAll("[data-rows]"))
  button.addEventListener("click", () => {
    rowsShown = CHUNK;
    change({ rows: button.dataset.rows, sort: null });
  });
for (const button of document.querySelectorAll("button[data-view]")) {
  button.addEventListener("click", () => {
    change({ view: button.dataset.view });
    if (button.dataset.view === "table") document.getElementById("find").focus();
    if (button.dataset.view === "matrix") document.getElementById("matrix-order").focus();
  });
}
