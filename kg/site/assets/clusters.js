// Clusters: of a very large network, each community or kind is one mark until it is opened, part by part.

import { edges, nodes } from "./data.js";
import { state } from "./state.js";

/** With more nodes than these, the page draws clusters. */
const MOST = 20000;
/** How many nodes a cluster gives out each time it is opened, those with the most relations first. */
const STEP = 500;
/** Smaller communities than the first of these are told apart by kind only. */
const COMMUNITIES = 40;

export const large = nodes.length > MOST;
/** The clusters that are drawn now: {key, node, count, x, y}, where node is the first of those in it. */
export const clusters = [];
/** The relations between two clusters as {from, to, n}. */
export const clusterLines = [];

const keyOf = ({ community, kind }) =>
  community && community <= COMMUNITIES ? `community-${community}` : kind;
const members = new Map();
if (large) {
  for (const node of nodes) {
    if (!members.has(keyOf(node))) members.set(keyOf(node), []);
    members.get(keyOf(node)).push(node);
  }
  for (const all of members.values()) all.sort((a, b) => b.edges.length - a.edges.length || a.i - b.i);
}
const keys = [...members].sort(([, a], [, b]) => b.length - a.length).map(([key]) => key);

/** Stand the clusters in a ring about the middle of the layout, the largest first. */
function placeOf(at) {
  const reach = nodes.reduce((far, { look }) => Math.max(far, Math.abs(look.x), Math.abs(look.y)), 1);
  const angle = (2 * Math.PI * at) / keys.length - Math.PI / 2;
  return { x: 0.6 * reach * Math.cos(angle), y: 0.6 * reach * Math.sin(angle) };
}
const places = new Map(keys.map((key, at) => [key, placeOf(at)]));

/** Hide the nodes that stand in a closed cluster, except those that must be seen; count what is in each. */
export function fillClusters(nodeOk, passes, mustShow) {
  clusters.length = 0;
  clusterLines.length = 0;
  const clusterAt = new Map();
  for (const key of keys) {
    const given = STEP * state.parts.filter((part) => part === key).length;
    const cluster = { key, node: null, count: 0, ...places.get(key) };
    let rank = 0;
    for (const node of members.get(key)) {
      if (!nodeOk[node.i]) continue;
      rank += 1;
      if (rank <= given || mustShow(node)) continue;
      nodeOk[node.i] = 0;
      cluster.node ??= node;
      cluster.count += 1;
      clusterAt.set(node.i, clusters.length);
    }
    if (cluster.count) clusters.push(cluster);
  }
  const counts = new Float64Array(clusters.length ** 2);
  for (const edge of edges) {
    const [one, other] = passes[edge.i] ? [clusterAt.get(edge.from), clusterAt.get(edge.to)] : [];
    if (one !== undefined && other !== undefined && one !== other)
      counts[Math.min(one, other) * clusters.length + Math.max(one, other)] += 1;
  }
  counts.forEach((n, at) => {
    if (!n) return;
    const [from, to] = [clusters[Math.floor(at / clusters.length)], clusters[at % clusters.length]];
    clusterLines.push({ from, to, n });
  });
}
