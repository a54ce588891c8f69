"""A pool of worker processes with three lanes, so that simple queries never wait for long ones.

Nobody can tell from a query how long it takes. So each begins in the first lane, with a very short time limit; one
that exceeds it is stopped and begins anew in the next lane, at a lower priority, and in the last one with the whole
limit. The first lane may have all workers, the others half of them together. A query that was once too long for a
lane starts in the next one from then on. This is a multilevel feedback queue (Corbató et al. 1962,
doi:10.1145/1460833.1460871).
"""

from __future__ import annotations

import asyncio
import pickle
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kg.errors import Error
from kg.serve import tasks
from kg.serve.messages import LENGTH, Order, OutOfTime, packed

#: Seconds that a task may take in each lane but the last; one that did not get the processor may try again longer.
SLICES = ((0.25, 1.0, 4.0), (2.0, 8.0))
#: By how much the priority of tasks is lowered in each lane.
NICE = (0, 2, 5)
FIRST, MIDDLE, LAST = range(3)
#: How many long queries are remembered.
_REMEMBERED = 1000
#: Seconds that a page of the server's own may take, however low the limit of queries is.
_OWN = 120.0
#: Seconds that a task may wait in a lane.
_PATIENCE = 60.0
#: Seconds between two looks at whether a waiting client is still there.
_LOOK = 1.0


class Overload(Error):
    """More tasks than the queue holds; `seconds` is a guess at when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many queries are waiting. Try again in {seconds} seconds.")
        self.seconds = seconds


class ClientGone(Error):
    """A task whose client has hung up, so that nobody needs its answer."""


@dataclass(frozen=True)
class Limits:
    """Limits of a task (seconds, megabytes, rows), of the pool (workers) and of each lane's queue (tasks)."""

    seconds: float = 30.0
    megabytes: int = 1024
    rows: int = 200_000
    workers: int = 4
    queue: int = 64


class _Worker:
    """A worker process of the pool; it is started when it is first needed, and again after it was stopped."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.process: asyncio.subprocess.Process | None = None

    async def run(self, order: Order) -> tasks.Answer | OutOfTime:
        """Send an order and await its answer; a worker that dies over it answers so, and is replaced."""
        if self.process is None or self.process.returncode is not None:
            # A session of its own: Ctrl-C reaches the server only, which stops its workers in order.
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        assert self.process.stdin and self.process.stdout
        try:
            self.process.stdin.write(packed(order))
            await self.process.stdin.drain()
            head = await self.process.stdout.readexactly(LENGTH)
            answer: tasks.Answer | OutOfTime = pickle.loads(
                await self.process.stdout.readexactly(int.from_bytes(head, "big"))
            )
        except (asyncio.IncompleteReadError, ConnectionError):
            return tasks.refusal(500, "The worker that computed this has ended. Try again, or ask for less.")
        return answer

    async def stop(self) -> None:
        """End the process together with what it computes."""
        if self.process and self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.terminate()
            await self.process.wait()


class Pool:
    """Runs tasks on worker processes, each within limits, quick ones first."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self.limits = limits
        self._idle = [_Worker(command) for _ in range(max(2, limits.workers))]
        self._workers = list(self._idle)
        self._half = len(self._idle) // 2
        self._waiting: tuple[deque[asyncio.Future[_Worker]], ...] = (deque(), deque(), deque())
        self._running = [0, 0, 0]
        self._lanes: OrderedDict[Any, int] = OrderedDict()

    async def stop(self) -> None:
        """End all workers."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def run(
        self, name: str, values: Mapping[str, Any], gone: Callable[[], Awaitable[bool]], long: bool = False
    ) -> tasks.Answer:
        """Run a task and return its answer.

        Args:
            name: of the task, in `kg.serve.tasks`.
            values: its arguments; they are compared with those of earlier tasks that took long.
            gone: tells whether the client has hung up.
            long: whether it is known to take longer than the quick lane allows.

        Raises:
            Overload: the queue of its lane is full, or it waited there for too long.
            ClientGone: the client hung up before the answer was there.
        """
        key = (name, repr(sorted(values.items())))
        for lane in range(LAST if long else self._lanes.get(key, FIRST), LAST):
            for seconds in SLICES[lane]:
                order = Order(name, values, seconds, self.limits.megabytes, NICE[lane])
                answer = await self._run_in_lane(order, lane, gone)
                if not isinstance(answer, OutOfTime):
                    return answer
                if answer.processor_seconds >= SLICES[lane][0] / 2:
                    break
                # It hardly had the processor: the machine is busy, and the task is not to blame.
            self._remember(key, lane + 1)
        # What is known to be long is a page of ours: bounded by the data, and somebody waits for it.
        limit = max(self.limits.seconds, _OWN) if long else self.limits.seconds
        order = Order(name, values, limit, self.limits.megabytes, 0 if long else NICE[LAST])
        answer = await self._run_in_lane(order, LAST, gone)
        if isinstance(answer, OutOfTime):
            return tasks.refusal(504, f"Stopped after {limit:g} seconds. Narrow the query.")
        if answer.seconds < SLICES[FIRST][0]:
            self._lanes.pop(key, None)
        return answer

    def _remember(self, key: Any, lane: int) -> None:
        """Remember in which lane a task starts, and forget what was asked longest ago."""
        self._lanes[key] = lane
        self._lanes.move_to_end(key)
        while len(self._lanes) > _REMEMBERED:
            self._lanes.popitem(last=False)

    async def _run_in_lane(
        self, order: Order, lane: int, gone: Callable[[], Awaitable[bool]]
    ) -> tasks.Answer | OutOfTime:
        """Wait for a worker of a lane, and let it run the order unless the client hangs up."""
        worker = await self._worker(lane, gone)
        running = asyncio.ensure_future(worker.run(order))
        try:
            while not running.done():
                await asyncio.wait({running}, timeout=_LOOK)
                if not running.done() and await gone():
                    raise ClientGone("The client has hung up.")
            return running.result()
        finally:
            if not running.done():
                await worker.stop()
                await asyncio.wait({running})
            self._release(worker, lane)

    def _release(self, worker: _Worker, lane: int) -> None:
        """Give a worker back that has finished in a lane."""
        self._running[lane] -= 1
        self._idle.append(worker)
        self._dispatch()

    async def _worker(self, lane: int, gone: Callable[[], Awaitable[bool]]) -> _Worker:
        """Return a worker for a lane as soon as one is free."""
        queue = self._waiting[lane]
        if len(queue) >= self.limits.queue:
            raise Overload(1 + round(sum(SLICES[FIRST]) if lane == FIRST else self.limits.seconds))
        turn: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self._dispatch()
        begun = time.monotonic()
        try:
            while not turn.done():
                await asyncio.wait({turn}, timeout=_LOOK)
                if not turn.done() and await gone():
                    raise ClientGone("The client has hung up.")
                if not turn.done() and time.monotonic() - begun > _PATIENCE:
                    raise Overload(round(self.limits.seconds))
        except BaseException:
            if not turn.cancel():
                self._release(turn.result(), lane)
            with suppress(ValueError):
                queue.remove(turn)
            raise
        return turn.result()

    def _dispatch(self) -> None:
        """Give idle workers to those who wait."""
        while self._idle and (lane := self._next_lane()) is not None:
            turn = self._waiting[lane].popleft()
            if not turn.cancelled():
                self._running[lane] += 1
                turn.set_result(self._idle.pop())

    def _next_lane(self) -> int | None:
        """Return the lane whose turn it is: a later one while half of the workers are free, else the first.

        Later lanes come first, so that none starves; their lower priority keeps them from holding up the others.
        """
        if self._running[MIDDLE] + self._running[LAST] < self._half:
            # The last lane has a worker of its own, and leaves one to the middle where there are two.
            order = (MIDDLE, LAST) if self._running[LAST] else (LAST, MIDDLE)
            most = {MIDDLE: self._half, LAST: max(1, self._half - 1)}
            for lane in order:
                if self._waiting[lane] and self._running[lane] < most[lane]:
                    return lane
        return FIRST if self._waiting[FIRST] else None
