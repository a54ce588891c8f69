// Data: the network as pyvis gives it, and what is known of its records, unpacked once.

import { LANGUAGES } from "./locale.js";
import { el, tidy } from "./text.js";
import { choose, shell } from "./frame.js";

const block = (name) => JSON.parse(document.getElementById(name).textContent);
/** In a published folder the data have been unpacked (start.js); a page alone has them as they are. */
const { data, network: drawn } = globalThis.GRAPH ?? {
  data: block("page-data"),
  network: block("network-data"),
};
export const page = data;

/** Turn columns (what is the same for all, and one list for each other key) into one object a row. */
function rows({ count, same, each }) {
  const keys = Object.keys(each);
  return Array.from({ length: count }, (_, i) => {
    const row = { ...same };
    for (const key of keys) row[key] = each[key][i];
    return row;
  });
}

const byLanguage = (row) => (row ? { en: row[0], fa: row[1], ru: row[2] } : null);
export const meta = page.meta;
const names = page.names; // compact names; the first ones are the nodes
export const labels = page.labels.map(byLanguage);
const termName = page.terms.map((term) => term[0]);
export const terms = new Map(
  page.terms.map(([name, label, definition, glyph, colour]) => [
    name,
    { label: byLanguage(label), definition: byLanguage(definition), glyph, colour },
  ]),
);

export const nodes = rows(drawn.nodes).map((look, i) => ({
  i,
  look,
  id: names[i],
  kind: termName[page.nodes.kind[i]],
  label: labels[i],
  short: byLanguage(page.nodes.short[i]) ?? labels[i],
  alt: page.nodes.alt[i] || [],
  fields: (page.nodes.fields[i] || []).map((t) => termName[t]),
  uncoded: Boolean(page.nodes.flags[i] & 1),
  disputed: Boolean(page.nodes.flags[i] & 2),
  first: Boolean(page.nodes.flags[i] & 4),
  opening: page.nodes.opening[i] || null,
  side: page.nodes.side[i],
  community: page.nodes.community[i],
  betweenness: page.nodes.betweenness[i],
  edges: [],
}));

export const edges = rows(drawn.edges).map((look, i) => ({
  i,
  look,
  from: look.from,
  to: look.to,
  kind: termName[page.edges.kind[i]],
  record: page.edges.record[i] < 0 ? null : names[page.edges.record[i]],
  start: page.dates[page.edges.start[i]] ?? null,
  end: page.dates[page.edges.end[i]] ?? null,
  passages: page.edges.passages[i] || [],
  disputed: Boolean(page.edges.flags[i] & 1),
  sign: [null, "supportive", "neutral", "critical"][page.edges.flags[i] >> 1],
  label: byLanguage(page.edges.label[i]),
  line: null,
}));
/** Whether the page draws some of its nodes at first, and the others when it is told to. */
export const opening = nodes.some((node) => node.first);

export const passages = page.passages.map(
  ([name, source, holders, locator, stated, quoted, views, sentence]) => ({
    id: name,
    source,
    holders: holders.map((n) => names[n]),
    locator,
    stated,
    quoted,
    views: views.map((t) => termName[t]),
    sentence: sentence === 0 ? `${locator.charAt(0).toUpperCase()}${locator.slice(1)}.` : sentence,
  }),
);
export const sources = page.sources;
for (const edge of edges) {
  const cited = edge.passages.map((number) => passages[number]);
  // Known from another's report only: nobody says it in words of his own.
  edge.hearsay = cited.length > 0 && cited.every(({ quoted }) => quoted !== null && quoted !== undefined);
}
export const nodeOf = new Map(nodes.map((node) => [node.id, node]));
export const nameIndex = new Map(names.map((name, i) => [name, i]));

for (const edge of edges) {
  nodes[edge.from].edges.push(edge.i);
  if (edge.to !== edge.from) nodes[edge.to].edges.push(edge.i);
}

/** Give every edge a key that a copied address can name. */
function nameEdges() {
  const seen = new Map();
  for (const edge of edges) {
    const base = `${edge.record ?? ""}~${nodes[edge.from].id}~${edge.kind}~${nodes[edge.to].id}`;
    const number = (seen.get(base) ?? 0) + 1;
    seen.set(base, number);
    edge.key = number === 1 ? base : `${base}~${number}`;
  }
}
nameEdges();
export const edgeOf = new Map(edges.map((edge) => [edge.key, edge]));

/** Return how the days of a record are said: [[phrase, {slot: day}]], or null. */
export function spanOf(name) {
  const span = page.records[nameIndex.get(name)]?.[4];
  const days = (slots) =>
    Object.fromEntries(Object.entries(slots).map(([slot, day]) => [slot, page.dates[day]]));
  return span ? span[0].map(([phrase, slots]) => [phrase, days(slots)]) : null;
}

for (const edge of edges) {
  const [, vague, notBefore] = page.records[nameIndex.get(edge.record)]?.[4] || [];
  // Nobody says when it began, only by when it had: on an earlier day nothing can be told of it.
  edge.vague = Boolean(vague);
  edge.notBefore = page.dates[notBefore] ?? null;
}

/** Return what is known of a record: its kind, label, statements. */
export function recordOf(name) {
  const packed = page.records[nameIndex.get(name)];
  if (!packed) return null;
  const [kind, wikidata, statements, rivals] = packed;
  const account = ([o, side, p]) => ({ o: object(o), side, passage: p });
  const object = (o) =>
    typeof o === "number"
      ? { iri: names[o] }
      : o.length === 3
        ? { value: o[0], type: o[2] }
        : { text: o[0], lang: o[1], printed: o[3] };
  return {
    kind: termName[kind],
    label: labels[nameIndex.get(name)],
    wikidata,
    span: spanOf(name),
    statements: statements.map(([p, o, cited]) => ({ p: termName[p], o: object(o), passages: cited || [] })),
    rivals: new Map(
      rivals.map(([p, dispute, sides, undecided]) => [
        termName[p],
        {
          dispute: termName[dispute],
          sides: sides.map(([o, side, cited, origins, fits]) => ({
            o: object(o),
            side,
            passages: cited,
            origins,
            fits: fits.map(account),
          })),
          undecided: undecided.map(account),
        },
      ]),
    ),
  };
}

const sayings = new Map();
/** Return the roles of the record of an edge, and its gist, in the language of the page where it has one. */
export function sayingOf(edge) {
  const key = edge.record && `${shell.lang} ${edge.record}`;
  if (!key) return { roles: [], gist: null };
  if (!sayings.has(key)) {
    const statements = recordOf(edge.record)?.statements ?? [];
    const roles = statements.filter(({ p, o }) => p === "kg:role" && o.iri).map(({ o }) => o.iri);
    const gists = statements.filter(({ p, o }) => p === "kg:gist" && o.text).map(({ o }) => o);
    const gist = gists.find(({ lang }) => lang === shell.lang) ?? gists[0] ?? null;
    sayings.set(key, { roles: [...new Set(roles)], gist });
  }
  return sayings.get(key);
}

/** Return the label of any record, concept or term as {text, lang}; without one, its compact name. */
export function nameOf(name, lang = shell.lang) {
  const label = labels[nameIndex.get(name)] ?? terms.get(name)?.label;
  const { text, lang: tag } = choose(label, lang);
  return text ? { text, lang: tag } : { text: name.replace(/^<|>$/g, ""), lang: "en" };
}

/** Show a label as an isolated element in its own language and direction. */
export function nameEl(name, limit = 240) {
  const { text, lang } = nameOf(name);
  return el("bdi", { lang, title: text.length > limit ? tidy(text, 1000) : null }, tidy(text, limit));
}

/** Show a locator in the page's language; what has no translation is marked as being in English. */
export function locatorEl(text) {
  const pieces = page.locators?.[text]?.[LANGUAGES.indexOf(shell.lang)];
  if (!pieces) return el("bdi", { lang: "en" }, tidy(text, 120));
  const piece = (part) => {
    if (typeof part === "number") return nameEl(names[part], 120);
    return typeof part === "string" ? part : el("bdi", { lang: part[1] }, tidy(part[0], 120));
  };
  return el("bdi", { lang: shell.lang }, pieces.map(piece));
}

export const sourceOf = (passage) => sources[passages[passage].source];
export const other = (edge, node) => (edge.from === node ? edge.to : edge.from);

/** The day from which a passage can be known: the publication of its source. */
export const knownSince = (passage) => sourceOf(passage)?.issued ?? null;
