// Find: nodes and happenings by every label and spelling in three scripts.

import { LANGUAGES } from "./locale.js";
import { edges, labels, nameIndex, nodeOf, nodes } from "./data.js";
import { closeness, matchable } from "./match.js";

let index = null;

/** Build the index when it is first needed: a row for each spelling of each node and drawn happening. */
function buildIndex() {
  index = [];
  const add = (target, text, weight) => {
    const name = matchable(text);
    if (name.folded) index.push({ target, weight, ...name });
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

/** Find nodes and happenings by name, best first. */
export function find(words) {
  if (!index) buildIndex();
  const query = matchable(words);
  if (!query.folded) return [];
  const best = new Map();
  for (const row of index) {
    const near = closeness(row, query);
    if (near < 0) continue;
    const key = row.target.node ?? row.target.record;
    const links = row.target.node ? nodeOf.get(row.target.node).edges.length : 0;
    const rank =
      near * 1e6 + row.weight * 1e5 + Math.max(0, 20 - links) * 1e3 + Math.min(999, row.text.length);
    if (!best.has(key) || rank < best.get(key).rank) best.set(key, { rank, row });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank).map(({ row }) => row);
}
