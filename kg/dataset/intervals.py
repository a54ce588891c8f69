"""When a record holds: the four bounds of its interval, its last attestation, and the answer for any day.

The days are those of the CIDOC CRM: possibly from (P82a), surely from (P81a), surely until (P81b), possibly until
(P82b). Compiling derives them (`kg.dataset.derived`); commands, pages and exports read them here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from kg.rdf.vocabulary import kg
from kg.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rdf.terms import NamedNode, Quad

Answer = OneOf["surely", "by some accounts", "presumably", "cannot tell", "no"]

#: From the strongest answer to the weakest.
ANSWERS: tuple[Answer, ...] = ("surely", "presumably", "by some accounts", "cannot tell", "no")
#: The answers that count a record among those that hold on a day.
POSITIVE: tuple[Answer, ...] = ANSWERS[:3]
#: The properties of the derived graph that hold an interval, by the names of its fields.
FIELDS = {
    "possibly_from": kg.possiblyFrom,
    "surely_from": kg.surelyFrom,
    "surely_until": kg.surelyUntil,
    "possibly_until": kg.possiblyUntil,
    "last_attested": kg.lastAttested,
    "not_before": kg.notBefore,
}
_PROPERTIES = frozenset(FIELDS.values())


@dataclass(frozen=True)
class Interval:
    """The days between which a record holds, each `YYYY-MM-DD` or unknown, and the passages that deny it.

    An unknown first day means that no account bounds the beginning; an unknown last day, that none states an
    end. `not_before` is a day before which it cannot hold, though no account says that it holds from then on.
    """

    possibly_from: str | None = None
    surely_from: str | None = None
    surely_until: str | None = None
    possibly_until: str | None = None
    last_attested: str | None = None
    not_before: str | None = None
    denied_in: tuple[str, ...] = ()

    @property
    def days(self) -> list[str]:
        """The known ones of the four days that bound it."""
        bounds = (self.possibly_from, self.surely_from, self.surely_until, self.possibly_until)
        return [day for day in bounds if day is not None]

    def as_dated(self) -> Interval:
        """Return the interval for readers: days that only bound a month or year are that month or year.

        A period that is known throughout, such as that of a yearly figure, has that year at all four places.

        >>> span = Interval("2005-01-01", "2005-12-31", "2023-12-31", "2023-12-31").as_dated()
        >>> span.possibly_from, span.surely_from, span.possibly_until
        ('2005', '2005', '2023-12-31')
        """
        first, begun, certain, until = self.possibly_from, self.surely_from, self.surely_until, self.possibly_until
        if first and until and first == begun and certain == until and (whole := dates.period(first, until)):
            return replace(self, possibly_from=whole, surely_from=whole, surely_until=whole, possibly_until=whole)
        start = first and begun and dates.period(first, begun)
        end = certain and until and dates.period(certain, until)
        return replace(
            self,
            possibly_from=start or first,
            surely_from=start or begun,
            surely_until=end or certain,
            possibly_until=end or until,
        )

    def holds(self, day: str) -> Answer:
        """Answer whether the record holds throughout a day, month or year.

        *Presumably*: it began, no account ends it, and the day is after it was last attested.

        >>> Interval("2005-07-05", "2005-07-05", last_attested="2010-01-01").holds("2020")
        'presumably'
        >>> Interval("2001-03-12", "2001-03-22").holds("2001-03-15")
        'by some accounts'
        """
        first, last = dates.earliest(day), dates.latest(day)
        if self.possibly_until is not None and first > self.possibly_until:
            return "no"
        begun = self.begun(day)
        if begun != "surely":
            return begun
        if self.surely_until is not None:
            return "surely" if last <= self.surely_until else "by some accounts"
        if self.last_attested is not None and last <= self.last_attested:
            return "surely"
        return "presumably"

    def begun(self, day: str) -> Answer:
        """Answer whether the record had begun, or its event had taken place, by a day, month or year.

        >>> Interval(surely_from="2025-07-18", not_before="2025-01-17").begun("2025-07-01")
        'cannot tell'
        >>> Interval(surely_from="2025-07-18", not_before="2025-01-17").begun("2025-01-01")
        'no'
        """
        first, last = dates.earliest(day), dates.latest(day)
        if any(bound is not None and last < bound for bound in (self.possibly_from, self.not_before)):
            return "no"
        if self.surely_from is None or (first < self.surely_from and self.possibly_from is None):
            return "cannot tell"
        return "by some accounts" if self.denied_in or first < self.surely_from else "surely"


def intervals_of(quads: Iterable[Quad]) -> dict[str, Interval]:
    """Return the intervals that derived quads state, by record."""
    values: dict[str, dict[NamedNode, list[str]]] = {}
    for quad in quads:
        if quad.predicate in _PROPERTIES or quad.predicate == kg.deniedIn:
            fields = values.setdefault(quad.subject.value, {})
            fields.setdefault(quad.predicate, []).append(quad.object.value)
    return {
        record: Interval(
            **{field: fields[prop][0] for field, prop in FIELDS.items() if prop in fields},
            denied_in=tuple(sorted(fields.get(kg.deniedIn, []))),
        )
        for record, fields in values.items()
    }


def strongest(answers: list[Answer]) -> Answer:
    """Return the strongest of several answers, of which one is enough.

    >>> strongest(["no", "by some accounts"])
    'by some accounts'
    """
    return min(answers, key=ANSWERS.index, default="no")


def weaker(one: Answer, other: Answer) -> Answer:
    """Return the weaker of two answers that must hold together.

    >>> weaker("surely", "cannot tell")
    'cannot tell'
    """
    return max(one, other, key=ANSWERS.index)
