"""The days of a record: as accounts state them, and as they are worked out, with the rule by which they end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.dataset.intervals import Interval
from kg.model import plain
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import DATE_TYPES, LANGUAGES, kg
from kg.site import sections, static
from kg.text import dates

if TYPE_CHECKING:
    from markupsafe import Markup


class Precision:
    """Writes derived days no more precisely than the dates from which they follow.

    The first day of 2006 that follows from an account of "2006" is written as that year, as is its last day.
    """

    def __init__(self, stated_dates: Iterable[str]) -> None:
        every = set(stated_dates)
        coarse = [date for date in every if dates.earliest(date) != dates.latest(date)]
        self.starting = {dates.earliest(date): date for date in coarse if dates.earliest(date) not in every}
        self.ending = {dates.latest(date): date for date in coarse if dates.latest(date) not in every}

    @classmethod
    def of(cls, reader: Reader, record: str) -> Precision:
        """Return that of a record: its own dates, those of what ends it, those of its passages."""
        others = [
            rule.object.value for rule in reader.derived(record) if rule.predicate in (kg.endsWith, kg.startsWith)
        ]
        literals = [
            statement.value
            for subject in (record, *others)
            for statement in reader.statements(subject)
            if isinstance(statement.value, Literal) and statement.value.datatype.value in DATE_TYPES
        ]
        spoken = [reader.day(reader.passage(passage)) for passage in reader.attesting(record)]
        return cls([*(literal.value for literal in literals), *filter(None, spoken)])

    def write(self, day: str) -> Markup:
        """Write a derived day, or the month or year of which it is the first or last one."""
        return static.worked_out(self.date(day))

    def date(self, day: str) -> str:
        """Return a derived day, or the month or year of which it is the first or last one."""
        return self.starting.get(day) or self.ending.get(day, day)


def stated(page: sections.Page, record: str) -> Markup:
    """Write the dates of a record as stated: the rival values of a property, then those of the next.

    A beginning and an end are a range. A day that others state of the whole is neither: each is named then.
    """
    reader = page.writer.builder.reader
    known = {finding.predicate: finding for finding in findings(reader, record)}
    kinds = reader.kinds(record)[:1]
    times = [
        v.value for kind in kinds for t in (kg.timeAt, kg.timeFrom, kg.timeTo) for v in reader.declared(kind, t)
    ]
    values = {}
    for predicate in (predicate for predicate in times if predicate in known):
        accounts = known[predicate].sides or known[predicate].undecided
        bounds = [static.bounded(account.bound, page.writer, account.value) for account in accounts]
        values[predicate] = sections.joined(bounds, " / ")
    if len(values) > 1 and kg.onDate.value in values:
        named = [sections.joined([page.term(predicate), value], ": ") for predicate, value in values.items()]
        days = sections.joined(named, static.say("semicolon"))
    else:
        days = sections.joined(values.values(), " – ")
    if any(known[predicate].disputed for predicate in times if predicate in known):
        return sections.joined([days, sections.wrapped("span", static.say("disputed"), "flag")], " ")
    return days


def span_text(reader: Reader, iri: str) -> Markup:
    """Write the derived days of a record in words, as precisely as its accounts."""
    span = reader.interval(iri)
    return static.dated({tag: plain.span_text(span, tag) for tag in LANGUAGES}, Precision.of(reader, iri).write)


def worked_out(writer: static.Writer, iri: str) -> list[Markup]:
    """Write lines on when a record holds and by which rule; none where no day is known.

    Where nobody states an end that is said, since a standing that passes, such as a candidacy, would seem to last.
    """
    reader = writer.builder.reader
    span = reader.interval(iri)
    if span == Interval():
        return []
    lines = [span_text(reader, iri)]
    if any(reader.declared(kind, kg.timeTo) for kind in reader.kinds(iri)[:1]):
        if span.surely_from is None and span.possibly_from is None:
            lines.append(static.say("start.not-stated"))
        if span.surely_until is None and span.possibly_until is None:
            lines.append(static.say("end.not-stated"))
    links: dict[str, list[Markup]] = {}
    for quad in reader.derived(iri):
        if isinstance(quad.object, NamedNode):
            link = writer.link(writer.builder.name(quad.object.value))
            links.setdefault(quad.predicate.value, []).append(link)
    for rule in links.get(kg.endRule.value, []):
        lines += [sections.joined([rule, other], ": ") for other in links.get(kg.endsWith.value, [])]
    lines += [static.say("status.set-aside", other) for other in links.get(kg.setsAside.value, [])]
    return lines
