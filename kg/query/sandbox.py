"""Running functions within limits of time and memory, in worker processes that are measured and ended.

The store's engine cannot cancel a query, and one cartesian `ORDER BY` takes all memory. What systems offer against
that differs: macOS refuses a limit of memory, Windows forks no process. So a worker is a new interpreter on every
system, and its caller measures what it takes (psutil). A worker ends with its caller, by whatever signal.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from shutil import get_terminal_size
from threading import Thread
from time import monotonic
from typing import Any, BinaryIO

import psutil

from kg.errors import Error

_MEGABYTE = 1 << 20
#: Seconds between two measurements: what a process can allocate in that time may exceed the limit of memory.
_PAUSE = 0.03
#: The answers of a worker: it is about to begin, it has the result, it has an exception instead.
_BEGUN, _DONE, _FAILED = "begun", "done", "failed"
#: The first words of a worker: it finds modules where its caller does.
_PROGRAM = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); import kg.query.sandbox as s; s.main()"


class LimitExceeded(Error):
    """A function that took more time or memory than its limit, or a limit that is none."""


class OutOfTime(LimitExceeded):
    """A function that took more time than its limit."""


class OutOfMemory(LimitExceeded):
    """A function that took more memory than its limit."""


class EngineFailure(Error):
    """A query on which the engine ended its process or panicked."""


class Worker:
    """A process that runs functions one at a time; it is begun when it is first needed, and anew after an end.

    It remembers what it has imported and opened, so that a second function need not.
    """

    def __init__(self, yielding: bool = False) -> None:
        self._yielding = yielding
        self._process: subprocess.Popen[bytes] | None = None
        self._fresh: int | None = None
        self._answers: SimpleQueue[tuple[str, Any] | None] = SimpleQueue()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def run(
        self, work: Callable[[], bytes], seconds: float, megabytes: int, processor_seconds: float = float("inf")
    ) -> bytes:
        """Run a function, which can be pickled, and return its bytes; its exceptions are raised here.

        Limits are counted from when the function begins, beyond what the process had taken before. One that is
        exceeded, an interruption, or a failure of the engine ends the process.

        Args:
            work: the function.
            seconds: of elapsed time.
            megabytes: of resident memory.
            processor_seconds: of processor time.

        Raises:
            OutOfTime, OutOfMemory: a limit was exceeded.
            LimitExceeded: a limit is no positive number.
            EngineFailure: the function ended the process.
        """
        if not seconds > 0 or megabytes <= 0:  # not a number compares as neither
            raise LimitExceeded(
                "A limit is a positive number of seconds or megabytes. Leave it out for the usual one."
            )
        order = pickle.dumps(work)
        process = self._started()
        try:
            with suppress(OSError):  # it has ended already, which shows when its answer is awaited
                _send(process, order)
            # Measured by the worker: here it might have begun to grow already.
            resident, used = self._receive(_BEGUN)
            measured, begun = psutil.Process(process.pid), monotonic()
            self._fresh = resident if self._fresh is None else self._fresh
            answer = None
            while answer is None:
                with suppress(Empty):
                    answer = bytes(self._receive(_DONE, min(_PAUSE, max(0.0, begun + seconds - monotonic()))))
                if answer is None and monotonic() - begun >= seconds:
                    raise OutOfTime(f"Stopped after {seconds:g} seconds. Narrow the query, or raise --time-limit.")
                # Also where it is quicker than the pause: whether a limit stops it must not depend on chance.
                if _resident(measured) - resident > megabytes * _MEGABYTE:
                    raise OutOfMemory(_too_large(megabytes))
                if answer is None and _processor_time(measured) - used > processor_seconds:
                    raise OutOfTime(f"Stopped after {processor_seconds:g} seconds of processor time.")
            return answer
        except psutil.NoSuchProcess:
            raise self._end_of(process) from None
        except (OutOfTime, OutOfMemory, EngineFailure, KeyboardInterrupt):
            self.end()
            raise

    def grown(self) -> float:
        """Return by how many megabytes the process is larger than when its first function began."""
        if self._process is None or self._fresh is None:
            return 0.0
        with suppress(psutil.NoSuchProcess):
            return (_resident(psutil.Process(self._process.pid)) - self._fresh) / _MEGABYTE
        return 0.0

    def end(self) -> None:
        """End the process together with what it runs; another thread may do so."""
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        with suppress(OSError):  # an order that was never read
            process.stdin.close()  # type: ignore[union-attr]

    def _started(self) -> subprocess.Popen[bytes]:
        """Return the process, begun where there is none."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.end()
        # Its errors are raised here; what an engine prints as it aborts would appear on the user's terminal.
        self._process = process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # The interrupt of a terminal reaches its caller only, which ends it. Not a session of its own: Linux
            # shares the processor among sessions, in which priorities would count for nothing.
            process_group=0,
            # It has no terminal to measure, and tables are drawn in the width of its caller's.
            env={**os.environ, "COLUMNS": str(get_terminal_size().columns)},
        )
        self._answers, self._fresh = SimpleQueue(), None
        assert process.stdout
        # Pipes cannot be waited for with a limit on Windows; a queue can.
        Thread(target=_collect, args=(process.stdout, self._answers), daemon=True).start()
        if self._yielding:
            with suppress(psutil.Error):
                psutil.Process(process.pid).nice(10 if os.name == "posix" else psutil.IDLE_PRIORITY_CLASS)
        with suppress(OSError):
            _send(process, sys.path)
        return process

    def _receive(self, kind: str, timeout: float | None = None) -> Any:
        """Return what the worker sends with a kind of answer; a failure is raised.

        Raises:
            Empty: nothing came within the time.
        """
        answer = self._answers.get(timeout=timeout)
        if answer is None:
            assert self._process
            raise self._end_of(self._process)
        name, value = answer
        if name == _FAILED:
            raise value
        assert name == kind
        return value

    def _end_of(self, process: subprocess.Popen[bytes]) -> Error:
        """Return why a process has ended by itself."""
        status = process.wait()
        if os.name == "posix" and status == -signal.SIGKILL:
            return OutOfMemory("Stopped: the system has no more memory. Narrow the query.")
        if os.name == "posix" and status == -signal.SIGSEGV:
            return EngineFailure("The engine failed on this query, perhaps nested too deeply. Simplify it.")
        return EngineFailure(f"The engine ended on this query (status {status}). Write it in another way.")


def run(work: Callable[[], bytes], seconds: float, megabytes: int) -> bytes:
    """Run a function, which can be pickled, in a process of its own, as `Worker.run` does.

    >>> from functools import partial
    >>> run(partial(bytes, b"done"), 5, 1024)
    b'done'
    """
    worker = Worker()
    try:
        return worker.run(work, seconds, megabytes)
    finally:
        worker.end()


def main() -> None:
    """Be a worker: run the functions that come through standard input, until it is closed."""
    # What a function prints must not stand among the answers.
    outlet = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    orders: SimpleQueue[bytes] = SimpleQueue()
    # The engine releases the interpreter while it computes, so this thread notices the caller's end.
    Thread(target=_take_orders, args=(sys.stdin.buffer, orders), daemon=True).start()
    while True:
        try:
            function = pickle.loads(orders.get())
            this = psutil.Process()
            _reply(outlet, _BEGUN, (_resident(this), _processor_time(this)))
            _reply(outlet, _DONE, function())
        except MemoryError:
            _reply(outlet, _FAILED, OutOfMemory("Stopped: the system has no more memory. Narrow the query."))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller, as is a panic of the engine
            known = error if isinstance(error, Exception) else EngineFailure(f"The engine failed: {error}")
            _reply(outlet, _FAILED, known)


def _take_orders(inlet: BinaryIO, orders: SimpleQueue[bytes]) -> None:
    """Put orders into a queue as they come; where the caller is gone, end this process whatever it computes.

    An order is a function pickled by itself, since its modules are imported where it is unpickled.
    """
    with suppress(EOFError, OSError):
        while True:
            orders.put(pickle.load(inlet))
    os._exit(0)


def _collect(outlet: BinaryIO, answers: SimpleQueue[tuple[str, Any] | None]) -> None:
    """Put the answers of a worker into a queue as they come, and None when it has ended."""
    # Whatever a process sends while it is killed is no answer.
    with suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            answers.put(pickle.load(outlet))
    answers.put(None)
    outlet.close()


def _send(process: subprocess.Popen[bytes], message: object) -> None:
    """Send a message to a worker."""
    assert process.stdin
    pickle.dump(message, process.stdin)
    process.stdin.flush()


def _reply(outlet: BinaryIO, kind: str, value: object) -> None:
    """Send an answer of a worker to its caller."""
    try:
        data = pickle.dumps((kind, value))
    except Exception:  # noqa: BLE001 - some errors of libraries cannot be pickled
        data = pickle.dumps((_FAILED, EngineFailure(f"{type(value).__name__}: {value}")))
    outlet.write(data)
    outlet.flush()


def _resident(process: psutil.Process) -> int:
    """Return the memory of a process in bytes: on Windows what it has reserved, which it may swap out."""
    measured = process.memory_info()
    return int(getattr(measured, "private", measured.rss))


def _processor_time(process: psutil.Process) -> float:
    """Return the seconds of processor time that a process has had."""
    used = process.cpu_times()
    return float(used.user + used.system)


def _too_large(megabytes: int) -> str:
    """Say that the memory limit was exceeded."""
    return f"Stopped: it took more than {megabytes} MB of memory. Narrow the query, or raise --memory-limit."
