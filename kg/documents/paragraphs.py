"""The paragraphs of a text, their fingerprints, and whether recorded locators match a copy."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("“”„«»″‟", '"') | {"−": "-"})
_SENTENCE_END = re.compile(r"[.!?…:;؟。][\"'”’»)\]]*$|[\"'”’»]$")
_BYLINE = re.compile(r"^(by|автор:?|نویسنده:?|نوشتهٔ|به قلم)\s", re.IGNORECASE)
_BLOCK = re.compile(r"(?i)<(?:(script|style|head|nav|footer)\b|(!--))")
_ENDS = {name: re.compile(rf"(?i)</{name}\s*>") for name in ("script", "style", "head", "nav", "footer")} | {
    "!--": re.compile("-->")
}
_TAG = re.compile("<[^>]")
_BREAK = re.compile(r"(?i)<(/?(p|div|h[1-6]|li|tr|td|th|section|article|blockquote|ul|ol|table)|br)\b")

Outcome = OneOf["matches", "moved", "missing"]


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph with its number, counted from 1; title, standfirst and byline are number 0."""

    number: int
    text: str

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the paragraph's text."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a text after NFKC and folding of white space, quotes, dashes and format characters.

    >>> fingerprint("“Iran – Russia”") == fingerprint('"Iran  - Russia"')
    True
    """
    return hashlib.sha256(folded(text).encode()).hexdigest()


def folded(text: str) -> str:
    """Fold what differs between copies of one text: spaces, quotes, dashes, format characters.

    >>> folded("« A — B »")
    '" A - B "'
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    letters = ("-" if unicodedata.category(c) == "Pd" else c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(letters).split())


def plain_text(data: str) -> str:
    """Return the text of a saved page, its blocks separated by blank lines; plain text stays as it is.

    >>> plain_text("<html><body><p>One</p><p>Two &amp; three</p></body></html>").split()
    ['One', 'Two', '&', 'three']
    """
    if not re.search(r"(?i)<(html|body|p|div|br)\b", data):
        return data
    import html

    spaced = "".join(_replaced("".join(_without_blocks(data)), _BREAK, "\n\n"))
    return html.unescape("".join(_replaced(spaced, _TAG, "")))


def _without_blocks(page: str) -> Iterator[str]:
    """Yield what stands in a page outside of scripts, comments and the like; one without an end stays.

    Every end is looked for from the one before, and never again where there is none: time is linear in the length,
    whatever a page of 100,000 unclosed scripts says.
    """
    place, unended = 0, set()
    for block in _BLOCK.finditer(page):
        element = (block[1] or block[2]).lower()
        if block.start() < place or element in unended:
            continue
        if end := _ENDS[element].search(page, block.end()):
            yield page[place : block.start()]
            place = end.end()
        else:
            unended.add(element)
    yield page[place:]


def _replaced(page: str, opening: re.Pattern[str], replacement: str) -> Iterator[str]:
    """Yield a page with tags replaced, from an opening to the next `>`; one without an end stays."""
    place = 0
    while (tag := opening.search(page, place)) and (end := page.find(">", tag.end())) >= 0:
        yield page[place : tag.start()] + replacement
        place = end + 1
    yield page[place:]


def blocks(text: str) -> list[str]:
    """Split a text at blank lines; a text without blank lines is split at line ends."""
    lines = text.replace("\r\n", "\n").replace("\ufeff", "")
    # Saved articles separate paragraphs by a blank line, or by none at all.
    parts = re.split(r"\n[ \t]*\n+", lines) if re.search(r"\n[ \t]*\n", lines.strip()) else lines.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def is_heading(block: str) -> bool:
    """Return whether a block is a heading: short, and without the final punctuation of a sentence.

    >>> is_heading("Historical background"), is_heading("He commented, stating:")
    (True, False)
    """
    return len(block.split()) <= 16 and not _SENTENCE_END.search(block)


def paragraphs(text: str) -> list[Paragraph]:
    r"""Number the paragraphs of an article: 0 is title, standfirst and byline; headings are not counted.

    The opening ends with the byline where one stands among the first five blocks, else with the first heading.

    >>> [p.number for p in paragraphs("Title\n\nBy A. Author\n\nFirst one.\n\nHeading\n\nSecond one.")]
    [0, 1, 2]
    """
    texts = blocks(plain_text(text))
    byline = next((i for i, block in enumerate(texts[:5]) if _BYLINE.match(block)), None)
    opening = byline + 1 if byline is not None else next((i for i, b in enumerate(texts) if not is_heading(b)), 0)
    head = [Paragraph(0, " ".join(texts[:opening]))] if opening else []
    body = [block for block in texts[opening:] if not is_heading(block)]
    return head + [Paragraph(number, block) for number, block in enumerate(body, 1)]


@dataclass(frozen=True)
class Check:
    """The result for one locator: the copy matches, has the text elsewhere (`found`), or lacks it."""

    locator: str
    outcome: Outcome
    found: str = ""


def verify(text: str, fingerprints: Mapping[str, str], known: Mapping[str, str] | None = None) -> list[Check]:
    """Compare recorded fingerprints, by locator such as `p5`, with the paragraphs of a copy.

    A paragraph that the copy has under another number has moved; one that it lacks is missing or changed. Blocks
    taken for headings are compared too, so that a wrong guess loses nothing. The locator of a quoted speaker, such
    as `p5.bbc-persian`, is compared as that of the paragraph. `known` gives further
    fingerprints of the copy by locator, such as those of articles.
    """
    places: dict[str, list[str]] = {}
    for locator, mark in (known or {}).items():
        places.setdefault(mark, []).append(locator)
    for paragraph in paragraphs(text):
        places.setdefault(paragraph.fingerprint, []).append(f"p{paragraph.number}")
    for block in blocks(plain_text(text)):
        places.setdefault(fingerprint(block), ["a heading"])
    checks = []
    for locator, mark in fingerprints.items():
        locators = places.get(mark, [""])
        # A number after the dot is a paragraph of an article, `a2.1`; a name is a speaker, `p5.bbc-persian`.
        place = re.sub(r"(?<=\d)\.\D.*", "", locator)
        here = place if place in locators else locators[0]
        outcome: Outcome = "matches" if here == place else "moved" if here else "missing"
        checks.append(Check(locator, outcome, here))
    return checks
