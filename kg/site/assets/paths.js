// Paths: the shortest chains between two nodes, through what passes the filters.

import { edges, meta, nodeOf, nodes, other } from "./data.js";

/** How many chains are offered. */
const MOST = 5;

/** The nodes that most chains would run through: the described parties, else the two with most relations. */
export const hubs = (() => {
  const parties = (meta.parties ?? []).filter((id) => nodeOf.has(id));
  if (parties.length) return parties;
  const ranked = [...nodes].sort((a, b) => b.edges.length - a.edges.length || a.i - b.i);
  return ranked.slice(0, 2).map(({ id }) => id);
})();

/** Walk breadth first between two nodes: [{node, edge}], where the edge leads to its node, or null. */
function shortest(from, to, passes, closed, barred) {
  const came = new Map([[from, null]]);
  let front = [from];
  while (front.length && !came.has(to)) {
    const next = [];
    for (const i of front) {
      for (const e of nodes[i].edges) {
        const there = other(edges[e], i);
        if (!passes[e] || came.has(there) || closed.has(there) || barred.has(`${i} ${there}`)) continue;
        came.set(there, { node: i, edge: e });
        next.push(there);
      }
    }
    front = next;
  }
  if (!came.has(to)) return null;
  const steps = [{ node: to, edge: null }];
  while (came.get(steps[0].node)) {
    const { node, edge } = came.get(steps[0].node);
    steps[0].edge = edge;
    steps.unshift({ node, edge: null });
  }
  return steps;
}

/**
 * Return the shortest chains between two nodes without repeated nodes, shortest first.
 * Yen 1971, doi:10.1287/mnsc.17.11.712; parallel relations count as one step.
 */
export function chains(fromId, toId, passes, avoided) {
  const [from, to] = [nodeOf.get(fromId).i, nodeOf.get(toId).i];
  const closed = new Set(avoided.map((id) => nodeOf.get(id).i).filter((i) => i !== from && i !== to));
  const first = shortest(from, to, passes, closed, new Set());
  const chosen = first ? [first] : [];
  const candidates = [];
  const name = (steps) => steps.map(({ node }) => node).join(" ");
  const known = new Set(chosen.map(name));
  while (chosen.length && chosen.length < MOST) {
    const last = chosen[chosen.length - 1];
    for (let at = 0; at < last.length - 1; at += 1) {
      const root = last.slice(0, at + 1);
      const prefix = name(root);
      const barred = new Set(
        chosen
          .filter((steps) => steps.length > at + 1 && name(steps.slice(0, at + 1)) === prefix)
          .map((steps) => `${steps[at].node} ${steps[at + 1].node}`),
      );
      const shut = new Set([...closed, ...root.slice(0, -1).map(({ node }) => node)]);
      const rest = shortest(last[at].node, to, passes, shut, barred);
      if (!rest) continue;
      const whole = [...root, ...rest.slice(1)];
      if (known.has(name(whole))) continue;
      known.add(name(whole));
      candidates.push(whole);
    }
    if (!candidates.length) break;
    candidates.sort((a, b) => a.length - b.length);
    chosen.push(candidates.shift());
  }
  return chosen;
}
