"""Work within limits: bytes come back, exceptions are raised here, time and memory end it on every system."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
import pytest

from kg.dataset.store import Compiled
from kg.query import sparql
from kg.query.sandbox import EngineFailure, LimitExceeded, OutOfMemory, OutOfTime, Worker, run
from kg.query.sparql import QueryFault

REPO = Path(__file__).parent.parent
CARTESIAN = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


# What workers run: functions of a module, since a worker imports them.


def answered(compiled: Compiled, text: str) -> bytes:
    return sparql.write(sparql.ask(compiled.open(), text), "csv")


def number_of_process() -> bytes:
    return str(os.getpid()).encode()


def faulty() -> bytes:
    raise QueryFault("no such thing")


def hungry() -> bytes:
    return b"x" * (1 << 30)


def hungry_and_slow() -> bytes:
    memory = b"x" * (400 << 20)
    time.sleep(60)
    return memory


def busy() -> bytes:
    while True:
        pass


def noisy() -> bytes:
    print("to standard output")
    subprocess.run([sys.executable, "-c", "print('from a child')"], check=True)
    return b"quiet"


class Panic(BaseException):
    """What pyo3 makes of a panic: no Exception."""


def panic() -> bytes:
    raise Panic("index out of bounds")


def overflow() -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def abort() -> bytes:
    os._exit(3)


class Unpicklable(Exception):
    def __init__(self) -> None:
        super().__init__("cannot travel")
        self.file = sys.stdout


def unpicklable() -> bytes:
    raise Unpicklable


def test_an_answer_comes_back_whole() -> None:
    assert run(partial(bytes, b"x" * 3_000_000), 20, 512) == b"x" * 3_000_000


def test_work_runs_in_a_process_of_its_own() -> None:
    assert run(number_of_process, 20, 512) != str(os.getpid()).encode()


def test_what_work_prints_is_no_answer() -> None:
    assert run(noisy, 20, 512) == b"quiet"


def test_its_own_exceptions_are_raised_here() -> None:
    with pytest.raises(QueryFault, match="no such thing"):
        run(faulty, 20, 512)
    with pytest.raises(EngineFailure, match="Unpicklable: cannot travel"):
        run(unpicklable, 20, 512)


def test_time_ends_a_cartesian_order(compiled: Compiled) -> None:
    with pytest.raises(OutOfTime, match=r"Stopped after 0.3 seconds. Narrow the query, or raise --time-limit."):
        run(partial(answered, compiled, CARTESIAN), 0.3, 8192)


def test_memory_ends_a_cartesian_order(compiled: Compiled) -> None:
    with pytest.raises(OutOfMemory, match=r"it took more than 64 MB of memory. .*raise --memory-limit."):
        run(partial(answered, compiled, CARTESIAN), 60, 64)


def test_memory_ends_python_too() -> None:
    with pytest.raises(OutOfMemory, match="memory"):
        run(hungry, 60, 64)


def test_nothing_of_a_stopped_worker_is_left(compiled: Compiled) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(LimitExceeded):
        run(partial(answered, compiled, CARTESIAN), 0.2, 8192)
    assert {child.pid for child in psutil.Process().children()} <= before


def test_a_limit_that_is_over_at_once_leaves_nothing_either() -> None:
    before = {child.pid for child in psutil.Process().children()}
    for _ in range(3):
        with pytest.raises(OutOfTime, match=r"Stopped after 1e-05 seconds"):
            run(busy, 0.00001, 512)
    assert {child.pid for child in psutil.Process().children()} <= before


def test_the_next_query_is_answered(compiled: Compiled) -> None:
    with pytest.raises(LimitExceeded):
        run(partial(answered, compiled, CARTESIAN), 0.2, 8192)
    assert run(partial(answered, compiled, "ASK { ?t a kg:Treaty }"), 20, 2048) == b"answer\ntrue\n"


@pytest.mark.parametrize("limits", [(0, 512), (-1, 512), (float("nan"), 512), (20, 0)])
def test_a_limit_that_is_none_is_refused(limits: tuple[float, int]) -> None:
    with pytest.raises(LimitExceeded, match="A limit is a positive number"):
        run(number_of_process, *limits)


def test_no_time_limit_is_too_long() -> None:
    assert run(partial(bytes, b"x"), float("inf"), 512) == b"x"


def test_a_worker_runs_one_function_after_another_and_is_begun_anew_after_an_end() -> None:
    worker = Worker()
    try:
        first = worker.run(number_of_process, 20, 512)
        with pytest.raises(QueryFault):
            worker.run(faulty, 20, 512)
        assert worker.run(number_of_process, 20, 512) == first
        with pytest.raises(OutOfTime, match=r"0\.2 seconds of processor time"):
            worker.run(busy, 600, 512, 0.2)
        assert not worker.alive
        assert worker.run(number_of_process, 20, 512) != first
    finally:
        worker.end()


def test_limits_of_memory_count_what_a_function_takes_beside_what_its_worker_has() -> None:
    worker = Worker()
    try:
        worker.run(number_of_process, 20, 512)
        assert worker.run(partial(bytes, b"x" * (50 << 20)), 60, 200)
        assert worker.run(number_of_process, 20, 20)
    finally:
        worker.end()


# --- every system ---------------------------------------------------------------------------------------------


def refused(*_: object) -> None:
    raise ValueError("current limit exceeds maximum limit")  # what macOS says to RLIMIT_AS


@pytest.mark.parametrize(
    ("work", "seconds", "megabytes", "fault"),
    [(busy, 0.5, 512, OutOfTime), (hungry_and_slow, 30, 300, OutOfMemory)],
)
def test_limits_need_no_fork_no_alarm_and_no_limit_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], bytes],
    seconds: float,
    megabytes: int,
    fault: type[LimitExceeded],
) -> None:
    for name in ("fork", "forkpty", "getuid", "uname"):
        monkeypatch.delattr(os, name)
    monkeypatch.delattr(signal, "SIGALRM")
    monkeypatch.setattr("resource.setrlimit", refused)
    begun = time.monotonic()
    with pytest.raises(fault):
        run(work, seconds, megabytes)
    assert time.monotonic() - begun < 25


#: What exists on some systems only, or does not do there what it does here.
OF_SOME_SYSTEMS = {"fork", "forkpty", "setrlimit", "RLIMIT_AS", "SIGALRM", "alarm", "setitimer", "waitpid"}


def test_no_module_needs_what_some_systems_lack() -> None:
    names = {
        (path.relative_to(REPO).as_posix(), node.attr)
        for path in (REPO / "kg").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in OF_SOME_SYSTEMS
    }
    assert names == set()


def test_a_failing_engine_is_no_want_of_memory() -> None:
    with pytest.raises(EngineFailure, match="index out of bounds"):
        run(panic, 20, 512)
    with pytest.raises(EngineFailure, match="nested too deeply"):
        run(overflow, 20, 512)
    with pytest.raises(EngineFailure, match=r"ended on this query \(status 3\)"):
        run(abort, 20, 512)


# A script cannot hand its own functions to a worker, which imports them: this one is the library's.
WAITING = """
import signal, time
from functools import partial
from kg.query import sandbox
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a suite in the background ignores
signal.signal(signal.SIGHUP, signal.SIG_DFL)
class Told(sandbox.Worker):
    def _started(self):
        process = super()._started()
        print(process.pid, flush=True)
        return process
Told().run(partial(time.sleep, 60), 600, 2048)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_worker_ends_with_its_caller_by_any_signal(number: signal.Signals) -> None:
    caller = subprocess.Popen(
        [sys.executable, "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=REPO
    )
    assert caller.stdout is not None
    worker = int(caller.stdout.readline())
    caller.send_signal(number)
    caller.communicate(timeout=20)  # whose end waits for everyone that holds the output
    for _ in range(100):
        try:
            if psutil.Process(worker).status() == psutil.STATUS_ZOMBIE:
                return  # ended, and its new parent has yet to notice
        except psutil.NoSuchProcess:
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")
