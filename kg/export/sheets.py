"""Table files: CSV, TSV, Excel, Parquet, and a Frictionless data package over CSV.

In CSV and TSV an apostrophe precedes a text that a spreadsheet would run as a formula (see `guarded`).
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from kg import atomic
from kg.export import tables
from kg.export.characters import Replaced, printable
from kg.export.snapshot import Snapshot, counted, licence_names
from kg.export.tables import Row, Table, as_data
from kg.text.tables import EXCEL_LENGTH, EXCEL_TEXTS, delimited, guarded, optional

# The most rows that a sheet of Excel has, its header included.
_EXCEL_ROWS = 1_048_576
# Rows held in memory at once while Parquet is written.
_ROW_GROUP = 50_000
_JOINED = (
    "Tables of classes join several values of a property in one cell with ' | ' and so mix rivals: "
    "the table statements keeps them apart, with their passages."
)


def csv(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write one table as CSV (RFC 4180 with line feeds, UTF-8)."""
    return _separated(tables.find(snapshot), out, ",", snapshot.raw)


def csv_excel(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write one table as CSV with a byte-order mark, by which Excel on Windows recognizes UTF-8."""
    out.write(codecs.BOM_UTF8)
    return csv(snapshot, out)


def tsv(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write one table as tab-separated values, with quotes as in CSV where a cell has a tab or a line break."""
    return _separated(tables.find(snapshot), out, "\t", snapshot.raw)


def csv_folder(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write every table as a CSV file of its own."""
    return _folder(snapshot, folder, "csv", ",")


def csv_excel_folder(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write every table as a CSV file of its own that Excel reads as UTF-8."""
    return _folder(snapshot, folder, "csv", ",", codecs.BOM_UTF8)


def tsv_folder(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write every table as a TSV file of its own."""
    return _folder(snapshot, folder, "tsv", "\t")


def _folder(snapshot: Snapshot, folder: Path, suffix: str, delimiter: str, head: bytes = b"") -> list[str]:
    """Write every table as a file that begins with the bytes of `head`."""
    remarks = [_JOINED]
    for table in tables.relational(snapshot):
        with atomic.file(folder / f"{table.name}.{suffix}") as out:
            out.write(head)
            remarks += [f"{table.name}: {r}" for r in _separated(table, out, delimiter, snapshot.raw)]
    return remarks


def _separated(table: Table, out: BinaryIO, delimiter: str, raw: bool) -> list[str]:
    """Write a table as delimited text; unless `raw`, texts that look like formulas get an apostrophe."""
    lines = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    lines.write(delimited(table.header, delimiter))
    marked = 0
    for row in table.rows():
        cells = [as_data(c) for c in row]
        if not raw:
            safe = [guarded(c) for c in cells]
            marked += sum(a is not b for a, b in zip(cells, safe, strict=True))
            cells = safe
        lines.write(delimited(cells, delimiter))
    # Detached, the wrapper does not close the stream, which the caller still needs.
    lines.flush()
    lines.detach()
    if not marked:
        return []
    return [
        f"{counted(marked, 'cell')} would be read as a formula by a spreadsheet and bear an apostrophe before the "
        "text: programs take one leading apostrophe off; the option raw leaves it out."
    ]


def xlsx(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write an Excel workbook with a sheet for each table; every cell is text, never a formula."""
    library = optional("xlsxwriter", "Excel")
    replaced, too_long = Replaced("Excel"), 0
    # Rows are written at once, so that memory does not grow with the tables.
    book = library.Workbook(out, {"constant_memory": True, "in_memory": False, **EXCEL_TEXTS})
    release = snapshot.release.of(snapshot.listed)
    book.set_properties(
        {
            "title": release.corpus.title,
            "author": release.makers,
            "comments": f"Version {release.corpus.version}",
            # A workbook needs a date of creation; the current time would make each export different.
            "created": datetime.fromisoformat(release.issued) if release.issued else datetime(2000, 1, 1),
        }
    )
    for number, table in enumerate(tables.relational(snapshot)):
        for part, rows in _parts(table):
            tail = f"-{part + 1}" if part else ""
            # Excel allows names of 31 characters; the number of the table distinguishes shortened ones.
            fits = len(table.name) + len(tail) <= 31
            title = table.name + tail if fits else f"{table.name[: 26 - len(tail)]}~{number}{tail}"
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 1)
            too_long += _fill(sheet, table, rows, replaced)
    book.close()
    cut = [f"{counted(too_long, 'cell')} longer than Excel's {EXCEL_LENGTH:,} characters: cut."] if too_long else []
    return [_JOINED, *replaced.remarks(), *cut]


def _parts(table: Table) -> Iterator[tuple[int, Iterator[Row]]]:
    """Yield the rows of a table in numbered parts that each fit one sheet; an empty table has one part."""
    rows = table.rows()
    part = 0
    while (first := list(islice(rows, 1))) or part == 0:
        # Two rows less: the header, and the one that has been read.
        yield part, chain(first, islice(rows, _EXCEL_ROWS - 2))
        part += 1


def _fill(sheet: Any, table: Table, rows: Iterator[Row], replaced: Replaced) -> int:
    """Write the header and rows of a sheet; return the number of cells longer than Excel allows."""
    too_long = 0
    for column, head in enumerate(table.header):
        sheet.write_string(0, column, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(number, column, cell)
            # An empty text would fill the file with cells that look empty.
            elif cell is not None and cell != "":
                text = printable(str(cell), replaced)
                too_long += len(text) > EXCEL_LENGTH
                sheet.write_string(number, column, text[:EXCEL_LENGTH])
    return too_long


def parquet(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write one table as Parquet."""
    _parquet(tables.find(snapshot), out)
    return []


def parquet_folder(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write vertices, edges and the core tables as one Parquet file each.

    Vertices (`id`) and edges (`src`, `dst`) have the columns that Spark GraphFrames requires.
    """
    for make in (*tables.NETWORK.values(), *tables.CORE.values()):
        table = make(snapshot)
        with atomic.file(folder / f"{table.name}.parquet") as out:
            _parquet(table, out)
    missing = int(snapshot.network.graph.get("endless", 0))
    return [f"{counted(missing, 'happening')} without two ends among the vertices: no edges."] if missing else []


def _parquet(table: Table, out: BinaryIO) -> None:
    """Write a table as Parquet, one row group at a time, so that memory does not grow with the table."""
    library, writer = optional("pyarrow", "Parquet"), optional("pyarrow.parquet", "Parquet")
    types = {"string": library.string(), "boolean": library.bool_(), "integer": library.int64()}
    columns = [
        library.field(c.name, types[c.type], nullable=not c.required, metadata={"comment": c.title})
        for c in table.columns
    ]
    schema = library.schema(columns, metadata={"title": table.title})
    with writer.ParquetWriter(out, schema, compression="zstd", compression_level=15) as file:
        rows = table.rows()
        while batch := list(islice(rows, _ROW_GROUP)):
            arrays = [
                library.array(list(cells), type=f.type)
                for cells, f in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            file.write_batch(library.RecordBatch.from_arrays(arrays, schema=schema))


def datapackage(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write a Frictionless data package: CSV files with keys and foreign keys described in datapackage.json."""
    remarks = csv_folder(snapshot, folder)
    release = snapshot.release.of(snapshot.listed)
    licence = release.corpus.licence
    package = {
        "profile": "tabular-data-package",
        "name": f"{release.corpus.stem}-kg",
        "title": release.corpus.title,
        "description": f"{release.corpus.abstract} {_GUARD}".strip(),
        "homepage": release.address,
        "version": release.corpus.version,
        **({"created": f"{release.issued}T00:00:00Z"} if release.issued else {}),
        "licenses": [{"name": licence_names(licence)[1], "path": licence}],
        "contributors": [{"title": maker, "role": "author"} for _, maker in release.corpus.makers],
        "resources": [_resource(table, folder) for table in tables.relational(snapshot)],
    }
    with atomic.file(folder / "datapackage.json") as out:
        out.write((json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode())
    return remarks


_GUARD = (
    "A text that begins with =, +, -, @ or an apostrophe has one apostrophe before it, so that no "
    "spreadsheet runs it; numbers have none."
)


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    """Describe the CSV file of a table: its size, digest, columns, primary key and foreign keys."""
    path = folder / f"{table.name}.csv"
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": column.type,
                "description": column.title,
                **({"constraints": {"required": True}} if column.required else {}),
            }
            for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = [table.key]
    if table.links:
        # In the standard, an empty name refers to the table itself.
        schema["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"resource": "" if resource == table.name else resource, "fields": [field]},
            }
            for column, (resource, field) in table.links.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name.lower(),
        "title": table.title,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
        "schema": schema,
    }
