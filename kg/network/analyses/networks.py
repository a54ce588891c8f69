"""Every projection in numbers: how large, how dense, how connected."""

from __future__ import annotations

from kg.network.result import Cell, Result
from kg.network.study import Study
from kg.text.phrases import say


def run(study: Study) -> Result:
    """Report the size, density and components of each declared projection, and what could not be drawn."""
    rows = tuple(_row(study, p.name) for p in study.projections)
    columns = (
        "projection", "label", "nodes", "relations", "ties", "density", "components", "largest component",
        "rest on no voice", "lack an end", "definition",
    )  # fmt: skip
    caption = study.caption("networks")
    notes = (say("analysis.note.networks", study.language),)
    everything = next((r for r in rows if r[0] == "everything"), None)
    numbers: dict[str, Cell] = {"projections": len(rows)}
    if everything:
        numbers |= {"nodes": everything[2], "relations": everything[3]}
    return Result("networks", caption, columns, rows, notes, numbers)


def _row(study: Study, name: str) -> tuple[Cell, ...]:
    import networkx as nx

    declared = next(p for p in study.projections if p.name == name)
    edges, graph = study.edges(name), study.simple(name)
    parts = sorted(map(len, nx.connected_components(graph)), reverse=True)
    return (
        name,
        declared.labels.get(study.language, name),
        graph.number_of_nodes(),
        len(edges),
        graph.number_of_edges(),
        float(nx.density(graph)),
        len(parts),
        parts[0] if parts else 0,
        sum(not edge.passages for edge in edges),
        len(study.relations(name).endless),
        study.reader.definition(declared.iri, study.language),
    )
