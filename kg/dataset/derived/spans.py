"""When records hold, derived from the sides of their dates, and the ends that follow by rule.

A class declares beside itself where its dates stand (`kg:timeAt`, `kg:timeFrom`, `kg:timeTo`); they are read from
passages and register alike. A vaguer account that an exact one fits does not widen the interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from kg.dataset.derived.findings import Findings
from kg.dataset.derived.sides import ComparedAccount, ComparedSide, Comparison
from kg.dataset.derived.statements import Statements
from kg.dataset.intervals import FIELDS, Interval
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import DERIVED, A, code, kg, xsd
from kg.text import dates

#: A bound of a date: the first day and the last day that it leaves open; None where it leaves a side open.
Bound = tuple[str | None, str | None]


@dataclass(frozen=True)
class Days:
    """The interval of a record, and the rule by which its end follows from other records, if it does."""

    interval: Interval
    rule: str = ""  # a concept of `code:end-rules`
    ends_with: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    start_rule: str = ""  # a concept of `code:end-rules`

    @property
    def possibly_from(self) -> str | None:
        """The first day on which the record may hold."""
        return self.interval.possibly_from

    @property
    def latest_start(self) -> str | None:
        """The latest day by which the record is known to have begun."""
        return self.interval.surely_from or self.interval.last_attested

    def cut(self, last: str, rule: str, by: str) -> Days:
        """Return the days with an end no later than a day, by a rule and because of a record.

        A rule applies only where sources are silent: an end that one of them dates is left unchanged.
        """
        span = self.interval
        if span.surely_until is not None or (span.possibly_until is not None and span.possibly_until <= last):
            return self
        attested = min(span.last_attested, last) if span.last_attested is not None else None
        cut = replace(span, possibly_until=last, last_attested=attested)
        return replace(self, interval=cut, rule=rule, ends_with=(by,))

    def quads(self, record: str) -> Iterator[Quad]:
        """Yield the days, the denials and the rule as quads of the derived graph."""
        subject = NamedNode(record)
        for field, predicate in FIELDS.items():
            day = getattr(self.interval, field)
            if day is not None:
                yield Quad(subject, predicate, Literal(day, datatype=xsd.date), DERIVED)
        for passage in self.interval.denied_in:
            yield Quad(subject, kg.deniedIn, NamedNode(passage), DERIVED)
        if self.rule:
            yield Quad(subject, kg.endRule, code(self.rule), DERIVED)
        for other in self.ends_with:
            yield Quad(subject, kg.endsWith, NamedNode(other), DERIVED)
        for other in self.starts_with:
            yield Quad(subject, kg.startsWith, NamedNode(other), DERIVED)
        if self.start_rule:
            yield Quad(subject, kg.startRule, code(self.start_rule), DERIVED)
        for other in self.set_aside:
            yield Quad(subject, kg.setsAside, NamedNode(other), DERIVED)


class Spans:
    """When records of classes with declared times hold, ends by rule included.

    Instruments are not among them: their days follow from acts (`kg.dataset.derived.instruments`).
    """

    def __init__(self, statements: Statements, known: Findings) -> None:
        self.statements = statements
        self.known = known
        self._times: dict[str, tuple[list[str], list[str], list[str]]] = {}
        self._ends = set(statements.linked(kg.timeTo))

    def of(self, record: str) -> Days | None:
        """Return the days of one record, or None where its classes declare no dates or no account states any."""
        return self.statements.unit("span", record, self._of)

    def _of(self, record: str) -> Days | None:
        """Return the stated days of a record, with the ends that follow from its successor and its higher role."""
        days = self._stated(record)
        if days is not None and self.statements.is_a(record, kg.Tenure):
            days = self._cut_by_successor(record, days)
        if days is not None and self.statements.is_a(record, kg.Membership):
            days = self._cut_by_role(record, days)
        return days

    def _stated(self, record: str) -> Days | None:
        """Return the days of a record that accounts state."""
        return self.statements.unit("stated days", record, self._read)

    def _cut_by_successor(self, tenure: str, days: Days) -> Days:
        """End a tenure of an office held by one person at a time when the next known person takes it."""
        person = self.statements.links(tenure, kg.person.value)
        for office in self.statements.links(tenure, kg.office.value):
            if self._held_by_many(office):
                continue
            later = []
            for other in self.statements.sources_of(office, kg.office.value):
                if (
                    self.statements.is_a(other, kg.Tenure)
                    and self.statements.links(other, kg.person.value) != person
                ):
                    taken = self._stated(other)
                    start, known = taken.interval.surely_from if taken else None, days.latest_start
                    if start is not None and known is not None and start > known:
                        later.append((start, other))
            if later:
                start, successor = min(later)
                days = days.cut(dates.day_before(start), "ends-by-successor", successor)
        return days

    def _held_by_many(self, office: str) -> bool:
        """Return whether an office is held by several persons at a time."""
        return office in self.statements.marked(kg.heldByMany) or (
            self.statements.is_a(office, kg.Office) and bool(self.statements.values(office, kg.heldByMany.value))
        )

    def _cut_by_role(self, membership: str, days: Days) -> Days:
        """End a membership when the member takes a role that supersedes its role, or declines."""
        own = self._standings(membership)
        known = days.interval.surely_from
        for member, body, role in own:
            over = []
            for other in self.statements.sources_of(member, kg.member.value):
                taken = self._stated(other) if self.statements.is_a(other, kg.Membership) else None
                start = taken.interval.surely_from if taken else None
                if start is None or (known is not None and start < known):
                    continue
                for its_member, its_body, its_role in self._standings(other):
                    supersedes = role in self.statements.links(its_role, kg.supersedesRole.value)
                    if (its_member, its_body) == (member, body) and supersedes:
                        over.append((start, other, its_role))
            if over:
                start, other, its_role = min(over)
                rule = "ends-by-refusal" if its_role == code.declined.value else "ends-by-higher-role"
                days = days.cut(dates.day_before(start), rule, other)
        return days

    def _standings(self, membership: str) -> list[tuple[str, str, str]]:
        """Return who is in which body in which role, by a membership."""
        member, body, role = (
            self.statements.links(membership, link.value) for link in (kg.member, kg.organization, kg.role)
        )
        return list(product(member, body, role))

    def _declared(self, cls: str) -> tuple[list[str], list[str], list[str]]:
        """Return the properties of a class that give the day, the first and the last day, inherited ones too."""
        if cls not in self._times:
            line = self.statements.above(cls)
            at, start, end = (
                sorted({prop for c in line for prop in self.statements.links(c, predicate.value)})
                for predicate in (kg.timeAt, kg.timeFrom, kg.timeTo)
            )
            self._times[cls] = at, start, end
        return self._times[cls]

    def _read(self, record: str) -> Days | None:
        """Read the days of a record from the sides of its dates."""
        kinds = self.statements.links(record, A.value)
        declared = [self._declared(kind) for kind in kinds]
        at, start, end = ({prop for times in declared for prop in times[i]} for i in range(3))
        if not at and not start:
            return None
        begun, moment = self._bounds(record, start), self._bounds(record, at)
        ended = self._bounds(record, end) or ([] if begun else moment)
        begun = begun or moment
        possibly_from, surely_from, not_before = _start(begun)
        surely_until, possibly_until = _end(ended)
        attested = self._attested(record, at, start, end)
        # "It lasted at least until" attests that day.
        attested += [bound[0] for bound in ended if bound[0] is not None and bound[1] is None]
        if surely_from is None and attested:
            first = min(attested)
            surely_from = first if possibly_until is None or first <= possibly_until else None
        days = [day for day in (*attested, surely_from) if day is not None]
        last = max(days, default=None)
        if last is not None and possibly_until is not None:
            last = min(last, possibly_until)
        denials = tuple(self.statements.denials(record))
        interval = Interval(possibly_from, surely_from, surely_until, possibly_until, last, not_before, denials)
        return Days(interval) if interval != Interval() else None

    def _bounds(self, record: str, properties: set[str]) -> list[Bound]:
        """Return the bounds that each side of some date properties of a record sets.

        Dates that identify the record, such as the period of a figure, have no rivals: they cover their whole
        years, so a period begins on the first day of one and ends on the last day of another.
        """
        bounds: list[Bound] = []
        edge = dates.latest if properties & self._ends else dates.earliest
        for prop in sorted(properties):
            if comparison := self.known.of(record).get(prop):
                bounds += _narrowed(comparison)
            else:
                bounds += [(edge(v.value), edge(v.value)) for v in self.statements.values(record, prop)]
                for bounding in self.statements.sources_of(prop, kg.bounds.value):
                    # The project's coding bounds a date where no source dates it.
                    bound = self.statements.values(bounding, kg.boundSide.value)[0].value
                    bounds += [_bound(coded, bound) for coded in self.statements.values(record, bounding)]
        return bounds

    def _attested(self, record: str, at: set[str], start: set[str], end: set[str]) -> list[str]:
        """Return the days on which a record is attested as holding.

        These are the days of `kg:heldOn`; the day by which it had begun, as an account states; and the day of a
        passage that mentions a tenure, a membership or the like without dating it. An account that dates a
        beginning attests no later day.
        """
        days = [dates.earliest(v.value) for v in self.statements.values(record, kg.heldOn.value)]
        if at:
            return days
        days += by_days(self.statements, record, start)
        dated = start | end
        bounding = {b for prop in dated for b in self.statements.sources_of(prop, kg.bounds.value)}
        silent = dated | bounding | {kg.heldOn.value}
        for place, stated in self.statements.accounts(record).items():
            if A.value in stated and silent.isdisjoint(stated) and not place.coding and place.day is not None:
                days.append(dates.earliest(place.day))
        return days


def by_days(statements: Statements, record: str, properties: set[str]) -> list[str]:
    """Return the days by which something had begun, as the bounds of its starting properties state them."""
    return [
        dates.latest(date.value)
        for prop in sorted(properties)
        for bounding in statements.sources_of(prop, kg.bounds.value)
        if "most" in {v.value for v in statements.values(bounding, kg.boundSide.value)}
        for date in statements.values(record, bounding)
    ]


def _bound(value: Value, side: str) -> Bound:
    """Return the bound that a date sets: a side is open where the date is only the least or the most."""
    low, high = dates.earliest(value.value), dates.latest(value.value)
    return {"least": (low, None), "most": (None, high)}.get(side, (low, high))


def _narrowed(dating: Comparison) -> list[Bound]:
    """Return the bounds that the sides of a date set, or all that its accounts set where none is more than a bound.

    "Not before 1990" fits "not after 1991" and opens no side beside it, and both narrow the date.
    """
    sides: list[ComparedSide | ComparedAccount] = [*dating.sides]
    if all(side.bound for side in sides):
        sides += [account for side in dating.sides for account in side.fitting]
        sides += dating.undecided
    return [_bound(side.value, side.bound) for side in sides]


def _start(bounds: list[Bound]) -> tuple[str | None, str | None, str | None]:
    """Return the first possible and the first sure day of a beginning, and a day before which it cannot lie.

    An account that gives only the latest day ("by July") says nothing of the days before it.
    """
    exact = [(low, high) for low, high in bounds if low is not None and high is not None]
    by = [high for low, high in bounds if low is None and high is not None]
    after = [low for low, high in bounds if high is None and low is not None]
    if exact:
        return min([low for low, _ in exact] + by), max([high for _, high in exact] + after), None
    return None, min(by, default=None), max(after, default=None)


def _end(bounds: list[Bound]) -> tuple[str | None, str | None]:
    """Return the last sure and the last possible day of an end; None for what the accounts leave open."""
    exact = [(low, high) for low, high in bounds if low is not None and high is not None]
    by = [high for low, high in bounds if low is None and high is not None]
    after = [low for low, high in bounds if high is None and low is not None]
    if exact:
        last = None if after else max(high for _, high in exact)
        return min([low for low, _ in exact] + by), last
    return None, min(by, default=None)
