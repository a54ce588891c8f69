"""On which subjects voices divide, and how evenly."""

from __future__ import annotations

from collections import defaultdict

from kg.network.result import SHOWN, Bars, Cell, Result
from kg.network.stances import stances
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say


def division(positive: int, negative: int) -> float:
    """Return how evenly voices divide: 4pq of the shares p and q, 0 for unanimity, 1 for halves.

    The variance of stances of ±1 over its greatest value; variance as a mark of polarization: DiMaggio, Evans
    and Bryson 1996, doi:10.1086/230995.

    >>> division(3, 3), division(5, 0)
    (1.0, 0.0)
    """
    total = positive + negative
    return 4 * positive * negative / total**2 if total else 0.0


def run(study: Study) -> Result:
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
