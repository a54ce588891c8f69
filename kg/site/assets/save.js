// Save: the picture as PNG and SVG, the visible part as Turtle, GraphML and CSV; each says whence it is.

import { LANGUAGES } from "./locale.js";
import { el, tidy } from "./text.js";
import { choose, digits, say, setTheme, shell } from "./frame.js";
import { edges, labels, meta, nameIndex, nameOf, nodeOf, nodes, passages, recordOf } from "./data.js";
import { state } from "./state.js";
import { shown } from "./filter.js";
import { drawnLines } from "./lines.js";
import {
  colourKey,
  coloursOf,
  dashOf,
  FAMILIES,
  halfPath,
  lineColour,
  OUTLINES,
  readTheme,
  shapeOf,
  theme,
} from "./look.js";
import {
  canvasBox,
  clusterLabels,
  clusterRadius,
  course,
  LINE,
  paintClusters,
  paintLabels,
  paintLines,
  paintNodes,
  paintRelationNames,
  placeLabels,
  radius,
  spot,
  toScreen,
  view,
  viewBox,
  widthOf,
  X,
  Y,
} from "./draw.js";
import { citation, copyText, workedEl } from "./detail.js";
import { clusterLines, clusters } from "./clusters.js";
import { matrixOf, shadeOf } from "./matrix.js";
import { COLUMNS, tableCsv, tableRows } from "./rows.js";

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
  const stem = meta.base.split(/[/#]+/).filter(Boolean).at(-1);
  return `${stem}-${projection}-${meta.digest}`.slice(0, 80);
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
  paintClusters(ctx, scale);
  paintLines(ctx, scale, viewBox());
  paintNodes(ctx, scale, viewBox());
  ctx.restore();
  paintRelationNames(ctx, scale);
  paintLabels(ctx, [...placeLabels(width, height, toScreen, scale), ...clusterLabels()]);
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

const circleSvg = (x, y, r, given) => xmlTag("circle", { cx: fixed(x), cy: fixed(y), r: fixed(r), ...given });

/** Write a line as it is on the screen, with the kinds of its relations as its title. */
function lineSvg(line, scale) {
  const c = course(line);
  const [x1, y1] = toScreen(c.loop ? c.x : c.x1, c.loop ? c.y : c.y1);
  const width = widthOf(line) + (line.hearsay ? 2 : 0);
  const pen = { fill: "none", stroke: lineColour(line), "stroke-opacity": 0.6, "stroke-width": fixed(width) };
  const attributes = { ...pen, "stroke-dasharray": dashOf(line).join(" ") || null };
  const kinds = [...new Set(line.edges.map(({ kind }) => nameOf(kind).text))].join(", ");
  const title = xmlTag("title", {}, xml(kinds));
  if (c.loop) return circleSvg(x1, y1, c.r * scale, attributes).replace("</circle>", `${title}</circle>`);
  const [x2, y2] = toScreen(c.x2, c.y2);
  const d = `M${fixed(x1)} ${fixed(y1)}L${fixed(x2)} ${fixed(y2)}`;
  const tip = meta.directed === false || !line.oneWay ? null : "url(#tip)";
  const core = { d, fill: "none", stroke: theme.paper, "stroke-width": fixed(width * 0.55) };
  return (
    xmlTag("path", { d, ...attributes, "marker-end": tip }, title) +
    (line.hearsay ? xmlTag("path", core) : "")
  );
}

/** Write a sign: its shape in one colour or two halves, hatched or open. */
function signSvg(shape, colours, x, y, r, mark = "") {
  const corners = OUTLINES[shape];
  const points = corners?.map(([dx, dy]) => `${fixed(x + dx * r)},${fixed(y + dy * r)}`).join(" ");
  const whole = (look) => (points ? xmlTag("polygon", { points, ...look }) : circleSvg(x, y, r, look));
  if (mark === "open")
    return whole({ fill: theme.paper, stroke: colours[0], "stroke-width": 1.5, "stroke-dasharray": "3 2" });
  const body =
    colours.length === 2
      ? colours.map((fill, at) => xmlTag("path", { d: halfPath(corners, at, x, y, r), fill })).join("")
      : whole({ fill: colours[0], stroke: theme.paper, "stroke-width": 1 });
  return body + (mark === "hatched" ? whole({ fill: "url(#hatch)", stroke: colours[0] }) : "");
}

/** Write the legend, a row below the other from a point on; return [markup, height]. */
function legendSvg(x, top) {
  const families = Object.entries(FAMILIES)
    .filter(([shape]) => nodes.some((n) => shown.node[n.i] && shapeOf(n.kind) === shape))
    .map(([shape, family]) => [signSvg(shape, [theme.muted], x + 8, 0, 6), say(`family.${family}`)]);
  const key = colourKey().map(([colours, words]) => [signSvg("dot", colours, x + 8, 0, 6), words]);
  const marks = [
    [signSvg("dot", [theme.ink], x + 8, 0, 6, "hatched"), say("legend.disputed")],
    ...(nodes.some((n) => shown.node[n.i] && n.uncoded)
      ? [[signSvg("diamond", [theme.ink], x + 8, 0, 6, "open"), say("legend.uncoded")]]
      : []),
  ];
  const entries = [...families, ...key, ...marks];
  const markup = entries.map(([picture, words], at) => {
    const place = { transform: `translate(0 ${top + 10 + at * 19})` };
    return xmlTag("g", place, picture + xmlTag("text", { x: x + 22, y: 4, fill: theme.ink }, xml(words)));
  });
  return [markup.join(""), entries.length * 19 + 14];
}

const labelSvg = ({ x, y, lines, rtl }) =>
  lines
    .map((line, at) =>
      xmlTag("text", { x: fixed(x), y: fixed(y + 12 + at * LINE), direction: rtl ? "rtl" : null }, xml(line)),
    )
    .join("");

/** Write the clusters and the lines between them as they are on the screen. */
function clustersSvg() {
  const at = (cluster) => {
    const { x, y } = spot(cluster);
    return toScreen(x, y);
  };
  const most = clusterLines.reduce((top, { n }) => Math.max(top, n), 1);
  const lines = clusterLines.map(({ from, to, n }) => {
    const [[x1, y1], [x2, y2]] = [at(from), at(to)];
    const d = `M${fixed(x1)} ${fixed(y1)}L${fixed(x2)} ${fixed(y2)}`;
    return xmlTag("path", {
      d,
      stroke: theme.edge,
      "stroke-opacity": 0.45,
      "stroke-width": 1 + 9 * (n / most),
    });
  });
  const marks = clusters.map((cluster) =>
    circleSvg(...at(cluster), clusterRadius(cluster), { fill: coloursOf(cluster.node)[0] }),
  );
  return [...lines, ...marks].join("");
}

/** Draw the matrix as SVG: names at the left and above, and a shaded square for each line. */
function matrixSvg() {
  const { rows, lineAt } = matrixOf();
  const [side, margin, foot] = [16, 210, 44];
  const [width, height] = [margin + rows.length * side + 16, margin + rows.length * side + foot];
  const cells = rows.flatMap((row, y) =>
    rows.map((column, x) => {
      const line = lineAt(row, column);
      if (!line) return "";
      const place = { x: margin + x * side, y: margin + y * side, width: side - 1, height: side - 1 };
      const words = say("matrix.cell", { one: row.name, other: column.name, n: line.edges.length });
      const shade = { fill: theme.accent, "fill-opacity": 0.15 + 0.2 * shadeOf(line) };
      return xmlTag("rect", { ...place, ...shade }, xmlTag("title", {}, xml(words)));
    }),
  );
  const names = rows.map(({ name }, at) => {
    const text = xml(tidy(name, 32));
    const middle = margin + at * side + 12;
    const above = { transform: `translate(${middle} ${margin - 6}) rotate(-90)`, fill: theme.ink };
    return (
      xmlTag("text", { x: margin - 6, y: middle, "text-anchor": "end", fill: theme.ink }, text) +
      xmlTag("text", above, text)
    );
  });
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": theme.font,
    "font-size": 11,
  };
  const content = [
    xmlTag("title", {}, xml(pageTitle())),
    xmlTag("rect", { width, height, fill: theme.paper }),
    ...cells,
    ...names,
    xmlTag("text", { x: 16, y: height - 16, fill: theme.muted }, xml(citationLine())),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlTag("svg", root, `\n${content.join("\n")}\n`)}\n`;
}

/** Draw what the screen shows as SVG, at its scale, with the legend beside it and the citation below. */
export function svgText() {
  if (state.view === "matrix") return matrixSvg();
  const [width, height, aside, foot] = [canvasBox.clientWidth, canvasBox.clientHeight, 230, 44];
  const { scale } = view();
  const inside = (n) => {
    const [x, y] = toScreen(X[n.i], Y[n.i]);
    return shown.node[n.i] && x > -40 && y > -40 && x < width + 40 && y < height + 40;
  };
  const node = (n) => {
    const [x, y] = toScreen(X[n.i], Y[n.i]);
    const mark = n.disputed ? "hatched" : n.uncoded ? "open" : "";
    const picture = signSvg(shapeOf(n.kind), coloursOf(n), x, y, Math.max(radius(n.i) * scale, 2.8), mark);
    return xmlTag("g", {}, picture + xmlTag("title", {}, xml(nameOf(n.id).text)));
  };
  const [legend, tall] = legendSvg(width, 14);
  const box = { width: width + aside, height: Math.max(height, tall) + foot };
  const tip = {
    id: "tip",
    viewBox: "0 0 8 8",
    refX: 7,
    refY: 4,
    markerWidth: 6,
    markerHeight: 6,
    markerUnits: "userSpaceOnUse",
    orient: "auto-start-reverse",
  };
  const hatched = { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse" };
  const stripe = { d: "M-1 6L6 -1M-6 6L1 -1M4 6L11 -1", stroke: theme.paper, "stroke-width": 1.7 };
  const outlined = {
    fill: theme.ink,
    "text-anchor": "middle",
    "paint-order": "stroke",
    stroke: theme.paper,
    "stroke-width": 3,
    "stroke-linejoin": "round",
  };
  const content = [
    xmlTag("title", {}, xml(pageTitle())),
    xmlTag("desc", {}, xml(citationLine())),
    xmlTag(
      "defs",
      {},
      xmlTag("marker", tip, xmlTag("path", { d: "M0 1L8 4L0 7z", fill: theme.edge })) +
        xmlTag("pattern", hatched, xmlTag("path", stripe)) +
        xmlTag("clipPath", { id: "frame" }, xmlTag("rect", { width, height })),
    ),
    xmlTag("rect", { ...box, fill: theme.paper }),
    xmlTag(
      "g",
      { "clip-path": "url(#frame)" },
      [
        clustersSvg(),
        ...drawnLines.map((line) => lineSvg(line, scale)),
        ...nodes.filter(inside).map(node),
        xmlTag(
          "g",
          outlined,
          [...placeLabels(width, height, toScreen, scale), ...clusterLabels()].map(labelSvg).join(""),
        ),
      ].join("\n"),
    ),
    legend,
    xmlTag("text", { x: 16, y: box.height - 16, fill: theme.muted, "font-size": 11 }, xml(citationLine())),
  ];
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${box.width} ${box.height}`,
    ...box,
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
  node: ["label_en", "label_fa", "label_ru", "kind", "x", "y", "size", "colour"],
  edge: ["kind", "record", "start", "end", "disputed", "holders"],
};

/** Write the visible part as GraphML. */
function graphml() {
  const keys = Object.entries(GRAPHML).flatMap(([domain, names]) =>
    names.map((name) => {
      const type = name === "disputed" ? "boolean" : /^(x|y|size)$/.test(name) ? "double" : "string";
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
    const [x, y, size] = [X[n.i], -Y[n.i], radius(n.i)].map(fixed); // other programs count y upwards
    const values = { ...names, kind: n.kind, x, y, size, colour: coloursOf(n)[0] };
    return xmlTag("node", { id: n.id }, data("node", values));
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

// --- print: the picture as on the screen, and all that is shown as a table ---

/** Write a cell in the digits and the calendar of the page. */
function cellOnPaper(key, cell) {
  if (typeof cell === "number") return digits(cell);
  return cell && ["start", "end"].includes(key) ? workedEl(cell) : cell;
}

function printed() {
  const picture = new DOMParser().parseFromString(svgText(), "image/svg+xml").documentElement;
  const columns = COLUMNS[state.rows];
  return el(
    "section",
    { id: "print" },
    el("h1", {}, tidy(pageTitle(), 160)),
    document.importNode(picture, true),
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          columns.map(({ key }) => el("th", { scope: "col" }, say(`col.${key}`))),
        ),
      ),
      el(
        "tbody",
        {},
        tableRows().map(({ cells }) =>
          el(
            "tr",
            {},
            cells.map((cell, at) => el("td", { dir: "auto" }, cellOnPaper(columns[at].key, cell))),
          ),
        ),
      ),
    ),
    el("p", {}, citationLine()),
  );
}

/** Return what a function draws in the colours of paper, which is light in either theme. */
function onPaper(draw) {
  const { theme: chosen } = shell;
  setTheme("light");
  readTheme();
  const drawn = draw();
  setTheme(chosen);
  readTheme();
  return drawn;
}

addEventListener("beforeprint", () => {
  document.getElementById("print")?.remove();
  document.body.append(onPaper(printed));
});
addEventListener("afterprint", () => document.getElementById("print")?.remove());

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
