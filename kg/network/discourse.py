"""Discourse: who supports and who criticizes what, whether camps form, and whether they follow perspectives.

A voice counts once for each subject, with the sign of all its stances towards it together.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, combinations, starmap
from operator import eq
from typing import TYPE_CHECKING, Any

from kg.network.drawing import Bars
from kg.network.result import Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx

#: Shuffled networks against which balance and assortativity are held.
SHUFFLES = 999
SHOWN = 20
Stances = dict[tuple[str, str], int]


def stances(study: Study) -> Stances:
    """Return the sign of each voice towards each subject; joint holders are one voice, named by their IRIs."""
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for edge in study.edges("discourse"):
        if edge.sign is not None:
            for voice in study.voices(edge.passages):
                if edge.source in voice:
                    totals[" ".join(sorted(voice)), edge.target] += edge.sign
    return {pair: (total > 0) - (total < 0) for pair, total in sorted(totals.items())}


def division(positive: int, negative: int) -> float:
    """Return how evenly voices divide: 4pq of the shares p and q, 0 for unanimity, 1 for halves.

    The variance of stances of ±1 over its greatest value; variance as a mark of polarization: DiMaggio, Evans
    and Bryson 1996, doi:10.1086/230995.

    >>> division(3, 3), division(5, 0)
    (1.0, 0.0)
    """
    total = positive + negative
    return 4 * positive * negative / total**2 if total else 0.0


def polarization(study: Study) -> Result:
    """Report for each subject how many voices support, criticize or stay neutral, and how evenly they divide."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, subject), sign in stances(study).items():
        counts[subject][{1: 0, -1: 1, 0: 2}[sign]] += 1
    order = sorted(counts, key=lambda s: (-min(counts[s][:2]), -sum(counts[s]), s))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (compact(s), study.label(s), *counts[s], division(*counts[s][:2])) for s in order
    )
    columns = ("record", "label", "supportive", "critical", "neutral", "division")
    top = [s for s in order if sum(counts[s][:2])][:SHOWN]
    values = {
        say(f"figure.{name}", study.language): tuple(float(counts[s][i]) for s in top)
        for i, name in enumerate(("supportive", "critical"))
    }
    plot = Bars(tuple(map(study.label, top)), values, say("figure.voices", study.language))
    caption = study.caption("polarization", "discourse")
    first = order[0] if order else None
    numbers: dict[str, Cell] = {"subjects": len(rows), "divided": sum(min(counts[s][:2]) > 0 for s in order)}
    if first:
        numbers |= {
            "first": compact(first),
            "first_supportive": counts[first][0],
            "first_critical": counts[first][1],
        }
    notes = (
        say("analysis.note.polarization", study.language),
        say("analysis.note.division", study.language),
    )
    return Result("polarization", caption, columns, rows, notes, numbers, plot if top else None)


@dataclass(frozen=True)
class Balance:
    """How many squares there are and are balanced, and how often shuffled signs balance as many."""

    squares: int
    balanced: int
    null_mean: float
    p: float

    @property
    def share(self) -> float | None:
        """The share of squares that are balanced; None without squares."""
        return self.balanced / self.squares if self.squares else None


def balance(signs: Stances, seed: int = 0, shuffles: int = SHUFFLES) -> Balance:
    """Count balanced squares, and hold them against shuffled signs.

    A square is two voices that speak of the same two subjects; it is balanced where the product of its four
    signs is plus, as with two camps: Cartwright and Harary 1956, doi:10.1037/h0046049, for two-mode networks
    Derr, Johnson, Chang and Tang 2019, doi:10.1145/3357384.3358009. In the null the signs are dealt anew to the
    same stances.

    >>> camps = {("a", "x"): 1, ("a", "y"): -1, ("b", "x"): 1, ("b", "y"): -1}
    >>> balance(camps, shuffles=9).share
    1.0
    """
    import numpy as np

    values = np.array([sign for sign in signs.values() if sign])
    pair, one, other = (np.array(column, dtype=np.int64) for column in _meetings(signs))
    common = np.bincount(pair)
    total = int((common * (common - 1) // 2).sum())
    even = _even(common, np.bincount(pair, values[one] * values[other])) if total else 0
    chance = np.random.default_rng(seed)
    drawn = []
    for _ in range(shuffles if total else 0):
        dealt = chance.permutation(values)
        drawn.append(_even(common, np.bincount(pair, dealt[one] * dealt[other])))
    at_least = sum(squares >= even for squares in drawn)
    mean = sum(drawn) / len(drawn) / total if drawn else 0.0
    return Balance(total, even, mean, (1 + at_least) / (1 + len(drawn)))


def _meetings(signs: Stances) -> tuple[list[int], list[int], list[int]]:
    """List where two voices speak of one subject: the number of the two together, and those of their stances."""
    by_subject: dict[str, list[tuple[str, int]]] = defaultdict(list)
    told = (pair for pair, sign in signs.items() if sign)
    for number, (voice, subject) in enumerate(told):
        by_subject[subject].append((voice, number))
    together: dict[tuple[str, str], int] = {}
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    for heard in by_subject.values():
        for (a, i), (b, j) in combinations(sorted(heard), 2):
            for column, value in zip(found, (together.setdefault((a, b), len(together)), i, j), strict=True):
                column.append(value)
    return found


def _even(common: Any, net: Any) -> int:
    """Count balanced squares: of c common subjects with a agreements, C(a,2) + C(c-a,2)."""
    a = (common + net) / 2
    b = common - a
    return int(((a * (a - 1) + b * (b - 1)) / 2).sum())


def structural_balance(study: Study) -> Result:
    """Report whether stances form consistent camps more than the same stances with shuffled signs."""
    found = balance(stances(study), study.seed)
    row = (
        say("analysis.cycles.squares", study.language),
        found.squares,
        found.balanced,
        found.share,
        found.null_mean,
        found.p,
    )
    columns = ("cycles", "count", "balanced", "share balanced", "share in the null", "p")
    caption = study.caption("balance", "discourse")
    notes = (
        say("analysis.note.balance", study.language, n=SHUFFLES),
        say("analysis.note.squares", study.language),
    )
    numbers: dict[str, Cell] = {
        "squares": found.squares, "balanced": found.balanced, "share": found.share,
        "null_mean": found.null_mean, "p": found.p,
    }  # fmt: skip
    return Result("balance", caption, columns, (row,), notes, numbers)


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


def assortativity(study: Study) -> Result:
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
