"""Citing the content of the graph: sources, passages, treaties, its own records, views, questions and pages.

>>> sorted(STYLES)
['apa', 'biblatex', 'bibtex', 'chicago', 'csl-json', 'gost', 'mla', 'oscola', 'ris']
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath

from kg.errors import Error
from kg.model import description
from kg.model.citation import exchange, prose
from kg.model.citation.work import Edition, Item, NotCitable, item
from kg.model.reader import Reader
from kg.text import dates

__all__ = [
    "ALIASES",
    "EXTENSIONS",
    "STYLES",
    "Conflict",
    "Edition",
    "NotCitable",
    "UnknownStyle",
    "cite",
    "item",
    "style_of",
    "write",
]


class UnknownStyle(Error, LookupError):
    """A style of citation that is not offered."""


class Conflict(Error, ValueError):
    """A style of citation that does not fit the file into which it is to be written."""


def csl_json(cited: Item) -> str:
    """Write a list with one CSL-JSON item."""
    return json.dumps([cited], ensure_ascii=False, indent=2)


#: The styles by name: prose, then data for reference managers.
STYLES: Mapping[str, Callable[[Item], str]] = {
    **{name: partial(prose.render, name=name) for name in prose.STYLES},
    "bibtex": exchange.bibtex,
    "biblatex": exchange.biblatex,
    "ris": exchange.ris,
    "csl-json": csl_json,
}
ALIASES = {"csl": "csl-json"}
#: The styles for each file extension; the first is the default.
EXTENSIONS = {".bib": ("bibtex", "biblatex"), ".ris": ("ris",), ".json": ("csl-json",)}


def style_of(style: str | None, file: str = "-") -> str:
    """Return the style to write: the one named, else that of a file's extension, else Chicago.

    Raises:
        UnknownStyle: with the styles that are offered.
        Conflict: a file of that extension holds another.
    """
    named = ALIASES.get(style, style) if style else None
    if named and named not in STYLES:
        raise UnknownStyle(f"No style is named {style}. Styles: {', '.join(STYLES)}.")
    suffix = PurePath(file).suffix.lower()
    fitting = EXTENSIONS.get(suffix, ())
    if named and fitting and named not in fitting:
        extension = next((suffix for suffix, styles in EXTENSIONS.items() if named in styles), ".txt")
        raise Conflict(
            f"{file} is a file for {fitting[0]}, and --style asks for {named}. Leave out --style, or name "
            f"the file otherwise, such as {PurePath(file).with_suffix(extension)}."
        )
    return named or next(iter(fitting), "chicago")


def cite(
    reader: Reader, iri: str, style: str = "chicago", *, digest: str = "", accessed: str = "", title: str = ""
) -> str:
    """Cite a source, a passage, a treaty or provision, any other record, a view, question or page, or the graph.

    Args:
        reader: of a compiled graph.
        iri: of what is cited; the base IRI of the corpus is the graph as a whole.
        style: one of `STYLES` or `ALIASES`.
        digest: of the data, which the version names.
        accessed: the day of use, `YYYY-MM-DD`; empty where it is not known.
        title: of what the graph itself has no name for, such as a page.

    Raises:
        UnknownStyle: with the styles that are offered.
        NotCitable: the graph does not speak of the IRI, and no title is given.
        NotADate: the day of access is no date.
    """
    known_style = style_of(style)
    corpus = description.of(reader)
    edition = Edition(corpus, corpus.edition(digest), dates.check(accessed) if accessed else "")
    return write(item(reader, iri, edition, title), known_style)


def write(cited: Item, style: str) -> str:
    """Write a CSL-JSON item in one of `STYLES`."""
    return STYLES[style](cited)
