"""Time the centrality suite on a synthetic projection against pure NetworkX and against igraph called directly.

    python benchmarks/analysis.py [NODES EDGES]

The default is 10,000 nodes and 50,000 edges. NetworkX would take a quarter of an hour there: its betweenness and
closeness are timed on a sample of sources and multiplied, which is exact for algorithms that search once from
each source. igraph is timed on a graph that it already holds; our times include the conversion from NetworkX.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import igraph
import networkx as nx

from kg.network.analyses import centrality

SAMPLE = 40


def timed(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def pure(graph: nx.Graph) -> dict[str, float]:
    """Time NetworkX alone, searches from sources by a sample."""
    share = len(graph) / SAMPLE
    sources = list(graph)[:SAMPLE]
    return {
        "degree": timed(lambda: dict(graph.degree())),
        "strength": timed(lambda: dict(graph.degree(weight="weight"))),
        # Its own sampling: the variant for subsets of sources and targets takes up to 40 % longer for each source.
        "betweenness": share * timed(lambda: nx.betweenness_centrality(graph, k=SAMPLE, seed=0)),
        "closeness": share * timed(lambda: [nx.closeness_centrality(graph, u) for u in sources]),
        "eigenvector": timed(lambda: nx.eigenvector_centrality(graph, max_iter=1000)),
        "pagerank": timed(lambda: nx.pagerank(graph)),
        "core": timed(lambda: nx.core_number(graph)),
    }


def ours(graph: nx.Graph) -> dict[str, float]:
    """Time the functions of this package."""
    return {name: timed(lambda m=m: m(graph)) for name, m in centrality.MEASURES.items()}


def theirs(graph: nx.Graph) -> dict[str, float]:
    """Time igraph."""
    other = igraph.Graph.from_networkx(graph)
    return {
        "degree": timed(other.degree),
        "strength": timed(other.strength),
        "betweenness": timed(other.betweenness),
        "closeness": timed(other.closeness),
        "eigenvector": timed(other.eigenvector_centrality),
        "pagerank": timed(other.pagerank),
        "core": timed(other.coreness),
    }


def main(nodes: int = 10_000, edges: int = 50_000) -> None:
    """Print seconds of processor time, and the two ratios of the whole suite."""
    warnings.simplefilter("ignore")
    graph = nx.gnm_random_graph(nodes, edges, seed=1)
    centrality.suite(nx.path_graph(100))  # what is imported once is not timed
    times = {"networkx": pure(graph), "kg": ours(graph), "igraph": theirs(graph)}
    print(f"{'measure':<14}" + "".join(f"{name:>12}" for name in times))
    for measure in centrality.MEASURES:
        print(f"{measure:<14}" + "".join(f"{found[measure]:>12.3f}" for found in times.values()))
    whole = {name: sum(found.values()) for name, found in times.items()}
    print(f"{'whole suite':<14}" + "".join(f"{seconds:>12.3f}" for seconds in whole.values()))
    print(f"{whole['networkx'] / whole['kg']:.1f} times as fast as NetworkX (at least 20 wanted)")
    print(f"{whole['kg'] / whole['igraph']:.1f} times the time of igraph (at most 3 wanted)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
