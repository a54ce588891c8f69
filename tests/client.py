"""A program that uses the public names of kg, checked by mypy as a user's own would be (`test_api.py`)."""

from __future__ import annotations

import sys
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


def main(corpus: str) -> int:
    try:
        graph = kg.open(corpus=corpus)
        assert_type(graph, Graph)
        print("\n".join(speakers(graph, 1)))
        assert in_force(graph, "2025-10-03")
        graph.ask("no-such-question")
    except Error as error:
        print(type(error).__name__)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
