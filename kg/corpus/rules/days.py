"""Rules on dates: no source is later than today, and no account dates an event after its own publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import DATE_TYPES, IS_PART_OF, compact, dcterms, kg, of_source, skos
from kg.text import dates

#: The dates that sources and passages have themselves.
_OF_SOURCES = (dcterms.created, dcterms.issued, kg.issuedNoEarlierThan, kg.issuedNoLaterThan, kg.statedOn)
#: Before Gutenberg nothing was printed, and before 1500 no embassy went between the lands of this graph.
_PRINTING, _WORLD = "1450", "1500"
#: Dates that a text sets in advance: the period of a planned figure, and what ends by its own term.
_PERIODS = (kg.periodStart, kg.periodEnd)
_ENDS = (kg.endDate, kg.endNoEarlierThan, kg.endNoLaterThan)
_TERMS = (kg.Expiry,)
_WITH_TERMS = (kg.Renewal, kg.Tenure, kg.Membership, kg.Sanction)
#: A note that takes the day of issue from an address. "The address holds the day" goes with a bound and is none.
_FROM_ADDRESS = re.compile(r"\b(?:day|month)\b[^.,;]*? (?:after|from|in|of) (?:the|its) address\b", re.IGNORECASE)


@local_rule
def days_of_sources(facts: Facts) -> Iterator[Fault]:
    """No source was issued, and nothing in it said, before printing began or after today."""
    for subject, description in facts.described.items():
        if not of_source(subject.value):
            continue
        for quad in _dated(q for q in description if q.predicate in _OF_SOURCES):
            if when := _outside(quad.object.value, _PRINTING, facts.tomorrow, "the printing press"):
                yield facts.fault(quad, f"{compact(quad.predicate.value)} {when}", _mend(quad.object.value))


@local_rule
def days_of_issue_are_printed(facts: Facts) -> Iterator[Fault]:
    """A source is dated by what it prints: the day in an address is that of the site's programs, and a bound."""
    for description in facts.described.values():
        for quad in description:
            if quad.predicate != dcterms.issued:
                continue
            if any(_FROM_ADDRESS.search(note.value) for note in facts.texts(description, skos.editorialNote)):
                yield facts.fault(
                    quad,
                    "has a day of issue that its note takes from an address",
                    "Write kg:issuedNoLaterThan and note that the address holds it; a printed day needs no note.",
                )


@local_rule
def days_of_the_world(facts: Facts) -> Iterator[Fault]:
    """No date lies before 1500 or after today, unless it is a term that a text sets."""
    for graph in (facts.register, facts.said):
        for statements in graph.values():
            for quad in _dated(statements):
                when = _outside(quad.object.value, _WORLD, facts.tomorrow, "1500")
                if when and not (quad.object.value > facts.tomorrow and _sets_a_term(facts, quad)):
                    yield facts.fault(quad, f"{compact(quad.predicate.value)} {when}", _mend(quad.object.value))


@local_rule
def days_of_speech(facts: Facts) -> Iterator[Fault]:
    """Nobody speaks in a source after it was written or published."""
    for subject, description in facts.described.items():
        for quad in _dated(q for q in description if q.predicate == kg.statedOn):
            for source in facts.links(facts.described[subject], IS_PART_OF):
                last = _last_day(facts, source)
                if last and dates.earliest(quad.object.value) > last:
                    yield facts.fault(
                        quad,
                        f"kg:statedOn {quad.object.value} is later than its source ({last})",
                        "Correct the day of the speech, or that of the source.",
                    )


@local_rule
def days_no_later_than_their_source(facts: Facts) -> Iterator[Fault]:
    """What a passage dates has happened by the day of its source, or is a term; a forecast is an assessment."""
    for passage, statements in facts.said.items():
        about = facts.described.get(passage, [])
        stated = [q.object.value for q in _dated(about) if q.predicate == kg.statedOn]
        sources = facts.links(about, IS_PART_OF)
        last = dates.latest(stated[0]) if stated else _last_day(facts, sources[0]) if sources else ""
        for quad in _dated(statements):
            if last and dates.earliest(quad.object.value) > last and not _sets_a_term(facts, quad):
                yield facts.fault(
                    quad,
                    f"{compact(quad.predicate.value)} {quad.object.value} is later than its source ({last})",
                    "If it was still to come, write a kg:Assessment of kind code:foresees; else correct the date.",
                )


@local_rule
def printed_days_agree(facts: Facts) -> Iterator[Fault]:
    """A day as printed in another calendar stands beside the Gregorian day that it answers to."""
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            for quad in statements:
                if quad.predicate == kg.asPrinted and isinstance(quad.object, Literal):
                    beside = [q.object.value for q in _dated(statements) if q.subject == quad.subject]
                    if fault := _disagreement(quad.object.value, beside):
                        yield facts.fault(quad, *fault)


def _disagreement(printed: str, beside: list[str]) -> tuple[str, str] | None:
    """Return the message and remedy for a printed day that is malformed or differs from the Gregorian dates."""
    try:
        day = dates.read(printed).day
    except dates.NotADate:
        return (
            f'kg:asPrinted "{printed}" cannot be read',
            "Write day, month, year and calendar: 29 July 1828 O.S., 5 Sha'ban 1243 AH, 27 Mehr 1306 AP.",
        )
    # The tabular lunar calendar can be a day off, since a month began when the moon was seen.
    near = [dates.day_before(day), day, dates.day_after(day)] if printed.endswith("AH") else [day]
    if any(dates.fits(one, other) for one in near for other in beside):
        return None
    return (
        f'kg:asPrinted "{printed}" is {day}, but no such day is stated beside it',
        "Write the Gregorian day as kg:onDate or the like, or correct the printed one.",
    )


def _dated(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the statements whose value is a possible date; the rule on literals reports impossible ones."""
    for quad in quads:
        if isinstance(quad.object, Literal) and quad.object.datatype.value in DATE_TYPES:
            try:
                dates.check(quad.object.value)
            except dates.NotADate:
                continue
            yield quad


def _outside(date: str, first: str, last: str, begin: str) -> str:
    """Describe how a date lies outside a period; empty where it lies within."""
    if dates.latest(date) < first:
        return f"{date} lies before {begin}"
    return f"{date} lies after today" if dates.earliest(date) > last else ""


def _mend(date: str) -> str:
    """Return the remedy for an impossible date, most often one copied unconverted from an Iranian page."""
    if "1250" <= date < "1451":
        with suppress(dates.NotADate):
            day = dates.read(f"{date} AP").day
            day = day if len(date) == 10 else f"which ends on {day}"
            return f"If it is Solar Hijri, write the Gregorian date, {day}; else correct it."
    return "Correct the date."


def _last_day(facts: Facts, source: NamedNode) -> str:
    """Return the last day on which a source can have been written; empty where no date is stated."""
    statements = list(_dated(facts.described.get(source, [])))
    for predicate in (dcterms.created, dcterms.issued, kg.issuedNoLaterThan):
        for quad in statements:
            # An impossible day is one fault, not one more for each date in its passages.
            if quad.predicate == predicate and quad.object.value >= _PRINTING:
                return dates.latest(quad.object.value)
    return ""


def _sets_a_term(facts: Facts, quad: Quad) -> bool:
    """Return whether a date may be in the future: a figure's period, an expiry, the end of a limited tenure."""
    if quad.predicate in _PERIODS:
        return True
    classes = facts.types.get(quad.subject, set())
    return not classes.isdisjoint(_TERMS) or (quad.predicate in _ENDS and not classes.isdisjoint(_WITH_TERMS))
