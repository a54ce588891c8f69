"""Running a function within limits of time and memory, in a worker process that can be killed.

The store's engine cannot cancel a query, and one cartesian `ORDER BY` takes all memory. A forked worker
starts within milliseconds, since nothing has to be imported again.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kg.errors import Error

_MEGABYTE = 1 << 20
_DONE, _FAILED = b"+", b"-"


class LimitExceeded(Error):
    """A function that took more time or memory than its limit."""


def run(work: Callable[[], bytes], seconds: float, megabytes: int) -> bytes:
    """Run a function in a forked process and return its bytes; its exceptions are raised in the caller.

    Where the system has no `fork`, the function runs in this process without limits.

    Raises:
        LimitExceeded: it took longer than `seconds` or more memory than `megabytes`.

    >>> run(lambda: b"done", 5, 1024)
    b'done'
    """
    if not hasattr(os, "fork"):
        return work()
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _work(work, send, megabytes)
    os.close(send)
    answer, status = _await(child, receive, seconds)
    return _read_answer(answer, status, megabytes)


def _work(work: Callable[[], bytes], send: int, megabytes: int) -> NoReturn:
    """Run the function within its memory limit, send the result or the error through the pipe, and exit."""
    import faulthandler
    import resource

    # A forked child leaves by `os._exit`: it must not run the parent's exit handlers or flush its buffers.
    with contextlib.suppress(BaseException):
        # An engine that runs out of memory aborts: its messages would appear on the user's terminal.
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        # The limit counts address space, most of which the parent had already mapped before the fork.
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + megabytes * _MEGABYTE,) * 2)
        try:
            answer = _DONE + work()
        except MemoryError:
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - raised again in the parent
            import pickle

            answer = _FAILED + pickle.dumps(error)
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


def _await(child: int, receive: int, seconds: float) -> tuple[bytes, int]:
    """Return the output and the exit status of the worker, which is killed when its time is over."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        """Kill the worker and raise the error in this process."""
        os.kill(child, signal.SIGKILL)
        raise LimitExceeded(f"Stopped after {seconds:g} seconds. Narrow the query, or raise --time-limit.")

    with os.fdopen(receive, "rb") as pipe:
        before = signal.signal(signal.SIGALRM, stop)
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            answer = pipe.read()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    return answer, os.waitpid(child, 0)[1]


def _read_answer(answer: bytes, status: int, megabytes: int) -> bytes:
    """Return the result of the worker or raise its error; a worker without output ran out of memory."""
    if status != 0 or not answer:
        raise LimitExceeded(
            f"Stopped: it took more than {megabytes} MB of memory. Narrow the query, or raise --memory-limit."
        )
    if answer.startswith(_DONE):
        return answer[len(_DONE) :]
    import pickle

    raise pickle.loads(answer[len(_FAILED) :])
