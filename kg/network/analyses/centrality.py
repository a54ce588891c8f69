"""Centralities of nodes. NetworkX computes them on small graphs and is the reference; compiled code on large ones.

Betweenness, PageRank and cores are then rustworkx's; closeness, and betweenness on very large graphs, come from
many searches at once (`kg.network.bfs`). All take an undirected simple graph with the attribute `weight` on
its edges (`kg.network.study.simple`) and return a number for each node. All engines give equal results.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from kg.network import bfs
from kg.network.analyses import UnknownAnalysis
from kg.network.findings import finding, records, unlinked
from kg.network.result import SHOWN, Bars, Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import listed, say

if TYPE_CHECKING:
    import networkx as nx

Engine = OneOf["networkx", "compiled"]
Scores = dict[Any, float]
#: Graphs with more nodes than this are given to the compiled engine.
LARGE = 60
#: Graphs with more nodes than this have their betweenness by searches from several sources together.
VERY_LARGE = 2000
#: More nodes than any graph has: rustworkx then runs in one thread and adds in one order, so reruns agree.
_ONE_THREAD = 2**31
#: Differences below this are rounding, not rank.
EPSILON = 1e-9


def degree(graph: nx.Graph) -> Scores:
    """Return how many neighbours each node has: d(v) = |N(v)|. Freeman 1978, doi:10.1016/0378-8733(78)90021-7.

    >>> import networkx as nx
    >>> degree(nx.star_graph(3))[0]
    3.0
    """
    return {node: float(count) for node, count in graph.degree()}


def strength(graph: nx.Graph) -> Scores:
    """Return the sum of the weights of each node's edges: s(v) = Σ w(v,u). Barrat et al. 2004, PNAS 101(11).

    >>> import networkx as nx
    >>> strength(nx.Graph([(1, 2, {"weight": 3}), (1, 3, {"weight": 2})]))[1]
    5.0
    """
    return {node: float(total) for node, total in graph.degree(weight="weight")}


def betweenness(graph: nx.Graph, engine: Engine | None = None) -> Scores:
    """Return the share of shortest paths that pass through each node: Σ σ(s,t|v)/σ(s,t), divided by (n-1)(n-2)/2.

    Weights are not used: they count relations, not distances. Freeman 1977, doi:10.2307/3033543; by the
    algorithm of Brandes 2001, doi:10.1080/0022250X.2001.9990249.

    >>> import networkx as nx
    >>> betweenness(nx.star_graph(3))[0]
    1.0
    """
    if _engine(graph, engine) == "networkx":
        import networkx as nx

        return dict(nx.betweenness_centrality(graph))
    if graph.number_of_nodes() > VERY_LARGE:
        # A chain has a search for each of its steps: there one source at a time is faster.
        with contextlib.suppress(bfs.TooDeep):
            n = graph.number_of_nodes()
            return dict(zip(graph, (bfs.dependencies(graph) / ((n - 1) * (n - 2))).tolist(), strict=True))
    import rustworkx as rx

    return _named(graph, rx.betweenness_centrality(_compiled(graph), parallel_threshold=_ONE_THREAD))


def closeness(graph: nx.Graph, engine: Engine | None = None) -> Scores:
    """Return how near each node is to those it reaches: (r-1)/(n-1) · (r-1)/Σ d(v,u) over the r nodes reached.

    The first factor makes nodes of different components comparable. Freeman 1978,
    doi:10.1016/0378-8733(78)90021-7; Wasserman and Faust 1994, p. 201.

    >>> import networkx as nx
    >>> closeness(nx.star_graph(3))[0]
    1.0
    """
    if _engine(graph, engine) == "networkx":
        import networkx as nx

        return dict(nx.closeness_centrality(graph, wf_improved=True))
    reached, steps = bfs.distances(graph)
    others = max(graph.number_of_nodes() - 1, 1)
    return {
        node: (r / total) * (r / others) if total else 0.0
        for node, r, total in zip(graph, reached.tolist(), steps.tolist(), strict=True)
    }


def eigenvector(graph: nx.Graph) -> Scores:
    """Return the leading eigenvector of the adjacency matrix, A x = λ x, of length one; weights are not used.

    It is computed within the largest component and is nought elsewhere: across components it has no one
    answer. Bonacich 1972, doi:10.1080/0022250X.1972.9989806.

    >>> import networkx as nx
    >>> round(eigenvector(nx.star_graph(3))[0], 4)
    0.7071
    """
    import networkx as nx
    import numpy as np

    scores = dict.fromkeys(graph, 0.0)
    if graph.number_of_edges() == 0:
        return scores
    nodes = sorted(largest_component(graph), key=str)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=nodes, weight=None, dtype=float, format="csr")
    # The dense solver is exact and, on few nodes, as fast; the sparse one needs more nodes than vectors.
    if len(nodes) <= LARGE:
        vector = np.linalg.eigh(matrix.toarray())[1][:, -1]
    else:
        from scipy.sparse.linalg import eigsh

        # A fixed first vector: SciPy would draw one, and reruns would differ in the last digits.
        vector = eigsh(matrix, k=1, which="LA", v0=np.ones(len(nodes)), tol=1e-12)[1][:, 0]
    return scores | {node: float(abs(component)) for node, component in zip(nodes, vector, strict=True)}


def pagerank(graph: nx.Graph, engine: Engine | None = None) -> Scores:
    """Return PageRank with damping 0.85 and weighted edges; scores add up to one.

    On an undirected graph each edge is walked both ways; on a directed one along its direction. Brin and
    Page 1998, doi:10.1016/S0169-7552(98)00110-X.

    >>> import networkx as nx
    >>> pagerank(nx.star_graph(3))[0] > pagerank(nx.star_graph(3))[1]
    True
    """
    if graph.number_of_nodes() == 0:
        return {}
    if _engine(graph, engine) == "networkx":
        import networkx as nx

        return dict(nx.pagerank(graph, tol=1e-12, max_iter=1000))
    import rustworkx as rx

    # rustworkx has PageRank for directed graphs only: an undirected edge becomes two.
    walked = graph.to_directed(as_view=True) if not graph.is_directed() else graph
    compiled = _compiled(walked, weighted=True)
    return _named(walked, rx.pagerank(compiled, weight_fn=float, tol=1e-12, max_iter=1000))


def core(graph: nx.Graph, engine: Engine | None = None) -> Scores:
    """Return the largest k for which a node lies in a part where all have k neighbours there.

    Seidman 1983, doi:10.1016/0378-8733(83)90028-X.

    >>> import networkx as nx
    >>> core(nx.complete_graph(4))[0]
    3.0
    """
    if _engine(graph, engine) == "networkx":
        import networkx as nx

        return {node: float(k) for node, k in nx.core_number(graph).items()}
    import rustworkx as rx

    return {node: float(k) for node, k in _named(graph, rx.core_number(_compiled(graph))).items()}


MEASURES: dict[str, Callable[[nx.Graph], Scores]] = {
    "degree": degree,
    "strength": strength,
    "betweenness": betweenness,
    "closeness": closeness,
    "eigenvector": eigenvector,
    "pagerank": pagerank,
    "core": core,
}


def measure(name: str) -> Callable[[nx.Graph], Scores]:
    """Return the function of a measure.

    Raises:
        UnknownAnalysis: with the names that are known.
    """
    if name not in MEASURES:
        raise UnknownAnalysis(f"No measure is named {name}. Measures: {', '.join(MEASURES)}.")
    return MEASURES[name]


def suite(graph: nx.Graph) -> dict[str, Scores]:
    """Return every centrality of every node.

    >>> import networkx as nx
    >>> sorted(suite(nx.path_graph(3)))
    ['betweenness', 'closeness', 'core', 'degree', 'eigenvector', 'pagerank', 'strength']
    """
    return {measure_name: function(graph) for measure_name, function in MEASURES.items()}


def ranks(scores: Scores, among: set[Any] | None = None) -> dict[Any, int]:
    """Return the rank of each node, one plus the number of nodes that score higher; equals share a rank.

    >>> ranks({"a": 3.0, "b": 1.0, "c": 3.0})
    {'a': 1, 'c': 1, 'b': 3}
    """
    nodes = [node for node in scores if among is None or node in among]
    ranked: dict[Any, int] = {}
    last, rank = 0.0, 0
    for place, node in enumerate(sorted(nodes, key=lambda n: (-scores[n], str(n))), 1):
        # Within rounding, scores that engines add up in another order are equal.
        if not ranked or last - scores[node] > EPSILON:
            rank, last = place, scores[node]
        ranked[node] = rank
    return ranked


def centralization(scores: Scores) -> float:
    """Return Freeman's degree centralization: Σ (max - d(v)) over the most that a graph of this size can have.

    Freeman 1978, doi:10.1016/0378-8733(78)90021-7. One for a star, nought where all degrees are equal.

    >>> import networkx as nx
    >>> centralization(degree(nx.star_graph(5))), centralization(degree(nx.cycle_graph(5)))
    (1.0, 0.0)
    """
    n = len(scores)
    if n < 3:  # The greatest sum that two nodes can have is nought.
        return 0.0
    most = max(scores.values())
    return sum(most - score for score in scores.values()) / ((n - 1) * (n - 2))


def largest_component(graph: nx.Graph) -> set[Any]:
    """Return the nodes of the largest component; of equals the one with the first name."""
    import networkx as nx

    parts: list[set[Any]] = list(nx.connected_components(graph))
    return min(parts, key=lambda part: (-len(part), min(map(str, part)))) if parts else set()


def run(study: Study) -> Result:
    """Report every centrality of every node of a projection, by the measure of the study."""
    projection = study.projection or "actors"
    measure(study.measure)  # An unknown measure is refused before minutes are spent on the known ones.
    graph = study.simple(projection)
    scores = suite(graph)
    ranked = ranks(scores[study.measure])
    nodes = list(ranked)
    columns = ("rank", "record", "label", *MEASURES)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (ranked[n], compact(n), study.label(n), *(scores[m][n] for m in MEASURES)) for n in nodes
    )
    title = say(f"measure.{study.measure}", study.language)
    bars = tuple(scores[study.measure][n] for n in nodes[:SHOWN])
    plot = Bars(tuple(map(study.label, nodes[:SHOWN])), {title: bars}, title)
    numbers = {
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
        "first": compact(nodes[0]) if nodes else None,
        "centralization": centralization(scores["degree"]),
    }
    caption = study.caption("centrality", projection)
    notes = [say("analysis.note.centrality", study.language)]
    notes += [say(f"analysis.measure.{measure_name}", study.language) for measure_name in MEASURES]
    return Result("centrality", caption, columns, rows, tuple(notes), numbers, plot)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    names = [unlinked(row["label"]) for row in records(result)[:3]]
    if not names:
        return []
    language = result.caption.language
    first = listed(names[:-1], language)
    return [finding(result, "centrality", foremost=say("and", language).join(filter(None, (first, names[-1]))))]


def _engine(graph: nx.Graph, engine: Engine | None) -> Engine:
    """Choose the engine by size of the graph, unless the caller names one."""
    return engine or ("compiled" if graph.number_of_nodes() > LARGE else "networkx")


def _compiled(graph: nx.Graph, weighted: bool = False) -> Any:
    """Copy a graph for rustworkx, whose nodes are numbers: those of the order of the graph's nodes."""
    import rustworkx as rx

    number = {node: i for i, node in enumerate(graph)}
    compiled = rx.PyDiGraph() if graph.is_directed() else rx.PyGraph(multigraph=False)
    compiled.add_nodes_from(list(graph))
    if weighted:
        edges = graph.edges(data="weight", default=1)
        compiled.extend_from_weighted_edge_list([(number[a], number[b], float(w)) for a, b, w in edges])
    else:
        compiled.extend_from_edge_list([(number[a], number[b]) for a, b in graph.edges()])
    return compiled


def _named(graph: nx.Graph, scores: Any) -> Scores:
    """Give the scores that rustworkx numbers back to the nodes of the graph."""
    return {node: scores[i] for i, node in enumerate(graph)}
