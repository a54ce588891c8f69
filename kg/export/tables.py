"""Tables: statements, passages, holders, sources, records, terms, and one table for each class of records.

Cells have prefixed names of records and terms (`id:iran`), as the graph formats do. The table of statements has
one row for each statement and passage; in the tables of classes several values share a cell, separated by ` | `.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.dataset.written import in_order
from kg.export.snapshot import ExportFault, Snapshot, is_statement, name, title_of
from kg.memoize import memoized
from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import (
    ALT_LABEL,
    IS_PART_OF,
    LABEL,
    LANGUAGES,
    ONTOLOGY,
    RANGE,
    SHORT_NAME,
    A,
    dcterms,
    is_passage,
    kg,
)

Cell = str | bool | int | float | None
Row = tuple[Cell, ...]
BETWEEN = " | "
#: The properties shown in the columns of `_named`, or by the table itself.
_IN_NAMED = {A.value, LABEL.value, ALT_LABEL.value, SHORT_NAME.value}


@dataclass(frozen=True)
class Column:
    """A column: its name, its title, and the type of its cells (string, boolean, integer)."""

    name: str
    title: str
    type: str = "string"
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its columns, a function that yields its rows, its primary key and its foreign keys."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]
    key: str = ""
    links: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [c.name for c in self.columns]


def statements(snapshot: Snapshot) -> Table:
    """Return the table of statements, which reads the quads lazily."""
    columns = (
        Column("record", "The record spoken of", required=True),
        Column("predicate", "The property", required=True),
        Column("value", "The value: a record, a term or a literal's text"),
        Column("type", "iri, or the datatype of the literal", required=True),
        Column("language", "The language of a text"),
        Column("passage", "The passage that states it; empty for the register"),
    )
    links = {"record": ("records", "record"), "passage": ("passages", "passage")}

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        written = snapshot.given_written
        quads = written.in_order() if written else snapshot.quads
        # A list is put into the order in which a store is read; a stream is written as it comes.
        quads = in_order(quads) if isinstance(quads, list) else quads
        return (statement_row(statement) for statement in quads if is_statement(statement))

    return Table("statements", "One row per statement and passage", columns, rows, links=links)


def statement_row(quad: Quad) -> Row:
    """Return a statement as a row.

    >>> statement_row(Quad(NamedNode("x:s"), A, NamedNode("x:C"), NamedNode("x:register")))
    ('<x:s>', 'rdf:type', '<x:C>', 'iri', None, None)
    """
    value = quad.object
    passage = name(quad.graph_name.value) if is_passage(quad.graph_name) else None
    subject, predicate = name(quad.subject.value), name(quad.predicate.value)
    # Datatypes have their own column, so that a program can tell "1" from 1.
    if isinstance(value, Literal):
        return subject, predicate, value.value, name(value.datatype.value), value.language, passage
    return subject, predicate, name(value.value), "iri", None, passage


def passages(snapshot: Snapshot) -> Table:
    """Return the table of passages."""
    columns = (
        Column("passage", "The passage", required=True),
        Column("source", "The source of the passage", required=True),
        Column("locator", "Where in the source"),
        Column("holders", "Who speaks"),
        Column("holder_labels", "The names of those who speak, and through whom they are heard"),
        Column("stated_on", "The day on which the holder spoke, where it differs from publication"),
        Column("quoted_in", "The passage of the one who reports these words"),
        Column("direct", "Whether the holders speak in their own document", "boolean"),
    )
    links = {"source": ("sources", "source"), "quoted_in": ("passages", "passage")}

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        for iri in _passage_iris(snapshot):
            passage = snapshot.reader.passage(iri)
            quoted = name(passage.quoted_in.iri) if passage.quoted_in else None
            holders = BETWEEN.join(map(name, passage.holders))
            voices = snapshot.reader.voices(passage)
            source = name(passage.source)
            yield name(iri), source, passage.locator, holders, voices, passage.stated_on, quoted, passage.direct

    return Table("passages", "Passages and their speakers", columns, rows, "passage", links)


@memoized
def _passage_iris(snapshot: Snapshot) -> list[str]:
    """Return the sorted passages of a snapshot, memoized for all tables."""
    parts = {link.subject for link in snapshot.listed if link.predicate == IS_PART_OF}
    return sorted(part.value for part in parts if is_passage(part))


def holders(snapshot: Snapshot) -> Table:
    """Return the table of holders, with a row for each passage and holder."""
    columns = (
        Column("passage", "The passage", required=True),
        Column("holder", "One who speaks there", required=True),
        Column("label", "The holder's name"),
    )
    links = {"passage": ("passages", "passage")}

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        for passage in _passage_iris(snapshot):
            for holder in snapshot.reader.passage(passage).holders:
                yield name(passage), name(holder), snapshot.reader.label(holder)

    return Table("holders", "Who speaks in which passage", columns, rows, links=links)


_SOURCE = (
    ("language", "The language of the source", dcterms.language.value),
    ("kind", "The kind of source", kg.kind.value),
    ("creator", "Who wrote it", dcterms.creator.value),
    ("publisher", "Who published it", dcterms.publisher.value),
    ("written", "When it was written, where it was made public later", dcterms.created.value),
    ("issued", "When it appeared", dcterms.issued.value),
    ("issued_no_earlier_than", "The earliest day on which it can have appeared", kg.issuedNoEarlierThan.value),
    ("issued_no_later_than", "The latest day on which it can have appeared", kg.issuedNoLaterThan.value),
    ("address", "Its address", kg.address.value),
    ("archive_address", "Where a copy is archived", kg.archiveAddress.value),
    ("extent_seen", "How much of it was read", kg.extentSeen.value),
)


def sources(snapshot: Snapshot) -> Table:
    """Return the table of sources."""
    columns = (
        Column("source", "The source", required=True),
        Column("title", "Its title, in English where it has one; a description of ours stands in square brackets"),
        *(Column(label, title) for label, title, _ in _SOURCE),
    )
    reader = snapshot.reader

    def rows() -> Iterator[Row]:
        """Yield the rows of the table: the sources with passages."""
        for source in sorted({reader.passage(passage).source for passage in _passage_iris(snapshot)}):
            cells = (_joined(reader.values(source, NamedNode(predicate))) for _, _, predicate in _SOURCE)
            yield name(source), title_of(reader, source), *cells

    return Table("sources", "Sources", columns, rows, "source")


def _joined(values: list[NamedNode | Literal]) -> str | None:
    """Join several values into one cell."""
    return BETWEEN.join(term.value if isinstance(term, Literal) else name(term.value) for term in values) or None


def records(snapshot: Snapshot) -> Table:
    """Return the table of all records with their names and classes."""
    columns = (
        *_named("record", "The record"),
        Column("class", "Its class, the most specific first"),
        Column("alternative_labels", "Its other names"),
    )
    reader = snapshot.reader

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        for record in _record_iris(snapshot):
            kinds = BETWEEN.join(map(name, reader.kinds(record)))
            others = BETWEEN.join(sorted(label.value for label in reader.alternatives(record)))
            yield *_names(reader, record), kinds or None, others or None

    return Table("records", "All records", columns, rows, "record")


def _named(key: str, title: str) -> tuple[Column, ...]:
    """Return the columns for the subject of a row: its prefixed name, and its label in each language."""
    others = (Column(f"label_{tag}", f"Its name, {tag}") for tag in LANGUAGES[1:])
    return Column(key, title, required=True), Column("label", "Its name in English"), *others


def _names(reader: Reader, iri: str) -> tuple[str, ...]:
    """Return the cells of the columns of `_named`."""
    return name(iri), *(reader.label(iri, tag) for tag in LANGUAGES)


@memoized
def _record_iris(snapshot: Snapshot) -> list[str]:
    """Return the sorted records of a snapshot, memoized for all tables."""
    return sorted({statement.subject.value for statement in snapshot.listed if is_statement(statement)})


def terms(snapshot: Snapshot) -> Table:
    """Return the table of the ontology's terms: classes, properties, concepts."""
    columns = (
        *_named("term", "The term"),
        Column("kind", "Class, property or concept"),
        Column("definition", "What it means, in English"),
        Column("range", "What its values are"),
    )
    reader = snapshot.reader

    def rows() -> Iterator[Row]:
        """Yield the rows of the table: whatever the ontology gives a label."""
        labels = (label for label in snapshot.listed if label.graph_name == ONTOLOGY and label.predicate == LABEL)
        for term in sorted({label.subject.value for label in labels}):
            kinds = BETWEEN.join(map(name, reader.kinds(term)))
            definition, values = reader.definition(term) or None, _joined(reader.values(term, RANGE))
            yield *_names(reader, term), kinds or None, definition, values

    return Table("terms", "Terms of the ontology", columns, rows, "term")


def of_classes(snapshot: Snapshot) -> Iterator[Table]:
    """Yield a table for each class with records; a record is in the table of its most specific class."""
    members: dict[str, list[str]] = defaultdict(list)
    for record in _record_iris(snapshot):
        kinds = snapshot.reader.kinds(record)
        if kinds:
            members[kinds[0]].append(record)
    for cls, iris in sorted(members.items()):
        yield _of_class(snapshot, cls, iris)


def _of_class(snapshot: Snapshot, cls: str, iris: list[str]) -> Table:
    """Return the table of a class, with a column for each property of its records."""
    reader = snapshot.reader
    records: dict[str, dict[str, list[NamedNode | Literal]]] = {record: defaultdict(list) for record in iris}
    for record, values in records.items():
        for statement in reader.statements(record):
            if statement.predicate not in _IN_NAMED:
                values[statement.predicate].append(statement.value)
    predicates = sorted({predicate for values in records.values() for predicate in values}, key=name)
    columns = (
        *_named("record", "The record"),
        *(Column(name(predicate), reader.label(predicate)) for predicate in predicates),
        Column("passages", "The passages that speak of it"),
    )

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        for record, values in records.items():
            cells = (_joined(values.get(predicate, [])) for predicate in predicates)
            yield *_names(reader, record), *cells, BETWEEN.join(map(name, reader.attesting(record))) or None

    title = f"{reader.label(cls)}: {reader.definition(cls)}".rstrip(": ")
    short = name(cls)
    # A table of a class of ours has its local name; not every system allows a colon in a file name.
    table = short.rpartition(":")[2] if short.startswith("kg:") else short.replace(":", "-")
    return Table(table, title, columns, rows, "record", {"record": ("records", "record")})


def vertices(snapshot: Snapshot) -> Table:
    """Return the nodes of the projection, with the column `id` that GraphFrames requires."""
    from kg.export.graph import PropertyGraph

    network = PropertyGraph(snapshot.network)
    columns = (Column("id", "The node", required=True), *_typed(network.node_types))

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        for node in network.nodes:
            yield node.id, *(node.attributes.get(k) for k in network.node_types)

    return Table("vertices", "Nodes of the projection", columns, rows, "id")


def edges(snapshot: Snapshot) -> Table:
    """Return the edges of the projection, with the columns `src` and `dst` that GraphFrames requires."""
    from kg.export.graph import PropertyGraph

    network = PropertyGraph(snapshot.network)
    ends = (Column("id", "The edge", required=True), Column("src", "Its beginning"), Column("dst", "Its end"))

    def rows() -> Iterator[Row]:
        """Yield the rows of the table."""
        for edge in network.edges:
            yield edge.id, edge.source, edge.target, *(edge.attributes.get(k) for k in network.edge_types)

    links = {"src": ("vertices", "id"), "dst": ("vertices", "id")}
    return Table("edges", "Edges of the projection", (*ends, *_typed(network.edge_types)), rows, "id", links)


def _typed(types: dict[str, type]) -> Iterator[Column]:
    """Yield a column for each attribute of nodes or edges."""
    return (Column(k, k, {bool: "boolean", int: "integer"}.get(t, "string")) for k, t in types.items())


#: The tables that every corpus has, by name.
CORE: dict[str, Callable[[Snapshot], Table]] = {
    "sources": sources,
    "passages": passages,
    "holders": holders,
    "records": records,
    "statements": statements,
    "terms": terms,
}
#: The tables of a network.
NETWORK: dict[str, Callable[[Snapshot], Table]] = {"vertices": vertices, "edges": edges}


def find(snapshot: Snapshot) -> Table:
    """Return the table that a snapshot names.

    Raises:
        ExportFault: there is none; the message lists all tables.
    """
    if make := (CORE | NETWORK).get(snapshot.table):
        return make(snapshot)
    classes = {t.name: t for t in of_classes(snapshot)}
    if snapshot.table in classes:
        return classes[snapshot.table]
    names = ", ".join([*CORE, *NETWORK, *classes])
    raise ExportFault(f"No table is named {snapshot.table}. Tables: {names}.")


def relational(snapshot: Snapshot) -> list[Table]:
    """Return the core tables and those of classes."""
    return [
        *(make(snapshot) for make in CORE.values()),
        *of_classes(snapshot),
    ]


def as_data(cell: Cell) -> Any:
    """Return a cell as written in a table file: Booleans in lower case, an empty text for None.

    >>> as_data(True), as_data(None), as_data("x")
    ('true', '', 'x')
    """
    if cell is None:
        return ""
    return ("true" if cell else "false") if isinstance(cell, bool) else cell
