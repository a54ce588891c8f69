"""Rules on values: what a literal of each datatype can plausibly be, beyond its form."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, rule
from kg.corpus.rules.files import DATATYPES, ISO_639_1
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import ALT_LABEL, DATE_TYPES, LABEL, SHORT_NAME, compact, dcterms, kg, xsd
from kg.text import dates

#: The longest name and the longest other text, in characters: ten times what any has.
_NAME, _TEXT = 500, 10_000
#: The most that a count can be: more than there are people. Of articles and paragraphs no text has so many.
_COUNT, MOST_PARTS = 10**12, 2_000
_PERIODS = ((kg.startDate, kg.endDate), (kg.periodStart, kg.periodEnd))
#: Format characters that are letters' own in Persian and other scripts: joiners and non-joiners.
_JOINERS = "\u200c\u200d"


@rule
def datatypes_known(facts: Facts) -> Iterator[Fault]:
    """A literal has a datatype that this program reads, and no base direction, which its language implies."""
    for statement, literal in _literals(facts):
        name = literal.datatype.value
        if name not in DATATYPES:
            yield facts.fault(
                statement,
                f"{compact(statement.predicate.value)} has the unknown datatype {compact(name)}",
                f"Use one of: {', '.join(sorted(map(compact, DATATYPES)))}.",
            )
        elif literal.direction:
            yield facts.fault(
                statement,
                f"{compact(statement.predicate.value)} has a text with a base direction",
                "Leave out the direction: it follows from the language.",
            )


@rule
def counts_plausible(facts: Facts) -> Iterator[Fault]:
    """A whole number counts something: it is not negative, and not larger than what is counted can be."""
    for statement, literal in _literals(facts):
        text = literal.value
        if literal.datatype != xsd.integer:
            continue
        parts = statement.predicate in (kg.articleCount, kg.paragraphCount, kg.number)
        most = MOST_PARTS if parts else _COUNT
        if text.startswith("-") or len(text) > 18 or (text.isdecimal() and int(text) > most):
            shown = text if len(text) < 30 else f"a number of {len(text)} digits"
            yield facts.fault(
                statement,
                f"{compact(statement.predicate.value)} {shown} is no plausible count",
                f"Write a number from 0 to {most}.",
            )


@rule
def texts_visible(facts: Facts) -> Iterator[Fault]:
    """A text can be seen: no control, invisible or direction characters, and no endless length."""
    for statement, literal in _literals(facts):
        text, name = literal.value, compact(statement.predicate.value)
        most = _NAME if statement.predicate in (LABEL, ALT_LABEL, SHORT_NAME) else _TEXT
        if len(text) > most:
            yield facts.fault(
                statement, f"{name} has {len(text)} characters", f"Shorten it to at most {most} characters."
            )
        if text.isprintable():
            continue  # quick, and true of most
        if wrong := next((c for c in text if _is_invisible(c)), ""):
            yield facts.fault(
                statement,
                f"{name} has the invisible character U+{ord(wrong):04X}",
                "Remove it; only the half-space of Persian and line breaks are allowed.",
            )
        elif text.strip() and not text.strip(_JOINERS + " \n\t"):
            yield facts.fault(statement, f"{name} shows nothing", "Write the text, or leave the statement out.")


def _is_invisible(character: str) -> bool:
    """Return whether a character is a control, a format or no character, other than joiners and line breaks."""
    return (
        character not in _JOINERS + "\n\t"
        # Cc control, Cf format, Cn not assigned (as U+FFFE), Co private, Cs surrogate, Zl and Zp separators.
        and unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
    )


@rule
def languages_known(facts: Facts) -> Iterator[Fault]:
    """The language of a source is a code of ISO 639-1."""
    for statement, literal in _literals(facts):
        if statement.predicate == dcterms.language and literal.value not in ISO_639_1:
            yield facts.fault(
                statement,
                f"dcterms:language {literal.value} is no language",
                "Use an ISO 639-1 code such as en, fa or ru.",
            )


@rule
def periods_in_order(facts: Facts) -> Iterator[Fault]:
    """Within one passage, nothing ends before it starts."""
    for statements in facts.said.values():
        days: dict[tuple[NamedNode, NamedNode], list[Quad]] = defaultdict(list)
        for statement in statements:
            if isinstance(statement.object, Literal) and statement.object.datatype.value in DATE_TYPES:
                days[statement.subject, statement.predicate].append(statement)
        for (record, predicate), starts in days.items():
            for first, last in _PERIODS:
                if predicate == first:
                    for end in days.get((record, last), []):
                        yield from _reversed(facts, starts[0], end)


def _reversed(facts: Facts, start: Quad, end: Quad) -> Iterator[Fault]:
    """Yield the fault of an end that surely lies before its start; impossible dates are another rule's."""
    try:
        before = dates.latest(dates.check(end.object.value)) < dates.earliest(dates.check(start.object.value))
    except dates.NotADate:
        return
    if before:
        yield facts.fault(
            end,
            f"{compact(end.predicate.value)} {end.object.value} lies before {start.object.value}, when it starts",
            "Read the passage again: correct one of the two.",
        )


def _literals(facts: Facts) -> Iterator[tuple[Quad, Literal]]:
    """Yield every statement whose value is a literal, with it; those of the ontology are terms' own."""
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            for statement in statements:
                if isinstance(statement.object, Literal):
                    yield statement, statement.object
