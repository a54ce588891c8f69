"""Dated happenings in the order of time, rivals shown as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg import dates
from kg.agreement import Judge
from kg.rdf import DefaultGraph, Literal, NamedNode
from kg.record import Reader
from kg.terms import ENTAILED, ONTOLOGY, REGISTER, compact, kg

_ELSEWHERE = (DefaultGraph(), ENTAILED, ONTOLOGY, REGISTER)


@dataclass(frozen=True)
class Entry:
    """A happening: the dates that its accounts give, the span of these, and whether any of them has rivals."""

    record: str
    kind: str
    first: str
    last: str
    dates: tuple[str, ...]
    passages: tuple[str, ...]
    disputed: bool


def chronicle(reader: Reader, record: str | None = None) -> list[Entry]:
    """Return the dated actions, events, memberships, tenures and sanctions, or those that concern one record."""
    chosen = _about(reader, record) if record else _all(reader)
    disputed = {(f.record, f.predicate) for f in Judge(reader).findings() if f.disputed}
    entries = [entry for iri in chosen if (entry := _entry(reader, iri, disputed))]
    return sorted(entries, key=lambda e: (e.first, e.last, e.record))


def _all(reader: Reader) -> list[str]:
    classes = ("Action", "Event", "Membership", "Tenure", "Sanction")
    return sorted({iri for name in classes for iri in reader.of_class(kg(name).value)})


def _about(reader: Reader, record: str) -> list[str]:
    wanted = {subject for subject, _, _ in reader.mentions(record)} | {record}
    return [iri for iri in _all(reader) if iri in wanted]


def _entry(reader: Reader, iri: str, disputed: set[tuple[str, str]]) -> Entry | None:
    kind = reader.kinds(iri)[0]
    starting = [*_declared(reader, kind, "timeAt"), *_declared(reader, kind, "timeFrom")]
    ending = _declared(reader, kind, "timeTo")
    begins, ends = _values(reader, iri, starting), _values(reader, iri, ending)
    stated = begins or ends
    if not stated:
        return None
    passages = sorted({passage for _, passage in begins + ends})
    first = min(dates.earliest(day) for day, _ in stated)
    last = max(dates.latest(day) for day, _ in ends or begins)
    days = tuple(sorted({day for day, _ in stated}))
    rivals = any((iri, prop) in disputed for prop in starting + ending)
    return Entry(iri, kind, first, last, days, tuple(passages), rivals)


def _declared(reader: Reader, kind: str, name: str) -> list[str]:
    return [value.value for value in reader.declared(kind, name)]


def _values(reader: Reader, iri: str, properties: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for prop in properties:
        for quad in reader.store.quads_for_pattern(NamedNode(iri), NamedNode(prop), None):
            if quad.graph_name not in _ELSEWHERE and isinstance(quad.object, Literal):
                found.append((quad.object.value, quad.graph_name.value))
    return found


def calendar(reader: Reader, entries: Iterable[Entry], version: str, language: str = "en") -> bytes:
    """Write the entries as iCalendar, each as an event of whole days; disputed ones say so.

    The stamp of each event is its own first day, so that one corpus gives one file.
    """
    import datetime

    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", f"-//iran-russia-kg//{version}//EN")
    book.add("version", "2.0")
    for entry in entries:
        event = Event()
        event.add("uid", f"{compact(entry.record)}@iran-russia-kg")
        event.add("summary", reader.label(entry.record, language) + (" (disputed)" if entry.disputed else ""))
        event.add("description", "\n".join(reader.passage_label(p, language) for p in entry.passages))
        first, last = (datetime.date.fromisoformat(day) for day in (entry.first, entry.last))
        event.add("dtstart", first)
        event.add("dtend", last + datetime.timedelta(days=1))
        event.add("dtstamp", datetime.datetime.combine(first, datetime.time(), datetime.UTC))
        book.add_component(event)
    return bytes(book.to_ical())
