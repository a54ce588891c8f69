// Site box: the search box in the header of static pages, its list of hits, and the page of results.

import { choose, readFragment, decode, say, shell } from "./frame.js";
import { box } from "./header.js";
import { LANGUAGES } from "./locale.js";
import { fragmentWith } from "./preferences.js";
import { findGists, findNames, findSpeaker, gistOf, kindOf, loadIndex, loaded } from "./siteindex.js";
import { el, isRtl, tidy } from "./text.js";
import { fold } from "./fold.js";
import { closeness, matchable } from "./match.js";
import { gregorian, solar } from "./times.js";

const MOST = { names: 6, gists: 4 };
const PAGE = 50;
const list = document.getElementById("hits");
const note = document.getElementById("hits-note");
const results = document.getElementById("results");
let options = [];
let active = -1;

const labelIn = (texts) => choose(Object.fromEntries(LANGUAGES.map((tag, at) => [tag, texts[at] || null])));
const text = (label, limit) => el("bdi", { lang: label.lang }, tidy(label.text, limit));
const day = (date) => (date ? (shell.lang === "fa" ? solar : gregorian)(date, shell.lang) : "");
const recordAt = (id) => `${box.dataset.root}id/${id}.html`;
const resultsFor = (words) => `${box.dataset.root}search.html#q=${encodeURIComponent(words)}`;
const address = (path) => {
  const [page, fragment = ""] = path.split("#");
  return `${page}#${fragmentWith({ lang: shell.lang, theme: shell.theme }, fragment)}`;
};

function nameHit({ record, name }, words) {
  const label = labelIn(record.label);
  // The spelling that matched is of use where the name that is shown does not show why.
  const evident = closeness(matchable(label.text), matchable(words)) >= 0;
  const other =
    !name || evident || fold(label.text) === fold(name)
      ? null
      : el("bdi", { class: "matched" }, tidy(name, 80));
  return {
    href: recordAt(record.id),
    parts: [
      el("span", { class: "hit" }, text(label, 90), other, answerTo(record)),
      about(record, "search.by-name"),
    ],
  };
}

/** Write what answers the commonest question on a record: values, since when, or what an article says. */
function answerTo({ id, answer }) {
  const texts = answer ?? gistOf(id)?.texts;
  return texts ? el("span", { class: "matched" }, text(labelIn(texts), 160)) : null;
}

function gistHit(gist) {
  const said = gist.said.map((label) => labelIn(label).text).join(say("comma"));
  return {
    href: recordAt(gist.id),
    parts: [
      el(
        "span",
        { class: "hit" },
        text(labelIn(gist.texts), 240),
        said && el("bdi", { class: "matched" }, said),
      ),
      about(gist, "search.by-gist"),
    ],
  };
}

/** Lead to all that a person says, where a query names one and asks for more. */
function speakerHit(record) {
  return {
    href: `${recordAt(record.id)}#says`,
    parts: [
      el("span", { class: "hit" }, text(labelIn(record.label), 90)),
      el("span", { class: "kind" }, say("search.says")),
    ],
  };
}

function about(hit, how) {
  const kind = labelIn(kindOf(hit) ?? []).text;
  return el("span", { class: "kind" }, [kind, day(hit.date), say(how)].filter(Boolean).join(say("comma")));
}

// --- the list below the box ---

function showHits() {
  const words = box.value.trim();
  const open = words !== "" && document.activeElement === box;
  const names = open ? findNames(words) : [];
  const gists = open ? findGists(words) : [];
  const speaker = open ? findSpeaker(words) : null;
  options = [
    ...names.slice(0, MOST.names).map((hit) => nameHit(hit, words)),
    ...(speaker ? [speakerHit(speaker)] : []),
    ...gists.slice(0, MOST.gists).map(gistHit),
  ];
  const all = names.length + gists.length;
  if (all > options.length - (speaker ? 1 : 0))
    options.push({
      href: resultsFor(words),
      parts: [el("span", { class: "hit all" }, say("search.all", { n: all }))],
    });
  list.replaceChildren(...options.map(optionAt));
  active = options.length ? 0 : -1;
  list.parentElement.hidden = !open;
  box.setAttribute("aria-expanded", String(open && options.length > 0));
  note.textContent = !open || options.length ? "" : say(loaded.gists ? "search.none" : "search.loading");
  markActive();
}

function optionAt({ parts }, at) {
  const choice = { role: "option", id: `hit-${at}`, "aria-selected": "false" };
  return el(
    "li",
    { ...choice, onmousedown: (event) => event.preventDefault(), onclick: () => go(at) },
    parts,
  );
}

function markActive() {
  [...list.children].forEach((node, at) => {
    node.setAttribute("aria-selected", String(at === active));
    if (at === active) node.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0) box.setAttribute("aria-activedescendant", `hit-${active}`);
  else box.removeAttribute("aria-activedescendant");
}

function close() {
  list.parentElement.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

const go = (at) => location.assign(address(options[at].href));

function onKey(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!options.length) return;
    active = (active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    markActive();
  } else if (event.key === "Enter" && active >= 0 && !list.parentElement.hidden) go(active);
  else if (event.key === "Escape") {
    box.value = "";
    close();
  } else return;
  event.preventDefault();
}

// --- the page of results ---

/** Write the results of the words in the address, fifty of each kind and as many more at each step. */
function showResults() {
  const words = decode(readFragment().q ?? "");
  if (document.activeElement !== box) box.value = words;
  const groups = [
    ["search.names", findNames(words).map((hit) => nameHit(hit, words))],
    ["search.gists", findGists(words).map(gistHit)],
  ].filter(([, hits]) => hits.length);
  const none = el("p", { role: "status" }, say(loaded.gists ? "search.none" : "search.loading"));
  results.replaceChildren(...(groups.length ? groups.map(groupOf) : words ? [none] : []));
}

function groupOf([key, hits]) {
  const items = el("ul", { class: "found" });
  const more = el("button", { type: "button", onclick: () => add(items.children.length) });
  const add = (start) => {
    const rows = hits
      .slice(start, start + PAGE)
      .map(({ href, parts }) => el("li", {}, el("a", { href }, parts)));
    items.append(...rows);
    if (start) rows[0].firstChild.focus();
    more.hidden = items.children.length >= hits.length;
    more.textContent = say("more", { n: hits.length - items.children.length });
  };
  add(0);
  return el("section", {}, el("h2", {}, say(key, { n: hits.length })), items, more);
}

/** Make the box work, on pages that have one: those of a published site. */
export function startSearch() {
  if (!box) return;
  const refresh = () => {
    if (document.activeElement === box) showHits();
    if (results) showResults();
  };
  const begin = () =>
    loadIndex(`${box.dataset.root}assets/`, refresh).catch(() => {
      note.textContent = say("search.missing");
      list.parentElement.hidden = false;
    });
  box.addEventListener("focus", () => {
    begin();
    showHits();
  });
  box.addEventListener("input", () => {
    box.dir = box.value ? (isRtl(box.value) ? "rtl" : "ltr") : "";
    showHits();
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    box.focus();
  });
  if (results) {
    begin();
    addEventListener("hashchange", refresh);
  }
  for (const button of document.querySelectorAll("button[data-lang]"))
    button.addEventListener("click", refresh);
}
