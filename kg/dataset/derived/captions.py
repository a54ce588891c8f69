"""Captions for records without a label, composed from the patterns that their classes declare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dataset.derived.statements import Statements
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import LABEL, LANGUAGES, SHORT_NAME, compact, is_record, kg
from kg.text.phrases import digits, say

_SLOT = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def captions(statements: Statements) -> Iterator[tuple[str, str, str]]:
    """Yield record, language and caption for every record that has a pattern and lacks a label in a language."""
    naming = _Naming(statements)
    for record in sorted(statements.by_subject):
        if is_record(record):
            for language in LANGUAGES:
                if language not in naming.labels(record, LABEL.value) and (
                    text := naming.caption(record, language)
                ):
                    yield record, language, text


class _Naming:
    """Labels and captions of a view's records, each composed once."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self._captions: dict[tuple[str, str], str] = {}
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def labels(self, iri: str, predicate: str) -> dict[str, str]:
        """Return the labels of a record or term by language."""
        key = iri, predicate
        if key not in self._labels:
            values = self.statements.values(iri, predicate)
            self._labels[key] = {v.language or "": v.value for v in values if isinstance(v, Literal)}
        return self._labels[key]

    def name(self, iri: str, language: str) -> str:
        """Name a record within a caption: by its short name, its label or caption, or in another language."""
        short, own = self.labels(iri, SHORT_NAME.value), self.labels(iri, LABEL.value)
        for text in (short.get(language), own.get(language), self.caption(iri, language)):
            if text:
                return text
        return next((own[tag] for tag in (*LANGUAGES, "") if tag in own), compact(iri))

    def caption(self, iri: str, language: str) -> str:
        """Compose a caption from the pattern of the most specific class that has one; empty without any."""
        key = iri, language
        if key not in self._captions:
            self._captions[key] = ""  # ends the recursion of a record that its own caption names
            for kind in self.statements.kinds(iri):
                patterns = {
                    pattern_text.language: pattern_text.value
                    for pattern_text in self.statements.declared(kind, kg.caption)
                    if isinstance(pattern_text, Literal)
                }
                if pattern := patterns.get(language):
                    self._captions[key] = self._fill(pattern, iri, kind, language)
                    break
        return self._captions[key]

    def _fill(self, pattern: str, iri: str, kind: str, language: str) -> str:
        """Fill the slots of a pattern; an optional part is left out where one of its slots is empty."""
        used: set[str] = set()

        def slot(match: re.Match[str]) -> str:
            """Return the text of a slot: the class, the holders of the record's passages, or values."""
            if match[1] == "class":
                return self.name(kind, language)
            if match[1] == "holder":
                places = [
                    self.statements.passages[passage] for passage in sorted(self.statements.attested.get(iri, {}))
                ]
                texts = [
                    self.name(holder, language)
                    for holder in dict.fromkeys(h for passage in places for h in passage.holders)
                ]
            else:
                values = self.statements.values(iri, kg(match[1]).value)
                texts = [
                    self.name(v.value, language) if isinstance(v, NamedNode) else digits(v.value, language)
                    for v in values
                ]
            text = say("and", language).join(texts)
            if match[1].startswith("period") and text in used:
                return ""  # a figure of one year names it once
            used.add(text)
            return text

        def optional(match: re.Match[str]) -> str:
            """Return an optional part with its slots filled, or nothing."""
            texts = [slot(m) for m in _SLOT.finditer(match[1])]
            if not all(texts):
                return ""
            parts = iter(texts)
            return _SLOT.sub(lambda _: next(parts), match[1])

        return _SLOT.sub(slot, _OPTIONAL.sub(optional, pattern)).strip()
