"""A worker process: it takes tasks from its standard input, one at a time, and runs each within limits.

The server starts several (`kg.serve.pool`). `kg.query.sandbox` needs the main thread of a process, and a runaway
query must not share a process with anything else. A worker ends when its standard input is closed, so none outlives
its server.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from kg.dataset.names import Names
from kg.dataset.store import Compiled
from kg.model import description
from kg.model.reader import Reader
from kg.query import sandbox
from kg.rdf.vocabulary import bind
from kg.serve import tasks
from kg.serve.messages import LENGTH, Order, OutOfTime, packed


def _compute(compiled: Compiled, order: Order) -> bytes:
    """Run a task; this is called in a process that may be killed."""
    if hasattr(os, "nice"):
        os.nice(order.nice)
    return pickle.dumps(tasks.perform(_reader(compiled), order.name, order.values))


@cache
def _reader(compiled: Compiled) -> Reader:
    """Return a reader of a store: the worker opens it once, and where it forks, its children inherit it."""
    store = compiled.open()
    reader = Reader(store, Names(store, compiled.names))
    bind(description.of(reader).base)
    return reader


def _processor_time() -> float:
    """Return the processor time in seconds of all child processes that have ended; 0 where nobody counts it."""
    try:
        import resource
    except ModuleNotFoundError:  # on Windows
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _answer(compiled: Compiled, order: Order) -> tasks.Answer | OutOfTime:
    """Run a task within its limits, and return its answer or what stopped it."""
    begun, used = time.monotonic(), _processor_time()
    try:
        written = sandbox.run(partial(_compute, compiled, order), order.seconds, order.megabytes)
    except sandbox.LimitExceeded:
        if time.monotonic() - begun >= order.seconds:
            return OutOfTime(_processor_time() - used)
        return tasks.refusal(507, f"Stopped: it took more than {order.megabytes:,} MB of memory. Narrow the query.")
    except sandbox.EngineFailure as failure:
        return tasks.refusal(500, str(failure))
    answer: tasks.Answer = pickle.loads(written)
    return replace(answer, seconds=time.monotonic() - begun)


def main() -> None:
    """Answer orders on the store whose path and digest are the arguments, until the pipe is closed."""
    # Tasks import what they need; where workers fork, what is imported here need not be imported for each.
    from kg.serve import reconciliation, records  # noqa: F401

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    compiled = Compiled(Path(sys.argv[1]), sys.argv[2])
    _reader(compiled)
    inlet, outlet = sys.stdin.buffer, sys.stdout.buffer
    while head := inlet.read(LENGTH):
        order = pickle.loads(inlet.read(int.from_bytes(head, "big")))
        try:
            answer: tasks.Answer | OutOfTime = _answer(compiled, order)
        except Exception as error:  # noqa: BLE001 - one faulty task must not end the worker
            print(f"{order.name}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)  # noqa: T201
            answer = tasks.refusal(500, "The server failed to answer this. The fault is in its log.")
        outlet.write(packed(answer))
        outlet.flush()


if __name__ == "__main__":
    main()
