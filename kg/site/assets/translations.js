// Translations: a page of a published folder has its texts in one language, and writes another when asked to.

import { LANGUAGES } from "./locale.js";
import { el, numerals } from "./text.js";

const shared = globalThis.SHARED?.translations ?? {};
const published = document.documentElement.lang;
const others = LANGUAGES.filter((tag) => tag !== published);
const block = document.getElementById("translations");
const own = block ? JSON.parse(block.textContent) : [];
/** The title of a page that lists its names in all languages, in the other languages. */
const title = others.map((tag) => document.querySelector(`.names [lang=${tag}]`)?.textContent.trim());

let translated = false;

/** List the name in the language in which the page opens with the others: so far it is the heading only. */
function listHeading() {
  const heading = document.querySelector("h1 bdi:not([lang])");
  const names = document.querySelector(".names");
  if (!heading || names?.children.length !== LANGUAGES.length - 1) return;
  const place = names.children[LANGUAGES.indexOf(published)] ?? null;
  const dir = published === "fa" ? "rtl" : "ltr";
  names.insertBefore(el("li", { lang: published, dir }, heading.textContent), place);
}
listHeading();

/** What is translated: what has a mark, and, without one, a text that pages share (`frame.lean`). */
const BARE = `a:not([href^="#note-"]), bdi, dt, h2, .register, strong, summary`;
const TEXTS = `[data-t], :is(${BARE}):not([lang], [translate])`;

/** Return the text of a node with the numbers of the elements in it, as translations have them. */
function textOf(node) {
  if (!node.firstElementChild) return node.textContent;
  const elements = [...node.children];
  const parts = [...node.childNodes].map((child) =>
    child.nodeType === Node.TEXT_NODE ? child.data : `\u0001${elements.indexOf(child)}`,
  );
  return parts.join("");
}

/** Write a text into a node, with the elements that the node has at their places. */
function write(node, text) {
  if (!node.firstElementChild) {
    node.textContent = text;
    return;
  }
  node.elements ??= [...node.children];
  // Every second part is the number of an element.
  // eslint-disable-next-line no-control-regex
  const parts = text.split(/\u0001(\d+)/);
  node.replaceChildren(...parts.map((part, i) => (i % 2 ? node.elements[part] : part)));
}

/** Write every text of a part of the page in a language. */
export function showTranslations(lang, part = document) {
  if (lang === published && !translated) return;
  translated = true;
  for (const node of part.querySelectorAll(TEXTS)) {
    const marked = node.dataset.t !== undefined;
    if (!marked && (node.firstElementChild || !sharedOf(node.original ?? node.textContent))) continue;
    node.original ??= textOf(node);
    const text = lang === published ? node.original : translationsOf(node)?.[others.indexOf(lang)];
    write(node, text ?? node.original);
  }
}

/**
 * Return the translations of a node. A text without a number of its own is one that all pages share; a
 * browser may still have an earlier script of those, in which it is lacking.
 */
function translationsOf({ dataset, original }) {
  if (dataset.t === "title") return title;
  return dataset.t ? own[dataset.t] : sharedOf(original);
}

const sharedOf = (text) => shared[text] ?? numbered(text);

/** Return the translations of a text that pages share but for its numbers, of which each page has its own. */
function numbered(text) {
  const numbers = [];
  // The number of an element within the text stays.
  // eslint-disable-next-line no-control-regex
  const pattern = text.replace(/\u0001\d+|[\d۰-۹]+/g, (number) => {
    if (number.startsWith("\u0001")) return number;
    numbers.push(number.replace(/[۰-۹]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹".indexOf(digit)));
    return "#";
  });
  return shared[pattern]?.map((row, i) => {
    let place = 0;
    return row.replace(/#/g, () => numerals(numbers[place++] ?? "#", others[i]));
  });
}

/** Add the translations of a part that comes from elsewhere to those of the page. */
export function adopt(part, translations) {
  for (const node of part.querySelectorAll("[data-t]"))
    if (node.dataset.t) node.dataset.t = own.length + Number(node.dataset.t);
  own.push(...translations);
}
