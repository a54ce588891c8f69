"""A chart: the sentence that it bears out, its drawing, and its table, each also as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.rdf.vocabulary import LANGUAGES
from kg.site import sections, static
from kg.site.charts.drawing import Canvas
from kg.site.spans import Axis
from kg.text.phrases import catalogue
from kg.text.tables import TextTable

if TYPE_CHECKING:
    from markupsafe import Markup

#: The folder of the files of charts, beside the page.
FOLDER = "charts/"


@dataclass(frozen=True)
class Cell:
    """What a cell of the table shows, and what stands for it in the CSV."""

    shown: Markup | str
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart: its name, its finding by language, how to draw it, and its table.

    `columns` are phrases of the interface; the first languages' heads of the CSV are English. `places` fill the
    slots of the text below the finding (`chart.NAME.text`), and of the phrases `remarks` after it. The last
    columns, `identifiers` of them, name what the page has as footnotes, and are in the file alone. Rows of several
    kinds have a table for each on the page: `kinds` are the phrase of each and how many rows it has, in order.
    """

    name: str
    finding: Mapping[str, str]
    axis: Axis
    draw: Callable[[Canvas], None]
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    places: Mapping[str, int] = field(default_factory=dict)
    identifiers: int = 0
    remarks: Sequence[str] = ()
    kinds: Sequence[tuple[str, int]] = ()

    def _drawn(self, language: str, *, linked: bool) -> Canvas:
        """Draw the chart in a language."""
        canvas = Canvas(language, self.axis, linked)
        self.draw(canvas)
        return canvas

    def section(self) -> sections.Section:
        """Return the section of the page: drawing, files, and the same as a table."""
        from markupsafe import Markup

        pictures = [self._drawn(tag, linked=True).picture() for tag in LANGUAGES]
        link = Markup('<a href="{}{}" download{}>{}</a>')
        files = [
            link.format(FOLDER, f"{self.name}.{tag}.svg", Markup(' class=t lang="{}"').format(tag), "SVG")
            for tag in LANGUAGES
        ]
        files.append(link.format(FOLDER, f"{self.name}.csv", "", "CSV"))
        downloads = [static.say("chart.download"), *files]
        folded = sections.folded(static.say("panorama.table"), sections.joined(self._tables(), ""))
        return sections.Section(
            static.say(f"chart.{self.name}.title"),
            self.name,
            sections.joined(
                [static.say(key, **self.places) for key in (f"chart.{self.name}.text", *self.remarks)], " "
            ),
            blocks=[*pictures, sections.wrapped("p", sections.joined(downloads, " "), "downloads"), folded],
            heading=static.in_languages(self.finding),
        )

    def _tables(self) -> Iterator[Markup]:
        """Yield the table of the page, or one for each kind of rows, with the columns that it fills."""
        width, first = len(self.columns) - self.identifiers, 0
        for title, count in self.kinds or [("", len(self.rows))]:
            rows = self.rows[first : first + count]
            first += count
            if title and rows:
                yield sections.wrapped("h3", static.say(title))
            filled = [at for at in range(width) if not title or any(row[at].text for row in rows)]
            heads = sections.heads(*(self.columns[at] for at in filled))
            table = sections.table(heads, [[row[at].shown for at in filled] for row in rows])
            if rows or not title:
                yield sections.wrapped("div", table, "scroll")

    def files(self, origin: str) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each file of the chart; `origin` says which graph it is drawn from."""
        for tag in LANGUAGES:
            yield f"{self.name}.{tag}.svg", self._drawn(tag, linked=False).file(self.finding[tag], origin)
        heads = [catalogue()[key]["en"] for key in self.columns]
        yield (
            f"{self.name}.csv",
            TextTable(heads, [[cell.text for cell in cells] for cells in self.rows]).write("csv"),
        )
