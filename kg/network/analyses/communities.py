"""Communities: found, tested for stability over seeds, and held against networks of the same degrees.

A partition is always found, even in noise. So each is compared with a null: the same network with its edges
rewired, every node keeping its degree (and in two-mode networks its side). Only where the modularity found
exceeds that of the null are communities reported.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from kg.memoize import memoized
from kg.network.analyses import centrality
from kg.network.findings import finding, linked
from kg.network.result import Cell, Result, Web
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx

Method = OneOf["leiden", "louvain"]
Partition = list[frozenset[Any]]
#: Seeds over which stability is measured, and rewired networks against which significance is.
RUNS = 20
NULLS = 99
#: How many times each edge is swapped on average when a network is rewired.
SWAPS = 10
#: The level below which a modularity is called higher than that of the null.
LEVEL = 0.05


@dataclass(frozen=True)
class Structure:
    """Communities with their modularity, how stable they are over seeds, and how they compare with the null."""

    parts: Partition
    modularity: float
    stability: tuple[float, ...]
    agreement: float
    null_mean: float
    null_deviation: float
    p: float

    @property
    def significant(self) -> bool:
        """Whether the network has communities: its modularity exceeds that of networks with the same degrees."""
        return self.p <= LEVEL and len(self.parts) > 1

    @property
    def z(self) -> float:
        """How many standard deviations the modularity lies above the null's mean; nought where it has none."""
        return (self.modularity - self.null_mean) / self.null_deviation if self.null_deviation else 0.0


def louvain(graph: nx.Graph, seed: int = 0, weight: str | None = "weight") -> Partition:
    """Return communities by the Louvain method, largest first, with NetworkX. Blondel et al. 2008.

    doi:10.1088/1742-5468/2008/10/P10008.

    >>> import networkx as nx
    >>> [sorted(part) for part in louvain(nx.barbell_graph(3, 0))]
    [[0, 1, 2], [3, 4, 5]]
    """
    import networkx as nx

    if graph.number_of_edges() == 0:
        return _ordered({node} for node in graph)
    return _ordered(nx.community.louvain_communities(graph, weight=weight, seed=seed))


def leiden(graph: nx.Graph, seed: int = 0, weight: str | None = "weight") -> Partition:
    """Return communities by the Leiden method, which leaves none unconnected inside, largest first.

    Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z; by the library graspologic-native.

    >>> import networkx as nx
    >>> [sorted(part) for part in leiden(nx.barbell_graph(3, 0))]
    [[0, 1, 2], [3, 4, 5]]
    """
    import graspologic_native

    # The library takes names only, and gives back the communities of these.
    nodes = list(graph)
    number = {node: str(i) for i, node in enumerate(nodes)}
    edges = [
        (number[a], number[b], float(data.get(weight, 1) if weight else 1)) for a, b, data in graph.edges(data=True)
    ]
    if not edges:
        return _ordered({node} for node in nodes)
    _, community = graspologic_native.leiden(edges, seed=seed, iterations=3)
    parts: dict[Any, set[Any]] = {}
    for i, node in enumerate(nodes):
        # The library sees edges only: a node without one is a community of its own.
        parts.setdefault(community.get(str(i), -1 - i), set()).add(node)
    return _ordered(parts.values())


METHODS: dict[str, Callable[..., Partition]] = {"leiden": leiden, "louvain": louvain}


def modularity(graph: nx.Graph, parts: Partition, weight: str | None = "weight") -> float:
    """Return Q = Σ (L_c/m - (d_c/2m)²), the share of edges within parts above what degrees alone would give.

    Newman and Girvan 2004, doi:10.1103/PhysRevE.69.026113.

    >>> import networkx as nx
    >>> round(modularity(nx.barbell_graph(3, 0), [frozenset({0, 1, 2}), frozenset({3, 4, 5})]), 4)
    0.3571
    """
    import networkx as nx

    return float(nx.community.modularity(graph, parts, weight=weight)) if graph.number_of_edges() else 0.0


def rand_index(one: Partition, other: Partition) -> float:
    """Return the adjusted Rand index of two partitions: 1 for the same, 0 for what chance gives.

    Hubert and Arabie 1985, doi:10.1007/BF01908075.

    >>> rand_index([frozenset("ab"), frozenset("cd")], [frozenset("ab"), frozenset("cd")])
    1.0
    """
    within = {node: i for i, part in enumerate(other) for node in part}
    cells = Counter((i, within[node]) for i, part in enumerate(one) for node in part)
    together = sum(comb(count, 2) for count in cells.values())
    first, second = (sum(comb(len(part), 2) for part in parts) for parts in (one, other))
    every = comb(sum(map(len, one)), 2)
    expected = first * second / every if every else 0.0
    most = (first + second) / 2
    return (together - expected) / (most - expected) if most != expected else 1.0


def rewire(graph: nx.Graph, seed: int = 0, sides: set[Any] | None = None) -> nx.Graph:
    """Return a random network in which every node keeps its degree, by swapping the ends of pairs of edges.

    With `sides`, the nodes of one side of a two-mode network, edges go on leading from side to side. Maslov
    and Sneppen 2002, doi:10.1126/science.1065103.

    >>> import networkx as nx
    >>> graph = nx.karate_club_graph()
    >>> sorted(d for _, d in rewire(graph).degree()) == sorted(d for _, d in graph.degree())
    True
    """
    import networkx as nx

    chance = random.Random(seed)
    edges = [(b, a) if sides is not None and a not in sides else (a, b) for a, b in graph.edges()]
    present = set(edges) | {(b, a) for a, b in edges}
    for _ in range(SWAPS * len(edges) if len(edges) > 1 else 0):
        i, j = int(chance.random() * len(edges)), int(chance.random() * len(edges))
        (a, b), (c, d) = edges[i], edges[j]
        # Without sides an edge has no direction: both ways of exchanging two ends must be as likely.
        if sides is None and chance.random() < 0.5:
            c, d = d, c
        # A swap that would make a loop or a parallel edge is left out, so the network stays simple.
        if len({a, b, c, d}) < 4 or (a, d) in present or (c, b) in present:
            continue
        present -= {(a, b), (b, a), (c, d), (d, c)}
        present |= {(a, d), (d, a), (c, b), (b, c)}
        edges[i], edges[j] = (a, d), (c, b)
    rewired = nx.Graph()
    rewired.add_nodes_from(graph)
    rewired.add_edges_from(edges)
    return rewired


def structure(
    graph: nx.Graph,
    seed: int = 0,
    method: Method = "leiden",
    sides: set[Any] | None = None,
    nulls: int = NULLS,
    runs: int = RUNS,
) -> Structure:
    """Find the communities of a network, and test them.

    The partition is the best of several seeds. Its stability is, for each community, the mean over the other
    seeds of the greatest Jaccard likeness to a community found there (Hennig 2007,
    doi:10.1016/j.csda.2006.11.025), and for the whole the mean adjusted Rand index between seeds. The null is
    sampled: the same method on rewired networks, p = (1 + number with at least this modularity) / (1 + number
    of networks), as in Phipson and Smyth 2010, doi:10.2202/1544-6115.1585. Weights count in neither, as
    rewiring has none.
    """
    find = METHODS[method]
    partitions = [find(graph, seed=seed + run, weight=None) for run in range(runs)]
    values = [modularity(graph, parts, None) for parts in partitions]
    # Rounded, so that of equal partitions the first is taken, however their modularities were added up.
    best = max(range(runs), key=lambda run: (round(values[run], 9), -run))
    others = partitions[:best] + partitions[best + 1 :]
    chance = []
    for i in range(nulls):
        # Spread, so that studies with neighbouring seeds share no rewired network.
        rewired = rewire(graph, seed * 1_000_003 + i, sides)
        chance.append(modularity(rewired, find(rewired, seed=seed + i, weight=None), None))
    mean = sum(chance) / nulls if nulls else 0.0
    deviation = (sum((score - mean) ** 2 for score in chance) / (nulls - 1)) ** 0.5 if nulls > 1 else 0.0
    return Structure(
        partitions[best],
        values[best],
        tuple(
            _mean([max(len(part & other) / len(part | other) for other in parts) for parts in others])
            for part in partitions[best]
        ),
        _mean([rand_index(a, b) for a, b in combinations(partitions, 2)]),
        mean,
        deviation,
        (1 + sum(score >= values[best] - 1e-12 for score in chance)) / (1 + nulls),
    )


@memoized
def structure_of(study: Study, projection: str, seed: int) -> Structure:
    """Find and test the communities of a projection; the null of a two-mode network keeps its two sides."""
    sides = {edge.source for edge in study.edges(projection)} if study.two_mode(projection) else None
    return structure(study.simple(projection), seed, sides=sides)


def run(study: Study) -> Result:
    """Report the communities of a projection, or that it has none."""
    projection, language = study.projection or "actors", study.language
    graph = study.simple(projection)
    communities = structure_of(study, projection, study.seed)
    rows: list[tuple[Cell, ...]] = []
    for number, (part, stability) in enumerate(zip(communities.parts, communities.stability, strict=True), 1):
        if len(part) > 1 and communities.significant:
            members = say("semicolon", language).join(map(study.label, _foremost(graph, part)))
            rows.append((number, len(part), stability, members))
    columns = ("community", "size", "stability", "members")
    numbers = {
        "communities": len(rows),
        "modularity": communities.modularity,
        "null_mean": communities.null_mean,
        "null_deviation": communities.null_deviation,
        "z": communities.z,
        "p": communities.p,
        "agreement_over_seeds": communities.agreement,
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
    }
    null = say(
        "analysis.null.sides" if study.two_mode(projection) else "analysis.null.degrees",
        language,
        mean=f"{communities.null_mean:.3f}",
        deviation=f"{communities.null_deviation:.3f}",
    )
    verdict = say(
        "analysis.note.communities" if communities.significant else "analysis.note.no-communities",
        language,
        q=f"{communities.modularity:.3f}",
        null=null,
        z=f"{communities.z:.1f}",
        p=f"{communities.p:.2g}",
    )
    notes = (verdict, say("analysis.note.leiden", language, runs=RUNS, nulls=NULLS, swaps=SWAPS))
    plot = _web(study, graph, communities.parts) if communities.significant else None
    return Result(
        "communities", study.caption("communities", projection), columns, tuple(rows), notes, numbers, plot
    )


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    mean, deviation = (linked(result, result.numbers[key]) for key in ("null_mean", "null_deviation"))
    null = say("analysis.null.degrees", result.caption.language, mean=mean, deviation=deviation)
    return [finding(result, "communities" if result.rows else "no-communities", null=null)]


def _web(study: Study, graph: nx.Graph, parts: Partition) -> Web:
    """Draw the largest component; the first member of each of the ten largest communities is named."""
    component = centrality.largest_component(graph)
    groups = [part for part in parts if len(part) > 1 and part <= component]
    group = {node: i for i, part in enumerate(groups) for node in part}
    foremost = {_foremost(graph, part)[0] for part in groups[:10]}
    return Web(
        tuple(
            (compact(n), study.label(n) if n in foremost else "", group[n], graph.degree(n))
            for n in graph
            if n in group
        ),
        tuple((compact(a), compact(b)) for a, b in graph.edges() if a in group and b in group),
        study.seed,
    )


def _foremost(graph: nx.Graph, part: frozenset[Any]) -> list[Any]:
    """Return the few members of a community with the most ties inside it."""
    ties = {node: sum(other in part for other in graph[node]) for node in part}
    return sorted(part, key=lambda n: (-ties[n], str(n)))[:5]


def _ordered(parts: Any) -> Partition:
    """Order communities by size, and by their first member where sizes are equal."""
    return sorted((frozenset(part) for part in parts), key=lambda p: (-len(p), min(map(str, p))))


def _mean(values: list[float]) -> float:
    """Return the mean of likenesses; one where there is nothing to compare."""
    return sum(values) / len(values) if values else 1.0
