"""Who agrees with whom: unique, confirmed, majority or conflict, per record and property.

Only the most precise values open classes; vaguer ones and bounds support every class that they fit.
Compatibility is not transitive (2001 fits 12 and 22 March). A holder's words in a source of their own and
in others' reports are one voice, and so are the copies of one text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from typing import Literal as OneOf

from kg import dates
from kg.rdf import DefaultGraph, Literal, NamedNode, Value
from kg.record import Passage, Reader
from kg.terms import DATE_TYPES, IS_PART_OF, ONTOLOGY, PREFIXES, SRC, XSD, kg

State = OneOf["unique", "confirmed", "majority", "conflict"]
Voice = frozenset[str]

_NUMBERS = (XSD + "decimal", XSD + "integer")
_DERIVED = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
_LAST = "9999-12-31"
_CODING = NamedNode(PREFIXES["code"] + "project-coding")
_DEFAULT = DefaultGraph()


@dataclass(frozen=True)
class Account:
    """One value, or bound of it, as stated in one passage by one voice."""

    value: Value
    side: str  # "" for the value itself, else "least", "most" or "about"
    passage: Passage
    voice: Voice


@dataclass(frozen=True)
class Side:
    """Accounts that can be true together, with the value they rest on and the voices behind them."""

    value: Value
    accounts: tuple[Account, ...]

    @property
    def voices(self) -> frozenset[Voice]:
        """The distinct voices of this side."""
        return frozenset(a.voice for a in self.accounts)


@dataclass(frozen=True)
class Finding:
    """The state of agreement on one property of one record."""

    record: str
    predicate: str
    state: State
    sides: tuple[Side, ...]
    notes: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether there are rivals."""
        return len(self.sides) > 1


@dataclass(frozen=True)
class Resolution:
    """What a rule keeps of a finding's sides, equal ranks together, and what it sets aside."""

    finding: Finding
    kept: tuple[Side, ...]
    set_aside: tuple[Side, ...]


def resolve(reader: Reader, findings: Iterable[Finding], rule: str) -> list[Resolution]:
    """Apply a rule to findings with rivals: `majority`, `latest` source, or `official-first`.

    Official are the texts of instruments and what state bodies publish or say in person.
    """
    rank = {"majority": _by_voices, "latest": _by_date, "official-first": _by_office}[rule]
    found = []
    for finding in findings:
        if finding.disputed:
            ranks = [rank(reader, side) for side in finding.sides]
            kept = tuple(s for s, r in zip(finding.sides, ranks, strict=True) if r == max(ranks))
            found.append(Resolution(finding, kept, tuple(s for s in finding.sides if s not in kept)))
    return found


def _by_voices(_reader: Reader, side: Side) -> str:
    return f"{len(side.voices):09}"


def _by_date(reader: Reader, side: Side) -> str:
    issued = NamedNode(PREFIXES["dcterms"] + "issued")
    days = [v.value for a in side.accounts for v in reader.values(a.passage.source, issued)]
    return max((dates.latest(day) for day in days), default="")


def _by_office(reader: Reader, side: Side) -> str:
    official = {PREFIXES["code"] + name for name in ("treaty-text", "official-statement", "official-record")}
    kinds = {v.value for a in side.accounts for v in reader.values(a.passage.source, kg("kind"))}
    organs = {kg(name).value for name in ("StateOrgan", "State", "Office", "IntergovernmentalOrganization")}
    classes = {
        c for a in side.accounts for h in a.passage.holders for k in reader.kinds(h) for c in reader.above(k)
    }
    return "1" if kinds & official or classes & organs else "0"


class Judge:
    """Weighs the accounts of single-valued properties in one compiled graph."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        store = reader.store
        self.properties = sorted(
            q.subject.value
            for q in store.quads_for_pattern(None, kg("singleValued"), None, ONTOLOGY)
            if q.object.value == "true"
        )
        self._bounds: dict[str, list[tuple[NamedNode, str]]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, kg("bounds"), None, ONTOLOGY):
            side = reader.values(quad.subject.value, kg("boundSide"))[0].value
            self._bounds[quad.object.value].append((quad.subject, side))
        self._voices: dict[str, Voice] = {}

    def findings(self, record: str | None = None) -> Iterator[Finding]:
        """Yield the findings on every record, or on one, in the order of records and properties."""
        if record is None:
            yield from self.reader.once("findings", lambda: list(self._findings(None)))
        else:
            yield from self._findings(record)

    def _findings(self, record: str | None) -> Iterator[Finding]:
        for prop in self.properties:
            for iri, accounts in sorted(self._accounts(prop, record).items()):
                yield self.weigh(iri, prop, accounts)

    def _accounts(self, prop: str, record: str | None) -> dict[str, list[Account]]:
        found: dict[str, list[Account]] = defaultdict(list)
        subject = NamedNode(record) if record else None
        for predicate, side in [(NamedNode(prop), ""), *self._bounds[prop]]:
            for quad in self.reader.store.quads_for_pattern(subject, predicate, None):
                if quad.graph_name != _DEFAULT and quad.graph_name.value.startswith(SRC):
                    passage = self.reader.passage(quad.graph_name.value)
                    if _CODING in self.reader.values(passage.source, kg("kind")):
                        continue  # the project's coding is no voice
                    found[quad.subject.value].append(Account(quad.object, side, passage, self.voice(passage)))
        return found

    def voice(self, passage: Passage) -> Voice:
        """Return whose voice a passage is; a copy of another source speaks with that source's voice."""
        if passage.iri not in self._voices:
            self._voices[passage.iri] = self._original(passage)
        return self._voices[passage.iri]

    def _original(self, passage: Passage) -> Voice:
        source, seen = passage.source, {passage.source}
        makers = self._makers(source)
        if set(passage.holders) <= makers:
            while origin := [o.value for o in self.reader.values(source, _DERIVED) if o.value not in seen]:
                source = origin[0]
                seen.add(source)
            if source != passage.source:
                return frozenset(self._makers(source)) or frozenset({source})
        return frozenset(passage.holders)

    def _makers(self, source: str) -> set[str]:
        dcterms = PREFIXES["dcterms"]
        creators = self.reader.values(source, NamedNode(dcterms + "creator"))
        return {o.value for o in creators or self.reader.values(source, NamedNode(dcterms + "publisher"))}

    def weigh(self, record: str, prop: str, accounts: list[Account]) -> Finding:
        """Sort accounts of one property into sides and name the state between them."""
        sides = self._sides(accounts)
        voices = {a.voice for a in accounts}
        if len(sides) == 1:
            state: State = "confirmed" if len(voices) > 1 else "unique"
        else:
            most = max(len(side.voices) for side in sides)
            state = "majority" if most >= 2 and most * 2 > len(voices) else "conflict"
        return Finding(record, prop, state, tuple(sides), tuple(self._notes(sides)))

    def _sides(self, accounts: list[Account]) -> list[Side]:
        exact = list(dict.fromkeys(a.value for a in accounts if not a.side))
        precise = [v for v in exact if not any(w != v and self._vaguer(v, w) for w in exact)]
        openers = [v for i, v in enumerate(precise) if not any(_same(v, w) for w in precise[:i])]
        classes: list[tuple[Value, str]] = [(v, "") for v in openers]
        for account in sorted((a for a in accounts if a.side), key=lambda a: (a.side, a.value.value)):
            if not any(self._fits(account, value, side) for value, side in classes):
                classes.append((account.value, account.side))
        sides = []
        for value, side in classes:
            fitting = [a for a in accounts if self._fits(a, value, side)]
            sides.append(Side(value, tuple(sorted(fitting, key=lambda a: a.passage.iri))))
        return sorted(sides, key=lambda s: (-len(s.voices), s.value.value))

    def _vaguer(self, one: Value, other: Value) -> bool:
        """Tell whether one value says less than another and can be the same."""
        if isinstance(one, NamedNode) or isinstance(other, NamedNode):
            return isinstance(other, NamedNode) and one.value in self._within(other.value)
        if one.datatype.value in DATE_TYPES:
            return len(one.value) < len(other.value) and other.value.startswith(one.value)
        return False

    def _within(self, place: str) -> set[str]:
        found: set[str] = set()
        queue = [place]
        while queue:
            here = queue.pop()
            for predicate in (kg("locatedIn"), IS_PART_OF):
                for up in self.reader.values(here, predicate):
                    if up.value not in found:
                        found.add(up.value)
                        queue.append(up.value)
        return found

    def _fits(self, account: Account, value: Value, side: str) -> bool:
        if account.value == value and account.side == side:
            return True
        if not account.side and not side:
            return _same(account.value, value) or self._vaguer(account.value, value)
        if isinstance(account.value, Literal) and isinstance(value, Literal):
            one, other = _range(account.value, account.side), _range(value, side)
            return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]
        return False

    def _notes(self, sides: list[Side]) -> Iterator[str]:
        days = [
            s.value.value for s in sides if isinstance(s.value, Literal) and s.value.datatype.value == XSD + "date"
        ]
        for i, one in enumerate(days):
            for other in days[i + 1 :]:
                yield from _day_notes(min(one, other), max(one, other))
        if len(sides) > 1:
            for voice in sorted(set.intersection(*(set(s.voices) for s in sides[:2])), key=sorted):
                yield "within one voice: " + ", ".join(self.reader.label(h) for h in sorted(voice))


def _day_notes(earlier: str, later: str) -> Iterator[str]:
    """Name the two slips that make rival days: a Persian day read as a Gregorian one, or a day's difference."""
    from datetime import date

    one, two = date.fromisoformat(earlier), date.fromisoformat(later)
    if (two - one).days == 1:
        yield f"{earlier} and {later} are one day apart"
    for true, taken in ((one, two), (two, one)):
        persian = int(dates.solar_hijri(true.isoformat())[8:])
        if (true.year, true.month, persian) == (taken.year, taken.month, taken.day):
            yield f"{true} is day {persian} of its Persian month: {taken} may be that day taken for a Gregorian one"


def _same(one: Value, other: Value) -> bool:
    if one == other:
        return True
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return False
    datatypes = {one.datatype.value, other.datatype.value}
    if datatypes <= {*_NUMBERS}:
        return Decimal(one.value) == Decimal(other.value)
    return datatypes == {XSD + "duration"} and _length(one.value) == _length(other.value)


def _length(duration: str) -> tuple[int, int]:
    """Return the months and days of a duration, so that one year is twelve months."""
    years, months, days = (int((re.search(rf"(\d+){unit}", duration) or "00")[1]) for unit in "YMD")
    return years * 12 + months, days


def _range(literal: Literal, side: str) -> tuple[Any, Any] | None:
    """Return the span that a value or bound leaves open, as two days or two numbers; None for other values."""
    if literal.datatype.value in DATE_TYPES:
        first, last = dates.earliest(literal.value), dates.latest(literal.value)
        return {"least": (first, _LAST), "most": ("0000-01-01", last)}.get(side, (first, last))
    if literal.datatype.value in _NUMBERS:
        number = Decimal(literal.value)
        half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2 if side == "about" else Decimal(0)
        infinite = Decimal("Infinity")
        return {"least": (number, infinite), "most": (-infinite, number)}.get(side, (number - half, number + half))
    return None
