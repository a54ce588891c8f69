"""Transitive closure: what can be reached step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def reach(start: T, steps: Callable[[T], Iterable[T]]) -> list[T]:
    """Return what can be reached from a start, each once, breadth first; the start comes first.

    >>> reach(12, lambda n: [n // 2, n // 3] if n > 1 else [])
    [12, 6, 4, 3, 2, 1, 0]
    """
    members, queue = {start}, [start]
    for member in queue:  # the queue grows while it is read
        for other in steps(member):
            if other not in members:
                members.add(other)
                queue.append(other)
    return queue
