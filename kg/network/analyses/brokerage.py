"""Who links actors that have no tie of their own, by the camps of the three."""

from __future__ import annotations

from itertools import combinations, product
from math import fsum
from typing import TYPE_CHECKING, Any

from kg.model.belonging import states_of
from kg.network.findings import finding
from kg.network.result import SHOWN, Bars, Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx

ROLES = ("coordinator", "consultant", "gatekeeper", "liaison")


def role(one: str, broker: str, other: str) -> str:
    """Return the role of a broker between two neighbours, by the camps of the three.

    Coordinator: all of one camp. Consultant: both neighbours of one camp, the broker of another. Gatekeeper:
    the broker shares the camp of one of the two. Liaison: three camps. Gould and Fernandez 1989,
    doi:10.2307/270949, without directions, in which gatekeeper and representative are one.

    >>> role("a", "a", "a"), role("a", "b", "a"), role("a", "a", "b"), role("a", "b", "c")
    ('coordinator', 'consultant', 'gatekeeper', 'liaison')
    """
    if one == other:
        return "coordinator" if broker == one else "consultant"
    return "gatekeeper" if broker in (one, other) else "liaison"


def brokerage(graph: nx.Graph, camps: dict[Any, str]) -> dict[Any, dict[str, int]]:
    """Count for each node, by its `role`, the pairs of neighbours that have no tie of their own.

    Nodes without a camp neither broker nor are counted as neighbours.

    >>> import networkx as nx
    >>> brokerage(nx.path_graph(3), {0: "a", 1: "b", 2: "c"})[1]
    {'coordinator': 0, 'consultant': 0, 'gatekeeper': 0, 'liaison': 1}
    """
    counts = {node: dict.fromkeys(ROLES, 0) for node in graph}
    for node in graph:
        if node in camps:
            for one, other in combinations([n for n in graph[node] if n in camps], 2):
                if not graph.has_edge(one, other):
                    counts[node][role(camps[one], camps[node], camps[other])] += 1
    return counts


def constraint(graph: nx.Graph, node: Any) -> float | None:
    """Return Burt's constraint of a node: how far its contacts are tied to each other; None without contacts.

    Σ over neighbours j of (p_ij + Σ_q p_iq p_qj)², p being shares of ties, each tie counting once.
    Burt 1992, Structural Holes, p. 55.

    >>> import networkx as nx
    >>> constraint(nx.star_graph(4), 0)
    0.25
    """
    near = set(graph[node]) - {node}
    if not near:
        return None
    shared = (sum(1 / len(graph[partner]) for partner in graph[j] if partner in near) for j in near)
    # An exact sum: the order of a set differs between runs, and with it the last digit of a plain one.
    return float(fsum(((1 + of_q) / len(near)) ** 2 for of_q in shared))


def camps(study: Study, graph: nx.Graph) -> dict[str, str]:
    """Return the one state to which each actor belongs, through organs, offices, tenures and owners, if one."""
    camp = {}
    for node in graph:
        belongs = states_of(study.reader, node)
        # Who belongs to both states, such as a joint company, is of neither camp.
        if len(belongs) == 1:
            camp[node] = belongs[0]
    return camp


def run(study: Study) -> Result:
    """Report who links actors that are not linked themselves, and who does so between the two states."""
    projection = study.projection or "actors"
    graph = study.simple(projection)
    camp = camps(study, graph)
    roles = brokerage(graph, camp)
    pair = sorted(set(study.state_pair))
    across = dict.fromkeys(graph, 0)
    for node in set(graph) - set(pair):
        sides = [[n for n in graph[node] if camp.get(n) == state] for state in pair]
        across[node] = sum(not graph.has_edge(a, b) for a, b in product(*sides))
    nodes = sorted(graph, key=lambda n: (-across[n], -sum(roles[n].values()), n))
    brokers = tuple(
        (compact(n), study.label(n), compact(camp[n]) if n in camp else None, across[n], *roles[n].values(),
         constraint(graph, n))
        for n in nodes
        if across[n] or any(roles[n].values())
    )  # fmt: skip
    columns = ("record", "label", "camp", "between the two states", *ROLES, "constraint")
    top = [n for n in nodes if across[n]][:SHOWN]
    axis = say("heads.between the two states", study.language)
    plot = Bars(tuple(map(study.label, top)), {"": tuple(float(across[n]) for n in top)}, axis)
    notes = (
        say("analysis.note.brokerage", study.language),
        say("analysis.note.brokerage-camps", study.language, n=len(camp), all=len(graph)),
        say("analysis.note.brokerage-across", study.language),
    )
    numbers: dict[str, Cell] = {
        "brokers_across": sum(count > 0 for count in across.values()),
        "first": compact(nodes[0]) if top else None,
    }
    caption = study.caption("brokerage", projection)
    return Result("brokerage", caption, columns, brokers, notes, numbers, plot if top else None)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "brokerage")]
