"""How many treaty actions and events fall in each year."""

from __future__ import annotations

from kg.dataset.intervals import Interval
from kg.network.findings import finding
from kg.network.result import Lines, Result
from kg.network.study import Study
from kg.rdf.vocabulary import kg
from kg.text import dates
from kg.text.phrases import say


def run(study: Study) -> Result:
    """Report how many treaty actions and events fall surely, or by some accounts, in each year."""
    reader, language = study.reader, study.language
    actions, events = (
        [reader.interval(record) for record in reader.of_class(cls.value)] for cls in (kg.Action, kg.Event)
    )
    years: list[tuple[int, ...]] = []
    for year in dates.years(day for span in (*actions, *events) for day in span.days):
        (actions_surely, actions_at_most), (events_surely, events_at_most) = (
            beginning(spans, year) for spans in (actions, events)
        )
        years.append((
            year, actions_surely, actions_at_most, events_surely, events_at_most,
            actions_surely + events_surely, actions_at_most + events_at_most,
        ))  # fmt: skip
    columns = ("year", "actions surely", "actions at most", "events surely", "events at most", "surely", "at most")
    undated = sum(not span.days for span in (*actions, *events))
    numbers = {"actions": len(actions), "events": len(events), "undated": undated}
    if years:
        # Of equally busy years the latest.
        busiest = max(years, key=lambda row: (row[5], row[0]))
        numbers |= {"busiest_year": busiest[0], "busiest_surely": busiest[5]}
    low, high = say("figure.surely", language), say("figure.by some accounts", language)
    plot = Lines(
        tuple(row[0] for row in years),
        {low: tuple(float(row[5]) for row in years), high: tuple(float(row[6]) for row in years)},
        say("figure.events and actions", language),
        say("figure.year", language),
        (low, high),
    )
    notes = (say("analysis.note.pace", language, n=undated, all=len(actions) + len(events)),)
    return Result("pace", study.caption("pace"), columns, tuple(years), notes, numbers, plot if years else None)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "pace")] if result.rows else []


def beginning(intervals: list[Interval], year: int) -> tuple[int, int]:
    """Count what begins surely, and at most, in a year; what lacks a bound of its beginning begins in none.

    >>> beginning([Interval("2001-03-12", "2001-03-22"), Interval("2000-12-01", "2001-01-31")], 2001)
    (1, 2)
    """
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    bounds = [(i.possibly_from, i.surely_from) for i in intervals if i.possibly_from and i.surely_from]
    surely = sum(first <= start and end <= last for start, end in bounds)
    return surely, sum(start <= last and first <= end for start, end in bounds)
