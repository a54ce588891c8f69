"""Who says what: opinions by the camp of their speakers, the year and the stance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model.perspectives import groups, groups_of
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, code, compact, kg
from kg.site import sections, static
from kg.site.charts.chart import Cell, Chart
from kg.site.charts.drawing import Canvas, Link, phrase
from kg.site.opinions import Opinion
from kg.site.record import address
from kg.site.spans import Axis
from kg.text.phrases import listed

if TYPE_CHECKING:
    from markupsafe import Markup

#: The height of the highest panel of a camp, of the words above it, and of the gap below it.
PANEL, HEAD, GAP = 120, 18, 8
#: The stances that are above and below the line; whatever else is stated stands on it.
_ABOVE, _BELOW = code.supportive.value, code.critical.value


@dataclass(frozen=True)
class Voiced:
    """An opinion with a stance: its camp, its year, empty where no source has a day, and its stance."""

    record: str
    camp: str
    year: str
    stance: str


def voiced(reader: Reader) -> list[Voiced]:
    """Return each opinion once for each camp and stance that it has, by year and name."""
    entries = []
    for record in reader.of_class(kg.Assessment.value):
        opinion = Opinion(reader, record)
        camps = groups_of(reader, opinion.holders)
        entries += [Voiced(record, camp, opinion.day[:4], stance) for camp in camps for stance in opinion.stances]
    return sorted(entries, key=lambda v: (v.year, v.camp, v.stance, v.record))


def chart(page: sections.Page, reader: Reader) -> Chart | None:
    """Return the chart of opinions; None where none has a year and a stance."""
    entries = voiced(reader)
    dated = [entry for entry in entries if entry.year]
    if not dated:
        return None
    cells: dict[tuple[str, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in dated:
        cells[entry.camp, int(entry.year)][entry.stance].append(entry.record)
    camps = [camp for camp in groups(reader) if any(camp == other for other, _ in cells)]
    stances = sorted({entry.stance for entry in dated}, key=lambda s: ((s == _BELOW) - (s == _ABOVE), s))
    counts = {
        camp: [sum(len(cells[c, y][s]) for c, y in list(cells) if c == camp) for s in stances] for camp in camps
    }
    loudest = max(camps, key=lambda camp: (sum(counts[camp]), camp))
    finding = phrase(
        "chart.voices.finding",
        n=len({entry.record for entry in dated}),
        camp={tag: reader.label(loudest, tag) for tag in LANGUAGES},
        m=sum(counts[loudest]),
    )
    axis = Axis(min(y for _, y in cells), max(y for _, y in cells))
    # One scale for all camps, so that they can be compared; each panel is as high as its columns.
    above = {camp: max(_extent(by, _ABOVE) for (c, _), by in cells.items() if c == camp) for camp in camps}
    below = {camp: max(_extent(by, _BELOW) for (c, _), by in cells.items() if c == camp) for camp in camps}
    unit = PANEL / 2 / max(*above.values(), *below.values())

    def draw(canvas: Canvas) -> None:
        """Draw a panel for each camp: supportive above the line, critical below, whatever else around it."""
        lines, bottom = [], 0.0
        for camp in camps:
            lines.append(bottom + HEAD + unit * above[camp])
            bottom = lines[-1] + unit * below[camp] + GAP
        canvas.height = bottom + canvas.below
        canvas.years(bottom, 0)
        for camp, line in zip(camps, lines, strict=True):
            # In the order of the legend: with the words, a line would be wider than a phone.
            tally = " / ".join(static.number(count, canvas.language) for count in counts[camp])
            canvas.text(0, line - unit * above[camp] - 5, f"{reader.label(camp, canvas.language)}: {tally}")
            for (other, year), by_stance in sorted(cells.items()):
                if other == camp:
                    # A column of one opinion leads to it, a taller one to the list that can be narrowed to it.
                    records = [record for stance in stances for record in by_stance[stance]]
                    lone = address(compact(records[0])) if len(records) == 1 else "opinions.html"
                    link = Link(lone, _titles(reader, camp, year, by_stance))
                    canvas.link(link, _column(canvas, line, unit, year, by_stance))
            canvas.line(line, "base")
        signs = {_ABOVE: "plain", _BELOW: "opposed"}
        words = [("full", signs.get(s, "sure s0"), reader.label(s, canvas.language)) for s in stances]
        canvas.legend(words)

    rows = _rows(page, camps, stances, cells)
    columns = ("browse.year", "col.side", "col.stance", "chart.voices.opinion")
    undated = len({entry.record for entry in entries if not entry.year})
    return Chart("voices", finding, axis, draw, columns, rows, {"n": undated})


def _rows(
    page: sections.Page,
    camps: Sequence[str],
    stances: Sequence[str],
    cells: Mapping[tuple[str, int], Mapping[str, list[str]]],
) -> list[list[Cell]]:
    """Write the same as a table: by year, camp and stance the opinion, or the number of several."""
    rows = []
    for (camp, year), by_stance in sorted(cells.items(), key=lambda cell: (cell[0][1], camps.index(cell[0][0]))):
        written = static.year(year)
        for stance in filter(by_stance.get, stances):
            records = by_stance[stance]
            shown = page.record(records[0], 120) if len(records) == 1 else static.count(len(records))
            rows.append(
                [
                    Cell(written, str(year)),
                    Cell(page.term(camp), compact(camp)),
                    Cell(page.term(stance), compact(stance)),
                    Cell(shown, " ".join(map(compact, records))),
                ]
            )
    return rows


def _column(canvas: Canvas, line: float, unit: float, year: int, by_stance: Mapping[str, list[str]]) -> Markup:
    """Return the bars of a camp in a year, the neutral one around the line and the others beyond it."""
    from markupsafe import Markup

    above, below = (len(by_stance.get(stance, ())) * unit for stance in (_ABOVE, _BELOW))
    middle = sum(len(v) for stance, v in by_stance.items() if stance not in (_ABOVE, _BELOW)) * unit / 2
    x, width = canvas.at(year, 0.1), canvas.at(year, 0.9) - canvas.at(year, 0.1)
    bars = [
        canvas.bar(x, line - middle - above, width, above, "sure plain"),
        canvas.bar(x, line - middle, width, 2 * middle, "sure s0"),
        canvas.bar(x, line + middle, width, below, "sure opposed"),
    ]
    return Markup("").join(bars)


def _extent(by_stance: Mapping[str, list[str]], stance: str) -> float:
    """Return how many opinions a column has on the side of a stance, half of those on the line included."""
    others = sum(len(records) for other, records in by_stance.items() if other not in (_ABOVE, _BELOW))
    return len(by_stance.get(stance, ())) + others / 2


def _titles(reader: Reader, camp: str, year: int, by_stance: Mapping[str, list[str]]) -> dict[str, str]:
    """Say in each language what a column stands for."""
    return {
        tag: f"{reader.label(camp, tag)}, {static.digits(str(year), tag)}: "
        + listed(
            [f"{reader.label(s, tag)} {static.number(len(r), tag)}" for s, r in sorted(by_stance.items()) if r], tag
        )
        for tag in LANGUAGES
    }
