"""When a happening holds, over vague dates, bounds and rival accounts: surely, by some accounts, or not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal as OneOf

from kg import dates
from kg.rdf import Literal
from kg.record import Reader
from kg.terms import SRC, kg

Answer = OneOf["surely", "by some accounts", "cannot tell", "no"]
Range = tuple[str, str]

_FIRST, _LAST = "0000-01-01", "9999-12-31"
_ORDER: tuple[Answer, ...] = ("surely", "by some accounts", "cannot tell", "no")


@dataclass(frozen=True)
class Span:
    """What each account leaves open for the beginning and for the end of a happening, as first and last days."""

    begun: tuple[Range, ...]
    ended: tuple[Range, ...]
    passages: tuple[str, ...]

    def holds(self, day: str) -> Answer:
        """Answer whether it holds on a day. A happening whose beginning nobody bounds from below cannot be told.

        >>> Span((("2005-07-05", "2005-07-05"),), (), ()).holds("2004-12-31")
        'no'
        >>> Span((("2005-01-01", "2005-12-31"),), (), ()).holds("2005-07-01")
        'by some accounts'
        """
        if any_after(self.begun, day) or (self.ended and all(most < day for _, most in self.ended)):
            return "no"
        open_still = all(least >= day for least, _ in self.ended)
        if self.begun and all(most <= day for _, most in self.begun):
            return "surely" if open_still else "by some accounts"
        bounded = [r for r in self.begun if r[0] != _FIRST]
        return "by some accounts" if any(least <= day for least, _ in bounded) else "cannot tell"

    def falls_in(self, year: int) -> Answer:
        """Answer whether it begins, or takes place, in a year.

        >>> Span((("2001-03-12", "2001-03-12"), ("2001-03-22", "2001-03-22")), (), ()).falls_in(2001)
        'surely'
        """
        first, last = f"{year:04}-01-01", f"{year:04}-12-31"
        bounded = [r for r in self.begun if r[0] != _FIRST and r[1] != _LAST]
        if not bounded:
            return "cannot tell"
        if all(first <= least and most <= last for least, most in bounded):
            return "surely"
        return "by some accounts" if any(least <= last and first <= most for least, most in bounded) else "no"


def any_after(begun: tuple[Range, ...], day: str) -> bool:
    """Tell whether every account puts the beginning after a day."""
    return bool(begun) and all(least > day for least, _ in begun)


def read(reader: Reader, record: str) -> Span:
    """Read the span of a happening off the passages that speak of it, by the time declarations of its class."""
    kinds = reader.kinds(record)
    names = [{v.value for k in kinds for v in reader.declared(k, n)} for n in ("timeAt", "timeFrom", "timeTo")]
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in reader.quads(record):
        if quad.graph_name.value.startswith(SRC) and isinstance(quad.object, Literal):
            said[quad.graph_name.value][quad.predicate.value].append(quad.object.value)
    begun, ended, passages = [], [], []
    for passage, values in sorted(said.items()):
        start, end = _range(reader, values, names[0] | names[1]), _range(reader, values, names[2])
        begun += [start] if start else []
        ended += [end] if end else []
        passages += [passage] if start or end else []
    return Span(tuple(begun), tuple(ended), tuple(passages))


def _range(reader: Reader, values: dict[str, list[str]], properties: set[str]) -> Range | None:
    """Return the first and last day that an account leaves open for a date, or None where it gives none."""
    least: list[str] = []
    most: list[str] = []
    for prop in sorted(properties):
        exact = values.get(prop, [])
        least += [dates.earliest(d) for d in exact + _bounding(reader, values, prop, "least")]
        most += [dates.latest(d) for d in exact + _bounding(reader, values, prop, "most")]
    if not least and not most:
        return None
    return max(least, default=_FIRST), min(most, default=_LAST)


def _bounding(reader: Reader, values: dict[str, list[str]], prop: str, side: str) -> list[str]:
    found = []
    for name, stated in values.items():
        bounds = {v.value for v in reader.values(name, kg("bounds"))}
        sides = {v.value for v in reader.values(name, kg("boundSide"))} if prop in bounds else set()
        found += stated if sides & {side, "about"} else []
    return found


def most(answers: list[Answer]) -> Answer:
    """Return the strongest of several answers, of which one is enough.

    >>> most(["no", "by some accounts"])
    'by some accounts'
    """
    return min(answers, key=_ORDER.index, default="no")


def both(one: Answer, other: Answer) -> Answer:
    """Return the weaker of two answers that must hold together.

    >>> both("surely", "cannot tell")
    'cannot tell'
    """
    return max(one, other, key=_ORDER.index)


def years(spans: list[Span]) -> range:
    """Return the years from the first to the last bounded date of several spans; empty where there is none."""
    known = [day for s in spans for r in (*s.begun, *s.ended) for day in r if day not in (_FIRST, _LAST)]
    if not known:
        return range(0)
    return range(int(min(known)[:4]), int(max(known)[:4]) + 1)
