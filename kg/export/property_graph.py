"""Property graphs: bulk CSV files and a Cypher script for Neo4j, and KGX files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from kg import atomic
from kg.export.graph import Attribute, Edge, Node, PropertyGraph, endless, text_of
from kg.export.snapshot import Snapshot, counted
from kg.text.tables import delimited, guarded

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CYPHER = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# Line separators are escaped with the controls: editors and shells break lines at them.
_UNSAFE = re.compile("[\\\\'\x00-\x1f\x7f\u2028\u2029]")
_NEO4J = {str: "string", bool: "boolean", int: "long", float: "double"}
#: Attributes that are lists: names separated by blanks in a network, arrays in Neo4j.
_LISTS = {"passages"}


def neo4j(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write nodes.csv and relationships.csv for `neo4j-admin database import`; passages are arrays."""
    network = PropertyGraph(snapshot.network)
    nodes, edges = list(network.node_types.items()), list(network.edge_types.items())
    formulas = _write_csv(
        folder / "nodes.csv",
        ["id:ID", *_heads(nodes), ":LABEL"],
        ([n.id, *_cells(n.attributes, nodes), label(n)] for n in network.nodes),
    )
    formulas += _write_csv(
        folder / "relationships.csv",
        ["id:string", ":START_ID", ":END_ID", *_heads(edges), ":TYPE"],
        ([e.id, e.source, e.target, *_cells(e.attributes, edges), relation(e)] for e in network.edges),
    )
    return endless(snapshot) + _unmarked(formulas)


def _unmarked(cells: int) -> list[str]:
    """Return a remark on the cells that a spreadsheet would run as formulas."""
    if not cells:
        return []
    return [
        f"{counted(cells, 'cell')} would be read as a formula by a spreadsheet: these files are for importers only."
    ]


def _heads(columns: Iterable[tuple[str, type]]) -> Iterator[str]:
    """Yield the names of columns with their types, as the importer of Neo4j requires."""
    return (f"{k}:string[]" if k in _LISTS else f"{k}:{_NEO4J.get(t, 'string')}" for k, t in columns)


def _cells(attributes: Mapping[str, Attribute], columns: Iterable[tuple[str, type]]) -> Iterator[str]:
    """Yield the values of columns; the items of a list are separated by semicolons."""
    for key, _ in columns:
        text = text_of(attributes[key]) if key in attributes else ""
        yield ";".join(text.split()) if key in _LISTS else text


def _write_csv(path: Path, header: list[str], rows: Iterable[list[str]], delimiter: str = ",") -> int:
    """Write a table; return the number of cells that a spreadsheet would run as formulas."""
    formulas = 0
    with atomic.file(path) as out:
        lines = io.TextIOWrapper(out, encoding="utf-8", newline="")
        lines.write(delimited(header, delimiter))
        for row in rows:
            lines.write(delimited(row, delimiter))
            formulas += sum(guarded(cell) is not cell for cell in row)
        # Detached, the wrapper does not close the stream, which `atomic.file` still needs.
        lines.flush()
        lines.detach()
    return formulas


def label(node: Node) -> str:
    """Return the Neo4j label of a node: the name of its class.

    >>> label(Node("id:sco", {"kind": "kg:IntergovernmentalOrganization"}))
    'IntergovernmentalOrganization'
    """
    return re.sub(r"\W", "_", str(node.attributes.get("kind", "")).rpartition(":")[2], flags=re.ASCII) or "Record"


def relation(edge: Edge) -> str:
    """Return the Neo4j type of an edge: the words of its kind in capitals.

    >>> relation(Edge("id:a", "id:b", "k", {"kind": "kg:requiresApprovalBy"}))
    'REQUIRES_APPROVAL_BY'
    """
    local = str(edge.attributes.get("kind", "")).rpartition(":")[2]
    return re.sub(r"\W", "_", _WORDS.sub("_", local), flags=re.ASCII).upper() or "RELATED"


def cypher(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write a Cypher script that merges nodes and edges by their identifiers, so that it can be run repeatedly."""
    network = PropertyGraph(snapshot.network)
    out.write(b"CREATE CONSTRAINT record_id IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE;\n")
    for node in network.nodes:
        text = f"MERGE (n:Record {{id: {quoted(node.id)}}}) SET n:`{label(node)}`, n += {_map(node.attributes)};\n"
        out.write(text.encode())
    for edge in network.edges:
        ends = f"MATCH (a:Record {{id: {quoted(edge.source)}}}), (b:Record {{id: {quoted(edge.target)}}})"
        link = (
            f"MERGE (a)-[r:`{relation(edge)}` {{id: {quoted(edge.id)}}}]->(b) SET r += {_map(edge.attributes)};\n"
        )
        out.write(f"{ends} {link}".encode())
    return endless(snapshot)


def _map(attributes: Mapping[str, Attribute]) -> str:
    """Write attributes as a Cypher map."""
    entries = []
    for key, attribute in attributes.items():
        if key in _LISTS:
            literal = f"[{', '.join(map(quoted, str(attribute).split()))}]"
        else:
            literal = quoted(attribute) if isinstance(attribute, str) else text_of(attribute)
        entries.append(f"`{key}`: {literal}")
    return f"{{{', '.join(entries)}}}"


def quoted(text: str) -> str:
    r"""Write a Cypher string.

    >>> quoted("it's")
    "'it\\'s'"
    """
    return "'" + _UNSAFE.sub(lambda m: _CYPHER.get(m[0], f"\\u{ord(m[0]):04x}"), text) + "'"


def kgx_tsv(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write nodes.tsv and edges.tsv as KGX reads them."""
    formulas = 0
    for file, elements in _kgx(snapshot).items():
        # In the order of first use: KGX finds columns by name, readers expect its own first.
        header = list(dict.fromkeys(k for row in elements for k in row))
        lines = ([_kgx_cell(row.get(k, "")) for k in header] for row in elements)
        formulas += _write_csv(folder / f"{file}.tsv", header, lines, delimiter="\t")
    return [*endless(snapshot), _BIOLINK, *_unmarked(formulas)]


_BIOLINK = (
    "KGX wants terms of the Biolink model, which has none for international relations: nodes are "
    "biolink:NamedThing, edges biolink:related_to; our own terms are in kind and relation."
)


def _kgx_cell(value: object) -> str:
    """Write a value on one line, without tabs; the items of a list are separated by bars."""
    text = "|".join(value) if isinstance(value, list) else text_of(value)  # type: ignore[arg-type]
    return " ".join(text.split()) if "\t" in text or "\n" in text or "\r" in text else text


def kgx_jsonl(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write nodes.jsonl and edges.jsonl as KGX reads them."""
    for file, elements in _kgx(snapshot).items():
        with atomic.file(folder / f"{file}.jsonl") as out:
            for row in elements:
                out.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
    return [*endless(snapshot), _BIOLINK]


def _kgx(snapshot: Snapshot) -> dict[str, list[dict[str, object]]]:
    """Return nodes and edges with the columns that KGX requires, then our own."""
    network = PropertyGraph(snapshot.network)
    origin = f"infores:{snapshot.release.of(snapshot.listed).corpus.stem}-kg"
    nodes: list[dict[str, object]] = [
        {
            "id": node.id,
            "category": ["biolink:NamedThing"],
            "name": node.attributes.get("label", ""),
            **{key: value for key, value in node.attributes.items() if key != "label"},
        }
        for node in network.nodes
    ]
    edges: list[dict[str, object]] = [
        {
            "id": edge.id,
            "subject": edge.source,
            "predicate": "biolink:related_to",
            "object": edge.target,
            "relation": edge.attributes.get("kind", ""),
            "primary_knowledge_source": origin,
            "publications": str(edge.attributes.get("passages", "")).split(),
            **{key: value for key, value in edge.attributes.items() if key != "passages"},
        }
        for edge in network.edges
    ]
    return {"nodes": nodes, "edges": edges}
