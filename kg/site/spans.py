"""Bars of time: when a record surely holds, when only by some accounts, and how long after nobody states an end.

Every bar is a drawing of its own, in percent of its width, so that it fits a phone as well as a desk; the names
beside it are text of the page. In Persian, where time runs from right to left, the style mirrors the drawings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.dataset.intervals import Interval
from kg.rdf.vocabulary import LANGUAGES
from kg.site import static

if TYPE_CHECKING:
    from markupsafe import Markup

#: How far, in percent, the line reaches before the day by which something had begun, where no beginning is stated.
BEFORE = 2.0
#: The widest distance of two years that are labelled, so that a phone has room for the labels.
MOST_LABELS = 7


@dataclass(frozen=True)
class Axis:
    """The time that the bars of one table show: from the first day of a year to the last day of another."""

    first: int
    last: int

    @classmethod
    def over(cls, spans: Iterable[Interval], last: int) -> Axis | None:
        """Return the axis from the earliest day of some intervals to a last year; None where none has a day."""
        days = [day for span in spans for day in (span.possibly_from, span.surely_from) if day]
        return cls(min(int(day[:4]) for day in days), last) if days else None

    def at(self, day: str) -> float:
        """Return the place of a day in percent of the axis; days after its end are at its end.

        >>> Axis(2000, 2009).at("2005-01-01")
        50.0
        """
        start, end = date(self.first, 1, 1).toordinal(), date(self.last + 1, 1, 1).toordinal()
        share = (date.fromisoformat(day).toordinal() - start) / (end - start)
        return round(100 * min(max(share, 0.0), 1.0), 1)

    @property
    def years(self) -> list[int]:
        """The years that are labelled."""
        step = next(
            step_years
            for step_years in (1, 2, 5, 10, 20, 50, 100)
            if (self.last - self.first) / step_years <= MOST_LABELS
        )
        return list(range(self.first + -self.first % step, self.last + 1, step))

    def labels(self) -> Markup:
        """Draw the labels of the years, and define the fading of bars without an end."""
        from markupsafe import Markup

        line = Markup('<text class="t" lang="{}" x="{}%" y="12">{}</text>')
        labels = []
        for year in self.years:
            # A label is centred on its year: at the very edge, half of it would be cut off.
            place = min(max(self.at(f"{year:04}-01-01"), 4.0), 96.0)
            labels += [
                line.format(tag, round(100 - place, 1) if tag == "fa" else place, static.digits(str(year), tag))
                for tag in LANGUAGES
            ]
        fade = Markup(
            '<defs><linearGradient id="fade"><stop class="ink" offset="0"/>'
            '<stop class="gone" offset="1"/></linearGradient></defs>'
        )
        return Markup('<svg class="axis" aria-hidden="true">{}{}</svg>').format(fade, Markup("").join(labels))

    def bar(self, record: str, span: Interval) -> Markup:
        """Draw the bar of a record (compact name); the words beside it say the same to a screen reader."""
        from markupsafe import Markup

        grid = Markup('<line class="grid" x1="{0}%" x2="{0}%" y1="0" y2="18"/>')
        lines = [grid.format(self.at(f"{year:04}-01-01")) for year in self.years]
        return Markup('<svg class="span" data-record="{}" aria-hidden="true">{}{}</svg>').format(
            record, Markup("").join(lines), Markup("").join(self.pieces(span))
        )

    def pieces(self, span: Interval) -> Iterator[Markup]:
        """Yield the pieces of a bar: certain time in full, doubtful time as a dashed line, an open end fading."""
        from markupsafe import Markup

        piece = Markup('<rect class="{}" x="{}%" y="4" width="{}%" height="10"/>')
        doubt = Markup('<line class="doubt" x1="{}%" x2="{}%" y1="9" y2="9"/>')
        if span.surely_from is None:
            if span.possibly_from:
                yield doubt.format(
                    self.at(span.possibly_from), self.at(span.possibly_until or f"{self.last}-12-31")
                )
            return
        begun = self.at(span.surely_from)
        least = self.at(span.possibly_from) if span.possibly_from else max(0.0, round(begun - BEFORE, 1))
        if least < begun:
            yield doubt.format(least, begun)
        attested = span.last_attested if span.possibly_until is None else None
        certain = max(begun, self.at(span.surely_until or attested or span.surely_from))
        if span.denied_in:
            yield doubt.format(begun, self.at(span.possibly_until) if span.possibly_until else certain)
            return
        yield piece.format("sure", begun, max(0.4, round(certain - begun, 1)))
        if span.possibly_until is None:
            yield piece.format("open", certain, round(100 - certain, 1))
        elif self.at(span.possibly_until) > certain:
            yield doubt.format(certain, self.at(span.possibly_until))
