"""Ratios of the exports: against RDFLib's and NetworkX's own writers, and memory as the corpus grows.

Run by hand, on a quiet machine: `python benchmarks/export.py`, or with the names of rows. Every measurement is a
process of its own, and the two sides of a ratio take turns; a row has the median and the range of the pairs. Both
sides have their data in memory before the clock starts, except where a row says that files are read. Each peer has
its faster writer: NetworkX writes GraphML through lxml where that is installed, and so it is measured.

The rows of growth are of the writers, over statements that are made as they are read; `growth.py` measures the
commands. Nothing is derived from the statements here, since no peer does: the rows are of writing alone.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROUNDS = 3
SMALL, LARGE = 250_000, 1_000_000
PEER = 100_000
EDGES = 100_000


def main() -> None:
    """Measure and print the ratios that were asked for, or every one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"rows to measure, of {', '.join(ROWS)}; else all")
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "SIZE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(MEASURES[asked.measure[0]](int(asked.measure[1]))))
        return
    if unknown := [row for row in asked.rows if row not in ROWS]:
        parser.error(f"no row is named {unknown[0]}. Rows: {', '.join(ROWS)}.")
    for row in asked.rows or ROWS:
        print(ROWS[row](), flush=True)


def growth(form: str) -> str:
    """Say how time and memory of a writer grow from few statements to many."""
    small, large = measured(form, SMALL), measured(form, LARGE)
    memory, length = large["megabytes"] / small["megabytes"], large["seconds"] / small["seconds"]
    return (
        f"{form}: {LARGE:,} quads in {large['seconds']:.1f} s and {large['megabytes']:.0f} MB; "
        f"against {SMALL:,}: {length:.1f} times as long, {memory:.2f} times the memory"
    )


def ratio(peer: str, theirs: str, ours: str, size: int, words: str) -> str:
    """Say how many times the processor time of our writer a peer's takes."""
    pairs = [(measured(theirs, size)["seconds"], measured(ours, size)["seconds"]) for _ in range(ROUNDS)]
    ratios = [other / mine for other, mine in pairs]
    spread = f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
    return f"{peer} / ours, {words}: {spread}"


def rows() -> dict[str, Callable[[], str]]:
    """Return what each row measures, by its name."""
    # not N-Quads: what follows from the statements of a view is known only when all of them have been read
    found: dict[str, Callable[[], str]] = {f: partial(growth, f) for f in ("csv", "parquet")}
    words = "TriG file to N-Quads, sorted"
    found["files"] = partial(ratio, "RDFLib", "rdflib-files", "files", PEER, words)
    for form in ("nquads", "ntriples", "trig", "turtle", "jsonld", "rdfxml"):
        ours = "nquads-listed" if form == "nquads" else form
        words = f"{form}, the writers alone" + (" (only ours sorts)" if form in ("nquads", "ntriples") else "")
        words += "; ours adds the default graph" if form in ("nquads", "trig", "jsonld") else ""
        found[f"rdflib-{form}"] = partial(ratio, "RDFLib", f"rdflib-{form}", ours, PEER, words)
    for form in ("graphml", "gexf", "nodelink"):
        found[form] = partial(ratio, "NetworkX", f"networkx-{form}", form, EDGES, form)
    return found


def measured(what: str, size: int) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--measure", what, str(size)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def clocked(work: Callable[[], object]) -> dict[str, float]:
    """Return the seconds of processor that work takes, and the most memory that the process has held."""
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


class Nowhere(io.RawIOBase):
    """A stream that keeps nothing."""

    def writable(self) -> bool:
        """Take what is written."""
        return True

    def write(self, data: object) -> int:
        """Count what is written, and forget it."""
        return len(memoryview(data))  # type: ignore[arg-type]


def quads(size: int) -> Iterator[object]:
    """Make statements such as the corpus has: twenty to a passage, five to a record."""
    from pyoxigraph import Literal, NamedNode, Quad

    from kg.rdf.vocabulary import ID, SRC, XSD, A, kg

    day = NamedNode(XSD + "date")
    kind, gist, on, party = kg("Event"), kg("gist"), kg("onDate"), kg("participant")
    for i in range(0, size, 5):
        record, passage = NamedNode(f"{ID}event-{i}"), NamedNode(f"{SRC}source-{i // 400}.p{i // 20 % 20}")
        yield Quad(record, A, kind, passage)
        yield Quad(
            record,
            gist,
            Literal(f"The parties meet for the {i}th time; طرف‌ها دیدار می‌کنند", language="en"),
            passage,
        )
        yield Quad(record, on, Literal(f"20{i % 25:02}-0{i % 9 + 1}-1{i % 9}", datatype=day), passage)
        yield Quad(record, party, NamedNode(f"{ID}person-{i % 977}"), passage)
        yield Quad(record, party, NamedNode(f"{ID}person-{i % 983}"), passage)


def streamed(form: str) -> Callable[[int], dict[str, float]]:
    """Measure a format over quads that are made as they are read."""
    from kg.export import export

    return lambda size: clocked(lambda: export(quads(size), form, io.BufferedWriter(Nowhere())))


def listed(form: str) -> Callable[[int], dict[str, float]]:
    """Measure a format over a list of quads."""

    def measure(size: int) -> dict[str, float]:
        from kg.export import export
        from kg.export.snapshot import Snapshot

        made = Snapshot(list(quads(size)), given_derived=[])
        return clocked(lambda: export(made, form, io.BufferedWriter(Nowhere())))

    return measure


def by_rdflib(form: str) -> Callable[[int], dict[str, float]]:
    """Measure RDFLib's own writer over a dataset that is loaded already."""

    def measure(size: int) -> dict[str, float]:
        import rdflib
        from pyoxigraph import RdfFormat, serialize

        data = serialize(quads(size), format=RdfFormat.N_QUADS)
        dataset: rdflib.Graph = rdflib.Dataset(default_union=True)
        dataset.parse(data=data, format="nquads")
        if form not in ("nquads", "trig", "json-ld"):
            merged = rdflib.Graph()
            merged += ((s, p, o) for s, p, o in dataset.triples((None, None, None)))
            dataset = merged
        return clocked(lambda: dataset.serialize(format=form, encoding="utf-8"))

    return measure


def from_files(size: int) -> dict[str, float]:
    """Measure reading a TriG file and writing N-Quads, sorted."""
    import tempfile

    from kg.export import export
    from kg.export.snapshot import Snapshot
    from kg.rdf import turtle

    with tempfile.TemporaryDirectory() as folder:
        path = laid(size, Path(folder))
        return clocked(
            lambda: export(Snapshot(turtle.read(path), given_derived=[]), "nquads", io.BufferedWriter(Nowhere()))
        )


def from_files_by_rdflib(size: int) -> dict[str, float]:
    """Measure reading a TriG file and writing N-Quads with RDFLib."""
    import tempfile

    import rdflib

    with tempfile.TemporaryDirectory() as folder:
        path = laid(size, Path(folder))
        return clocked(
            lambda: rdflib.Dataset().parse(path, format="trig").serialize(format="nquads", encoding="utf-8")
        )


def laid(size: int, folder: Path) -> Path:
    """Write the statements as a TriG file."""
    from pyoxigraph import RdfFormat, serialize

    path = folder / "made.trig"
    serialize(quads(size), output=str(path), format=RdfFormat.TRIG)
    return path


def network(edges: int) -> object:
    """Make a network such as a projection is, with five edges to a node."""
    import networkx as nx

    from kg.rdf.vocabulary import ID

    graph = nx.MultiDiGraph(projection="benchmark", definition="Made up.", endless=0)
    nodes = edges // 5
    for i in range(nodes):
        names = {"label": f"Person {i}", "label_fa": f"شخص {i}", "label_ru": f"Лицо {i}"}
        graph.add_node(f"{ID}person-{i}", **names, kind="kg:Person", disputed=False)
    for i in range(edges):
        ends = f"{ID}person-{i % nodes}", f"{ID}person-{i * 7 % nodes}"
        dates = {"start": "2001-03-12", "end": "2001-03-12"} if i % 2 else {}
        said = {"record": f"{ID}event-{i}", "passages": f"src:source-{i // 20}.p{i % 20}", "disputed": i % 50 == 0}
        graph.add_edge(*ends, key=f"id:event-{i}", kind="kg:Event", label="Event", **said, **dates)
    return graph


def drawn(form: str) -> Callable[[int], dict[str, float]]:
    """Measure a graph format over a network that is built already."""

    def measure(size: int) -> dict[str, float]:
        from kg.export import export
        from kg.export.snapshot import Snapshot

        snapshot = Snapshot([], given_network=network(size))
        return clocked(lambda: export(snapshot, form, io.BufferedWriter(Nowhere())))

    return measure


def by_networkx(form: str) -> Callable[[int], dict[str, float]]:
    """Measure NetworkX's own writer over the same network."""

    def measure(size: int) -> dict[str, float]:
        import networkx as nx

        graph, out = network(size), io.BytesIO()
        write = {
            "graphml": lambda: nx.write_graphml(graph, out),
            "gexf": lambda: nx.write_gexf(graph, out),
            "nodelink": lambda: out.write(json.dumps(nx.node_link_data(graph, edges="edges")).encode()),
        }
        return clocked(write[form])

    return measure


MEASURES: dict[str, Callable[[int], dict[str, float]]] = {
    **{f: streamed(f) for f in ("csv", "parquet")},
    "nquads-listed": listed("nquads"),
    "files": from_files,
    "rdflib-files": from_files_by_rdflib,
    **{f: listed(f) for f in ("ntriples", "trig", "turtle", "jsonld", "rdfxml")},
    **{
        f"rdflib-{name}": by_rdflib(form)
        for name, form in (
            ("nquads", "nquads"),
            ("ntriples", "nt"),
            ("trig", "trig"),
            ("turtle", "turtle"),
            ("jsonld", "json-ld"),
            ("rdfxml", "xml"),
        )
    },
    **{f: drawn(f) for f in ("graphml", "gexf", "nodelink")},
    **{f"networkx-{f}": by_networkx(f) for f in ("graphml", "gexf", "nodelink")},
}

ROWS = rows()

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
