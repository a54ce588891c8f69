// Site index: names and gists of a whole site, loaded when they are first needed, and found by words.

import { fold } from "./fold.js";
import { closeness, matchable } from "./match.js";
import { readQuery } from "./querywords.js";
import { daysOf } from "./times.js";
import { load, unpackedData } from "./unpack.js";

const FILES = { names: "search-names.js", gists: "search-gists.js" };
const index = { kinds: [], records: [], gists: [] };
let loading = null;

/** Load names, then gists, once; `told` is called after each: names are found before gists are there. */
export function loadIndex(assets, told) {
  loading ??= load(assets + FILES.names)
    .then(() => unpackedData(globalThis.SEARCH_NAMES))
    .then((names) => {
      readNames(names);
      told();
      return load(assets + FILES.gists);
    })
    .then(() => unpackedData(globalThis.SEARCH_GISTS))
    .then((gists) => {
      readGists(gists);
      told();
    });
  return loading;
}

/** Whether names, and whether gists can be found already. */
export const loaded = { names: false, gists: false };

/** Spell an identifier in words; people type it, but it is no name to show. */
const spelled = (id) => id.replaceAll("-", " ");

/** Read the rows of names that Python wrote (kg/site/search.py). */
export function readNames({ kinds, rows }) {
  index.kinds = kinds;
  index.records = rows.map(([id, kind, date, claims, answer, ...names]) => ({
    id,
    kind,
    date,
    claims,
    answer: answer || null,
    label: names.slice(0, 3),
    names: [...new Set([...names.filter(Boolean), spelled(id)])].map(matchable),
  }));
  const ofKind = kinds.map((texts) => fold(texts.filter(Boolean).join(" ")));
  for (const record of index.records)
    record.folded = ` ${record.names.map((name) => name.folded).join(" ")} ${ofKind[record.kind]} `;
  loaded.names = true;
}

/** Read the rows of gists that Python wrote. */
export function readGists({ rows }) {
  index.gists = rows.map(([id, kind, date, said, ...texts]) => {
    const speakers = said.map((row) => index.records[row]);
    const words = [...texts.filter(Boolean).map(fold), ...speakers.map(({ folded }) => folded)].join(" ");
    return { id, kind, date, said: speakers.map(({ label }) => label), texts, folded: ` ${words} ` };
  });
  index.gistOf = new Map(index.gists.toReversed().map((gist) => [gist.id, gist]));
  loaded.gists = true;
}

/** Return the label of a kind, as [en, fa, ru]. */
export const kindOf = (hit) => index.kinds[hit.kind];

/** Return the first gist of a record, once gists are there. */
export const gistOf = (id) => index.gistOf?.get(id);

/** Return how many of a query's words a row lacks; its date is one, met by a day within it or in words. */
function lacking({ folded, date }, query) {
  const dated = !query.date || liesWithin(date, query.date.days) || folded.includes(` ${query.date.words} `);
  return query.stems.filter((part) => !folded.includes(` ${part}`)).length + (dated ? 0 : 1);
}

/**
 * Whether most of a date of any precision lies within two days: a year does not lie within one of its months,
 * but 2023 within the year 1402 of the Solar Hijri calendar.
 */
function liesWithin(date, [first, last]) {
  const days = daysOf(date);
  if (!days) return false;
  const from = Math.max(days.first, Date.parse(first));
  const until = Math.min(days.last, Date.parse(last));
  return until >= from && until - from >= (days.last - days.first) / 2;
}

/** Of records equally near, what answers a question on a date comes first, then what more is told of. */
const weightOf = ({ claims, answer }, { date }) => 100 * (Math.min(claims, 400) + (date && answer ? 500 : 0));

/** Find records, best first: {record, name}, where name is the spelling that matched, if it is one name. */
export function findNames(words) {
  const query = readQuery(words);
  const asked = [...new Set([words, query.words])].map(matchable).filter(({ folded }) => folded);
  if (!asked.length) return [];
  const hits = [];
  for (const record of index.records) {
    let best = null;
    record.names.forEach((name, at) => {
      const near = Math.min(...asked.map((text) => closeness(name, text)).filter((rank) => rank >= 0));
      if (near === Infinity) return;
      const rank = near * 1e6 + (at < 3 ? 0 : 1e5) - weightOf(record, query) + 20 * name.text.length;
      if (!best || rank < best.rank)
        best = { record, name: name.text === spelled(record.id) ? null : name.text, rank };
    });
    if (best) hits.push(best);
    else {
      const missing = lacking(record, query);
      // "Russia: For (…)" answers how Russia voted before "China: For (draft of Russia …)" does.
      const leads = record.names.some(({ folded }) => query.stems.some((part) => folded.startsWith(part)));
      if (missing < 2) hits.push({ record, missing, rank: (leads ? 7e6 : 7.05e6) - weightOf(record, query) });
    }
  }
  return nearest(hits, query).sort((a, b) => a.rank - b.rank);
}

/** Find gists of whose words and speakers every word of a query begins one, the latest first. */
export function findGists(words) {
  const query = readQuery(words);
  if (!query.words) return [];
  const hits = index.gists
    .map((gist) => ({ gist, missing: lacking(gist, query) }))
    .filter(({ missing }) => missing < 2);
  return nearest(hits, query)
    .map(({ gist }) => gist)
    .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/** Keep the hits that lack no word of a query; of three words or more, where there is none, one may lack. */
function nearest(hits, { stems, date }) {
  const whole = hits.filter(({ missing = 0 }) => missing === 0);
  return whole.length || stems.length + (date ? 1 : 0) < 3 ? whole : hits;
}
