"""Table files: CSV, TSV, Excel, Parquet, and a Frictionless data package over CSV.

In CSV and TSV a text that a spreadsheet would run as a formula bears an apostrophe (see `guarded`).
"""

from __future__ import annotations

import codecs
import csv as csv_module
import hashlib
import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from kg import atomic
from kg.export import tables
from kg.export.characters import Replaced, printable
from kg.export.material import Material, counted, licence_names
from kg.export.tables import Row, Table, as_data
from kg.text.tables import EXCEL_LENGTH, EXCEL_TEXTS, guarded, optional

_EXCEL_ROWS = 1_048_576
_ROW_GROUP = 50_000
_JOINED = (
    "Tables of classes join several values of a property in one cell with ' | ' and so mix rivals: "
    "the table statements keeps them apart, with their passages."
)


def csv(material: Material, out: BinaryIO) -> list[str]:
    """Write one table as CSV (RFC 4180 with line feeds, UTF-8)."""
    return _separated(tables.find(material), out, ",", material.raw)


def csv_excel(material: Material, out: BinaryIO) -> list[str]:
    """Write one table as CSV with a byte-order mark, by which Excel on Windows knows UTF-8."""
    out.write(codecs.BOM_UTF8)
    return csv(material, out)


def tsv(material: Material, out: BinaryIO) -> list[str]:
    """Write one table as tab-separated values, quoted as CSV is where a cell holds a tab or a line break."""
    return _separated(tables.find(material), out, "\t", material.raw)


def csv_folder(material: Material, folder: Path) -> list[str]:
    """Write every table as a CSV file of its own."""
    return _folder(material, folder, "csv", ",")


def csv_excel_folder(material: Material, folder: Path) -> list[str]:
    """Write every table as a CSV file of its own that Excel reads as UTF-8."""
    return _folder(material, folder, "csv", ",", codecs.BOM_UTF8)


def tsv_folder(material: Material, folder: Path) -> list[str]:
    """Write every table as a TSV file of its own."""
    return _folder(material, folder, "tsv", "\t")


def _folder(material: Material, folder: Path, suffix: str, delimiter: str, head: bytes = b"") -> list[str]:
    remarks = [_JOINED]
    for table in tables.relational(material):
        with atomic.file(folder / f"{table.name}.{suffix}") as out:
            out.write(head)
            remarks += [f"{table.name}: {r}" for r in _separated(table, out, delimiter, material.raw)]
    return remarks


def _separated(table: Table, out: BinaryIO, delimiter: str, raw: bool) -> list[str]:
    lines = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = csv_module.writer(lines, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.header)
    marked = 0
    for row in table.rows():
        cells = [as_data(c) for c in row]
        if not raw:
            safe = [guarded(c) for c in cells]
            marked += sum(a is not b for a, b in zip(cells, safe, strict=True))
            cells = safe
        writer.writerow(cells)
    lines.flush()
    lines.detach()
    return [_marked(marked)] if marked else []


def _marked(number: int) -> str:
    return (
        f"{counted(number, 'cell')} would be read as a formula by a spreadsheet and bear an apostrophe before the "
        "text: programs take one leading apostrophe off; the option raw leaves it out."
    )


def xlsx(material: Material, out: BinaryIO) -> list[str]:
    """Write an Excel workbook with a sheet per table; every cell is a text, never a formula."""
    library = optional("xlsxwriter", "Excel")
    replaced, cut, remarks = Replaced("Excel"), [0], [_JOINED]
    book = library.Workbook(out, {"constant_memory": True, "in_memory": False, **EXCEL_TEXTS})
    book.set_properties(_properties(material))
    for number, table in enumerate(tables.relational(material)):
        for part, rows in _sheets(table):
            sheet = book.add_worksheet(_sheet_name(table.name, number, part))
            sheet.freeze_panes(1, 1)
            _fill(sheet, table, rows, replaced, cut)
    book.close()
    cut_short = (
        [f"{counted(cut[0], 'cell')} longer than Excel's {EXCEL_LENGTH:,} characters: cut."] if cut[0] else []
    )
    return remarks + replaced.remarks() + cut_short


def _properties(material: Material) -> dict[str, Any]:
    from datetime import datetime

    release = material.release.of(material.listed)
    day = datetime.fromisoformat(release.issued) if release.issued else datetime(2000, 1, 1)
    return {
        "title": release.corpus.title,
        "author": release.makers,
        "comments": f"Version {release.corpus.version}",
        "created": day,
    }


def _sheets(table: Table) -> Iterator[tuple[int, Iterator[Row]]]:
    rows = table.rows()
    part = 0
    while (first := list(islice(rows, 1))) or part == 0:
        yield part, _chained(first, islice(rows, _EXCEL_ROWS - 2))
        part += 1


def _chained(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _sheet_name(table: str, number: int, part: int) -> str:
    tail = f"-{part + 1}" if part else ""
    fits = len(table) + len(tail) <= 31
    return table + tail if fits else f"{table[: 26 - len(tail)]}~{number}{tail}"


def _fill(sheet: Any, table: Table, rows: Iterator[Row], replaced: Replaced, cut: list[int]) -> None:
    for column, head in enumerate(table.header):
        sheet.write_string(0, column, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(number, column, cell)
            elif cell is not None and cell != "":
                text = printable(str(cell), replaced)
                cut[0] += len(text) > EXCEL_LENGTH
                sheet.write_string(number, column, text[:EXCEL_LENGTH])


def parquet(material: Material, out: BinaryIO) -> list[str]:
    """Write one table as Parquet."""
    _parquet(tables.find(material), out)
    return []


def parquet_folder(material: Material, folder: Path) -> list[str]:
    """Write vertices, edges, statements, passages and the rest, a Parquet file each.

    Vertices (`id`) and edges (`src`, `dst`) are what Spark GraphFrames wants.
    """
    chosen = [*tables.NETWORK.values(), *tables.CORE.values()]
    for table in (make(material) for make in chosen):
        with atomic.file(folder / f"{table.name}.parquet") as out:
            _parquet(table, out)
    missing = int(material.network.graph.get("endless", 0))
    return [f"{counted(missing, 'happening')} without two ends among the vertices: no edges."] if missing else []


def _parquet(table: Table, out: BinaryIO) -> None:
    library, writer = optional("pyarrow", "Parquet"), optional("pyarrow.parquet", "Parquet")
    types = {"string": library.string(), "boolean": library.bool_(), "integer": library.int64()}
    columns = [
        library.field(c.name, types[c.type], nullable=not c.required, metadata={"comment": c.title})
        for c in table.columns
    ]
    schema = library.schema(columns, metadata={"title": table.title})
    with writer.ParquetWriter(out, schema, compression="zstd") as file:
        rows = table.rows()
        while batch := list(islice(rows, _ROW_GROUP)):
            arrays = [
                library.array(list(cells), type=f.type)
                for cells, f in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            file.write_batch(library.RecordBatch.from_arrays(arrays, schema=schema))


def datapackage(material: Material, folder: Path) -> list[str]:
    """Write a Frictionless data package: CSV files with keys and foreign keys described in datapackage.json."""
    remarks = csv_folder(material, folder)
    found = tables.relational(material)
    release = material.release.of(material.listed)
    licence = release.corpus.licence
    package = {
        "profile": "tabular-data-package",
        "name": "iran-russia-kg",
        "title": release.corpus.title,
        "description": f"{release.corpus.abstract} {_GUARD}".strip(),
        "homepage": release.address,
        "version": release.corpus.version,
        **({"created": f"{release.issued}T00:00:00Z"} if release.issued else {}),
        "licenses": [{"name": licence_names(licence)[1], "path": licence}],
        "contributors": [{"title": name, "role": "author"} for _, name in release.corpus.makers],
        "resources": [_resource(table, folder) for table in found],
    }
    with atomic.file(folder / "datapackage.json") as out:
        out.write((json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode())
    return remarks


_GUARD = (
    "A text that begins with =, +, -, @ or an apostrophe has one apostrophe before it, so that no "
    "spreadsheet runs it; numbers have none."
)


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    path = folder / f"{table.name}.csv"
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
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    fields = [
        {
            "name": c.name,
            "type": c.type,
            "description": c.title,
            **({"constraints": {"required": True}} if c.required else {}),
        }
        for c in table.columns
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = [table.key]
    if table.links:
        schema["foreignKeys"] = [_link(table, column, *to) for column, to in table.links.items()]
    return schema


def _link(table: Table, column: str, resource: str, field: str) -> dict[str, Any]:
    same = resource == table.name
    return {"fields": [column], "reference": {"resource": "" if same else resource, "fields": [field]}}
