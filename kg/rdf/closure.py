"""Transitive closure of a relation."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def closure(starts: Iterable[T], links: Callable[[T], Iterable[T]]) -> list[T]:
    """Return some nodes and all that links reach from them, each once, breadth first; cycles are allowed.

    To exclude a start unless a cycle leads back to it, begin with its links.

    >>> broader = {"gas": ["energy"], "energy": ["trade", "gas"]}
    >>> closure(["gas"], lambda field: broader.get(field, []))
    ['gas', 'energy', 'trade']
    >>> closure(broader["energy"], lambda field: broader.get(field, []))
    ['trade', 'gas', 'energy']
    """
    reached = dict.fromkeys(starts)
    queue = list(reached)
    for node in queue:  # the list grows while it is walked: breadth first
        new = [other for other in links(node) if other not in reached]
        reached.update(dict.fromkeys(new))
        queue += dict.fromkeys(new)
    return queue
