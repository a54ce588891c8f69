// Header: the search box and the buttons for language and theme; without a script they would do nothing.

import { el, svgEl } from "./text.js";

const LANGUAGE_NAMES = { en: ["EN", "English"], fa: ["فا", "فارسی"], ru: ["RU", "Русский"] };
const MOON = "M12 4 A8 8 0 1 0 20 13 A6.5 6.5 0 0 1 12 4 Z";

/** Make the search box with its list of hits; the words of its labels are put in with the language. */
function writeSearch(place, root) {
  const named = { "data-say-aria-label": "search" };
  const input = el("input", {
    id: "find",
    type: "search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-controls": "hits",
    "aria-autocomplete": "list",
    "data-root": root,
    "data-say-placeholder": "search.placeholder",
    ...named,
  });
  const list = el("ul", { id: "hits", role: "listbox", ...named });
  const note = el("p", { id: "hits-note", role: "status" });
  place.append(input, el("div", { class: "hits", hidden: true }, list, note));
}

function writeButtons(place) {
  const languages = Object.entries(LANGUAGE_NAMES).map(([lang, [short, title]]) =>
    el("button", { "data-lang": lang, lang, title }, short),
  );
  const moon = svgEl("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  moon.append(svgEl("path", { d: MOON }));
  place.append(
    el("span", { class: "segments", role: "group", "data-say-aria-label": "language" }, ...languages),
    el("button", { class: "icon", id: "theme", "data-say-aria-label": "theme" }, moon),
  );
}

const header = document.querySelector("header.top");
// A page that stands alone has nothing to search in.
if (document.querySelector(".doors")) {
  const search = el("div", { class: "find", role: "search" });
  writeSearch(
    search,
    header
      .querySelector(".site a")
      .getAttribute("href")
      .replace(/index\.html$/, ""),
  );
  header.append(search);
}
const buttons = el("div", { class: "buttons" });
writeButtons(buttons);
header.append(buttons);

/** The search box; null on a page that stands alone. */
export const box = document.getElementById("find");
