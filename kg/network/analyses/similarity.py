"""How alike instruments are in the kinds of commitment that coding finds in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from math import sqrt
from typing import Any

from kg.model import treaty
from kg.network.findings import finding, linked, records, unlinked
from kg.network.result import SHOWN, Bars, Result
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
    dot = sum(one[commitment] * other[commitment] for commitment in shared)
    return (len(shared) / len(either) if either else 0.0, dot / lengths if lengths else 0.0)


def run(study: Study) -> Result:
    """Report how alike instruments are in the kinds of commitment that coding finds in their provisions."""
    reader, language = study.reader, study.language
    instruments = reader.of_class(kg.Instrument.value)
    counts: dict[str, Counter[str]] = {}
    extents: dict[str, str] = {}
    for instrument in instruments:
        provisions = treaty.provisions(reader, instrument)
        commitments = (reader.values(provision, kg.commitment) for provision in [*provisions, instrument])
        kinds = Counter(commitment.value for of_record in commitments for commitment in of_record)
        if len(kinds) >= LEAST:
            coded = sum(treaty.coded(reader, provision) for provision in provisions)
            counts[instrument] = kinds
            extents[instrument] = say("analysis.coded", language, n=coded, all=len(provisions))
    pairs: list[tuple[Any, ...]] = []
    for one, other in combinations(sorted(counts), 2):
        shared = sorted(set(counts[one]) & set(counts[other]))
        pairs.append(
            (compact(one), study.label(one), compact(other), study.label(other),
             *likeness(counts[one], counts[other]), len(shared),
             say("semicolon", language).join(map(study.label, shared)), extents[one], extents[other])
        )  # fmt: skip
    pairs.sort(key=lambda r: (-r[5], -r[4], r[0], r[2]))
    columns = (
        "one", "label of one", "other", "label of other", "Jaccard", "cosine", "shared kinds", "kinds",
        "coded of one", "coded of other",
    )  # fmt: skip
    top = pairs[:SHOWN]
    labels = tuple(f"{r[1]} — {r[3]}" for r in top)
    plot = Bars(labels, {"": tuple(r[5] for r in top)}, say("figure.likeness", language))
    notes = (say("analysis.note.similarity", language, n=len(counts), all=len(instruments), least=LEAST),)
    numbers = {"instruments": len(instruments), "coded": len(counts), "pairs": len(pairs)}
    caption = study.caption("similarity", "treaties")
    return Result("similarity", caption, columns, tuple(pairs), notes, numbers, plot)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    if not result.rows:
        return [finding(result, "similarity")]
    first = records(result)[0]
    one, other = (unlinked(first[f"label of {end}"]) for end in ("one", "other"))
    pair = {"one": one, "other": other, "shared": linked(result, first["shared kinds"])}
    return [finding(result, "similarity"), finding(result, "similarity.first", **pair)]
