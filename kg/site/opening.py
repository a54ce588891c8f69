"""What a large graph page draws at first: about a hundred nodes around its subject."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from typing import Any

#: How many nodes a page draws at first, and up to how many it draws all.
COUNT, MOST = 100, 130
#: With fewer nodes of the other kinds that are joined to each other than these, none is left out for its kind.
FEWEST = 40
#: Shapes and kinds that name, tell or sort what the others are: left out at first.
_SHAPES = frozenset({"triangle", "hexagon"})
_KINDS = frozenset({"kg:MediaOutlet"})

Row = Mapping[str, Any]


def choose(
    nodes: Iterable[Row], edges: Iterable[Row], terms: Mapping[str, Row], subjects: Collection[str]
) -> set[str]:
    """Return the nodes of a payload that its page draws at first; none where it draws all.

    From the subjects, or the node with the most neighbours, the picture grows by the neighbour that has most
    itself, so that what is drawn hangs together. Acts, concepts and media outlets are left out, unless there
    is hardly anything else.
    """
    kinds = {node["id"]: node["kind"] for node in nodes}
    if len(kinds) <= MOST:
        return set()
    plain = {
        name
        for name, kind in kinds.items()
        if kind not in _KINDS and terms.get(kind, {}).get("glyph") not in _SHAPES
    }
    near: dict[str, set[str]] = {name: set() for name in kinds}
    for edge in edges:
        if edge["from"] != edge["to"]:
            near[edge["from"]].add(edge["to"])
            near[edge["to"]].add(edge["from"])
    # Participants of events, for one, are joined by these alone: without them nothing would hang together.
    if sum(not plain.isdisjoint(near[name]) for name in plain) >= FEWEST:
        near = {name: near[name] & plain for name in plain}
    # The subjects come first; what hangs on nothing that is drawn waits until nothing else is left.
    ranked = sorted(near, key=lambda name: (name not in subjects, -len(near[name]), name))
    chosen: set[str] = set()
    queue = [(0, name) for name in ranked if name in subjects]
    rest = iter(ranked)
    while len(chosen) < min(COUNT, len(near)):
        name = heapq.heappop(queue)[1] if queue else next(rest)
        if name not in chosen:
            chosen.add(name)
            for other in near[name] - chosen:
                heapq.heappush(queue, (-len(near[other]), other))
    return chosen
