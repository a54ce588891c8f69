"""Guided stories: short walks through a graph page; the stories are data, in `assets/stories.json`."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import Any

from kg.site import frame

#: A story with fewer steps left is not told.
FEWEST_STEPS = 3


@cache
def _all() -> list[dict[str, Any]]:
    return list(json.loads(frame.asset("stories.json")))


def told_on(projection: str, drawn: Collection[str]) -> list[dict[str, Any]]:
    """Return the stories of a projection's page whose records are drawn there.

    Args:
        projection: its short name.
        drawn: compact names of the nodes and happenings of the page.

    >>> told_on("treaties", set())
    []
    """
    known = set(drawn)
    stories = []
    for story in _all():
        steps = [step for step in story["steps"] if known.issuperset(step["needs"])]
        if story["page"] == projection and len(steps) >= FEWEST_STEPS:
            stories.append({"title": story["title"], "text": story["text"], "steps": [_step(s) for s in steps]})
    return stories


def _step(step: dict[str, Any]) -> dict[str, Any]:
    return {"text": step["text"], "show": step["show"]}


def cards(projection: str, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the index shows of the stories of a page: title, text, and the address of the first step."""
    return [
        {
            "title": story["title"],
            "text": story["text"],
            "address": f"{projection}.html#story={number}.0&{story['steps'][0]['show']}",
        }
        for number, story in enumerate(told)
    ]
