"""Running work within limits of time and memory, in a worker process that can be killed.

The store's engine cannot cancel a query, and one cartesian `ORDER BY` takes all memory. A forked worker
costs milliseconds, since nothing is imported anew.
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
    """Work that took longer, or more memory, than it was given."""


def run(work: Callable[[], bytes], seconds: float, megabytes: int) -> bytes:
    """Run work in a forked process and return its bytes; its own exceptions are raised here.

    Where processes cannot be forked the work runs here, without limits.

    Raises:
        LimitExceeded: the limit, and which option raises it.

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
    """Do the work within its memory, and send the answer or the error through the pipe; never return."""
    import faulthandler
    import resource

    with contextlib.suppress(BaseException):
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
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
    """Return the bytes of address space that this process has taken so far."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _await(child: int, receive: int, seconds: float) -> tuple[bytes, int]:
    """Return the answer and the exit status of the worker, which is killed where it takes too long."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
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
    """Return what the worker sent, or raise its error; a worker that sent nothing ran out of memory."""
    if status != 0 or not answer:
        raise LimitExceeded(
            f"Stopped: it took more than {megabytes} MB of memory. Narrow the query, or raise --memory-limit."
        )
    if answer.startswith(_DONE):
        return answer[len(_DONE) :]
    import pickle

    raise pickle.loads(answer[len(_FAILED) :])
