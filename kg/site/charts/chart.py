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
    columns, `identifiers` of them, name what the page has as footnotes, and are in the file alone.
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
        width = len(self.columns) - self.identifiers
        heads = sections.heads(*self.columns[:width])
        table = sections.table(heads, [[cell.shown for cell in cells[:width]] for cells in self.rows])
        folded = sections.folded(static.say("panorama.table"), sections.wrapped("div", table, "scroll"))
        return sections.Section(
            static.say(f"chart.{self.name}.title"),
            self.name,
            sections.joined(
                [static.say(key, **self.places) for key in (f"chart.{self.name}.text", *self.remarks)], " "
            ),
            blocks=[*pictures, sections.wrapped("p", sections.joined(downloads, " "), "downloads"), folded],
            heading=static.in_languages(self.finding),
        )

    def files(self, origin: str) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each file of the chart; `origin` says which graph it is drawn from."""
        for tag in LANGUAGES:
            yield f"{self.name}.{tag}.svg", self._drawn(tag, linked=False).file(self.finding[tag], origin)
        heads = [catalogue()[key]["en"] for key in self.columns]
        yield (
            f"{self.name}.csv",
            TextTable(heads, [[cell.text for cell in cells] for cells in self.rows]).write("csv"),
        )
