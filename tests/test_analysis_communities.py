"""Communities: found where planted, not found where there are none, the same on each run."""

from __future__ import annotations

import igraph
import networkx as nx
import pytest

from kg.network.analyses import communities
from kg.network.analyses.communities import METHODS


@pytest.fixture(scope="module")
def planted() -> nx.Graph:
    return nx.planted_partition_graph(4, 25, 0.35, 0.02, seed=5)


def truth(graph: nx.Graph) -> communities.Partition:
    return [frozenset(part) for part in graph.graph["partition"]]


def test_karate_reaches_the_known_optimum() -> None:
    """The greatest modularity is 0.4198: Brandes et al. 2008, doi:10.1109/TKDE.2007.190689."""
    found = communities.structure(nx.karate_club_graph(), nulls=19)
    assert round(found.modularity, 4) == 0.4198
    assert len(found.parts) == 4
    assert found.significant


def test_the_miserables_do_as_well_as_with_igraph() -> None:
    graph = nx.les_miserables_graph()
    other = igraph.Graph.from_networkx(graph)
    best = max(other.community_multilevel(weights="weight").modularity for _ in range(10))
    for find in METHODS.values():
        values = [communities.modularity(graph, find(graph, seed=seed)) for seed in range(10)]
        assert max(values) >= best - 0.005


def test_modularity_is_igraphs() -> None:
    graph = nx.les_miserables_graph()
    parts = communities.louvain(graph)
    group = {node: i for i, part in enumerate(parts) for node in part}
    other = igraph.Graph.from_networkx(graph)
    expected = other.modularity([group[n] for n in graph], weights="weight")
    assert communities.modularity(graph, parts) == pytest.approx(expected)


def test_southern_women_fall_into_the_two_known_groups() -> None:
    """Freeman 2003: of 21 analyses nearly all part Evelyn to Frances from Myra to Helen."""
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    parts = communities.structure(graph, sides=set(women), nulls=19).parts
    group = {w: i for i, part in enumerate(parts) for w in part}
    first = [group[w] for w in women[:6]]
    last = [group[w] for w in women[10:15]]
    assert len(set(first)) == 1
    assert set(first).isdisjoint(last)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_planted_structure_is_found(planted: nx.Graph, method: communities.Method) -> None:
    found = communities.structure(planted, method=method, nulls=19, runs=5)
    assert communities.rand_index(found.parts, truth(planted)) > 0.95
    assert found.significant
    assert min(found.stability[:4]) > 0.9


@pytest.mark.parametrize(
    "graph",
    [
        nx.gnm_random_graph(100, 300, seed=2),
        nx.barabasi_albert_graph(120, 2, seed=4),
        nx.cycle_graph(3),
        nx.star_graph(6),
        nx.empty_graph(5),
    ],
    ids=["random", "preferential", "triangle", "star", "empty"],
)
def test_a_network_without_communities_is_said_to_have_none(graph: nx.Graph) -> None:
    assert not communities.structure(graph, nulls=39, runs=5).significant


def test_the_level_is_kept_over_many_null_networks() -> None:
    """Of networks drawn from the null itself about one in twenty may be called significant."""
    drawn = [communities.rewire(nx.barabasi_albert_graph(60, 2, seed=9), seed=s) for s in range(20)]
    called = sum(communities.structure(g, nulls=19, runs=3).significant for g in drawn)
    assert called <= 3


def test_a_rerun_is_identical(planted: nx.Graph) -> None:
    assert communities.structure(planted, nulls=9, runs=3) == communities.structure(planted, nulls=9, runs=3)


def test_rewiring_keeps_degrees_and_sides(planted: nx.Graph) -> None:
    assert dict(communities.rewire(planted, 1).degree()) == dict(planted.degree())
    assert set(communities.rewire(planted, 1).edges()) != set(planted.edges())
    davis = nx.davis_southern_women_graph()
    women = set(davis.graph["top"])
    rewired = communities.rewire(davis, 1, women)
    assert dict(rewired.degree()) == dict(davis.degree())
    assert all((a in women) != (b in women) for a, b in rewired.edges())


def test_the_rand_index_has_its_published_values() -> None:
    one = [frozenset({0, 1}), frozenset({2}), frozenset({3})]
    other = [frozenset({0, 1}), frozenset({2, 3})]
    assert communities.rand_index(one, other) == pytest.approx(0.5714, abs=1e-4)
    assert communities.rand_index([frozenset({0, 2}), frozenset({1, 3})], other) == pytest.approx(-0.5)
