"""Whether stances form two consistent camps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kg.network.findings import finding
from kg.network.result import Cell, Result
from kg.network.stances import SHUFFLES, Stances, stances
from kg.network.study import Study
from kg.text.phrases import say


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
    by_subject: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, (voice, subject) in enumerate(ends for ends, sign in signs.items() if sign):
        by_subject[subject].append((voice, number))
    # Where two voices speak of one subject: the number of the two together, and those of their stances.
    pairs: dict[tuple[str, str], int] = {}
    meetings: list[tuple[int, int, int]] = []
    for spoken in by_subject.values():
        for (voice, i), (second, j) in combinations(sorted(spoken), 2):
            meetings.append((pairs.setdefault((voice, second), len(pairs)), i, j))
    pair, one, other = np.array(meetings, dtype=np.int64).reshape(-1, 3).T
    common = np.bincount(pair)
    total = int((common * (common - 1) // 2).sum())
    even = _even(common, np.bincount(pair, values[one] * values[other])) if total else 0
    chance = np.random.default_rng(seed)
    null = []
    for _ in range(shuffles if total else 0):
        deal = chance.permutation(values)
        null.append(_even(common, np.bincount(pair, deal[one] * deal[other])))
    at_least = sum(squares >= even for squares in null)
    mean = sum(null) / len(null) / total if null else 0.0
    return Balance(total, even, mean, (1 + at_least) / (1 + len(null)))


def _even(common: Any, net: Any) -> int:
    """Count balanced squares: of c common subjects with a agreements, C(a,2) + C(c-a,2)."""
    a = (common + net) / 2
    b = common - a
    return int(((a * (a - 1) + b * (b - 1)) / 2).sum())


def run(study: Study) -> Result:
    """Report whether stances form consistent camps more than the same stances with shuffled signs."""
    language = study.language
    squares = balance(stances(study), study.seed)
    numbers: dict[str, Cell] = {
        "squares": squares.squares,
        "balanced": squares.balanced,
        "share": squares.share,
        "null_mean": squares.null_mean,
        "p": squares.p,
    }
    columns = ("cycles", "count", "balanced", "share balanced", "share in the null", "p")
    row = (say("analysis.cycles.squares", language), *numbers.values())
    notes = (say("analysis.note.balance", language, n=SHUFFLES), say("analysis.note.squares", language))
    return Result("balance", study.caption("balance", "discourse"), columns, (row,), notes, numbers)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "balance" if result.numbers["squares"] else "no-balance")]
