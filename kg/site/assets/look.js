// Look: colours and shapes, one set of marks for canvas, SVG, legend and panel.

import { svgEl } from "./text.js";
import { choose, isDark, say } from "./frame.js";
import { meta, nodes, terms } from "./data.js";
import { state } from "./state.js";

export const theme = {};

/** Read the colours of the page's theme, once a change. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "ink", "muted", "accent", "edge"])
    theme[name] = style.getPropertyValue(`--${name}`).trim();
  theme.dark = isDark();
  theme.font = style.getPropertyValue("--font").trim() || "sans-serif";
  toned.clear();
  hatches.clear();
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
export const edgeColour = (kind) => (terms.get(kind)?.colour ? colourOf(kind) : theme.edge);

/** How the stances of a signed projection look: colours that the colour-blind tell apart, and dashes. */
export const SIGNED = {
  supportive: { colour: "#0072b2", dash: [] },
  neutral: { colour: "#7f7f7f", dash: [9, 3, 2, 3] },
  critical: { colour: "#d55e00", dash: [2, 3] },
};
export const lineColour = (line) => (line.sign ? tone(SIGNED[line.sign].colour) : edgeColour(line.kind));
export const dashOf = (line) => (line.disputed ? [6, 4] : (SIGNED[line.sign]?.dash ?? []));

// --- what the colour and the size of a node tell ---

/** The sides by their numbers: none, the first and the second that are described, both, another. */
const SIDES = ["#8a9099", "#00806b", "#6554c0", "#6554c0", "#c98600"];
const BOTH = 3;
/** For communities, the largest first; those beyond are grey. (Wong 2011, doi:10.1038/nmeth.1618) */
const GROUPS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b3a300", "#5b4b8a"];
const GREY = "#9aa0a8";
const RAMP = ["#9ecae8", "#0b3c78"];

const most = (key) => nodes.reduce((top, node) => Math.max(top, key(node)), 0) || 1;
const degreeOf = (node) => node.edges.length;
const MEASURES = {
  degree: { of: degreeOf, most: most(degreeOf) },
  betweenness: { of: (node) => node.betweenness, most: most((node) => node.betweenness) },
};
/** How much of the greatest value a node has, by a measure: its square root, since few nodes have most. */
const shareOf = (measure, node) => Math.sqrt(MEASURES[measure].of(node) / MEASURES[measure].most);

const sided = (meta.sides ?? []).length === 2 && nodes.some((node) => node.side);
/** What colours and sizes the page can tell; the first of each is the default. */
export const COLOURINGS = [
  ...(sided ? ["side"] : []),
  "kind",
  ...(nodes.some((node) => node.community) ? ["community"] : []),
  "degree",
  ...(nodes.some((node) => node.betweenness) ? ["betweenness"] : []),
];
export const SIZINGS = ["degree", ...(COLOURINGS.includes("betweenness") ? ["betweenness"] : []), "same"];
export const colouring = () => (COLOURINGS.includes(state.colour) ? state.colour : COLOURINGS[0]);
const sizing = () => (SIZINGS.includes(state.size) ? state.size : SIZINGS[0]);

/** Return the colours of a node: one, or two halves where it stands on both sides. */
export function coloursOf(node) {
  const by = colouring();
  if (by === "kind") return [colourOf(node.kind)];
  if (by === "side") return sideColours(node.side);
  if (by === "community") return [tone(GROUPS[node.community - 1] ?? GREY)];
  const share = shareOf(by, node);
  return [theme.dark ? mix("#37506e", "#bfe0ff", share) : mix(...RAMP, share)];
}

const sideColours = (side) => (side === BOTH ? [tone(SIDES[1]), tone(SIDES[2])] : [tone(SIDES[side])]);

/** Return the radius of a node; by degree it is what Python gave. */
export function sizeOf(node) {
  const by = sizing();
  if (by === "same") return 9;
  return by === "degree" ? node.look.size : 6.5 + 23 * shareOf(by, node);
}

/** Return what the colours tell, as [colours, words]; kinds are told in the legend itself. */
export function colourKey() {
  const by = colouring();
  if (by === "side") {
    const [one, two] = meta.sides.map((label) => choose(label).text);
    const words = [say("side.none"), one, two, say("side.both"), say("side.other")];
    return [1, 2, BOTH, 4, 0]
      .filter((side) => nodes.some((node) => node.side === side))
      .map((side) => [sideColours(side), words[side]]);
  }
  if (by === "community") {
    const count = nodes.reduce((top, node) => Math.max(top, node.community), 0);
    const keys = GROUPS.slice(0, count).map((colour, at) => [
      [tone(colour)],
      say("community.of", { n: at + 1 }),
    ]);
    return [...keys, [[tone(GREY)], say("community.none")]];
  }
  if (by === "kind") return [];
  const ends = theme.dark ? ["#37506e", "#bfe0ff"] : RAMP;
  return ends.map((colour, at) => [[colour], say(at ? "scale.most" : "scale.least")]);
}

// --- shapes: six families, one outline for each ---

const ring = (count, turn, radius = () => 1) =>
  Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return [Math.cos(angle) * radius(i), Math.sin(angle) * radius(i)];
  });
export const OUTLINES = {
  square: ring(4, Math.PI / 4, () => 1.18),
  diamond: ring(4, 0, () => 1.22),
  triangle: ring(3, -Math.PI / 2, () => 1.24),
  triangleDown: ring(3, Math.PI / 2, () => 1.24),
  hexagon: ring(6, 0, () => 1.1),
};
/** The families by their shapes, as the ontology gives them to its classes. */
export const FAMILIES = {
  dot: "actor",
  square: "body",
  diamond: "text",
  triangle: "act",
  triangleDown: "place",
  hexagon: "concept",
};
export const shapeOf = (kind) => {
  const shape = terms.get(kind)?.glyph;
  return shape in FAMILIES ? shape : "dot";
};

export function outline(ctx, shape, x, y, r) {
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

const hatches = new Map();
/** Return a pattern of diagonal stripes in the colour of the ground: the mark of what is disputed. */
export function hatch(ctx) {
  if (!hatches.has(theme.paper)) {
    const tile = document.createElement("canvas");
    tile.width = 5;
    tile.height = 5;
    const pen = tile.getContext("2d");
    pen.strokeStyle = theme.paper;
    pen.lineWidth = 1.7;
    for (const shift of [-5, 0, 5]) {
      pen.moveTo(shift - 1, 6);
      pen.lineTo(shift + 6, -1);
    }
    pen.stroke();
    hatches.set(theme.paper, ctx.createPattern(tile, "repeat"));
  }
  return hatches.get(theme.paper);
}

// --- small pictures for the legend and the panel ---

const picture = (width, height, box, ...children) => {
  const drawing = svgEl("svg", { width, height, viewBox: box, "aria-hidden": "true", class: "glyph" });
  drawing.append(...children);
  return drawing;
};

/** Draw a shape in one colour or two halves as a small SVG picture. */
export function sign(shape, colours, size = 14, mark = "") {
  const corners = OUTLINES[shape];
  const draw = (attributes) =>
    corners
      ? svgEl("polygon", { points: corners.map((c) => c.join(",")).join(" "), ...attributes })
      : svgEl("circle", { r: 1.1, ...attributes });
  const half = (colour, at) => svgEl("path", { d: halfPath(corners, at), fill: colour, "data-half": at });
  const box = "-1.5 -1.5 3 3";
  if (mark === "open")
    return picture(
      size,
      size,
      box,
      draw({ fill: theme.paper, stroke: colours[0], "stroke-width": 0.3, "stroke-dasharray": "0.7 0.45" }),
    );
  const body = colours.length === 2 ? colours.map(half) : [draw({ fill: colours[0] })];
  if (mark === "hatched")
    body.push(
      ...[-0.7, 0, 0.7].map((shift) =>
        svgEl("path", {
          d: `M${shift - 0.7} 0.9L${shift + 0.7} -0.9`,
          stroke: theme.paper,
          "stroke-width": 0.24,
        }),
      ),
    );
  return picture(size, size, box, ...body);
}

/** Return the left (0) or right (1) half of an outline as a path's data; without one, of a circle. */
export function halfPath(corners, at, x = 0, y = 0, r = corners ? 1 : 1.1) {
  if (!corners) return `M${x} ${y - r}A${r} ${r} 0 0 ${at} ${x} ${y + r}Z`;
  const way = at ? 1 : -1;
  const points = corners.flatMap(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    const own = ax * way >= 0 ? [[ax, ay]] : [];
    return ax * bx < 0 ? [...own, [0, ay + ((by - ay) * -ax) / (bx - ax)]] : own;
  });
  return `M${points.map(([px, py]) => `${x + px * r} ${y + py * r}`).join("L")}Z`;
}

/** Draw the sign of a kind, coloured where colours tell kinds. */
export const glyph = (kind, size = 14) =>
  sign(shapeOf(kind), [colouring() === "kind" ? colourOf(kind) : theme.muted], size);

/** Draw the sign of a node, as it is on the canvas. */
export const nodeSign = (node, size = 12) =>
  sign(shapeOf(node.kind), coloursOf(node), size, node.disputed ? "hatched" : node.uncoded ? "open" : "");

/** Draw a line as a small SVG picture: whole, dashed, or hollow. */
export function lineSign(colour, dash = [], hollow = false) {
  const ends = { x1: 1, y1: 5, x2: 17, y2: 5 };
  const line = svgEl("line", {
    ...ends,
    stroke: colour,
    "stroke-width": hollow ? 4 : 2,
    "stroke-dasharray": dash.join(" ") || "none",
  });
  const core = hollow ? [svgEl("line", { ...ends, stroke: theme.paper, "stroke-width": 2 })] : [];
  return picture(18, 10, "0 0 18 10", line, ...core);
}
