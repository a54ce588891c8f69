"""Running a function within limits of time and memory, in a worker process that can be killed.

The store's engine cannot cancel a query, and one cartesian `ORDER BY` takes all memory. A forked worker
starts within milliseconds, since nothing has to be imported again. A second process ends it when the caller
ends, by whatever signal: otherwise it would run on without its limits.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from kg.errors import Error

_MEGABYTE = 1 << 20
_DONE, _FAILED = b"+", b"-"
#: The first byte from a worker: whether the system limits its memory, or the caller has to measure it.
_LIMITED, _MEASURED = b"l", b"m"
_PAUSE = 0.1


class LimitExceeded(Error):
    """A function that took more time or memory than its limit."""


class EngineFailure(Error):
    """A query on which the engine ended its process or panicked."""


def run(work: Callable[[], bytes], seconds: float, megabytes: int) -> bytes:
    """Run a function in a forked process and return its bytes; its exceptions are raised in the caller.

    Where the system has no `fork`, the function runs in this process without limits.

    Raises:
        LimitExceeded: it took longer than `seconds` or more memory than `megabytes`, or the limit is no limit.
        EngineFailure: it ended its process.

    >>> run(lambda: b"done", 5, 1024)
    b'done'
    """
    if not seconds > 0 or megabytes <= 0:  # not a number compares as neither
        raise LimitExceeded("A limit is a positive number of seconds or megabytes. Leave it out for the usual one.")
    if not hasattr(os, "fork"):
        return work()
    receive, send = os.pipe()
    watched, alive = os.pipe()
    worker = os.fork()
    if worker == 0:
        for end in (receive, watched, alive):
            os.close(end)
        _work(work, send, megabytes)
    watchdog = os.fork()
    if watchdog == 0:
        for end in (receive, send, alive, 0, 1, 2):
            with contextlib.suppress(OSError):
                os.close(end)
        _watch(watched, worker)
    for end in (send, watched):
        os.close(end)
    try:
        answer = _await(worker, receive, seconds, megabytes)
        _, status = os.waitpid(worker, 0)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        raise
    finally:
        os.write(alive, b".")  # the worker has ended: its number may be another process's soon
        for end in (receive, alive):
            os.close(end)
        os.waitpid(watchdog, 0)
    return _read_answer(answer, status, megabytes)


def _watch(watched: int, worker: int) -> NoReturn:
    """Wait for a byte of the caller; where it ends without one, kill the worker."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a closed terminal signals to all of its processes
    if not os.read(watched, 1):
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    os._exit(0)


def _work(work: Callable[[], bytes], send: int, megabytes: int) -> NoReturn:
    """Run the function within its memory limit, send the result or the error through the pipe, and exit."""
    import faulthandler
    import resource

    # A forked child leaves by `os._exit`: it must not run the parent's exit handlers or flush its buffers.
    with contextlib.suppress(BaseException):
        # The caller handles the interrupt signal and ends this process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # An engine that runs out of memory aborts: its messages would appear on the user's terminal.
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            # The limit counts address space, most of which the parent had already mapped before the fork.
            resource.setrlimit(resource.RLIMIT_AS, (_address_space() + megabytes * _MEGABYTE,) * 2)
            os.write(send, _LIMITED)
        except (ValueError, OSError):  # macOS has no such limit
            os.write(send, _MEASURED)
        try:
            answer = _DONE + work()
        except MemoryError:
            os._exit(1)
        except BaseException as error:  # noqa: BLE001 - raised again in the parent, as is a panic of the engine
            import pickle

            known = error if isinstance(error, Exception) else EngineFailure(f"The engine failed: {error}")
            answer = _FAILED + pickle.dumps(known)
        with os.fdopen(send, "wb") as pipe:
            pipe.write(answer)
        os._exit(0)
    os._exit(1)


def _address_space() -> int:
    """Return the size of this process's address space in bytes; 0 where the system does not report it."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _await(worker: int, receive: int, seconds: float, megabytes: int) -> bytes:
    """Return the output of the worker, watching its time and, where the system does not, its memory.

    Raises:
        LimitExceeded: its time is over, or its memory too large.
    """
    import subprocess

    end = time.monotonic() + seconds
    output = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(receive, selectors.EVENT_READ)
        while True:
            if (left := end - time.monotonic()) <= 0:
                raise LimitExceeded(f"Stopped after {seconds:g} seconds. Narrow the query, or raise --time-limit.")
            if ready.select(min(left, _PAUSE)):
                part = os.read(receive, _MEGABYTE)
                if not part:
                    return bytes(output)
                output += part
            elif output.startswith(_MEASURED):
                # `ps` reports kibibytes on every system that has `fork`.
                command = ["ps", "-o", "rss=", "-p", str(worker)]
                resident = subprocess.run(command, capture_output=True, check=False).stdout
                if int(resident or 0) * 1024 > megabytes * _MEGABYTE:
                    raise LimitExceeded(_too_large(megabytes))


def _too_large(megabytes: int) -> str:
    """Say that the memory limit was exceeded."""
    return f"Stopped: it took more than {megabytes} MB of memory. Narrow the query, or raise --memory-limit."


def _read_answer(output: bytes, status: int, megabytes: int) -> bytes:
    """Return the result of the worker or raise its error; a worker that ended without one ran out of memory."""
    answer = output[1:]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGSEGV:
        raise EngineFailure("The engine failed on this query, which is perhaps nested too deeply. Simplify it.")
    if status != 0 or not answer:
        raise LimitExceeded(_too_large(megabytes))
    if answer.startswith(_DONE):
        return answer[len(_DONE) :]
    import pickle

    raise pickle.loads(answer[len(_FAILED) :])
