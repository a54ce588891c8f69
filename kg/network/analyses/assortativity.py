"""Whether voices agree within their perspectives more than chance would have it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import chain, starmap
from operator import eq
from typing import TYPE_CHECKING, Any

from kg.network.result import Cell, Result
from kg.network.stances import SHUFFLES, Stances, stances
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx


def agreement(signs: Stances) -> nx.Graph:
    """Return the network of voices that agree: tied where they agree on more subjects than they differ on.

    >>> agreement({("a", "x"): 1, ("b", "x"): 1, ("c", "x"): -1}).edges()
    EdgeView([('a', 'b')])
    """
    import networkx as nx

    by_subject: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (voice, subject), sign in signs.items():
        if sign:
            by_subject[subject].append((voice, sign))
    net: dict[tuple[str, str], int] = defaultdict(int)
    for told in by_subject.values():
        for i, (one, sign) in enumerate(sorted(told)):
            for other, opposite in sorted(told)[i + 1 :]:
                net[one, other] += sign * opposite
    graph = nx.Graph()
    graph.add_nodes_from(sorted({voice for voice, _ in signs}))
    graph.add_weighted_edges_from((a, b, n) for (a, b), n in sorted(net.items()) if n > 0)
    return graph


def mixing(graph: nx.Graph, groups: dict[Any, str]) -> float | None:
    """Return Newman's assortativity by group: (Σ e_ii - Σ a_i²) / (1 - Σ a_i²); None where it is undefined.

    1 where all ties stay within groups, 0 where groups do not matter. Newman 2003,
    doi:10.1103/PhysRevE.67.026126.

    >>> import networkx as nx
    >>> mixing(nx.Graph([(1, 2), (3, 4)]), {1: "a", 2: "a", 3: "b", 4: "b"})
    1.0
    """
    return _mixing([(groups[a], groups[b]) for a, b in graph.edges() if a in groups and b in groups])


def _mixing(ends: list[tuple[str, str]]) -> float | None:
    """Return the assortativity of ties, each given by the groups of its two ends."""
    if not ends:
        return None
    within = sum(starmap(eq, ends)) / len(ends)
    counts = Counter(chain.from_iterable(ends))
    chance = sum((n / (2 * len(ends))) ** 2 for n in counts.values())
    return (within - chance) / (1 - chance) if chance < 1 - 1e-12 else None


def run(study: Study) -> Result:
    """Report whether voices agree more with voices of their own perspective than shuffled perspectives would."""
    graph = agreement(stances(study))
    groups = {v: group for v in graph if (group := _perspective(study, v))}
    observed = mixing(graph, groups)
    drawn = _shuffled(graph, groups, study.seed) if observed is not None else []
    p = (1 + sum(r >= (observed or 0) - 1e-12 for r in drawn)) / (1 + len(drawn))
    rows = tuple(_mixed(study, graph, groups))
    columns = ("perspective", "label", "voices", "ties within", "ties to others")
    caption = study.caption("assortativity", "discourse")
    numbers: dict[str, Cell] = {"assortativity": observed, "p": p, "voices": len(graph), "placed": len(groups)}
    known = say("analysis.note.placed", study.language, n=len(groups), all=len(graph))
    said = (
        say("analysis.note.assortativity", study.language, r=f"{observed:.3f}", p=f"{p:.2g}", n=SHUFFLES)
        if observed is not None
        else say("analysis.note.no-assortativity", study.language)
    )
    return Result("assortativity", caption, columns, rows, (said, known), numbers)


def _perspective(study: Study, voice: str) -> str | None:
    seen = {p for holder in voice.split() for p in study.perspectives.get(holder, ())}
    return seen.pop() if len(seen) == 1 else None


def _shuffled(graph: nx.Graph, groups: dict[str, str], seed: int) -> list[float]:
    chance, values, found = random.Random(seed), list(groups.values()), []
    places = {voice: i for i, voice in enumerate(groups)}
    ties = [(places[a], places[b]) for a, b in graph.edges() if a in places and b in places]
    for _ in range(SHUFFLES):
        chance.shuffle(values)
        found.append(_mixing([(values[i], values[j]) for i, j in ties]) or 0.0)
    return found


def _mixed(study: Study, graph: nx.Graph, groups: dict[str, str]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for group in sorted(set(groups.values())):
        members = {v for v, g in groups.items() if g == group}
        ties = [(a, b) for a, b in graph.edges(members) if a in groups and b in groups]
        within = sum(a in members and b in members for a, b in ties)
        rows.append((compact(group), study.label(group), len(members), within, len(ties) - within))
    return rows
