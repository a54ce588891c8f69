// Draw: the vis network that pyvis describes, painted by ourselves so that it stays quick and legible.

import { isRtl, tidy } from "./text.js";
import { choose, digits, say } from "./frame.js";
import { edgeOf, edges, meta, nameOf, nodeOf, nodes, other } from "./data.js";
import { change, select, state } from "./state.js";
import { currentPath, openingHolds, shown } from "./filter.js";
import { between, drawnLines } from "./lines.js";
import { clusterLines, clusters, large } from "./clusters.js";
import { announce } from "./live.js";
import { coloursOf, dashOf, hatch, lineColour, outline, shapeOf, sizeOf, theme } from "./look.js";

export const canvasBox = document.getElementById("network");
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// --- the network ---

// A picture is laid out broad; on a screen that stands upright it is turned.
const turned = canvasBox.clientHeight > canvasBox.clientWidth * 1.25;
const upright = ([x, y]) => (turned ? [y, x] : [x, y]);

// vis drags, zooms and simulates; the painting is ours. Its nodes have a shape that draws nothing, and its
// edges are hidden, which leaves them springs of the simulation.
const options = JSON.parse(document.getElementById("options").textContent);
const unpainted = { shape: "custom", ctxRenderer: () => ({}) };
const nodeSet = new vis.DataSet(
  nodes.map(({ i, look }) => ({ id: i, size: look.size, hidden: large, ...spot(look) })),
);
const springs = (drawn) => drawn.map((edge) => ({ ...edge.look, id: edge.i, hidden: true }));
// vis takes seconds for a hundred thousand edges: of a large network, it has those that the simulation needs.
const edgeSet = new vis.DataSet(large ? [] : springs(edges));
export const network = new vis.Network(
  canvasBox,
  { nodes: nodeSet, edges: edgeSet },
  {
    ...options,
    nodes: { ...options.nodes, ...unpainted },
  },
);
// The canvas box itself takes the keys: a second stop inside it would have no name.
canvasBox.querySelector(".vis-network").tabIndex = -1;
Object.assign(window, { network, nodes: nodeSet, edges: edgeSet });

export function spot({ x, y }) {
  const [left, top] = upright([x, y]);
  return { x: left, y: top };
}

export const X = Float64Array.from(nodes, ({ look }) => spot(look).x);
export const Y = Float64Array.from(nodes, ({ look }) => spot(look).y);
const R = Float64Array.from(nodes, ({ look }) => look.size);
export const radius = (i) => R[i];
const lit = { nodes: new Set(), lines: new Set(), hover: -1, on: false };
let byWeight = [];

const colours = [];
const shapes = nodes.map(({ kind }) => shapeOf(kind));

/** Take the sizes and colours that the menus tell, and the order of painting. */
export function dress() {
  for (const node of nodes) {
    R[node.i] = sizeOf(node);
    colours[node.i] = coloursOf(node);
  }
  byWeight = nodes.map((node) => node.i).sort((a, b) => R[b] - R[a] || a - b);
}

/** Where a node stands in the picture of what is drawn at first, or in that of all. */
function standing(node, first) {
  if (!first) return spot(node.look);
  if (node.opening) return spot({ x: node.opening[0], y: node.opening[1] });
  // What joins later stands beside those that it is joined to, turned by its number so that few coincide.
  const near = node.edges.map((e) => nodes[other(edges[e], node.i)]).filter((there) => there.opening);
  const mean = (at) => near.reduce((sum, there) => sum + there.opening[at], 0) / (near.length || 1);
  const [x, y] = [mean(0) + 70 * Math.cos(node.i * 2.4), mean(1) + 70 * Math.sin(node.i * 2.4)];
  return spot({ x, y });
}

/** The picture and the dragged nodes for which the nodes stand where they do. */
let arranged = "false {}";
let pinned = [];
/** Bring the nodes to the places of the picture that is drawn now; return whether that moved them. */
export function arrange(anew = false) {
  const first = openingHolds();
  const wanted = `${first} ${JSON.stringify(state.moved)}`;
  if (state.pin !== pinned) pinDown();
  if (wanted === arranged && !anew) return false;
  arranged = wanted;
  const places = nodes.map((node) => {
    const [x, y] = state.moved[node.id] ?? [];
    return { id: node.i, ...(x === undefined ? standing(node, first) : spot({ x, y })) };
  });
  for (const { id, x, y } of places) {
    X[id] = x;
    Y[id] = y;
  }
  nodeSet.update(places);
  return true;
}

/** Return how a line runs: from node to node, to the outline of the last; from a node to itself, a ring. */
export function course({ from, to }) {
  const [x1, y1, x2, y2] = [X[from], Y[from], X[to], Y[to]];
  if (from === to) return { loop: true, x: x1, y: y1 - R[from] - 10, r: 11 };
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy) || 1;
  const stop = Math.min(R[to] + 3, length * 0.8);
  const [ux, uy] = [dx / length, dy / length];
  return { x1, y1, x2: x2 - ux * stop, y2: y2 - uy * stop, ux, uy };
}

function trace(ctx, c) {
  if (c.loop) {
    ctx.moveTo(c.x + c.r, c.y);
    ctx.arc(c.x, c.y, c.r, 0, 2 * Math.PI);
  } else {
    ctx.moveTo(c.x1, c.y1);
    ctx.lineTo(c.x2, c.y2);
  }
}

function arrow(ctx, c, size) {
  const [bx, by] = [c.x2 - c.ux * size, c.y2 - c.uy * size];
  ctx.moveTo(c.x2, c.y2);
  ctx.lineTo(bx - c.uy * size * 0.42, by + c.ux * size * 0.42);
  ctx.lineTo(bx + c.uy * size * 0.42, by - c.ux * size * 0.42);
  ctx.closePath();
}

/** How wide a line is drawn, from 1 for one relation to 4 for very many. */
export const widthOf = (line) => Math.min(4, 1 + 0.75 * Math.log2(line.edges.length));

/** Sort the lines into groups that one stroke draws: colour, dashes, width, lit or not. */
function strokes(box) {
  const groups = new Map();
  for (const line of drawnLines) {
    if (outside(line, box)) continue;
    const level = !lit.on ? 1 : lit.lines.has(line) ? 2 : 0;
    const width = Math.round(widthOf(line) * 2) / 2;
    const key = `${level}${line.disputed}${line.hearsay}${line.sign}${line.kind}${width}`;
    if (!groups.has(key)) groups.set(key, { ...line, level, width, lines: [] });
    groups.get(key).lines.push(line);
  }
  return [...groups.values()].sort((a, b) => a.level - b.level);
}

function outside({ from: a, to: b }, box) {
  if (!box) return false;
  return (
    (X[a] < box.left && X[b] < box.left) ||
    (X[a] > box.right && X[b] > box.right) ||
    (Y[a] < box.top && Y[b] < box.top) ||
    (Y[a] > box.bottom && Y[b] > box.bottom)
  );
}

const alphaOf = (level) => [0.08, Math.max(0.16, 0.6 - drawnLines.length / 4500), 0.75][level];

export function paintLines(ctx, scale, box = null) {
  const thin = Math.max(0.7, Math.min(1.3, scale * 1.4)) / scale;
  for (const group of strokes(box)) {
    const courses = group.lines.map(course);
    ctx.globalAlpha = alphaOf(group.level);
    ctx.strokeStyle = lineColour(group);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = (group.level === 2 ? thin * 1.4 : thin) * (group.width + (group.hearsay ? 2 : 0));
    ctx.setLineDash(dashOf(group).map((part) => part / scale ** 0.5));
    ctx.beginPath();
    for (const c of courses) trace(ctx, c);
    ctx.stroke();
    ctx.setLineDash([]);
    if (group.hearsay) {
      // A hollow line: the ground shows between its two edges.
      ctx.globalAlpha = 1;
      ctx.strokeStyle = theme.paper;
      ctx.lineWidth *= 0.55;
      ctx.stroke();
      ctx.globalAlpha = alphaOf(group.level);
    }
    if (meta.directed === false || (scale < 0.28 && group.level !== 2)) continue;
    ctx.beginPath();
    group.lines.forEach((line, at) => {
      if (line.oneWay && line.from !== line.to) arrow(ctx, courses[at], Math.max(6, 5 / scale));
    });
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

export function paintNodes(ctx, scale, box = null) {
  // Dots are filled together, a colour at a time: 93 instead of 670 ms a frame at 10,000 nodes.
  const dots = new Map();
  for (let at = byWeight.length - 1; at >= 0; at -= 1) {
    const i = byWeight[at];
    if (!shown.node[i]) continue;
    const [x, y, r] = [X[i], Y[i], Math.max(radius(i), 2.8 / scale)];
    if (box && (x + r < box.left || x - r > box.right || y + r < box.top || y - r > box.bottom)) continue;
    if (r * scale > 4 || nodes[i].uncoded || i === lit.hover || lit.nodes.has(i)) {
      paintNode(ctx, nodes[i], x, y, r, scale);
      continue;
    }
    const [colour] = colours[i];
    if (!dots.has(colour)) dots.set(colour, new Path2D());
    const size = r * 1.8;
    dots.get(colour).rect(x - size / 2, y - size / 2, size, size);
  }
  ctx.globalAlpha = lit.on ? 0.18 : 1;
  for (const [colour, path] of dots) {
    ctx.fillStyle = colour;
    ctx.fill(path);
  }
  ctx.globalAlpha = 1;
}

function paintNode(ctx, node, x, y, r, scale) {
  const [colour, second] = colours[node.i];
  const shape = shapes[node.i];
  ctx.globalAlpha = lit.on && !lit.nodes.has(node.i) ? 0.18 : 1;
  ctx.beginPath();
  outline(ctx, shape, x, y, r);
  ctx.fillStyle = node.uncoded ? theme.paper : colour;
  ctx.fill();
  if (second && !node.uncoded) {
    ctx.save();
    ctx.clip();
    ctx.fillStyle = second;
    ctx.fillRect(x, y - 2 * r, 2 * r, 4 * r);
    ctx.restore();
  }
  if (node.disputed && !node.uncoded && r * scale > 4) {
    ctx.fillStyle = hatch(ctx);
    ctx.fill();
  }
  ctx.lineWidth = Math.min(1.6, r * 0.25) / Math.min(scale, 1) ** 0.5;
  ctx.strokeStyle = node.uncoded || node.disputed ? colour : theme.paper;
  // An open outline: nobody has coded what it says.
  if (node.uncoded) ctx.setLineDash([r * 0.5, r * 0.35]);
  ctx.beginPath();
  outline(ctx, shape, x, y, r);
  ctx.stroke();
  ctx.setLineDash([]);
  if (node.id === state.sel || state.path.includes(node.id))
    halo(ctx, x, y, r + 5 / Math.min(1, scale), theme.accent, 2.6 / Math.min(1, scale));
  else if (node.i === lit.hover) halo(ctx, x, y, r + 3, theme.ink, 1.2 / Math.min(1, scale));
}

function halo(ctx, x, y, r, colour, width) {
  ctx.beginPath();
  ctx.arc(x, y, r * 1.2, 0, 2 * Math.PI);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

// --- labels: of constant size on the screen, never over one another, the weightiest first ---

export const wrapped = new Map();
const ruler = document.createElement("canvas").getContext("2d");
export const LINE = 15;

/** Break a label into at most two short lines. */
function wrap(text) {
  const words = tidy(text, 64).split(" ");
  const lines = [""];
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (!last || last.length + word.length < 24) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  const kept = lines.slice(0, 2).map((line) => tidy(line, 30));
  if (lines.length > 2 && !kept[1].endsWith("…")) kept[1] += "…";
  return kept;
}

function labelOf(i) {
  const { text } = choose(nodes[i].short);
  const key = text || nodes[i].id;
  if (!wrapped.has(key)) {
    ruler.font = `500 12.5px ${theme.font}`;
    const lines = wrap(key);
    wrapped.set(key, {
      lines,
      width: Math.max(...lines.map((line) => ruler.measureText(line).width)),
      rtl: isRtl(key),
    });
  }
  return wrapped.get(key);
}

/** Choose where labels go: returns [{i, x, y, lines, rtl}] in screen pixels. */
export function placeLabels(width, height, project, scale) {
  const taken = [];
  const placed = [];
  const forced = [...lit.nodes].sort((a, b) => radius(b) - radius(a));
  if (lit.hover >= 0) forced.unshift(lit.hover);
  const queue = [...new Set([...forced, ...(lit.on ? [] : byWeight)])];
  const room = Math.max(18, (width * height) / (scale < 0.3 ? 16000 : scale < 0.6 ? 9000 : 5200));
  for (const i of queue) {
    if (placed.length > room) break;
    if (!shown.node[i]) continue;
    const [x, y] = project(X[i], Y[i]);
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
    const label = labelOf(i);
    const ringed = nodes[i].id === state.sel || state.path.includes(nodes[i].id);
    const r = Math.max(radius(i) * scale, 2.8) * 1.25 + (ringed ? 8 : 2);
    const h = label.lines.length * LINE;
    const spots = [
      [x - label.width / 2, y + r],
      [x - label.width / 2, y - r - h],
      [x + r + 2, y - h / 2],
      [x - r - 2 - label.width, y - h / 2],
    ];
    const must = i === lit.hover || nodes[i].id === state.sel;
    const inside = (l, t) => l > 2 && t > 2 && l + label.width < width - 2 && t + h < height - 2;
    const free = spots.find(
      ([l, t]) =>
        inside(l, t) &&
        !taken.some((b) => l < b[2] + 4 && l + label.width > b[0] - 4 && t < b[3] + 1 && t + h > b[1] - 1),
    );
    const [left, top] = free ?? (must ? spots[0] : []);
    if (left === undefined) continue;
    taken.push([left, top, left + label.width, top + h]);
    placed.push({ i, x: left + label.width / 2, y: top, lines: label.lines, rtl: label.rtl });
  }
  return placed;
}

export function paintLabels(ctx, placed) {
  ctx.font = `500 12.5px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = theme.paper;
  ctx.fillStyle = theme.ink;
  for (const { x, y, lines, rtl } of placed) {
    ctx.direction = rtl ? "rtl" : "ltr";
    lines.forEach((line, at) => {
      ctx.strokeText(line, x, y + at * LINE + 1);
      ctx.fillText(line, x, y + at * LINE + 1);
    });
  }
  ctx.direction = "ltr";
}

/** Name the lit relations on their lines, as long as they are few. */
export function paintRelationNames(ctx, scale) {
  if (!lit.on || lit.lines.size > 24 || scale < 0.45) return;
  ctx.font = `11px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme.paper;
  ctx.fillStyle = theme.muted;
  const kinds = new Set([...lit.lines].map((line) => line.kind));
  if (kinds.size === 1 && lit.lines.size > 3) return; // the legend says it
  const taken = [];
  for (const line of lit.lines) {
    const c = course(line);
    if (c.loop || Math.hypot(c.x2 - c.x1, c.y2 - c.y1) * scale < 90) continue;
    const [x, y] = toScreen((c.x1 + c.x2) / 2, (c.y1 + c.y2) / 2);
    const text = line.kind ? tidy(nameOf(line.kind).text, 30) : say("relations.n", { n: line.edges.length });
    if (taken.some(([tx, ty, t]) => Math.abs(ty - y) < 13 && Math.abs(tx - x) < 3.2 * (t + text.length)))
      continue;
    taken.push([x, y, text.length]);
    ctx.direction = isRtl(text) ? "rtl" : "ltr";
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }
  ctx.direction = "ltr";
}

/** Return the camera: {scale, translation}, the latter where the origin stands on the screen. */
export const view = () => ({ scale: network.getScale(), translation: network.canvasToDOM({ x: 0, y: 0 }) });

export function toScreen(x, y) {
  const at = network.canvasToDOM({ x, y });
  return [at.x, at.y];
}

/** Return what of the network's plane is on the screen. */
export function viewBox() {
  const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
  const { x: right, y: bottom } = network.DOMtoCanvas({
    x: canvasBox.clientWidth,
    y: canvasBox.clientHeight,
  });
  return { left, top, right, bottom };
}

/** Tell vis which nodes the simulation leaves where they are. */
function pinDown() {
  const fixed = (ids, on) => ids.map((id) => ({ id: nodeOf.get(id).i, fixed: on }));
  nodeSet.update([...fixed(pinned, false), ...fixed(state.pin, true)]);
  pinned = state.pin;
}

/** Read where vis has moved some nodes, or all. */
function follow(ids) {
  for (const [i, { x, y }] of Object.entries(network.getPositions(ids))) {
    X[i] = x;
    Y[i] = y;
  }
}
// Nodes move by hand or by the simulation: asking at each frame doubled its cost at 2,000 nodes.
let simulated = false;
export function simulate(on) {
  simulated = on;
  if (large && on) {
    edgeSet.clear();
    edgeSet.add(springs(edges.filter(({ i }) => shown.edge[i])));
  }
  document.getElementById("physics").setAttribute("aria-pressed", String(on));
  network.setOptions({ physics: { enabled: on } });
}
network.on("dragging", ({ nodes: dragged }) => follow(dragged));
network.on("dragEnd", ({ nodes: dragged }) => {
  if (!dragged.length) return;
  follow(dragged);
  const moved = { ...state.moved };
  for (const i of dragged) moved[nodes[i].id] = upright([X[i], Y[i]]).map(Math.round);
  // vis has brought them there already.
  arranged = `${openingHolds()} ${JSON.stringify(moved)}`;
  change({ moved });
});

network.on("beforeDrawing", (ctx) => {
  if (simulated) follow();
  paintClusters(ctx, network.getScale());
  paintLines(ctx, network.getScale(), viewBox());
  paintNodes(ctx, network.getScale(), viewBox());
});
network.on("afterDrawing", (ctx) => {
  const { scale, translation } = view();
  ctx.save();
  ctx.translate(-translation.x / scale, -translation.y / scale);
  ctx.scale(1 / scale, 1 / scale);
  ctx.translate(0, 0);
  paintRelationNames(ctx, scale);
  paintLabels(ctx, placeLabels(canvasBox.clientWidth, canvasBox.clientHeight, toScreen, scale));
  paintLabels(ctx, clusterLabels());
  ctx.restore();
});

// --- clusters: marks of constant size on the screen, as large as they are many ---

export const clusterRadius = ({ count }) => 8 + 4 * Math.log2(count + 1);

export function paintClusters(ctx, scale) {
  const most = clusterLines.reduce((top, { n }) => Math.max(top, n), 1);
  ctx.strokeStyle = theme.edge;
  for (const { from, to, n } of clusterLines) {
    const [start, end] = [spot(from), spot(to)];
    ctx.globalAlpha = 0.45;
    ctx.lineWidth = (1 + 9 * (n / most)) / scale;
    ctx.beginPath();
    ctx.moveTo(start.x, start.y);
    ctx.lineTo(end.x, end.y);
    ctx.stroke();
  }
  for (const cluster of clusters) {
    const { x, y } = spot(cluster);
    ctx.beginPath();
    ctx.arc(x, y, clusterRadius(cluster) / scale, 0, 2 * Math.PI);
    ctx.globalAlpha = lit.on ? 0.3 : 0.9;
    [ctx.fillStyle] = coloursOf(cluster.node);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** Return what a cluster is called: its kind, or the number of its community. */
export const clusterName = ({ key, node }) =>
  key === node.kind ? tidy(nameOf(node.kind).text, 40) : say("community.of", { n: node.community });

/** Return the names of the clusters with their numbers of nodes, as placeLabels does. */
export const clusterLabels = () =>
  clusters.map((cluster) => {
    const { x, y } = spot(cluster);
    const [left, top] = toScreen(x, y);
    const lines = [clusterName(cluster), digits(cluster.count)];
    return { x: left, y: top - LINE, lines, rtl: isRtl(lines[0]) };
  });

/** Return the cluster at a place of the plane. */
function clusterAt(x, y) {
  return clusters.find((cluster) => {
    const middle = spot(cluster);
    return Math.hypot(middle.x - x, middle.y - y) < clusterRadius(cluster) / network.getScale();
  });
}

/** Let a cluster give out its next part. */
export const openCluster = ({ key }) => change({ parts: [...state.parts, key] });

// --- what is lit: the selection with its neighbours, or the path ---

export function relight() {
  lit.nodes.clear();
  lit.lines.clear();
  const light = (e) => edges[e].line && shown.edge[e] && lit.lines.add(edges[e].line);
  const steps = currentPath();
  if (steps) {
    for (const { node, edge } of steps) {
      lit.nodes.add(node);
      if (edge !== null) light(edge);
    }
  } else if (state.edge) {
    const edge = edgeOf.get(state.edge);
    light(edge.i);
    lit.nodes.add(edge.from).add(edge.to);
  } else if (state.pair.length) {
    for (const edge of between(...state.pair)) light(edge.i);
    for (const id of state.pair) lit.nodes.add(nodeOf.get(id).i);
  } else if (state.sel) {
    const node = nodeOf.get(state.sel);
    lit.nodes.add(node.i);
    for (const e of node.edges)
      if (shown.edge[e]) {
        light(e);
        lit.nodes.add(other(edges[e], node.i));
      }
  }
  lit.on = lit.nodes.size > 0;
}

/** Tell vis what is hidden: at once where that is quick, else when the hands are still. */
let hiddenTimer = 0;
export function tellHidden() {
  clearTimeout(hiddenTimer);
  if (nodes.length + edges.length < 4000) syncHidden();
  else hiddenTimer = setTimeout(syncHidden, 600);
}

/** Send the differences: a hidden node cannot be dragged, a hidden edge pulls at nothing. */
const sent = {
  node: new Uint8Array(nodes.length).fill(large ? 0 : 1),
  edge: new Uint8Array(edges.length).fill(1),
};
function syncHidden() {
  const differences = (kind, items, option) =>
    items
      .filter(({ i }) => sent[kind][i] !== shown[kind][i])
      .map(({ i }) => {
        sent[kind][i] = shown[kind][i];
        return { id: i, ...option(Boolean(shown[kind][i])) };
      });
  nodeSet.update(differences("node", nodes, (visible) => ({ hidden: !visible })));
  if (!large) edgeSet.update(differences("edge", edges, (visible) => ({ physics: visible })));
}

// --- the camera ---

export const motion = () => (calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" });

export function fit(ids = null, animate = true) {
  const wanted = ids ?? nodes.filter((n) => shown.node[n.i]).map((n) => n.i);
  const marks = ids ? [] : clusters.map(spot);
  if (!wanted.length && !marks.length) return;
  const xs = [...wanted.map((i) => X[i]), ...marks.map(({ x }) => x)];
  const ys = [...wanted.map((i) => Y[i]), ...marks.map(({ y }) => y)];
  const span = (values) =>
    values.reduce(([lo, hi], v) => [Math.min(lo, v), Math.max(hi, v)], [Infinity, -Infinity]);
  const [[x0, x1], [y0, y1]] = [span(xs), span(ys)];
  const inset = insets();
  const narrow = canvasBox.clientWidth < 600;
  // The marks of clusters have the same size at every scale: room for them, and for the list above them.
  const rim = marks.length ? 170 : 0;
  const width = Math.max(80, canvasBox.clientWidth - inset.left - inset.right - (narrow ? 36 : 110) - rim);
  const height = Math.max(80, canvasBox.clientHeight - inset.top - inset.bottom - 90 - rim);
  const scale = Math.min(1.1, width / (x1 - x0 + 60), height / (y1 - y0 + 60));
  moveTo((x0 + x1) / 2, (y0 + y1) / 2, scale, animate);
}

/** How much of the canvas is covered at its edges by panels. */
function insets() {
  const box = canvasBox.getBoundingClientRect();
  const cover = (id) => {
    const node = document.getElementById(id);
    return node && !node.hidden ? node.getBoundingClientRect() : null;
  };
  const bar = cover("time");
  const sheet = matchMedia("(max-width: 900px)").matches ? cover("detail") : null;
  const top = sheet ?? bar;
  const told = box.width > 640 ? cover("story") : null;
  // Of the opening, it says how much is drawn: nothing of that lies under it.
  const note = cover("opening");
  const aside = told && box.width - told.width > 520;
  const [left, right] = !aside
    ? [0, 0]
    : told.left - box.left < box.right - told.right
      ? [told.right - box.left, 0]
      : [0, box.right - told.left];
  return {
    left,
    right,
    top: Math.max(told && !aside ? told.bottom - box.top : 0, note ? note.bottom - box.top : 0),
    bottom: top
      ? Math.max(0, Math.min(box.height * 0.6, box.bottom - Math.min(top.top, bar?.top ?? top.top)))
      : 0,
  };
}

function moveTo(x, y, scale, animate = true) {
  const inset = insets();
  network.moveTo({
    position: { x, y },
    scale,
    offset: { x: (inset.left - inset.right) / 2, y: (inset.top - inset.bottom) / 2 },
    animation: animate ? motion() : false,
  });
}

export function centre(i, animate = true) {
  moveTo(X[i], Y[i], Math.max(network.getScale(), 0.6), animate);
}

export const redraw = () => network.redraw();

// --- pointer and keys ---

function lineAt(x, y, reach) {
  let best = null;
  let least = reach;
  for (const line of drawnLines) {
    const distance = distanceTo(course(line), x, y);
    if (distance < least) {
      least = distance;
      best = line;
    }
  }
  return best;
}

function distanceTo(c, x, y) {
  if (c.loop) return Math.abs(Math.hypot(x - c.x, y - c.y) - c.r);
  const [dx, dy] = [c.x2 - c.x1, c.y2 - c.y1];
  const along = ((x - c.x1) * dx + (y - c.y1) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(x - c.x1 - share * dx, y - c.y1 - share * dy);
}

function nodeAt(x, y) {
  const scale = network.getScale();
  let best = -1;
  let least = Infinity;
  for (const { i } of nodes) {
    if (!shown.node[i]) continue;
    const distance = Math.hypot(X[i] - x, Y[i] - y) - Math.max(radius(i) * 1.2, 3 / scale);
    if (distance < 5 / scale && distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

network.on(
  "click",
  ({
    pointer: {
      canvas: { x, y },
    },
  }) => {
    const i = nodeAt(x, y);
    if (i >= 0) {
      choosePoint(nodes[i].id);
      return;
    }
    const line = lineAt(x, y, 7 / network.getScale());
    const cluster = clusterAt(x, y);
    if (cluster) openCluster(cluster);
    else if (line) openLine(line);
    else if (state.sel || state.edge || state.pair.length) select(null);
  },
);

network.on(
  "doubleClick",
  ({
    pointer: {
      canvas: { x, y },
    },
  }) => {
    const i = nodeAt(x, y);
    if (i >= 0) toggleOpen(nodes[i].id);
  },
);

/** Select the one relation of a line, or show all of them. */
export function openLine({ from, to, edges: relations }) {
  if (relations.length === 1) select(null, relations[0].key);
  else select(null, null, { pair: from === to ? [nodes[from].id] : [nodes[from].id, nodes[to].id] });
}

/** Select a node, or make it the other end of a path that waits for one. */
export function choosePoint(id, more = {}) {
  if (state.path.length === 1 && state.path[0] !== id) {
    select(id, null, { ...more, path: [state.path[0], id] });
    fitLit();
  } else select(id, null, more);
}

let pointed = false;
canvasBox.addEventListener("pointermove", (event) => {
  if (pointed || event.buttons) return;
  pointed = true;
  requestAnimationFrame(() => {
    pointed = false;
    const box = canvasBox.getBoundingClientRect();
    const { x, y } = network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top });
    const i = nodeAt(x, y);
    canvasBox.style.cursor = i >= 0 ? "pointer" : "";
    if (i !== lit.hover) {
      lit.hover = i;
      redraw();
    }
  });
});

let camTimer = 0;
/** Remember the camera in the address, without a step in the history. */
export function keepCamera() {
  clearTimeout(camTimer);
  camTimer = setTimeout(() => {
    const { x, y } = network.getViewPosition();
    change(
      { cam: [...upright([x, y]).map(Math.round), Math.round(network.getScale() * 1000) / 1000] },
      { quiet: true },
    );
  }, 250);
}
for (const event of ["dragEnd", "zoom", "animationFinished"]) network.on(event, keepCamera);

/** Go to the nearest shown node in a direction: an arrow key's walk over the picture. */
function walk(dx, dy) {
  const here = state.sel ? nodeOf.get(state.sel).i : null;
  if (here === null) {
    const first = byWeight.find((i) => shown.node[i]);
    if (first !== undefined) visit(nodes[first]);
    return;
  }
  let best = null;
  let least = Infinity;
  for (const { i } of nodes) {
    if (!shown.node[i] || i === here) continue;
    const [ox, oy] = [X[i] - X[here], Y[i] - Y[here]];
    const along = ox * dx + oy * dy;
    const aside = Math.abs(ox * dy - oy * dx);
    if (along > 0 && aside <= along * 1.2 && along + 2 * aside < least) {
      least = along + 2 * aside;
      best = i;
    }
  }
  if (best !== null) visit(nodes[best]);
}

/** Select a node by key, and tell who does not see it what it is and how many relations it has. */
function visit(node) {
  goTo(node.id);
  const n = node.edges.filter((e) => shown.edge[e]).length;
  announce(say("visited", { name: tidy(nameOf(node.id).text, 200), kind: nameOf(node.kind).text, n }));
}

const WALK = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvasBox.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (WALK[event.key]) walk(...WALK[event.key]);
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fit();
  else if (event.key === "Enter" && state.sel) document.getElementById("detail-title")?.focus();
  else if (event.key === "Escape") select(null);
  else return;
  event.preventDefault();
});

export function zoomBy(factor) {
  const { x, y } = network.getViewPosition();
  network.moveTo({
    position: { x, y },
    scale: Math.max(0.02, Math.min(6, network.getScale() * factor)),
    animation: motion(),
  });
  keepCamera();
}

/** Bring into view what is lit: a node with its neighbours, a line with its ends, a whole path. */
export function fitLit() {
  if (state.view !== "graph" || !lit.on) return;
  fit([...lit.nodes]);
  keepCamera();
}

/** Select a node and bring it into the middle, as an arrow key's walk needs it. */
export function goTo(id, more = {}) {
  choosePoint(id, more);
  if (state.view === "graph") {
    if (state.path.length === 2) fitLit();
    else centre(nodeOf.get(id).i);
    keepCamera();
  }
}

/** Show, or fold away again, what hangs on a node. */
export function toggleOpen(id) {
  if (state.fold.includes(id))
    change({
      fold: state.fold.filter((f) => f !== id),
      open: state.focus ? [...state.open, id] : state.open,
    });
  else if (state.focus && id !== state.focus && !state.open.includes(id))
    change({ open: [...state.open, id] });
  else change({ fold: [...state.fold, id], open: state.open.filter((o) => o !== id) });
}
