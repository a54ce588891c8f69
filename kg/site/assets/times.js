// Times: dates in two calendars, YYYY, YYYY-MM or YYYY-MM-DD, never more precise than stated.

import { LOCALE } from "./locale.js";

const FORMS = [
  { year: "numeric" },
  { year: "numeric", month: "long" },
  { year: "numeric", month: "long", day: "numeric" },
];
const formatters = new Map();
const written = new Map();

/** Return a value made before, or make it: formatters are slow to build, and pages repeat their dates. */
function memoized(values, key, make) {
  if (!values.has(key)) values.set(key, make());
  return values.get(key);
}

function formatter(lang, calendar, precision) {
  return memoized(formatters, lang + calendar + precision, () => {
    const options = { ...FORMS[precision], timeZone: "UTC" };
    return new Intl.DateTimeFormat(`${LOCALE[lang]}-u-ca-${calendar}`, options);
  });
}

/** Return the first and last day that a date leaves open and its precision (0 a year); null for no date. */
export function daysOf(date) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/
    .exec(date ?? "")
    ?.slice(1)
    .filter(Boolean)
    .map(Number);
  if (!parts) return null;
  const [year, month = 1, day = 1] = parts;
  const first = new Date(0);
  first.setUTCFullYear(year, month - 1, day);
  const last = new Date(first);
  if (parts.length === 1) last.setUTCFullYear(year, 11, 31);
  if (parts.length === 2) last.setUTCFullYear(year, month, 0);
  return { first, last, precision: parts.length - 1 };
}

/** Write a date in the Gregorian calendar; nothing where it is no date. */
export function gregorian(date, lang) {
  return memoized(written, `g${lang}${date}`, () => {
    const days = daysOf(date);
    return days ? formatter(lang, "gregory", days.precision).format(days.first) : "";
  });
}

/** What stands between the first and the last month or year of a span. */
const UNTIL = { fa: " تا ", ru: " – " };

/**
 * Write a date in the Solar Hijri calendar from its parts, where the forms of ICU fail: in Persian that of a
 * month names only the first of two, and the Russian ones are ungrammatical.
 */
function solarParts(form, { first, last, precision }, lang) {
  const [from, to] = [first, last].map((day) => {
    const parts = Object.fromEntries(form.formatToParts(day).map(({ type, value }) => [type, value]));
    const { year, month } = parts;
    const named = [parts.day, month, year].slice(2 - precision);
    return { year, month, whole: named.join(" ") };
  });
  if (from.whole === to.whole) return to.whole;
  return (from.year === to.year ? from.month : from.whole) + UNTIL[lang] + to.whole;
}

/** Write a date in the Solar Hijri calendar, in which a Gregorian month or year covers parts of two. */
export function solar(date, lang) {
  return memoized(written, `s${lang}${date}`, () => {
    const days = daysOf(date);
    if (!days) return "";
    const form = formatter(lang, "persian", days.precision);
    if (lang === "ru") return `${solarParts(form, days, lang)} с.\u00a0х.`;
    if (days.precision === 1 && lang === "fa") return solarParts(form, days, lang);
    return days.precision === 2 ? form.format(days.first) : form.formatRange(days.first, days.last);
  });
}

/** Return the number of the Solar Hijri year in which a day lies. */
export const solarYear = (day) =>
  Number(
    formatter("en", "persian", 0)
      .formatToParts(daysOf(day).first)
      .find(({ type }) => type === "year").value,
  );

/** The Russian words after which a month stands in the genitive. */
const GOVERNING = /(?:^|\s)(?:с|до|от|после|не позднее|не ранее|не раньше|начало|конец)\s*$/;

/** Return what the reader sees before an element, in the same line of text. */
function textBefore(node, lang) {
  for (let before = node.previousSibling; before; before = before.previousSibling) {
    const hidden = before.nodeType === Node.ELEMENT_NODE && before.matches(".t") && before.lang !== lang;
    if (!hidden && before.textContent.trim()) return before.textContent;
  }
  return "";
}

/** Write a month in the genitive, as Russian wants it after some words; any other date unchanged. */
function governed(text, { dateTime }) {
  if (!/^\d{4}-\d\d$/.test(dateTime)) return text;
  const parts = formatter("ru", "gregory", 2).formatToParts(daysOf(dateTime).first);
  return text.replace(/^\p{L}+/u, parts.find(({ type }) => type === "month").value);
}

/** Write a date into a time element in both calendars, that of the language first. */
export function sayTime(node, lang) {
  const [own, second] = lang === "fa" ? [solar, gregorian] : [gregorian, solar];
  const other = document.createElement("span");
  other.className = "calendar";
  other.textContent = `(${second(node.dateTime, lang)})`;
  const text = own(node.dateTime, lang);
  const inflected = lang === "ru" && GOVERNING.test(textBefore(node, lang));
  node.replaceChildren(inflected ? governed(text, node) : text, " ", other);
}
