"""Who links actors that have no tie of their own, by the camps of the three."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import fsum
from typing import TYPE_CHECKING, Any

from kg.network.result import SHOWN, Bars, Cell, Result
from kg.network.study import Study
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import compact, kg
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx

#: Ways by which an actor belongs to a state or a body.
_BELONGS = ("organOf", "officeOf", "affiliation", "owner")
ROLES = ("coordinator", "consultant", "gatekeeper", "liaison")


def brokerage(graph: nx.Graph, camps: dict[Any, str]) -> dict[Any, dict[str, int]]:
    """Count for each node the pairs of neighbours that it alone links, by the camps of the three.

    Coordinator: all of one camp. Consultant: both neighbours of one camp, the broker of another. Gatekeeper:
    the broker shares the camp of one of the two. Liaison: three camps. Gould and Fernandez 1989,
    doi:10.2307/270949, without directions, in which gatekeeper and representative are one.

    >>> import networkx as nx
    >>> brokerage(nx.path_graph(3), {0: "a", 1: "b", 2: "c"})[1]
    {'coordinator': 0, 'consultant': 0, 'gatekeeper': 0, 'liaison': 1}
    """
    found = {node: dict.fromkeys(ROLES, 0) for node in graph}
    for node in graph:
        if node in camps:
            for one, other in combinations([n for n in graph[node] if n in camps], 2):
                if not graph.has_edge(one, other):
                    found[node][_role(camps[one], camps[node], camps[other])] += 1
    return found


def _role(one: str, broker: str, other: str) -> str:
    if one == other:
        return "coordinator" if broker == one else "consultant"
    return "gatekeeper" if broker in (one, other) else "liaison"


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
    shared = (sum(1 / len(graph[q]) for q in graph[j] if q in near) for j in near)
    return float(fsum(((1 + of_q) / len(near)) ** 2 for of_q in shared))


def camps(study: Study, graph: nx.Graph) -> dict[str, str]:
    """Return the one state to which each actor belongs, through organs, offices, tenures and owners, if one."""
    states = set(study.reader.of_class(kg("State").value))
    offices: dict[str, set[str]] = defaultdict(set)
    for tenure in study.reader.of_class(kg("Tenure").value):
        for person in study.reader.values(tenure, kg("person")):
            offices[person.value] |= {o.value for o in study.reader.values(tenure, kg("office"))}
    found = {}
    for node in graph:
        reached = _states(study, node, offices) & states
        if len(reached) == 1:
            found[node] = reached.pop()
    return found


def _states(study: Study, node: str, offices: dict[str, set[str]]) -> set[str]:
    seen, queue = {node}, [node]
    while queue:
        here = queue.pop()
        up = {v.value for p in _BELONGS for v in study.reader.values(here, NamedNode(kg(p).value))}
        for step in sorted(up | offices.get(here, set())):
            if step not in seen:
                seen.add(step)
                queue.append(step)
    return seen


def run(study: Study) -> Result:
    """Report who links actors that are not linked themselves, and who does so between the two states."""
    projection = study.projection or "actors"
    graph = study.simple(projection)
    camp = camps(study, graph)
    found = brokerage(graph, camp)
    pair = {study.reader.names.find(name) for name in study.states}
    across = {n: _across(graph, n, camp, pair) for n in graph}
    order = sorted(graph, key=lambda n: (-across[n], -sum(found[n].values()), n))
    rows = tuple(
        (compact(n), study.label(n), compact(camp[n]) if n in camp else None, across[n], *found[n].values(),
         constraint(graph, n))
        for n in order
        if across[n] or any(found[n].values())
    )  # fmt: skip
    columns = ("record", "label", "camp", "between the two states", *ROLES, "constraint")
    top = [n for n in order if across[n]][:SHOWN]
    plot = Bars(tuple(map(study.label, top)), {"": tuple(float(across[n]) for n in top)}, columns[3])
    caption = study.caption("brokerage", projection)
    notes = (
        say("analysis.note.brokerage", study.language),
        say("analysis.note.brokerage-camps", study.language, n=len(camp), all=len(graph)),
        say("analysis.note.brokerage-across", study.language),
    )
    numbers: dict[str, Cell] = {
        "brokers_across": sum(1 for n in graph if across[n]),
        "first": compact(order[0]) if top else None,
    }
    return Result("brokerage", caption, columns, rows, notes, numbers, plot if top else None)


def _across(graph: nx.Graph, node: str, camp: dict[str, str], pair: set[str]) -> int:
    if node in pair:
        return 0
    one, other = sorted(pair)
    sides = [[n for n in graph[node] if camp.get(n) == state] for state in (one, other)]
    return sum(not graph.has_edge(a, b) for a in sides[0] for b in sides[1])
