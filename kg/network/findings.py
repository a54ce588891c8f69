"""Findings of an analysis in words: sentences in which each number is a link to the analysis that gives it.

A link is written `[number](analysis)`; `kg.network.report` makes it one of Markdown or HTML.
"""

from __future__ import annotations

from kg.network.result import Cell, Result, text
from kg.text.phrases import say


def finding(result: Result, key: str, **words: str) -> str:
    """Say a finding in the language of a result.

    The phrase `finding.KEY` has slots for the main numbers of the result, a space in a name written `_`, and for
    the given words.
    """
    numbers = {slot.replace(" ", "_"): linked(result, measure) for slot, measure in result.numbers.items()}
    return say(f"finding.{key}", result.caption.language, **numbers | words)


def linked(result: Result, value: Cell) -> str:
    """Write a value as a link to the analysis of its result.

    >>> from kg.network.result import Caption
    >>> linked(Result("pace", Caption("Pace", "?"), (), ()), 0.5)
    '[0.5](pace)'
    """
    return f"[{text(value)}]({result.name})"


def unlinked(label: Cell) -> str:
    """Write a name so that its brackets are not read as a link.

    >>> unlinked("Treaty [draft]")
    'Treaty (draft)'
    """
    return str(label).replace("[", "(").replace("]", ")")


def records(result: Result) -> list[dict[str, Cell]]:
    """Return the rows of a result by the names of its columns."""
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]
