"""Ratios of the spine: start-up, queries warm and after an edit against peers, and compiling against a bulk load.

Run by hand, on a quiet machine: `python benchmarks/spine.py`. kglab 1.0 is installed into a temporary environment
with `--kglab` (about 700 MB). Only ratios within one run mean anything; each is of processor time, so that other
work on the machine counts for less, and the median of pairs that take turns, with their range.

Warm means that `kg` has compiled the corpus before, which no peer does: pyoxigraph and kglab parse their files at
each start. After an edit, which moves a day, all sides start from files, and `kg` checks and compiles what follows
from it. Compiling is all that `kg build` does but checks: reading, deriving, what later updates need, names.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

from edit import edit

ROUNDS, COMPILES = 9, 3
QUERY = (
    "PREFIX kg: <https://w3id.org/iran-russia/ontology#> "
    "SELECT ?act ?day ?treaty WHERE { ?act a kg:Signature ; kg:onDate ?day ; kg:treaty ?treaty }"
)
#: A bare engine that parses every file of the corpus and answers: what checking, deriving and storing cost on top.
OXIGRAPH = """
import pathlib, sys, pyoxigraph
store = pyoxigraph.Store()
for path in pathlib.Path(sys.argv[1]).glob("graphs/**/*.t*"):
    store.bulk_load(path=str(path))
list(store.query(sys.argv[2], use_default_graph_as_union=True))
"""
KGLAB = """
import sys, kglab
graph = kglab.KnowledgeGraph()
graph.load_rdf(sys.argv[1], format="turtle")
list(graph.query(sys.argv[2]))
"""


def main() -> None:
    """Measure and print every ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kglab", action="store_true", help="install kglab 1.0 and compare a cold query with it")
    asked = parser.parse_args()
    import kg
    from kg.corpus import files

    compileall.compile_dir(str(Path(kg.__file__).parent), quiet=2)
    python, command = sys.executable, str(Path(sys.executable).with_name("kg"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KG_CACHE"] = folder
        subprocess.run([command, "build"], check=True, stderr=subprocess.DEVNULL)
        click = [python, "-c", "import click"]
        query = [command, "query", QUERY, "--format", "csv"]
        report("kg --help / import click", paired([command, "--help"], click))
        report("kg query, warm / import click", paired(query, click))
        report("compile without checks / bulk load", compiling(Path(folder)))
        with tempfile.TemporaryDirectory() as copy:
            corpus = Path(shutil.copytree(files.find_root(), Path(copy) / "corpus", ignore=ignored))
            edited = partial(next, edits(corpus))
            after = [command, "--corpus", str(corpus), *query[1:]]
            bare = [python, "-c", OXIGRAPH, str(corpus), QUERY]
            report("kg query, warm / pyoxigraph from files", paired(after, bare))
            report("kg query, after an edit / pyoxigraph from files", paired(after, bare, 5, edited))
            if asked.kglab:
                peer = kglab(Path(folder))
                report("kg query, warm / kglab from a file", paired(after, peer, 3))
                report("kg query, after an edit / kglab from a file", paired(after, peer, 3, edited))


def ignored(folder: str, names: list[str]) -> set[str]:
    """Return what a copy of the corpus leaves out of a folder: all but the ontology, the graphs and their files."""
    return {name for name in names if name.startswith(".") or name in ("docs", "kg", "tests", "benchmarks")}


def edits(corpus: Path) -> Iterator[None]:
    """Move the first day of a source of a corpus, to another year each time."""
    sources = sorted(corpus.glob("graphs/sources/**/*.trig"))
    source = next(source for source in sources if 'kg:onDate "' in source.read_text(encoding="utf-8"))
    for number in count():
        edit(source, number)
        yield


def report(name: str, ratios: list[float]) -> None:
    """Print the median of ratios with their range."""
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"{name}: {middle:.2f} ({low:.2f} to {high:.2f})", flush=True)


def paired(
    one: list[str], other: list[str], rounds: int = ROUNDS, before: Callable[[], object] = lambda: None
) -> list[float]:
    """Time two commands in turn and return the ratio of each pair; `before` is done before each, off the clock."""
    for command in (one, other):
        timed(command)
    ratios = []
    for _ in range(rounds):
        before()
        ratios.append(timed(one) / timed(other))
    return ratios


def timed(command: list[str]) -> float:
    """Return the seconds of processor that a command takes, its start included."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def compiling(folder: Path) -> list[float]:
    """Compare compiling the corpus, checks aside, with pyoxigraph's bulk load of the compiled N-Quads."""
    from pyoxigraph import RdfFormat, Store, serialize

    from kg.corpus import files
    from kg.corpus.load import load, without_collector
    from kg.dataset import build, view
    from kg.dataset.store import Choice

    root = files.find_root()
    quads = build.compiled_quads(view.select(load(root).quads, Choice()).quads)
    lines = folder / "compiled.nq"
    serialize(quads, str(lines), format=RdfFormat.N_QUADS)
    ratios = []
    for turn in range(COMPILES):
        start = time.process_time()
        ours_folder = folder / f"ours-{turn}"
        ours_folder.mkdir()
        with without_collector():
            corpus = load(root)
            build.write_store(ours_folder, view.select(corpus.quads, Choice()), corpus)
        ours = time.process_time() - start
        start = time.process_time()
        store = Store(str(folder / f"theirs-{turn}"))
        store.bulk_load(path=str(lines), format=RdfFormat.N_QUADS)
        store.flush()
        ratios.append(ours / (time.process_time() - start))
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
