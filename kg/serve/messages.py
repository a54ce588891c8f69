"""What a server and its worker processes send each other: orders, answers, and how they are framed.

Messages are pickled, each after its length; both ends are processes of one server.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Bytes of the length that precedes each message.
LENGTH = 4


@dataclass(frozen=True)
class Order:
    """A task with its values, its limits (seconds, megabytes), and by how much its priority is lowered."""

    name: str
    values: Mapping[str, Any]
    seconds: float
    megabytes: int
    nice: int = 0


@dataclass(frozen=True)
class OutOfTime:
    """The answer of a worker to a task that took more time than its limit, with the processor time that it had."""

    processor_seconds: float


def packed(message: object) -> bytes:
    """Return a message as it is sent through a pipe."""
    body = pickle.dumps(message)
    return len(body).to_bytes(LENGTH, "big") + body
