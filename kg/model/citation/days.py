"""Dates as citations write them: CSL date variables, days in English and Russian, and what rival days share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.text.phrases import say


def csl(*days: str, circa: bool = False) -> dict[str, Any]:
    """Write a date, or a first and a last one, as a CSL-JSON date.

    >>> csl("2025-01")
    {'date-parts': [[2025, 1]]}
    """
    parts = {"date-parts": [[int(part) for part in day.split("-")] for day in days]}
    return {**parts, "circa": True} if circa else parts


def text(date: dict[str, Any] | None) -> list[str]:
    """Return the days of a CSL-JSON date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    >>> text({"date-parts": [[2025, 1, 17], [2025, 5]]}), text(None)
    (['2025-01-17', '2025-05'], [])
    """
    return [
        "-".join(f"{n:04d}" if at == 0 else f"{n:02d}" for at, n in enumerate(d))
        for d in (date or {}).get("date-parts", [])
    ]


def common(days: Iterable[str]) -> str:
    """Return the date that days share: their month or year where they differ, or nothing.

    >>> common(("2025-01-16", "2025-01-17")), common(("2024-12-31", "2025-01-01")), common(("", "2025"))
    ('2025-01', '', '')
    """
    shared: list[str] = []
    for parts in zip(*(day.split("-") for day in days), strict=False):
        # Years come first: days that share a month in different years share nothing.
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "-".join(shared)


def day_first(day: str, language: str = "en") -> str:
    """Write a date day first; in Russian in figures, as GOST R 7.0.5 does.

    >>> day_first("2025-10-03"), day_first("2025-10"), day_first("2025")
    ('3 October 2025', 'October 2025', '2025')
    >>> day_first("2025-10-03", "ru")
    '03.10.2025'
    """
    year, *rest = day.split("-")
    if language == "ru":
        return ".".join([*reversed(rest), year])
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*words, *([say(f"month.{int(rest[0])}")] if rest else []), year])


def month_first(day: str) -> str:
    """Write a date month first.

    >>> month_first("2025-10-03"), month_first("2025-10")
    ('October 3, 2025', 'October 2025')
    """
    words = day_first(day).split()
    return f"{words[1]} {words[0]}, {words[2]}" if len(words) == 3 else " ".join(words)
