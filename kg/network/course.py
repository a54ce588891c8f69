"""How things went, year by year: shared organizations, the growth of a network, the pace of events."""

from __future__ import annotations

from collections.abc import Iterable

from kg.dataset.intervals import POSITIVE, Answer, Interval, strongest, weaker
from kg.network import centrality, projections
from kg.network.drawing import Lines
from kg.network.result import Cell, Result
from kg.network.study import Study, simple
from kg.rdf.vocabulary import compact, kg
from kg.text import dates
from kg.text.phrases import say

#: The projection whose roles make a member, and its happenings.
_SHARED = "shared-memberships"


def overlap(study: Study) -> Result:
    """Report in how many organizations both states sat at the end of each year, surely and by some accounts.

    Roles are those of the projection of shared memberships. A state sits where any of its memberships holds;
    memberships of the states it succeeds are its own. Jaccard: shared organizations over those of either.
    """
    one, other = (_line(study, study.reader.names.find(name)) for name in study.states)
    sits = [_organizations(study, line) for line in (one, other)]
    founded = {org: _founded(study, org) for side in sits for org in side}
    common = sorted(set(sits[0]) & set(sits[1]))
    every = [span for side in sits for found in side.values() for span in found]
    rows: list[tuple[Cell, ...]] = []
    for year in _years_of(every):
        held = [{org: _held(found, founded[org], year) for org, found in side.items()} for side in sits]
        rows.append((year, *_counts(study, held, common)))
    columns = (
        "year", "surely shared", "shared at most", "cannot tell", f"of {study.states[0]}", f"of {study.states[1]}",
        "Jaccard at least", "Jaccard at most", "shared",
    )  # fmt: skip
    caption = study.caption("overlap", _SHARED)
    last = rows[-1] if rows else None
    numbers: dict[str, Cell] = {"years": len(rows), "organizations_of_both": len(common)}
    if last:
        numbers |= {"last_year": last[0], "surely_shared": last[1], "shared_at_most": last[2]}
        numbers |= {f"surely_shared_{row[0]}": row[1] for row in rows if row[0] in (1991, 2000, 2010, 2020)}
    notes = (
        say("analysis.note.overlap", study.language),
        say("analysis.note.overlap-open", study.language),
    )
    return Result("overlap", caption, columns, tuple(rows), notes, numbers, _overlap_plot(study, rows))


def _overlap_plot(study: Study, rows: list[tuple[Cell, ...]]) -> Lines | None:
    low, high = say("figure.surely", study.language), say("figure.by some accounts", study.language)
    years = tuple(int(str(row[0])) for row in rows)
    values: dict[str, tuple[float | None, ...]] = {
        low: tuple(float(str(row[1])) for row in rows),
        high: tuple(float(str(row[2])) for row in rows),
    }
    axis = say("figure.shared organizations", study.language)
    return Lines(years, values, axis, say("figure.year", study.language), (low, high), steps=True) if rows else None


def _line(study: Study, state: str) -> list[str]:
    """Return a state with those that it succeeds, however far back."""
    line = [state]
    for here in line:
        line += [v.value for v in study.reader.values(here, kg("succeeds")) if v.value not in line]
    return line


def _organizations(study: Study, line: list[str]) -> dict[str, list[Interval]]:
    """Return the organizations in which a line of states has a seat, with the spans of its memberships."""
    roles = set(projections.find(study.reader, _SHARED).only_with)
    found: dict[str, list[Interval]] = {}
    for record in study.reader.of_class(kg("Membership").value):
        said = {
            n: {v.value for v in study.reader.values(record, kg(n))} for n in ("member", "organization", "role")
        }
        if said["member"] & set(line) and said["role"] & roles:
            span = study.reader.interval(record)
            for organization in said["organization"]:
                found.setdefault(organization, []).append(span)
    return found


def _founded(study: Study, organization: str) -> str:
    """Return the earliest day on which anybody says an organization was founded, or an empty text."""
    return min((dates.earliest(v.value) for v in study.reader.values(organization, kg("foundedOn"))), default="")


def _held(found: list[Interval], founded: str, year: int) -> Answer:
    day = f"{year:04}-12-31"
    return "no" if founded > day else strongest([span.holds(day) for span in found])


def _counts(study: Study, held: list[dict[str, Answer]], common: list[str]) -> tuple[Cell, ...]:
    joint = {org: weaker(held[0][org], held[1][org]) for org in common}
    sure = [org for org, answer in joint.items() if answer in ("surely", "presumably")]
    maybe = [org for org, answer in joint.items() if answer == "by some accounts"]
    unknown = [org for org, answer in joint.items() if answer == "cannot tell"]
    sizes = [{org for org, answer in side.items() if answer in POSITIVE} for side in held]
    either = len(sizes[0] | sizes[1])
    least, at_most = (n / either if either else None for n in (len(sure), len(sure) + len(maybe)))
    names = say("semicolon", study.language).join(study.label(org) for org in sure)
    return (len(sure), len(sure) + len(maybe), len(unknown), len(sizes[0]), len(sizes[1]), least, at_most, names)


def evolution(study: Study) -> Result:
    """Report the measures of a projection in each year, over the edges that may hold in it.

    An edge holds from its earliest stated start to its latest stated end, without an end to this day. Edges
    without a start take no part and are counted in the notes. Density is 2m / n(n-1); clustering is the share
    of closed triples (Newman, Strogatz and Watts 2001, doi:10.1103/PhysRevE.64.026118).
    """
    projection = study.projection or "actors"
    edges = study.edges(projection)
    dated = [e for e in edges if e.start]
    pair = [study.reader.names.find(name) for name in study.states if _known(study, name)]
    years = _years(dated)
    rows = tuple((year, *_year(dated, year, pair)) for year in years)
    columns = (
        "year", "nodes", "edges", "density", "mean degree", "centralization", "clustering", "components",
        *(f"degree of {compact(p)}" for p in pair), *(f"betweenness of {compact(p)}" for p in pair),
    )  # fmt: skip
    names = ("nodes", "edges", "density")
    plot = Lines(
        tuple(years),
        {say(f"figure.{n}", study.language): tuple(_number(row[columns.index(n)]) for row in rows) for n in names},
        "",
        say("figure.year", study.language),
        panels=True,
    )
    caption = study.caption("evolution", projection)
    numbers: dict[str, Cell] = {"dated": len(dated), "undated": len(edges) - len(dated), "years": len(rows)}
    if rows:
        numbers |= {
            "first_year": rows[0][0],
            "last_year": rows[-1][0],
            "last_nodes": rows[-1][1],
            "last_edges": rows[-1][2],
        }
    note = say("analysis.note.evolution", study.language, n=len(edges) - len(dated), all=len(edges))
    return Result("evolution", caption, columns, rows, (note,), numbers, plot if rows else None)


def _known(study: Study, name: str) -> bool:
    from kg.dataset.names import NameFault

    try:
        study.reader.names.find(name)
    except NameFault:
        return False
    return True


def _years(edges: Iterable[projections.Edge]) -> range:
    days = [day for e in edges for day in (e.start, e.end) if day]
    return range(int(min(days)[:4]), int(max(days)[:4]) + 1) if days else range(0)


def _year(edges: list[projections.Edge], year: int, pair: list[str]) -> tuple[Cell, ...]:
    import networkx as nx

    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    held = [
        e
        for e in edges
        if dates.earliest(e.start or last) <= last and (e.end is None or dates.latest(e.end) >= first)
    ]
    graph = simple(held)
    size = graph.number_of_nodes()
    between = centrality.betweenness(graph)
    return (
        size,
        len(held),
        nx.density(graph) if size > 1 else None,
        2 * graph.number_of_edges() / size if size else None,
        centrality.centralization(centrality.degree(graph)),
        float(nx.transitivity(graph)),
        nx.number_connected_components(graph),
        *(graph.degree(p) if p in graph else 0 for p in pair),
        *(between.get(p, 0.0) for p in pair),
    )


def _number(cell: Cell) -> float | None:
    return None if cell is None else float(cell)


def pace(study: Study) -> Result:
    """Report how many treaty actions and events fall surely, or by some accounts, in each year."""
    actions = [study.reader.interval(r) for r in study.reader.of_class(kg("Action").value)]
    events = [study.reader.interval(r) for r in study.reader.of_class(kg("Event").value)]
    rows: list[tuple[Cell, ...]] = []
    for year in _years_of([*actions, *events]):
        counts = [_fall(found, year) for found in (actions, events)]
        sure = sum(c[0] for c in counts)
        rows.append((year, counts[0][0], sum(counts[0]), counts[1][0], sum(counts[1]), sure, sum(map(sum, counts))))
    columns = ("year", "actions surely", "actions at most", "events surely", "events at most", "surely", "at most")
    undated = sum(not _years_of([s]) for s in (*actions, *events))
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


def _fall(intervals: list[Interval], year: int) -> tuple[int, int]:
    """Count what begins surely, and by some accounts, in a year; what lacks a bound of its beginning in none."""
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    bounded = [(i.possibly_from, i.surely_from) for i in intervals if i.possibly_from and i.surely_from]
    sure = sum(first <= start and end <= last for start, end in bounded)
    possible = sum(start <= last and first <= end for start, end in bounded)
    return sure, possible - sure


def _years_of(intervals: list[Interval]) -> range:
    """Return the years from the first to the last day that bounds some intervals; empty where there is none."""
    days = [
        day
        for i in intervals
        for day in (i.possibly_from, i.surely_from, i.surely_until, i.possibly_until)
        if day is not None
    ]
    return range(int(min(days)[:4]), int(max(days)[:4]) + 1) if days else range(0)
