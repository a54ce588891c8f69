"""Work within limits: bytes come back, exceptions are raised here, time and memory end."""

from __future__ import annotations

import os

import pytest

from kg.dataset.store import Compiled
from kg.query import sparql
from kg.query.sandbox import LimitExceeded, run
from kg.query.sparql import QueryFault

CARTESIAN = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


def asked(compiled: Compiled, text: str):
    return lambda: sparql.write(sparql.ask(compiled.open(), text), "csv")


def test_an_answer_comes_back_whole() -> None:
    assert run(lambda: b"x" * 3_000_000, 20, 512) == b"x" * 3_000_000


def test_work_runs_in_a_process_of_its_own() -> None:
    assert run(lambda: str(os.getpid()).encode(), 20, 512) != str(os.getpid()).encode()


def test_its_own_exceptions_are_raised_here() -> None:
    def work() -> bytes:
        raise QueryFault("no such thing")

    with pytest.raises(QueryFault, match="no such thing"):
        run(work, 20, 512)


def test_time_ends_a_cartesian_order(compiled: Compiled) -> None:
    with pytest.raises(LimitExceeded, match=r"Stopped after 0.3 seconds. Narrow the query, or raise --time-limit."):
        run(asked(compiled, CARTESIAN), 0.3, 8192)


def test_memory_ends_a_cartesian_order(compiled: Compiled) -> None:
    with pytest.raises(LimitExceeded, match=r"it took more than 64 MB of memory. .*raise --memory-limit."):
        run(asked(compiled, CARTESIAN), 60, 64)


def test_memory_ends_python_too() -> None:
    with pytest.raises(LimitExceeded, match="memory"):
        run(lambda: bytes(1 << 30), 60, 64)


def test_nothing_of_a_stopped_worker_is_left(compiled: Compiled) -> None:
    with pytest.raises(LimitExceeded):
        run(asked(compiled, CARTESIAN), 0.2, 8192)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_limit_that_is_over_at_once_leaves_nothing_either() -> None:
    for _ in range(20):
        with pytest.raises(LimitExceeded, match=r"Stopped after 1e-05 seconds"):
            run(lambda: b"x" * 1_000_000, 0.00001, 512)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_next_query_is_answered(compiled: Compiled) -> None:
    with pytest.raises(LimitExceeded):
        run(asked(compiled, CARTESIAN), 0.2, 8192)
    assert run(asked(compiled, "ASK { ?t a kg:Treaty }"), 20, 2048) == b"answer\ntrue\n"
