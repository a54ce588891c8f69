"""Dated occurrences in order of time, with rival dates as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.dataset.intervals import Interval
from kg.memoize import kept
from kg.model import description
from kg.model.reader import AccountRow, Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import compact, kg


@dataclass(frozen=True)
class Entry:
    """An occurrence: its days, the dates that its accounts give, who gives them, and whether any have rivals."""

    record: str
    kind: str
    interval: Interval
    dates: tuple[str, ...]
    passages: tuple[str, ...]
    disputed: bool

    @property
    def first(self) -> str:
        """The first day on which it may have begun; the day by which it had, where only that is known."""
        return self.interval.possibly_from or self.interval.not_before or self.interval.surely_from or ""

    @property
    def last(self) -> str:
        """The last day on which it may hold; without a known end, the last on which it is attested."""
        return self.interval.possibly_until or self.interval.last_attested or self.first

    @property
    def open(self) -> bool:
        """Whether no account states an end."""
        return self.interval.possibly_until is None


def chronicle(reader: Reader, record: str | None = None) -> list[Entry]:
    """Return the dated actions, events, memberships, tenures and sanctions, or those that concern one record."""
    entries = _chronicle(reader)
    if record is None:
        return list(entries)
    around = {subject for subject, _, _ in reader.mentions(record)} | {record}
    return [entry for entry in entries if entry.record in around]


@kept
def _chronicle(reader: Reader) -> list[Entry]:
    """Return the dated actions, events, memberships, tenures and sanctions of the whole graph."""
    classes = (kg.Action, kg.Event, kg.Membership, kg.Tenure, kg.Sanction)
    records = sorted({happening for cls in classes for happening in reader.of_class(cls.value)})
    # All of a finding that an entry needs are its accounts, which one query reads.
    by_record: dict[str, list[AccountRow]] = {}
    for account in reader.accounts():
        by_record.setdefault(account.record, []).append(account)
    entries: list[Entry] = []
    for happening in records:
        span, kind = reader.interval(happening), reader.kinds(happening)[0]
        times = {term.value for end in (kg.timeAt, kg.timeFrom, kg.timeTo) for term in reader.declared(kind, end)}
        dated = [account for account in by_record.get(happening, []) if account.predicate in times]
        # An interval without an account would rest on the register alone, which is no testimony.
        if span == Interval() or not dated:
            continue
        days = sorted({account.value.value for account in dated if isinstance(account.value, Literal)})
        passages = sorted({account.passage for account in dated})
        disputed = any(account.disputed for account in dated)
        entries.append(Entry(happening, kind, span, tuple(days), tuple(passages), disputed))
    return sorted(entries, key=lambda entry: (entry.first, entry.last, entry.record))


def tenures(reader: Reader, *, person: str = "", office: str = "") -> list[str]:
    """Return the tenures of a person, or of an office, in order of time; those without a day come last."""
    link, holder = (kg.person, person) if person else (kg.office, office)

    def first_day(tenure: str) -> str:
        """Return the day by which a tenure is sorted."""
        span = reader.interval(tenure)
        return span.possibly_from or span.surely_from or "9"

    return sorted(reader.subjects(link, NamedNode(holder)), key=lambda tenure: (first_day(tenure), tenure))


def successor(reader: Reader, tenure: str) -> str | None:
    """Return the next tenure on record of the same office; None where there is none or several hold it at once.

    The next on record need not be the next in fact: a tenure that no source read here mentions is not among them.
    """
    for office in reader.values(tenure, kg.office):
        if not reader.values(office.value, kg.heldByMany):
            in_order = tenures(reader, office=office.value)
            later = [other for other in in_order[in_order.index(tenure) + 1 :] if reader.interval(other).days]
            if reader.interval(tenure).days and later:
                return later[0]
    return None


def calendar(reader: Reader, entries: Iterable[Entry], version: str, language: str = "en") -> bytes:
    """Write the entries as iCalendar, each as an event of whole days; disputed ones say so.

    The stamp of each event is its own first day, so that the file depends on the corpus alone. An event without
    a known end is put on its first day.
    """
    import datetime

    from icalendar import Calendar, Event

    stem = description.of(reader).stem
    book = Calendar()
    book.add("prodid", f"-//{stem}-kg//{version}//EN")
    book.add("version", "2.0")
    for entry in entries:
        event = Event()
        event.add("uid", f"{compact(entry.record)}@{stem}-kg")
        event.add("summary", reader.label(entry.record, language) + (" (disputed)" if entry.disputed else ""))
        event.add("description", "\n".join(reader.passage_label(passage, language) for passage in entry.passages))
        first = datetime.date.fromisoformat(entry.first)
        last = first if entry.open else datetime.date.fromisoformat(entry.last)
        event.add("dtstart", first)
        # In iCalendar the end of an event of whole days is exclusive; no day is after the last of the year 9999.
        if last < datetime.date.max:
            event.add("dtend", last + datetime.timedelta(days=1))
        event.add("dtstamp", datetime.datetime.combine(first, datetime.time(), datetime.UTC))
        book.add_component(event)
    return bytes(book.to_ical())
