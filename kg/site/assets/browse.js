// Lists to browse: facets narrow the items of a list, and a pager shows fifty of them at a time.

import { LOCALE } from "./locale.js";
import { load, unpackedData } from "./unpack.js";

const PAGE = 50;

const tokens = (item) => (item.dataset.facets ?? "").split(" ").filter(Boolean);
const facetOf = (token) => token.slice(0, token.indexOf(":"));

/** Whether tokens satisfy a choice: one of the ticked values of each facet that has any, except one facet. */
export function matches(own, ticked, except = "") {
  const facets = new Set(ticked.map(facetOf));
  facets.delete(except);
  const has = (facet) => ticked.some((token) => facetOf(token) === facet && own.includes(token));
  return [...facets].every(has);
}

/** Count the items that each token would show, given what is ticked under the other facets. */
export function counts(items, ticked, all) {
  return all.map(
    (token) => items.filter((own) => own.includes(token) && matches(own, ticked, facetOf(token))).length,
  );
}

function number(value) {
  return value.toLocaleString(LOCALE[document.documentElement.lang]);
}

/** The place in the page that the address names. */
const anchored = () =>
  location.hash
    .slice(1)
    .split("&")
    .find((part) => part && !part.includes("="));

/** Return what a file beside the page has of a list: markup, in the page's language. */
function parsed({ markup, translations }, adopt) {
  // Written and escaped when the pages were; the policy of the page lets nothing in it run.
  const part = new DOMParser().parseFromString(markup, "text/html").body;
  adopt(part, translations);
  return part;
}

/** Put a whole list in place of the part of it that the page has, with its footnotes. */
async function complete(list, adopt) {
  await load(`${list.dataset.list}.js`);
  const part = parsed(await unpackedData(globalThis.LIST), adopt);
  const groups = list.querySelectorAll(".group");
  groups[0].before(...part.querySelectorAll(".group"));
  for (const group of groups) group.remove();
  const [notes, all] = [document, part].map((place) => place.querySelector(".notes"));
  if (notes) notes.replaceChildren(...all.children);
  else if (all) list.closest("main").append(all.closest("section"));
  for (const links of list.querySelectorAll(".pages")) links.remove();
}

/** Start a list of which the page has a part: the whole is loaded when it is narrowed or an item sought. */
async function startPart(list, adopt, say) {
  await load(`${list.dataset.list}-facets.js`);
  const form = parsed(globalThis.FACETS, adopt).querySelector(".facets");
  list.prepend(form);
  form.hidden = !form.querySelector("input");
  form.onsubmit = (event) => event.preventDefault();
  let loading = null;
  const whole = () => (loading ??= complete(list, adopt).then(() => start(list, say)));
  form.onchange = whole;
  const seek = () => {
    const anchor = anchored();
    if (anchor && !document.getElementById(anchor)) whole();
  };
  addEventListener("hashchange", seek);
  seek();
}

function start(list, say) {
  const items = [...list.querySelectorAll(".item")];
  const boxes = [...list.querySelectorAll(".facets input")];
  const all = boxes.map((box) => box.value);
  const own = items.map(tokens);
  let page = 0;

  function shown() {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    return { ticked, kept: items.filter((_, i) => matches(own[i], ticked)) };
  }

  function render() {
    const { ticked, kept } = shown();
    const last = Math.max(0, Math.ceil(kept.length / PAGE) - 1);
    page = Math.min(page, last);
    const visible = new Set(kept.slice(page * PAGE, (page + 1) * PAGE));
    for (const item of items) item.hidden = !visible.has(item);
    for (const group of list.querySelectorAll(".group")) {
      const members = [...group.querySelectorAll(".item")];
      group.hidden = !members.some((item) => visible.has(item));
      // A choice that leads into a folded group opens it: else it would seem to have found nothing.
      const fold = group.querySelector(":scope > details");
      if (fold && ticked.length && !group.hidden) fold.open = true;
    }
    list.querySelector(".none").hidden = kept.length > 0;
    showNotes(visible);
    counts(own, ticked, all).forEach((count, i) => {
      const label = boxes[i].closest("label");
      label.querySelector(".count").textContent = `(${number(count)})`;
      label.classList.toggle("empty", count === 0);
    });
    const first = page * PAGE;
    for (const pager of list.querySelectorAll(".pager")) {
      pager.hidden = kept.length <= PAGE && ticked.length === 0;
      pager.querySelector("output").textContent = say("browse.extent", {
        first: kept.length ? first + 1 : 0,
        last: first + visible.size,
        all: kept.length,
      });
      pager.querySelector('[data-step="-1"]').disabled = page === 0;
      pager.querySelector('[data-step="1"]').disabled = page === last;
    }
  }

  /** Show the footnotes of the visible items and of what stands outside the list; they keep their numbers. */
  function showNotes(visible) {
    const cited = new Set();
    for (const mark of document.querySelectorAll(".marks a")) {
      const item = mark.closest(".item");
      if (!item || visible.has(item)) cited.add(mark.hash.slice(1));
    }
    const notes = [...document.querySelectorAll(".notes li")];
    // The note of a source that was cited before refers to its first note, which has the title.
    for (const note of notes.filter(({ id }) => cited.has(id)))
      for (const first of note.querySelectorAll('a[href^="#note-"]')) cited.add(first.hash.slice(1));
    for (const note of notes) {
      note.hidden = !cited.has(note.id);
      note.value = note.id.slice("note-".length);
    }
  }

  /** Show what the address names, wherever it is in the list. */
  function reveal() {
    const anchor = anchored();
    const place = anchor && document.getElementById(anchor);
    const item = place?.closest(".item");
    if (!item || !list.contains(item)) return;
    if (!shown().kept.includes(item)) for (const box of boxes) box.checked = false;
    page = Math.floor(shown().kept.indexOf(item) / PAGE);
    render();
    for (let around = place.parentElement; around !== list; around = around.parentElement)
      if (around.matches("details")) around.open = true;
    place.scrollIntoView();
  }

  const form = list.querySelector(".facets");
  form.hidden = boxes.length === 0;
  form.onchange = () => {
    page = 0;
    render();
  };
  form.onreset = () => setTimeout(form.onchange);
  form.onsubmit = (event) => event.preventDefault();
  for (const button of list.querySelectorAll(".pager button"))
    button.onclick = () => {
      page += Number(button.dataset.step);
      render();
      list.scrollIntoView();
    };
  // Numbers are written by the script: another language writes them anew.
  new MutationObserver(render).observe(document.documentElement, { attributeFilter: ["lang"] });
  addEventListener("hashchange", reveal);
  render();
  reveal();
}

/**
 * Start every list of the page; `adopt` writes a part with its own translations in the page's language,
 * and `say` a phrase of the interface.
 */
export function startBrowse(adopt, say) {
  for (const list of document.querySelectorAll(".browse"))
    if (list.dataset.list) startPart(list, adopt, say);
    else start(list, say);
}
