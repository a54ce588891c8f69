"""Which policy fields two treaties cover, and what coding does not yet tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Any

from kg.model import treaty
from kg.network.findings import finding
from kg.network.result import SHOWN, Bars, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact, kg
from kg.text.phrases import say

#: What may have become of a field from one treaty to the next.
CHANGES = ("kept", "gained", "dropped", "in the later only so far", "in the earlier only so far")


def effective_number(counts: Mapping[str, int]) -> float:
    """Return how many equally common kinds are as diverse as these counts: exp(-Σ p log p).

    Hill 1973, doi:10.2307/1934352; Jost 2006, doi:10.1111/j.2006.0030-1299.14714.x.

    >>> effective_number({"a": 2, "b": 2}), effective_number({"a": 4}), effective_number({})
    (2.0, 1.0, 0.0)
    """
    total = sum(counts.values())
    shares = [count / total for count in counts.values() if count]
    return exp(-sum(share * log(share) for share in shares)) if shares else 0.0


def specialization(part: int, whole: int, others_part: int, others_whole: int) -> float | None:
    """Return how much more one treaty gives of itself to a field than the two together: (a/A) / ((a+b)/(A+B)).

    The index of revealed advantage, 1 where both give the same share. Balassa 1965,
    doi:10.1111/j.1467-9957.1965.tb00050.x. None where nothing is coded.

    >>> specialization(2, 4, 0, 4)
    2.0
    """
    together, every = part + others_part, whole + others_whole
    return (part / whole) / (together / every) if whole and together else None


def run(study: Study) -> Result:
    """Report which policy fields two treaties cover, in how many provisions, and which were gained or dropped.

    A field that only one treaty has is *gained* or *dropped* only where all of the other is known and coded.
    """
    reader, language = study.reader, study.language
    pair = study.treaty_pair
    comparison = treaty.compare(reader, list(pair))
    numbers: dict[str, int | float] = {}
    uncoded, counts, notes = [], [], []
    for side, position in enumerate(("earlier", "later")):
        provisions = comparison.provisions[side]
        # A provision of the plain class is known by its content only, not as an article, preamble or annex.
        clauses = {provision for provision in provisions if reader.kinds(provision)[:1] == [kg.Provision.value]}
        uncoded.append(len(set(comparison.uncoded[side]) - clauses))
        # That the treaty as a whole deals with a field is no provision.
        counts.append({
            field: len({*cells[side].main, *cells[side].touched} - {pair[side]})
            for field, cells in comparison.fields.items()
        })  # fmt: skip
        numbers |= {
            f"{position}_articles": len(provisions) - len(clauses),
            f"{position}_clauses": len(clauses),
            f"{position}_uncoded": uncoded[side],
            f"{position}_fields": sum(count > 0 for count in counts[side].values()),
            f"{position}_effective_fields": effective_number(counts[side]),
        }
        sizes = {"n": uncoded[side], "all": len(provisions) - len(clauses), "clauses": len(clauses)}
        notes.append(say("analysis.note.uncoded", language, name=study.label(pair[side]), **sizes))
    notes += [say("analysis.note.provisions", language), say("analysis.note.specialization", language)]
    numbers |= dict.fromkeys(CHANGES, 0)
    wholes = [sum(count.values()) for count in counts]
    lines: list[tuple[Any, ...]] = []
    for field, cells in comparison.fields.items():
        a, b = counts[0][field], counts[1][field]
        change = treaty.change(cells[0], cells[1], (comparison.whole[0], comparison.whole[1]))
        numbers[change] += 1
        group = treaty.top_field(reader, field)
        lines.append(
            (compact(field), study.label(field), reader.label(group, language), len(cells[0].main), a,
             len(cells[1].main), b, say(f"change.{change}", language),
             specialization(b, wholes[1], a, wholes[0]),
             len(study.voices(passage for cell in cells for passage in cell.passages)))
        )  # fmt: skip
    lines.sort(key=lambda r: (-(r[6] + r[4]), r[0]))
    columns = (
        "field", "label", "group", "earlier: main", "earlier: provisions", "later: main", "later: provisions",
        "change", "specialization of the later", "voices",
    )  # fmt: skip
    top = [row for row in lines if row[4] or row[6]][:SHOWN]
    bars = {study.label(pair[side]): tuple(float(row[column]) for row in top) for side, column in ((0, 4), (1, 6))}
    plot = Bars(tuple(row[1] for row in top), bars, say("figure.provisions", language))
    caption = study.caption("fields", "treaties")
    return Result("fields", caption, columns, tuple(lines), tuple(notes), numbers, plot)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "fields.uncoded"), finding(result, "fields")]
