"""Whether voices agree within their perspectives more than chance would have it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import chain, combinations, starmap
from operator import eq
from typing import TYPE_CHECKING, Any

from kg.memoize import memoized
from kg.network.findings import finding
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
    for voices in by_subject.values():
        for (one, sign), (other, opposite) in combinations(sorted(voices), 2):
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


@memoized
def mixture(study: Study) -> tuple[nx.Graph, dict[str, str], float | None, float]:
    """Return how voices agree: their network, their perspectives, the assortativity of these, and its p-value.

    Memoized, since each language reports it: the shuffles take seconds.
    """
    graph = agreement(stances(study))
    groups: dict[str, str] = {}
    for voice in graph:
        perspectives = {
            perspective for holder in voice.split() for perspective in study.reader.perspectives.get(holder, ())
        }
        # A voice of two perspectives, or of holders who differ, belongs to neither group.
        if len(perspectives) == 1:
            groups[voice] = perspectives.pop()
    observed = mixing(graph, groups)
    null = []
    if observed is not None:
        chance, deal = random.Random(study.seed), list(groups.values())
        place = {voice: i for i, voice in enumerate(groups)}
        ties = [(place[a], place[b]) for a, b in graph.edges() if a in place and b in place]
        for _ in range(SHUFFLES):
            chance.shuffle(deal)
            null.append(_mixing([(deal[i], deal[j]) for i, j in ties]) or 0.0)
    return graph, groups, observed, (1 + sum(r >= (observed or 0) - 1e-12 for r in null)) / (1 + len(null))


def run(study: Study) -> Result:
    """Report whether voices agree more with voices of their own perspective than shuffled perspectives would."""
    language = study.language
    graph, groups, observed, p_value = mixture(study)
    perspective_rows: list[tuple[Cell, ...]] = []
    for group in sorted(set(groups.values())):
        members = {voice for voice in groups if groups[voice] == group}
        ends = [(a, b) for a, b in graph.edges(members) if a in groups and b in groups]
        within = sum(a in members and b in members for a, b in ends)
        perspective_rows.append((compact(group), study.label(group), len(members), within, len(ends) - within))
    columns = ("perspective", "label", "voices", "ties within", "ties to others")
    numbers: dict[str, Cell] = {
        "assortativity": observed,
        "p": p_value,
        "voices": len(graph),
        "placed": len(groups),
    }
    verdict = (
        say("analysis.note.no-assortativity", language)
        if observed is None
        else say("analysis.note.assortativity", language, r=f"{observed:.3f}", p=f"{p_value:.2g}", n=SHUFFLES)
    )
    notes = (verdict, say("analysis.note.placed", language, n=len(groups), all=len(graph)))
    caption = study.caption("assortativity", "discourse")
    return Result("assortativity", caption, columns, tuple(perspective_rows), notes, numbers)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "no-assortativity" if result.numbers["assortativity"] is None else "assortativity")]
