"""The pace of events by year: how many acts and events surely, or by some accounts, begin in each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kg.network.result import Result
from kg.site import static
from kg.site.charts.chart import Cell, Chart
from kg.site.charts.drawing import Canvas, Link, Year, phrase
from kg.site.spans import Axis

HEIGHT, TOP = 180, 24


def chart(results: Iterable[Result]) -> Chart | None:
    """Return the chart of the analysis `pace`; None where it has no row."""
    result = next((result for result in results if result.name == "pace" and result.rows), None)
    if result is None:
        return None
    counts = [(int(str(row[0])), int(str(row[5])), int(str(row[6]))) for row in result.rows]
    numbers = {key: int(str(result.numbers[key])) for key in ("actions", "events", "busiest_surely", "undated")}
    finding = phrase("finding.pace", **numbers, busiest_year=Year(result.numbers["busiest_year"]))
    axis = Axis(counts[0][0], counts[-1][0])

    def draw(canvas: Canvas) -> None:
        """Draw a bar for each year; those of a decade lead to it in the timeline, where each happening stands."""
        from markupsafe import Markup

        canvas.height = HEIGHT + canvas.below
        canvas.years(HEIGHT, TOP)
        scale = canvas.scale(TOP, HEIGHT, max(most for _, _, most in counts))
        for decade, years in groupby(counts, key=lambda row: row[0] // 10 * 10):
            members = list(years)
            bars = []
            for year, surely, most in members:
                x, width = canvas.at(year, 0.1), canvas.at(year, 0.9) - canvas.at(year, 0.1)
                for kind, value in (("pale", most), ("sure", surely)):
                    bars.append(canvas.bar(x, scale.at(value), width, HEIGHT - scale.at(value), f"{kind} plain"))
            low, high = sum(row[1] for row in members), sum(row[2] for row in members)
            titles = phrase("chart.pace.decade", decade=Year(f"{decade}–{decade + 9}"), n=low, m=high)
            if high:
                canvas.link(Link(f"timeline.html#d{decade}", titles), Markup("").join(bars))
        canvas.line(HEIGHT, "base")
        words = [("sure", "answer.surely"), ("pale", "answer.by some accounts")]
        canvas.legend([("full", f"{kind} plain", phrase(key)[canvas.language]) for kind, key in words])

    rows = [
        [
            Cell(static.year(year), str(year)),
            Cell(static.count(surely), str(surely)),
            Cell(static.count(most), str(most)),
        ]
        for year, surely, most in counts
        if most
    ]
    columns = ("browse.year", "chart.pace.surely", "chart.pace.most")
    return Chart("pace", finding, axis, draw, columns, rows, {"n": numbers["undated"]})
