"""Pages made of sections, each a table or a few blocks, with footnotes at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg.model import plain
from kg.model.reader import Passage, Reader
from kg.rdf.vocabulary import LANGUAGES, bound_base
from kg.site import frame, static
from kg.site.payload import PayloadBuilder
from kg.site.static import Notes, Writer
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup

#: Writes a further file of a published folder, given its address and text.
Beside = Callable[[str, str], None]
#: The sections of a page may have so many characters, before it is divided; they have all languages.
MOST = 400_000
#: A column with a text of so many characters, in all languages together, is one of sentences.
LONG = 160
_NOTE = re.compile(r'href="#note-(\d+)"')
_MARKUP = re.compile(r"<sup.*?</sup>|<[^>]*>")
#: Digits of any script with their separators, signs and slashes; a percentage is a number too.
_NUMBER = re.compile(r"[\d\s.,٬٫%٪/+\u200e−–-]*\d[\d\s.,٬٫%٪/+−–-]*")


@dataclass
class Section:
    """A section of a page: a heading with a table or blocks below it; either may be empty."""

    title: Markup | str  # without links: it is repeated in the list of sections
    anchor: str = ""
    text: Markup | str = ""
    columns: Sequence[Markup | str] = ()
    rows: Sequence[Sequence[Markup | str]] = ()
    blocks: Sequence[Markup] = ()
    heading: Markup | str = ""  # replaces the title where the heading is a link
    by_name: bool = False  # the rows are in the order of their names, which in each language is another

    def parts(self) -> Iterator[Markup | str]:
        """Yield the texts of the section."""
        yield self.heading or self.title
        yield self.text
        yield from self.blocks
        for row in self.rows:
            yield from row


@dataclass
class Page:
    """A page that is being built; the keys of its phrases begin with its name (`NAME.title`, `NAME.lead`)."""

    name: str
    writer: Writer
    meta: Mapping[str, Any]
    notes: Notes = field(default_factory=Notes)
    sections: list[Section] = field(default_factory=list)
    title: Mapping[str, str | None] | None = None
    #: The languages that some gist of the page does not have.
    lacking: set[str] = field(default_factory=set)
    #: The phrase that says so.
    lacks: str = "gists.untranslated"
    #: The records that a section shows in full, which no list of relations repeats.
    shown: set[str] = field(default_factory=set)

    def cite(self, passages: Sequence[str]) -> Markup:
        """Return the footnote marks of passages given by IRI."""
        return self.notes.mark(self.writer.builder.cite(passages))

    def record(self, iri: str, limit: int = 240) -> Markup:
        """Return a record's name, as a link where it has a page."""
        return self.writer.link(self.writer.builder.name(iri), limit)

    def details(self, iri: str) -> Markup:
        """Return a link to the page of a record where its name would repeat what is said; "" if it has no page."""
        from markupsafe import Markup

        name = self.writer.builder.name(iri)
        return self.writer.link(name, text=catalogue()["detail"]) if self.writer.has_page(name) else Markup()

    def pinpoint(self, provision: str) -> Markup:
        """Return a provision's number within its instrument as a link to its page."""
        builder = self.writer.builder
        numbers = {tag: static.digits(plain.pinpoint(builder.reader, provision, tag), tag) for tag in LANGUAGES}
        return self.writer.link(builder.name(provision), text=numbers)

    def plain(self, iri: str, limit: int = 240) -> Markup:
        """Return a record's name without a link."""
        return self.writer.name(self.writer.builder.name(iri), limit)

    def term(self, iri: str) -> Markup:
        """Return a term's name."""
        return self.writer.name(self.writer.builder.term(iri))

    def gist(self, texts: Mapping[str, str]) -> Markup:
        """Return a gist in all languages; the page will say once in which of them some gists are missing."""
        self.lacking |= set(LANGUAGES) - set(texts)
        return static.in_languages(texts)

    def voice(self, passage: Passage) -> Markup:
        """Write who speaks in a passage, and who reports it."""
        chain, reporter = [self._names(passage)], passage.quoted_in
        while reporter:
            chain.append(joined([static.say("voice.reported"), self._names(reporter)], " "))
            reporter = reporter.quoted_in
        return joined(chain)

    def _names(self, passage: Passage) -> Markup:
        """Write the holders of a passage as links."""
        return joined([self.record(holder) for holder in passage.holders])

    def source_day(self, passage: Passage, day: str) -> Markup:
        """Write the day of a saying as a link to the source in which it stands."""
        address = self.writer.builder.source(passage.source)["address"]
        return static.out_link(address, static.day(day) if day else static.say("undated"))

    def source_link(self, passage: Passage) -> Markup:
        """Write a link to the source of a passage, under the name of its publisher, else under its title."""
        source = self.writer.builder.source(passage.source)
        publisher = self.writer.builder.names[source["publisher"]]["label"] if source["publisher"] else None
        return static.out_link(source["address"], static.in_languages(publisher or static.titled(source), 120))

    def cited(self, notes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return those of some footnotes that the sections cite, and those to which they refer, as numbered."""
        parts = (part for section in self.sections for part in section.parts())
        numbers = {int(number) for part in parts for number in _NOTE.findall(part)}
        again = (note["again"] for note in notes if note["number"] in numbers)
        numbers |= {int(number) for text in again for number in _NOTE.findall(text)}
        return [note for note in notes if note["number"] in numbers]

    def divided(self, beside: Beside | None) -> str:
        """Return the page; where its sections are long, the first of several, each with links to all sections.

        `beside` writes the further pages; without it, the page has every section.
        """
        pages: list[list[Section]] = [[]]
        room = MOST
        for section in self.sections:
            size = sum(map(len, section.parts()))
            if beside and size > room and pages[-1]:
                pages.append([])
                room = MOST
            pages[-1].append(section)
            room -= size
        if len(pages) == 1 or not beside:
            return self.html()
        addresses = [f"{self.name}.html", *(f"{self.name}-{n}.html" for n in range(2, len(pages) + 1))]
        places = [
            (f"{address}#{section.anchor}", section.title)
            for address, own in zip(addresses, pages, strict=True)
            for section in own
        ]
        notes = self.writer.notes(self.notes)
        texts = []
        for number, own in enumerate(pages, 1):
            meta = {**self.meta, "address": addresses[number - 1], "part": number if number > 1 else 0}
            page = replace(self, sections=own, meta=meta)
            texts.append(page.html(notes=page.cited(notes), places=places))
        for address, text in zip(addresses[1:], texts[1:], strict=True):
            beside(address, text)
        return texts[0]

    def html(
        self,
        template: str = "sections.html",
        notes: Sequence[Mapping[str, Any]] | None = None,
        places: Sequence[tuple[str, Markup | str]] | None = None,
        **parts: Any,
    ) -> str:
        """Return the page as HTML, by its own template where it has more than sections.

        One of several pages is given its footnotes, and the addresses and titles of the sections of all.
        """
        title = self.title or catalogue()[f"{self.name}.title"]
        untranslated = catalogue()[self.lacks]
        lead = catalogue().get(f"{self.name}.lead")
        about = {"about": lead["en"]} if lead else {}
        shown = [section for section in self.sections if section.rows or section.blocks or section.text]
        if places is None:
            own = [(f"#{section.anchor}", section.title) for section in shown if section.anchor]
            # Few sections are seen at a glance.
            places = own if len(shown) > 3 else ()
        return static.render(
            template,
            title,
            {"page": self.name, **about, **self.meta},
            lead=static.say(f"{self.name}.lead") if lead else "",
            untranslated=[(tag, untranslated[tag]) for tag in LANGUAGES if tag in self.lacking],
            sections=shown,
            table=table,
            places=places,
            notes=self.writer.notes(self.notes) if notes is None else notes,
            **parts,
        )


def begin(
    name: str, reader: Reader, digest: str, lang: str, writer: Writer | None, meta: Mapping[str, Any]
) -> Page:
    """Begin a page; without a writer, records are shown by name but not linked."""
    about = {"digest": digest, "lang": lang, "base": bound_base(), **meta}
    return Page(name, writer or Writer(PayloadBuilder(reader)), about)


def heads(*keys: str) -> list[Markup]:
    """Return the heads of columns in all languages.

    >>> len(heads("col.name", "col.kind"))
    2
    """
    return [static.say(key) for key in keys]


def joined(parts: Iterable[Markup | str], between: Markup | str | None = None) -> Markup:
    """Join parts, escaping those that are plain text, by the comma of the page's language or by another text.

    >>> print(joined(["<a>", "b"], "; "))
    &lt;a&gt;; b
    """
    from markupsafe import Markup

    return (static.comma() if between is None else Markup(between)).join(parts)


def wrapped(tag: str, content: Markup | str, kind: str = "") -> Markup:
    """Put content into an element.

    >>> print(wrapped("p", "a < b", "hint"))
    <p class="hint">a &lt; b</p>
    """
    from markupsafe import Markup, escape

    attribute = f' class="{escape(kind)}"' if kind else ""
    return Markup(f"<{tag}{attribute}>{escape(content)}</{tag}>")  # escaped here: `Markup.format` is slow


def is_number(cell: Markup | str) -> bool:
    """Return whether a cell shows a number alone; a date, which has a script of its own, is none.

    >>> is_number("1,204"), is_number("۱۲٫۵٪"), is_number("2 states"), is_number("<time>2001-03-12</time>")
    (True, True, False, False)
    """
    return "<time" not in cell and bool(_NUMBER.fullmatch(_MARKUP.sub("", cell)))


def table(
    columns: Sequence[Markup | str],
    rows: Sequence[Sequence[Markup | str]],
    *,
    headed: bool = True,
    by_name: bool = False,
) -> Markup:
    """Return an HTML table; a column whose cells are numbers alone, or empty, is marked: units under units.

    So is one of sentences, which a narrow screen gives more room. `headed` says that the first cell of each row is
    its head, `by_name` that the script of the page puts the rows in the order of that cell in its language.
    """
    from markupsafe import Markup, escape

    width = max(map(len, rows), default=0)
    kinds = []
    for at in range(width):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        numeric = bool(cells) and not (headed and at == 0) and all(map(is_number, cells))
        lengthy = any(len(_MARKUP.sub("", cell)) > LONG for cell in cells)
        kinds.append(" class=n" if numeric else " class=long" if lengthy else "")
    kinds += [""] * (len(columns) - width)
    heads = "".join(f"<th scope=col{kinds[at]}>{escape(head)}</th>" for at, head in enumerate(columns))
    lines = []
    for row in rows:
        cells = [f"<td{kinds[at]}>{escape(cell)}</td>" for at, cell in enumerate(row)]
        if headed and row:
            cells[0] = f"<th scope=row>{escape(row[0])}</th>"
        lines.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead><tr>{heads}</tr></thead>" if columns else ""
    # Every cell is escaped above: `Markup.format` is slow.
    kind = " class=by-name" if by_name else ""
    return Markup("<table{}>{}<tbody>{}</tbody></table>".format(kind, head, "\n".join(lines)))


def tally(number: int) -> Markup:
    """Write a count in brackets: before Persian digits, a middle dot would read as a zero."""
    return frame.filled("<span class=count>({})</span>", static.count(number))


def folded(summary: Markup | str, content: Markup | str, *, opened: bool = False) -> Markup:
    """Return content that a click on its summary shows.

    >>> print(folded("3 more", "a < b"))
    <details class="fold"><summary>3 more</summary>a &lt; b</details>
    """
    line = '<details class="fold"{}><summary>{}</summary>{}</details>'
    return frame.filled(line, " open" if opened else "", summary, content)


def listed(items: Sequence[Markup | str], kind: str = "") -> Markup:
    """Return an HTML list of items."""
    return wrapped("ul", joined([wrapped("li", item) for item in items], ""), kind)
