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

/** Write the Solar Hijri months of a Gregorian one in Persian, where the form of ICU names only the first. */
function persianMonths(form, days) {
  const [first, last] = [days.first, days.last].map((day) =>
    Object.fromEntries(form.formatToParts(day).map((part) => [part.type, part.value])),
  );
  const end = `${last.month} ${last.year}`;
  if (first.year !== last.year) return `${first.month} ${first.year} تا ${end}`;
  return first.month === last.month ? end : `${first.month} تا ${end}`;
}

/** Write a date in the Solar Hijri calendar, in which a Gregorian month or year covers parts of two. */
export function solar(date, lang) {
  return memoized(written, `s${lang}${date}`, () => {
    const days = daysOf(date);
    if (!days) return "";
    const form = formatter(lang, "persian", days.precision);
    if (days.precision === 1 && lang === "fa") return persianMonths(form, days);
    return days.precision === 2 ? form.format(days.first) : form.formatRange(days.first, days.last);
  });
}

/** Write a date into a time element in both calendars, that of the language first. */
export function sayTime(node, lang) {
  const [own, second] = lang === "fa" ? [solar, gregorian] : [gregorian, solar];
  const other = document.createElement("span");
  other.className = "calendar";
  other.textContent = `(${second(node.dateTime, lang)})`;
  node.replaceChildren(own(node.dateTime, lang), " ", other);
}
