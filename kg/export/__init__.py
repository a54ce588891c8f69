"""Exports: one table of formats, and one function to write any of them.

RDF comes from the parsed quads of a view, networks from its projections, tables from both. `export` returns remarks
on whatever a format cannot hold.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg import atomic
from kg.dataset import view
from kg.dataset.written import Written
from kg.export import dataset, graph, jsonld, nanopub, property_graph, quickstatements, rdf, sheets
from kg.export.snapshot import ExportFault, FolderWriter, Release, Snapshot, Writer

if TYPE_CHECKING:
    from kg.model.reader import Reader
    from kg.rdf.terms import Quad

__all__ = ["FORMATS", "ExportFault", "Format", "Release", "Snapshot", "by_extension", "export", "find", "listing"]


@dataclass(frozen=True)
class Format:
    """A format: its names, what it preserves, and the functions that write it as a file, a folder, or either."""

    name: str
    title: str
    kind: str  # rdf, graph, table or folder
    extensions: tuple[str, ...]
    carries: str
    write: Writer | None = None
    write_folder: FolderWriter | None = None
    within: bool = False  # written into an existing folder


_ALL = "default graph, passages, entailed statements: every question has its answer; loses nothing"
_TRIPLES = "default graph; loses the passages, so who speaks"
_NETWORK = "parallel edges, dates, labels in three languages, names of passages; loses what is no node or edge"
_CELLS = "passages, dates, languages; loses what is entailed"

FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("nquads", "N-Quads, sorted (the form of RDFC-1.0)", "rdf", (".nq",), _ALL, rdf.nquads),
        Format("trig", "TriG", "rdf", (".trig",), _ALL, rdf.trig),
        Format("jsonld", "JSON-LD 1.1, compact", "rdf", (".jsonld",), _ALL, jsonld.jsonld),
        Format(
            "rdf12",
            "RDF 1.2 Turtle, passages as reifiers",
            "rdf",
            (".rdf12.ttl", ".ttl12"),
            "default graph, and the passages of each statement; loses the graphs: GRAPH finds nothing",
            rdf.rdf12,
        ),
        Format(
            "nanopub",
            "Nanopublications (TriG), one per passage",
            "rdf",
            (".nanopub.trig",),
            "passages with speakers and sources; loses register, ontology and what is entailed",
            nanopub.nanopub,
        ),
        Format(
            "nanopub-trusty",
            "Nanopublications (TriG) named by a hash of their content (trusty URIs)",
            "rdf",
            (".trusty.trig",),
            "passages with speakers and sources; loses register, ontology and what is entailed",
            nanopub.trusty,
        ),
        Format("turtle", "Turtle", "rdf", (".ttl",), _TRIPLES, rdf.turtle),
        Format("ntriples", "N-Triples, sorted", "rdf", (".nt",), _TRIPLES, rdf.ntriples),
        Format("rdfxml", "RDF/XML", "rdf", (".rdf", ".owl"), f"{_TRIPLES}, and control characters", rdf.rdfxml),
        Format(
            "treaties",
            "JSON-LD, one nested document per instrument",
            "folder",
            (),
            "instruments with provisions and acts; loses the passages and all other records",
            write_folder=jsonld.treaties,
        ),
        Format("graphml", "GraphML", "graph", (".graphml",), f"{_NETWORK}, control characters", graph.graphml),
        Format(
            "gexf",
            "GEXF 1.3, with spells for Gephi's timeline",
            "graph",
            (".gexf",),
            f"{_NETWORK}, control characters, precision in spells",
            graph.gexf,
        ),
        Format("nodelink", "Node-link JSON (NetworkX, D3)", "graph", (".json",), _NETWORK, graph.nodelink),
        Format("cytoscape", "Cytoscape JSON", "graph", (".cyjs",), _NETWORK, graph.cytoscape),
        Format("dot", "DOT (Graphviz)", "graph", (".dot", ".gv"), f"{_NETWORK}, control characters", graph.dot),
        Format(
            "pajek",
            "Pajek",
            "graph",
            (".net",),
            "parallel edges with their kinds; loses dates, labels and passages",
            graph.pajek,
        ),
        Format(
            "neo4j",
            "Neo4j bulk CSV",
            "folder",
            (),
            f"{_NETWORK}; for importers, no spreadsheets",
            write_folder=property_graph.neo4j,
        ),
        Format("cypher", "Cypher script (Neo4j)", "graph", (".cypher",), _NETWORK, property_graph.cypher),
        Format(
            "kgx-tsv",
            "KGX, tab-separated",
            "folder",
            (),
            f"{_NETWORK}; for importers, no spreadsheets",
            write_folder=property_graph.kgx_tsv,
        ),
        Format("kgx-jsonl", "KGX, JSON Lines", "folder", (), _NETWORK, write_folder=property_graph.kgx_jsonl),
        Format(
            "csv", "CSV: one table, or a folder with all", "table", (".csv",), _CELLS, sheets.csv, sheets.csv_folder
        ),
        Format(
            "tsv", "TSV: one table, or a folder with all", "table", (".tsv",), _CELLS, sheets.tsv, sheets.tsv_folder
        ),
        Format(
            "csv-excel",
            "CSV for Excel, with a byte-order mark",
            "table",
            (".excel.csv",),
            _CELLS,
            sheets.csv_excel,
            sheets.csv_excel_folder,
        ),
        Format("xlsx", "Excel workbook", "table", (".xlsx",), f"{_CELLS}, control characters", sheets.xlsx),
        Format(
            "parquet",
            "Parquet: one table, or a folder (Spark GraphFrames, DuckDB, Polars)",
            "table",
            (".parquet",),
            _CELLS,
            sheets.parquet,
            sheets.parquet_folder,
        ),
        Format(
            "datapackage",
            "Frictionless data package over CSV",
            "folder",
            (),
            f"keys and foreign keys, {_CELLS}",
            write_folder=sheets.datapackage,
        ),
        Format(
            "quickstatements",
            "QuickStatements for Wikidata, to be reviewed",
            "table",
            (".quickstatements.tsv",),
            "full memberships and tenures between records with a Wikidata identifier, with one source each; "
            "loses rival dates and all else",
            quickstatements.quickstatements,
        ),
        Format(
            "dcat",
            "DCAT 3 and VoID description",
            "rdf",
            (".dcat.ttl", ".void.ttl"),
            "description only; loses the data",
            dataset.description,
        ),
        Format(
            "ro-crate",
            "RO-Crate 1.1 for a folder",
            "folder",
            (),
            "description only; loses nothing of the folder",
            write_folder=dataset.rocrate,
            within=True,
        ),
    )
}


def find(name: str) -> Format:
    """Return the format with a name.

    Raises:
        ExportFault: there is none; the message lists similar names, or all.

    >>> find("trig").title
    'TriG'
    """
    if name in FORMATS:
        return FORMATS[name]
    from kg.text.folding import near

    names = near(name, FORMATS)
    hint = f"Did you mean {' or '.join(names)}?" if names else f"Formats: {', '.join(FORMATS)}."
    raise ExportFault(f"No format is named {name}. {hint}")


def by_extension(name: str) -> str:
    """Return the format for a file name, by its longest known extension.

    Raises:
        ExportFault: its extension is unknown; the message lists the known ones.

    >>> by_extension("out/kg.nanopub.trig"), by_extension("KG.TTL")
    ('nanopub', 'turtle')
    """
    lower = name.lower()
    # The longest: .nanopub.trig is also .trig, and .excel.csv also .csv.
    fitting = [(len(e), f.name) for f in FORMATS.values() for e in f.extensions if lower.endswith(e)]
    if fitting:
        return max(fitting)[1]
    extensions = " ".join(sorted(e for f in FORMATS.values() for e in f.extensions))
    raise ExportFault(f"The name {name} tells no format. Name one before it, or use an extension: {extensions}.")


def listing() -> list[tuple[str, str, str, str]]:
    """Return a row for each format: name, title, extensions, what it preserves.

    >>> listing()[6]
    ('turtle', 'Turtle', '.ttl', 'default graph; loses the passages, so who speaks')
    """
    return [(f.name, f.title, " ".join(f.extensions) or "(folder)", f.carries) for f in FORMATS.values()]


def export(
    source: view.Selection | Iterable[Quad] | Snapshot,
    form: str,
    out: BinaryIO | Path,
    *,
    projection: str = "everything",
    table: str = "statements",
    raw: bool = False,
    release: Release | None = None,
    reader: Reader | None = None,
) -> list[str]:
    """Write a view in a format to a stream, a file or a folder; return remarks on what was left out.

    A path with a known extension becomes a file, another one a folder if the format can be written as one. Files
    and folders are written atomically. `table` selects the table of CSV, TSV and Parquet files, `raw` leaves texts
    that look like formulas unmarked there, `reader` avoids compiling the quads again for networks and tables. To
    write several formats, make one `Snapshot` with these choices and pass it each time.

    Raises:
        ExportFault: the format or table is unknown, the path is unsuitable, or a library is missing.
        UnknownProjection: there is no projection of that name.
    """
    chosen = find(form)
    if isinstance(source, Snapshot):
        snapshot = source
    else:
        quads = source.quads if isinstance(source, view.Selection) else source
        snapshot = Snapshot(
            quads,
            projection,
            table,
            raw,
            release or Release(),
            reader,
            given_derived=source.worked_out if isinstance(source, view.Selection) else None,
            given_written=quads if isinstance(quads, Written) else None,
        )
    # The collector skips frozen objects. Otherwise it would traverse the whole network or corpus again and again
    # while rows are created.
    gc.freeze()
    try:
        return _write(chosen, snapshot, out)
    finally:
        gc.unfreeze()


def _write(chosen: Format, snapshot: Snapshot, out: BinaryIO | Path) -> list[str]:
    """Write to a stream, a file, a new folder or an existing one, as the format and the path require."""
    if not isinstance(out, Path):
        if chosen.write is None:
            raise ExportFault(f"{chosen.title} is a folder of files. Name it with -o FOLDER.")
        return chosen.write(snapshot, out)
    # An extension of any format makes it a file: `kg export csv-excel -o x.csv`.
    is_file = out.name.lower().endswith(tuple(e for f in FORMATS.values() for e in f.extensions))
    if chosen.write and (is_file or not chosen.write_folder):
        out.parent.mkdir(parents=True, exist_ok=True)
        with atomic.file(out) as file:
            return chosen.write(snapshot, file)
    assert chosen.write_folder
    # A new folder is put in place whole; one that is described keeps the files that are in it.
    if not chosen.within:
        with atomic.folder(out) as folder:
            remarks = chosen.write_folder(snapshot, folder)
            # A file, or a folder with files that this export does not write, is never replaced.
            if out.exists() and not out.is_dir():
                raise ExportFault(f"{out} is a file, and this format writes a folder. Name another place with -o.")
            own = {path.relative_to(folder) for path in folder.rglob("*")}
            strange = sorted(path.relative_to(out) for path in out.rglob("*") if path.relative_to(out) not in own)
            if strange:
                raise ExportFault(
                    f"{out} holds files that are not of this export: {strange[0]}. "
                    "Name a new or empty folder with -o."
                )
            return remarks
    if not out.is_dir():
        raise ExportFault(f"{out} is no folder. {chosen.title}: name the folder that it describes with -o.")
    return chosen.write_folder(snapshot, out)
