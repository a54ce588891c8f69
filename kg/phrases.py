"""The words of the program in three languages: one catalogue for command line, pages and their scripts."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every phrase: key, then language. Slots are written `{name}`."""
    text = resources.files("kg").joinpath("phrases.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def say(key: str, language: str = "en", *names: object, **values: object) -> str:
    """Return a phrase in a language with its slots filled, `{0}` by position and `{day}` by name.

    Raises:
        KeyError: the catalogue has no such phrase; that is a fault of the program.

    >>> say("answer.no", "ru"), say("status.in-force", "en", day="2025-08-01", answer="no")
    ('нет', 'in force on 2025-08-01: no')
    """
    return catalogue()[key][language].format(*names, **values)
