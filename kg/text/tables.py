"""Tables of texts: drawn on a terminal, or written as CSV, TSV, JSON, Markdown or for Excel."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.errors import Error

#: The formats of a table, by the extension of a file.
EXTENSIONS = {"csv": "csv", "tsv": "tsv", "json": "json", "md": "markdown", "txt": "text", "xlsx": "xlsx"}
#: Settings of a workbook that keep every text a text: no formula, no link, no number.
EXCEL_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: The longest text that a cell of Excel holds.
EXCEL_LENGTH = 32_767

# These change the order in which a line is shown, so that it can read as something else.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb]")
# Full-width signs begin a formula in spreadsheets with East Asian settings.
_FORMULA = re.compile(r"['=+\-@\t\r\n]|[＝＋－＠]")
_SPECIAL = re.compile(r'["\r\n]')
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")


class MissingLibrary(Error):
    """A format that needs an optional library, with the command that installs it."""


def optional(module: str, form: str, library: str = "", extra: str = "tables") -> Any:
    """Import a module of an optional library, which an extra of this package installs.

    Raises:
        MissingLibrary: it is not installed.
    """
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise MissingLibrary(
            f"{form} needs the library {library or module}. In a clone of the repository: pip install '.[{extra}]'"
        ) from None


def guarded(text: str) -> str:
    """Prefix an apostrophe to a text that a spreadsheet would run as a formula, or that begins with one.

    >>> guarded("=1+1"), guarded("-2.5"), guarded("'quoted'"), guarded("plain")
    ("'=1+1", '-2.5', "''quoted'", 'plain')
    """
    return "'" + text if _FORMULA.match(text) and not _NUMBER.match(text) else text


def delimited(cells: Iterable[str], delimiter: str = ",") -> str:
    r"""Write a line of CSV (RFC 4180), or with another delimiter, ended by a line feed.

    Python's own writer leaves a lone carriage return unquoted before 3.11.9 and 3.12.3, so that readers see a new
    row there.

    >>> delimited(["a", "b,c", 'd"e', "f\rg"])
    'a,"b,c","d""e","f\rg"\n'
    """
    quoted = (
        '"' + cell.replace('"', '""') + '"' if delimiter in cell or _SPECIAL.search(cell) else cell
        for cell in cells
    )
    # A row of one empty cell would otherwise be an empty line, which readers skip.
    return (delimiter.join(quoted) or '""') + "\n"


def printable(text: str) -> str:
    r"""Make a text from data safe to print: without direction overrides, and control characters replaced.

    >>> printable("a\u202eb\x1b[0m")
    'ab\ufffd[0m'
    """
    return _CONTROLS.sub("\ufffd", _OVERRIDES.sub("", text))


@dataclass(frozen=True)
class TextTable:
    """Columns and rows of texts.

    `heads` are the headings that readers see; formats for programs (csv, tsv, json) have the column names.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    heads: Sequence[str] | None = None

    @property
    def _shown(self) -> Sequence[str]:
        """The headings that readers see."""
        return self.heads or self.columns

    def write(self, form: str) -> str:
        r"""Write the table in a format: table (for a terminal), text, csv, tsv, json or markdown.

        >>> TextTable(["a", "b"], [["1", "x|y"]]).write("markdown").splitlines()[-1]
        '| 1 | x\\|y |'
        """
        writers: dict[str, Callable[[], str]] = {
            "csv": self._csv,
            "json": self._json,
            "markdown": self._markdown,
            "table": self._drawn,
            "text": partial(self._plain, self._shown),
            "tsv": self._tsv,
        }
        return writers[form]()

    def encode(self, form: str) -> bytes:
        r"""Write the table in a format as the bytes of a file: one of `write`, or csv-excel or xlsx for Excel.

        CSV for Excel begins with a byte-order mark, without which Excel reads UTF-8 as the code page of Windows,
        and an apostrophe precedes texts that Excel would run.

        >>> TextTable(["a"], [["=1+1"]]).encode("csv-excel")
        b"\xef\xbb\xbfa\n'=1+1\n"

        Raises:
            MissingLibrary: xlsx needs xlsxwriter.
        """
        if form == "xlsx":
            from datetime import datetime

            library = optional("xlsxwriter", "Excel")
            data = io.BytesIO()
            with library.Workbook(data, {"in_memory": True, **EXCEL_TEXTS}) as book:
                # The library would write the current time; a fixed one gives the same bytes for the same table.
                book.set_properties({"created": datetime(2000, 1, 1)})
                sheet = book.add_worksheet()
                sheet.freeze_panes(1, 0)
                for number, row in enumerate([self._shown, *self.rows]):
                    for column, cell in enumerate(row):
                        sheet.write_string(number, column, cell[:EXCEL_LENGTH])
            return data.getvalue()
        if form == "csv-excel":
            return TextTable(self._shown, self.rows).write("csv").encode("utf-8-sig")
        return self.write(form).encode()

    def _csv(self) -> str:
        """Write the table as CSV, with an apostrophe before texts that a spreadsheet would run."""
        return "".join(delimited(map(guarded, row)) for row in [self.columns, *self.rows])

    def _plain(self, heads: Sequence[str]) -> str:
        """Write the table with tabs between cells; white space within a cell is one blank."""
        cells = ([re.sub(r"\s+", " ", cell) for cell in row] for row in [heads, *self.rows])
        return "".join("\t".join(row) + "\n" for row in cells)

    def _tsv(self) -> str:
        """Write the table as TSV for programs, with an apostrophe before texts that a spreadsheet would run."""
        return TextTable(self.columns, [list(map(guarded, row)) for row in self.rows])._plain(self.columns)

    def _json(self) -> str:
        """Write the table as a JSON list of objects, one for each row."""
        objects = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"

    def _markdown(self) -> str:
        """Write the table in Markdown."""
        lines = [self._shown, ["---"] * len(self.columns), *self.rows]
        return "".join(f"| {' | '.join(map(_markdown_cell, row))} |\n" for row in lines)

    def _drawn(self) -> str:
        """Draw the table for a terminal, with the number of its rows."""
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        grid = Table(*self._shown, box=SIMPLE_HEAD)
        for row in self.rows:
            # As `Text`: brackets in a plain cell would be read as markup.
            grid.add_row(*(Text(printable(cell)) for cell in row))
        # The output is captured here, so rich cannot see that it goes to a terminal.
        console = Console(force_terminal=True)
        with console.capture() as capture:
            console.print(grid)
            console.print(f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}")
        return capture.get()


def _markdown_cell(cell: str) -> str:
    """Escape a cell of a Markdown table and put it on one line."""
    return re.sub(r"\s+", " ", cell).replace("\\", "\\\\").replace("|", "\\|")
