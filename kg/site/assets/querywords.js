// Query words: the days that a query names, in two calendars, and the words that name something.

import { fold, stem } from "./fold.js";
import { LANGUAGES, LOCALE } from "./locale.js";

const DAY = 86400000;
/** The years that may stand for a calendar. */
const YEARS = { gregory: [1500, 2199], persian: [1180, 1499] };
/** Words by which a question is asked; they name nothing. Spelled as folding leaves them. */
const ASKING = new Set(
  (
    "a about an and are at did do does doubts for from how in is it its join joined many much of on or " +
    "said say says since that the to was were what when where which who why year " +
    "از است ان ای این با به بود تا چرا چطور چقدر چند چه چگونه داد در درباره را سال شد که کجا کدام کی " +
    "پیوست پیوسته گفت گفته گوید مورد می ها های هست و " +
    "был была были было в вошел вступил вступила времени во г где гласит года году говорит и из как какая " +
    "каких какого какой " +
    "когда кто ли на о об по пор почему с сказал сказала сколько со то у что это"
  ).split(" "),
);

// --- numbers in words ---

const ARTICLE = /^(?:art|articles?|ст|стать.{1,2}|ماده)$/;
/** Roots of numbers, cardinal and ordinal, in three languages, spelled as folding leaves them. */
const ROOTS = {
  1: "one first один одна перв یک اول",
  2: "two second два две втор دو",
  3: "three third три трет سه سو",
  4: "four четыре четверт چهار",
  5: "five fif пят پنج",
  6: "six шест شش",
  7: "seven сем седьм هفت",
  8: "eight eigh восем восьм هشت",
  9: "nine nin девят نه",
  10: "ten десят ده",
  11: "eleven одиннадцат یازده",
  12: "twelve twelf двенадцат دوازده",
  13: "thirteen тринадцат سیزده",
  14: "fourteen четырнадцат چهارده",
  15: "fifteen пятнадцат پانزده",
  16: "sixteen шестнадцат شانزده",
  17: "seventeen семнадцат هفده",
  18: "eighteen восемнадцат هجده هیجده",
  19: "nineteen девятнадцат نوزده",
  20: "twenty twentie двадцат بیست",
  30: "thirty thirtie тридцат سی",
  40: "forty fortie сорок сороков چهل",
  50: "fifty fiftie пятьдесят пятидесят پنجاه",
};
const numberOf = new Map(
  Object.entries(ROOTS).flatMap(([number, roots]) => roots.split(" ").map((root) => [root, Number(number)])),
);
const numberIn = (word = "") =>
  numberOf.get(word) ?? numberOf.get(word.replace(/(?:th|م|ая|ои|ую|ья|ьеи|ью|ь)$/, "")) ?? 0;

/** Write the number of an article in digits, as names have it; elsewhere a word such as "second" stays. */
function numbered(words) {
  const written = [];
  for (let at = 0; at < words.length; at += 1) {
    const [number, next] = [numberIn(words[at]), numberIn(words[at + 1])];
    const joined = number >= 20 && next > 0 && next < 10;
    // The ordinal of 30 ends in a word of its own.
    const last = joined || (number && words[at + 1] === "ام") ? at + 1 : at;
    if (number && [words[at - 1], words[last + 1]].some((word) => ARTICLE.test(word ?? ""))) {
      written.push(String(joined ? number + next : number));
      at = last;
    } else written.push(words[at]);
  }
  return written;
}

// --- months by name ---

/** Russian months differ by case in their last letter. */
const inflected = (name) => (/^[а-я]{3,}$/.test(name) && name !== "март" ? name.slice(0, -1) : name);
const monthOf = new Map();
for (const lang of LANGUAGES)
  for (const calendar of Object.keys(YEARS))
    for (const options of [{ month: "long" }, { month: "long", day: "numeric" }]) {
      const form = new Intl.DateTimeFormat(`${LOCALE[lang]}-u-ca-${calendar}`, {
        ...options,
        timeZone: "UTC",
      });
      for (let number = 1; number <= 12; number += 1) {
        // The first Solar Hijri month begins in the third Gregorian one, about its 21st day.
        const day = Date.UTC(2025, number + (calendar === "persian" ? 1 : -1), 28);
        const name = form.formatToParts(day).find(({ type }) => type === "month")?.value;
        if (name) monthOf.set(inflected(fold(name)), { calendar, number });
      }
    }

// --- days ---

const iso = (time) => new Date(time).toISOString().slice(0, 10);
const numerals = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  timeZone: "UTC",
});

/** Return the first and the last day of a Solar Hijri year, month or day; null where there is none. */
function solarSpan(year, month, day) {
  const days = [];
  for (let at = 0; at < 372; at += 1) {
    const time = Date.UTC(year + 621, 2, 18) + at * DAY;
    const parts = Object.fromEntries(
      numerals.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
    );
    if (parts.year === year && (!month || parts.month === month) && (!day || parts.day === day))
      days.push(iso(time));
  }
  return days.length ? [days[0], days.at(-1)] : null;
}

function gregorianSpan(year, month, day) {
  if (month > 12 || day > 31) return null;
  const first = Date.UTC(year, month ? month - 1 : 0, day || 1);
  const last = day ? first : month ? Date.UTC(year, month, 0) : Date.UTC(year, 11, 31);
  return [iso(first), iso(last)];
}

const within = (year, [first, last]) => year >= first && year <= last;

/** Return the days of a year, month (a number or a name) and day, with 0 for what is not named; else null. */
function spanOf(year, month, day) {
  const named = month && !/^\d+$/.test(month) ? monthOf.get(inflected(month)) : null;
  if (month && !named && !/^\d+$/.test(month)) return null;
  const calendar = Object.keys(YEARS).find((key) => within(year, YEARS[key]));
  if (!calendar || (named && named.calendar !== calendar)) return null;
  return (calendar === "persian" ? solarSpan : gregorianSpan)(year, named?.number ?? Number(month), day);
}

const ORDERS = [
  [/ (\d{1,2}) ([\p{L}\d]+) (\d{4}) /u, ([day, month, year]) => [year, month, day]],
  [/ (\d{4}) ([\p{L}\d]+) (\d{1,2}) /u, ([year, month, day]) => [year, month, day]],
  [/ (\p{L}+) (\d{1,2}) (\d{4}) /u, ([month, day, year]) => [year, month, day]],
  [/ (\p{L}+) (\d{4}) /u, ([month, year]) => [year, month, 0]],
  [/ (\d{4}) (\d{2}) /u, ([year, month]) => [year, month, 0]],
  [/ (\d{4}) /u, ([year]) => [year, 0, 0]],
];

/** Find the first date of a folded text: the days that it names and its words; null where it has none. */
function dateIn(text) {
  for (const [pattern, order] of ORDERS) {
    const match = pattern.exec(` ${text} `);
    const [year, month, day] = match ? order(match.slice(1)) : [];
    const days = match && spanOf(Number(year), month, Number(day));
    if (days) return { days, words: match[0].trim() };
  }
  return null;
}

/** The beginnings of words by which names call what people ask for in a word of their own. */
const SYNONYMS = [
  [/^(?:costs?|pric|money$|sum$|worth$)/, ["value", "investment"]],
  [/^(?:هزینه|قیمت|مبلغ|بها$|پول$)/, ["ارزش", "سرمایه"]],
  [/^(?:цен[аыу]$|деньг|денег|сумм|стоит)/, ["стоимост", "инвестиц"]],
];

/** Return the beginning by which a word of a query is found; of a number, all digits count. */
const beginning = (word) => (/^\d+$/.test(word) ? `${word} ` : stem(word));

/** Return the beginnings of words that a stem stands for, itself among them. */
export function meant(part) {
  const found = SYNONYMS.find(([pattern]) => pattern.test(part));
  return found ? [part, ...found[1]] : [part];
}

/**
 * Read a query: `words` are all of it but those by which a question is asked, folded; `stems` the beginnings
 * of those beside its date; `date` is null, or the first and the last day that it names, and their words.
 */
export function readQuery(query) {
  const parts = fold(query).split(" ").filter(Boolean);
  const naming = parts.filter((part) => !ASKING.has(part));
  const words = numbered(naming.length ? naming : parts).join(" ");
  const date = dateIn(words);
  const rest = ` ${words} `.replace(date ? ` ${date.words} ` : "", " ").trim();
  return { words, stems: rest.split(" ").filter(Boolean).map(beginning), date };
}
