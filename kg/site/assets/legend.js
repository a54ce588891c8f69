// Legend: what the signs mean, how many there are, and a switch for each.

import { el, tidy } from "./text.js";
import { choose, digits, say } from "./frame.js";
import { edges, meta, nameEl, nodes, passages, sourceOf, terms } from "./data.js";
import { change, fresh, state } from "./state.js";
import { openingHolds, shown } from "./filter.js";
import {
  colourKey,
  colouring,
  COLOURINGS,
  edgeColour,
  FAMILIES,
  glyph,
  lineSign,
  shapeOf,
  sign,
  SIGNED,
  SIZINGS,
  theme,
  tone,
} from "./look.js";
import { clusters } from "./clusters.js";
import { arrange, canvasBox, clusterName, fit, openCluster, simulate } from "./draw.js";
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
    sign: (kind) => lineSign(edgeColour(kind)),
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

/** Build the legend anew, after a change of language or theme. */
export function buildLegend() {
  const opened = new Map([...legendBox.querySelectorAll("details")].map((d) => [d.dataset.group, d.open]));
  legendBox.replaceChildren(
    lookEl(),
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
      group.name === "kinds" ? familiesEl(group, items) : items.map((key) => switchEl(group, key)),
    ),
  );
}

/** Show the six families, each with a switch for all its kinds, which fold out. */
function familiesEl(group, kinds) {
  return Object.entries(FAMILIES).map(([shape, family]) => {
    const own = kinds.filter((kind) => shapeOf(kind) === shape);
    if (!own.length) return null;
    const list = el(
      "ul",
      { class: "switches", id: `kinds-${family}`, hidden: !unfolded.has(family) },
      own.map((key) => switchEl(group, key)),
    );
    const unfold = el(
      "button",
      {
        type: "button",
        class: "unfold",
        "aria-expanded": String(unfolded.has(family)),
        "aria-controls": `kinds-${family}`,
        "aria-label": say("kinds.of", { name: say(`family.${family}`) }),
        onclick: () => {
          if (!unfolded.delete(family)) unfolded.add(family);
          list.hidden = !unfolded.has(family);
          unfold.setAttribute("aria-expanded", String(!list.hidden));
        },
      },
      "›",
    );
    const box = el("input", {
      type: "checkbox",
      "data-family": shape,
      onchange: (e) => {
        const off = new Set(state.off.kind);
        for (const kind of own)
          if (e.target.checked) off.delete(kind);
          else off.add(kind);
        change({ off: { ...state.off, kind: off } });
      },
    });
    return el(
      "li",
      { class: "family" },
      unfold,
      el(
        "label",
        {},
        box,
        sign(shape, [theme.muted]),
        el("span", { class: "term" }, say(`family.${family}`)),
        el("span", { class: "count", "data-family-count": shape }),
      ),
      list,
    );
  });
}
const unfolded = new Set();

/** The menus of what colour and size tell, with the key of the colours. */
function lookEl() {
  const menu = (name, options, now) =>
    el(
      "label",
      {},
      el("span", {}, say(name)),
      el(
        "select",
        { id: `by-${name}`, onchange: (e) => change({ [name]: e.target.value }) },
        options.map((option) =>
          el("option", { value: option, selected: option === now }, say(`by.${option}`)),
        ),
      ),
    );
  return el(
    "div",
    { class: "look" },
    menu("colour", COLOURINGS, colouring()),
    menu("size", SIZINGS, state.size ?? SIZINGS[0]),
    el(
      "ul",
      { class: "signs key" },
      colourKey().map(([colours, words]) => el("li", {}, sign("dot", colours), words)),
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
      { title: tidy(choose(terms.get(key)?.definition).text, 300) || null },
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

/** The marks that mean the same everywhere. */
function signsEl() {
  const measure = choose(meta.measure).text || say(`by.${state.size ?? SIZINGS[0]}`);
  const stances = Object.entries(SIGNED)
    .filter(([stance]) => edges.some((edge) => edge.sign === stance))
    .map(([stance, { colour, dash }]) => el("li", {}, lineSign(tone(colour), dash), say(`sign.${stance}`)));
  return el(
    "ul",
    { class: "signs" },
    stances,
    el(
      "li",
      {},
      sign("dot", [theme.ink], 14, "hatched"),
      lineSign(theme.ink, [4, 3]),
      say("legend.disputed"),
    ),
    nodes.some((node) => node.uncoded)
      ? el("li", {}, sign("diamond", [theme.ink], 14, "open"), say("legend.uncoded"))
      : null,
    edges.some((edge) => edge.hearsay)
      ? el("li", {}, lineSign(theme.ink, [], true), say("legend.hearsay"))
      : null,
    el("li", {}, el("span", { class: "widths", "aria-hidden": "true" }), say("legend.width")),
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
  for (const box of legendBox.querySelectorAll("input[data-family]")) {
    const shape = box.dataset.family;
    const own = [...GROUPS[0].counts.keys()].filter((kind) => shapeOf(kind) === shape);
    const off = own.filter((kind) => state.off.kind.has(kind)).length;
    box.checked = off < own.length;
    box.indeterminate = off > 0 && off < own.length;
    const members = nodes.filter((node) => shapeOf(node.kind) === shape);
    const n = members.filter((node) => shown.node[node.i]).length;
    box.closest("li").querySelector("[data-family-count]").textContent =
      n === members.length ? digits(n) : `${digits(n)}/${digits(members.length)}`;
  }
  const waiting = document.getElementById("opening");
  waiting.hidden = !openingHolds() || !shown.waiting;
  document.getElementById("opening-text").textContent = say("opening", {
    n: shown.nodes,
    more: shown.waiting,
  });
  const away = document.getElementById("unhide");
  away.hidden = !state.hide.length;
  away.textContent = say("unhide", { n: state.hide.length });
  for (const flag of ["disputed", "lone", "undated"])
    document.getElementById(`flag-${flag}`).checked = state[flag];
  const [n, all, m, every] = [shown.nodes, nodes.length, shown.edges, edges.length];
  const counts =
    n === all && m === every ? say("counts.all", { all, every }) : say("counts", { n, all, m, every });
  for (const box of document.querySelectorAll("[data-counts]"))
    if (box.textContent !== counts) box.textContent = counts;
  canvasBox.setAttribute("aria-label", say("canvas", { n, m }));
  document.getElementById("empty").hidden = n > 0 || clusters.length > 0;
  refreshClusters();
}

for (const flag of ["disputed", "lone", "undated"]) {
  document
    .getElementById(`flag-${flag}`)
    .addEventListener("change", (e) => change({ [flag]: e.target.checked }));
}
/** List the largest clusters as buttons, for those who do not click on the picture. */
function refreshClusters() {
  const box = document.getElementById("clusters");
  box.hidden = !clusters.length || state.view !== "graph";
  box.replaceChildren(
    el("span", {}, say("clusters.hint")),
    ...clusters
      .slice(0, 8)
      .map((cluster) =>
        el(
          "button",
          { type: "button", class: "quiet", onclick: () => openCluster(cluster) },
          `${clusterName(cluster)} (${digits(cluster.count)})`,
        ),
      ),
    state.parts.length
      ? el(
          "button",
          { type: "button", class: "quiet", onclick: () => change({ parts: [] }) },
          say("clusters.close"),
        )
      : "",
  );
}

document.getElementById("unhide").addEventListener("click", () => change({ hide: [] }));
document.getElementById("show-all").addEventListener("click", () => {
  change({ all: true });
  fit();
});
for (const button of document.querySelectorAll("[data-reset]")) {
  button.addEventListener("click", () => {
    const { view: seen, rows: which } = state;
    stopPlaying();
    simulate(false);
    change({ ...fresh(), view: seen, rows: which });
    arrange(true);
    fit();
  });
}
