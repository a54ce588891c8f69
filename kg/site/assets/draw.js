// Draw: the vis network that pyvis describes, painted by ourselves so that it stays quick and legible.

import { isRtl, svgEl, tidy } from "./text.js";
import { choose, isDark } from "./frame.js";
import { edgeOf, edges, meta, nameOf, nodeOf, nodes, other, terms } from "./data.js";
import { change, select, state } from "./state.js";
import { currentPath, shown } from "./filter.js";

export const canvasBox = document.getElementById("network");
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const theme = {};

/** Read the colours of the page's theme, once a change. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "ink", "muted", "accent", "edge"])
    theme[name] = style.getPropertyValue(`--${name}`).trim();
  theme.dark = isDark();
  theme.font = style.getPropertyValue("--font").trim() || "sans-serif";
  toned.clear();
}

// --- colours: the data's are safe for the colour-blind; here they are fitted to the ground ---

const toned = new Map();
const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const hexOf = (rgb) => `#${rgb.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;
export const mix = (a, b, share) => hexOf(parts(a).map((c, i) => c * (1 - share) + parts(b)[i] * share));

export function tone(colour) {
  if (!toned.has(colour)) {
    const hex = /^#[0-9a-f]{6}$/i.test(colour ?? "") ? colour : "#7f7f7f";
    const light = parts(hex).reduce((sum, c, i) => sum + c * [0.299, 0.587, 0.114][i], 0) / 255;
    const ink = theme.dark ? "#ffffff" : "#000000";
    const share = theme.dark ? Math.max(0, 0.5 - light) * 0.9 : Math.max(0, light - 0.62) * 0.9;
    toned.set(colour, mix(hex, ink, share));
  }
  return toned.get(colour);
}

export const colourOf = (kind) => tone(terms.get(kind)?.colour);

// --- shapes: one set of outlines for canvas, SVG and legend ---

const ring = (count, turn, radius = () => 1) =>
  Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [Math.cos(angle) * radius(i), Math.sin(angle) * radius(i)];
  });
export const OUTLINES = {
  square: ring(4, Math.PI / 4, () => 1.18),
  box: ring(4, Math.PI / 4, () => 1.18),
  diamond: ring(4, 0, () => 1.22),
  triangle: ring(3, -Math.PI / 2, () => 1.24),
  triangleDown: ring(3, Math.PI / 2, () => 1.24),
  hexagon: ring(6, 0, () => 1.1),
  star: ring(10, -Math.PI / 2, (i) => (i % 2 ? 0.62 : 1.32)),
};

function outline(ctx, shape, x, y, r) {
  const corners = OUTLINES[shape];
  if (!corners) {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], i) =>
    i ? ctx.lineTo(x + dx * r, y + dy * r) : ctx.moveTo(x + dx * r, y + dy * r),
  );
  ctx.closePath();
}

/** Draw a kind's glyph as a small SVG picture for the legend and the panel. */
export function glyph(kind, size = 14) {
  const picture = svgEl("svg", {
    width: size,
    height: size,
    viewBox: "-1.5 -1.5 3 3",
    "aria-hidden": "true",
    class: "glyph",
  });
  const corners = OUTLINES[terms.get(kind)?.glyph];
  picture.append(
    corners
      ? svgEl("polygon", { points: corners.map((c) => c.join(",")).join(" "), fill: colourOf(kind) })
      : svgEl("circle", { r: 1.1, fill: colourOf(kind) }),
  );
  return picture;
}

// --- the network ---

// A picture is laid out broad; on a screen that stands upright it is turned.
const turned = canvasBox.clientHeight > canvasBox.clientWidth * 1.25;
const upright = ([x, y]) => (turned ? [y, x] : [x, y]);

// vis drags, zooms and simulates; the painting is ours. Its nodes have a shape that draws nothing, and its
// edges are hidden, which leaves them springs of the simulation.
const options = JSON.parse(document.getElementById("options").textContent);
const unpainted = { shape: "custom", ctxRenderer: () => ({}) };
const nodeSet = new vis.DataSet(nodes.map(({ i, look }) => ({ id: i, size: look.size, ...spot(look) })));
const edgeSet = new vis.DataSet(edges.map((edge) => ({ ...edge.look, id: edge.i, hidden: true })));
export const network = new vis.Network(
  canvasBox,
  { nodes: nodeSet, edges: edgeSet },
  {
    ...options,
    nodes: { ...options.nodes, ...unpainted },
  },
);
Object.assign(window, { network, nodes: nodeSet, edges: edgeSet });

export function spot({ x, y }) {
  const [left, top] = upright([x, y]);
  return { x: left, y: top };
}

export const X = Float64Array.from(nodes, ({ look }) => spot(look).x);
export const Y = Float64Array.from(nodes, ({ look }) => spot(look).y);
export const radius = (i) => nodes[i].look.size;
const lit = { nodes: new Set(), edges: new Set(), hover: -1, on: false };
const byWeight = nodes.map((n) => n.i).sort((a, b) => radius(b) - radius(a) || a - b);

/** Return how an edge runs: its ends on the outlines of its nodes, and a control point if it bends. */
export function course(edge) {
  const { from, to, bend } = edge;
  const [x1, y1, x2, y2] = [X[from], Y[from], X[to], Y[to]];
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy) || 1;
  if (from === to) return { loop: true, x: x1, y: y1 - radius(from) - 5 - 5 * bend, r: 6 + 5 * bend };
  const swing = bend * Math.min(34, length * 0.5);
  const cx = (x1 + x2) / 2 - (dy / length) * swing;
  const cy = (y1 + y2) / 2 + (dx / length) * swing;
  const away = Math.hypot(x2 - cx, y2 - cy) || 1;
  const stop = Math.min(radius(to) + 3, away * 0.8);
  const [ux, uy] = [(x2 - cx) / away, (y2 - cy) / away];
  return { x1, y1, cx, cy, x2: x2 - ux * stop, y2: y2 - uy * stop, ux, uy, bend };
}

function trace(ctx, c) {
  if (c.loop) {
    ctx.moveTo(c.x + c.r, c.y);
    ctx.arc(c.x, c.y, c.r, 0, 2 * Math.PI);
    return;
  }
  ctx.moveTo(c.x1, c.y1);
  if (c.bend) ctx.quadraticCurveTo(c.cx, c.cy, c.x2, c.y2);
  else ctx.lineTo(c.x2, c.y2);
}

function arrow(ctx, c, size) {
  if (c.loop || meta.directed === false) return;
  const [bx, by] = [c.x2 - c.ux * size, c.y2 - c.uy * size];
  ctx.moveTo(c.x2, c.y2);
  ctx.lineTo(bx - c.uy * size * 0.42, by + c.ux * size * 0.42);
  ctx.lineTo(bx + c.uy * size * 0.42, by - c.ux * size * 0.42);
  ctx.closePath();
}

/** Sort the shown edges into groups that one stroke draws: colour, dashes, lit or not. */
function edgeGroups(box) {
  const groups = new Map();
  for (const edge of edges) {
    if (!shown.edge[edge.i] || outside(edge, box)) continue;
    const level = !lit.on ? 1 : lit.edges.has(edge.i) ? 2 : 0;
    const key = `${level}${edge.disputed ? "d" : "s"}${edge.sign ?? ""}${edge.kind}`;
    if (!groups.has(key))
      groups.set(key, { level, disputed: edge.disputed, sign: edge.sign, kind: edge.kind, edges: [] });
    groups.get(key).edges.push(edge);
  }
  return [...groups.values()].sort((a, b) => a.level - b.level);
}

function outside(edge, box) {
  if (!box) return false;
  const [a, b] = [edge.from, edge.to];
  return (
    (X[a] < box.left && X[b] < box.left) ||
    (X[a] > box.right && X[b] > box.right) ||
    (Y[a] < box.top && Y[b] < box.top) ||
    (Y[a] > box.bottom && Y[b] > box.bottom)
  );
}

const alphaOf = (level) => [0.08, Math.max(0.16, 0.6 - shown.edges / 4500), 0.75][level];
/** How the stances of a signed projection look: colours that the colour-blind tell apart, and dashes. */
export const SIGNED = {
  supportive: { colour: "#0072b2", dash: [] },
  neutral: { colour: "#7f7f7f", dash: [9, 3, 2, 3] },
  critical: { colour: "#d55e00", dash: [2, 3] },
};
export const lineColour = ({ sign, kind }) => (sign ? tone(SIGNED[sign].colour) : edgeColour(kind));
export const dashOf = ({ disputed, sign }) => (disputed ? [6, 4] : (SIGNED[sign]?.dash ?? []));
export const edgeColour = (kind) => (terms.get(kind)?.colour ? colourOf(kind) : theme.edge);

export function paintEdges(ctx, scale, box = null) {
  const thin = Math.max(0.7, Math.min(1.3, scale * 1.4)) / scale;
  for (const group of edgeGroups(box)) {
    const courses = group.edges.map(course);
    ctx.globalAlpha = alphaOf(group.level);
    ctx.strokeStyle = lineColour(group);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = group.level === 2 ? thin * 1.4 : thin;
    ctx.setLineDash(dashOf(group).map((part) => part / scale ** 0.5));
    ctx.beginPath();
    for (const c of courses) trace(ctx, c);
    ctx.stroke();
    if (scale < 0.28 && group.level !== 2) continue;
    ctx.setLineDash([]);
    ctx.beginPath();
    for (const c of courses) arrow(ctx, c, Math.max(6, 5 / scale));
    ctx.fill();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

export function paintNodes(ctx, scale, box = null) {
  for (let at = byWeight.length - 1; at >= 0; at -= 1) {
    const i = byWeight[at];
    if (!shown.node[i]) continue;
    const [x, y, r] = [X[i], Y[i], Math.max(radius(i), 2.8 / scale)];
    if (box && (x + r < box.left || x - r > box.right || y + r < box.top || y - r > box.bottom)) continue;
    paintNode(ctx, nodes[i], x, y, r, scale);
  }
  ctx.globalAlpha = 1;
}

function paintNode(ctx, node, x, y, r, scale) {
  const colour = colourOf(node.kind);
  ctx.globalAlpha = lit.on && !lit.nodes.has(node.i) ? 0.18 : 1;
  ctx.beginPath();
  outline(ctx, node.look.shape, x, y, r);
  ctx.fillStyle = node.uncoded ? mix(theme.paper, colour, 0.2) : colour;
  ctx.fill();
  ctx.lineWidth = Math.min(1.6, r * 0.25) / Math.min(scale, 1) ** 0.5;
  ctx.strokeStyle = node.uncoded ? mix(theme.paper, colour, 0.6) : theme.paper;
  ctx.stroke();
  if (node.disputed) halo(ctx, x, y, r + 4, theme.ink, 1.4, [3, 2.5]);
  if (node.id === state.sel || state.path.includes(node.id))
    halo(ctx, x, y, r + 5 / Math.min(1, scale), theme.accent, 2.6 / Math.min(1, scale), []);
  else if (node.i === lit.hover) halo(ctx, x, y, r + 3, theme.ink, 1.2 / Math.min(1, scale), []);
}

function halo(ctx, x, y, r, colour, width, dash) {
  ctx.beginPath();
  ctx.arc(x, y, r * 1.2, 0, 2 * Math.PI);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.setLineDash([]);
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
    const r = Math.max(radius(i) * scale, 2.8) * 1.25 + (ringed ? 8 : nodes[i].disputed ? 6 : 2);
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
  if (!lit.on || lit.edges.size > 24 || scale < 0.45) return;
  ctx.font = `11px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme.paper;
  ctx.fillStyle = theme.muted;
  const kinds = new Set([...lit.edges].map((e) => edges[e].kind));
  if (kinds.size === 1 && lit.edges.size > 3) return; // the legend says it
  const taken = [];
  for (const e of lit.edges) {
    const c = course(edges[e]);
    if (!shown.edge[e] || c.loop || Math.hypot(c.x2 - c.x1, c.y2 - c.y1) * scale < 90) continue;
    const [x, y] = toScreen((c.x1 + 2 * c.cx + c.x2) / 4, (c.y1 + 2 * c.cy + c.y2) / 4);
    const text = tidy(nameOf(edges[e].kind).text, 30);
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

network.on("beforeDrawing", (ctx) => {
  for (const [i, { x, y }] of Object.entries(network.getPositions())) {
    X[i] = x;
    Y[i] = y;
  }
  paintEdges(ctx, network.getScale(), viewBox());
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
  ctx.restore();
});

// --- what is lit: the selection with its neighbours, or the path ---

export function relight() {
  lit.nodes.clear();
  lit.edges.clear();
  const steps = currentPath();
  if (steps) {
    for (const { node, edge } of steps) {
      lit.nodes.add(node);
      if (edge !== null) lit.edges.add(edge);
    }
  } else if (state.edge) {
    const edge = edgeOf.get(state.edge);
    lit.edges.add(edge.i);
    lit.nodes.add(edge.from).add(edge.to);
  } else if (state.sel) {
    const node = nodeOf.get(state.sel);
    lit.nodes.add(node.i);
    for (const e of node.edges)
      if (shown.edge[e]) {
        lit.edges.add(e);
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
const sent = { node: new Uint8Array(nodes.length).fill(1), edge: new Uint8Array(edges.length).fill(1) };
function syncHidden() {
  const differences = (kind, items, option) =>
    items
      .filter(({ i }) => sent[kind][i] !== shown[kind][i])
      .map(({ i }) => {
        sent[kind][i] = shown[kind][i];
        return { id: i, ...option(Boolean(shown[kind][i])) };
      });
  nodeSet.update(differences("node", nodes, (visible) => ({ hidden: !visible })));
  edgeSet.update(differences("edge", edges, (visible) => ({ physics: visible })));
}

// --- the camera ---

export const motion = () => (calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" });

export function fit(ids = null, animate = true) {
  const wanted = ids ?? nodes.filter((n) => shown.node[n.i]).map((n) => n.i);
  if (!wanted.length) return;
  const xs = wanted.map((i) => X[i]);
  const ys = wanted.map((i) => Y[i]);
  const span = (values) =>
    values.reduce(([lo, hi], v) => [Math.min(lo, v), Math.max(hi, v)], [Infinity, -Infinity]);
  const [[x0, x1], [y0, y1]] = [span(xs), span(ys)];
  const inset = insets();
  const narrow = canvasBox.clientWidth < 600;
  const width = Math.max(80, canvasBox.clientWidth - inset.left - inset.right - (narrow ? 36 : 110));
  const height = Math.max(80, canvasBox.clientHeight - inset.top - inset.bottom - 90);
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
  const aside = told && box.width - told.width > 520;
  const [left, right] = !aside
    ? [0, 0]
    : told.left - box.left < box.right - told.right
      ? [told.right - box.left, 0]
      : [0, box.right - told.left];
  return {
    left,
    right,
    top: told && !aside ? told.bottom - box.top : 0,
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

function edgeAt(x, y, reach) {
  let best = null;
  let least = reach;
  for (const edge of edges) {
    if (!shown.edge[edge.i]) continue;
    const distance = distanceTo(course(edge), x, y);
    if (distance < least) {
      least = distance;
      best = edge;
    }
  }
  return best;
}

function distanceTo(c, x, y) {
  if (c.loop) return Math.abs(Math.hypot(x - c.x, y - c.y) - c.r);
  let least = Infinity;
  let [px, py] = [c.x1, c.y1];
  const steps = c.bend ? 12 : 1;
  for (let k = 1; k <= steps; k += 1) {
    const t = k / steps;
    const qx = c.bend ? (1 - t) ** 2 * c.x1 + 2 * t * (1 - t) * c.cx + t * t * c.x2 : c.x2;
    const qy = c.bend ? (1 - t) ** 2 * c.y1 + 2 * t * (1 - t) * c.cy + t * t * c.y2 : c.y2;
    const [dx, dy] = [qx - px, qy - py];
    const share = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - px - share * dx, y - py - share * dy));
    [px, py] = [qx, qy];
  }
  return least;
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
    const edge = edgeAt(x, y, 7 / network.getScale());
    if (edge) select(null, edge.key);
    else if (state.sel || state.edge) select(null);
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

/** Select a node, or make it the other end of a path that waits for one. */
export function choosePoint(id, more = {}) {
  if (state.path.length === 1 && state.path[0] !== id)
    select(id, null, { ...more, path: [state.path[0], id] });
  else select(id, null, more);
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
    if (first !== undefined) goTo(nodes[first].id);
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
  if (best !== null) goTo(nodes[best].id);
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

/** Select a node and bring it into the middle. */
export function goTo(id, more = {}) {
  choosePoint(id, more);
  if (state.view === "graph") {
    centre(nodeOf.get(id).i);
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
