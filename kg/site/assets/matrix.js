// Matrix: the shown network as a table of nodes by nodes, in which no lines cross.

import { LOCALE } from "./locale.js";
import { nameOf, nodes } from "./data.js";
import { shown } from "./filter.js";
import { choose, digits, say, shell } from "./frame.js";
import { drawnLines } from "./lines.js";
import { nodeSign } from "./look.js";
import { change, state } from "./state.js";
import { el, tidy } from "./text.js";
import { choosePoint, openLine } from "./draw.js";

/** Of more nodes, a table is too wide to read: those with the most relations are in it. */
const MOST = 60;
const matrixBox = document.getElementById("matrix");
const order = document.getElementById("matrix-order");
export const ORDERS = ["kind", "community"].filter(
  (key) => key === "kind" || nodes.some((node) => node.community),
);
const ordering = () => (ORDERS.includes(state.order) ? state.order : ORDERS.at(-1));

/** How strongly a cell is shaded, from 1 for one relation to 4 for many. */
export const shadeOf = (line) => Math.min(4, 1 + Math.floor(Math.log2(line.edges.length)));

/** Return the nodes of the matrix in order, and its lines by the two numbers of their nodes. */
export function matrixOf() {
  const lines = new Map();
  const degree = new Map();
  for (const line of drawnLines) {
    lines.set(`${line.from} ${line.to}`, line);
    lines.set(`${line.to} ${line.from}`, line);
    for (const end of [line.from, line.to]) degree.set(end, (degree.get(end) ?? 0) + line.edges.length);
  }
  const collator = new Intl.Collator(LOCALE[shell.lang], { numeric: true });
  const group = (node) => (ordering() === "kind" ? nameOf(node.kind).text : node.community || 1e9);
  const rows = nodes
    .filter(({ i }) => shown.node[i])
    .sort((a, b) => (degree.get(b.i) ?? 0) - (degree.get(a.i) ?? 0) || a.i - b.i)
    .slice(0, MOST)
    .map((node) => ({
      node,
      group: group(node),
      name: tidy(choose(node.short).text || nameOf(node.id).text, 60),
    }))
    .sort((a, b) => collator.compare(String(a.group), String(b.group)) || collator.compare(a.name, b.name));
  rows.forEach((row, at) => {
    row.first = at > 0 && row.group !== rows[at - 1].group;
  });
  return { rows, lineAt: (a, b) => lines.get(`${a.node.i} ${b.node.i}`) };
}

const nameButton = ({ node, name }) =>
  el("button", { type: "button", class: "link", onclick: () => choosePoint(node.id) }, el("bdi", {}, name));

function cell(row, column, line) {
  const edge = [column.first && "first", line?.disputed && "disputed"].filter(Boolean).join(" ") || null;
  if (!line) return el("td", { class: edge });
  const n = line.edges.length;
  const words = say("matrix.cell", { one: row.name, other: column.name, n });
  return el(
    "td",
    { class: edge },
    el(
      "button",
      {
        type: "button",
        class: `shade${shadeOf(line)}`,
        "aria-label": words,
        title: words,
        onclick: () => openLine(line),
      },
      digits(n),
    ),
  );
}

/** Show the matrix where it is the view. */
export function refreshMatrix() {
  matrixBox.hidden = state.view !== "matrix";
  if (matrixBox.hidden) return;
  order.replaceChildren(
    ...ORDERS.map((key) => el("option", { value: key, selected: key === ordering() }, say(`by.${key}`))),
  );
  const { rows, lineAt } = matrixOf();
  const heads = rows.map((row) =>
    el("th", { scope: "col", class: row.first ? "first" : null }, el("span", {}, nameButton(row))),
  );
  matrixBox.querySelector("thead").replaceChildren(el("tr", {}, el("td", {}), heads));
  matrixBox.querySelector("tbody").replaceChildren(
    ...rows.map((row) =>
      el(
        "tr",
        { class: row.first ? "first" : null },
        el("th", { scope: "row" }, nodeSign(row.node), nameButton(row)),
        rows.map((column) => cell(row, column, lineAt(row, column))),
      ),
    ),
  );
  document.getElementById("matrix-note").textContent =
    shown.nodes > rows.length ? say("matrix.first", { n: rows.length, all: shown.nodes }) : "";
}

order.addEventListener("change", () => change({ order: order.value }));
