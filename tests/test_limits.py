"""Work within limits: bytes come back, exceptions are raised here, time and memory end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.dataset.store import Compiled
from kg.query import sparql
from kg.query.sandbox import EngineFailure, LimitExceeded, run
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


@pytest.mark.parametrize("limits", [(0, 512), (-1, 512), (float("nan"), 512), (20, 0)])
def test_a_limit_that_is_none_is_refused(limits: tuple[float, int]) -> None:
    with pytest.raises(LimitExceeded, match="A limit is a positive number"):
        run(lambda: b"", *limits)


def test_no_time_limit_is_too_long() -> None:
    assert run(lambda: b"x", float("inf"), 512) == b"x"


def test_memory_ends_where_the_system_cannot_limit_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    def hungry() -> bytes:
        memory = b"x" * (400 << 20)
        time.sleep(20)
        return memory

    monkeypatch.setattr("resource.setrlimit", unsupported)
    assert run(lambda: b"x", 20, 512) == b"x"
    with pytest.raises(LimitExceeded, match="it took more than 300 MB of memory"):
        run(hungry, 20, 300)


class Panic(BaseException):
    """What pyo3 makes of a panic: no Exception."""


def test_a_failing_engine_is_no_want_of_memory() -> None:
    def panic() -> bytes:
        raise Panic("index out of bounds")

    def overflow() -> bytes:
        os.kill(os.getpid(), signal.SIGSEGV)
        return b""

    with pytest.raises(EngineFailure, match="index out of bounds"):
        run(panic, 20, 512)
    with pytest.raises(EngineFailure, match="nested too deeply"):
        run(overflow, 20, 512)


WAITING = """
import os, sys, time
from kg.query.sandbox import run
def work():
    sys.stdout.write(f"{os.getpid()}\\n")
    sys.stdout.flush()
    time.sleep(60)
    return b""
run(work, 600, 2048)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_worker_ends_with_its_caller_by_any_signal(number: signal.Signals) -> None:
    caller = subprocess.Popen(
        [sys.executable, "-c", WAITING],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent,
    )
    assert caller.stdout is not None
    worker = int(caller.stdout.readline())
    caller.send_signal(number)
    caller.communicate(timeout=20)  # whose end waits for everyone that holds the output
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{worker}/stat").is_file() and " Z " in Path(f"/proc/{worker}/stat").read_text():
            return  # ended, and its new parent has yet to notice
        time.sleep(0.1)
    pytest.fail("the worker lives on")
