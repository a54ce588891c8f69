"""Ratios of the spine: start-up, a cold query against kglab, and compiling against a bulk load.

Run by hand, on a quiet machine: `python benchmarks/spine.py`. kglab 1.0 is installed into a temporary
environment with `--kglab` (about 700 MB). Only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
QUERY = (
    "PREFIX kg: <https://w3id.org/iran-russia/ontology#> "
    "SELECT ?act ?day ?treaty WHERE { ?act a kg:Signature ; kg:onDate ?day ; kg:treaty ?treaty }"
)
KGLAB = """
import sys, kglab
graph = kglab.KnowledgeGraph()
graph.load_rdf(sys.argv[1], format="turtle")
list(graph.query(sys.argv[2]))
"""


def main() -> None:
    """Measure and print every ratio that the project promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kglab", action="store_true", help="install kglab 1.0 and compare a cold query with it")
    asked = parser.parse_args()
    import kg

    compileall.compile_dir(str(Path(kg.__file__).parent), quiet=2)
    python, command = sys.executable, str(Path(sys.executable).with_name("kg"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KG_CACHE"] = folder
        subprocess.run([command, "build"], check=True, stderr=subprocess.DEVNULL)
        click = [python, "-c", "import click"]
        query = [command, "query", QUERY, "--format", "csv"]
        report("kg --help / import click", paired([command, "--help"], click), "at most 1.5")
        report("kg query / import click", paired(query, click), "at most 2")
        report("compile / bulk load", compiling(Path(folder)), "at most 1.5")
        if asked.kglab:
            report("kglab / kg query, cold", [1 / r for r in paired(query, kglab(Path(folder)), 3)], "at least 30")


def report(name: str, ratios: list[float], promise: str) -> None:
    """Print the median of ratios with their range beside what was promised."""
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"{name}: {middle:.2f} ({low:.2f} to {high:.2f}); promised {promise}")


def paired(one: list[str], other: list[str], rounds: int = ROUNDS) -> list[float]:
    """Time two commands in turn and return the ratio of each pair."""
    for command in (one, other):
        timed(command)
    return [timed(one) / timed(other) for _ in range(rounds)]


def timed(command: list[str]) -> float:
    """Return the seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compiling(folder: Path) -> list[float]:
    """Compare compiling the corpus, checks aside, with pyoxigraph's bulk load of the compiled N-Quads."""
    from pyoxigraph import RdfFormat, Store, serialize

    from kg.corpus import files
    from kg.corpus.load import load
    from kg.dataset import build, view
    from kg.dataset.store import Choice

    root = files.find_root()
    quads = build.compiled_quads(view.select(load(root).quads, Choice()).quads)
    lines = folder / "compiled.nq"
    serialize(quads, str(lines), format=RdfFormat.N_QUADS)
    ratios = []
    for turn in range(5):
        start = time.perf_counter()
        store = Store(str(folder / f"ours-{turn}"))
        with build.without_collector():
            selection = view.select(load(root).quads, Choice())
            store.bulk_extend(build.compiled_quads(selection.quads))
        store.flush()
        ours = time.perf_counter() - start
        start = time.perf_counter()
        store = Store(str(folder / f"theirs-{turn}"))
        store.bulk_load(path=str(lines), format=RdfFormat.N_QUADS)
        store.flush()
        ratios.append(ours / (time.perf_counter() - start))
    return ratios


def kglab(folder: Path) -> list[str]:
    """Install kglab and write the default graph of the corpus as Turtle; return the command that asks the same."""
    from pyoxigraph import DefaultGraph, RdfFormat, serialize

    from kg.corpus import files
    from kg.corpus.load import load
    from kg.dataset import build, view
    from kg.dataset.store import Choice

    environment = folder / "kglab"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    subprocess.run([environment / "bin/pip", "install", "-q", "kglab==1.0.1"], check=True)
    compileall.compile_dir(str(environment), quiet=2)
    quads = build.compiled_quads(view.select(load(files.find_root()).quads, Choice()).quads)
    data = folder / "default.ttl"
    serialize((q.triple for q in quads if q.graph_name == DefaultGraph()), str(data), format=RdfFormat.TURTLE)
    return [str(environment / "bin/python"), "-c", KGLAB, str(data), QUERY]


if __name__ == "__main__":
    main()
