"""Every projection in numbers: how large, how dense, how connected."""

from __future__ import annotations

from kg.network.findings import finding
from kg.network.result import Cell, Result
from kg.network.study import Study
from kg.text.phrases import say


def run(study: Study) -> Result:
    """Report the size, density and components of each declared projection, and what could not be drawn."""
    import networkx as nx

    networks: list[tuple[Cell, ...]] = []
    for projection in study.projections:
        edges, graph = study.edges(projection.name), study.simple(projection.name)
        sizes = [len(component) for component in nx.connected_components(graph)]
        networks.append((
            projection.name,
            projection.labels.get(study.language, projection.name),
            graph.number_of_nodes(),
            len(edges),
            graph.number_of_edges(),
            float(nx.density(graph)),
            len(sizes),
            max(sizes, default=0),
            sum(not edge.passages for edge in edges),
            len(study.relations(projection.name).endless),
            study.reader.definition(projection.iri, study.language),
        ))  # fmt: skip
    columns = (
        "projection", "label", "nodes", "relations", "ties", "density", "components", "largest component",
        "rest on no voice", "lack an end", "definition",
    )  # fmt: skip
    notes = (say("analysis.note.networks", study.language),)
    numbers: dict[str, Cell] = {"projections": len(networks)}
    whole = next((row for row in networks if row[0] == "everything"), None)
    if whole:
        numbers |= {"nodes": whole[2], "relations": whole[3]}
    return Result("networks", study.caption("networks"), columns, tuple(networks), notes, numbers)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "networks")]
