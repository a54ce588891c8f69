"""Captions for records without a label, composed from the patterns that their classes declare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dataset.derived.statements import Statements
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import DATE_TYPES, DERIVED, LABEL, LANGUAGES, SHORT_NAME, compact, kg
from kg.text.phrases import date_in_words, digits, enumerated

#: A slot, with the brackets around it where it fills them.
_SLOT = re.compile(r"( \()?\{(\w+)\}((?(1)\)))")
#: A bracket after a space is not that of a number, such as "article 3(3)".
_BRACKETS = re.compile(r"\s\(")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


#: The labels of a record or term by language: its short names, and its full ones.
Labels = tuple[dict[str, str], dict[str, str]]


class Captions:
    """Composes the captions of a view's records."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        #: The records whose captions are being composed, one within the other.
        self._open: list[str] = []

    def quads(self, record: str) -> Iterator[Quad]:
        """Yield a caption of a record for each language that lacks a label, as quads of the derived graph."""
        _, labels = self.labels(record)
        for language in LANGUAGES:
            if language not in labels and (text := self.caption(record, language)):
                yield Quad(NamedNode(record), LABEL, Literal(text, language=language), DERIVED)

    def labels(self, iri: str) -> Labels:
        """Return the short names and the labels of a record or term by language."""
        return self.statements.unit("labels", iri, self._labels)

    def _labels(self, iri: str) -> Labels:
        """Read the labels of a record or term."""
        short, full = (
            {
                label.language or "": label.value
                for label in self.statements.values(iri, naming.value)
                if isinstance(label, Literal)
            }
            for naming in (SHORT_NAME, LABEL)
        )
        return short, full

    def name(self, iri: str, language: str) -> str:
        """Name a record within a caption: by its short name, its label or caption, or in another language."""
        short, full = self.labels(iri)
        if text := short.get(language) or full.get(language) or self.caption(iri, language):
            return text
        return next((full[tag] for tag in (*LANGUAGES, "") if tag in full), compact(iri))

    def caption(self, iri: str, language: str) -> str:
        """Compose a caption from the pattern of the most specific class that has one; empty without any.

        A caption that names its own record, directly or through others, has no caption of that in it.
        """
        if iri in self._open:
            return ""
        for kind in self.statements.kinds(iri):
            for pattern in self.statements.declared(kind, kg.caption):
                if isinstance(pattern, Literal) and pattern.language == language:
                    self._open.append(iri)
                    try:
                        return self._fill(pattern.value, iri, kind, language)
                    finally:
                        self._open.pop()
        return ""

    def _written(self, value: Value, language: str) -> str:
        """Write a value within a caption: a record by its name, a date in words, another literal as it stands."""
        if isinstance(value, NamedNode):
            return self.name(value.value, language)
        if value.datatype.value in DATE_TYPES:
            return date_in_words(value.value, language, "month.short")
        return digits(value.value, language)

    def _fill(self, pattern: str, iri: str, kind: str, language: str) -> str:
        """Fill the slots of a pattern; an optional part is left out where one of its slots is empty."""
        used: set[str] = set()

        def slot(match: re.Match[str]) -> str:
            """Return the text of a slot: the class, the holders of the record's passages, or values."""
            name = match[2]
            if name == "class":
                return self.name(kind, language)
            if name == "holder":
                places = self.statements.accounts(iri)
                texts = [
                    self.name(holder, language)
                    for holder in dict.fromkeys(holder for place in places for holder in place.holders)
                ]
            else:
                values = self.statements.values(iri, kg(name).value)
                texts = [self._written(value, language) for value in values]
            text = enumerated(texts, language)
            if name.startswith("period") and text in used:
                return ""  # a figure of one year names it once
            used.add(text)
            return text

        def optional(match: re.Match[str]) -> str:
            """Return an optional part with its slots filled, or nothing."""
            texts = [slot(m) for m in _SLOT.finditer(match[1])]
            if not all(texts):
                return ""
            parts = iter(texts)
            return _SLOT.sub(lambda place: _placed(place, next(parts)), match[1])

        filled = _OPTIONAL.sub(optional, pattern)
        return _SLOT.sub(lambda place: _placed(place, slot(place)), filled).strip()


def _placed(place: re.Match[str], text: str) -> str:
    """Put a text into the place of its slot; after a dash rather than in brackets, where it has some of its own."""
    if place[1] and _BRACKETS.search(text):
        return f" — {text}"
    return f"{place[1] or ''}{text}{place[3]}"
