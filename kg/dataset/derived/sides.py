"""Sorting accounts of one property into sides: who states the same value, what fits it, what excludes it.

Only the most precise values open sides; a vaguer value or a bound that fits exactly one side is listed with it as
fitting it, one that fits several supports none, and one that fits none opens a side of its own. Compatibility is
not transitive: 2001 fits 12 and 22 March 2001, which exclude each other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from typing import Literal as OneOf

from kg.dataset.derived.origins import Origin
from kg.dataset.derived.statements import Place
from kg.rdf.terms import Literal, NamedNode, Value
from kg.rdf.vocabulary import DATE_TYPES, xsd
from kg.text import dates

State = OneOf["unique", "confirmed", "compatible", "disputed"]
#: In what rivals differ, as the concepts of `code:dispute-classes` are named.
Dispute = OneOf["differs-in-substance", "differs-in-days", "differs-in-figures", "likely-slip"]

_NUMBERS = (xsd.decimal.value, xsd.integer.value)
_LAST = "9999-12-31"


@dataclass(frozen=True)
class ComparedAccount:
    """One value, or bound of it, as stated in one passage; `bound` is "", "least", "most" or "about"."""

    value: Value
    bound: str
    place: Place
    origin: Origin


@dataclass(frozen=True)
class ComparedSide:
    """The accounts that state one value at one precision, and those that fit it without stating it."""

    value: Value
    bound: str
    accounts: tuple[ComparedAccount, ...]
    fitting: tuple[ComparedAccount, ...]
    origins: frozenset[Origin]


@dataclass(frozen=True)
class Comparison:
    """The state of agreement among the accounts of one property of one record."""

    state: State
    sides: tuple[ComparedSide, ...]
    undecided: tuple[ComparedAccount, ...] = ()  # they fit more than one side, and support none
    dispute: Dispute | None = None
    slips: tuple[tuple[str, str, str], ...] = field(default=())  # (kind, one day, other day)
    torn: tuple[Origin, ...] = ()  # who states two rival values, each in his own name


def compare(accounts: list[ComparedAccount], within: Callable[[str], set[str]]) -> Comparison:
    """Sort the accounts of one property into sides and name the state between them.

    Args:
        accounts: at least one.
        within: returns the places that contain a place, so that a city fits its country.
    """
    openers: list[ComparedAccount] = []
    exact = [a for a in accounts if not a.bound]
    for account in sorted(exact, key=lambda a: a.value.value):
        vaguer = any(_vaguer(account.value, other.value, within) for other in exact)
        if not vaguer and not any(same(account.value, o.value) for o in openers):
            openers.append(account)
    for account in _narrowest_first(accounts):
        if not any(_fits(account, o, within) for o in openers):
            openers.append(account)
    fitting: dict[int, list[ComparedAccount]] = {i: [] for i in range(len(openers))}
    stating: dict[int, list[ComparedAccount]] = {i: [] for i in range(len(openers))}
    undecided = []
    for account in sorted(accounts, key=lambda a: a.place.iri):
        places = [i for i, o in enumerate(openers) if account.bound == o.bound and same(account.value, o.value)]
        if places:
            stating[places[0]].append(account)
            continue
        places = [i for i, o in enumerate(openers) if _fits(account, o, within)]
        if len(places) == 1:
            fitting[places[0]].append(account)
        else:
            undecided.append(account)
    sides = [
        ComparedSide(o.value, o.bound, tuple(stating[i]), tuple(fitting[i]), _origins(stating[i]))
        for i, o in enumerate(openers)
    ]
    sides.sort(key=lambda s: (-len(s.origins), s.value.value, s.bound))
    if len(sides) > 1:
        dispute, slips = _class_of(sides)
        # Who states two rival values in his own name, rather than in a report, contradicts himself.
        own = [{frozenset(a.place.holders) for a in s.accounts if not a.place.quoted_in} for s in sides]
        torn = {who for i, one in enumerate(own) for other in own[i + 1 :] for who in one & other}
        holders = tuple(sorted(torn, key=sorted))
        return Comparison("disputed", tuple(sides), tuple(undecided), dispute, slips, holders)
    if len(_origins(accounts)) == 1:
        state: State = "unique"
    else:
        state = "confirmed" if len(sides[0].origins) > 1 else "compatible"
    return Comparison(state, tuple(sides), tuple(undecided))


def _origins(accounts: list[ComparedAccount]) -> frozenset[Origin]:
    """Return the origins of compatible accounts; a source adds no origin of its own to the speakers it quotes."""
    quoting = {account.place.source for account in accounts if account.place.quoted_in}
    return frozenset(
        account.origin for account in accounts if account.place.quoted_in or account.place.source not in quoting
    )


def distance(one: Value, other: Value) -> float:
    """Return how far two values lie apart: days for dates, percent of the larger for numbers, else one.

    >>> day = xsd.date
    >>> distance(Literal("2001-03-12", datatype=day), Literal("2001-03-22", datatype=day))
    10.0
    """
    if isinstance(one, Literal) and isinstance(other, Literal):
        if {one.datatype.value, other.datatype.value} <= {*DATE_TYPES}:
            from datetime import date

            first, second = sorted([one.value, other.value], key=dates.earliest)
            gap = date.fromisoformat(dates.earliest(second)) - date.fromisoformat(dates.latest(first))
            return float(max(gap.days, 1))
        if {one.datatype.value, other.datatype.value} <= {*_NUMBERS}:
            low, high = sorted([abs(Decimal(one.value)), abs(Decimal(other.value))])
            return float(100 * (high - low) / high) if high else 0.0
    return 1.0


def weight(comparison: Comparison, attesting: int) -> float:
    """Return a number that ranks a dispute: origins on the lesser of its two main sides, distance, centrality.

    Each of the three enters by its logarithm, so that none of them alone decides; a likely slip weighs a tenth.

    Args:
        comparison: of a disputed property.
        attesting: how many passages speak of the record.
    """
    first, second = comparison.sides[:2]
    lesser = math.log(1 + min(len(first.origins), len(second.origins)))
    far = 1 + math.log(1 + distance(first.value, second.value))
    weighed = lesser * far * (1 + math.log(1 + attesting))
    return weighed / 10 if comparison.dispute == "likely-slip" else weighed


def same(one: Value, other: Value) -> bool:
    """Return whether two values are equal: numbers by value, durations by length, else term by term."""
    if one == other:
        return True
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return False
    datatypes = {one.datatype.value, other.datatype.value}
    if datatypes <= {*_NUMBERS}:
        return Decimal(one.value) == Decimal(other.value)
    return datatypes == {xsd.duration.value} and length(one.value) == length(other.value)


def length(duration: str) -> tuple[int, int]:
    """Return the months and days of a duration, so that one year is twelve months.

    >>> length("P5Y") == length("P60M")
    True
    """
    years, months, days = (int((re.search(rf"(\d+){unit}", duration) or "00")[1]) for unit in "YMD")
    return years * 12 + months, days


def _narrowest_first(accounts: list[ComparedAccount]) -> Iterator[ComparedAccount]:
    """Yield the bounds among accounts so that the narrowest opens a side and the wider ones fit it."""
    for bound in ("about", "least", "most"):
        group = [account for account in accounts if account.bound == bound]
        numeric = all(
            isinstance(account.value, Literal) and account.value.datatype.value in _NUMBERS for account in group
        )
        yield from sorted(
            sorted(group, key=lambda account: account.place.iri),
            key=lambda account: Decimal(account.value.value) if numeric else dates.earliest(account.value.value),
            reverse=bound == "least",
        )


def _vaguer(one: Value, other: Value, within: Callable[[str], set[str]]) -> bool:
    """Return whether one value is less precise than another and compatible with it."""
    if isinstance(one, NamedNode) or isinstance(other, NamedNode):
        return isinstance(other, NamedNode) and one.value in within(other.value)
    if one.datatype.value in DATE_TYPES:
        return len(one.value) < len(other.value) and other.value.startswith(one.value)
    return False


def _fits(account: ComparedAccount, opener: ComparedAccount, within: Callable[[str], set[str]]) -> bool:
    """Return whether an account is compatible with the value that opened a side."""
    if not account.bound and not opener.bound:
        return same(account.value, opener.value) or _vaguer(account.value, opener.value, within)
    if isinstance(account.value, Literal) and isinstance(opener.value, Literal):
        one, other = _range(account.value, account.bound), _range(opener.value, opener.bound)
        return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]
    return False


def _range(literal: Literal, bound: str) -> tuple[Any, Any] | None:
    """Return the range of a value or bound, as two days or two numbers; None for other values."""
    if literal.datatype.value in DATE_TYPES:
        first, last = dates.earliest(literal.value), dates.latest(literal.value)
        return {"least": (first, _LAST), "most": ("0000-01-01", last)}.get(bound, (first, last))
    if literal.datatype.value in _NUMBERS:
        number = Decimal(literal.value)
        # "About" allows half a unit of the last digit printed.
        half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2 if bound == "about" else Decimal(0)
        infinite = Decimal("Infinity")
        return {"least": (number, infinite), "most": (-infinite, number)}.get(bound, (number - half, number + half))
    return None


def _class_of(sides: list[ComparedSide]) -> tuple[Dispute, tuple[tuple[str, str, str], ...]]:
    """Return the class of a dispute, and the pairs of days that a slip of the pen explains."""
    literals = [s.value for s in sides if isinstance(s.value, Literal)]
    if len(literals) < len(sides):
        return "differs-in-substance", ()
    if all(v.datatype.value in DATE_TYPES for v in literals):
        pairs = [(one, other) for i, one in enumerate(sides) for other in sides[i + 1 :]]
        slips = []
        for one, other in pairs:
            if len(one.value.value) == len(other.value.value) == 10 and not one.bound and not other.bound:
                first, second = sorted([one.value.value, other.value.value])
                if kind := dates.slip(first, second):
                    slips.append((kind, first, second))
        return ("likely-slip" if len(slips) == len(pairs) else "differs-in-days"), tuple(slips)
    if all(v.datatype.value in _NUMBERS for v in literals):
        return "differs-in-figures", ()
    return "differs-in-substance", ()
