"""How alike instruments are in the kinds of commitment that coding finds in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from math import sqrt

from kg.model import treaty
from kg.model.reader import Reader
from kg.network.result import SHOWN, Bars, Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact, kg
from kg.text.phrases import say

#: Kinds of commitment below which an instrument is not compared.
LEAST = 3


def likeness(one: Mapping[str, int], other: Mapping[str, int]) -> tuple[float, float]:
    """Return the Jaccard likeness of two sets of commitments and the cosine of their counts.

    Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x; Salton and McGill 1983.

    >>> likeness({"consult": 2, "trade": 1}, {"consult": 1})[0]
    0.5
    """
    shared, either = set(one) & set(other), set(one) | set(other)
    lengths = sqrt(sum(n * n for n in one.values())) * sqrt(sum(n * n for n in other.values()))
    dot = sum(one[name] * other[name] for name in shared)
    return (len(shared) / len(either) if either else 0.0, dot / lengths if lengths else 0.0)


def run(study: Study) -> Result:
    """Report how alike instruments are in the kinds of commitment that coding finds in their provisions."""
    found = {t: _commitments(study.reader, t) for t in study.reader.of_class(kg("Instrument").value)}
    coded = {t: counts for t, (counts, _, _) in found.items() if len(counts) >= LEAST}
    rows = []
    for one, other in combinations(sorted(coded), 2):
        jaccard, cosine = likeness(coded[one], coded[other])
        common = sorted(set(coded[one]) & set(coded[other]))
        rows.append(
            (compact(one), study.label(one), compact(other), study.label(other), jaccard, cosine, len(common),
             say("semicolon", study.language).join(map(study.label, common)),
             say("analysis.coded", study.language, n=found[one][1], all=found[one][2]),
             say("analysis.coded", study.language, n=found[other][1], all=found[other][2]))
        )  # fmt: skip
    rows.sort(key=lambda r: (-r[5], -r[4], r[0], r[2]))
    columns = (
        "one", "label of one", "other", "label of other", "Jaccard", "cosine", "shared kinds", "kinds",
        "coded of one", "coded of other",
    )  # fmt: skip
    top = rows[:SHOWN]
    labels = tuple(f"{r[1]} — {r[3]}" for r in top)
    plot = Bars(labels, {"": tuple(r[5] for r in top)}, say("figure.likeness", study.language))
    caption = study.caption("similarity", "treaties")
    notes = (say("analysis.note.similarity", study.language, n=len(coded), all=len(found), least=LEAST),)
    numbers: dict[str, Cell] = {"instruments": len(found), "coded": len(coded), "pairs": len(rows)}
    return Result("similarity", caption, columns, tuple(rows), notes, numbers, plot)


def _commitments(reader: Reader, instrument: str) -> tuple[Counter[str], int, int]:
    provisions = treaty.provisions(reader, instrument)
    counts = Counter(v.value for p in [*provisions, instrument] for v in reader.values(p, kg("commitment")))
    return counts, sum(treaty.coded(reader, p) for p in provisions), len(provisions)
