"""Centralities on the classic data sets, against published values, igraph and each other."""

from __future__ import annotations

import re

import igraph
import networkx as nx
import pytest

from kg.network import bfs
from kg.network.analyses import centrality
from kg.network.analyses.centrality import Scores
from kg.text.phrases import say

CLASSICS = {
    "karate": nx.karate_club_graph(),
    "florentine": nx.florentine_families_graph(),
    "davis": nx.davis_southern_women_graph(),
    "miserables": nx.les_miserables_graph(),
    "random": nx.gnm_random_graph(150, 170, seed=3),
    "star": nx.star_graph(4),
    "pair": nx.path_graph(2),
    "isolates": nx.empty_graph(3),
}


def close(one: Scores, other: Scores, tolerance: float = 1e-8) -> bool:
    return one.keys() == other.keys() and all(abs(one[n] - other[n]) <= tolerance for n in one)


def numbered(graph: nx.Graph, values: list[float]) -> Scores:
    return dict(zip(graph, values, strict=True))


@pytest.fixture(params=sorted(CLASSICS))
def graph(request: pytest.FixtureRequest) -> nx.Graph:
    return CLASSICS[request.param]


def test_karate_has_freemans_betweenness() -> None:
    """Raw values as UCINET and the literature since Zachary print them, members counted from 1."""
    scores = centrality.betweenness(CLASSICS["karate"])
    raw = {member + 1: round(score * 33 * 32 / 2, 2) for member, score in scores.items()}
    assert {m: raw[m] for m in (1, 34, 33, 3, 32)} == {1: 231.07, 34: 160.55, 33: 76.69, 3: 75.85, 32: 73.01}


def test_the_medici_stand_between_florentine_families() -> None:
    """Jackson 2008, Social and Economic Networks, chapter 2."""
    scores = centrality.betweenness(CLASSICS["florentine"])
    families = ("Medici", "Guadagni", "Albizzi", "Salviati", "Strozzi")
    assert [round(scores[f], 3) for f in families] == [0.522, 0.255, 0.212, 0.143, 0.103]


def test_davis_events_have_their_attendance() -> None:
    """Davis, Gardner and Gardner 1941: who came to the fourteen events."""
    scores = centrality.degree(CLASSICS["davis"])
    assert [scores[f"E{i}"] for i in range(1, 15)] == [3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3]
    assert (scores["Evelyn Jefferson"], scores["Theresa Anderson"], scores["Flora Price"]) == (8, 8, 2)


def test_valjean_stands_between_the_miserables() -> None:
    scores = centrality.betweenness(CLASSICS["miserables"])
    assert centrality.ranks(scores)["Valjean"] == 1
    assert round(scores["Valjean"], 4) == 0.57
    assert centrality.degree(CLASSICS["miserables"])["Valjean"] == 36
    assert centrality.strength(CLASSICS["miserables"])["Valjean"] == 158


@pytest.mark.parametrize("name", ["betweenness", "closeness", "pagerank", "core"])
def test_both_engines_agree(name: str, graph: nx.Graph) -> None:
    function = getattr(centrality, name)
    assert close(function(graph, engine="networkx"), function(graph, engine="compiled"))


def test_searches_together_give_the_same_betweenness(graph: nx.Graph) -> None:
    n = graph.number_of_nodes()
    pairs = (n - 1) * (n - 2) or 1
    found = (bfs.dependencies(graph) / pairs).tolist()
    assert close(centrality.betweenness(graph, engine="networkx"), numbered(graph, found))


@pytest.mark.parametrize(
    "large",
    [nx.gnm_random_graph(2100, 6000, seed=1), nx.disjoint_union(nx.path_graph(2050), nx.star_graph(60))],
    ids=["web", "chain"],
)
def test_betweenness_of_very_large_networks_is_igraphs(large: nx.Graph) -> None:
    n = large.number_of_nodes()
    found = [value / ((n - 1) * (n - 2) / 2) for value in igraph.Graph.from_networkx(large).betweenness()]
    assert close(centrality.betweenness(large), numbered(large, found))


def test_betweenness_is_igraphs(graph: nx.Graph) -> None:
    n = graph.number_of_nodes()
    pairs = (n - 1) * (n - 2) / 2 or 1
    found = [value / pairs for value in igraph.Graph.from_networkx(graph).betweenness()]
    assert close(centrality.betweenness(graph), numbered(graph, found))


@pytest.mark.parametrize("name", ["karate", "florentine", "davis", "miserables"])
def test_the_rest_is_igraphs(name: str) -> None:
    graph = CLASSICS[name]
    other = igraph.Graph.from_networkx(graph)
    weights = other.es["weight"] if "weight" in other.es.attributes() else None
    assert close(centrality.closeness(graph), numbered(graph, other.closeness()))
    assert close(centrality.pagerank(graph), numbered(graph, other.pagerank(weights=weights)), 1e-6)
    assert close(centrality.core(graph), numbered(graph, [float(k) for k in other.coreness()]))
    values = other.eigenvector_centrality(scale=False)
    length = sum(v * v for v in values) ** 0.5
    assert close(centrality.eigenvector(graph), numbered(graph, [v / length for v in values]), 1e-6)


def test_eigenvector_keeps_to_the_largest_component() -> None:
    graph = nx.disjoint_union(nx.complete_graph(4), nx.cycle_graph(70))
    scores = centrality.eigenvector(graph)
    assert {scores[n] for n in range(4)} == {0.0}
    assert min(scores[n] for n in range(4, 74)) > 0


def test_a_rerun_is_identical() -> None:
    graph = nx.gnm_random_graph(200, 600, seed=1)
    assert centrality.suite(graph) == centrality.suite(graph)


def test_equals_share_a_rank() -> None:
    assert centrality.ranks({"a": 0.1 + 0.2, "b": 0.3, "c": 1.0}) == {"c": 1, "a": 2, "b": 2}


def test_each_measure_names_its_formula_and_paper() -> None:
    for name, function in centrality.MEASURES.items():
        assert re.search(r": .+ \(.+ \d{4}\)\.$", say(f"analysis.measure.{name}"))
        assert "doi" in str(function.__doc__) or "PNAS" in str(function.__doc__)
