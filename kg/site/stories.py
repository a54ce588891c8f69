"""Guided stories: short tours of a graph page; their data are in `assets/stories.json`."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import Any

from kg.site import frame

#: A story with fewer steps than these is left out.
FEWEST_STEPS = 3


@cache
def _all() -> list[dict[str, Any]]:
    """Read the stories of all pages, once."""
    return list(json.loads(frame.asset("stories.json")))


def of_page(projection: str, records: Collection[str]) -> list[dict[str, Any]]:
    """Return the stories of a projection's page, without steps whose records are not drawn there.

    Args:
        projection: its short name.
        records: compact names of the nodes and happenings of the page.

    >>> of_page("treaties", set())
    []
    """
    drawn = set(records)
    stories = []
    for story in _all():
        steps = [
            {"text": step["text"], "show": step["show"]}
            for step in story["steps"]
            if drawn.issuperset(step["needs"])
        ]
        if story["page"] == projection and len(steps) >= FEWEST_STEPS:
            stories.append({"title": story["title"], "text": story["text"], "steps": steps})
    return stories


def cards(projection: str, stories: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cards of stories for the index: title, text, and the address of the first step."""
    return [
        {
            "title": story["title"],
            "text": story["text"],
            "address": f"{projection}.html#story={number}.0&{story['steps'][0]['show']}",
        }
        for number, story in enumerate(stories)
    ]
