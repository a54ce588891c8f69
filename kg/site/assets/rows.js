// Rows: what the table holds, and the same as CSV.

import { LOCALE } from "./locale.js";
import { tidy } from "./text.js";
import { fold } from "./fold.js";
import { say, shell } from "./frame.js";
import { edges, nameOf, nodes, passages, sayingOf } from "./data.js";
import { state } from "./state.js";
import { shown } from "./filter.js";

const holdersText = (edge) =>
  [...new Set(edge.passages.flatMap((p) => passages[p].holders))]
    .map((h) => tidy(nameOf(h).text, 120))
    .join(say("semicolon"));
const remarks = (item) =>
  [item.disputed && say("disputed"), item.uncoded && say("uncoded"), item.hearsay && say("hearsay")]
    .filter(Boolean)
    .join(say("comma"));
const plain = (name) => tidy(nameOf(name).text, 400);

export const COLUMNS = {
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
    { key: "role", text: (e) => sayingOf(e).roles.map(plain).join(say("semicolon")) },
    { key: "stance", text: (e) => (e.sign ? say(`sign.${e.sign}`) : "") },
    { key: "gist", text: (e) => tidy(sayingOf(e).gist?.text ?? "", 400) },
    { key: "start", text: (e) => e.start ?? "" },
    { key: "end", text: (e) => e.end ?? "" },
    { key: "holders", text: holdersText },
    { key: "state", text: remarks },
  ],
};

/** Return the rows that the table holds now: shown, found, sorted. */
export function tableRows() {
  const columns = COLUMNS[state.rows];
  const items =
    state.rows === "nodes" ? nodes.filter((n) => shown.node[n.i]) : edges.filter((e) => shown.edge[e.i]);
  const query = fold(state.find);
  let all = items.map((item) => ({ item, cells: columns.map((c) => c.text(item)) }));
  if (query)
    all = all.filter(({ cells }) => query.split(" ").every((part) => fold(cells.join(" ")).includes(part)));
  const key = state.sort?.replace("-", "");
  const at = columns.findIndex((c) => c.key === key);
  if (at >= 0) {
    const collator = new Intl.Collator(LOCALE[shell.lang], { numeric: true });
    const way = state.sort.startsWith("-") ? -1 : 1;
    all.sort(
      (a, b) =>
        way *
        (typeof a.cells[at] === "number"
          ? a.cells[at] - b.cells[at]
          : collator.compare(a.cells[at], b.cells[at])),
    );
  }
  return all;
}

/** Write the rows as CSV (RFC 4180); cells that a spreadsheet would run as formulas get an apostrophe. */
export function tableCsv() {
  const quote = (cell) => {
    const text = String(cell).replace(/^(?=[=+\-@\t\r])/, typeof cell === "number" ? "" : "'");
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const head = COLUMNS[state.rows].map(({ key }) => say(`col.${key}`));
  return (
    [head, ...tableRows().map(({ cells }) => cells)].map((row) => row.map(quote).join(",")).join("\r\n") +
    "\r\n"
  );
}
