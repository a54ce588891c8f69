"""How the measures of a network changed, year by year."""

from __future__ import annotations

from collections.abc import Iterable

from kg.network.analyses import centrality
from kg.network.findings import finding
from kg.network.projections import Edge
from kg.network.result import Cell, Lines, Result, number
from kg.network.study import Study, simple
from kg.rdf.vocabulary import compact
from kg.text import dates
from kg.text.phrases import say


def run(study: Study) -> Result:
    """Report the measures of a projection in each year, over the edges that may hold in it.

    An edge holds from its earliest stated start to its latest stated end, without an end to this day. Edges
    without a start take no part and are counted in the notes. Density is 2m / n(n-1); clustering is the share
    of closed triples (Newman, Strogatz and Watts 2001, doi:10.1103/PhysRevE.64.026118).
    """
    import networkx as nx

    projection, language = study.projection or "actors", study.language
    edges = study.edges(projection)
    dated = [edge for edge in edges if edge.start]
    # A network without the two states has an evolution too.
    missing = study.unresolved
    states = [study.reader.names.find(state_name) for state_name in study.states if state_name not in missing]
    years: list[tuple[Cell, ...]] = []
    for year in dates.years(day for edge in dated for day in (edge.start, edge.end) if day):
        present = during(dated, year)
        graph = simple(present)
        size = graph.number_of_nodes()
        between = centrality.betweenness(graph)
        years.append((
            year,
            size,
            len(present),
# Of one node no density is defined; nought would be a measure.
            nx.density(graph) if size > 1 else None,
            2 * graph.number_of_edges() / size if size else None,
            centrality.centralization(centrality.degree(graph)),
            float(nx.transitivity(graph)),
            nx.number_connected_components(graph),
            *(graph.degree(state) if state in graph else 0 for state in states),
            *(between.get(state, 0.0) for state in states),
        ))  # fmt: skip
    columns = (
        "year", "nodes", "edges", "density", "mean degree", "centralization", "clustering", "components",
        *(f"degree of {compact(s)}" for s in states), *(f"betweenness of {compact(s)}" for s in states),
    )  # fmt: skip
    numbers: dict[str, Cell] = {"dated": len(dated), "undated": len(edges) - len(dated), "years": len(years)}
    if years:
        numbers |= {"first_year": years[0][0]}
        numbers |= dict(zip(("last_year", "last_nodes", "last_edges"), years[-1], strict=False))
    plot = Lines(
        tuple(int(str(row[0])) for row in years),
        {
            say(f"figure.{columns[place]}", language): tuple(number(row[place]) for row in years)
            for place in (1, 2, 3)
        },
        "",
        say("figure.year", language),
        panels=True,
    )
    notes = (say("analysis.note.evolution", language, n=len(edges) - len(dated), all=len(edges)),)
    caption = study.caption("evolution", projection)
    return Result("evolution", caption, columns, tuple(years), notes, numbers, plot if years else None)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "evolution")] if result.rows else []


def during(edges: Iterable[Edge], year: int) -> list[Edge]:
    """Return the edges that may hold at some time of a year; one without an end holds to this day."""
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    return [
        edge
        for edge in edges
        if edge.start is not None
        and dates.earliest(edge.start) <= last
        and (edge.end is None or dates.latest(edge.end) >= first)
    ]
