"""Memoizing what is worked out from a graph that does not change, for as long as its reader lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Remembering(Protocol):
    """Whatever has a memory: a reader, the snapshot of an export."""

    @property
    def memory(self) -> dict[Hashable, Any]:
        """The results by function and arguments."""


Owner = TypeVar("Owner", bound=Remembering)
P = ParamSpec("P")
T = TypeVar("T")


def memoized(function: Callable[Concatenate[Owner, P], T]) -> Callable[Concatenate[Owner, P], T]:
    """Memoize a method, or a function of an object, in that object's memory.

    `functools.cache` would keep every object that was ever read alive. Arguments must be hashable, and nobody may
    change a result.
    """

    @wraps(function)
    def remembering(owner: Owner, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result in the memory of the object, computing it at the first call."""
        key = (function, args, *kwargs.items())
        try:
            result: T = owner.memory[key]
        except KeyError:
            result = owner.memory[key] = function(owner, *args, **kwargs)
        return result

    return remembering
