"""Rules on values: what a literal of each datatype can plausibly be, beyond its form."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.corpus.rules.files import DATATYPES, ISO_639_1
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import (
    ALT_LABEL,
    DATE_TYPES,
    GIST,
    IS_PART_OF,
    LABEL,
    LANGUAGES,
    SHORT_NAME,
    compact,
    dcterms,
    kg,
    xsd,
)
from kg.text import dates
from kg.text.titles import described

#: The longest name and the longest other text, in characters: ten times what any has.
_NAME, _TEXT = 500, 10_000
#: The most that a count can be: more than there are people. Of articles and paragraphs no text has so many.
_COUNT, MOST_PARTS = 10**12, 2_000
#: The longest term of a text, in its units: a thousand years.
_TERM = {"Y": 1_000, "M": 12_000, "D": 365_000}
#: The properties by which a record is called.
_NAMES = (LABEL, ALT_LABEL, SHORT_NAME)
#: As many words in a row say more than a name does, numbers and joiners aside.
_COPIED = 5
_LETTERS = re.compile(r"[^\W\d_]+")
#: A pronoun at the beginning of a gist, by its language: whom it means stands on the page of the source only.
_PRONOUN = {
    "en": re.compile(r"(?:He|She|They|His|Her|Their|Its)\b"),
    "fa": re.compile(r"(?:او|وی|آنان|آن\u200cها|ایشان)\s"),
    "ru": re.compile(r"(?:Он|Она|Они|Его|Её|Их)\b"),
}
_PERIODS = ((kg.startDate, kg.endDate), (kg.periodStart, kg.periodEnd))
#: Format characters that texts need: joiners, and marks of direction, which whatever is printed isolates.
_FORMAT = "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


#: Control, format, unassigned (as U+FFFE), private and surrogate characters, and separators of lines.
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


@local_rule
def datatypes_known(facts: Facts) -> Iterator[Fault]:
    """A literal has a datatype that this program reads, and no base direction, which its language implies."""
    for statement, literal in _literals(facts):
        prop = compact(statement.predicate.value)
        if literal.direction:
            yield facts.fault(
                statement,
                f"{prop} has a text with a base direction",
                "Leave out the direction: it follows from the language.",
            )
        elif literal.datatype.value not in DATATYPES:
            yield facts.fault(
                statement,
                f"{prop} has the unknown datatype {compact(literal.datatype.value)}",
                f"Use one of: {', '.join(sorted(map(compact, DATATYPES)))}.",
            )


@local_rule
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


@local_rule
def terms_plausible(facts: Facts) -> Iterator[Fault]:
    """No text sets a term of more than a thousand years: none of its days could be reckoned."""
    for statement, literal in _literals(facts):
        if literal.datatype != xsd.duration:
            continue
        parts = re.findall(r"([0-9]+)([YMD])", literal.value)
        if any(len(number) > 9 or int(number) > _TERM[unit] for number, unit in parts):
            yield facts.fault(
                statement,
                f"{compact(statement.predicate.value)} is a term of more than a thousand years",
                "Write the term that the text sets, such as P20Y; for one without an end, none.",
            )


@local_rule
def texts_visible(facts: Facts) -> Iterator[Fault]:
    """A text can be seen: no control, invisible or direction characters, and no endless length."""
    for statement, literal in _literals(facts):
        text, prop = literal.value, compact(statement.predicate.value)
        most = _NAME if statement.predicate in _NAMES else _TEXT
        if len(text) > most:
            yield facts.fault(
                statement, f"{prop} has {len(text)} characters", f"Shorten it to at most {most} characters."
            )
        if text.isprintable():
            continue  # quick, and true of most
        wrong = next((c for c in text if c not in _FORMAT + "\n\t" and unicodedata.category(c) in _INVISIBLE), "")
        if wrong:
            yield facts.fault(
                statement, f"{prop} has the invisible character U+{ord(wrong):04X}", "Remove it: nobody can see it."
            )
        elif text.strip() and not text.strip(_FORMAT + " \n\t"):
            yield facts.fault(statement, f"{prop} shows nothing", "Write the text, or leave the statement out.")


@local_rule
def told_once(facts: Facts) -> Iterator[Fault]:
    """What a passage says of a record is summed up once in each language, so that its wordings are one gist."""
    for table in (facts.register, facts.said):
        for statements in table.values():
            told: set[tuple[Any, str]] = set()
            for statement in statements:
                if statement.predicate == GIST and isinstance(statement.object, Literal):
                    language = statement.object.language or ""
                    if (statement.subject, language) in told:
                        yield facts.fault(
                            statement,
                            f"kg:gist has a second text in the language {language}",
                            "Write one text in each language, or a passage for each thing that is said.",
                        )
                    told.add((statement.subject, language))


@local_rule
def descriptions_in_three_languages(facts: Facts) -> Iterator[Fault]:
    """What describes a source in one language, in square brackets, does so for readers of the others too."""
    for statements in facts.described.values():
        titles = [statement for statement in statements if statement.predicate == dcterms.title]
        told = {title.language for title in facts.texts(titles, dcterms.title)}
        lacking = [tag for tag in LANGUAGES if tag not in told]
        ours = [title for title in titles if isinstance(title.object, Literal) and described(title.object.value)]
        if lacking and ours:
            yield facts.fault(
                ours[0],
                f"dcterms:title describes the source, but not in {' and '.join(lacking)}",
                'Describe it in all three languages, each in square brackets: "[…]"@en , "[…]"@fa , "[…]"@ru.',
            )


@rule
def told_in_own_words(facts: Facts) -> Iterator[Fault]:
    """A gist has no five words in a row from the printed title of its source, names of records aside."""
    titles: dict[NamedNode, dict[str | None, set[tuple[str, ...]]]] = {}
    names: set[tuple[str, ...]] | None = None
    for passage, statements in facts.said.items():
        source = next(iter(facts.links(facts.described.get(passage, []), IS_PART_OF)), None)
        if source is None:
            continue
        if source not in titles:
            titles[source] = {
                # What stands in square brackets is the project's own.
                title.language: _runs(title.value)
                for title in facts.texts(facts.described.get(source, []), dcterms.title)
                if not described(title.value)
            }
        for statement in statements:
            gist = statement.object
            if statement.predicate != GIST or not isinstance(gist, Literal):
                continue
            title = titles[source].get(gist.language)
            if not title or not (copied := title & _runs(gist.value)):
                continue
            if names is None:
                # Few gists come so far, and there are many names.
                labels = (quad.object.value for name in _NAMES for quad in facts.statements_of(name))
                names = {words for label in labels for words in _runs(label)}
            if copied - names:
                yield facts.fault(
                    statement,
                    f"kg:gist repeats the title of its source: {' '.join(min(copied - names))}",
                    "Say it in words of your own; each language says the same.",
                )


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of `_COPIED` words of a text."""
    words = _LETTERS.findall(text.casefold())
    return {tuple(words[at : at + _COPIED]) for at in range(len(words) - _COPIED + 1)}


@local_rule
def gists_name_their_subject(facts: Facts) -> Iterator[Fault]:
    """A gist does not open with a pronoun for somebody, except of a text, which is what it speaks of."""
    for statements in facts.said.values():
        for statement in statements:
            gist = statement.object
            if statement.predicate != GIST or not isinstance(gist, Literal):
                continue
            pronoun = _PRONOUN.get(gist.language or "")
            opening = pronoun.match(gist.value) if pronoun else None
            if opening and not facts.types.get(statement.subject, set()) & {kg.Instrument, kg.Provision}:
                yield facts.fault(
                    statement,
                    f"kg:gist begins with {opening[0].strip()}, which names nobody",
                    "Name whom or what it speaks of: a gist is read away from its page.",
                )


@local_rule
def languages_known(facts: Facts) -> Iterator[Fault]:
    """The language of a source is a code of ISO 639-1."""
    for statement, literal in _literals(facts):
        if statement.predicate == dcterms.language and literal.value not in ISO_639_1:
            yield facts.fault(
                statement,
                f"dcterms:language {literal.value} is no language",
                "Use an ISO 639-1 code such as en, fa or ru.",
            )


@local_rule
def periods_in_order(facts: Facts) -> Iterator[Fault]:
    """Within one passage, nothing ends before it starts."""
    for statements in facts.said.values():
        days: dict[tuple[NamedNode, NamedNode], list[Quad]] = defaultdict(list)
        for statement in statements:
            if isinstance(statement.object, Literal) and statement.object.datatype.value in DATE_TYPES:
                days[statement.subject, statement.predicate].append(statement)
        for (record, predicate), starts in days.items():
            for first, last in _PERIODS:
                for end in days.get((record, last), []) if predicate == first else ():
                    start = starts[0].object.value
                    # An impossible date is another rule's.
                    with suppress(dates.NotADate):
                        if dates.latest(end.object.value) < dates.earliest(start):
                            yield facts.fault(
                                end,
                                f"{compact(last.value)} {end.object.value} lies before {start}, when it starts",
                                "Read the passage again: correct one of the two.",
                            )


def _literals(facts: Facts) -> Iterator[tuple[Quad, Literal]]:
    """Yield every statement whose value is a literal, with it; those of the ontology are terms' own."""
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            for statement in statements:
                if isinstance(statement.object, Literal):
                    yield statement, statement.object
