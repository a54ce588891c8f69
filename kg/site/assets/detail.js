// Detail: all that is known of what is selected, each value with its passages as footnotes.

import { fillMarks } from "./cite.js";
import { FALLBACK, LANGUAGES, LOCALE } from "./locale.js";
import { daysOf, sayTime } from "./times.js";
import { el, isRtl, outLink, tidy, webAddress } from "./text.js";
import { choose, digits, say, shell, STRINGS } from "./frame.js";
import {
  edgeOf,
  edges,
  labels,
  locatorEl,
  meta,
  nameEl,
  nameIndex,
  nameOf,
  nodeOf,
  nodes,
  other,
  page,
  passages,
  recordOf,
  sayingOf,
  sources,
  spanOf,
  terms,
} from "./data.js";
import { change, select, state } from "./state.js";
import { currentPath, currentPaths, shown } from "./filter.js";
import { between } from "./lines.js";
import { announce } from "./live.js";
import { glyph, nodeSign } from "./look.js";
import { hubs } from "./paths.js";
import { calm, canvasBox, fit, fitLit, goTo, toggleOpen } from "./draw.js";

const detail = document.getElementById("detail");

const MOST_MARKS = 8;

/** A list of footnotes: a passage gets its number when it is first cited; marks side by side ascend. */
function footnotes() {
  const order = [];
  const place = (p) => (order.includes(p) ? order.indexOf(p) : Infinity);
  const ascending = (some) =>
    [...some].sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
  return {
    order,
    mark(passagesCited) {
      const cited = ascending(passagesCited);
      if (!cited.length) return el("span", { class: "register" }, say("register"));
      const link = (p) => {
        if (!order.includes(p)) order.push(p);
        const number = order.indexOf(p) + 1;
        return el(
          "a",
          {
            href: `#note-${number}`,
            onclick: (e) => {
              e.preventDefault();
              origins.set(number, e.currentTarget);
              toNote(number);
            },
          },
          digits(number),
        );
      };
      if (cited.length <= MOST_MARKS + 2) return el("sup", { class: "marks" }, cited.map(link));
      const rest = el(
        "button",
        {
          type: "button",
          class: "rest",
          "aria-label": say("more", { n: cited.length - MOST_MARKS }),
          onclick: () => {
            rest.replaceWith(...ascending(cited.slice(MOST_MARKS)).map(link));
            refreshNotes();
          },
        },
        `+${digits(cited.length - MOST_MARKS)}`,
      );
      return el("sup", { class: "marks" }, cited.slice(0, MOST_MARKS).map(link), rest);
    },
  };
}

/** The marks from which the notes were reached last, by number. */
const origins = new Map();

/** Lead back from a note to the mark that led to it, else to its first one. */
function fromNote(number) {
  const marks = detail.querySelectorAll(`.marks a[href="#note-${number}"]`);
  (origins.get(number)?.isConnected ? origins.get(number) : marks[0])?.focus();
}

function toNote(number) {
  const note = document.getElementById(`note-${number}`);
  note?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  note?.focus({ preventScroll: true });
}

/** Join elements with the language's "and". */
const joined = (items) =>
  items.flatMap((item, at) => (at ? [at === items.length - 1 ? say("and") : say("comma"), item] : [item]));

/** Fill a phrase with elements where it has places. */
function fill(key, places) {
  return (STRINGS[key]?.[shell.lang] ?? key).split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name ? (places[name] ?? part) : part;
  });
}

/** Say who speaks in a passage: "X", or "X, as reported by Y, as reported by Z". */
function speakers(number) {
  const passage = passages[number];
  const own = joined(passage.holders.map((h) => nameEl(h)));
  if (passage.quoted === null || passage.quoted === undefined) return own;
  const chain = new Set([number]);
  const deeper = (at) => (chain.has(at) ? [] : (chain.add(at), speakers(at)));
  return fill("reported", { who: el("span", {}, own), by: el("span", {}, deeper(passage.quoted)) });
}

const dateEl = (date) => {
  if (!daysOf(date)) return el("span", {}, tidy(date, 60));
  const node = el("time", { datetime: date });
  sayTime(node, shell.lang);
  return node;
};

/** A day that was worked out from accounts, marked so: no source need state it. */
export function workedEl(date) {
  const node = dateEl(date);
  node.classList.add("worked");
  return node;
}

/** Fill the phrases that say the days of a record. */
function spanEl(span) {
  const worked = (days) =>
    Object.fromEntries(Object.entries(days).map(([slot, day]) => [slot, workedEl(day)]));
  const words = span.flatMap(([phrase, days], at) => [at ? say("comma") : "", ...fill(phrase, worked(days))]);
  return el("span", { class: "when", title: say("days.worked-out") }, words);
}

/** Say when the relation of an edge holds: by the days of its record, else by its own. */
function whenEl(edge) {
  const span = edge.record ? spanOf(edge.record) : null;
  if (span) return spanEl(span);
  if (!edge.start && !edge.end) return null;
  return el(
    "span",
    { class: "when", title: say("days.worked-out") },
    edge.start ? workedEl(edge.start) : "…",
    edge.end === edge.start ? null : [" – ", edge.end ? workedEl(edge.end) : "…"],
  );
}

/** When a source was written, where it was made public later, and when it appeared. */
function appeared(source) {
  const published = () => el("span", {}, boundOf({ type: "xsd:date" }, source.bound), dateEl(source.issued));
  if (!source.written) return source.issued ? published() : say("undated");
  const date = dateEl(source.written);
  return source.issued
    ? fill("written.published", { date, published: published() })
    : fill("written", { date });
}

/** When a passage was said: on a day, or in a month or year. */
const stated = (date) => fill(daysOf(date)?.precision < 2 ? "stated.in" : "stated", { date: dateEl(date) });

function noteEl(number, at) {
  const passage = passages[number];
  const source = sources[passage.source];
  // A description of ours stands in each language, a printed title once.
  const own = source.titles?.[shell.lang];
  const lang = own ? shell.lang : (source.lang ?? null);
  const title = el("cite", { lang, dir: "auto" }, tidy(own ?? source.title, 400));
  return el(
    "li",
    { id: `note-${at + 1}`, tabindex: "-1" },
    el("div", { class: "who" }, speakers(number)),
    el(
      "div",
      { class: "where" },
      outLink(source.address, title),
      source.publisher ? [say("comma"), nameEl(source.publisher, 80)] : null,
      say("comma"),
      appeared(source),
      passage.stated ? [say("comma"), stated(passage.stated)] : null,
      passage.locator ? [say("comma"), locatorEl(passage.locator)] : null,
    ),
    el(
      "div",
      { class: "tags" },
      source.kind ? nameEl(source.kind, 60) : null,
      passage.views.map((v) => nameEl(v, 60)),
      passageCitation(number) ? copyButton(() => tidy(passageCitation(number)), "cite.passage") : null,
      el(
        "button",
        { type: "button", class: "quiet", "aria-label": say("note.return"), onclick: () => fromNote(at + 1) },
        "↩",
      ),
    ),
  );
}

const DATED = /^xsd:(date|gYear|gYearMonth)$/;

/** Show the object of a statement: a record, a text in its language, a date or a number. */
function valueEl(o) {
  if (o.iri) {
    if (nodeOf.has(o.iri))
      return el("button", { type: "button", class: "link", onclick: () => goTo(o.iri) }, nameEl(o.iri));
    return outsideOf(o.iri) ? outLink(outsideOf(o.iri), nameEl(o.iri)) : recordLink(o.iri);
  }
  if (o.value !== undefined) {
    if (DATED.test(o.type)) return dateEl(o.value);
    if (/^-?[\d.]+$/.test(o.value))
      return el(
        "bdi",
        { class: "number" },
        Number.isFinite(Number(o.value))
          ? new Intl.NumberFormat(LOCALE[shell.lang], {
              maximumFractionDigits: 12,
              useGrouping: o.value.length > 4,
            }).format(Number(o.value))
          : o.value,
      );
    if (o.type === "xsd:anyURI" || webAddress(o.value))
      return outLink(o.value, el("bdi", {}, tidy(o.value, 120)));
    return el("bdi", {}, durationText(o.value, o.type) ?? tidy(o.value));
  }
  // A day in another calendar, as printed, has a form in each language.
  if (o.printed) return el("bdi", { lang: shell.lang }, o.printed[shell.lang]);
  return el("bdi", { lang: o.lang ?? null, dir: isRtl(o.text) ? "rtl" : "ltr" }, tidy(o.text));
}

/** Say an ISO 8601 duration of years, months or days in the page's language. */
function durationText(value, type) {
  const match = type === "xsd:duration" && /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(value);
  if (!match) return null;
  const units = ["year", "month", "day"];
  const said = match.slice(1).flatMap((n, at) =>
    n
      ? [
          new Intl.NumberFormat(LOCALE[shell.lang], {
            style: "unit",
            unit: units[at],
            unitDisplay: "long",
          }).format(Number(n)),
        ]
      : [],
  );
  return said.join(" ") || null;
}

/** Return the web address of a name outside this graph, or null. */
function outsideOf(name) {
  if (name.startsWith("<")) return webAddress(name.slice(1, -1));
  const at = name.indexOf(":");
  const address = (meta.prefixes[name.slice(0, at)] ?? "") + name.slice(at + 1);
  return address.startsWith(meta.base) ? null : webAddress(address);
}

function recordLink(name) {
  const href = recordPage(name);
  return href ? el("a", { href, "data-page": true }, nameEl(name)) : nameEl(name);
}

/** Return the address of a record's own page, where the folder has such pages. */
function recordPage(name) {
  if (!meta.records || !/^id:[a-z0-9.-]+$/i.test(name)) return null;
  return `${meta.records}${name.slice(3)}.html#lang=${shell.lang}`;
}

/** Put the texts in the reader's language before those in others. */
const ownFirst = (statements) => [
  ...statements.filter(({ o }) => o.lang === shell.lang),
  ...statements.filter(({ o }) => o.lang !== shell.lang),
];

/** The property of editor's notes, which the project writes in every language. */
const NOTE = "skos:editorialNote";

/** Keep of editor's notes those in the reader's language, else in English: the others say the same. */
function ownNotes(statements) {
  const languages = new Map();
  const place = (statement) => statement.passages.join();
  for (const statement of statements) {
    const known = languages.get(place(statement)) ?? [];
    languages.set(place(statement), [...known, statement.o.lang]);
  }
  const wanted = (statement) =>
    FALLBACK[shell.lang].find((tag) => languages.get(place(statement)).includes(tag)) ?? statement.o.lang;
  return statements.filter((statement) => statement.o.lang === wanted(statement));
}

/** Show the statements of a record, property by property; rivals stand side by side. */
function statementsEl(record, notes) {
  const grouped = new Map([...record.rivals.keys()].map((p) => [p, []]));
  for (const statement of record.statements) {
    if (!grouped.has(statement.p)) grouped.set(statement.p, []);
    grouped.get(statement.p).push(statement);
  }
  if (!grouped.size) return null;
  const values = (p, all) =>
    record.rivals.has(p)
      ? rivalsEl(record.rivals.get(p), notes)
      : longValues(
          (p === NOTE ? ownNotes(all) : ownFirst(all)).map(
            (s) => () => el("dd", {}, valueEl(s.o), " ", notes.mark(s.passages)),
          ),
        );
  return el(
    "section",
    {},
    el("h3", {}, say("statements")),
    el(
      "dl",
      { class: "statements" },
      [...grouped].map(([p, all]) =>
        el(
          "div",
          {},
          el("dt", { title: tidy(choose(terms.get(p)?.definition).text, 300) || null }, nameEl(p, 80)),
          values(p, all),
        ),
      ),
    ),
  );
}

/** Say the bound before a value: "by" a day, "at most" a number. */
const boundOf = (o, side) => {
  const key = DATED.test(o.type) && `bound.date.${side}` in STRINGS ? `bound.date.${side}` : `bound.${side}`;
  return side && key in STRINGS ? say(key) : "";
};

/** Show rival values side by side, each with those who state it; what only fits stands apart. */
function rivalsEl({ dispute, sides, undecided }, notes) {
  const value = (o, side) => [boundOf(o, side), valueEl(o)];
  const apart = (key, accounts) =>
    accounts.length
      ? [
          el("p", { class: "apart" }, say(key)),
          longList(
            accounts.map(
              (a) => () =>
                el(
                  "li",
                  {},
                  value(a.o, a.side),
                  " ",
                  el("span", {}, speakers(a.passage)),
                  " ",
                  notes.mark([a.passage]),
                ),
            ),
            6,
            "voices apart",
          ),
        ]
      : null;
  return el(
    "dd",
    { class: "rivals" },
    el("p", { class: "flag" }, say("rivals", { n: sides.length }), " — ", nameEl(dispute)),
    el(
      "div",
      { class: "side" },
      sides.map((s) =>
        el(
          "div",
          { class: "rival" },
          el("div", { class: "value" }, value(s.o, s.side), " ", notes.mark(s.passages)),
          el(
            "p",
            { class: "apart" },
            s.origins === 1 ? say("account.origin") : say("account.origins", { n: s.origins }),
          ),
          longList(
            voicesOf(s.passages).map((voice) => () => el("li", {}, voice)),
            6,
            "voices",
          ),
          apart("account.fits", s.fits),
        ),
      ),
    ),
    apart("account.undecided", undecided),
  );
}

/** Show the first values of a long list and a button for the rest. */
function longValues(makers, first = 6) {
  if (makers.length <= first + 1) return makers.map((make) => make());
  const rest = el(
    "dd",
    {},
    el(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () => {
          rest.replaceWith(...makers.slice(first).map((make) => make()));
          refreshNotes();
        },
      },
      say("more", { n: makers.length - first }),
    ),
  );
  return [...makers.slice(0, first).map((make) => make()), rest];
}

/** Name each speaker of some passages once. */
function voicesOf(cited) {
  const said = new Map();
  for (const p of cited) {
    const key = passages[p].holders.join() + (passages[p].quoted ?? "");
    if (!said.has(key)) said.set(key, el("span", {}, speakers(p)));
  }
  return [...said.values()];
}

/** Show the shown relations of a node, by kind. */
function neighboursEl(node, notes) {
  const grouped = new Map();
  for (const e of node.edges) {
    if (!shown.edge[e]) continue;
    const edge = edges[e];
    const key = `${edge.from === node.i ? ">" : "<"}${edge.kind}`;
    if (!grouped.has(key)) grouped.set(key, []);
    grouped.get(key).push(edge);
  }
  const unseen = node.edges.filter((e) => !shown.edge[e]).length;
  if (!node.edges.length) return null;
  const groups = [...grouped]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) =>
      el(
        "div",
        { class: "relation" },
        el(
          "h4",
          {},
          el("span", { class: "way", "aria-hidden": "true" }, key[0] === ">" ? "→" : "←"),
          el("span", { class: "unseen" }, say(key[0] === ">" ? "to-direction" : "from-direction")),
          " ",
          nameEl(key.slice(1), 80),
          el("span", { class: "count" }, digits(group.length)),
        ),
        longList(group.map((edge) => () => neighbourEl(edge, node, notes))),
      ),
    );
  return el(
    "section",
    {},
    el("h3", {}, say("neighbours")),
    groups,
    unseen ? el("p", { class: "hint" }, say("hidden.count", { n: unseen })) : null,
  );
}

function neighbourEl(edge, node, notes) {
  const there = nodes[other(edge, node.i)];
  return el(
    "li",
    {},
    nodeSign(there),
    el(
      "span",
      {},
      el("button", { type: "button", class: "link", onclick: () => goTo(there.id) }, nameEl(there.id)),
      edge.record
        ? el(
            "button",
            {
              type: "button",
              class: "more",
              "aria-label": say("detail"),
              title: say("detail"),
              onclick: () => select(null, edge.key),
            },
            "⋯",
          )
        : null,
      relationEl(edge, notes),
    ),
  );
}

/** Say of a relation what its kind does not: role, stance, days, gist, with its footnotes and marks. */
function relationEl(edge, notes) {
  const { roles, gist } = sayingOf(edge);
  return [
    roles.length
      ? el(
          "span",
          { class: "role" },
          roles.map((role, at) => [at ? say("comma") : "", nameEl(role, 60)]),
        )
      : null,
    edge.sign ? el("span", { class: "count" }, ` ${say(`sign.${edge.sign}`)}`) : null,
    edge.disputed ? el("span", { class: "flag" }, say("disputed")) : null,
    edge.hearsay ? el("span", { class: "flag hearsay" }, say("hearsay")) : null,
    " ",
    notes.mark(edge.passages),
    whenEl(edge) ? el("span", { class: "dates" }, whenEl(edge)) : null,
    gist
      ? el(
          "span",
          { class: "gist", lang: gist.lang, dir: isRtl(gist.text) ? "rtl" : "ltr" },
          tidy(gist.text, 400),
        )
      : null,
  ];
}

/** Show the first items of a long list and a button for the rest. */
function longList(makers, first = 12, kind = "neighbours") {
  const items = el(
    "ul",
    { class: kind },
    makers.slice(0, first).map((make) => make()),
  );
  if (makers.length <= first) return items;
  const rest = el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => {
        items.append(...makers.slice(first).map((make) => make()));
        rest.remove();
        refreshNotes();
      },
    },
    say("more", { n: makers.length - first }),
  );
  return [items, rest];
}

let notesNow = null;
function refreshNotes() {
  const box = document.getElementById("notes");
  box?.replaceChildren(...(notesNow?.order ?? []).map(noteEl));
  if (box) box.parentElement.hidden = !notesNow.order.length;
}

function namesEl(label, alt) {
  const rowsOf = LANGUAGES.filter((lang) => lang !== choose(label).lang && label?.[lang]);
  return [
    el(
      "ul",
      { class: "names", "aria-label": say("names") },
      rowsOf.map((lang) => el("li", { lang, dir: lang === "fa" ? "rtl" : "ltr" }, tidy(label[lang], 2000))),
    ),
    alt.length
      ? el(
          "p",
          { class: "alt" },
          `${say("also")}: `,
          alt
            .slice(0, 12)
            .flatMap((text, at) => [at ? say("semicolon") : "", el("bdi", {}, tidy(text, 120))]),
        )
      : null,
  ];
}

// --- cite this ---

/** Return the citation {text, bibtex} of a record, or of the page where none is given; null without one. */
export function citation(record) {
  const { citations } = page;
  if (!citations) return null;
  if (!record) return citations.page;
  const exact = citations.records[nameIndex.get(record)];
  if (exact) return exact;
  const [title, key] = [labels[nameIndex.get(record)]?.en ?? "", record.slice(record.indexOf(":") + 1)];
  const address = meta.prefixes[record.slice(0, record.indexOf(":"))] + key;
  return {
    text: fillMarks(citations.own.text, title, address, key),
    bibtex: fillMarks(citations.own.bibtex, title, address, key),
  };
}

/** Return the citation of a passage in its source; null where the page has none. */
function passageCitation(number) {
  const passage = passages[number];
  if (!page.citations || !sources[passage.source].citation) return null;
  const address = meta.prefixes.src + passage.id.slice("src:".length);
  return [
    sources[passage.source].citation,
    passage.sentence,
    fillMarks(page.citations.recorded, "", address, ""),
  ]
    .filter(Boolean)
    .join(" ");
}

function citeEl(record) {
  const cited = citation(record);
  if (!cited) return null;
  const part = (name, content, pre) =>
    el(
      "div",
      { class: "citation" },
      el(
        "div",
        { class: "row" },
        el("h4", {}, name),
        copyButton(() => content),
      ),
      el(pre ? "pre" : "p", { dir: "auto", tabindex: pre ? "0" : null }, content),
    );
  return el(
    "details",
    { class: "cite" },
    el("summary", {}, say("cite")),
    part(say("cite.text"), tidy(cited.text), false),
    part("BibTeX", cited.bibtex, true),
  );
}

function copyButton(content, key = "copy") {
  return el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: async (e) => {
        const done = await copyText(content());
        if (done) {
          const { target } = e;
          target.textContent = say("copied");
          setTimeout(() => {
            target.textContent = say(key);
          }, 1500);
        }
      },
    },
    say(key),
  );
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce(say("copied"));
  return true;
}

// --- the panel ---

function headEl(title, kind, id, flags) {
  return el(
    "header",
    {},
    el(
      "p",
      { class: "kind" },
      glyph(kind),
      nameEl(kind, 80),
      flags.map((flag) => el("span", { class: "flag" }, say(flag))),
    ),
    el(
      "h2",
      {
        id: "detail-title",
        tabindex: "-1",
        lang: title.lang,
        dir: title.lang === "fa" || isRtl(title.text) ? "rtl" : "ltr",
      },
      tidy(title.text, 12000),
    ),
    closeButton(),
  );
}

const closeButton = () =>
  el(
    "button",
    {
      type: "button",
      class: "close",
      "aria-label": say("detail.close"),
      title: say("detail.close"),
      onclick: () => {
        select(null);
        canvasBox.focus();
      },
    },
    "×",
  );

function toolsEl(node) {
  const depthButtons = [1, 2, 3].map((n) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": String(state.focus === node.id && state.depth === n),
        "aria-label": say("focus.depth", { n }),
        title: say("focus.depth", { n }),
        onclick: () => {
          change({ focus: node.id, depth: n, open: [] });
          fit();
        },
      },
      digits(n),
    ),
  );
  const folded = state.fold.includes(node.id);
  const open = state.path[0] && state.path[0] !== node.id && state.path.length === 1;
  return el(
    "div",
    { class: "tools" },
    el(
      "span",
      { class: "segments", role: "group", "aria-label": say("focus") },
      el("span", { class: "caption" }, say("focus")),
      depthButtons,
    ),
    el(
      "button",
      { type: "button", "aria-pressed": String(folded), onclick: () => toggleOpen(node.id) },
      say(
        folded || (state.focus && state.focus !== node.id && !state.open.includes(node.id))
          ? "expand"
          : "collapse",
      ),
    ),
    el(
      "button",
      {
        type: "button",
        "aria-pressed": String(state.pin.includes(node.id)),
        title: say("pin.hint"),
        onclick: () =>
          change({
            pin: state.pin.includes(node.id)
              ? state.pin.filter((id) => id !== node.id)
              : [...state.pin, node.id],
          }),
      },
      say("pin"),
    ),
    el(
      "button",
      {
        type: "button",
        title: say("hide.hint"),
        onclick: () => select(null, null, { hide: [...state.hide, node.id], focus: null, path: [] }),
      },
      say("hide"),
    ),
    open
      ? el(
          "button",
          {
            type: "button",
            onclick: () => {
              change({ path: [state.path[0], node.id] });
              fitLit();
            },
          },
          ...fill("path.to", { name: nameEl(state.path[0], 40) }),
        )
      : el(
          "button",
          {
            type: "button",
            onclick: () => {
              change({ path: [node.id] });
              announce(say("path.pick"));
            },
          },
          say("path.from"),
        ),
  );
}

function linksEl(id, wikidata) {
  const href = recordPage(id);
  return el(
    "p",
    { class: "links" },
    el("code", {}, id),
    /^Q\d+$/.test(wikidata ?? "")
      ? outLink(`https://www.wikidata.org/wiki/${wikidata}`, say("wikidata"))
      : null,
    href ? el("a", { href, "data-page": true }, say("record.page")) : null,
  );
}

function nodePanel(node) {
  const record = recordOf(node.id) ?? { statements: [], rivals: new Map(), wikidata: null, span: null };
  const title = choose(node.label);
  if (!title.text) title.text = node.id;
  const flags = [node.disputed ? "disputed" : null, node.uncoded ? "uncoded" : null].filter(Boolean);
  return (notes) => [
    headEl(title, node.kind, node.id, flags),
    namesEl(node.label, node.alt),
    linksEl(node.id, record.wikidata),
    toolsEl(node),
    record.span ? el("p", { class: "dates" }, say("show.days"), ": ", spanEl(record.span)) : null,
    statementsEl(record, notes),
    neighboursEl(node, notes),
    notesEl(),
    citeEl(node.id),
  ];
}

function edgePanel(edge) {
  const record = edge.record ? recordOf(edge.record) : null;
  const title =
    edge.record && labels[nameIndex.get(edge.record)]
      ? choose(labels[nameIndex.get(edge.record)])
      : choose(edge.label ?? terms.get(edge.kind)?.label);
  const end = (i) =>
    el(
      "li",
      {},
      nodeSign(nodes[i]),
      el("button", { type: "button", class: "link", onclick: () => goTo(nodes[i].id) }, nameEl(nodes[i].id)),
    );
  return (notes) => [
    headEl(
      title.text ? title : { text: edge.kind, lang: "en" },
      edge.kind,
      edge.record,
      [edge.disputed && "disputed", edge.sign && `sign.${edge.sign}`].filter(Boolean),
    ),
    edge.record ? namesEl(labels[nameIndex.get(edge.record)], []) : null,
    edge.record ? linksEl(edge.record, record?.wikidata) : null,
    el(
      "ul",
      { class: "ends" },
      end(edge.from),
      el(
        "li",
        { class: "arrow" },
        el(
          "span",
          {},
          el("span", { "aria-hidden": "true", class: "way" }, "→ "),
          nameEl(edge.kind, 80),
          " ",
          notes.mark(edge.passages),
        ),
      ),
      end(edge.to),
    ),
    whenEl(edge) ? el("p", { class: "dates" }, say("show.days"), ": ", whenEl(edge)) : null,
    record ? statementsEl(record, notes) : null,
    notesEl(),
    citeEl(edge.record),
  ];
}

/** All relations between two nodes, each with its way, role, stance, gist, days and footnotes. */
function pairPanel(relations) {
  const [{ from, to }] = relations;
  const title = say("pair", { a: nameOf(nodes[from].id).text, b: nameOf(nodes[to].id).text });
  const end = (i) =>
    el(
      "button",
      { type: "button", class: "link", onclick: () => goTo(nodes[i].id) },
      nameEl(nodes[i].id, 60),
    );
  return (notes) => [
    el(
      "header",
      {},
      el("p", { class: "kind" }, say("relations.n", { n: relations.length })),
      el("h2", { id: "detail-title", tabindex: "-1", dir: "auto" }, tidy(title, 400)),
      closeButton(),
    ),
    el(
      "ul",
      { class: "neighbours pair" },
      relations.map((edge) =>
        el(
          "li",
          {},
          el(
            "span",
            {},
            el(
              "button",
              { type: "button", class: "link kind", onclick: () => select(null, edge.key) },
              nameEl(edge.kind, 80),
            ),
            el(
              "span",
              { class: "couple" },
              nodeSign(nodes[edge.from]),
              end(edge.from),
              " ",
              el("span", { "aria-hidden": "true", class: "way" }, "→"),
              " ",
              el("span", { class: "unseen" }, say("to-direction")),
              end(edge.to),
            ),
            relationEl(edge, notes),
          ),
        ),
      ),
    ),
    notesEl(),
  ];
}

const notesEl = () =>
  el("section", {}, el("h3", {}, say("sources")), el("ol", { id: "notes", class: "notes" }));

function trailEl() {
  if (state.trail.length < 2) return null;
  return el(
    "nav",
    { class: "trail", "aria-label": say("trail") },
    el(
      "ol",
      {},
      state.trail.map((id) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "link",
              "aria-current": id === state.sel ? "true" : null,
              onclick: () => goTo(id),
            },
            nameEl(id, 28),
          ),
        ),
      ),
    ),
  );
}

/** Show what holds beyond the selection: focus and path, each with its way out. */
function modesEl() {
  const bars = [];
  if (state.focus)
    bars.push(
      el(
        "p",
        { class: "mode" },
        el("span", {}, fill("focus.on", { name: nameEl(state.focus, 40), n: digits(state.depth) })),
        el(
          "button",
          {
            type: "button",
            class: "quiet",
            onclick: () => {
              change({ focus: null, open: [] });
              fit();
            },
          },
          say("focus.off"),
        ),
      ),
    );
  if (state.path.length) bars.push(pathEl());
  return bars;
}

function pathEl() {
  const steps = currentPath();
  const out = el(
    "button",
    { type: "button", class: "quiet", onclick: () => change({ path: [], around: false, route: 0 }) },
    say("path.off"),
  );
  if (state.path.length === 1)
    return el(
      "div",
      { class: "mode" },
      el("span", {}, nameEl(state.path[0], 40), " — ", say("path.pick")),
      out,
    );
  if (!steps) return el("div", { class: "mode" }, el("span", {}, say("path.none")), aroundEl(), out);
  return el(
    "div",
    { class: "mode path" },
    el(
      "div",
      { class: "row" },
      el("strong", {}, `${say("path")}: ${say("path.found", { n: steps.length - 1 })}`),
      out,
    ),
    el("div", { class: "row" }, routesEl(), aroundEl()),
    el(
      "ol",
      {},
      steps.map(({ node, edge }) =>
        el(
          "li",
          {},
          edge === null
            ? null
            : el(
                "button",
                { type: "button", class: "step", onclick: () => select(null, edges[edge].key) },
                nameEl(edges[edge].kind, 60),
              ),
          el(
            "button",
            { type: "button", class: "link", onclick: () => goTo(nodes[node].id) },
            nameEl(nodes[node].id, 80),
          ),
        ),
      ),
    ),
  );
}

/** Buttons for the other chains between the same ends. */
function routesEl() {
  const routes = currentPaths();
  if (routes.length < 2) return null;
  const open = (route) => {
    change({ route });
    fitLit();
  };
  return el(
    "span",
    { class: "segments", role: "group", "aria-label": say("path.routes") },
    routes.map((steps, at) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": String(steps === currentPath()),
          "aria-label": say("path.route", { n: at + 1, steps: steps.length - 1 }),
          title: say("path.route", { n: at + 1, steps: steps.length - 1 }),
          onclick: () => open(at),
        },
        digits(at + 1),
      ),
    ),
  );
}

/** The switch that closes the hubs, through which most chains would run and tell little. */
function aroundEl() {
  if (hubs.every((id) => state.path.includes(id))) return null;
  const box = el("input", {
    type: "checkbox",
    id: "around",
    checked: state.around,
    onchange: (e) => {
      change({ around: e.target.checked, route: 0 });
      fitLit();
    },
  });
  const names = joined(hubs.filter((id) => !state.path.includes(id)).map((id) => nameEl(id, 40)));
  return el(
    "label",
    { class: "around" },
    box,
    el("span", {}, fill("path.around", { names: el("span", {}, names) })),
  );
}

// --- the sheet of a phone ---

const narrow = matchMedia("(max-width: 900px)");
const stage = document.getElementById("stage");
const storyBox = document.getElementById("story");
/** The heights of the sheet, from the lowest. */
const HEIGHTS = ["peek", "half", "full"];
document.body.dataset.sheet = "half";

function setSheet(height) {
  document.body.dataset.sheet = height;
  const grip = document.getElementById("grip");
  grip.setAttribute("aria-label", say(`sheet.${height}`));
  if (grip.contains(document.activeElement)) announce(say(`sheet.${height}`));
  fitLit();
}

/** The grip: drawn up or down it changes the height of the sheet, clicked it goes on to the next. */
function sheetEl() {
  const step = (way) => {
    const at = HEIGHTS.indexOf(document.body.dataset.sheet) + way;
    setSheet(HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, at))]);
  };
  let from = null;
  return el("button", {
    type: "button",
    id: "grip",
    "aria-label": say(`sheet.${document.body.dataset.sheet}`),
    onpointerdown: (event) => {
      from = event.clientY;
      event.target.setPointerCapture(event.pointerId);
    },
    onpointerup: (event) => {
      const way = from === null ? 0 : from - event.clientY;
      from = Math.abs(way) > 24 ? NaN : null;
      if (Math.abs(way) > 24) step(Math.sign(way));
    },
    onclick: () => {
      // The click that ends a drag is none.
      if (from === null) {
        const at = HEIGHTS.indexOf(document.body.dataset.sheet);
        setSheet(HEIGHTS[(at + 1) % HEIGHTS.length]);
      }
      from = null;
    },
  });
}
narrow.addEventListener("change", () => refreshDetail());

export function refreshDetail() {
  const node = state.sel && nodeOf.get(state.sel);
  const edge = state.edge && edgeOf.get(state.edge);
  const relations = state.pair.length ? between(...state.pair) : [];
  notesNow = footnotes();
  const body = node
    ? nodePanel(node)(notesNow)
    : edge
      ? edgePanel(edge)(notesNow)
      : relations.length
        ? pairPanel(relations)(notesNow)
        : null;
  const modes = modesEl();
  // On a phone the card of a story lies in the sheet, where it covers nothing.
  const docked = narrow.matches && !storyBox.hidden;
  if (!docked && storyBox.parentElement === detail) stage.append(storyBox);
  detail.hidden = !body && !modes.length && !docked;
  document.body.dataset.detail = detail.hidden ? "" : "open";
  detail.replaceChildren(
    ...[sheetEl(), docked ? storyBox : null, trailEl(), modes, body].flat(3).filter(Boolean),
  );
  detail.scrollTop = 0;
  refreshNotes();
}
