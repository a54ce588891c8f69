// Text: what is safe to show, elements built without markup, and dates in two calendars.

export const LANGUAGES = ["en", "fa", "ru"];
export const FALLBACK = { en: ["en", "ru", "fa"], fa: ["fa", "en", "ru"], ru: ["ru", "en", "fa"] };
export const LOCALE = { en: "en-GB", fa: "fa-IR", ru: "ru-RU" };

// --- safe and legible text ---

/** Make a text from data safe to show: no direction overrides, control characters visible, length bounded. */
export function tidy(text, limit = 0) {
  const shown = String(text)
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, "")
    .replace(/[\t\n\r]+/g, " ")
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\ufff9-\ufffb]/g, "\ufffd");
  if (!limit || shown.length <= limit) return shown;
  return Array.from(shown.slice(0, limit + 1)).slice(0, -1).join("") + "…";
}

export const isRtl = (text) => {
  const strong = /[\p{L}]/u.exec(text);
  return strong !== null && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(strong[0]);
};

/** Return only web addresses; anything else (javascript:, data:) is no link. */
export function webAddress(text) {
  return /^https?:\/\/[^\s<>"']+$/i.test(String(text ?? "")) ? String(text) : null;
}

// --- elements ---

/** Build an element; children are elements or texts, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const svgEl = (tag, attributes) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

/** Build a link that leaves the page, or plain text where the address is no web address. */
export function outLink(address, ...children) {
  const href = webAddress(address);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, rel: "noopener noreferrer", target: "_blank", class: "out" }, ...children);
}

// --- dates: YYYY, YYYY-MM or YYYY-MM-DD, never more precise than stated ---

const FORMS = [{ year: "numeric" }, { year: "numeric", month: "long" }, { year: "numeric", month: "long", day: "numeric" }];
const formatters = new Map();

function formatter(lang, calendar, precision) {
  const key = lang + calendar + precision;
  if (!formatters.has(key)) {
    const options = { ...FORMS[precision], timeZone: "UTC" };
    formatters.set(key, new Intl.DateTimeFormat(`${LOCALE[lang]}-u-ca-${calendar}`, options));
  }
  return formatters.get(key);
}

/** Return the first and last day that a date leaves open, or null where it is no date. */
export function daysOf(date) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date ?? "");
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map((p) => (p === undefined ? undefined : Number(p)));
  const first = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1));
  first.setUTCFullYear(year);
  const last = new Date(first);
  if (month === undefined) last.setUTCFullYear(year, 11, 31);
  else if (day === undefined) last.setUTCFullYear(year, month, 0);
  return { first, last, precision: parts.slice(1).filter((p) => p !== undefined).length - 1 };
}

const said = new Map();

/** Say a date once and remember it: pages repeat their dates. */
function sayOnce(key, make) {
  if (!said.has(key)) said.set(key, make());
  return said.get(key);
}

export function gregorian(date, lang) {
  return sayOnce(`g${lang}${date}`, () => {
    const days = daysOf(date);
    return days ? formatter(lang, "gregory", days.precision).format(days.first) : tidy(date, 60);
  });
}

/** Say a date in the Solar Hijri calendar; a Gregorian month or year covers parts of two. */
export function solar(date, lang) {
  return sayOnce(`s${lang}${date}`, () => {
    const days = daysOf(date);
    if (!days) return "";
    const form = formatter(lang, "persian", days.precision);
    return days.precision === 2 ? form.format(days.first) : form.formatRange(days.first, days.last);
  });
}
