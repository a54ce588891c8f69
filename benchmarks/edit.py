"""Edit → answer: one edited source against checking and compiling the whole corpus, in one run.

    python benchmarks/edit.py [--source graphs/sources/…/X.trig] [--rounds 3]

Works on a copy of the corpus with a cache of its own. Each figure is the processor time of a command as a user
runs it, its start included, so that other work on the machine counts for less; the wall time stands beside it.
Printed are the whole (`kg check`, `kg build`), the loop after each edit (`kg check FILE`, then a query), the query
alone after an edit that nobody checked, the warm query and one after `touch`, and the ratios.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.corpus.files import find_root

QUERY = "SELECT (COUNT(?a) AS ?n) WHERE { ?a a kg:Account }"


def run(root: Path, cache: Path, *arguments: str) -> tuple[float, float]:
    """Run a command of kg on a corpus, and return its processor and its wall time in seconds."""
    environment = {**os.environ, "KG_CACHE": str(cache)}
    before, started = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kg.cli", "--corpus", str(root), *arguments],
        check=True,
        env=environment,
        capture_output=True,
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, time.perf_counter() - started


def edit(path: Path, number: int) -> None:
    """Move the first date of a passage by a year or more: another year in each round."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(kg:onDate ")\d{4}', rf"\g<1>{1990 + number}", text, count=1), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--source", default="graphs/sources/press-report/b/bellona-2006-09-26.trig")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root, cache = Path(scratch) / "corpus", Path(scratch) / "cache"
        for folder in ("ontology", "graphs"):
            shutil.copytree(find_root(options.corpus) / folder, root / folder)
        source = root / options.source
        figures: dict[str, list[tuple[float, float]]] = {
            "kg check": [run(root, cache, "check")],
            "kg build": [run(root, cache, "build")],
        }
        for number in range(options.rounds):
            edit(source, 2 * number)
            figures.setdefault("kg check FILE", []).append(run(root, cache, "check", str(source)))
            figures.setdefault("query after it", []).append(run(root, cache, "query", QUERY))
            edit(source, 2 * number + 1)
            figures.setdefault("query after an edit", []).append(run(root, cache, "query", QUERY))
            figures.setdefault("warm query", []).append(run(root, cache, "query", QUERY))
            source.touch()
            figures.setdefault("query after touch", []).append(run(root, cache, "query", QUERY))
    medians = {
        name: [statistics.median(column) for column in zip(*pairs, strict=True)] for name, pairs in figures.items()
    }
    print(f"{'':24}{'processor s':>12}{'wall s':>10}")
    for name, (used, wall) in medians.items():
        print(f"{name:24}{used:12.2f}{wall:10.2f}")
    whole = medians["kg check"][0] + medians["kg build"][0]
    loop = medians["kg check FILE"][0] + medians["query after it"][0]
    print(f"loop / whole: {loop:.2f} / {whole:.2f} = 1/{whole / loop:.1f}")
    above = medians["query after an edit"][0] - medians["warm query"][0]
    print(f"query after an edit, above a warm one: {above:.2f} s")


if __name__ == "__main__":
    main()
