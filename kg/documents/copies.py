"""Copies of documents on a curator's disk: saved pages, PDF files and plain text, with what a page says of itself.

A page is read by trafilatura, a PDF file by pypdf: both are of the extra `curate`, and imported only here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents.paragraphs import Paragraph, is_heading, paragraphs
from kg.documents.treaty_text import language_of
from kg.errors import Error
from kg.text import dates

if TYPE_CHECKING:
    from types import ModuleType

#: The languages of each script; one that a page declares in another script is an error of its template.
_OF_SCRIPT = {"fa": {"fa", "ar", "ps", "ur", "ckb", "az"}, "ru": {"ru", "uk", "be", "bg", "tg", "kk", "ky"}}
_PAGES = (".html", ".htm", ".xhtml")
#: trafilatura drops the zero-width non-joiner as a control character, and joins what Persian keeps apart. While it
#: reads, this letter stands for it, which only a few manuscripts have.
_NON_JOINER, _STAND_IN = "\u200c", "\ua66e"
_LANGUAGE = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3})", re.IGNORECASE)


class CopyFault(Error):
    """A document that cannot be read: no text in it, another encoding, or a library that is missing."""


@dataclass(frozen=True)
class Copy:
    """A document: its text, and its title, authors, day, publisher and address where it names them."""

    text: str
    language: str
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    publisher: str = ""
    address: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list, compare=False)


def read(path: Path) -> Copy:
    """Read a saved page (.html), a PDF file (.pdf) or a plain text.

    Raises:
        CopyFault: the file holds no text, is not UTF-8, or its library is not installed.
    """
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix == ".pdf" or data.startswith(b"%PDF"):
        copy = _pdf(path)
    elif suffix in _PAGES:
        copy = _page(path, data)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CopyFault(f"{path} is not UTF-8 text. Save it as UTF-8 and try again.") from None
        copy = Copy(text, language_of(text), _first_heading(text))
    if not copy.text.strip():
        raise CopyFault(f"{path} holds no text. A scanned document needs text recognition (OCR) first.")
    copy.paragraphs.extend(paragraphs(copy.text))
    return copy


def _first_heading(text: str) -> str:
    """Return the first line of a text if it is a heading, else nothing: a sentence is no title."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if is_heading(first) else ""


def _library(name: str, path: Path) -> ModuleType:
    """Import a library of the extra `curate`."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise CopyFault(
            f"{path}: reading this file needs {name}. Install it with pip install '.[curate]' in the folder of "
            "this project, or save the document as plain text."
        ) from None


def _page(path: Path, data: bytes) -> Copy:
    """Read a saved page: its article without menus and comments, and what its metadata say."""
    trafilatura = _library("trafilatura", path)
    # The page's own declaration of its encoding is honoured: old pages are in Windows-1256 or Windows-1251.
    tree = trafilatura.load_html(data)
    if tree is None:
        raise CopyFault(f"{path} is no page. Save it from the browser as HTML, or as plain text.")
    for element in tree.iter():
        for name in ("text", "tail"):
            if _NON_JOINER in (words := getattr(element, name) or ""):
                setattr(element, name, words.replace(_NON_JOINER, _STAND_IN))
        if _NON_JOINER in (content := element.get("content") or ""):
            element.set("content", content.replace(_NON_JOINER, _STAND_IN))
    metadata = trafilatura.extract_metadata(tree)
    body = trafilatura.extract(tree, include_comments=False, include_tables=False, favor_precision=True) or ""
    body, title, site = (
        (text or "").replace(_STAND_IN, _NON_JOINER) for text in (body, metadata.title, metadata.sitename)
    )
    lines = body.split("\n")
    # The title is always the opening block, so that paragraphs are counted alike on pages with and without it.
    text = "\n\n".join([title, *(line for line in lines if line.strip() and line.strip() != title)])
    script = language_of(body or title)
    declared = match[1].lower() if (match := _LANGUAGE.search(data[:4096].decode("latin-1"))) else ""
    # English stands for every language in the Latin script: all but those of the other scripts.
    fits = declared in _OF_SCRIPT.get(script, set()) or (
        script == "en" and not any(declared in languages for languages in _OF_SCRIPT.values())
    )
    try:
        day = dates.read(metadata.date).day if metadata.date else ""
    except dates.NotADate:
        day = ""  # a day that no calendar has, or one of another calendar
    return Copy(
        text if body else "",
        declared if declared and fits else script,
        title,
        tuple(
            author.strip()
            for author in (metadata.author or "").replace(_STAND_IN, _NON_JOINER).split(";")
            if author.strip()
        ),
        day,
        site,
        metadata.url or "",
    )


def _pdf(path: Path) -> Copy:
    """Read a PDF file: its lines joined to paragraphs, and its title and author where it states them."""
    pypdf = _library("pypdf", path)
    try:
        reader = pypdf.PdfReader(path)
        pages = [page.extract_text() for page in reader.pages]
        stated = reader.metadata
    except pypdf.errors.PyPdfError as error:
        raise CopyFault(f"{path} cannot be read as PDF: {error}. Save it as plain text.") from None
    text = "\n\n".join(unwrapped("\n".join(pages)))
    title = (stated.title if stated else None) or _first_heading(text)
    author = (stated.author if stated else None) or ""
    return Copy(text, language_of(text), title, (author,) if author else ())


def unwrapped(text: str) -> Iterator[str]:
    r"""Join the lines of a printed page to paragraphs.

    A paragraph ends at a blank line, or with a line that closes a sentence well before the right margin; a short
    line that closes none is a heading. A word hyphenated at the end of a line is joined.

    >>> list(
    ...     unwrapped(
    ...         "A heading\nThe first sentence of it is long and bro-\nken here. It ends.\nThe second one is long."
    ...     )
    ... )
    ['A heading', 'The first sentence of it is long and broken here. It ends.', 'The second one is long.']
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    width = max(map(len, lines), default=0)
    block: list[str] = []
    for line in [*lines, ""]:
        if line and not block and len(line) < 0.6 * width and is_heading(line):
            yield line
            continue
        if line:
            block.append(line)
        if block and (not line or (len(line) < 0.85 * width and not is_heading(line))):
            joined = re.sub(r"(?<=\w)- (?=[a-zа-яё])", "", " ".join(block))
            yield joined
            block = []
