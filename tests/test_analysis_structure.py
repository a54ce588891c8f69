"""Brokers, breaking points, camps of stances, likeness: against other programs or by enumeration."""

from __future__ import annotations

from itertools import combinations, product

import networkx as nx
import pytest

from kg.network.analyses import assortativity, balance, brokerage, cuts, fields, similarity
from kg.network.stances import Stances


def brute_squares(signs: Stances) -> tuple[int, int]:
    voices, subjects = (sorted({pair[i] for pair in signs}) for i in (0, 1))
    total = even = 0
    for (a, b), (x, y) in product(combinations(voices, 2), combinations(subjects, 2)):
        found = [signs.get(pair, 0) for pair in ((a, x), (a, y), (b, x), (b, y))]
        if all(found):
            total += 1
            even += found[0] * found[1] * found[2] * found[3] > 0
    return total, even


def stances(seed: int) -> Stances:
    import random

    chance = random.Random(seed)
    pairs = product("abcdef", "uvwxyz")
    return {pair: chance.choice((-1, 0, 1)) for pair in pairs if chance.random() < 0.8}


@pytest.mark.parametrize("seed", range(5))
def test_squares_are_those_one_can_enumerate(seed: int) -> None:
    signs = stances(seed)
    found = balance.balance(signs, shuffles=9)
    assert (found.squares, found.balanced) == brute_squares(signs)


def test_two_camps_balance_and_chance_does_not() -> None:
    camps = {(v, s): 1 if (v in "abc") == (s in "uvw") else -1 for v, s in product("abcdef", "uvwxyz")}
    assert (balance.balance(camps).share, balance.balance(camps).p) == (1.0, 0.001)
    assert balance.balance(stances(1), shuffles=199).p > 0.05


def test_no_stances_are_no_balance() -> None:
    assert balance.balance({}).share is None
    assert balance.balance({}).p == 1.0


def test_mixing_is_networkxs() -> None:
    graph = nx.karate_club_graph()
    groups = {n: data["club"] for n, data in graph.nodes(data=True)}
    expected = nx.attribute_assortativity_coefficient(graph, "club")
    assert assortativity.mixing(graph, groups) == pytest.approx(expected)
    assert assortativity.mixing(nx.empty_graph(2), {0: "a", 1: "b"}) is None


def test_brokers_have_their_roles() -> None:
    graph = nx.Graph([("m", "a"), ("m", "b"), ("m", "c"), ("m", "d")])
    camps = {"m": "x", "a": "x", "b": "x", "c": "y", "d": "z"}
    found = brokerage.brokerage(graph, camps)["m"]
    assert found == {"coordinator": 1, "consultant": 0, "gatekeeper": 4, "liaison": 1}
    assert brokerage.brokerage(graph, camps | {"m": "z", "d": "x"})["m"]["consultant"] == 3


def test_tied_neighbours_need_no_broker() -> None:
    graph = nx.complete_graph(3)
    assert sum(brokerage.brokerage(graph, dict.fromkeys(graph, "x"))[0].values()) == 0


@pytest.mark.parametrize("seed", range(3))
def test_breaking_points_cut_off_what_components_show(seed: int) -> None:
    graph = nx.gnm_random_graph(30, 32, seed=seed)
    for node in nx.articulation_points(graph):
        part = nx.node_connected_component(graph, node)
        rest = graph.subgraph(part - {node})
        sizes = sorted(map(len, nx.connected_components(rest)))
        assert cuts.cut_off(graph, node) == sum(sizes[:-1])


def test_diversity_and_specialization_at_their_bounds() -> None:
    assert fields.effective_number({"a": 1, "b": 1, "c": 1, "d": 1}) == pytest.approx(4)
    assert fields.specialization(1, 2, 1, 2) == 1.0
    assert fields.specialization(0, 0, 1, 2) is None
    assert similarity.likeness({"a": 1}, {"a": 3}) == (1.0, 1.0)
    assert similarity.likeness({}, {}) == (0.0, 0.0)
