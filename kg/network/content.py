"""What treaties are about: the fields and commitments that coding finds in them, and what is not yet coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import exp, log, sqrt

from kg.model import treaty
from kg.model.reader import Reader
from kg.network.drawing import Bars
from kg.network.result import Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact, kg
from kg.text.phrases import say

SHOWN = 20
#: Kinds of commitment below which an instrument is not compared.
LEAST = 3


def effective_number(counts: Mapping[str, int]) -> float:
    """Return how many equally common kinds are as diverse as these counts: exp(-Σ p log p).

    Hill 1973, doi:10.2307/1934352; Jost 2006, doi:10.1111/j.2006.0030-1299.14714.x.

    >>> effective_number({"a": 2, "b": 2}), effective_number({"a": 4}), effective_number({})
    (2.0, 1.0, 0.0)
    """
    total = sum(counts.values())
    shares = [count / total for count in counts.values() if count]
    return exp(-sum(p * log(p) for p in shares)) if shares else 0.0


def specialization(part: int, whole: int, others_part: int, others_whole: int) -> float | None:
    """Return how much more one treaty gives of itself to a field than the two together: (a/A) / ((a+b)/(A+B)).

    The index of revealed advantage, 1 where both give the same share. Balassa 1965,
    doi:10.1111/j.1467-9957.1965.tb00050.x. None where nothing is coded.

    >>> specialization(2, 4, 0, 4)
    2.0
    """
    together, every = part + others_part, whole + others_whole
    return (part / whole) / (together / every) if whole and together else None


def fields(study: Study) -> Result:
    """Report which policy fields two treaties cover, in how many provisions, and which were gained or dropped.

    A field that only one treaty has is *gained* or *dropped* only where all of the other is known and coded;
    until then it is *in the later only so far*: an article without coding is no silence.
    """
    one, other = (study.reader.names.find(name) for name in study.treaties)
    compared = treaty.compare(study.reader, [one, other])
    clauses = [[p for p in part if _is_clause(study.reader, p)] for part in compared.provisions]
    uncoded = [len(set(part) - set(loose)) for part, loose in zip(compared.uncoded, clauses, strict=True)]
    sizes = [(len(part) - len(loose), len(loose)) for part, loose in zip(compared.provisions, clauses, strict=True)]
    counts = [
        {f: _size(cells[side], t) for f, cells in compared.fields.items()} for side, t in enumerate((one, other))
    ]
    totals = [sum(c.values()) for c in counts]
    rows, states = [], []
    for field, cells in compared.fields.items():
        a, b = counts[0][field], counts[1][field]
        states.append(treaty.change(cells[0], cells[1], (compared.whole[0], compared.whole[1])))
        change = say(f"change.{states[-1]}", study.language)
        rows.append(
            (compact(field), study.label(field), study.label(treaty.top_field(study.reader, field)),
             len(cells[0].main), a, len(cells[1].main), b, change, specialization(b, totals[1], a, totals[0]),
             len(study.voices(p for cell in cells for p in cell.passages)))
        )  # fmt: skip
    rows.sort(key=lambda r: (-(r[6] + r[4]), r[0]))
    numbers = _sizes(sizes, uncoded, counts, states)
    caption = study.caption("fields", "treaties")
    columns = (
        "field", "label", "group", "earlier: main", "earlier: provisions", "later: main", "later: provisions",
        "change", "specialization of the later", "voices",
    )  # fmt: skip
    plot = _paired(study, rows, (one, other))
    return Result("fields", caption, columns, tuple(rows), _field_notes(study, one, other, numbers), numbers, plot)


def _is_clause(reader: Reader, provision: str) -> bool:
    """Tell whether a provision is known by its content only, not as an article, preamble or annex."""
    return reader.kinds(provision)[:1] == [kg("Provision").value]


def _size(cell: treaty.Cell, whole: str) -> int:
    """Count the provisions that deal with a field; that the treaty as a whole does is no provision."""
    return len({p for p in (*cell.main, *cell.touched) if p != whole})


def _sizes(
    sizes: list[tuple[int, int]], uncoded: list[int], counts: list[dict[str, int]], states: list[str]
) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for side, name in enumerate(("earlier", "later")):
        found[f"{name}_articles"], found[f"{name}_clauses"] = sizes[side]
        found[f"{name}_uncoded"] = uncoded[side]
        found[f"{name}_fields"] = sum(1 for count in counts[side].values() if count)
        found[f"{name}_effective_fields"] = effective_number(counts[side])
    for state in ("kept", "gained", "dropped", "in the later only so far", "in the earlier only so far"):
        found[state] = states.count(state)
    return found


def _field_notes(study: Study, one: str, other: str, numbers: Mapping[str, object]) -> tuple[str, ...]:
    return (
        *(
            say(
                "analysis.note.uncoded",
                study.language,
                name=study.label(record),
                n=numbers[f"{name}_uncoded"],
                all=numbers[f"{name}_articles"],
                clauses=numbers[f"{name}_clauses"],
            )
            for record, name in ((one, "earlier"), (other, "later"))
        ),
        say("analysis.note.provisions", study.language),
        say("analysis.note.specialization", study.language),
    )


def _paired(study: Study, rows: Sequence[tuple[Cell, ...]], pair: tuple[str, str]) -> Bars:
    top = [row for row in rows if row[4] or row[6]][:SHOWN]
    values = {
        study.label(pair[0]): tuple(float(row[4] or 0) for row in top),
        study.label(pair[1]): tuple(float(row[6] or 0) for row in top),
    }
    return Bars(tuple(str(row[1]) for row in top), values, say("figure.provisions", study.language))


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


def similarity(study: Study) -> Result:
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
