// Query: the page that answers SPARQL by itself. Engine and graph are loaded when they are first needed.

import { LANGUAGES } from "./locale.js";
import { el, svgEl, tidy } from "./text.js";
import { bars, csv, network, numberColumns, place, tabulate } from "./answer.js";
import { bound, declared, term, wordAt } from "./sparql.js";
import { load } from "./unpack.js";

const { strings, library, prefixes, short, files } = JSON.parse(document.getElementById("query").textContent);
const byId = (name) => document.getElementById(name);
const editor = byId("editor");
const MOST_ROWS = 1000;
const ID = prefixes.id;
let [worker, ready, waiting, numbers, shown, completing] = [null, null, new Map(), 0, null, null];

/** Write a phrase, or a label, in all languages; the page's style shows one of them. */
function inLanguages(texts, places = {}) {
  return LANGUAGES.map((lang) => {
    const text = texts[lang] ?? texts.en ?? texts.ru ?? texts.fa ?? "";
    const filled = text.replace(/\{(\w+)\}/g, (whole, name) =>
      typeof places[name] === "number" ? places[name].toLocaleString(lang) : (places[name] ?? whole),
    );
    return el("span", { class: "t", lang }, tidy(filled));
  });
}

function tell(key, places) {
  byId("status").replaceChildren(...inLanguages(strings[key], places));
}

// --- the engine ---

function call(act, more = {}) {
  numbers += 1;
  worker.postMessage({ act, number: numbers, ...more });
  return new Promise((resolve, reject) => waiting.set(numbers, { resolve, reject }));
}

async function start() {
  tell("query.loading");
  const begun = performance.now();
  for (const address of files) await load(address);
  const text = `${globalThis.kgEngine.package}\n${globalThis.kgEngine.script}`;
  worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.error === undefined) resolve(data.value);
    else reject(new Error(data.error));
  };
  worker.onerror = (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message ?? "worker"));
    waiting.clear();
  };
  const statements = await call("load", {
    engine: globalThis.kgEngine.wasm,
    graph: globalThis.kgGraph,
    prefixes,
    short,
  });
  tell("query.loaded", { statements, seconds: (performance.now() - begun) / 1000 });
}

/** A browser that does not start the engine: some forbid workers on pages from disk, or lack them. */
class Unfit extends Error {}

/** Start the engine once; after a failure or a stop it can be started again. */
function engine() {
  ready ??= start().catch((error) => {
    ready = null;
    throw error.message === "stopped" ? error : new Unfit(error.message);
  });
  return ready;
}

function tellFault(error) {
  if (error instanceof Unfit) tell("query.unfit", { fault: error.message });
  else if (error.message === "stopped") tell("query.stopped");
  else tell("query.failed", { fault: error.message });
}

function stop() {
  worker?.terminate();
  for (const { reject } of waiting.values()) reject(new Error("stopped"));
  [worker, ready, waiting] = [null, null, new Map()];
}

// --- asking ---

async function run() {
  const text = editor.value;
  byId("run").disabled = true;
  byId("stop").hidden = false;
  document.body.dataset.asked = "";
  try {
    await engine();
    tell("query.running");
    const begun = performance.now();
    const reply = await call("query", { text: declared(text, prefixes) });
    shown = reply.turtle === undefined ? { ...reply, table: tabulate(reply.answer) } : reply;
    const rows = shown.table?.rows.length ?? null;
    tell(rows === null ? "query.graph" : "query.rows", {
      n: rows,
      seconds: (performance.now() - begun) / 1000,
    });
    remember(text);
    draw();
  } catch (error) {
    shown = null;
    byId("answer").replaceChildren();
    tellFault(error);
  } finally {
    byId("run").disabled = false;
    byId("stop").hidden = true;
    document.body.dataset.asked = "1";
  }
}

/** Keep the query in the address, so that a copied link asks it again. */
function remember(text) {
  const rest = location.hash
    .slice(1)
    .split("&")
    .filter((part) => part && !part.startsWith("query="));
  const address = `#${[...rest, `query=${encodeURIComponent(text)}`].join("&")}`;
  history.replaceState(null, "", address);
  byId("link").href = address;
  byId("link").hidden = false;
}

// --- showing ---

const labelled = (node) => (node?.type === "uri" ? shown.labels[node.value] : null);

function compact(iri) {
  const space = Object.entries(prefixes).find(([, begun]) => iri.startsWith(begun));
  return space ? `${space[0]}:${iri.slice(space[1].length)}` : iri;
}

function cell(node) {
  if (!node) return "";
  if (node.type !== "uri") return el("bdi", { dir: "auto", lang: node["xml:lang"] }, tidy(node.value, 2000));
  const label = labelled(node);
  const text = label ? inLanguages(label) : tidy(compact(node.value));
  if (!node.value.startsWith(ID)) return el("span", { title: node.value }, text);
  const page = `id/${encodeURIComponent(node.value.slice(ID.length))}.html`;
  return el("a", { href: `${page}#lang=${document.documentElement.lang}`, title: compact(node.value) }, text);
}

/** Head a column by its variable, in words where the catalogue has them. */
function headOf(name, kind) {
  const words = strings[`head.${name}`];
  return el("th", { scope: "col", class: kind, title: `?${name}` }, words ? inLanguages(words) : name);
}

function tableOf({ columns, rows }) {
  const kinds = numberColumns({ columns, rows }).map((numeric) => (numeric ? "n" : null));
  const head = el("tr", {}, ...columns.map((name, at) => headOf(name, kinds[at])));
  const body = rows
    .slice(0, MOST_ROWS)
    .map((row) => el("tr", {}, ...row.map((node, at) => el("td", { class: kinds[at] }, cell(node)))));
  const more = rows.length - MOST_ROWS;
  const note = more > 0 ? el("p", { class: "hint" }, inLanguages(strings.more, { n: more })) : null;
  return [
    el(
      "div",
      { class: "scroll", tabindex: 0 },
      el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)),
    ),
    note,
  ];
}

/** Return a name as short as a picture needs, in the language of the page. */
function nameOf(node, limit = 30) {
  const label = labelled(node);
  const text = label ? (label[document.documentElement.lang] ?? label.en) : node ? compact(node.value) : "";
  return tidy(text, limit);
}

function chartOf(table) {
  const heights = bars(table);
  if (!heights) return [el("p", { class: "hint" }, inLanguages(strings["query.no-chart"]))];
  const most = Math.max(...heights.map((bar) => Math.abs(bar.value)), 1e-9);
  const chart = svgEl("svg", { class: "chart", viewBox: `0 0 720 ${heights.length * 22 + 4}`, role: "img" });
  heights.forEach(({ term: node, value }, i) => {
    const y = i * 22;
    const name = svgEl("text", { x: 250, y: y + 15, "text-anchor": "end" });
    name.textContent = nameOf(node);
    const wide = (Math.abs(value) / most) * 380;
    const count = svgEl("text", { x: 264 + wide, y: y + 15 });
    count.textContent = value.toLocaleString(document.documentElement.lang);
    chart.append(name, svgEl("rect", { class: "bar", x: 258, y: y + 3, width: wide, height: 16 }), count);
  });
  return [chart];
}

function networkOf(table) {
  const drawn = network(table);
  if (!drawn) return [el("p", { class: "hint" }, inLanguages(strings["query.no-network"]))];
  const points = place(drawn.nodes.length, drawn.edges).map(({ x, y }) => ({
    x: 80 + x * 560,
    y: 20 + y * 480,
  }));
  const picture = svgEl("svg", { class: "chart", viewBox: "0 0 720 520", role: "img" });
  for (const [a, b] of drawn.edges) {
    picture.append(
      svgEl("line", { class: "grid", x1: points[a].x, y1: points[a].y, x2: points[b].x, y2: points[b].y }),
    );
  }
  drawn.nodes.forEach((iri, i) => {
    const name = svgEl("text", { x: points[i].x, y: points[i].y - 8, "text-anchor": "middle" });
    name.textContent = nameOf({ type: "uri", value: iri });
    picture.append(svgEl("circle", { class: "bar", cx: points[i].x, cy: points[i].y, r: 5 }), name);
  });
  return [picture];
}

const WAYS = { table: tableOf, chart: chartOf, network: networkOf };

function draw() {
  const way = document.querySelector("#ways [aria-pressed='true']").value;
  if (!shown) return;
  byId("answer").replaceChildren(
    ...(shown.turtle === undefined
      ? WAYS[way](shown.table)
      : [el("pre", { tabindex: 0 }, shown.turtle)]
    ).filter(Boolean),
  );
}

function save() {
  if (!shown) return;
  const [text, name] =
    shown.turtle === undefined ? [csv(shown.table), "answer.csv"] : [shown.turtle, "answer.ttl"];
  const address = URL.createObjectURL(new Blob([text]));
  el("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

// --- the library ---

function fillLibrary() {
  const select = byId("question");
  for (const theme of new Set(library.map((question) => question.theme))) {
    const group = el("optgroup", { "data-theme": theme });
    for (const question of library.filter((one) => one.theme === theme)) {
      group.append(el("option", { value: question.name }));
    }
    select.append(group);
  }
  nameLibrary();
}

/** Options hold texts only: they are written anew when the language of the page changes. */
function nameLibrary() {
  const lang = document.documentElement.lang;
  for (const option of byId("question").querySelectorAll("option[value]:not([value=''])")) {
    option.textContent = library.find((question) => question.name === option.value).titles[lang];
  }
  for (const group of byId("question").querySelectorAll("optgroup"))
    group.label = strings[`theme.${group.dataset.theme}`][lang];
  draw();
}

function choose() {
  const question = library.find((one) => one.name === byId("question").value);
  byId("about").replaceChildren(...(question ? inLanguages(question.abouts) : []));
  byId("parameters").replaceChildren(
    ...(question?.parameters ?? []).map((parameter) => field(question, parameter)),
  );
  if (question) editor.value = question.text;
}

function field(question, parameter) {
  const input = el("input", {
    name: parameter.name,
    value: parameter.default,
    dir: "ltr",
    autocomplete: "off",
  });
  input.addEventListener("input", () => {
    const written = term(parameter, input.value);
    input.setAttribute("aria-invalid", String(written === null));
    if (written !== null) editor.value = bound(editor.value, parameter.name, written);
  });
  return el(
    "label",
    {},
    el("code", {}, parameter.name),
    " ",
    inLanguages(strings[`type.${parameter.kind}`]),
    input,
  );
}

// --- completion ---

async function suggest() {
  const word = wordAt(editor.value, editor.selectionStart);
  const inPrefix =
    word && !word.prefix && word.text
      ? Object.keys(prefixes).filter((name) => name.startsWith(word.text))
      : [];
  if (!word || (!word.prefix && word.text.length < 2 && !inPrefix.length) || !worker) {
    close();
    return;
  }
  const asked = editor.value;
  const near = await call("complete", { prefix: word.prefix, text: word.text });
  if (editor.value !== asked) return;
  open(word, [...inPrefix.map((name) => ({ name: `${name}:`, label: { en: prefixes[name] } })), ...near]);
}

function open(word, offers) {
  if (!offers.length) {
    close();
    return;
  }
  completing = { word, offers, at: 0 };
  byId("terms").replaceChildren(
    ...offers.map((offer, i) =>
      el(
        "li",
        {
          role: "option",
          id: `term-${i}`,
          "aria-selected": String(i === 0),
          onmousedown: (event) => accept(event, i),
        },
        el("code", {}, offer.name),
        " ",
        inLanguages(offer.label),
      ),
    ),
  );
  byId("terms").hidden = false;
  editor.setAttribute("aria-expanded", "true");
  editor.setAttribute("aria-activedescendant", "term-0");
}

function close() {
  completing = null;
  byId("terms").hidden = true;
  editor.setAttribute("aria-expanded", "false");
  editor.removeAttribute("aria-activedescendant");
}

function accept(event, at) {
  event.preventDefault();
  const { word, offers } = completing;
  editor.setRangeText(offers[at].name, word.start, editor.selectionStart, "end");
  close();
}

function move(step) {
  completing.at = (completing.at + step + completing.offers.length) % completing.offers.length;
  byId("terms").childNodes.forEach((item, i) =>
    item.setAttribute("aria-selected", String(i === completing.at)),
  );
  editor.setAttribute("aria-activedescendant", `term-${completing.at}`);
}

function press(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    run();
  } else if (completing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (completing && (event.key === "Enter" || event.key === "Tab")) {
    accept(event, completing.at);
  } else if (completing && event.key === "Escape") {
    event.preventDefault();
    close();
  }
}

// --- the page ---

function read() {
  const part = location.hash
    .slice(1)
    .split("&")
    .find((one) => one.startsWith("query="));
  if (!part) return;
  try {
    editor.value = decodeURIComponent(part.slice("query=".length));
  } catch {
    return;
  }
  run();
}

byId("question").addEventListener("change", choose);
byId("run").addEventListener("click", run);
byId("stop").addEventListener("click", stop);
byId("save").addEventListener("click", save);
editor.addEventListener("input", suggest);
editor.addEventListener("keydown", press);
editor.addEventListener("blur", close);
// Whoever reads a question or begins to write asks soon: the graph loads meanwhile.
for (const control of [editor, byId("question")])
  control.addEventListener("focus", () => engine().catch(tellFault), { once: true });
for (const button of document.querySelectorAll("#ways [value]")) {
  button.addEventListener("click", () => {
    for (const other of document.querySelectorAll("#ways [value]"))
      other.setAttribute("aria-pressed", String(other === button));
    draw();
  });
}
new MutationObserver(nameLibrary).observe(document.documentElement, { attributeFilter: ["lang"] });
fillLibrary();
read();
