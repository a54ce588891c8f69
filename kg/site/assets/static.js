// Static pages: their language, theme and dates, and the way from a footnote back to the text.

import { startBrowse } from "./browse.js";
import { writeEdition } from "./cite.js";
import { isDark, readFragment, say, sayTimes, setLanguage, setTheme, shell } from "./frame.js";
import { LOCALE } from "./locale.js";
import { carryPreferences, fragmentWith, preferences, remember } from "./preferences.js";
import { startSearch } from "./sitebox.js";
import { el, numerals } from "./text.js";
import { adopt, showTranslations } from "./translations.js";

const published = document.documentElement.lang;
const current = () => ({ lang: shell.lang, theme: shell.theme });
let chosen = {};

// What each of many small pages would repeat: the key of a label, and the record in the address of the graph.
for (const doors of document.querySelectorAll(".doors")) doors.dataset.sayAriaLabel = "doors";
for (const link of document.querySelectorAll("a[data-page=record]")) {
  const address = document.querySelector(".links code").textContent;
  link.hash = `sel=${encodeURIComponent(`id:${address.split("/").pop()}`)}`;
}

/** Return the text of an element in a language; a page alone has all of them in it. */
const textIn = (node, lang) => (node.querySelector(`.t[lang="${lang}"]`) ?? node).textContent.trim();

/** What the title of the page repeats: its heading or the name of the site, of which a long one is cut. */
const titled = [...document.querySelectorAll("h1, .top .site")].find((node) => {
  const text = textIn(node, published);
  return text && document.title.startsWith(text.slice(0, 100));
});
/** What the title has besides, such as the part of a list. */
const besides = titled ? document.title.slice(textIn(titled, published).length) : "";

function show({ lang, theme }) {
  setTheme(theme);
  // Writing the dates of a long page takes time: only where the language is another.
  if (chosen.lang !== lang) {
    setLanguage(lang, speak);
    if (titled) document.title = textIn(titled, lang) + numerals(besides, lang);
  }
  chosen = { lang, theme };
}

/** Put texts in the reader's language before others: among the values of a property, or in a list. */
function ownFirst(part) {
  for (const texts of part.querySelectorAll(".statements > div, .tongues")) {
    const own = texts.querySelectorAll(`:scope > :has(> bdi[dir][lang="${shell.lang}"])`);
    const term = texts.querySelector(":scope > dt");
    if (term) term.after(...own);
    else texts.prepend(...own);
  }
}

/**
 * Let the cells of a wide table say the head of their column: on a phone its rows are told one below another,
 * each as lines (`static.css`). A table of numbers stays one, since numbers are compared down a column.
 */
function nameCells(table) {
  const heads = [...table.querySelectorAll("thead th")];
  const numeric = heads.filter((head) => head.matches(".n")).length;
  if (heads.length < 4 || numeric * 2 > heads.length) return;
  const names = heads.map((head) =>
    textIn(head, shell.lang).replace(/^./u, (letter) => letter.toUpperCase()),
  );
  for (const row of table.tBodies[0].rows)
    [...row.cells].forEach((cell, at) => {
      if (cell.matches("td")) cell.dataset.head = names[at];
    });
  table.classList.add("told");
}

/** Put the rows of a table in the order of the names in their first cells, in the language of the page. */
function sortByName(table) {
  const collator = new Intl.Collator(LOCALE[shell.lang], { numeric: true });
  const [body] = table.tBodies;
  const names = new Map([...body.rows].map((row) => [row, textIn(row.cells[0], shell.lang)]));
  body.append(...[...names.keys()].sort((a, b) => collator.compare(names.get(a), names.get(b))));
}

/** Write the texts of a part of the page in its language. */
function speak(part) {
  showTranslations(shell.lang, part);
  for (const node of part.querySelectorAll(".comma")) node.textContent = say("comma");
  for (const node of part.querySelectorAll('a[href^="#note-"]'))
    node.textContent = numerals(node.hash.slice("#note-".length), shell.lang);
  ownFirst(part);
  for (const table of part.querySelectorAll(".scroll > table")) nameCells(table);
  for (const table of part.querySelectorAll(".by-name")) sortByName(table);
  // A browser shows the first title of a mark in a drawing.
  for (const own of part.querySelectorAll(`svg title[lang="${shell.lang}"]`)) own.parentNode.prepend(own);
}

function turn(choice) {
  show({ ...current(), ...choice });
  remember(choice);
  history.replaceState(null, "", `#${fragmentWith(current(), location.hash.slice(1))}`);
}

/** Read the address: its language and theme, and the place in the page that it names. */
function read() {
  show(preferences({ ...chosen, ...readFragment() }, published));
  const parts = location.hash.slice(1).split("&").filter(Boolean);
  const anchor = parts.find((part) => !part.includes("="));
  if (!anchor) return;
  const place = document.getElementById(anchor);
  // A long page is divided by sections: the list of them knows on which page each one is.
  const section = place ? null : document.querySelector(`.toc a[href$="#${CSS.escape(anchor)}"]`);
  if (section) location.replace(`${section.href.split("#")[0]}#${fragmentWith(current(), anchor)}`);
  else arrive(place, parts.length > 1);
}

/** Mark the element that the address names; the browser scrolls only where the address has nothing else. */
function arrive(place, scroll) {
  history.replaceState(null, "", `#${fragmentWith(current(), location.hash.slice(1))}`);
  document.querySelector(".here")?.classList.remove("here");
  place?.classList.add("here");
  const closed = place && unfold(place);
  if (scroll || closed) place?.scrollIntoView();
  offerReturn(place);
}

/** Open what an element is folded in, and return whether anything was closed. */
function unfold(place) {
  const closed = [...document.querySelectorAll("details:not([open])")].filter((fold) => fold.contains(place));
  for (const fold of closed) fold.open = true;
  return closed.length > 0;
}

// --- paper, on which nothing can be opened ---

let folded = [];

addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open]):not(.cite)")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});

// --- footnotes ---

let mark = null;

/** Offer the way back from a footnote to the mark that led to it, else to the first mark of it. */
function offerReturn(note) {
  if (!note?.matches(".notes li")) return;
  const origin = mark?.hash === `#${note.id}` ? mark : document.querySelector(`.marks a[href="#${note.id}"]`);
  note.querySelector(".return")?.remove();
  const back = el("button", { class: "return", type: "button", onclick: () => origin.focus() }, "↩");
  back.dataset.sayAriaLabel = "note.return";
  back.setAttribute("aria-label", say("note.return"));
  if (origin) note.append(back);
  if (mark) back.focus({ preventScroll: true });
  mark = null;
}

addEventListener("click", (event) => {
  mark = event.target.closest?.(".marks a") ?? null;
});

for (const button of document.querySelectorAll("button[data-lang]"))
  button.onclick = () => turn({ lang: button.dataset.lang });
document.getElementById("theme").onclick = () => turn({ theme: isDark() ? "light" : "dark" });
addEventListener("hashchange", read);
carryPreferences(current);
read();
startSearch();
writeEdition();
// A narrow screen shows a part of the drawing: the part with the most in it.
for (const drawing of document.querySelectorAll(".panorama")) drawing.scrollLeft = drawing.scrollWidth;
startBrowse((part, translations) => {
  adopt(part, translations);
  speak(part);
  sayTimes(part);
}, say);
document.body.dataset.ready = "1";
