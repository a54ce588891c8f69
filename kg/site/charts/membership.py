"""Membership of both described parties over time: every organization in which both have had a standing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import belonging, description
from kg.model.reader import Reader
from kg.network.result import Result
from kg.rdf.vocabulary import LANGUAGES, compact, kg
from kg.site import days, sections
from kg.site.charts.chart import Cell, Chart
from kg.site.charts.drawing import Canvas, Link, Year, phrase
from kg.site.in_force import latest_year
from kg.site.record import address
from kg.site.spans import Axis
from kg.text.phrases import catalogue

#: The room of the name of an organization, and of a bar.
HEAD, BAR = 22, 16


@dataclass(frozen=True)
class Standing:
    """A standing of a party, the first (1) or the second (2), in an organization."""

    record: str
    organization: str
    side: int


def standings(reader: Reader) -> list[Standing]:
    """Return the dated standings in organizations in which both parties have one, by organization and time.

    A standing of a state whose place a party took is the party's own.
    """
    lines = [belonging.succession(reader, party) for party in description.of(reader).parties[:2]]
    every = []
    for record in reader.of_class(kg.Membership.value):
        members = {term.value for term in reader.values(record, kg.member)}
        for organization in reader.values(record, kg.organization):
            every += [Standing(record, organization.value, n) for n, line in enumerate(lines, 1) if members & line]
    dated = [standing for standing in every if reader.interval(standing.record).days]
    shared = {s.organization for s in dated if s.side == 1} & {s.organization for s in dated if s.side == 2}

    def start(record: str) -> str:
        """Return the first day on which a standing may have begun."""
        span = reader.interval(record)
        return span.possibly_from or span.surely_from or "9"

    earliest = {o: min(start(s.record) for s in dated if s.organization == o) for o in shared}
    return sorted(
        (standing for standing in dated if standing.organization in shared),
        key=lambda s: (earliest[s.organization], s.organization, s.side, start(s.record), s.record),
    )


def chart(page: sections.Page, reader: Reader, results: Iterable[Result]) -> Chart | None:
    """Return the chart of standings; None where both parties have none in the same organization."""
    shown = standings(reader)
    overlap = next((result for result in results if result.name == "overlap" and result.rows), None)
    spans = {standing.record: reader.interval(standing.record) for standing in shown}
    axis = Axis.over(spans.values(), latest_year(reader))
    if axis is None:
        return None
    organizations = list(dict.fromkeys(standing.organization for standing in shown))
    if overlap is None:
        finding = phrase("chart.membership.finding", n=len(organizations))
    else:
        counts = {key: int(str(overlap.numbers[key])) for key in ("surely_shared", "shared_at_most")}
        finding = phrase("finding.overlap", **counts, last_year=Year(overlap.numbers["last_year"]))
    parties = description.of(reader).parties[:2]

    def draw(canvas: Canvas) -> None:
        """Draw the bars of both parties below the name of each organization."""
        from markupsafe import Markup

        y = 4.0
        tops = []
        for organization in organizations:
            tops.append((organization, y))
            y += HEAD + BAR * sum(standing.organization == organization for standing in shown)
        canvas.height = y + canvas.below
        canvas.years(y, 0)
        for organization, top in tops:
            canvas.text(0, top + HEAD - 6, reader.short(organization, canvas.language))
            members = [standing for standing in shown if standing.organization == organization]
            for number, standing in enumerate(members):
                bar = Markup('<svg class="s{}" y="{}" height="{}">{}</svg>').format(
                    standing.side,
                    round(top + HEAD - 2 + BAR * number),
                    BAR,
                    Markup("").join(axis.pieces(spans[standing.record])),
                )
                titles = {tag: reader.label(standing.record, tag) for tag in LANGUAGES}
                canvas.link(Link(address(compact(standing.record)), titles), bar)
        canvas.legend([("full", f"s{n}", reader.short(p, canvas.language)) for n, p in enumerate(parties, 1)])

    rows = _rows(page, reader, shown)
    columns = ("chart.membership.organization", "col.member", "col.role", "chart.membership.record", "show.days")
    return Chart("membership", finding, axis, draw, columns, rows, {"n": len(organizations)})


def _rows(page: sections.Page, reader: Reader, shown: Sequence[Standing]) -> list[list[Cell]]:
    """Write the same as a table: each standing with its organization, member, role and days."""
    rows = []
    for standing in shown:
        span = reader.interval(standing.record)
        names = [page.record(term.value) for term in reader.values(standing.record, kg.member)]
        roles = [term.value for term in reader.values(standing.record, kg.role)]
        known = [span.possibly_from, span.surely_from, span.surely_until, span.possibly_until]
        rows.append(
            [
                Cell(page.record(standing.organization), compact(standing.organization)),
                Cell(
                    sections.joined([*names, page.cite(reader.attesting(standing.record))], " "),
                    " ".join(compact(term.value) for term in reader.values(standing.record, kg.member)),
                ),
                Cell(sections.joined(map(page.term, roles)), " ".join(map(compact, roles))),
                Cell(
                    page.writer.link(compact(standing.record), text=catalogue()["detail"]), compact(standing.record)
                ),
                Cell(days.span_text(reader, standing.record), " / ".join(day or "?" for day in known)),
            ]
        )
    return rows
