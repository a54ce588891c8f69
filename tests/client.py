"""A program that uses the public names of kg, checked by mypy as a user's own would be (`test_api.py`)."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import assert_type

import kg
from kg import Error, Graph, Rows


def speakers(graph: Graph, least: int) -> list[str]:
    rows = graph.ask("most-quoted-speakers", least=least)
    assert_type(rows, Rows)
    return [str(row["who"]) for row in rows]


def in_force(graph: Graph, day: str) -> list[str]:
    treaties = graph.construct("CONSTRUCT { ?treaty a kg:Treaty } WHERE { ?treaty a kg:Treaty }")
    names = [str(name) for name in treaties.subjects()]
    return [name for name in names if graph.status(name, day).in_force == "surely"]


def read(graph: Graph, record: str) -> list[str]:
    """What a reader of one record asks for, each call with its type."""
    assert_type(graph.says(record), Rows)
    happenings = graph.timeline(record).labelled("fa")
    assert_type(happenings, Rows)
    page = graph.page(around=record, depth=2)
    assert_type(page.caption, str)
    return [str(row["record"]) for row in happenings]


def looked_up(graph: Graph) -> list[str]:
    """What a program reads from an open graph: names, rows, citations, a network, RDFLib's dataset."""
    assert_type(graph.find("New Treaty"), str)
    hits = graph.search("volkov", limit=3)
    assert_type(hits, Rows)
    rows = graph.query("SELECT ?t ?date WHERE { ?s kg:treaty ?t ; kg:onDate ?date }")
    assert_type(rows.columns, list[str])
    assert rows.columns == ["t", "date"] and len(rows.terms) == len(rows) == len(rows.column("date"))
    frames = (rows.to_pandas(), rows.to_polars())
    assert [len(frame) for frame in frames] == [len(rows)] * 2
    assert "New Treaty" in str(graph.show("treaty-new")) and "2025" in str(graph.cite("treaty-new", "apa"))
    assert graph.network("treaties").number_of_nodes() and len(graph.conflicts())
    assert_type(Graph.of(graph.reader.default_graph(), graph.questions), Graph)
    assert len(graph.dataset)
    return [str(hit["record"]) for hit in hits]


def left_out(graph: Graph, folder: Path) -> list[str]:
    comparison = graph.compare("treaty-old", "treaty-new")
    assert_type(comparison.uncoded, tuple[tuple[str, ...], ...])
    return graph.export(folder / "world.gexf", projection="treaties")


def main(corpus: str) -> int:
    try:
        graph = kg.open(corpus=corpus)
        assert_type(graph, Graph)
        print("\n".join(speakers(graph, 1)))
        assert in_force(graph, "2025-10-03")
        assert "treaty-new-signature" in " ".join(read(graph, "treaty-new"))
        assert looked_up(graph)[0] == "id:pyotr-volkov"
        with TemporaryDirectory() as folder:
            assert all("left out" in remark for remark in left_out(graph, Path(folder)))
            assert Path(folder, "world.gexf").is_file()
        graph.ask("no-such-question")
    except Error as error:
        print(type(error).__name__)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
