"""How far two readings of the same provisions agree: Krippendorff's alpha for each scheme of the coding.

`draw` writes the first reading of a drawn sample and an empty sheet for the second; fill the sheet from the texts
alone. `alpha` compares the two sheets. docs/coding.md tells how the sample was read and what came of it.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import TypeVar

import kg

SHEETS = Path(__file__).parent / "coding"
FIRST, SECOND, DECISIONS = "first-reading.csv", "second-reading.csv", "decisions.csv"
SIZE, SEED = 60, 2025
SCHEMES = ("mainField", "touchedField", "commitment", "modality")
#: Drawn provisions whose coding had been seen before the second reading; the next ones drawn took their place.
SEEN = ("id:caspian-security-agreement-2010-preamble", "id:legal-assistance-treaty-1996-article-22")

Codes = frozenset[str]
Pair = tuple[Codes, Codes]
Value = TypeVar("Value")


def main() -> None:
    """Draw a sample, or compare two readings of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    drawing = commands.add_parser("draw", help="write the sheets of a new sample into a folder")
    drawing.add_argument("folder", type=Path)
    drawing.add_argument("--of", nargs="+", default=[], help="draw from the provisions of these instruments only")
    drawing.add_argument("--seed", type=int, default=SEED)
    drawing.add_argument("--seen", nargs="+", default=SEEN, help="provisions that the next ones drawn replace")
    drawing.set_defaults(run=lambda o: draw(kg.open(), o.folder, of=o.of, seed=o.seed, seen=o.seen))
    comparing = commands.add_parser("alpha", help="print the agreement of two readings")
    comparing.add_argument("folder", type=Path, nargs="?", default=SHEETS)
    comparing.set_defaults(run=lambda options: print(report(options.folder), outcome(options.folder), sep="\n\n"))
    options = parser.parse_args()
    options.run(options)


def draw(
    graph: kg.Graph,
    folder: Path,
    size: int = SIZE,
    seed: int = SEED,
    seen: Sequence[str] = SEEN,
    of: Sequence[str] = (),
) -> None:
    """Write the first reading of a simple random sample of coded provisions, and an empty sheet beside it.

    Paragraphs are left out, since their article repeats their codes. With `of`, only the provisions of these
    instruments are drawn.
    """
    coded = "SELECT ?p ?whole { ?p a kg:Provision ; kg:mainField ?f ; dcterms:isPartOf ?whole }"
    whole_of = dict(zip(*(map(str, graph.query(coded).column(name)) for name in ("p", "whole")), strict=True))
    frame = sorted(provision for provision, whole in whole_of.items() if not of or whole in of)
    order = random.Random(seed).sample(frame, size + len(seen))
    sample = sorted([p for p in order if p not in seen][:size])
    folder.mkdir(exist_ok=True)
    with (folder / FIRST).open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(["provision", *SCHEMES])
        for provision in sample:
            codes = [graph.query(f"SELECT DISTINCT ?c {{ {provision} kg:{scheme} ?c }}") for scheme in SCHEMES]
            sheet.writerow([provision, *(" ".join(sorted(map(str, c.column("c")))) for c in codes)])
    with (folder / SECOND).open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerows([["provision", "read", *SCHEMES], *([provision] for provision in sample)])


def read(path: Path) -> dict[str, dict[str, Codes]]:
    """Return the codes of each provision in a sheet, by scheme."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["provision"]: {scheme: frozenset(row[scheme].split()) for scheme in SCHEMES}
            for row in csv.DictReader(file)
        }


def masi(one: Codes, other: Codes) -> float:
    """Return the distance of two sets of codes, 0 for equal and 1 for disjoint ones.

    MASI weighs the Jaccard likeness down where neither set holds the other: Passonneau 2006, "Measuring Agreement
    on Set-valued Items", LREC 2006.
    """
    if one == other:
        return 0.0
    shared = one & other
    weight = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - weight * len(shared) / len(one | other)


def nominal(one: Hashable, other: Hashable) -> float:
    """Return 0 for equal values, else 1."""
    return float(one != other)


def alpha(units: Iterable[Sequence[Value]], distance: Callable[[Value, Value], float]) -> float:
    """Return Krippendorff's alpha: 1 - observed over expected disagreement; 1 where nothing varies.

    Each unit has the values that its readers give it; a unit with fewer than two tells nothing. Krippendorff 2004,
    "Content Analysis: An Introduction to Its Methodology", 2nd edition, chapter 11.
    """
    units = [unit for unit in units if len(unit) > 1]
    counts = Counter(value for unit in units for value in unit)
    observed = sum(sum(distance(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    # Equal values are at distance 0, so pairs of different ones are enough.
    apart = sum(counts[a] * counts[b] * distance(a, b) for a, b in permutations(counts, 2))
    return 1 - observed * (counts.total() - 1) / apart if apart else 1.0


def interval(
    units: Sequence[Sequence[Value]], distance: Callable[[Value, Value], float], rounds: int = 1000
) -> tuple[float, float]:
    """Return the middle 95 % of the alphas of samples drawn with replacement from the units."""
    draws = random.Random(SEED)
    alphas = sorted(alpha(draws.choices(units, k=len(units)), distance) for _ in range(rounds))
    return alphas[rounds // 40], alphas[-rounds // 40 - 1]


def compared(one: Mapping[str, Codes], other: Mapping[str, Codes], scheme: str) -> bool:
    """Tell whether both readers coded a provision by a scheme: no touched field is a finding, no modality a gap."""
    return scheme != "modality" or bool(one[scheme] and other[scheme])


def differ(one: Mapping[str, Codes], other: Mapping[str, Codes], scheme: str) -> bool:
    """Tell whether two readings of a provision that can be compared by a scheme are apart."""
    return compared(one, other, scheme) and one[scheme] != other[scheme]


def pairs(first: Mapping[str, dict[str, Codes]], second: Mapping[str, dict[str, Codes]]) -> dict[str, list[Pair]]:
    """Return the codes of both readers for each provision, by what is compared."""
    rows = [(first[provision], second[provision]) for provision in first]
    by_scheme = {s: [(one[s], other[s]) for one, other in rows if compared(one, other, s)] for s in SCHEMES}
    both = [tuple(codes["mainField"] | codes["touchedField"] for codes in row) for row in rows]
    return {"mainField": by_scheme.pop("mainField"), "fields": both, **by_scheme}


def report(folder: Path) -> str:
    """Return the agreement of two readings as a Markdown table."""
    lines = ["| what is compared | provisions | alike | alpha | 95 % |", "|---|--:|--:|--:|---|"]
    for name, units in pairs(read(folder / FIRST), read(folder / SECOND)).items():
        distance = nominal if name == "mainField" else masi
        low, high = interval(units, distance)
        alike = sum(one == other for one, other in units)
        lines.append(
            f"| `{name}` | {len(units)} | {alike} | {alpha(units, distance):.2f} | {low:.2f} to {high:.2f} |"
        )
    return "\n".join(lines)


def outcome(folder: Path) -> str:
    """Return as a Markdown table whose codes the decisions on the differences of two readings took."""
    first, second = read(folder / FIRST), read(folder / SECOND)
    counts: dict[str, Counter[str]] = {scheme: Counter() for scheme in SCHEMES}
    with (folder / DECISIONS).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one, other = (reading[row["provision"]][row["scheme"]] for reading in (first, second))
            taken = {one | other: "both", other: "second", one: "first"}
            counts[row["scheme"]][taken.get(frozenset(row["decision"].split()), "neither")] += 1
    whose = ("first", "second", "both", "neither")
    lines = [f"| differences in | {' | '.join(whose)} |", "|---|--:|--:|--:|--:|"]
    lines += [f"| `{scheme}` | {' | '.join(str(counts[scheme][who]) for who in whose)} |" for scheme in SCHEMES]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
