"""Static pages: text that is complete without a script, in three languages at once, each value with its footnotes.

Every phrase and every label is in the page in all three languages; a style shows the one that the
page is set to. A small script switches languages and writes dates in both calendars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kg.dataset.derived.sides import length
from kg.rdf.terms import Literal, Value
from kg.rdf.vocabulary import DATE_TYPES, LANGUAGES, expand
from kg.site import doors, frame, shared, web
from kg.site.payload import PayloadBuilder
from kg.text.folding import alphabetical
from kg.text.phrases import bound, catalogue, counted
from kg.text.phrases import decimal as decimal  # pages say static.decimal, and so on
from kg.text.phrases import digits as digits
from kg.text.phrases import number as number

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from kg.model.reader import Reader

_STYLE, _SCRIPT = "page.css", "static.js"
#: The phrases of the script, by the beginnings of their keys.
_PHRASES = ("language", "theme", "doors", "search", "note.return", "more", "comma", "browse.pages", "browse.extent")
_FALLBACK = {"en": ("en", "ru", "fa"), "fa": ("fa", "en", "ru"), "ru": ("ru", "en", "fa")}
_DAY = re.compile(r"\d{4}(-\d\d){0,2}\Z")
_DAYS = re.compile(r"\b(\d{4}-\d\d(?:-\d\d)?)\b")
_WEB = re.compile(r"https?://[^\s<>\"']+\Z", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?\Z")
#: The mark of direction before a minus belongs to it (`kg.text.phrases.decimal`).
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\u200f\u061c]|\u200e(?!\u2212)")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufff9-\ufffb]")
_BEFORE_MARKS = re.compile(r" (?=<sup class=marks>)")
_RECORD = re.compile(r"id:[a-z0-9][a-z0-9.-]*\Z")


def tidy(text: str, limit: int = 0) -> str:
    r"""Make a text from data safe to show: without direction overrides, and control characters replaced.

    >>> tidy("a\u202eb\x07c d", 4)
    'ab\ufffdc…'
    """
    shown = _CONTROLS.sub("\ufffd", re.sub(r"[\t\n\r]+", " ", _OVERRIDES.sub("", text)))
    return shown if not limit or len(shown) <= limit else shown[:limit] + "…"


def tidy_lines(text: str) -> str:
    r"""Make a text of several lines safe to show, keeping the lines.

    >>> tidy_lines("a\n b\x07")
    'a\n b\ufffd'
    """
    return "\n".join(tidy(line) for line in text.split("\n"))


def in_languages(label: Mapping[str, str | None], limit: int = 0) -> Markup:
    """Write a label in all languages; the page's style shows one of them.

    >>> print(in_languages({"en": "Iran", "fa": None, "ru": None}))
    <bdi lang=en>Iran</bdi>
    >>> print(in_languages({"en": "Iran", "fa": "ایران", "ru": "И"}))
    <bdi class=t lang=en>Iran</bdi><bdi class=t lang=fa>ایران</bdi><bdi class=t lang=ru>И</bdi>
    """
    return _in_languages(tuple(label.get(tag) or "" for tag in LANGUAGES), limit)


def titled(source: Mapping[str, Any]) -> dict[str, str]:
    """Return the title of a source of a payload by language, for `in_languages`.

    A title in a language other than the site's three stands in the place of the English one, as it is.

    >>> titled({"title": "[Vote]", "lang": "en", "titles": {"ru": "[Голосование]"}})
    {'en': '[Vote]', 'ru': '[Голосование]'}
    >>> titled({"title": "Abstimmung", "lang": "de"})
    {'en': 'Abstimmung'}
    """
    lang = source.get("lang")
    return {lang if lang in LANGUAGES else "en": source["title"], **source.get("titles", {})}


def source_title(source: Mapping[str, Any], limit: int) -> Markup:
    """Write the title of a source of a payload, in the language of the reader as far as it has one there.

    >>> print(source_title({"title": "Abstimmung", "lang": "de"}, 400))
    <cite lang="de">Abstimmung</cite>
    """
    if source.get("titles"):
        return frame.filled("<cite>{}</cite>", in_languages(titled(source), limit))
    lang = frame.filled(' lang="{}"', source["lang"]) if source.get("lang") else ""
    return frame.filled("<cite{}>{}</cite>", lang, tidy(source["title"], limit))


def noted(notes: Iterable[Mapping[str, Any]]) -> Markup:
    """Write editor’s notes, as values of a payload, in the language of the reader, else in English.

    >>> print(noted([{"text": "A.", "lang": "en"}, {"text": "А.", "lang": "ru"}]))
    <bdi class=t lang=en>A.</bdi><bdi class=t lang=fa><bdi lang=en>A.</bdi></bdi><bdi class=t lang=ru>А.</bdi>
    """
    texts: dict[str, list[str]] = {tag: [] for tag in LANGUAGES}
    for note in notes:
        texts.get(note.get("lang", ""), texts["en"]).append(note.get("text") or note["value"])
    return in_languages({tag: " ".join(own) for tag, own in texts.items()})


@lru_cache(maxsize=100_000)
def _in_languages(label: tuple[str, ...], limit: int) -> Markup:
    """Write a label, given by its texts in the order of languages; memoized, since pages repeat their names."""
    from markupsafe import Markup, escape

    given = dict(zip(LANGUAGES, label, strict=True))
    texts = {
        tag: next(((text, other) for other in _FALLBACK[tag] if (text := given[other])), ("", tag))
        for tag in LANGUAGES
    }
    # Put together as strings, all escaped here: `Markup.format` takes ten times as long.
    written = {tag: (str(escape(tidy(text, limit))), lang) for tag, (text, lang) in texts.items()}
    if len({text for text, _ in texts.values()}) == 1:
        text, lang = written["en"]
        return Markup(f"<bdi lang={lang}>{text}</bdi>")
    return Markup(
        "".join(
            f"<bdi class=t lang={tag}>{text if tag == lang else f'<bdi lang={lang}>{text}</bdi>'}</bdi>"
            for tag, (text, lang) in written.items()
        )
    )


@cache
def comma() -> Markup:
    """Return the comma between items; the page's script writes that of another language."""
    from markupsafe import Markup

    return Markup("<span class=comma>, </span>")


def say(key: str, *names: object, **places: object) -> Markup:
    """Write a phrase of the interface in all languages, with its slots filled by position and by name."""
    return _phrase(key, names, places) if names or places else _bare_phrase(key)


@cache
def _bare_phrase(key: str) -> Markup:
    """Return a phrase without slots; memoized, since a page repeats such phrases many times."""
    return _phrase(key, (), {})


def _phrase(key: str, names: Sequence[object], places: Mapping[str, object]) -> Markup:
    """Fill the slots of a phrase in each language; numbers have that language's digits and separators."""
    from markupsafe import Markup, escape

    # Put together as strings, all escaped here: `Markup.format` takes ten times as long.
    written = [str(escape(name)) for name in names]
    lines = []
    for tag in LANGUAGES:
        values = {slot: str(escape(number(v, tag) if isinstance(v, int) else v)) for slot, v in places.items()}
        lines.append(f"<span class=t lang={tag}>{_escaped(key, tag).format(*written, **values)}</span>")
    return Markup("".join(lines))


@cache
def _escaped(key: str, language: str) -> str:
    """Return a phrase of the interface as HTML, with its slots."""
    from markupsafe import escape

    return str(escape(catalogue()[key][language]))


def by_name(reader: Reader, iris: Iterable[str], lang: str, named: Callable[[str], str] = str) -> list[str]:
    """Return records or terms in the order of their names in a language, or of the names of others.

    The script of a page puts them in order anew for another language, or where the alphabet has finer rules.
    """
    return sorted(iris, key=lambda iri: (alphabetical(reader.label(named(iri), lang)), iri))


def year_texts(text: int | str) -> dict[str, str]:
    """Return a year, or a span of years, in the digits of each language; it is no count, so it has no separator.

    >>> year_texts(1403)["fa"]
    '۱۴۰۳'
    """
    return {tag: digits(str(text), tag) for tag in LANGUAGES}


def year(text: int | str) -> Markup:
    """Write a year, or a span of years, in all languages."""
    return in_languages(year_texts(text))


def span(duration: str) -> Markup:
    """Write a duration in years, else in months, else in days.

    >>> print(span("P18M")[:36], span("P1Y")[:33])
    <bdi class=t lang=en>18 months</bdi> <bdi class=t lang=en>1 year</bdi>
    """
    months, days = length(duration)
    if days or not months:
        unit, n = "day", days
    else:
        unit, n = ("month", months) if months % 12 else ("year", months // 12)
    return in_languages(counted(f"duration.{unit}", n))


def language(tag: str) -> Markup:
    """Write the name of a language in all languages, or its tag where it has no name here."""
    return in_languages(catalogue().get(f"language.{tag}") or {"en": tag})


def count(value: int) -> Markup:
    """Write a number in all languages."""
    return in_languages({tag: number(value, tag) for tag in LANGUAGES})


def day(date: str | None) -> Markup:
    """Write a date; the page's script shows it in both calendars."""
    from markupsafe import Markup, escape

    if date and _DAY.match(date):
        # Digits and hyphens need no escape.
        return Markup(f'<time datetime="{date}">{date}</time>')
    return escape(tidy(date or ""))


def appeared(source: Mapping[str, Any]) -> Markup:
    """Write the day on which a source, described as in a payload, appeared, or by which it had.

    Of a source that was made public later, the day on which it was written comes first.

    >>> print(appeared({"issued": "2025-05", "bound": "most"})[:52])
    <bdi class=t lang=en>by</bdi><bdi class=t lang=fa>تا
    """
    published = after_bound(source.get("bound") or "", day(source["issued"]), is_day=True)
    if written := source.get("written"):
        key = "written.published" if source["issued"] else "written"
        return say(key, date=day(written), published=published)
    return published if source["issued"] else say("undated")


def stated(date: str) -> Markup:
    """Write when a passage was said: on a day, or in a month or year.

    >>> print(stated("1918-08")[:29])
    <span class=t lang=en>said in
    """
    return say("stated" if len(date) > len("1918-08") else "stated.in", date=day(date))


def worked_out(day: str) -> Markup:
    """Write a derived day, marked as such: no source need state it."""
    return frame.filled('<time class=worked datetime="{0}">{0}</time>', day)


def dated(texts: Mapping[str, str], write: Callable[[str], Markup] = day) -> Markup:
    """Write a text that contains days or months, in all languages; the page's script shows each in both calendars.

    >>> print(dated({"en": "by 2001-03-12", "fa": "تا 2001-03-12", "ru": "до"})[:75])
    <span class=t lang=en>by <time datetime="2001-03-12">2001-03-12</time></spa
    """
    from markupsafe import Markup, escape

    return Markup("").join(
        frame.filled(
            "<span class=t lang={}>{}</span>",
            tag,
            Markup("").join(
                write(piece) if _DAYS.fullmatch(piece) else escape(digits(tidy(piece), tag)) for piece in parts
            ),
        )
        for tag, parts in ((tag, _DAYS.split(texts[tag])) for tag in LANGUAGES)
    )


def bounded(side: str, writer: Writer, value: Value) -> Markup:
    """Write a value after the words of its bound, if it has one: "by" a day, "at most" a number."""
    is_day = isinstance(value, Literal) and value.datatype.value in DATE_TYPES
    return after_bound(side, writer.value(writer.builder.value(value)), is_day)


def after_bound(side: str, shown: Markup, is_day: bool) -> Markup:
    """Write the words of a bound, if it is one, before a value that is written already."""
    words = {tag: bound(side, is_day, tag).strip() for tag in LANGUAGES}
    return frame.filled("{} {}", in_languages(words), shown) if any(words.values()) else shown


def out_link(address: str | None, shown: object) -> Markup:
    """Write a link to another site, which the page's script opens in a new tab; only http and https are linked."""
    from markupsafe import Markup, escape

    if address and _WEB.match(address):
        return Markup(f'<a href="{escape(address)}">{escape(shown)}</a>')
    return escape(shown)


def page_link(address: str, shown: object) -> Markup:
    """Write a link to another page of the same folder; the script adds the language of this page to it."""
    return frame.filled('<a href="{}">{}</a>', address, shown)


@cache
def _mark(number: int) -> Markup:
    """Write the number of a footnote as a link to it."""
    return frame.filled('<a href="#note-{0}">{0}</a>', number)


@dataclass
class Notes:
    """Footnotes of a page: passages are numbered in the order in which they are first cited."""

    places: dict[int, int] = field(default_factory=dict)

    @property
    def order(self) -> list[int]:
        """The passages in the order of their notes."""
        return list(self.places)

    def mark(self, passages: Iterable[int]) -> Markup:
        """Return the marks of passages as links to their notes, ascending; without any, that of the register."""
        from markupsafe import Markup

        numbers = sorted(self.places.setdefault(passage, len(self.places) + 1) for passage in passages)
        if not numbers:
            return frame.filled("<span class=register>{}</span>", say("register"))
        return frame.filled("<sup class=marks>{}</sup>", Markup(" ").join(map(_mark, numbers)))


class Writer:
    """Writes names, values and holders of one compiled graph for static pages."""

    def __init__(
        self,
        builder: PayloadBuilder,
        root: str = "",
        has_page: Callable[[str], bool] | None = None,
        records: str | None = None,
    ) -> None:
        """Make a writer.

        Args:
            builder: of the graph.
            root: the relative path from the page to the folder of the index, such as `../`.
            has_page: whether a record (compact name) has a page of its own.
            records: the relative path from the page to the folder of the records, if not by way of the index.
        """
        self.builder, self.root = builder, root
        self.records = f"{root}id/" if records is None else records
        self.has_page = has_page or (lambda _: False)
        self._links: dict[tuple[str, int], Markup] = {}
        self._notes: dict[int, dict[str, Any]] = {}
        self._locators: dict[str, Markup] = {}

    def name(self, name: str, limit: int = 240) -> Markup:
        """Write the short name or label of a record or term, or its prefixed name."""
        label = (self.builder.names.get(name) or self.builder.terms.get(name) or {}).get("label") or {}
        if not any(label.values()):
            label = self.builder.short(expand(name))
        return in_languages(label if any(label.values()) else {"en": name.strip("<>")}, limit)

    def link(self, name: str, limit: int = 240, text: Mapping[str, str | None] | None = None) -> Markup:
        """Write a record's label, or another text, as a link to its page or its web address."""
        if text is not None:
            return self._link(name, in_languages(text, limit))
        if (name, limit) not in self._links:
            self._links[name, limit] = self._link(name, self.name(name, limit))
        return self._links[name, limit]

    def _link(self, name: str, text: Markup) -> Markup:
        """Link a text to the page of a record, or to its address on the web, where it has either."""
        from markupsafe import Markup

        if self.has_page(name) and _RECORD.match(name):
            # The name has no character that HTML escapes, and the text is markup.
            return Markup(f'<a href="{self.records}{name[3:]}.html">{text}</a>')
        address = name[1:-1] if name.startswith("<") else expand(name) if name.startswith("wd:") else None
        return out_link(address, text)

    def locator(self, text: str) -> Markup:
        """Write a locator in all languages; what has no translation is marked as being in English."""
        from markupsafe import Markup, escape

        if text in self._locators:
            return self._locators[text]
        own, other = "<bdi class=t lang={}>{}</bdi>", "<bdi lang={}>{}</bdi>"
        lines = []
        for tag in LANGUAGES:
            parts = []
            for piece in self.builder.reader.locator(text, tag):
                label = self.builder.short(piece.record) if piece.record else {piece.language: piece.text}
                lang = next((known for known in _FALLBACK[tag] if label.get(known)), tag)
                shown = tidy(label.get(lang) or "", 160)
                parts.append(escape(shown) if lang == tag else frame.filled(other, lang, shown))
            lines.append(frame.filled(own, tag, Markup("").join(parts)))
        self._locators[text] = Markup("").join(lines)
        return self._locators[text]

    def value(self, value: Mapping[str, Any]) -> Markup:
        """Write the object of a statement."""
        if "iri" in value:
            return self.link(value["iri"] or "")
        if "value" in value:
            text = value["value"] or ""
            if value["type"] in ("xsd:date", "xsd:gYear", "xsd:gYearMonth"):
                return day(text)
            if value["type"] == "xsd:duration":
                return span(text)
            if value["type"] == "xsd:language":
                return language(text)
            if _DECIMAL.match(text):
                return in_languages({tag: decimal(text, tag) for tag in LANGUAGES})
            return out_link(text, frame.filled("<bdi translate=no>{}</bdi>", tidy(text)))
        if printed := value.get("printed"):
            return in_languages(printed)
        text = tidy(value["text"] or "")
        return frame.filled('<bdi lang="{}" dir="auto">{}</bdi>', value["lang"] or "", text)

    def speakers(self, number: int, seen: frozenset[int] = frozenset()) -> Markup:
        """Write who speaks in a passage: X, or X, as reported by Y."""
        passage = self.builder.passages[number]
        own = comma().join(self.link(holder) for holder in passage["holders"])
        by = passage["quoted_in"]
        if by is None or by in seen:
            return own
        # In pieces, for a phrase with slots would repeat both names in each language.
        return frame.filled("{}{}{} {}", own, comma(), say("voice.reported"), self.speakers(by, seen | {number}))

    def notes(self, cited: Notes) -> list[dict[str, Any]]:
        """Return the footnotes of a page; one whose source has been described refers to the earlier footnote."""
        first: dict[int, dict[str, Any]] = {}
        footnotes = []
        for place, index in enumerate(cited.order, 1):
            passage, note = self.builder.passages[index], self.note(index) | {"again": "", "number": place}
            earlier = first.setdefault(passage["source"], note)
            if earlier["number"] != place:
                same = note["who"] == earlier["who"]
                key, link = "note.same" if same else "note.again", _mark(earlier["number"])
                note |= {"again": say(key, note=link), "who": "" if same else note["who"]}
                note["tags"] = [] if same else note["tags"][1:]
            footnotes.append(note)
        return footnotes

    def note(self, number: int) -> dict[str, Any]:
        """Return the parts of a footnote: speakers, source, publisher, date, locator, tags."""
        if number not in self._notes:
            passage = self.builder.passages[number]
            source = self.builder.sources[passage["source"]]
            self._notes[number] = {
                "who": self.speakers(number),
                "source": source,
                "publisher": self.link(source["publisher"]) if source["publisher"] else "",
                "issued": appeared(source),
                "stated": stated(passage["stated"]) if passage["stated"] else "",
                "locator": self.locator(passage["locator"]),
                "tags": [self.name(t) for t in (source["kind"], *passage["perspectives"]) if t],
                "id": passage["id"],
            }
        return self._notes[number]


def footnotes(notes: Sequence[Mapping[str, Any]]) -> Markup:
    """Write footnotes as they stand at the end of a page."""
    written: Markup = _environment().get_template("notes.html").module.notes_list(notes)  # type: ignore[attr-defined]
    return written


def assets() -> dict[str, frame.Inline]:
    """Return the style and the script that static pages share, by file name."""
    return {
        _STYLE: frame.style("page.css", "static.css", "chart.css"),
        _SCRIPT: frame.script("static.js", *_PHRASES),
    }


def bind_marks(body: Markup) -> Markup:
    r"""Bind each group of footnote marks to the word before it, lest a line begin with them.

    >>> from markupsafe import Markup
    >>> bind_marks(Markup("Iran <sup class=marks>1</sup>"))
    Markup('Iran\xa0<sup class=marks>1</sup>')
    """
    from markupsafe import Markup

    return Markup(_BEFORE_MARKS.sub("\u00a0", body))  # it was markup


def below(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return the meta of pages one folder deeper: the index and the assets are one folder higher.

    >>> below({"home": "index.html", "lang": "en"})
    {'home': '../index.html', 'lang': 'en'}
    """
    return {key: f"../{setting}" if key in ("home", "assets") else setting for key, setting in meta.items()}


def place_of(meta: Mapping[str, Any]) -> doors.Place | None:
    """Return where the page of some meta stands in its site; None where it is no page of a site."""
    if not meta.get("doors"):
        return None
    page = meta.get("page", "")
    root = meta["home"].removesuffix("index.html")
    return doors.Place(meta["doors"], root, meta.get("door") or doors.behind(meta["doors"], page), page)


def render(template: str, title: Mapping[str, str | None], meta: Mapping[str, Any], **parts: Any) -> str:
    """Fill a template of a static page.

    Args:
        template: its file name.
        title: of the page, by language.
        meta: version, digest, lang, home (address of the index), site (title of the corpus), assets (address of the
            folder that has the files of `assets()`; without one, style and script are inlined), shared (what
            the pages of that folder share), names_listed (the page lists its title in all languages), of a page
            with a script of its own scripts (files in that folder), data (blocks) and engine (it runs WebAssembly),
            and of a page of a published site its doors, its own name (page), its number where it is not the first
            of several (part) and, where no door lists it, its door.
        parts: the variables of the template.
    """
    from markupsafe import Markup, escape

    lang, part = meta.get("lang", "en"), meta.get("part")
    page = frame.Frame(
        title=tidy(frame.choose(title, _FALLBACK[lang]), 160) + (f" ({part})" if part else ""),
        lang=lang,
        home=meta.get("home"),
        place=place_of(meta),
    )
    if page.place:
        page.head = web.head(page.title, meta)
    context = {
        "page": page,
        "site": in_languages(meta.get("site") or catalogue()["site"]),
        "meta": meta,
        "title": in_languages(title),
        "phrases": catalogue(),
        **parts,
    }
    body = bind_marks(Markup(_environment().get_template(template).render(context).strip()))  # made by a template
    if folder := meta.get("assets"):
        page.style_files, page.icon_file = [folder + _STYLE], folder + frame.ICON
        scripts, page.data = [_SCRIPT, *meta.get("scripts", ())], list(meta.get("data", ()))
        page.engine = meta.get("engine", False)
        if sharing := meta.get("shared"):
            named = tuple(str(escape(tidy(title.get(tag) or ""))) for tag in LANGUAGES)
            body, rows = sharing.moved(body, named if meta.get("names_listed") else ())
            page.data += [frame.data(shared.BLOCK, rows)] if rows else []
            scripts.insert(0, shared.FILE)
        page.script_files = [folder + file for file in scripts]
    else:
        page.styles, page.scripts = [assets()[_STYLE]], [assets()[_SCRIPT]]
    html = _environment().get_template("frame.html").render(page=page, body=body)
    # A page alone is read and edited by hand; of the many pages of a folder, markup would be a fifth.
    return frame.lean(html) if folder else html


@cache
def _environment() -> Environment:
    """Return the template environment with the functions that templates call."""
    environment = frame.environment()
    environment.globals |= {
        "say": say,
        "day": day,
        "tidy": tidy,
        "tri": in_languages,
        "source_title": source_title,
        "out_link": out_link,
        "count": count,
    }
    return environment
