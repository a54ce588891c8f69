"""Bars of time: when a record surely holds, when only by some accounts, and how long after nobody states an end.

Every bar is a drawing of its own, in percent of its width, so that it fits a phone as well as a desk; the names
beside it are text of the page. Time runs from left to right in every language, as its years are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.dataset.intervals import Interval
from kg.rdf.vocabulary import LANGUAGES
from kg.site import frame, static
from kg.text.dates import gregorian, solar_hijri
from kg.text.phrases import say

if TYPE_CHECKING:
    from markupsafe import Markup

#: How far, in percent, the line reaches before the day by which something had begun, where no beginning is stated.
BEFORE = 2.0
#: The widest distance of two years that are labelled, so that a phone has room for the labels.
MOST_LABELS = 7
#: Half the width of a label by language, in percent of a narrow axis: a Persian year names its calendar.
EDGE = {"en": 4.0, "fa": 6.5, "ru": 4.0}
#: The lines of labels, in pixels from above: a Persian axis has both calendars.
LINES = {"axis.gregorian": 12, "axis.solar": 26}


def tags_of(calendar: str) -> tuple[str, ...]:
    """Return the languages whose axes have the years of a calendar, which is given by its phrase."""
    return ("fa",) if calendar == "axis.solar" else LANGUAGES


@dataclass(frozen=True)
class Axis:
    """The time that the bars of one table show: from the first day of a year to the last day of another."""

    first: int
    last: int
    most_labels: int = MOST_LABELS

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
        return self._round(self.first, self.last)

    @property
    def ticks(self) -> list[tuple[str, str, float]]:
        """The labels: phrase of the calendar, year and place; those of the Solar Hijri years stand at Nowruz.

        >>> Axis(2019, 2024).ticks[-1]
        ('axis.solar', '1403', 86.9)
        """
        solar = self._round(*(int(solar_hijri(f"{year}-12-31")[:4]) for year in (self.first, self.last)))
        return [
            *(("axis.gregorian", str(year), self.at(f"{year:04}-01-01")) for year in self.years),
            *(("axis.solar", str(year), self.at(gregorian(f"{year}-01-01"))) for year in solar),
        ]

    def labelled(self, tag: str) -> list[tuple[str, str, float]]:
        """Return the labels in a language as (phrase of the calendar, year, place), none upon its neighbour.

        A label near an end is moved inwards, lest half of it be cut off; where it would lie on the next one, it
        is left out.

        >>> [year for _, year, _ in Axis(2019, 2026).labelled("fa")][:3], Axis(2019, 2026).labelled("en")[0]
        (['2020', '2021', '2022'], ('axis.gregorian', '2019', 4.0))
        """
        shown: list[tuple[str, str, float]] = []
        edge = EDGE[tag] * MOST_LABELS / self.most_labels
        for calendar in (name for name in LINES if tag in tags_of(name)):
            line = [(year, at, min(max(at, edge), 100 - edge)) for name, year, at in self.ticks if name == calendar]
            for number, (year, at, place) in enumerate(line):
                beside = [other for other in line[max(number - 1, 0) : number + 2] if other[0] != year]
                moved = at != place
                if not (moved and any(abs(other[2] - place) < 1.8 * edge for other in beside)):
                    shown.append((calendar, year, place))
        return shown

    def _round(self, first: int, last: int) -> list[int]:
        """Return the round years of a calendar among those of the axis, as many as there is room for."""
        step = next(n for n in (1, 2, 5, 10, 20, 50, 100) if (last - first) / n <= self.most_labels)
        return list(range(first + -first % step, last + 1, step))

    def labels(self) -> Markup:
        """Draw the labels of the years, and define the fading of bars without an end."""
        from markupsafe import Markup

        line = '<text class="t" lang="{}" x="{}%" y="{}">{}</text>'
        labels = []
        for tag in LANGUAGES:
            for calendar, year, place in self.labelled(tag):
                words = say(calendar, tag, year=static.digits(year, tag))
                labels.append(frame.filled(line, tag, place, LINES[calendar], words))
        fade = Markup(
            '<defs><linearGradient id="fade"><stop class="ink" offset="0"/>'
            '<stop class="gone" offset="1"/></linearGradient></defs>'
        )
        return frame.filled('<svg class="axis" aria-hidden="true">{}{}</svg>', fade, Markup("").join(labels))

    def bar(self, record: str, span: Interval) -> Markup:
        """Draw the bar of a record (compact name); the words beside it say the same to a screen reader."""
        from markupsafe import Markup

        grid = '<line class="grid" x1="{0}%" x2="{0}%" y1="0" y2="18"/>'
        lines = [frame.filled(grid, self.at(f"{year:04}-01-01")) for year in self.years]
        drawing = '<svg class="span" data-record="{}" aria-hidden="true">{}{}</svg>'
        return frame.filled(drawing, record, Markup("").join(lines), Markup("").join(self.pieces(span)))

    def pieces(self, span: Interval) -> Iterator[Markup]:
        """Yield the pieces of a bar: certain time in full, doubtful time as a dashed line, an open end fading."""
        piece = '<rect class="{}" x="{}%" y="4" width="{}%" height="10"/>'
        doubt = '<line class="doubt" x1="{}%" x2="{}%" y1="9" y2="9"/>'
        if span.surely_from is None:
            if span.possibly_from:
                yield frame.filled(
                    doubt, self.at(span.possibly_from), self.at(span.possibly_until or f"{self.last}-12-31")
                )
            return
        begun = self.at(span.surely_from)
        least = self.at(span.possibly_from) if span.possibly_from else max(0.0, round(begun - BEFORE, 1))
        if least < begun:
            yield frame.filled(doubt, least, begun)
        attested = span.last_attested if span.possibly_until is None else None
        certain = max(begun, self.at(span.surely_until or attested or span.surely_from))
        if span.denied_in:
            yield frame.filled(doubt, begun, self.at(span.possibly_until) if span.possibly_until else certain)
            return
        yield frame.filled(piece, "sure", begun, max(0.4, round(certain - begun, 1)))
        if span.possibly_until is None:
            yield frame.filled(piece, "open", certain, round(100 - certain, 1))
        elif self.at(span.possibly_until) > certain:
            yield frame.filled(doubt, certain, self.at(span.possibly_until))
