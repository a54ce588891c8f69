"""How time and memory grow with the corpus, and peers on the same data.

    python benchmarks/growth.py [--treaties 12 36 115 360 720] [--publish 115]
    python benchmarks/growth.py --peers 12 [--kglab PYTHON]

The corpora are those of `corpora.py`, from 171 thousand to nine million compiled quads. Each figure is the
processor time of a process of its own, its start included, so that other work on the machine counts for less, and
the most memory that any of its processes has held. The exponent of a work is the slope of its seconds over the
quads, both as logarithms, by least squares: 1 is linear. `library` answers every question of the library once, so
that files are in memory, and again: the geometric mean of the second answers, in milliseconds.

With `--peers` RDFLib, the program `oxigraph`, pyoxigraph in memory, NetworkX and igraph do the same work, in rounds
in which all take turns; kglab too, in an environment of its own (`pip install kglab==1.0.1`), named by its
interpreter. Cold is from the start of a process to its answer: `kg` and `oxigraph` have loaded the data before,
RDFLib, kglab and pyoxigraph read their file. Warm is the same answer once more in one process. Medians, with the
least and the most.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import corpora

from kg.rdf.vocabulary import bind

SIZES = (12, 36, 115, 360, 720)
ROUNDS = 3
#: Records that stand for those which questions ask about by default, each by its name.
STAND_INS = {
    "id:iran": "id:state-0",
    "id:russia": "id:state-1",
    "id:sco": "id:league-0",
    "id:un-general-assembly": "id:assembly",
    "id:islamic-consultative-assembly": "id:parliament-0",
    "id:kazem-jalali": "id:person-0-1",
    "id:sergei-shoigu": "id:person-0-2",
    "id:foreign-minister-of-iran": "id:office-0",
    "id:treaty-2001": "id:treaty-1",
    "id:treaty-2025-article-12": "id:treaty-0-article-4",
    "id:treaty-2025-entry-into-force": "id:treaty-0-entry-into-force",
    "id:treaty-2025-signature": "id:treaty-0-signature",
    "id:treaty-2025": "id:treaty-0",
    "field:security-and-defence": "field:arms-control",
}
QUERY = (
    "PREFIX kg: <https://w3id.org/iran-russia/ontology#> "
    "SELECT ?act ?day ?passage { GRAPH ?passage { ?act a kg:Signature ; kg:onDate ?day } ?passage kg:holder ?who }"
)
Figure = tuple[float, float]


def run(arguments: list[str], cache: Path) -> tuple[Figure, str]:
    """Run a command; return its seconds of processor time, its most memory in megabytes, and what it printed."""
    environment = {**os.environ, "KG_CACHE": str(cache), "PYTHONPATH": str(Path(__file__).parent.parent)}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(arguments, stdout=out, stderr=subprocess.DEVNULL, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
        out.seek(0)
        return (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), out.read().decode()


def kg(root: Path, *arguments: str) -> list[str]:
    """Return a command of kg on a corpus."""
    return [sys.executable, "-m", "kg.cli", "--corpus", str(root), *arguments]


def works(root: Path, scratch: Path, publish: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield what is measured, each with its command."""
    yield "check", kg(root, "check")
    yield "build", kg(root, "build")
    yield "query", kg(root, "query", QUERY + " LIMIT 10")
    yield "N-Quads", kg(root, "export", "nquads", "-o", str(scratch / "all.nq"))
    yield "CSV, statements", kg(root, "export", "csv", "-o", str(scratch / "statements.csv"))
    yield "Parquet, all tables", kg(root, "export", "parquet", "-o", str(scratch / "tables"))
    if publish:
        yield "publish", kg(root, "publish", str(scratch / "site"))


def library(root: Path) -> dict[str, float]:
    """Answer every question of a corpus twice, and return the quads and the times of the second answers."""
    import kg as package
    from kg.query import questions

    graph = package.open(corpus=root)
    seconds = []
    for question in questions.library(root).values():
        values = {p.name: STAND_INS.get(p.default, p.default) for p in question.parameters}
        for _ in range(2):
            start = time.process_time()
            questions.ask(graph.reader.store, question, values)
            last = time.process_time() - start
        seconds.append(last)
    mean = 1000 * math.exp(statistics.fmean(map(math.log, seconds)))
    return {"quads": len(graph.reader.store), "milliseconds": mean, "slowest": max(seconds)}


def growth(sizes: list[int], published: int) -> None:
    """Measure corpora of some numbers of treaties, and print a table with the exponents."""
    quads: list[int] = []
    rows: dict[str, list[Figure]] = {}
    for treaties in sizes:
        with tempfile.TemporaryDirectory() as folder:
            scratch = Path(folder)
            root, cache = scratch / "corpus", scratch / "cache"
            corpora.make(root, treaties)
            for name, command in works(root, scratch, treaties <= published):
                figure, _ = run(command, cache)
                rows.setdefault(name, []).append(figure)
                print(f"{treaties} treaties, {name}: {figure[0]:.1f} s, {figure[1]:.0f} MB", file=sys.stderr)
            figure, told = run([sys.executable, __file__, "--library", str(root)], cache)
            answers = json.loads(told)
            quads.append(answers["quads"])
            rows.setdefault("library, ms", []).append((answers["milliseconds"], figure[1]))
            print(f"{treaties} treaties, library: {answers}", file=sys.stderr, flush=True)
    print(f"| compiled quads | {' | '.join(f'{n:,}' for n in quads)} | exponent |")
    print(f"|---|{'--:|' * (len(sizes) + 1)}")
    for name, figures in rows.items():
        cells = [f"{seconds:.1f} ({megabytes:.0f} MB)" for seconds, megabytes in figures]
        cells += [""] * (len(sizes) - len(cells))
        print(f"| {name} | {' | '.join(cells)} | {exponent(quads, [f[0] for f in figures])} |")


def exponent(sizes: list[int], values: list[float]) -> str:
    """Return the slope of values over sizes, both as logarithms; empty for fewer than two."""
    if len(values) < 2:
        return ""
    pairs = zip(sizes, values, strict=False)
    xs, ys = zip(*((math.log(x), math.log(y)) for x, y in pairs), strict=True)
    return f"{statistics.linear_regression(xs, ys).slope:.2f}"


RDFLIB = """
import sys, rdflib
data = rdflib.Dataset()
data.parse(sys.argv[1], format="nquads")
"""
PYOXIGRAPH = """
import sys, pyoxigraph
data = pyoxigraph.Store()
data.bulk_load(path=sys.argv[1])
"""
KGLAB = """
import sys, kglab
data = kglab.KnowledgeGraph()
data.load_rdf(sys.argv[1], format="turtle")
"""
KG = """
import sys, kg
data = kg.open(corpus=sys.argv[1])
"""
#: Ask once, and print how long a second answer takes.
ASK = """
import time
list(data.query(sys.argv[2]))
start = time.process_time()
list(data.query(sys.argv[2]))
print(time.process_time() - start)
"""
#: Read a network and compute PageRank; print the time of the latter.
NETWORKX = """
import sys, time, networkx
network = networkx.read_graphml(sys.argv[1])
start = time.process_time()
networkx.pagerank(network)
print(time.process_time() - start)
"""
IGRAPH = """
import sys, time, igraph
network = igraph.Graph.Read_GraphML(sys.argv[1])
start = time.process_time()
network.pagerank()
print(time.process_time() - start)
"""
PROJECTION = """
import sys, time, kg
from kg.network.analyses.centrality import pagerank
network = kg.open(corpus=sys.argv[1]).network()
start = time.process_time()
pagerank(network)
print(time.process_time() - start)
"""
#: What kglab, which has no named graphs, is asked instead.
WITHOUT_PASSAGES = (
    QUERY.replace("GRAPH ?passage {", "").replace(" } ?passage kg:holder ?who", "").replace("?passage", "")
)


def peers(treaties: int, kglab: str) -> None:
    """Measure peers on a corpus, in rounds, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        root, cache, lines = scratch / "corpus", scratch / "cache", str(scratch / "all.nq")
        corpora.make(root, treaties)
        run(kg(root, "build"), cache)
        for form, file in (
            ("nquads", lines),
            ("turtle", f"{scratch}/all.ttl"),
            ("graphml", f"{scratch}/all.graphml"),
        ):
            run(kg(root, "export", form, "-o", file), cache)
        program, served, python = (
            str(Path(sys.executable).with_name("oxigraph")),
            f"{scratch}/served",
            sys.executable,
        )
        run([program, "load", "--location", served, "--file", lines], cache)
        asked = [program, "query", "--location", served, "--query", QUERY, "--results-format", "csv"]
        commands: dict[str, list[str]] = {
            "a query: kg query": kg(root, "query", QUERY, "--format", "csv"),
            "a query: oxigraph query": asked,
            "a query: kg in Python": [python, "-c", KG + ASK, str(root), QUERY],
            "a query: pyoxigraph in memory": [python, "-c", PYOXIGRAPH + ASK, lines, QUERY],
            "a query: RDFLib": [python, "-c", RDFLIB + ASK, lines, QUERY],
            "a network and its PageRank: kg": [python, "-c", PROJECTION, str(root)],
            "a network and its PageRank: NetworkX": [python, "-c", NETWORKX, f"{scratch}/all.graphml"],
            "a network and its PageRank: igraph": [python, "-c", IGRAPH, f"{scratch}/all.graphml"],
        }
        if kglab:
            commands["a query, without passages: kglab"] = [
                kglab,
                "-c",
                KGLAB + ASK,
                f"{scratch}/all.ttl",
                WITHOUT_PASSAGES,
            ]
        rounds: dict[str, list[tuple[float, float, str]]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                (seconds, megabytes), told = run(command, cache)
                rounds[name].append((seconds, megabytes, told))
    print("| work | cold, s | warm, ms | MB |")
    print("|---|--:|--:|--:|")
    for name, figures in rounds.items():
        printed = [told.strip().splitlines()[-1] for *_, told in figures] if name in rounds else []
        warm = [1000 * float(text) for text in printed if text.replace(".", "").replace("e-", "").isdecimal()]
        memory = max(megabytes for _, megabytes, _ in figures)
        print(f"| {name} | {spread([f[0] for f in figures])} | {spread(warm)} | {memory:.0f} |")


def spread(values: list[float]) -> str:
    """Write the median of values with their range; a dash without any."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})" if values else "–"


def main() -> None:
    """Measure growth, or peers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treaties", type=int, nargs="+", default=list(SIZES), help="sizes to measure")
    parser.add_argument("--publish", type=int, default=115, help="the largest size that is published too")
    parser.add_argument(
        "--peers", type=int, metavar="TREATIES", help="measure peers instead, on a corpus of this size"
    )
    parser.add_argument("--kglab", default="", metavar="PYTHON", help="an interpreter that has kglab")
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.library:
        bind(corpora.BASE)
        print(json.dumps(library(options.library)))
    elif options.peers:
        peers(options.peers, options.kglab)
    else:
        growth(options.treaties, options.publish)


if __name__ == "__main__":
    main()
