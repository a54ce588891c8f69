"""Pages made of sections, each a table or a few blocks, with footnotes at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.rdf.vocabulary import BASE
from kg.site import static
from kg.site.payload import PayloadBuilder
from kg.site.static import Notes, Writer
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup


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


@dataclass
class Page:
    """A page that is being built; the keys of its phrases begin with its name (`NAME.title`, `NAME.lead`)."""

    name: str
    writer: Writer
    meta: Mapping[str, Any]
    notes: Notes = field(default_factory=Notes)
    sections: list[Section] = field(default_factory=list)
    title: Mapping[str, str | None] | None = None

    def cite(self, passages: Sequence[str]) -> Markup:
        """Return the footnote marks of passages given by IRI."""
        return self.notes.mark(self.writer.builder.cite(passages))

    def record(self, iri: str, limit: int = 240) -> Markup:
        """Return a record's name, as a link where it has a page."""
        return self.writer.link(self.writer.builder.name(iri), limit)

    def plain(self, iri: str, limit: int = 240) -> Markup:
        """Return a record's name without a link."""
        return self.writer.name(self.writer.builder.name(iri), limit)

    def term(self, iri: str) -> Markup:
        """Return a term's name."""
        return self.writer.name(self.writer.builder.term(iri))

    def html(self) -> str:
        """Return the page as HTML."""
        title = self.title or catalogue()[f"{self.name}.title"]
        return static.render(
            "sections.html",
            title,
            {"page": self.name, "about": catalogue()[f"{self.name}.lead"]["en"], **self.meta},
            lead=static.say(f"{self.name}.lead"),
            sections=self.sections,
            notes=self.writer.notes(self.notes),
        )


def begin(
    name: str, reader: Reader, digest: str, lang: str, writer: Writer | None, meta: Mapping[str, Any]
) -> Page:
    """Begin a page; without a writer, records are shown by name but not linked."""
    about = {"digest": digest, "lang": lang, "base": BASE, **meta}
    return Page(name, writer or Writer(PayloadBuilder(reader)), about)


def heads(*keys: str) -> list[Markup]:
    """Return the heads of columns in all languages.

    >>> len(heads("col.name", "col.kind"))
    2
    """
    return [static.say(key) for key in keys]


def joined(parts: Sequence[Markup | str], between: str = ", ") -> Markup:
    """Join parts, escaping those that are plain text.

    >>> print(joined(["<a>", "b"]))
    &lt;a&gt;, b
    """
    from markupsafe import Markup

    return Markup(between).join(parts)


def wrapped(tag: str, content: Markup | str, kind: str = "") -> Markup:
    """Put content into an element.

    >>> print(wrapped("p", "a < b", "hint"))
    <p class="hint">a &lt; b</p>
    """
    from markupsafe import Markup

    attribute = Markup(' class="{}"').format(kind) if kind else ""
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), attribute, content)


def tally(number: int) -> Markup:
    """Write a count in brackets: before Persian digits, a middle dot would read as a zero."""
    from markupsafe import Markup

    return Markup("<span class=count>({})</span>").format(static.count(number))


def listed(items: Sequence[Markup | str], kind: str = "") -> Markup:
    """Return an HTML list of items."""
    return wrapped("ul", joined([wrapped("li", item) for item in items], ""), kind)
