"""On which subjects voices divide, and how evenly."""

from __future__ import annotations

from collections import defaultdict

from kg.network.findings import finding, records, unlinked
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
    language = study.language
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, subject), sign in stances(study).items():
        counts[subject][(1, -1, 0).index(sign)] += 1
    subjects = sorted(counts, key=lambda s: (-min(counts[s][:2]), -sum(counts[s]), s))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (compact(s), study.label(s), *counts[s], division(*counts[s][:2])) for s in subjects
    )
    columns = ("record", "label", "supportive", "critical", "neutral", "division")
    top = [s for s in subjects if any(counts[s][:2])][:SHOWN]
    bars = {
        say(f"figure.{stance}", language): tuple(float(counts[s][i]) for s in top)
        for i, stance in enumerate(("supportive", "critical"))
    }
    plot = Bars(tuple(map(study.label, top)), bars, say("figure.voices", language))
    numbers: dict[str, Cell] = {
        "subjects": len(subjects),
        "divided": sum(min(counts[s][:2]) > 0 for s in subjects),
    }
    if subjects:
        first = subjects[0]
        numbers |= {
            "first": compact(first),
            "first_supportive": counts[first][0],
            "first_critical": counts[first][1],
        }
    notes = (say("analysis.note.polarization", language), say("analysis.note.division", language))
    caption = study.caption("polarization", "discourse")
    return Result("polarization", caption, columns, rows, notes, numbers, plot if top else None)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    if not result.rows:
        return [finding(result, "polarization")]
    label = unlinked(records(result)[0]["label"])
    return [finding(result, "polarization"), finding(result, "polarization.first", label=label)]
