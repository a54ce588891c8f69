// Filter: which nodes and edges pass, given the state.

import { edges, knownSince, nodeOf, nodes, opening, other, passages, sourceOf } from "./data.js";
import { OFF, state } from "./state.js";
import { fillClusters, large } from "./clusters.js";
import { chains, hubs } from "./paths.js";

export const shown = {
  node: new Uint8Array(nodes.length),
  edge: new Uint8Array(edges.length),
  passes: new Uint8Array(edges.length), // also outside of the opening
  nodes: 0,
  edges: 0,
  undated: 0,
  waiting: 0, // nodes that pass, but are none of those that are drawn at first
};

const earliest = (date) => date + "-01-01".slice(date.length - 10 || 6);
export const latest = (date) => date + "-12-31".slice(date.length - 10 || 6);

/** Whether an edge can be told to have held at some time within the years that the brush marks. */
function passesWindow({ start, end }) {
  const [first, last] = state.window.length === 2 ? state.window : ["0000-01-01", "9999-12-31"];
  return earliest(start) <= last && latest(end ?? "9999") >= first;
}

function passesTime(edge) {
  if (state.mode === "all") return true;
  if (state.mode === "known") return passesKnown(edge);
  if (state.mode === "within" && edge.start && !edge.vague) return passesWindow(edge);
  const begun = edge.start ? earliest(edge.start) <= latest(state.day) : false;
  const before = edge.notBefore && latest(state.day) < edge.notBefore;
  if (!edge.start || (edge.vague && !begun && !before)) {
    shown.undated += 1;
    return state.undated;
  }
  if (state.mode === "until") return begun;
  return begun && (!edge.end || latest(edge.end) >= earliest(state.day));
}

function passesKnown(edge) {
  const dates = edge.passages.map(knownSince).filter(Boolean);
  if (!dates.length) {
    shown.undated += 1;
    return state.undated;
  }
  return dates.some((date) => latest(date) <= latest(state.day));
}

/** An edge passes if one of its passages comes from a kind and a perspective that are on. */
function passesSources(edge) {
  if (!edge.passages.length || !(state.off.source.size || state.off.perspective.size)) return true;
  return edge.passages.some((p) => {
    if (state.off.source.has(sourceOf(p).kind)) return false;
    const { views } = passages[p];
    return !views.length || views.some((view) => !state.off.perspective.has(view));
  });
}

/** Mark the nodes that the chosen fields concern, and what they touch. */
function markFields() {
  if (!state.field.size) return null;
  const core = nodes.filter((n) => state.field.has(n.id) || n.fields.some((f) => state.field.has(f)));
  const marked = new Set(core.map((n) => n.i));
  for (const node of core) for (const e of node.edges) marked.add(other(edges[e], node.i));
  return marked;
}

/** Walk from some nodes along visible edges up to a depth. */
function around(starts, depth, edgeOk) {
  const reached = new Set(starts);
  let edge = [...starts];
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const i of edge) {
      for (const e of nodes[i].edges) {
        const to = other(edges[e], i);
        if (edgeOk[e] && !reached.has(to)) {
          reached.add(to);
          next.push(to);
        }
      }
    }
    edge = next;
  }
  return reached;
}

/** Hide the neighbours of folded nodes that hang on nothing else. */
function foldAway(nodeOk, edgeOk) {
  for (const id of state.fold) {
    const hub = nodeOf.get(id).i;
    for (const e of nodes[hub].edges) {
      const leaf = other(edges[e], hub);
      const held = nodes[leaf].edges.some(
        (f) => edgeOk[f] && other(edges[f], leaf) !== hub && other(edges[f], leaf) !== leaf,
      );
      if (leaf !== hub && !held && !mustShow(nodes[leaf])) nodeOk[leaf] = 0;
    }
  }
}

const mustShow = (node) =>
  node.id === state.sel || state.pair.includes(node.id) || state.path.includes(node.id);

/** Whether only the nodes of the opening are drawn: a focus shows what it needs. */
export const openingHolds = () => opening && !state.all && !state.focus;

/** Hide all but the opening, the selection and the path. */
function keepOpening(nodeOk) {
  const picked = state.edge ? edges.find(({ key }) => key === state.edge) : null;
  const needed = new Set([picked?.from, picked?.to, ...(currentPath() ?? []).map(({ node }) => node)]);
  for (const node of nodes) {
    if (!nodeOk[node.i] || node.first || mustShow(node) || needed.has(node.i)) continue;
    nodeOk[node.i] = 0;
    shown.waiting += 1;
  }
}

let turn = 0; // of filtering
/** Decide again what is shown. */
export function refilter() {
  turn += 1;
  const nodeOk = shown.node;
  const edgeOk = shown.edge;
  shown.undated = 0;
  shown.waiting = 0;
  const marked = markFields();
  const away = new Set(state.hide);
  for (const node of nodes) {
    nodeOk[node.i] =
      !away.has(node.id) &&
      (mustShow(node) || (!state.off.kind.has(node.kind) && (!marked || marked.has(node.i))))
        ? 1
        : 0;
  }
  const narrow =
    state.disputed || state.lone || state.mode !== "all" || OFF.slice(1).some((name) => state.off[name].size);
  for (const edge of edges) {
    edgeOk[edge.i] =
      nodeOk[edge.from] &&
      nodeOk[edge.to] &&
      !state.off.relation.has(edge.kind) &&
      (!state.disputed || edge.disputed) &&
      passesSources(edge) &&
      passesTime(edge)
        ? 1
        : 0;
  }
  if (narrow) {
    for (const node of nodes) {
      const kept = node.edges.some((e) => edgeOk[e]) || (state.disputed && node.disputed) || mustShow(node);
      if (!kept) nodeOk[node.i] = 0;
    }
  }
  if (state.focus && !away.has(state.focus)) {
    const near = around([nodeOf.get(state.focus).i], state.depth, edgeOk);
    for (const id of state.open) for (const i of around([nodeOf.get(id).i], 1, edgeOk)) near.add(i);
    for (const node of nodes) if (!near.has(node.i) && !mustShow(node)) nodeOk[node.i] = 0;
  }
  foldAway(nodeOk, edgeOk);
  for (const edge of edges)
    shown.passes[edge.i] = edgeOk[edge.i] && nodeOk[edge.from] && nodeOk[edge.to] ? 1 : 0;
  if (openingHolds()) keepOpening(nodeOk);
  else if (large && !state.focus) fillClusters(nodeOk, shown.passes, mustShow);
  for (const edge of edges) if (!nodeOk[edge.from] || !nodeOk[edge.to]) edgeOk[edge.i] = 0;
  shown.nodes = nodeOk.reduce((sum, ok) => sum + ok, 0);
  shown.edges = edgeOk.reduce((sum, ok) => sum + ok, 0);
}

let chain = { key: "", all: [] };
/** Return the chains between the two ends of the path, shortest first; none without two ends. */
export function currentPaths() {
  if (state.path.length !== 2) return [];
  const key = `${turn} ${state.path} ${state.around}`;
  if (chain.key !== key) chain = { key, all: chains(...state.path, shown.passes, state.around ? hubs : []) };
  return chain.all;
}

/** Return the chain that is shown: [{node, edge}], where the edge of a step leads to it; null without one. */
export const currentPath = () => currentPaths()[state.route] ?? currentPaths()[0] ?? null;
