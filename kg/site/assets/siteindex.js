// Site index: names and gists of a whole site, loaded when they are first needed, and found by words.

import { fold } from "./fold.js";
import { closeness, matchable } from "./match.js";
import { meant, readQuery } from "./querywords.js";
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
    const voices = speakers.map(({ folded }) => folded).join(" ");
    for (const speaker of speakers) speaker.says = (speaker.says ?? 0) + 1;
    const folded = ` ${texts.filter(Boolean).map(fold).join(" ")} ${voices} `;
    return { id, kind, date, said: speakers.map(({ label }) => label), texts, folded };
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
  const met = (part) => meant(part).some((beginning) => folded.includes(` ${beginning}`));
  return query.stems.filter((part) => !met(part)).length + (dated ? 0 : 1);
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

/** Return how many pairs of a query's words a name has the other way round: "of Russia to Iran" and back. */
function turned({ folded }, stems) {
  const places = stems.map((part) => ` ${folded}`.indexOf(` ${part}`));
  return places.reduce((sum, place, at) => sum + places.slice(at).filter((later) => later < place).length, 0);
}

/** Find records, best first: {record, name}, where name is the spelling that matched, if it is one name. */
export function findNames(words) {
  const query = readQuery(words);
  // Beginnings of words find "Ambassador of Russia to Iran" for "Russian ambassadors". Where a date is asked
  // for, they would find any other.
  const beginnings = query.date || query.stems.length < 2 ? "" : query.stems.join(" ");
  const asked = [...new Set([words, query.words, beginnings])].map(matchable).filter(({ folded }) => folded);
  if (!asked.length) return [];
  const hits = [];
  for (const record of index.records) {
    let best = null;
    record.names.forEach((name, at) => {
      const near = Math.min(...asked.map((text) => closeness(name, text)).filter((rank) => rank >= 0));
      if (near === Infinity) return;
      const order = 5e4 * turned(name, query.stems);
      const rank = near * 1e6 + (at < 3 ? 0 : 1e5) + order - weightOf(record, query) + 20 * name.text.length;
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

/**
 * Find the person of whom a query says more than the name, as in "Jalali in July 2025": of those whose
 * surname it has, the one who says most; null without one.
 */
export function findSpeaker(words) {
  const { stems, date } = readQuery(words);
  if (stems.length + (date ? 1 : 0) < 2) return null;
  const person = index.kinds.findIndex(([label]) => label === "Person");
  // A stem may lack an ending or two, but "Iran" is no beginning of a surname such as "Iranpour".
  const begins = (word, part) => part.length > 3 && word.startsWith(part) && word.length - part.length < 3;
  const named = ({ names }) =>
    names.some(({ folded }) => stems.some((part) => begins(folded.split(" ").at(-1), part)));
  const speakers = index.records.filter((record) => record.kind === person && record.says && named(record));
  return speakers.sort((a, b) => b.says - a.says)[0] ?? null;
}

/**
 * Find gists of whose words and speakers every word of a query begins one: first those whose speaker it
 * names, the latest first.
 */
export function findGists(words) {
  const query = readQuery(words);
  if (!query.words) return [];
  const hits = index.gists
    .map((gist) => ({ gist, missing: lacking(gist, query) }))
    .filter(({ missing }) => missing < 2);
  const speaker = findSpeaker(words);
  const own = ({ said }) => (speaker && said.includes(speaker.label) ? 0 : 1);
  return nearest(hits, query)
    .map(({ gist }) => gist)
    .sort((a, b) => own(a) - own(b) || (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

/** Keep the hits that lack no word of a query; of three words or more, where there is none, one may lack. */
function nearest(hits, { stems, date }) {
  const whole = hits.filter(({ missing = 0 }) => missing === 0);
  return whole.length || stems.length + (date ? 1 : 0) < 3 ? whole : hits;
}
