// Save: the picture as PNG and SVG, the visible part as Turtle, GraphML and CSV; each says whence it is.

import { LANGUAGES } from "./locale.js";
import { el, tidy } from "./text.js";
import { choose, say, shell } from "./frame.js";
import { edges, labels, meta, nameIndex, nameOf, nodeOf, nodes, passages, recordOf } from "./data.js";
import { shown } from "./filter.js";
import {
  canvasBox,
  colourOf,
  course,
  dashOf,
  LINE,
  lineColour,
  mix,
  OUTLINES,
  paintEdges,
  paintLabels,
  paintNodes,
  paintRelationNames,
  placeLabels,
  radius,
  theme,
  toScreen,
  view,
  viewBox,
  X,
  Y,
} from "./draw.js";
import { citation, copyText } from "./detail.js";
import { tableCsv } from "./rows.js";

function download(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = el("a", { href: URL.createObjectURL(blob), download: `${fileStem()}.${name}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function fileStem() {
  const projection = meta.projection.id.replace(/[^a-z0-9]+/gi, "-").replace(/^projection-/, "");
  return `iran-russia-${projection}-${meta.digest}`.slice(0, 80);
}

export const siteTitle = () => choose(meta.site).text || say("site");
export const pageTitle = () => choose(meta.title).text || siteTitle();
const citationLine = () => tidy(citation(null)?.text ?? pageTitle(), 400);

// --- PNG ---

function savePng() {
  const [width, height, sharp] = [canvasBox.clientWidth, canvasBox.clientHeight, 2];
  const foot = 44;
  const canvas = el("canvas", { width: width * sharp, height: (height + foot) * sharp });
  const ctx = canvas.getContext("2d");
  const { scale, translation } = view();
  ctx.scale(sharp, sharp);
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, width, height + foot);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.clip();
  ctx.translate(translation.x, translation.y);
  ctx.scale(scale, scale);
  paintEdges(ctx, scale, viewBox());
  paintNodes(ctx, scale, viewBox());
  ctx.restore();
  paintRelationNames(ctx, scale);
  paintLabels(ctx, placeLabels(width, height, toScreen, scale));
  ctx.font = `11px ${theme.font}`;
  ctx.textAlign = shell.lang === "fa" ? "right" : "left";
  ctx.direction = shell.lang === "fa" ? "rtl" : "ltr";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.muted;
  breakLine(ctx, citationLine(), width - 32)
    .slice(0, 2)
    .forEach((line, at) => ctx.fillText(line, shell.lang === "fa" ? width - 16 : 16, height + 14 + at * 15));
  canvas.toBlob((blob) => download("png", blob));
}

function breakLine(ctx, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const tried = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word;
    if (ctx.measureText(tried).width > width) lines.push(word);
    else lines[lines.length - 1] = tried;
  }
  return lines;
}

// --- SVG ---

const xml = (text) =>
  tidy(text)
    .replace(
      /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd",
    )
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
const fixed = (value) => String(Math.round(value * 10) / 10);

/** Write an element of XML; attributes that are null are left out, content is markup. */
function xmlTag(tag, attributes, content = "") {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`);
  return `<${tag}${written.join("")}>${content}</${tag}>`;
}

function edgeSvg(edge) {
  const c = course(edge);
  const bow = c.bend ? `Q${fixed(c.cx)} ${fixed(c.cy)} ` : "L";
  const attributes = {
    d: c.loop
      ? `M${fixed(c.x + c.r)} ${fixed(c.y)}a${fixed(c.r)} ${fixed(c.r)} 0 1 0 0 0.1`
      : `M${fixed(c.x1)} ${fixed(c.y1)}${bow}${fixed(c.x2)} ${fixed(c.y2)}`,
    fill: "none",
    stroke: lineColour(edge),
    "stroke-opacity": 0.6,
    "stroke-width": 1.3,
    "stroke-dasharray": dashOf(edge).join(" ") || null,
    "marker-end": c.loop || meta.directed === false ? null : "url(#tip)",
  };
  return xmlTag("path", attributes, xmlTag("title", {}, xml(nameOf(edge.kind).text)));
}

function nodeSvg(node) {
  const [x, y, r] = [X[node.i], Y[node.i], radius(node.i)];
  const colour = colourOf(node.kind);
  const look = {
    fill: node.uncoded ? mix(theme.paper, colour, 0.2) : colour,
    stroke: node.uncoded ? mix(theme.paper, colour, 0.6) : theme.paper,
    "stroke-width": 1.5,
  };
  const circle = (radiusOf, given) =>
    xmlTag("circle", { cx: fixed(x), cy: fixed(y), r: fixed(radiusOf), ...given });
  const points = OUTLINES[node.look.shape]?.map(([dx, dy]) => `${fixed(x + dx * r)},${fixed(y + dy * r)}`);
  const shape = points ? xmlTag("polygon", { points: points.join(" "), ...look }) : circle(r, look);
  const halo = { fill: "none", stroke: theme.ink, "stroke-dasharray": "3 2.5" };
  const ringed = node.disputed ? circle((r + 4) * 1.2, halo) : "";
  return `<g>${shape}${ringed}${xmlTag("title", {}, xml(nameOf(node.id).text))}</g>`;
}

function labelSvg({ i, lines, rtl }) {
  const y = Y[i] + radius(i) * 1.25 + 14;
  const place = (at) => ({ x: fixed(X[i]), y: fixed(y + at * LINE), direction: rtl ? "rtl" : null });
  return lines.map((line, at) => xmlTag("text", place(at), xml(line))).join("");
}

/** Draw everything shown as SVG, at scale 1. */
function svgText() {
  const here = nodes.filter((n) => shown.node[n.i]);
  const [xs, ys] = [here.map((n) => X[n.i]), here.map((n) => Y[n.i])];
  const least = (v) => v.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (v) => v.reduce((a, b) => Math.max(a, b), -Infinity);
  const [x0, y0] = here.length ? [least(xs) - 120, least(ys) - 60] : [0, 0];
  const [width, height] = here.length
    ? [Math.max(560, most(xs) - x0 + 120), most(ys) - y0 + 110]
    : [560, 120];
  const placed = placeLabels(width, height, (x, y) => [x - x0, y - y0], 1);
  const [left, top] = [fixed(x0), fixed(y0)];
  const size = { width: fixed(width), height: fixed(height) };
  const tip = {
    id: "tip",
    viewBox: "0 0 8 8",
    refX: 7,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: "auto-start-reverse",
  };
  const outlined = {
    "paint-order": "stroke",
    stroke: theme.paper,
    "stroke-width": 3,
    "stroke-linejoin": "round",
  };
  const foot = { x: fixed(x0 + 16), y: fixed(y0 + height - 14), fill: theme.muted, "font-size": 11 };
  const content = [
    xmlTag("title", {}, xml(pageTitle())),
    xmlTag("desc", {}, xml(citationLine())),
    xmlTag("defs", {}, xmlTag("marker", tip, xmlTag("path", { d: "M0 1L8 4L0 7z", fill: theme.edge }))),
    xmlTag("rect", { x: left, y: top, width: "100%", height: "100%", fill: theme.paper }),
    ...edges.filter((e) => shown.edge[e.i]).map(edgeSvg),
    ...here.map(nodeSvg),
    xmlTag("g", { fill: theme.ink, "text-anchor": "middle", ...outlined }, placed.map(labelSvg).join("")),
    xmlTag("text", foot, xml(citationLine())),
  ];
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `${left} ${top} ${size.width} ${size.height}`,
    ...size,
    "font-family": theme.font,
    "font-size": 12.5,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlTag("svg", root, `\n${content.join("\n")}\n`)}\n`;
}

// --- Turtle ---

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
const turtleText = (text) => `"${text.replace(/[\\"\n\r\t\b\f]/g, (c) => ESCAPES[c])}"`;

/** Write a compact name as Turtle: as it is where its local part allows, else as a full IRI. */
function turtleName(name) {
  if (name.startsWith("<"))
    return `<${name.slice(1, -1).replace(/[\p{Cc} <>"{}|^`\\]/gu, encodeURIComponent)}>`;
  const at = name.indexOf(":");
  const [prefix, local] = [name.slice(0, at), name.slice(at + 1)];
  return /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/.test(local)
    ? name
    : turtleName(`<${(meta.prefixes[prefix] ?? "") + local}>`);
}

function turtleObject(o) {
  if (o.iri) return turtleName(o.iri);
  if (o.value !== undefined) return `${turtleText(o.value)}^^${turtleName(o.type)}`;
  return turtleText(o.text) + (o.lang ? `@${o.lang}` : "");
}

/** Write the visible part as Turtle: nodes and the happenings behind edges, with what their passages say. */
function turtle() {
  const here = nodes.filter((n) => shown.node[n.i]).map((n) => n.id);
  const lines = edges.filter((e) => shown.edge[e.i]);
  const subjects = [...new Set([...here, ...lines.map((e) => e.record).filter(Boolean)])];
  const visible = new Set(subjects);
  const links = new Map();
  for (const edge of lines) {
    if (edge.record) continue;
    const from = nodes[edge.from].id;
    if (!links.has(from)) links.set(from, []);
    links.get(from).push(`${turtleName(edge.kind)} ${turtleName(nodes[edge.to].id)}`);
  }
  const blocks = subjects.map((id) => turtleBlock(id, visible, links.get(id) ?? []));
  const used = new Set(blocks.join("\n").match(/(?<=^|[\s^])[a-z]+(?=:[A-Za-z0-9_])/gm));
  const prefixes = Object.entries(meta.prefixes)
    .filter(([prefix]) => used.has(prefix))
    .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`);
  return [`# ${citationLine()}`, `# ${location.hash.slice(0, 2000)}`, ...prefixes, "", ...blocks, ""].join(
    "\n",
  );
}

function turtleBlock(id, visible, linked) {
  const record = recordOf(id);
  const kind = record?.kind ?? nodeOf.get(id)?.kind;
  const label = labels[nameIndex.get(id)];
  const said = [
    kind ? `a ${turtleName(kind)}` : null,
    ...LANGUAGES.filter((l) => label?.[l]).map((l) => `skos:prefLabel ${turtleText(label[l])}@${l}`),
  ];
  for (const { p, o } of record?.statements ?? []) {
    if (!o.iri || visible.has(o.iri) || !nodeOf.has(o.iri)) said.push(`${turtleName(p)} ${turtleObject(o)}`);
  }
  const unique = [...new Set([...said.filter(Boolean), ...linked])];
  return unique.length ? `${turtleName(id)}\n    ${unique.join(" ;\n    ")} ;\n.\n` : "";
}

// --- GraphML ---

const GRAPHML = {
  node: ["label_en", "label_fa", "label_ru", "kind"],
  edge: ["kind", "record", "start", "end", "disputed", "holders"],
};

/** Write the visible part as GraphML. */
function graphml() {
  const keys = Object.entries(GRAPHML).flatMap(([domain, names]) =>
    names.map((name) => {
      const type = name === "disputed" ? "boolean" : "string";
      const id = `${domain}_${name}`;
      return xmlTag("key", { id, for: domain, "attr.name": name, "attr.type": type });
    }),
  );
  const data = (domain, values) =>
    GRAPHML[domain]
      .filter((name) => (values[name] ?? "") !== "")
      .map((name) => xmlTag("data", { key: `${domain}_${name}` }, xml(String(values[name]))))
      .join("");
  const nodeXml = (n) => {
    const names = Object.fromEntries(LANGUAGES.map((lang) => [`label_${lang}`, n.label?.[lang]]));
    return xmlTag("node", { id: n.id }, data("node", { ...names, kind: n.kind }));
  };
  const edgeXml = (e) => {
    const holders = [...new Set(e.passages.flatMap((p) => passages[p].holders))].join(" ");
    const ends = { id: e.i, source: nodes[e.from].id, target: nodes[e.to].id };
    return xmlTag("edge", ends, data("edge", { ...e, holders }));
  };
  const content = [
    ...nodes.filter((n) => shown.node[n.i]).map(nodeXml),
    ...edges.filter((e) => shown.edge[e.i]).map(edgeXml),
  ];
  const parts = [
    xmlTag("desc", {}, xml(citationLine())),
    ...keys,
    xmlTag("graph", { edgedefault: "directed" }, `\n${content.join("\n")}\n`),
  ];
  const root = { xmlns: "http://graphml.graphdrawing.org/xmlns" };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlTag("graphml", root, `\n${parts.join("\n")}\n`)}\n`;
}

const SAVES = {
  png: savePng,
  svg: () => download("svg", svgText(), "image/svg+xml"),
  ttl: () => download("ttl", turtle(), "text/turtle"),
  graphml: () => download("graphml", graphml(), "application/xml"),
  csv: () => download("csv", `\ufeff${tableCsv()}`, "text/csv"),
  link: () => copyText(location.href),
};
for (const button of document.querySelectorAll("[data-save]")) {
  button.addEventListener("click", () => {
    SAVES[button.dataset.save]();
    document.getElementById("save-menu").open = false;
  });
}
