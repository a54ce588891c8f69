// Site index: names and gists of a whole site, loaded when they are first needed, and found by words.

import { fold } from "./fold.js";
import { closeness, matchable } from "./match.js";

const FILES = { names: "search-names.js", gists: "search-gists.js" };
const index = { kinds: [], records: [], gists: [] };
let loading = null;

const load = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });

/** Load names, then gists, once; `told` is called after each: names are found before gists are there. */
export function loadIndex(assets, told) {
  loading ??= load(assets + FILES.names)
    .then(() => {
      readNames(globalThis.SEARCH_NAMES);
      told();
      return load(assets + FILES.gists);
    })
    .then(() => {
      readGists(globalThis.SEARCH_GISTS);
      told();
    });
  return loading;
}

/** Whether names, and whether gists can be found already. */
export const loaded = { names: false, gists: false };

/** Read the rows of names that Python wrote (kg/site/search.py). */
export function readNames({ kinds, rows }) {
  index.kinds = kinds;
  index.records = rows.map(([id, kind, year, claims, ...names]) => ({
    id,
    kind,
    date: year ? String(year) : "",
    claims,
    label: names.slice(0, 3),
    names: [...new Set([...names.filter(Boolean), id.replaceAll("-", " ")])].map(matchable),
  }));
  loaded.names = true;
}

/** Read the rows of gists that Python wrote. */
export function readGists({ rows }) {
  index.gists = rows.map(([id, kind, date, said, ...texts]) => ({
    id,
    kind,
    date,
    said: said.map((row) => index.records[row].label),
    texts,
    folded: ` ${texts.filter(Boolean).map(fold).join(" ")}`,
  }));
  loaded.gists = true;
}

/** Return the label of a kind, as [en, fa, ru]. */
export const kindOf = (hit) => index.kinds[hit.kind];

/** Find records by name, best first: {record, name}, where name is the spelling that matched. */
export function findNames(words) {
  const query = matchable(words);
  if (!query.folded) return [];
  const hits = [];
  for (const record of index.records) {
    let best = null;
    record.names.forEach((name, at) => {
      const near = closeness(name, query);
      if (near < 0) return;
      // Of names that are equally near, the record of which more is told comes first, then the shorter name.
      const rank = near * 1e6 + (at < 3 ? 0 : 1e5) - Math.min(record.claims, 900) * 100 + name.text.length;
      if (!best || rank < best.rank) best = { record, name: name.text, rank };
    });
    if (best) hits.push(best);
  }
  return hits.sort((a, b) => a.rank - b.rank);
}

/** Find gists in which every word begins a word, the latest first. */
export function findGists(words) {
  const parts = fold(words).split(" ").filter(Boolean);
  if (!parts.length) return [];
  return index.gists
    .filter((gist) => parts.every((part) => gist.folded.includes(` ${part}`)))
    .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}
