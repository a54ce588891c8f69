"""What the graph was told and what it was not: sources, passages and claims by kind, perspective, language, decade.

A claim is a (record, passage) pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import ID, REGISTER, A, dcterms, kg
from kg.text.phrases import say

_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Count:
    """How many sources, passages and claims fall under one value of one aspect."""

    aspect: str
    value: str
    sources: int
    passages: int
    claims: int


@dataclass(frozen=True)
class Coverage:
    """Counts by aspect, and the silences: provisions not yet coded, records that nobody speaks of."""

    counts: tuple[Count, ...]
    uncoded: tuple[tuple[str, int, int], ...]  # (instrument, provisions, of these not yet coded)


def coverage(reader: Reader, record: str | None = None, language: str = "en") -> Coverage:
    """Count what the graph, or what it says of one record, rests on.

    For a record, what is said of its parts and of the happenings that concern it counts too.
    """
    pairs = reader.claims()
    if record:
        parts = {record, *treaty.provisions(reader, record)}
        around = parts | {subject for iri in parts for subject, _, _ in reader.mentions(iri)}
        pairs = {pair for pair in pairs if pair[0] in around}
    aspects = _aspects(reader, {passage for _, passage in pairs}, language)
    counts = [count for name, values in aspects.items() for count in _counts(reader, name, values, pairs)]
    return Coverage(tuple(counts), tuple(_silence(reader, record)))


def _aspects(reader: Reader, passages: Iterable[str], language: str) -> dict[str, dict[str, list[str]]]:
    """Sort passages by each aspect; a passage may have several perspectives."""
    by_aspect: dict[str, dict[str, list[str]]] = {
        name: defaultdict(list)
        for name in ("kind of source", "perspective", "language", "decade", "extent seen", "hearing")
    }
    for iri in sorted(passages):
        passage = reader.passage(iri)
        for name, predicate in (("kind of source", kg.kind), ("extent seen", kg.extentSeen)):
            for value in reader.values(passage.source, predicate):
                by_aspect[name][reader.label(value.value, language)].append(iri)
        views = {p for holder in passage.holders for p in reader.perspectives.get(holder, ())}
        for view in sorted(views) or [_UNKNOWN]:
            named = say("coverage.unknown", language) if view == _UNKNOWN else reader.label(view, language)
            by_aspect["perspective"][named].append(iri)
        for tag in reader.values(passage.source, dcterms.language):
            by_aspect["language"][tag.value].append(iri)
        issued = reader.values(passage.source, dcterms.issued)
        decade = f"{issued[0].value[:3]}0" if issued else ""
        key = "decade" if decade else "unknown"
        by_aspect["decade"][say(f"coverage.{key}", language, n=decade)].append(iri)
        hearing = "direct" if passage.direct else "as reported by another"
        by_aspect["hearing"][say(f"coverage.{hearing}", language)].append(iri)
    return by_aspect


def _counts(reader: Reader, aspect: str, values: dict[str, list[str]], pairs: set[tuple[str, str]]) -> list[Count]:
    """Count sources, passages and claims under each value of an aspect, the most claims first."""
    per_passage = Counter(passage for _, passage in pairs)
    rows = []
    for value, passages in values.items():
        sources = {reader.passage(p).source for p in passages}
        rows.append(Count(aspect, value, len(sources), len(passages), sum(per_passage[p] for p in passages)))
    return sorted(rows, key=lambda row: (-row.claims, row.value))


def _silence(reader: Reader, record: str | None) -> list[tuple[str, int, int]]:
    """Return the instruments with how many provisions they have and how many of these are not coded."""
    rows = []
    for instrument in [record] if record else reader.of_class(kg.Instrument.value):
        provisions = treaty.provisions(reader, instrument)
        if provisions:
            open_ones = [p for p in provisions if not treaty.coded(reader, p)]
            rows.append((instrument, len(provisions), len(open_ones)))
    return rows


def named(reader: Reader, language: str) -> tuple[int, int]:
    """Return how many things have a label in a language, and how many things there are."""
    typed = reader.subjects(A, graph=REGISTER)
    things = sorted({iri for iri in reader.of_class(kg.Thing.value) if iri.startswith(ID)}.intersection(typed))
    return sum(language in reader.labels(iri) for iri in things), len(things)
