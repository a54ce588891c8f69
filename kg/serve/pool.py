"""A pool of worker processes with two lanes, so that simple queries never wait for long ones.

Nobody can tell from a query how long it takes. So each begins in the quick lane, with a short time limit; one that
exceeds it is stopped and begins anew in the long lane, with the whole limit. Long tasks occupy at most half of the
workers and run at a lower priority. A query that was once too long for the quick lane starts in the long one from
then on. This is a multilevel feedback queue (Corbató et al. 1962, doi:10.1145/1460833.1460871) of two levels.
"""

from __future__ import annotations

import asyncio
import pickle
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kg.errors import Error
from kg.serve import tasks
from kg.serve.messages import LENGTH, Order, OutOfTime, packed

#: Seconds that a task may take in the quick lane; one that did not get the processor may try the next.
SLICES = (0.5, 2.0, 8.0)
#: How many long queries are remembered.
_REMEMBERED = 1000
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
        self._most_long = len(self._idle) // 2
        self._waiting: dict[bool, deque[asyncio.Future[_Worker]]] = {False: deque(), True: deque()}
        self._running_long = 0
        self._slow: OrderedDict[Any, None] = OrderedDict()

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
            Overload: the queue of its lane is full.
            ClientGone: the client hung up before the answer was there.
        """
        key = (name, repr(sorted(values.items())))
        if not long and key not in self._slow:
            for seconds in SLICES:
                answer = await self._run_in_lane(Order(name, values, seconds, self.limits.megabytes), gone)
                if not isinstance(answer, OutOfTime):
                    return answer
                if answer.processor_seconds >= SLICES[0] / 2:
                    break
                # It hardly had the processor: the machine is busy, and the task is not to blame.
            self._slow[key] = None
            while len(self._slow) > _REMEMBERED:
                self._slow.popitem(last=False)
        order = Order(name, values, self.limits.seconds, self.limits.megabytes, long=True)
        answer = await self._run_in_lane(order, gone)
        if isinstance(answer, OutOfTime):
            return tasks.refusal(504, f"Stopped after {self.limits.seconds:g} seconds. Narrow the query.")
        if answer.seconds < SLICES[0]:
            self._slow.pop(key, None)
        return answer

    async def _run_in_lane(self, order: Order, gone: Callable[[], Awaitable[bool]]) -> tasks.Answer | OutOfTime:
        """Wait for a worker of a lane, and let it run the order unless the client hangs up."""
        worker = await self._worker(order.long, gone)
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
            self._release(worker, order.long)

    def _release(self, worker: _Worker, long: bool) -> None:
        """Give a worker back that has finished in a lane."""
        self._running_long -= long
        self._idle.append(worker)
        self._dispatch()

    async def _worker(self, long: bool, gone: Callable[[], Awaitable[bool]]) -> _Worker:
        """Return a worker for a lane as soon as one is free."""
        queue = self._waiting[long]
        if len(queue) >= self.limits.queue:
            raise Overload(round(self.limits.seconds) if long else 1 + round(SLICES[0] * len(queue)))
        turn: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self._dispatch()
        try:
            while not turn.done():
                await asyncio.wait({turn}, timeout=_LOOK)
                if not turn.done() and await gone():
                    raise ClientGone("The client has hung up.")
        except BaseException:
            if not turn.cancel():
                self._release(turn.result(), long)
            with suppress(ValueError):
                queue.remove(turn)
            raise
        return turn.result()

    def _dispatch(self) -> None:
        """Give idle workers to those who wait: quick tasks first, long ones to half of the workers at most."""
        while self._idle:
            long = not self._waiting[False]
            if long and (not self._waiting[True] or self._running_long >= self._most_long):
                return
            turn = self._waiting[long].popleft()
            if not turn.cancelled():
                self._running_long += long
                turn.set_result(self._idle.pop())
