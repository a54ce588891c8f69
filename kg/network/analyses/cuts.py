"""The nodes and ties at which a network breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.network.result import SHOWN, Bars, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx


def run(study: Study) -> Result:
    """Report the nodes whose removal parts the network, and how much each cuts off.

    Articulation points by Hopcroft and Tarjan 1973, doi:10.1145/362248.362272; bridges by Tarjan 1974,
    doi:10.1016/0020-0190(74)90003-9.
    """
    import networkx as nx

    projection = study.projection or "actors"
    graph = study.simple(projection)
    bridges = list(nx.bridges(graph))
    at = {n: sum(n in bridge for bridge in bridges) for n in graph}
    lost = {n: _cut_off(graph, n) for n in nx.articulation_points(graph)}
    order = sorted(lost, key=lambda n: (-lost[n], n))
    rows = tuple((compact(n), study.label(n), lost[n], at[n], graph.degree(n)) for n in order)
    columns = ("record", "label", "nodes cut off", "bridges", "degree")
    top = order[:SHOWN]
    plot = Bars(tuple(map(study.label, top)), {"": tuple(float(lost[n]) for n in top)}, columns[2])
    numbers = {"points": len(lost), "bridges": len(bridges), "components": nx.number_connected_components(graph)}
    caption = study.caption("cuts", projection)
    notes = (say("analysis.note.cuts", study.language),)
    return Result("cuts", caption, columns, rows, notes, numbers, plot)


def _cut_off(graph: nx.Graph, node: str) -> int:
    """Count the nodes that the removal of one parts from the largest remainder of its component."""
    seen = {node}
    sizes = []
    for neighbour in graph[node]:
        if neighbour not in seen:
            part = _reach(graph, neighbour, node)
            seen |= part
            sizes.append(len(part))
    return sum(sizes) - max(sizes, default=0)


def _reach(graph: nx.Graph, start: str, without: str) -> set[str]:
    seen, queue = {start}, [start]
    while queue:
        for step in graph[queue.pop()]:
            if step != without and step not in seen:
                seen.add(step)
                queue.append(step)
    return seen
