"""An answer of texts in rows: drawn on a terminal, or written as CSV, TSV, JSON or Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

#: The formats of a table, by the extension of a file.
EXTENSIONS = {"csv": "csv", "tsv": "tsv", "json": "json", "md": "markdown", "txt": "text"}


@dataclass(frozen=True)
class TextTable:
    """Columns and rows of texts."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def write(self, form: str) -> str:
        r"""Write the table in a format: table (drawn), text, csv, tsv, json or markdown.

        >>> TextTable(["a", "b"], [["1", "x|y"]]).write("markdown").splitlines()[-1]
        '| 1 | x\\|y |'
        """
        writer = {
            "csv": self._csv,
            "json": self._json,
            "markdown": self._markdown,
            "table": self._drawn,
            "text": self._plain,
            "tsv": self._plain,
        }[form]
        return writer()

    def _csv(self) -> str:
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows([self.columns, *self.rows])
        return lines.getvalue()

    def _plain(self) -> str:
        cells = ([re.sub(r"\s+", " ", cell) for cell in row] for row in [self.columns, *self.rows])
        return "".join("\t".join(row) + "\n" for row in cells)

    def _json(self) -> str:
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"

    def _markdown(self) -> str:
        lines = [self.columns, ["---"] * len(self.columns), *self.rows]
        return "".join(f"| {' | '.join(map(_markdown_cell, row))} |\n" for row in lines)

    def _drawn(self) -> str:
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        grid = Table(*self.columns, box=SIMPLE_HEAD)
        for row in self.rows:
            grid.add_row(*(Text(cell) for cell in row))
        console = Console(force_terminal=True)
        with console.capture() as capture:
            console.print(grid)
            console.print(f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}")
        return capture.get()


def _markdown_cell(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).replace("\\", "\\\\").replace("|", "\\|")
