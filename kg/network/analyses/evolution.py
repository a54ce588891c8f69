"""How the measures of a network changed, year by year."""

from __future__ import annotations

from kg.network import projections
from kg.network.analyses import centrality
from kg.network.result import Cell, Lines, Result
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
    projection = study.projection or "actors"
    edges = study.edges(projection)
    dated = [e for e in edges if e.start]
    pair = [study.reader.names.find(name) for name in study.states if _known(study, name)]
    years = dates.years(day for e in dated for day in (e.start, e.end) if day)
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
