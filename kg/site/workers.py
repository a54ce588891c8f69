"""Worker processes among which publishing divides its work, on all cores and every platform.

A worker takes orders from its standard input, one at a time, and ends when that is closed: none outlives the
process that started it, however that ends. This process works too, so that with one core there is no other.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, Any

from kg.errors import Error

#: More workers than this would have little to do, and each has a reader of its own, with some 400 MB.
MOST = 8

Perform = Callable[[str, tuple[Any, ...]], Any]
#: What is to be done: the name of a task and its arguments.
Order = tuple[str, tuple[Any, ...]]


class WorkerEnded(Error):
    """A worker process that ended before its work was done."""


def count() -> int:
    """Return how many cores this process may use, at most `MOST`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def divide(
    orders: Sequence[Order], perform: Perform, command: Sequence[str], setting: object, cores: int
) -> list[Any]:
    """Perform orders on several processes, this one among them, and return their answers in order.

    Args:
        orders: the first is performed by this process; of the others the longest come first, so that no process has
            to wait for another at the end.
        perform: performs one in this process.
        command: starts a worker, whose `serve` is called with what makes `perform` of the setting.
        setting: what a worker must know; it is pickled.
        cores: how many processes work.

    Raises:
        WorkerEnded: a worker ended before its work was done.
        Exception: whatever an order raised, in a worker too.
    """
    left: queue.SimpleQueue[int] = queue.SimpleQueue()
    for place in range(1, len(orders)):
        left.put(place)
    answers: dict[int, Any] = {}
    faults: list[BaseException] = []

    def work(perform: Perform, place: int | None = None) -> None:
        """Perform the order at a place, and then others as long as there are any and none has failed."""
        try:
            place = left.get_nowait() if place is None else place
            while not faults:
                answers[place] = perform(*orders[place])
                place = left.get_nowait()
        except queue.Empty:
            pass
        except BaseException as fault:  # noqa: BLE001 - it is raised below, in the thread that waits
            faults.append(fault)

    processes = [_started(command, setting) for _ in range(min(cores, len(orders)) - 1)]
    threads = [threading.Thread(target=work, args=(_asking(process),), daemon=True) for process in processes]
    try:
        for thread in threads:
            thread.start()
        work(perform, 0)
        for thread in threads if not faults else ():
            thread.join()
    finally:
        for process in processes:
            process.kill()
            process.wait()
        for thread in threads:
            thread.join()
        for pipe in (pipe for process in processes for pipe in (process.stdin, process.stdout) if pipe):
            # A worker that was killed leaves orders that it did not read.
            with contextlib.suppress(OSError):
                pipe.close()
    if faults:
        raise faults[0]
    return [answers[place] for place in range(len(orders))]


def _started(command: Sequence[str], setting: object) -> subprocess.Popen[bytes]:
    """Start a worker, and tell it the setting and how often this process looks for circles of objects."""
    # A session of its own: Ctrl-C reaches this process only, which stops its workers.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdin
    pickle.dump((gc.get_threshold(), setting), process.stdin)
    process.stdin.flush()
    return process


def _asking(process: subprocess.Popen[bytes]) -> Perform:
    """Return what sends an order to a worker and waits for its answer."""

    def ask(name: str, values: tuple[Any, ...]) -> Any:
        """Send an order, and return its answer or raise what it raised."""
        assert process.stdin and process.stdout
        try:
            pickle.dump((name, values), process.stdin)
            process.stdin.flush()
            fault, answer = pickle.load(process.stdout)
        except (EOFError, OSError):
            raise WorkerEnded(f"A process that was to write {name} has ended. Publish again.") from None
        if fault:
            raise fault
        return answer

    return ask


def serve(prepared: Callable[[Any], Perform]) -> None:
    """Perform the orders that arrive on the standard input, until it is closed; called in a worker."""
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    # What is printed must not get among the answers.
    sys.stdout = sys.stderr
    orders: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inlet, orders), daemon=True).start()
    threshold, setting = orders.get()
    gc.set_threshold(*threshold)
    perform = prepared(setting)
    while True:
        name, values = orders.get()
        try:
            answer: tuple[Exception | None, Any] = (None, perform(name, values))
        except Exception as fault:  # noqa: BLE001 - the process that ordered it raises it
            answer = (fault, None)
        pickle.dump(answer, outlet)
        outlet.flush()


def _listen(inlet: IO[bytes], orders: queue.SimpleQueue[Any]) -> None:
    """Put what arrives into a queue, and end the process at once when nothing more can arrive."""
    try:
        while True:
            orders.put(pickle.load(inlet))
    except (EOFError, OSError):
        os._exit(0)
