// Legend: what the signs mean, how many there are, and a switch for each.

import { el, svgEl, tidy } from "./text.js";
import { choose, digits, say } from "./frame.js";
import { edges, meta, nameEl, nodes, passages, sourceOf, terms } from "./data.js";
import { change, fresh, state } from "./state.js";
import { shown } from "./filter.js";
import { canvasBox, colourOf, edgeColour, fit, glyph, mix, OUTLINES, SIGNED, theme, tone } from "./draw.js";
import { stopPlaying } from "./time.js";

const legendBox = document.getElementById("legend");

const tally = (items, keyOf) => {
  const counts = new Map();
  for (const item of items)
    for (const key of [keyOf(item)].flat()) if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
const byCount = (counts) =>
  [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a.localeCompare(b));

const passageKinds = (edge) => [...new Set(edge.passages.map((p) => sourceOf(p).kind))];
const passageViews = (edge) => [...new Set(edge.passages.flatMap((p) => passages[p].views))];

/** The groups of the legend: name, items counted, key of an item, and the set of the state that it turns. */
const GROUPS = [
  {
    name: "kinds",
    off: "kind",
    sort: "node",
    all: nodes,
    key: (n) => n.kind,
    sign: (kind) => glyph(kind),
    open: true,
  },
  {
    name: "relations",
    off: "relation",
    sort: "edge",
    all: edges,
    key: (e) => e.kind,
    sign: lineSign,
    open: true,
  },
  {
    name: "fields",
    pick: "field",
    sort: "node",
    all: nodes,
    key: (n) => n.fields,
    sign: () => null,
    open: false,
  },
  {
    name: "source-kinds",
    off: "source",
    sort: "edge",
    all: edges,
    key: passageKinds,
    sign: () => null,
    open: false,
  },
  {
    name: "perspectives",
    off: "perspective",
    sort: "edge",
    all: edges,
    key: passageViews,
    sign: () => null,
    open: false,
  },
];
for (const group of GROUPS) group.counts = tally(group.all, group.key);

function lineSign(kind) {
  const picture = svgEl("svg", {
    width: 18,
    height: 10,
    viewBox: "0 0 18 10",
    "aria-hidden": "true",
    class: "glyph",
  });
  picture.append(svgEl("line", { x1: 1, y1: 5, x2: 17, y2: 5, stroke: edgeColour(kind), "stroke-width": 2 }));
  return picture;
}

/** Build the legend anew, after a change of language or theme. */
export function buildLegend() {
  const opened = new Map([...legendBox.querySelectorAll("details")].map((d) => [d.dataset.group, d.open]));
  legendBox.replaceChildren(
    ...GROUPS.filter((g) => g.counts.size).map((g) => groupEl(g, opened.get(g.name) ?? g.open)),
    signsEl(),
  );
}

function groupEl(group, open) {
  const items = byCount(group.counts);
  const buttons = group.off
    ? el(
        "span",
        { class: "allnone" },
        el("button", { type: "button", onclick: () => turnAll(group, false) }, say("all")),
        el("button", { type: "button", onclick: () => turnAll(group, true) }, say("none")),
      )
    : null;
  return el(
    "details",
    { "data-group": group.name, open: open || null },
    el(
      "summary",
      {},
      el("span", { class: "heading" }, say(group.name)),
      el("span", { class: "count" }, digits(items.length)),
    ),
    group.pick ? el("p", { class: "hint" }, say("fields.hint")) : buttons,
    el(
      "ul",
      { class: "switches" },
      items.map((key) => switchEl(group, key)),
    ),
  );
}

function switchEl(group, key) {
  const box = el("input", {
    type: "checkbox",
    "data-group": group.name,
    "data-key": key,
    onchange: (e) => turn(group, key, e.target.checked),
  });
  return el(
    "li",
    {},
    el(
      "label",
      { title: tidy(terms.get(key)?.definition ?? "", 300) || null },
      box,
      group.sign(key),
      el("span", { class: "term" }, nameEl(key, 80)),
      el("span", { class: "count", "data-count": key }),
    ),
  );
}

function turn(group, key, on) {
  const name = group.off ?? group.pick;
  const set = new Set(group.off ? state.off[group.off] : state.field);
  if (on === Boolean(group.off)) set.delete(key);
  else set.add(key);
  change(group.off ? { off: { ...state.off, [name]: set } } : { field: set });
}

function turnAll(group, off) {
  change({ off: { ...state.off, [group.off]: new Set(off ? group.counts.keys() : []) } });
}

function signsEl() {
  const measure = choose(meta.measure).text || say("measure.degree");
  const dashed = svgEl("svg", {
    width: 18,
    height: 10,
    viewBox: "0 0 18 10",
    "aria-hidden": "true",
    class: "glyph",
  });
  dashed.append(
    svgEl("line", {
      x1: 0,
      y1: 5,
      x2: 18,
      y2: 5,
      stroke: theme.ink,
      "stroke-width": 2,
      "stroke-dasharray": "4 3",
    }),
  );
  const pale = svgEl("svg", {
    width: 14,
    height: 14,
    viewBox: "-1.5 -1.5 3 3",
    "aria-hidden": "true",
    class: "glyph",
  });
  const uncoded = nodes.find((node) => node.uncoded);
  const colour = colourOf(uncoded?.kind);
  pale.append(
    svgEl("polygon", {
      points: (OUTLINES[terms.get(uncoded?.kind)?.glyph] ?? OUTLINES.triangle)
        .map((c) => c.join(","))
        .join(" "),
      fill: mix(theme.paper, colour, 0.2),
      stroke: mix(theme.paper, colour, 0.6),
      "stroke-width": 0.2,
    }),
  );
  const stances = Object.entries(SIGNED)
    .filter(([sign]) => edges.some((edge) => edge.sign === sign))
    .map(([sign, { colour: ink, dash }]) => {
      const line = svgEl("svg", {
        width: 18,
        height: 10,
        viewBox: "0 0 18 10",
        "aria-hidden": "true",
        class: "glyph",
      });
      line.append(
        svgEl("line", {
          x1: 0,
          y1: 5,
          x2: 18,
          y2: 5,
          stroke: tone(ink),
          "stroke-width": 2,
          "stroke-dasharray": dash.join(" ") || "none",
        }),
      );
      return el("li", {}, line, say(`sign.${sign}`));
    });
  return el(
    "ul",
    { class: "signs" },
    stances,
    el("li", {}, dashed, say("legend.disputed")),
    uncoded ? el("li", {}, pale, say("legend.uncoded")) : null,
    el(
      "li",
      {},
      el("span", { class: "sizes", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
      say("legend.size", { measure }),
    ),
  );
}

/** Bring the switches and counts up to date. */
export function refreshLegend() {
  for (const group of GROUPS) {
    const now = tally(
      group.all.filter((item) => shown[group.sort][item.i]),
      group.key,
    );
    for (const box of legendBox.querySelectorAll(`input[data-group="${group.name}"]`)) {
      const { key } = box.dataset;
      box.checked = group.off ? !state.off[group.off].has(key) : state.field.has(key);
      const [n, all] = [now.get(key) ?? 0, group.counts.get(key)];
      box.closest("li").querySelector("[data-count]").textContent =
        n === all ? digits(all) : `${digits(n)}/${digits(all)}`;
    }
  }
  for (const flag of ["disputed", "lone", "undated"])
    document.getElementById(`flag-${flag}`).checked = state[flag];
  const [n, all, m, every] = [shown.nodes, nodes.length, shown.edges, edges.length];
  const counts =
    n === all && m === every ? say("counts.all", { all, every }) : say("counts", { n, all, m, every });
  for (const box of document.querySelectorAll("[data-counts]"))
    if (box.textContent !== counts) box.textContent = counts;
  canvasBox.setAttribute("aria-label", say("canvas", { n, m }));
  document.getElementById("empty").hidden = n > 0;
}

for (const flag of ["disputed", "lone", "undated"]) {
  document
    .getElementById(`flag-${flag}`)
    .addEventListener("change", (e) => change({ [flag]: e.target.checked }));
}
for (const button of document.querySelectorAll("[data-reset]")) {
  button.addEventListener("click", () => {
    const { view: seen, rows: which } = state;
    stopPlaying();
    change({ ...fresh(), view: seen, rows: which });
    fit();
  });
}
