"""A pool of worker processes with three lanes, so that simple queries never wait for long ones.

Nobody can tell from a query how long it takes. So each begins in the first lane, with very little processor time;
one that needs more is stopped and begins anew in the next lane, and in the last one with the whole limit. Half of
the workers are for the first lane alone; the others, which yield the processor to them, take long queries first. A
query that was once too long for a lane starts in the next one from then on, whatever numbers it is asked with.
This is a multilevel feedback queue (Corbató et al. 1962, doi:10.1145/1460833.1460871).
"""

from __future__ import annotations

import asyncio
import pickle
import re
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from kg.dataset.store import Compiled
from kg.errors import Error
from kg.query.sandbox import EngineFailure, OutOfMemory, OutOfTime, Worker
from kg.serve import tasks

#: Seconds of processor time that a task may take in each lane but the last. Elapsed time would punish a quick query
#: on a busy machine.
SLICES = (0.25, 2.0)
FIRST, MIDDLE, LAST = range(3)
#: How many tasks may wait in the first lane for each that may in the others: its turns are shorter.
_QUICK = 4
#: How many long queries are remembered.
_REMEMBERED = 1000
#: Seconds that a page of the server's own may take, however low the limit of queries is.
_OWN = 120.0
#: Seconds that a task may wait in a lane.
_PATIENCE = 60.0
#: Seconds between two looks at whether a waiting client is still there.
_LOOK = 1.0
#: What a worker may take for getting ready: more than that, and the machine cannot serve.
_READY = (120.0, 4096)


class Overload(Error):
    """More tasks than the queue holds; `seconds` is a guess at when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many queries are waiting. Try again in {seconds} seconds.")
        self.seconds = seconds


class ClientGone(Error):
    """A task whose client has hung up, so that nobody needs its answer."""


@dataclass(frozen=True)
class Limits:
    """Limits of a task (seconds, megabytes, rows), of the pool (workers) and of each long lane's queue (tasks)."""

    seconds: float = 30.0
    megabytes: int = 1024
    rows: int = 200_000
    workers: int = 4
    queue: int = 64


@dataclass(frozen=True)
class _Turn:
    """A task that waits in a lane for a worker; None instead of one sends it on to the next lane."""

    key: Hashable
    worker: asyncio.Future[Worker | None]


class Pool:
    """Runs tasks on worker processes, each within limits, quick ones first."""

    def __init__(self, compiled: Compiled, limits: Limits) -> None:
        self.limits = limits
        self._compiled = compiled
        count = max(2, limits.workers)
        self._workers = [Worker(yielding=number < count // 2) for number in range(count)]
        self._slow = set(self._workers[: count // 2])
        self._idle: list[Worker] = []
        # A thread for each worker waits for its answer; another ends those whose clients have gone.
        self._threads = ThreadPoolExecutor(2 * count)
        self._filling: set[asyncio.Task[None]] = set()
        self._waiting: tuple[deque[_Turn], ...] = (deque(), deque(), deque())
        self._running = [0, 0, 0]
        self._lanes: OrderedDict[Hashable, int] = OrderedDict()

    def start(self) -> None:
        """Begin all workers, each of which is used as soon as it is ready."""
        for worker in self._workers:
            self._fill(worker)

    async def stop(self) -> None:
        """End all workers, and wait until they have."""
        for filling in self._filling:
            filling.cancel()
        await asyncio.to_thread(self._end_all)

    def _end_all(self) -> None:
        """End all workers, and then those that a thread had been about to begin."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.end()
        self._threads.shutdown()
        for worker in self._workers:
            worker.end()

    async def run(
        self, name: str, values: Mapping[str, Any], gone: Callable[[], Awaitable[bool]], long: bool = False
    ) -> tasks.Answer:
        """Run a task and return its answer.

        Args:
            name: of the task, in `kg.serve.tasks`.
            values: its arguments; they are compared with those of earlier tasks that took long.
            gone: tells whether the client has hung up.
            long: whether it is a page of the server's own, which takes longer than the quick lane allows.

        Raises:
            Overload: the queue of its lane is full, or it waited there for too long.
            ClientGone: the client hung up before the answer was there.
        """
        work = partial(tasks.computed, self._compiled, name, values)
        # The same query with another LIMIT, OFFSET or year takes about as long.
        key = (name, re.sub(r"\d+", "0", repr(sorted(values.items()))))
        if long:
            # Bounded by the data, it may finish among queries of middling length.
            limit = max(self.limits.seconds, _OWN)
            return await self._run_in_lane(work, MIDDLE, key, (limit, float("inf")), gone) or _stopped(limit)
        begun = self._lanes.get(key, FIRST)
        for lane in range(begun, LAST + 1):
            slice_ = SLICES[lane] if lane < LAST else float("inf")
            answer = await self._run_in_lane(work, lane, key, (self.limits.seconds, slice_), gone)
            if answer:
                if begun and answer.seconds < SLICES[FIRST]:
                    self._lanes.pop(key, None)
                return answer
            self._remember(key, min(lane + 1, LAST))
        return _stopped(self.limits.seconds)

    def _remember(self, key: Hashable, lane: int) -> None:
        """Remember in which lane a task starts; those like it that wait before that lane go there at once."""
        self._lanes[key] = lane
        self._lanes.move_to_end(key)
        # What was asked longest ago is forgotten.
        while len(self._lanes) > _REMEMBERED:
            self._lanes.popitem(last=False)
        for turn in [turn for queue in self._waiting[:lane] for turn in queue]:
            if turn.key == key and not turn.worker.done():
                turn.worker.set_result(None)

    async def _run_in_lane(
        self,
        work: Callable[[], bytes],
        lane: int,
        key: Hashable,
        seconds: tuple[float, float],
        gone: Callable[[], Awaitable[bool]],
    ) -> tasks.Answer | None:
        """Run a task on a worker of a lane unless the client hangs up; None where its time is not enough.

        The limits in seconds are of elapsed time and of processor time.
        """
        worker = await self._worker(lane, key, gone)
        if worker is None:
            return None
        begun, loop = time.monotonic(), asyncio.get_running_loop()
        running = loop.run_in_executor(
            self._threads, worker.run, work, seconds[0], self.limits.megabytes, seconds[1]
        )
        try:
            while not running.done():
                await asyncio.wait({running}, timeout=_LOOK)
                if not running.done() and await gone():
                    raise ClientGone("The client has hung up.")
            answer: tasks.Answer = pickle.loads(running.result())
            return replace(answer, seconds=time.monotonic() - begun)
        except OutOfTime:
            return None
        except OutOfMemory:
            megabytes = self.limits.megabytes
            return tasks.refusal(507, f"Stopped: it took more than {megabytes:,} MB of memory. Narrow the query.")
        except EngineFailure as failure:
            return tasks.refusal(500, str(failure))
        finally:
            if not running.done():
                await asyncio.to_thread(worker.end)
                with suppress(Error):
                    await running
            self._release(worker, lane)

    def _release(self, worker: Worker, lane: int) -> None:
        """Give a worker back that has finished in a lane; one that was ended, or has grown large, begins anew."""
        self._running[lane] -= 1
        if worker.alive and worker.grown() <= self.limits.megabytes / 2:
            self._idle.append(worker)
        else:
            self._fill(worker)
        self._dispatch()

    def _fill(self, worker: Worker) -> None:
        """Begin a worker anew, and use it when it is ready."""

        async def fill() -> None:
            """Wait for the worker without holding up others."""
            await asyncio.get_running_loop().run_in_executor(self._threads, self._ready, worker)
            self._idle.append(worker)
            self._dispatch()

        filling = asyncio.get_running_loop().create_task(fill())
        self._filling.add(filling)
        filling.add_done_callback(self._filling.discard)

    def _ready(self, worker: Worker) -> None:
        """Begin a worker and let it open what queries need."""
        worker.end()
        # What hinders it here hinders the first task too, which then says so.
        with suppress(Error, OSError):
            worker.run(partial(tasks.ready, self._compiled), *_READY)

    async def _worker(self, lane: int, key: Hashable, gone: Callable[[], Awaitable[bool]]) -> Worker | None:
        """Return a worker for a lane as soon as one is free; None where a like task proved too long meanwhile."""
        queue = self._waiting[lane]
        most = self.limits.queue * (_QUICK if lane == FIRST else 1)
        if len(queue) >= most:
            raise Overload(2 if lane == FIRST else 1 + round(self.limits.seconds))
        turn: asyncio.Future[Worker | None] = asyncio.get_running_loop().create_future()
        place = _Turn(key, turn)
        queue.append(place)
        self._dispatch()
        begun = time.monotonic()
        try:
            while not turn.done():
                await asyncio.wait({turn}, timeout=_LOOK)
                if not turn.done() and await gone():
                    raise ClientGone("The client has hung up.")
                if not turn.done() and time.monotonic() - begun > _PATIENCE:
                    raise Overload(1 + round(self.limits.seconds))
        except BaseException:
            if not turn.cancel() and (worker := turn.result()):
                self._release(worker, lane)
            raise
        finally:
            with suppress(ValueError):
                queue.remove(place)
        return turn.result()

    def _dispatch(self) -> None:
        """Give idle workers to those who wait."""
        for worker in sorted(self._idle, key=self._slow.__contains__):
            lane = self._next_lane(worker)
            while lane is not None and worker in self._idle:
                turn = self._waiting[lane].popleft().worker
                if not turn.done():
                    self._running[lane] += 1
                    self._idle.remove(worker)
                    turn.set_result(worker)
                lane = self._next_lane(worker)

    def _next_lane(self, worker: Worker) -> int | None:
        """Return the lane whose turn it is on a worker, if anybody waits in it."""
        if worker in self._slow:
            # The last lane leaves a worker to the middle where there are two.
            most = {MIDDLE: len(self._slow), LAST: max(1, len(self._slow) - 1)}
            for lane in (MIDDLE, LAST) if self._running[LAST] else (LAST, MIDDLE):
                if self._waiting[lane] and self._running[lane] < most[lane]:
                    return lane
        return FIRST if self._waiting[FIRST] else None


def _stopped(seconds: float) -> tasks.Answer:
    """Return the answer to a task that took more time than its limit."""
    return tasks.refusal(504, f"Stopped after {seconds:g} seconds. Narrow the query.")
