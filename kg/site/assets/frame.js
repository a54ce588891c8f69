// Shell: the language and the theme of a page, the same on every page.

import { FALLBACK, LANGUAGES, LOCALE } from "./locale.js";
import { sayTime } from "./times.js";

/** The phrases of the page: they stand before its script, or, of the page that runs queries, in the page. */
export const STRINGS =
  globalThis.PHRASES ?? JSON.parse(document.getElementById("strings")?.textContent || "{}");
export const shell = { lang: "en", theme: null };

/** Say a phrase of the interface in the page's language, with its places filled. */
export function say(key, places = {}) {
  const phrase = STRINGS[key]?.[shell.lang] ?? STRINGS[key]?.en ?? key;
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = places[name];
    return typeof value === "number" ? digits(value) : (value ?? whole);
  });
}

/** Write a number with the digits of the page's language. */
const numberForms = Object.fromEntries(LANGUAGES.map((lang) => [lang, new Intl.NumberFormat(LOCALE[lang])]));
export const digits = (value) => numberForms[shell.lang].format(value);

/** Choose a label: the page's language first, then the others in order. Returns {text, lang}. */
export function choose(label, lang = shell.lang) {
  for (const tag of FALLBACK[lang]) if (label?.[tag]) return { text: label[tag], lang: tag };
  return { text: "", lang };
}

/** Set the language of the page; `speak` writes its texts in it, on which the form of its dates depends. */
export function setLanguage(lang, speak = null) {
  shell.lang = LANGUAGES.includes(lang) ? lang : "en";
  const root = document.documentElement;
  root.lang = shell.lang;
  root.dir = shell.lang === "fa" ? "rtl" : "ltr";
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const name of ["aria-label", "placeholder", "title"]) {
    for (const node of document.querySelectorAll(`[data-say-${name}]`)) {
      node.setAttribute(name, say(node.getAttribute(`data-say-${name}`)));
    }
  }
  for (const button of document.querySelectorAll("button[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === shell.lang));
  }
  speak?.(document);
  sayTimes(document);
  showCurrentLeaf();
}

/** On a narrow screen, pages of a section stand in a row that is scrolled: show the current one in it. */
function showCurrentLeaf() {
  const leaf = document.querySelector(".behind [aria-current]");
  const row = leaf?.closest("ul");
  if (row?.scrollWidth > row?.clientWidth) {
    const [shown, all] = [leaf, row].map((node) => node.getBoundingClientRect());
    row.scrollBy((shown.left + shown.right - all.left - all.right) / 2, 0);
  }
}

/** Write the dates of a part of the page in its language. */
export function sayTimes(part) {
  for (const node of part.querySelectorAll("time")) {
    // A published page says once what a time without the attribute says by its text.
    if (!node.dateTime) node.dateTime = node.textContent;
    sayTime(node, shell.lang);
  }
}

export const isDark = () =>
  shell.theme === "dark" || (shell.theme === null && matchMedia("(prefers-color-scheme: dark)").matches);

export function setTheme(theme) {
  shell.theme = theme === "dark" || theme === "light" ? theme : null;
  if (shell.theme) document.documentElement.dataset.theme = shell.theme;
  else delete document.documentElement.dataset.theme;
  document.querySelector("#theme")?.setAttribute("aria-pressed", String(isDark()));
}

/** Read name=value pairs from the address fragment. */
export function readFragment() {
  const pairs = location.hash
    .slice(1)
    .split("&")
    .filter(Boolean)
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    });
  return Object.fromEntries(pairs);
}

export const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
