"""The nodes and ties at which a network breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.network.findings import finding, linked, records, unlinked
from kg.network.result import SHOWN, Bars, Result
from kg.network.study import Study
from kg.rdf.closure import closure
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx


def cut_off(graph: nx.Graph, node: Any) -> int:
    """Count the nodes that the removal of one parts from the largest remainder of its component.

    >>> import networkx as nx
    >>> cut_off(nx.path_graph(5), 1)
    1
    """
    visited, sizes = {node}, []
    # From each neighbour anew: a view of the graph without the node costs a test at every step.
    for neighbour in graph[node]:
        if neighbour not in visited:
            part = closure([neighbour], lambda n: (other for other in graph[n] if other != node))
            visited.update(part)
            sizes.append(len(part))
    return sum(sizes) - max(sizes, default=0)


def run(study: Study) -> Result:
    """Report the nodes whose removal parts the network, and how much each cuts off.

    Articulation points by Hopcroft and Tarjan 1973, doi:10.1145/362248.362272; bridges by Tarjan 1974,
    doi:10.1016/0020-0190(74)90003-9.
    """
    import networkx as nx

    projection = study.projection or "actors"
    graph = study.simple(projection)
    bridges = list(nx.bridges(graph))
    losses = {node: cut_off(graph, node) for node in nx.articulation_points(graph)}
    points = sorted(losses, key=lambda n: (-losses[n], n))
    rows = tuple(
        (compact(n), study.label(n), losses[n], sum(n in bridge for bridge in bridges), graph.degree(n))
        for n in points
    )
    columns = ("record", "label", "nodes cut off", "bridges", "degree")
    bars = tuple(float(losses[n]) for n in points[:SHOWN])
    plot = Bars(tuple(map(study.label, points[:SHOWN])), {"": bars}, say("heads.nodes cut off", study.language))
    numbers = {
        "points": len(points),
        "bridges": len(bridges),
        "components": nx.number_connected_components(graph),
    }
    notes = (say("analysis.note.cuts", study.language),)
    return Result("cuts", study.caption("cuts", projection), columns, rows, notes, numbers, plot)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    if not result.rows:
        return [finding(result, "cuts")]
    first = records(result)[0]
    cut = {"label": unlinked(first["label"]), "cut_off": linked(result, first["nodes cut off"])}
    return [finding(result, "cuts"), finding(result, "cuts.first", **cut)]
