"""Trade of the two described parties by year: every figure that anyone states, each a mark of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import belonging, description
from kg.model.reader import Passage, Reader
from kg.rdf.vocabulary import LANGUAGES, code, compact, kg
from kg.site import sections, static
from kg.site.charts.chart import Cell, Chart
from kg.site.charts.drawing import Canvas, Link, Year, phrase
from kg.site.record import address
from kg.site.spans import Axis
from kg.text.phrases import bound, ungrouped

HEIGHT, TOP = 300, 24
#: How each property of a figure is drawn, the bound that it states, in the order of the legend.
_SIGNS = {
    kg.value.value: ("dot", ""),
    kg.valueAbout.value: ("ring", "about"),
    kg.valueOver.value: ("least", "least"),
    kg.valueUnder.value: ("most", "most"),
}


@dataclass(frozen=True)
class Point:
    """What one passage states of the trade of one year: an exact or approximate value, or a bound of it."""

    figure: str
    year: int
    predicate: str
    value: float
    stated: str
    passage: Passage

    @property
    def sign(self) -> str:
        """The sign with which it is drawn."""
        return _SIGNS[self.predicate][0]

    @property
    def bound(self) -> str:
        """The bound that it states, as `kg.text.phrases.bound` names it."""
        return _SIGNS[self.predicate][1]


def points(reader: Reader, measure: str) -> tuple[list[Point], str, int]:
    """Return what is stated of a measure between both parties, in its commonest unit, and that unit.

    Only whole calendar years of all goods are comparable; the third value counts the other figures between both.
    """
    parties = set(description.of(reader).parties[:2])
    figures = [
        figure
        for figure in reader.subjects(kg.measure)
        if measure in {term.value for term in reader.values(figure, kg.measure)}
        and {term.value for term in reader.values(figure, kg.between)} == parties
    ]
    years = {figure: _year(reader, figure) for figure in figures}
    units = {figure: term.value for figure in figures for term in reader.values(figure, kg.unit)}
    drawn = [figure for figure in figures if years[figure] and figure in units]
    unit = next((unit for unit, _ in Counter(units[figure] for figure in drawn).most_common(1)), "")
    drawn = [figure for figure in drawn if units[figure] == unit]
    stated = [
        Point(
            figure, years[figure], claim.predicate, float(claim.value.value), claim.value.value, reader.passage(iri)
        )
        for figure in drawn
        for claim in reader.statements(figure)
        if claim.predicate in _SIGNS
        for iri in claim.passages
    ]
    return (
        sorted(stated, key=lambda p: (p.year, p.value, p.predicate, p.passage.iri)),
        unit,
        len(figures) - len(drawn),
    )


def _year(reader: Reader, figure: str) -> int:
    """Return the calendar year of all of whose goods a figure speaks; 0 where it speaks of anything less."""
    starts, ends = ({term.value for term in reader.values(figure, p)} for p in (kg.periodStart, kg.periodEnd))
    whole = len(starts) == 1 and starts == ends and len(min(starts)) == 4 and not reader.values(figure, kg.goods)
    return int(min(starts)) if whole else 0


def chart(page: sections.Page, reader: Reader) -> Chart | None:
    """Return the chart of trade; None where no figure of a year is stated."""
    stated, unit, others = points(reader, code.trade_turnover.value)
    if not stated:
        return None
    values = {year: sorted({p.value for p in stated if p.year == year}) for year in {p.year for p in stated}}
    # Of the years on which statements lie furthest apart, the latest.
    torn = max(values, key=lambda year: (values[year][-1] - values[year][0], year))
    units = {tag: reader.label(unit, tag) for tag in LANGUAGES}
    finding = phrase(
        "chart.trade.finding",
        n=sum(p.year == torn for p in stated),
        year=Year(torn),
        low=Year(f"{values[torn][0]:g}"),
        high=Year(f"{values[torn][-1]:g}"),
        unit=units,
    )
    axis = Axis(min(values), max(values))

    def draw(canvas: Canvas) -> None:
        """Draw the scale, then the marks of each year side by side within it: no line joins rival values."""
        canvas.height = HEIGHT + canvas.below
        canvas.years(HEIGHT, TOP)
        scale = canvas.scale(TOP, HEIGHT, max(p.value for p in stated), lambda n: f"{n} {units[canvas.language]}")
        canvas.line(HEIGHT, "base")
        for year in sorted(values):
            of_year = [p for p in stated if p.year == year]
            for number, point in enumerate(of_year):
                x = canvas.at(year, (number + 0.5) / len(of_year))
                side = max((belonging.side(reader, holder) for holder in point.passage.holders), default=0)
                shape = canvas.sign(x, scale.at(point.value), point.sign, f"s{side}")
                canvas.link(Link(address(compact(point.figure)), _titles(reader, point, units)), shape)
        present = {p.sign for p in stated}
        signs = [(sign, "s0", f"chart.sign.{sign}") for sign, _ in _SIGNS.values() if sign in present]
        canvas.legend(
            [(sign, kind, phrase(key)[canvas.language]) for sign, kind, key in signs]
            + [("full", kind, names[canvas.language]) for kind, names in sides(reader)]
        )

    rows = []
    for point in stated:
        bound_words = {tag: bound(point.bound, date=False, language=tag).strip() for tag in LANGUAGES}
        figure = page.writer.link(compact(point.figure), text=static.year_texts(point.year))
        shown = {tag: f"{words} {ungrouped(point.stated, tag)}".strip() for tag, words in bound_words.items()}
        day = reader.day(point.passage)
        rows.append(
            [
                Cell(figure, str(point.year)),
                Cell(static.in_languages(shown), f"{bound_words['en']} {point.stated}".strip()),
                Cell(
                    sections.joined([page.voice(point.passage), page.cite([point.passage.iri])], " "),
                    reader.voices(point.passage),
                ),
                Cell(page.source_day(point.passage, day), day),
                Cell("", compact(point.passage.iri)),
            ]
        )
    columns = ("browse.year", "col.value", "col.holders", "col.date", "col.passages")
    return Chart("trade", finding, axis, draw, columns, rows, {"n": len(stated), "others": others}, 1)


def sides(reader: Reader) -> list[tuple[str, dict[str, str]]]:
    """Return the kinds of marks by the side of their speakers, each with its name in three languages."""
    parties = description.of(reader).parties[:2]
    named = [(f"s{n}", {tag: reader.short(party, tag) for tag in LANGUAGES}) for n, party in enumerate(parties, 1)]
    return [*named, ("s3", phrase("chart.side.both")), ("s4", phrase("chart.side.other"))]


def _titles(reader: Reader, point: Point, units: Mapping[str, str]) -> dict[str, str]:
    """Say in each language what a mark stands for: the year, the value or bound, who states it."""
    return {
        tag: f"{static.digits(str(point.year), tag)}: {bound(point.bound, date=False, language=tag)}"
        f"{ungrouped(point.stated, tag)} {units[tag]} — {reader.voices(point.passage, tag)}"
        for tag in LANGUAGES
    }
