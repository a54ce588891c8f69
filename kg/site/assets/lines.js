// Lines: the shown relations between two nodes are one line, as wide as they are many.

import { edges, nodes } from "./data.js";
import { shown } from "./filter.js";

const pairs = new Map();
for (const edge of edges) {
  const key = `${Math.min(edge.from, edge.to)} ${Math.max(edge.from, edge.to)}`;
  if (!pairs.has(key)) pairs.set(key, []);
  pairs.get(key).push(edge);
}
const groups = [...pairs.values()];

/** The lines that are drawn now. */
export const drawnLines = [];

/** Return the one value that some edges share, or null. */
const common = (group, key) => (group.every((edge) => edge[key] === group[0][key]) ? group[0][key] : null);

function lineOf(group) {
  const [{ from, to }] = group;
  return {
    from,
    to,
    edges: group,
    kind: common(group, "kind"),
    sign: common(group, "sign"),
    disputed: group.some((edge) => edge.disputed),
    hearsay: group.every((edge) => edge.hearsay),
    // A line that leads both ways has no head.
    oneWay: group.every((edge) => edge.from === from),
  };
}

/** Bundle again what is shown, after a change of the filters. */
export function bundle() {
  drawnLines.length = 0;
  for (const group of groups) {
    const visible = group.filter((edge) => shown.edge[edge.i]);
    if (!visible.length) continue;
    const line = lineOf(visible);
    for (const edge of visible) edge.line = line;
    drawnLines.push(line);
  }
}

/** Return the shown relations between two nodes, by their names; of one with itself where one is given. */
export function between(one, other = one) {
  const ends = [one, other].sort().join(" ");
  return (
    drawnLines.find(({ from, to }) => [nodes[from].id, nodes[to].id].sort().join(" ") === ends)?.edges ?? []
  );
}
