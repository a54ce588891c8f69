"""What an analysis returns: a table, what it rests on, what to bear in mind, and what a figure would show.

A result is data: `kg.network.figure` draws it, and the command that asked for it writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.rdf.vocabulary import bound_base
from kg.text.phrases import catalogue, listed, say

if TYPE_CHECKING:
    from kg.text.tables import TextTable

Cell = str | int | float | bool | None

#: Decimals to which measures are rounded, so that a rerun elsewhere prints the same.
DECIMALS = 6
#: The most rows that a figure shows.
SHOWN = 20


@dataclass(frozen=True)
class Caption:
    """What a result rests on: the data's version, the view and its clocks, the projection and its words.

    `view` and `projection` are what the command line calls them, `view_name` and `projection_name` what a reader
    of a figure does.
    """

    title: str
    question: str
    version: str = ""
    view: str = "all"
    projection: str = ""
    definition: str = ""
    seed: int = 0
    corpus: str = ""
    language: str = "en"
    view_name: str = ""
    projection_name: str = ""

    @property
    def text(self) -> str:
        """The caption as one paragraph, fit to stand under a figure.

        >>> Caption("Overlap", "How many?", "ab12", "all", corpus="A Graph").text
        'Overlap. Data version: ab12; view: all; random seed: 0. A Graph, https://w3id.org/iran-russia/'
        """
        return f"{self.title}. {self.basis}"

    @property
    def basis(self) -> str:
        """The caption without its title: data version, view, projection with its definition, citation."""
        facts = [
            ("version" if self.version else "no-version", self.version),
            ("view", self.view_name or self.view),
            *([("projection", self.projection_name or self.projection)] if self.projection else []),
            ("seed", self.seed),
        ]
        parts = say("semicolon", self.language).join(say(f"caption.{key}", self.language, n) for key, n in facts)
        definition = f" {self.definition}" if self.definition else ""
        return f"{parts}.{definition} {listed((self.corpus, bound_base()), self.language)}"


@dataclass(frozen=True)
class Bars:
    """One bar, or pair of bars, for each row."""

    labels: tuple[str, ...]
    values: dict[str, tuple[float, ...]]
    axis: str


@dataclass(frozen=True)
class Ranges:
    """One point for each row with the span between its least and greatest value."""

    labels: tuple[str, ...]
    points: tuple[float, ...]
    spans: tuple[tuple[float, float], ...]
    axis: str


@dataclass(frozen=True)
class Lines:
    """Values over years; the space between a first and a last line may be filled."""

    years: tuple[int, ...]
    values: dict[str, tuple[float | None, ...]]
    axis: str
    x_axis: str = "year"
    band: tuple[str, str] | None = None
    panels: bool = False
    steps: bool = False


@dataclass(frozen=True)
class Web:
    """A network with coloured groups: nodes as (name, label, group, degree), edges as pairs of names."""

    nodes: tuple[tuple[str, str, int, int], ...]
    edges: tuple[tuple[str, str], ...]
    seed: int = 0


Plot = Bars | Ranges | Lines | Web


@dataclass(frozen=True)
class Result:
    """A table with its caption and notes, the main numbers by name, and what a figure of it shows."""

    name: str
    caption: Caption
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    numbers: Mapping[str, Cell] = field(default_factory=dict)
    plot: Plot | None = None

    def table(self) -> TextTable:
        """Return the rows as texts, for a terminal, a file or a page."""
        from kg.text.tables import TextTable

        language = self.caption.language
        heads = []
        for column in self.columns:
            # A column that is about a record ("degree of id:iran") keeps the record's name.
            heading, _, record = column.partition(" of id:")
            phrase = catalogue().get(f"heads.{heading}", {}).get(language)
            if column.startswith("of "):
                heads.append(say("heads.of", language, column.removeprefix("of ")))
            elif phrase is None or language == "en":
                heads.append(column)
            else:
                heads.append(f"{phrase} (id:{record})" if record else phrase)
        return TextTable(self.columns, [[text(cell) for cell in row] for row in self.rows], heads)

    def as_csv(self) -> str:
        r"""Write the rows as CSV; unknown values are empty cells, numbers keep six decimals.

        >>> Result("x", Caption("t", "q"), ("a", "b"), ((1, None),)).as_csv()
        'a,b\n1,\n'
        """
        from kg.text.tables import TextTable

        cells = [["" if cell is None else str(_exact(cell)) for cell in row] for row in self.rows]
        return TextTable(self.columns, cells).write("csv")

    def as_json(self) -> str:
        """Write the whole result as JSON: caption, columns, rows, notes and main numbers."""
        caption = self.caption
        whole = {
            "name": self.name,
            "title": caption.title,
            "question": caption.question,
            "data_version": caption.version,
            "view": caption.view,
            "projection": caption.projection,
            "definition": caption.definition,
            "seed": caption.seed,
            "rows": [dict(zip(self.columns, map(_exact, row), strict=True)) for row in self.rows],
            "notes": list(self.notes),
            "numbers": {key: _exact(measure) for key, measure in self.numbers.items()},
        }
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _exact(cell: Cell) -> Cell:
    """Round a measure, so that a rerun on another machine writes the same."""
    return round(cell, DECIMALS) if isinstance(cell, float) else cell


def number(cell: Cell) -> float | None:
    """Return a cell as a number to draw; what is unknown stays unknown.

    >>> number(3), number(None)
    (3.0, None)
    """
    return None if cell is None else float(cell)


def text(cell: Cell) -> str:
    """Write a cell for reading: numbers with up to four decimals, unknown values as nothing.

    >>> text(0.5), text(None), text(3), text(0.123456)
    ('0.5', '', '3', '0.1235')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        # NaN alone differs from itself.
        return f"{cell:.4f}".rstrip("0").rstrip(".") if cell == cell else ""
    return str(cell)
