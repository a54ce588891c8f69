"""Drawing charts: an SVG in one language, placed in percent across and in pixels down.

So a chart fits a phone as well as a desk with letters of one size. A page has the drawing once for each language,
and the same drawing is a file of its own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kg.rdf.vocabulary import LANGUAGES
from kg.site import frame, static
from kg.site.spans import LINES, Axis, tags_of
from kg.text.phrases import say, ungrouped

if TYPE_CHECKING:
    from markupsafe import Markup

#: How wide a chart is as a file, in pixels, and how much room its file has around it.
FILE_WIDTH, MARGIN = 800, 16
#: Room between two lines of the legend.
LEGEND_LINE = 20
#: How many letters of a title stand in a line of a file.
TITLE = 96


class Year(str):
    """A year, or another figure that is no count: it has no separator."""


@dataclass(frozen=True)
class Link:
    """Where a mark leads, from the folder of the index, and what it is called in each language."""

    address: str
    titles: Mapping[str, str]


@dataclass
class Canvas:
    """A chart that is being drawn: its language, its height in pixels, its axis of years.

    One with a width is drawn to scale, such as a map; any other takes the width that it finds.
    """

    language: str
    axis: Axis
    linked: bool = True
    height: float = 0
    width: float = 0
    parts: list[Markup] = field(default_factory=list)

    def at(self, year: int, share: float = 0.5) -> float:
        """Return a place within a year in percent: 0 for its first day, 1 for its end."""
        start = self.axis.at(f"{year:04}-01-01")
        return round(start + share * (100 / (self.axis.last + 1 - self.axis.first)), 2)

    @property
    def below(self) -> int:
        """The room, in pixels, for the labels of the years below a plot."""
        return 10 + max(line for calendar, line in LINES.items() if self.language in tags_of(calendar))

    def text(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        """Write words at a place."""
        from markupsafe import Markup

        line = Markup('<text class="{}" x="{}%" y="{}" text-anchor="{}">{}</text>')
        self.parts.append(line.format(kind, x, round(y, 1), anchor, static.tidy(words, 90)))

    def line(self, y: float, kind: str = "grid") -> None:
        """Draw a line across the chart."""
        from markupsafe import Markup

        self.parts.append(
            Markup('<line class="{0}" x1="0" x2="100%" y1="{1}" y2="{1}"/>').format(kind, round(y, 1))
        )

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> Markup:
        """Return a bar; place and width across are in percent."""
        from markupsafe import Markup

        shape = Markup('<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>')
        return shape.format(kind, x, round(y, 1), round(width, 2), round(height, 1))

    def sign(self, x: float, y: float, sign: str, kind: str) -> Markup:
        """Return one of the signs of `SIGNS` around a place."""
        from markupsafe import Markup

        return Markup('<svg class="sign {}" x="{}%" y="{}"><path class="{}" d="{}"/></svg>').format(
            kind, round(x, 2), round(y, 1), sign, SIGNS[sign]
        )

    def link(self, link: Link, shape: Markup) -> None:
        """Draw a shape that leads somewhere and says what it is."""
        from markupsafe import Markup

        title = static.tidy(link.titles.get(self.language) or link.titles["en"], 300)
        # Taken elsewhere, the file of a drawing would lead astray.
        line = '<a href="{}"><title>{}</title>{}</a>' if self.linked else "<g><title>{1}</title>{2}</g>"
        self.parts.append(Markup(line).format(link.address, title, shape))

    def years(self, y: float, top: float) -> None:
        """Label the years below a plot and draw their lines up to its top."""
        from markupsafe import Markup

        grid = Markup('<line class="grid" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>')
        for calendar, _, place in self.axis.ticks:
            if calendar == "axis.gregorian":
                self.parts.append(grid.format(place, top, y + 4))
        for calendar, year, place in self.axis.labelled(self.language):
            words = say(calendar, self.language, year=static.digits(year, self.language))
            self.text(place, y + 5 + LINES[calendar], words, "tick", "middle")

    def scale(self, top: float, bottom: float, most: float, highest: Callable[[str], str] | None = None) -> Scale:
        """Draw the lines and labels of a scale from zero to a value; `highest` writes the highest with its unit."""
        scale = Scale(top, bottom, most)
        for value in scale.steps:
            self.line(scale.at(value))
            words = ungrouped(f"{value:g}", self.language)
            if highest and value == scale.steps[-1]:
                words = highest(words)
            self.text(0, scale.at(value) - 3, words, "tick")
        return scale

    def legend(self, items: Sequence[tuple[str, str, str]]) -> None:
        """Add a legend in two columns below: the sign of each, its kind, and its words."""
        for number, (sign, kind, words) in enumerate(items):
            x, y = 50 * (number % 2), self.height + LEGEND_LINE * (number // 2 + 1) - 6
            # An arrow stands on its value, or hangs from it.
            self.parts.append(self.sign(x + 2, y - 4 + {"least": 6, "most": -6}.get(sign, 0), sign, kind))
            self.text(x + 5, y, words, "key")
        self.height += LEGEND_LINE * ((len(items) + 1) // 2) + 4

    def picture(self) -> Markup:
        """Return the drawing for the page, which shows the one of its language."""
        from markupsafe import Markup

        svg = Markup('<svg class="t drawing{}" lang="{}" {} role="group">{}</svg>')
        kind = " to-scale" if self.width else ""
        return svg.format(kind, self.language, self._size(), Markup("").join(self.parts))

    def _size(self) -> Markup:
        """Return the attributes that give the size of the drawing."""
        from markupsafe import Markup

        high = round(self.height)
        if self.width:
            return Markup('viewBox="0 0 {} {}"').format(round(self.width), high)
        return Markup('height="{}"').format(high)

    def file(self, title: str, origin: str) -> str:
        """Return the drawing as a file of its own, with its title above and its origin below."""
        from markupsafe import Markup

        start = Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" lang="{}" width="{}" height="{}"><style>{}</style>'
            '<rect class="ground" width="100%" height="100%"/>'
        )
        words = Markup('<text class="{}" x="{}" y="{}">{}</text>')
        inner = Markup('<svg class="drawing" x="{}" y="64" width="{}" height="{}" {}>{}</svg>')
        size = self._size() if self.width else ""
        high = round(self.height)
        parts = [
            start.format(self.language, FILE_WIDTH + 2 * MARGIN, high + 104, _file_style()),
            *(
                words.format("heading", MARGIN, 28 + 20 * number, line)
                for number, line in enumerate(textwrap.wrap(static.tidy(title), TITLE, max_lines=2))
            ),
            inner.format(MARGIN, FILE_WIDTH, high, size, Markup("").join(self.parts)),
            words.format("tick", MARGIN, high + 90, static.tidy(origin)),
            Markup("</svg>\n"),
        ]
        return str(Markup("").join(parts))


@dataclass(frozen=True)
class Scale:
    """A linear scale from zero at the bottom to a round value at or above the most."""

    top: float
    bottom: float
    most: float

    @property
    def steps(self) -> list[float]:
        """The round values that are labelled, zero excepted, the last at or above the most.

        >>> Scale(0, 100, 5.9).steps
        [2, 4, 6]
        """
        size = 10.0 ** len(str(int(self.most))) / 100 if self.most >= 1 else 0.01
        step = next(
            s for k in range(6) for s in (size * 10**k, 2 * size * 10**k, 5 * size * 10**k) if self.most / s <= 4
        )
        count = int(-(-self.most // step)) or 1
        return [int(v) if v == int(v) else round(v, 6) for v in (step * n for n in range(1, count + 1))]

    def at(self, value: float) -> float:
        """Return the place of a value in pixels from above."""
        return round(self.bottom - (self.bottom - self.top) * value / self.steps[-1], 1)


#: Shapes around the point (0, 0): stated, stated as about, a lower and an upper bound, a square.
SIGNS = {
    "dot": "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z",
    "ring": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
    "least": "M-5 0H5M0 0V-13M-3.5 -9L0 -13L3.5 -9",
    "most": "M-5 0H5M0 0V13M-3.5 9L0 13L3.5 9",
    "full": "M-4 -4H4V4H-4Z",
    "hollow": "M-3.5 -3.5H3.5V3.5H-3.5Z",
}


@cache
def _file_style() -> Markup:
    """Return the style of a drawing as a file: the light colours of the pages, then the style of charts."""
    page = frame.asset("page.css")
    first = page.index(":root {")
    return frame.inline(page[first : page.index("}", first) + 1] + str(frame.style("chart.css").text)).text


def phrase(key: str, **places: int | Year | Mapping[str, str]) -> dict[str, str]:
    """Fill the slots of a phrase in each language, a number or a year in its digits, a name in its words."""

    def written(value: int | Year | Mapping[str, str], tag: str) -> str:
        """Write what fills a slot."""
        if isinstance(value, Mapping):
            return static.tidy(value.get(tag) or value.get("en") or "", 120)
        return ungrouped(value, tag) if isinstance(value, str) else static.number(value, tag)

    return {tag: say(key, tag, **{slot: written(v, tag) for slot, v in places.items()}) for tag in LANGUAGES}
