// Cite: the citation of a record, in the form that Python wrote for all records of the graph.

import { el } from "./text.js";

/** Fill the marks of a form: title, address and key of a record. */
export function fillMarks(line, title, address, key) {
  const marks = { "\ue000": title, "\ue001": address, "\ue002": key };
  return line.replace(/[\ue000-\ue002]/g, (mark) => marks[mark]);
}

/** Write the edition of the data into the footer and into the citation of the page's record. */
export function writeEdition() {
  for (const place of document.querySelectorAll("[data-edition]"))
    place.textContent = globalThis.SHARED.editions.at(-1);
  const box = document.querySelector(".cite[data-written]");
  if (!box) return;
  const { citation, editions } = globalThis.SHARED;
  // As in `kg cite`: the English name, else the first one.
  const names = document.querySelector(".names");
  const title = (names.querySelector("[lang=en]") ?? names.firstElementChild).textContent.trim();
  const address = document.querySelector(".links code").textContent;
  const key = address.slice(address.lastIndexOf("/") + 1);
  for (const [selector, line] of [
    ["p", citation.text],
    ["pre", citation.bibtex],
  ]) {
    const place = box.querySelector(selector) ?? box.appendChild(el(selector, { tabindex: 0 }));
    place.textContent =
      box.dataset.written === "form"
        ? fillMarks(line, title, address, key)
        : place.textContent.replaceAll(...editions);
  }
}
