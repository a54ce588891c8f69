// State: what the page shows. All of it is in the address fragment, so that a copied link shows the same.

import { decode, readFragment, setLanguage, setTheme, shell } from "./frame.js";
import { edgeOf, edges, meta, nodeOf } from "./data.js";
import { preferences } from "./preferences.js";

export const OFF = ["kind", "relation", "source", "perspective"];

export const fresh = () => ({
  view: "graph",
  sel: null,
  edge: null,
  pair: [],
  all: false,
  colour: null,
  size: null,
  focus: null,
  depth: 1,
  open: [],
  parts: [], // clusters that were opened, once for each part that they gave out
  order: null, // of the matrix
  fold: [],
  hide: [], // nodes hidden by hand
  pin: [], // nodes that the simulation leaves where they are
  moved: {}, // the places of nodes that were dragged, in the picture that is drawn
  path: [],
  around: false, // no chain through the hubs
  route: 0, // which of the chains
  off: Object.fromEntries(OFF.map((name) => [name, new Set()])),
  field: new Set(),
  disputed: false,
  lone: false,
  undated: false,
  mode: "all",
  day: null,
  window: [], // the first and the last day of the axis; empty for all
  cam: null,
  trail: [],
  rows: "edges",
  sort: null,
  find: "",
  story: null,
});

export const state = fresh();
export const listeners = [];

const list = (items) => Array.from(items, encodeURIComponent).join(",");
const unlist = (text) => (text ? text.split(",").map(decode).filter(Boolean) : []);

/** Write the state as name=value pairs; what is at rest is left out. */
function fragment() {
  const parts = [["lang", shell.lang]];
  const put = (name, value) => {
    if (value) parts.push([name, value]);
  };
  put("theme", shell.theme);
  put("view", state.view !== "graph" && state.view);
  put("sel", state.sel && encodeURIComponent(state.sel));
  put("edge", state.edge && encodeURIComponent(state.edge));
  put("pair", list(state.pair));
  put("all", state.all && "1");
  put("colour", state.colour);
  put("size", state.size);
  put("focus", state.focus && encodeURIComponent(state.focus));
  put("depth", state.focus && state.depth !== 1 && String(state.depth));
  put("open", list(state.open));
  put("parts", list(state.parts));
  put("order", state.order);
  put("fold", list(state.fold));
  put("hide", list(state.hide));
  put("pin", list(state.pin));
  put(
    "moved",
    Object.entries(state.moved)
      .map(([id, place]) => [encodeURIComponent(id), ...place].join("_"))
      .join(","),
  );
  put("path", list(state.path));
  put("around", state.around && "1");
  put("route", state.route && String(state.route));
  for (const name of OFF) put(`no-${name}`, list(state.off[name]));
  put("field", list(state.field));
  for (const flag of ["disputed", "lone", "undated"]) put(flag, state[flag] && "1");
  put("time", state.mode !== "all" && `${state.mode}:${state.day}`);
  put("window", state.window.join(","));
  put("trail", list(state.trail));
  put("rows", state.rows === "nodes" && "nodes");
  put("sort", state.sort);
  put("find", state.find && encodeURIComponent(state.find));
  put("story", state.story);
  put("cam", state.cam && state.cam.join(","));
  return parts.map(([name, value]) => `${name}=${value}`).join("&");
}

/** Read the state back; unknown names and records are passed over. */
export function restore(text = readFragment()) {
  const next = fresh();
  const known = (name) => (nodeOf.has(name) ? name : null);
  next.view = ["table", "matrix"].includes(text.view) ? text.view : "graph";
  next.sel = known(decode(text.sel ?? ""));
  next.edge = edgeOf.has(decode(text.edge ?? "")) ? decode(text.edge) : null;
  if (text.record) next.edge = edges.find((edge) => edge.record === decode(text.record))?.key ?? next.edge;
  next.focus = known(decode(text.focus ?? ""));
  next.route = Math.min(4, Math.max(0, Number(text.route) || 0));
  next.depth = Math.min(6, Math.max(1, Number(text.depth) || 1));
  for (const name of ["pair", "open", "fold", "hide", "pin", "path", "trail"])
    next[name] = unlist(text[name]).filter(known);
  for (const name of OFF) next.off[name] = new Set(unlist(text[`no-${name}`]));
  for (const part of (text.moved ?? "").split(",")) {
    const [, id, x, y] = /^(.+)_(-?\d+)_(-?\d+)$/.exec(part) ?? [];
    if (id && known(decode(id))) next.moved[decode(id)] = [Number(x), Number(y)];
  }
  next.parts = unlist(text.parts);
  next.field = new Set(unlist(text.field));
  for (const name of ["colour", "size", "order"])
    next[name] = /^[a-z]+$/.test(text[name] ?? "") ? text[name] : null;
  for (const flag of ["all", "around", "disputed", "lone", "undated"]) next[flag] = text[flag] === "1";
  const time = /^(on|until|known|within):(\d{4}(?:-\d\d){0,2})$/.exec(text.time ?? "");
  if (time) [next.mode, next.day] = time.slice(1);
  const days = (text.window ?? "").split(",");
  if (days.length === 2 && days.every((day) => /^\d{4}-\d\d-\d\d$/.test(day)) && days[0] < days[1])
    next.window = days;
  next.rows = text.rows === "nodes" ? "nodes" : "edges";
  next.sort = /^-?\w+$/.test(text.sort ?? "") ? text.sort : null;
  next.find = decode(text.find ?? "");
  next.story = /^\d+\.\d+$/.test(text.story ?? "") ? text.story : null;
  const cam = (text.cam ?? "").split(",").map(Number);
  next.cam = cam.length === 3 && cam.every(Number.isFinite) && cam[2] > 0 ? cam : null;
  Object.assign(state, next);
  const { lang, theme } = preferences(text, meta.lang ?? "en");
  setTheme(theme);
  setLanguage(lang);
}

/** Change the state, remember the step for back and forward, and tell everyone. */
export function change(patch, { quiet = false } = {}) {
  Object.assign(state, patch);
  const address = `#${fragment()}`;
  if (address !== location.hash) history[quiet ? "replaceState" : "pushState"](null, "", address);
  announceChange(patch);
}

export function announceChange(patch) {
  for (const listener of listeners) listener(patch);
}

/** Select a node or an edge, and add the node to the trail. */
export function select(node, edge = null, more = {}) {
  const trail = node ? [...state.trail.filter((id) => id !== node), node].slice(-6) : state.trail;
  change({ sel: node, edge, pair: [], trail, ...more });
}
