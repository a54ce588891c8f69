"""How many treaty actions and events fall in each year."""

from __future__ import annotations

from kg.dataset.intervals import Interval
from kg.network.result import Cell, Lines, Result
from kg.network.study import Study
from kg.rdf.vocabulary import kg
from kg.text import dates
from kg.text.phrases import say


def run(study: Study) -> Result:
    """Report how many treaty actions and events fall surely, or by some accounts, in each year."""
    actions = [study.reader.interval(r) for r in study.reader.of_class(kg("Action").value)]
    events = [study.reader.interval(r) for r in study.reader.of_class(kg("Event").value)]
    rows: list[tuple[Cell, ...]] = []
    for year in dates.years(day for i in (*actions, *events) for day in i.days):
        counts = [_fall(found, year) for found in (actions, events)]
        sure = sum(c[0] for c in counts)
        rows.append((year, counts[0][0], sum(counts[0]), counts[1][0], sum(counts[1]), sure, sum(map(sum, counts))))
    columns = ("year", "actions surely", "actions at most", "events surely", "events at most", "surely", "at most")
    undated = sum(not interval.days for interval in (*actions, *events))
    busiest = max(rows, key=lambda r: (int(str(r[5])), int(str(r[0]))), default=None)
    numbers: dict[str, Cell] = {"actions": len(actions), "events": len(events), "undated": undated}
    if busiest:
        numbers |= {"busiest_year": busiest[0], "busiest_surely": busiest[5]}
    low, high = say("figure.surely", study.language), say("figure.by some accounts", study.language)
    plot = Lines(
        tuple(int(str(r[0])) for r in rows),
        {low: tuple(_number(r[5]) for r in rows), high: tuple(_number(r[6]) for r in rows)},
        say("figure.events and actions", study.language),
        say("figure.year", study.language),
        (low, high),
    )
    caption = study.caption("pace")
    note = say("analysis.note.pace", study.language, n=undated, all=len(actions) + len(events))
    return Result("pace", caption, columns, tuple(rows), (note,), numbers, plot if rows else None)


def _number(cell: Cell) -> float | None:
    return None if cell is None else float(cell)


def _fall(intervals: list[Interval], year: int) -> tuple[int, int]:
    """Count what begins surely, and by some accounts, in a year; what lacks a bound of its beginning in none."""
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    bounded = [(i.possibly_from, i.surely_from) for i in intervals if i.possibly_from and i.surely_from]
    sure = sum(first <= start and end <= last for start, end in bounded)
    possible = sum(start <= last and first <= end for start, end in bounded)
    return sure, possible - sure
