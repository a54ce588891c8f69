"""A corpus on disk: its files, their quads, and the file and line of each.

A corpus is a folder with `ontology/` and `graphs/`. Turtle files of the ontology are read into the
ontology's graph and those of the register into the register's, so that every quad names its graph.
"""

from __future__ import annotations

import contextlib
import csv
import gc
import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Triple

from kg.corpus.files import FOLDERS, NoCorpus, digest, files, signature, source_key
from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    IS_PART_OF,
    ONTOLOGY,
    RANGE,
    REGISTER,
    XSD,
    A,
    compact,
    dcterms,
    expand,
    is_record,
    kg,
    local_name,
    of_source,
    rdf,
    source_iri,
    xsd,
)

_DATES = (
    (re.compile(r"[0-9]{4}"), xsd.gYear.value),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), xsd.gYearMonth.value),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), xsd.date.value),
)
#: The range of a property whose values are texts in a language.
_TEXT = rdf.langString.value


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong: where, with which record, what, and what to do about it."""

    path: Path
    line: int
    record: str
    message: str
    remedy: str = field(compare=False)
    warning: bool = field(default=False, compare=False)


class CorpusFaults(Error):
    """A corpus that cannot be used, with every fault found."""

    def __init__(self, faults: Iterable[Fault], files: int) -> None:
        self.faults, self.files = sorted(faults), files
        super().__init__(f"{len(self.faults)} faults in {files} files: kg check lists them")


class CorpusChanged(Error):
    """A corpus whose files are no longer those of the store that is read beside them."""


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: creating many long-lived objects is then twice as fast.

    Reading, checking and compiling a corpus make millions of objects, and no circles among them.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass
class Corpus:
    """The parsed files of one corpus.

    `contents` are the bytes that were parsed and `digest` is theirs, so that nothing written to the files
    afterwards passes for what was read. `signature` was taken before the first file was opened, at the time
    `begun` in seconds of the epoch.
    """

    root: Path
    quads_of: dict[Path, list[Quad]]
    contents: dict[Path, bytes] = field(default_factory=dict)
    digest: str = ""
    signature: str = ""
    begun: float = 0

    @property
    def quads(self) -> Iterator[Quad]:
        """Every quad, file by file; those of the ontology and the register are in the graphs named after them."""
        for quads in self.quads_of.values():
            yield from quads

    def relative(self, path: Path) -> Path:
        """Return a file's path within the corpus."""
        return path.relative_to(self.root)

    def text(self, path: Path) -> str:
        """Return the text of a file as it was parsed."""
        return self.contents[path].decode("utf-8")

    @cached_property
    def ontology(self) -> list[Quad]:
        """The quads of `ontology/`."""
        return [quad for quad in self.quads if quad.graph_name == ONTOLOGY]

    @cached_property
    def _places(self) -> dict[tuple[str, str], Path]:
        """The file that describes each subject in each graph; of several, the one that states its type."""
        places: dict[tuple[str, str], Path] = {}
        typed: dict[tuple[str, str], Path] = {}
        for path, quads in self.quads_of.items():
            for quad in quads:
                graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
                places.setdefault((graph, quad.subject.value), path)
                if quad.predicate == A:
                    typed.setdefault((graph, quad.subject.value), path)
        return places | typed

    def address(self, graph: str, subject: str) -> tuple[Path, int]:
        """Find the file and line of a subject's block within a graph (both full IRIs).

        Raises:
            KeyError: no file holds that subject in that graph.
        """
        path = self._places[graph, subject]
        text = self.text(path)
        if path.suffix == ".csv":
            # A row begins with its record; a passage is named like it.
            start = f"id:{subject.rpartition('.')[2]}," if of_source(subject) else compact(subject) + ","
            lines = enumerate(text.split("\n"), 1)
            return path, next((number for number, line in lines if line.startswith(start)), 1)
        inside = compact(graph) if path.suffix == ".trig" and graph else ""
        return path, turtle.line_of(text, compact(subject), inside) or 1


@dataclass(frozen=True)
class Files:
    """The files of a corpus as they were read at one time, unparsed; `faults` are of those that cannot be read."""

    root: Path
    contents: dict[Path, bytes]
    digest: str
    signature: str
    begun: float
    faults: tuple[Fault, ...] = ()


def read(root: Path) -> Files:
    """Read every file of a corpus once.

    Raises:
        NoCorpus: the folder holds no data.
    """
    begun, signed = time.time(), signature(root)
    contents: dict[Path, bytes] = {}
    faults: list[Fault] = []
    paths = files(root)
    if not paths:
        raise NoCorpus(f"{root} holds no data: no Turtle, TriG or CSV file in {', '.join(FOLDERS)}.")
    for path in paths:
        try:
            contents[path] = path.read_bytes()
        except OSError as error:
            message, remedy = f"cannot be read: {error.strerror}", "Correct its rights or its link, or remove it."
            faults.append(Fault(path.relative_to(root), 1, "", message, remedy))
    return Files(root, contents, digest(root, contents), signed, begun, tuple(faults))


def load(root: Path, expected: str = "") -> Corpus:
    """Read every file of a corpus once, and parse what was read.

    Args:
        root: the folder of the corpus.
        expected: the digest that the files must have, where a compiled store is read beside them.

    Raises:
        CorpusChanged: the files have another digest.
        CorpusFaults: files that cannot be read or parsed, all of them.
        NoCorpus: the folder holds no data.
    """
    written = read(root)
    if expected and written.digest != expected:
        raise CorpusChanged("The corpus was changed while it was read; nothing was written. Run the command again.")
    return parsed(written)


def parsed(written: Files) -> Corpus:
    """Parse the files of a corpus that was read.

    Raises:
        CorpusFaults: files that cannot be read or parsed, all of them.
    """
    quads_of, faults = parse(written.root, written.contents)
    if faults or written.faults:
        raise CorpusFaults((*written.faults, *faults), len(written.contents) + len(written.faults))
    in_order = {path: quads_of[path] for path in written.contents}
    return Corpus(written.root, in_order, written.contents, written.digest, written.signature, written.begun)


def parse(
    root: Path, contents: Mapping[Path, bytes], ontology: Iterable[Quad] = ()
) -> tuple[dict[Path, list[Quad]], list[Fault]]:
    """Parse files by their contents, and return the faults of those that cannot be parsed.

    Args:
        root: the folder of the corpus.
        contents: the files.
        ontology: what declares how cells of tables are read, where its files are not among them.
    """
    quads_of: dict[Path, list[Quad]] = {}
    faults: list[Fault] = []
    # Tables come last: the ontology declares how their cells are read.
    classes: _Classes | None = None
    for path in sorted(contents, key=lambda path: path.suffix == ".csv"):
        try:
            if path.suffix != ".csv":
                quads_of[path] = _placed(turtle.read(path, contents[path]), path, contents[path])
            else:
                classes = classes or _Classes([ontology, *quads_of.values()])
                description = quads_of.get(path.with_suffix(".trig"), [])
                quads_of[path] = list(read_table(path, contents[path], classes, description))
        except turtle.ParseFault as fault:
            faults.append(Fault(path.relative_to(root), fault.line, "", fault.message, fault.remedy))
    return quads_of, faults


def _placed(quads: list[Quad], path: Path, data: bytes) -> list[Quad]:
    """Put the quads of a Turtle file into the graph of the ontology or of the register.

    Raises:
        ParseFault: a triple is quoted, or a graph is a blank node: no passage could be cited for it.
    """
    # Looking at every quad is only worth the while where the text has what neither can do without.
    for quad in quads if b"_:" in data or b"<<" in data or b"[" in data else ():
        quoted = isinstance(quad.object, Triple)
        if quoted or isinstance(quad.graph_name, BlankNode):
            mark = b"<<" if quoted else b"_:"
            raise turtle.ParseFault(
                path,
                data.count(b"\n", 0, max(data.find(mark), 0)) + 1,
                "a quoted triple" if quoted else "a block without a name",
                "State it plainly, in the block of the passage that says so.",
            )
    if path.suffix == ".trig":
        return quads
    graph = ONTOLOGY if path.parent.name == "ontology" else REGISTER
    return [Quad(q.subject, q.predicate, q.object, graph) for q in quads if q.graph_name == DefaultGraph()]


class _Classes:
    """What reading a table needs of the ontology: the ranges of properties and the defining links of classes."""

    def __init__(self, files: Iterable[Iterable[Quad]]) -> None:
        self.ranges: dict[str, str] = {}
        self.defining: set[str] = set()
        for quads in files:
            for quad in quads:
                if quad.predicate == RANGE and isinstance(quad.object, NamedNode):
                    self.ranges[quad.subject.value] = quad.object.value
                elif quad.predicate == kg.definingLink:
                    self.defining.add(quad.object.value)


def read_table(path: Path, data: bytes, classes: _Classes, description: list[Quad]) -> Iterator[Quad]:
    """Read a table of records: header cells are terms, each row is a record with a passage named like it.

    Raises:
        ParseFault: an unknown term in the header, a row without a record or with one that has a row already,
            a cell that cannot be read.
    """
    source = NamedNode(source_iri(source_key(path)))
    holders = [q.object for q in description if q.subject == source and q.predicate == dcterms.creator]
    holders = holders or [
        q.object for q in description if q.subject == source and q.predicate.value == dcterms.publisher.value
    ]
    header, *rows = list(_cells(path, data)) or [[]]
    if header[:1] != ["record"]:
        raise turtle.ParseFault(
            path, 1, "the first column is not `record`", "Head it `record`: each row names one."
        )
    columns = [_column(head, classes, path) for head in header[1:]]
    lines: dict[NamedNode, int] = {}
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise turtle.ParseFault(
                path, line, f"{len(row)} cells where the header has {len(header)}", "Fill the row."
            )
        record = _named(row[0], path, line)
        if not is_record(record.value):
            raise turtle.ParseFault(path, line, f"`{row[0]}` is no record", "Name a record such as id:iran.")
        if lines.setdefault(record, line) != line:
            raise turtle.ParseFault(
                path,
                line,
                f"{compact(record.value)} has a row already, on line {lines[record]}",
                "Put what the source says of one record into one row.",
            )
        cells = [
            (column.predicate, _value(cell.strip(), column, path, line))
            for column, text in zip(columns, row[1:], strict=True)
            for cell in ([text] if column.language else text.split("|"))
            if cell.strip()
        ]
        yield from _row(record, source, cells, holders, classes)


@dataclass(frozen=True)
class _Column:
    """A column of a table: its property, the range of that property, and the language of its texts."""

    predicate: NamedNode
    range: str
    language: str = ""


def _column(head: str, classes: _Classes, path: Path) -> _Column:
    """Read a header cell: a term such as `kg:value`, `a`, or a term of texts with their language, `kg:gist@en`."""
    term, at, language = head.strip().partition("@")
    predicate = A if term == "a" else _named(term, path, 1)
    values = classes.ranges.get(predicate.value, "")
    if at and values != _TEXT:
        raise turtle.ParseFault(path, 1, f"`{term}` has no texts in a language", f"Head the column `{term}`.")
    if values == _TEXT and not language:
        raise turtle.ParseFault(
            path, 1, f"`{term}` is without the language of its texts", f"Head the column `{term}@en`."
        )
    return _Column(predicate, values, language)


def _cells(path: Path, data: bytes) -> Iterator[list[str]]:
    """Read the rows of a table."""
    text = turtle.decoded(path, data)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise turtle.ParseFault(
            path, max(reader.line_num, 1), f"cannot be read: {error}", "Correct the quotes on that line."
        ) from None


def _row(
    record: NamedNode,
    source: NamedNode,
    cells: list[tuple[NamedNode, Value]],
    holders: list[Value],
    classes: _Classes,
) -> Iterator[Quad]:
    """Yield the quads of a row: the description of its passage and the statements of its record."""
    key = local_name(record.value)
    passage = NamedNode(f"{source.value}.{key}")
    yield Quad(passage, A, kg.Passage, source)
    yield Quad(passage, IS_PART_OF, source, source)
    yield Quad(passage, kg.locator, Literal(f"row {key}"), source)
    named = [value for predicate, value in cells if predicate == kg.holder]
    for holder in named or holders:
        yield Quad(passage, kg.holder, holder, source)
    for predicate, value in cells:
        if predicate == kg.holder:
            continue
        if predicate.value in classes.defining:
            yield Quad(record, predicate, value, REGISTER)
        else:
            yield Quad(record, predicate, value, passage)


def _named(name: str, path: Path, line: int) -> NamedNode:
    """Read a prefixed name.

    Raises:
        ParseFault: the name has no declared prefix.
    """
    try:
        return NamedNode(expand(name.strip()))
    except (KeyError, ValueError):
        raise turtle.ParseFault(
            path,
            line,
            f"`{name}` is no prefixed name",
            "Write a term such as kg:value, or a record such as id:iran.",
        ) from None


def _value(cell: str, column: _Column, path: Path, line: int) -> Value:
    """Read a cell by the range of its column: a text, an IRI, a typed literal or a date.

    Raises:
        ParseFault: the cell is none of these.
    """
    if column.language:
        return Literal(cell, language=column.language)
    # A slash after the colon is a web address, not a prefixed name.
    if column.predicate == A or re.fullmatch(r"[a-z]+:[^\s/]\S*", cell):
        return _named(cell, path, line)
    if column.range.startswith(XSD):
        return Literal(cell, datatype=NamedNode(column.range))
    for pattern, datatype in _DATES:
        if pattern.fullmatch(cell):
            return Literal(cell, datatype=NamedNode(datatype))
    raise turtle.ParseFault(
        path,
        line,
        f"`{cell}` fits no value of {compact(column.predicate.value)}",
        "Write a prefixed name, a number or a date.",
    )
