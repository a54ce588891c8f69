// Engine: Oxigraph in a worker, so that a long query does not hold up the page and can be stopped.
// The npm package stands before this script as a classic one; `initSync` and `Store` are its own.

/* global initSync, Store */

import { fold } from "./fold.js";
import { LANGUAGES } from "./locale.js";
import { unpacked } from "./unpack.js";

const SKOS = "http://www.w3.org/2004/02/skos/core#";
const NAMES = `SELECT ?s ?l WHERE { ?s <${SKOS}prefLabel> ?l }`;
const ROWS = "application/sparql-results+json";
const GRAPH = "text/turtle";
const SUGGESTED = 12;
/** The default graph has each statement of the named ones once: it is not carried, but made. */
const DEFAULT_GRAPH = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }";

let store = null;
let labels = new Map();
let terms = [];

/** Index the labels of everything that has one, and the terms that a prefix shortens, for completion. */
function index(prefixes, short) {
  labels = new Map();
  for (const names of [NAMES, `SELECT ?s ?l WHERE { ?s <${short}> ?l }`]) {
    for (const row of JSON.parse(store.query(names, { results_format: ROWS })).results.bindings) {
      const known = labels.get(row.s.value) ?? {};
      labels.set(row.s.value, { ...known, [row.l["xml:lang"] ?? "en"]: row.l.value });
    }
  }
  const spaces = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
  terms = [];
  for (const [iri, label] of labels) {
    const space = spaces.find(([, start]) => iri.startsWith(start));
    const local = space ? iri.slice(space[1].length) : "";
    if (!/^\w[\w.-]*$/.test(local)) continue;
    const words = LANGUAGES.map((lang) => ` ${fold(label[lang] ?? "")}`).join(" ");
    terms.push({ name: `${space[0]}:${local}`, local: local.toLowerCase(), prefix: space[0], label, words });
  }
}

const ACTS = {
  /** Start the engine and load the graph; return the number of its statements. */
  async load({ engine, graph, prefixes, short }) {
    initSync({ module: await unpacked(engine) });
    store = new Store();
    store.load(await unpacked(graph), { format: "application/trig", no_transaction: true });
    store.update(DEFAULT_GRAPH);
    index(prefixes, short);
    return store.size;
  },

  /** Answer a query: rows in SPARQL JSON with the labels of what they name, or a graph in Turtle. */
  query({ text }) {
    let answer;
    try {
      answer = JSON.parse(store.query(text, { results_format: ROWS }));
    } catch (error) {
      if (!/format|graph/i.test(String(error))) throw error;
      return { turtle: store.query(text, { results_format: GRAPH }) };
    }
    const named = {};
    for (const row of answer.results?.bindings ?? []) {
      for (const term of Object.values(row)) {
        if (term.type === "uri" && labels.has(term.value)) named[term.value] = labels.get(term.value);
      }
    }
    return { answer, labels: named };
  },

  /** Return the terms whose name, or a word of whose label in any language, begins with a text. */
  complete({ prefix, text }) {
    const [folded, local] = [fold(text), text.toLowerCase()];
    const near = (term) =>
      term.local.startsWith(local) ? 0 : term.words.includes(` ${folded}`) && folded ? 1 : 2;
    return terms
      .filter((term) => (prefix ? term.prefix === prefix : text) && near(term) < 2)
      .sort((a, b) => near(a) - near(b) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
      .slice(0, SUGGESTED)
      .map(({ name, label }) => ({ name, label }));
  },
};

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ number: data.number, value: await ACTS[data.act](data) });
  } catch (error) {
    self.postMessage({ number: data.number, error: String(error?.message ?? error) });
  }
};
