"""Making the store of an edited corpus from the store before the edit, where that is certain to be the same.

An edit of sources or codings changes a few quads. A copy of the last good store takes them over, and what is
derived from them is derived again: each unit of the derived layer has noted what it read (`Statements.unit`), so
that those which read something that changed are known, with those that read these. The rest is as it was. Where
the effects of an edit have no such bounds, as with the ontology, the register or a table that takes back a defining
link, there is no update and the whole corpus is compiled.

What an update needs to know besides the quads of the store lies beside them in `state.sqlite`:

- the digest of each file, by which the edited ones are found;
- literals that the store rewrites (1.50 becomes 1.5), as they were written;
- the quads that no passage leads to, which the store does not hold, and the register's quads from tables;
- what each unit has read. Keys are hashes: of two that are equal by chance, one unit too many is derived.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zlib import crc32

from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from kg.corpus import partial
from kg.corpus.files import DESCRIPTION, SHAPES, source_key
from kg.corpus.load import Corpus, Files, parse
from kg.dataset import names, written
from kg.dataset.derived import DERIVING, Derivation
from kg.dataset.derived.statements import Key, Statements, Unit, is_data
from kg.dataset.entailment import Declarations
from kg.dataset.store import Compiled, write_notes
from kg.dataset.view import KEEPS
from kg.errors import Error
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store, Value
from kg.rdf.vocabulary import (
    DERIVED,
    ENTAILED,
    IS_PART_OF,
    IS_REPLACED_BY,
    ONTOLOGY,
    REGISTER,
    VIEW,
    A,
    dcterms,
    is_record,
    kg,
    of_source,
    rdf,
    source_iri,
    xsd,
)

_STATE = "state.sqlite"
#: The folders whose files an update takes over.
_EDITED = ("graphs/sources/", "graphs/coding/")
#: Above so many edited files, or records to derive anew, compiling everything is no slower.
_MOST_FILES, _MOST_UNITS = 100, 4_000
_COMPUTED = (DefaultGraph(), DERIVED, ENTAILED)
_PARTS = (IS_PART_OF, IS_REPLACED_BY)


class Unbounded(Error):
    """An edit whose effects on the compiled store have no known bounds."""


def write_state(folder: Path, corpus: Corpus, selected: Iterable[Quad], reads: Mapping[Unit, set[Key]]) -> None:
    """Write beside a store that was compiled as a whole what an update of it needs to know.

    Raises:
        Unbounded: the store of these quads cannot be updated.
    """
    chosen = set(selected)
    written = _rewritten(chosen)
    with contextlib.closing(sqlite3.connect(folder / _STATE)) as base, base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE TABLE file (path PRIMARY KEY, digest)")
        base.execute("CREATE TABLE quad (kind, key, text)")  # `key`: a source, or what the store holds instead
        base.execute("CREATE TABLE read (what INTEGER, unit INTEGER, PRIMARY KEY (what, unit)) WITHOUT ROWID")
        base.execute("CREATE TABLE deriving (unit INTEGER, subject, PRIMARY KEY (unit, subject)) WITHOUT ROWID")
        digests = ((path.relative_to(corpus.root).as_posix(), data) for path, data in corpus.contents.items())
        base.executemany(
            "INSERT INTO file VALUES (?, ?)", ((path, hashlib.sha256(data).digest()) for path, data in digests)
        )
        left_out = [quad for quad in corpus.quads if quad not in chosen]
        rows = [
            (source_key(path), quad)
            for path, quads in corpus.quads_of.items()
            if path.suffix == ".csv"
            for quad in quads
            if quad.graph_name == REGISTER
        ]
        _insert(base, "left out", (("", quad) for quad in left_out))
        _insert(base, "row", rows)
        _insert(base, "written", written.items())
        _note(base, reads)


def _insert(base: sqlite3.Connection, kind: str, quads: Iterable[tuple[str, Quad]]) -> None:
    """Insert quads of one kind into the state of a store, each under a key."""
    values = ((kind, key, f"{quad} .") for key, quad in quads)
    base.executemany("INSERT INTO quad VALUES (?, ?, ?)", values)


def _quads_of(base: sqlite3.Connection, kind: str, key: str | None = None) -> list[tuple[str, Quad]]:
    """Return the quads of one kind in the state of a store, all or those under one key, each with its key."""
    chosen = "" if key is None else "AND key = ?"
    rows = base.execute(
        f"SELECT key, text FROM quad WHERE kind = ? {chosen}", (kind,) if key is None else (kind, key)
    ).fetchall()
    quads = parse_rdf("\n".join(text for _, text in rows), format=RdfFormat.N_QUADS)
    return [(key, quad) for (key, _), quad in zip(rows, quads, strict=True)]


def _note(base: sqlite3.Connection, reads: Mapping[Unit, set[Key]]) -> None:
    """Write what units have read into the state of a store, in the order of its keys, where nothing is moved."""
    base.executemany(
        "INSERT OR IGNORE INTO read VALUES (?, ?)",
        sorted({(_hash(key), unit) for name, keys in reads.items() for unit in [_hash(name)] for key in keys}),
    )
    base.executemany(
        "INSERT OR IGNORE INTO deriving VALUES (?, ?)",
        sorted((_hash(unit), unit[1]) for unit in reads if unit[0] == DERIVING),
    )


def _hash(key: Key) -> int:
    """Return a number for a key, the same in every process."""
    return crc32((key if isinstance(key, str) else "\0".join(key)).encode())


def _stored(quads: Iterable[Quad]) -> list[Quad]:
    """Return quads as a store holds them, which rewrites numbers."""
    store = Store()
    store.bulk_extend(quads)
    return list(store)


def _rewritten(quads: Iterable[Quad]) -> dict[str, Quad]:
    """Return the quads that a store rewrites, by the text of what it holds instead."""
    plain = (xsd.string, rdf.langString)
    typed = [quad for quad in quads if isinstance(quad.object, Literal) and quad.object.datatype not in plain]
    alike = set(_stored(typed))
    if len(alike) < len(set(typed)):
        raise Unbounded("one value is written in two ways")
    return {str(_stored([quad])[0]): quad for quad in typed if quad not in alike}


class StoredStatements(Statements):
    """The statements of a compiled store, looked up when they are needed; the ontology's are in memory."""

    def __init__(self, store: Store, ontology: Iterable[Quad], written: Mapping[str, Quad]) -> None:
        super().__init__(ontology)
        self.store = store
        self.written = written
        self._looked_up: dict[str, dict[str, list[tuple[Value, str]]]] = {}

    def stated_by(self, subject: NamedNode) -> list[Quad]:
        """Return what is stated of a subject, as it was written."""
        return [
            self.written.get(str(quad), quad)
            for quad in self.store.quads_for_pattern(subject, None, None, None)
            if quad.graph_name not in _COMPUTED
        ]

    def _of(self, subject: str) -> dict[str, list[tuple[Value, str]]]:
        """Look up what is stated of a subject in the store."""
        if not is_data(subject):
            return super()._of(subject)
        if subject not in self._looked_up:
            predicates: dict[str, list[tuple[Value, str]]] = {}
            for quad in self.stated_by(NamedNode(subject)):
                predicates.setdefault(quad.predicate.value, []).append((quad.object, quad.graph_name.value))
            self._looked_up[subject] = predicates
        return self._looked_up[subject]

    def _towards(self, value: str, predicate: str) -> Iterable[str]:
        """Look up the subjects from which a property leads to an IRI in the store."""
        return [
            quad.subject.value
            for quad in self.store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value), None)
            if quad.graph_name not in _COMPUTED
        ]


def edited(base: Compiled, files: Files | Corpus) -> list[str]:
    """Return the paths within the corpus of the files that differ from those of a store, removed ones too.

    Raises:
        Unbounded: the store has no state, or the files are not of sources and codings alone, or too many.
    """
    try:
        with contextlib.closing(_open_state(base.path)) as state:
            before = dict(state.execute("SELECT path, digest FROM file"))
    except sqlite3.DatabaseError:
        raise Unbounded("no state") from None
    now = {
        path.relative_to(files.root).as_posix(): hashlib.sha256(data).digest()
        for path, data in files.contents.items()
    }
    changed = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    if len(changed) > _MOST_FILES or not are_of_sources(changed):
        raise Unbounded("not of sources and codings alone")
    return changed


def are_of_sources(paths: Iterable[str]) -> bool:
    """Return whether all of some files, by their paths within the corpus, hold sources or codings."""
    return all(path.startswith(_EDITED) for path in paths)


def spoken_of(base: Compiled, changed: Iterable[str]) -> set[NamedNode]:
    """Return the records, sources and passages that some files of a store spoke of.

    Raises:
        DamagedStore: it cannot be read.
    """
    store = base.open()
    subjects: set[NamedNode] = set()
    for source in {NamedNode(source_iri(source_key(Path(path)))) for path in changed}:
        subjects |= {quad.subject for quad in _of_source(store, source)}
    return subjects


def _of_source(store: Store, source: NamedNode) -> list[Quad]:
    """Return the quads in the blocks of a source and of its passages."""
    quads = list(store.quads_for_pattern(None, None, None, source))
    for passage in {quad.subject for quad in quads} - {source}:
        quads += store.quads_for_pattern(None, None, None, passage)
    return quads


def _open_state(folder: Path) -> sqlite3.Connection:
    """Open the state of a store for reading."""
    return sqlite3.connect(f"{(folder / _STATE).resolve().as_uri()}?mode=ro", uri=True)


def update(
    base: Compiled, files: Files | Corpus, folder: Path, *, unchecked: bool = False, also: Iterable[str] = ()
) -> None:
    """Write into a folder the store of edited files, from the store of the whole corpus before the edit.

    Args:
        base: the store before the edit, of a corpus without errors.
        files: the edited ones among all others.
        folder: an empty one.
        unchecked: whether the edit is still to be checked.
        also: files to check besides those that were edited, by their paths within the corpus.

    Raises:
        Unbounded: only compiling everything is certain to give the right store, or only checking everything
            that the edit is sound.
        DamagedStore, RuntimeError, OSError, sqlite3.DatabaseError: the store before the edit cannot be read.
    """
    changed = edited(base, files)
    _copy(base.path, folder)
    store = Store(str(folder / "store"))
    with (
        contextlib.closing(sqlite3.connect(folder / _STATE)) as state,
        contextlib.closing(sqlite3.connect(folder / "names.sqlite")) as index,
    ):
        for database in (state, index):
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
        edit = _Update(store, state, index, files)
        with state, index:
            edit.run(changed, also if unchecked else None)
    store.flush()
    del store
    if noted := written.Noted.of(base.path):
        noted.replace(edit.written.values(), edit.replaced, edit.replacing)
        noted.write(folder)
    del edit
    write_notes(folder, base.notes)


def is_sound(base: Compiled, files: Files | Corpus, paths: Iterable[str]) -> bool:
    """Return whether some files of a corpus that is that of a store surely have no faults, warnings included.

    Args:
        base: the store.
        files: all files.
        paths: those to check, of sources and codings, by their paths within the corpus.

    Raises:
        Unbounded: only checking everything can say so.
        DamagedStore, sqlite3.DatabaseError: the store cannot be read.
    """
    with (
        contextlib.closing(_open_state(base.path)) as state,
        contextlib.closing(sqlite3.connect(":memory:")) as none,
    ):
        unchanged = _Update(base.open(), state, none, files)
        unchanged.read(paths)
        return unchanged.is_sound()


def _copy(base: Path, folder: Path) -> None:
    """Copy a store; its tables of sorted strings, which RocksDB never writes again, are linked where that works."""
    (folder / "store").mkdir()
    for path in (base / "store").iterdir():
        target = folder / "store" / path.name
        if path.suffix == ".sst":
            with contextlib.suppress(OSError):
                os.link(path, target)
                continue
        if not path.name.startswith("LOG"):
            shutil.copyfile(path, target)
    for name in ("names.sqlite", _STATE):
        shutil.copyfile(base / name, folder / name)


class _Update:
    """One update of a copy of a store."""

    def __init__(
        self, store: Store, state: sqlite3.Connection, index: sqlite3.Connection, files: Files | Corpus
    ) -> None:
        self.store = store
        self.state = state
        self.index = index
        self.files = files
        # No update changes the ontology, and its files are parsed faster than a store yields its quads.
        folder = files.root / "ontology"
        ontology = {path: data for path, data in files.contents.items() if path.parent == folder}
        self.parsed, _ = parse(files.root, ontology)
        self.ontology = [quad for quads in self.parsed.values() for quad in quads]
        self.written = dict(_quads_of(state, "written"))
        self.left_out = {quad for _, quad in _quads_of(state, "left out")}
        #: What the edit takes from the stated quads and adds to them, as they are written in the files.
        self.removed: set[Quad] = set()
        self.added: set[Quad] = set()
        #: What is derived and entailed anew: as the store held it, and as it is written now.
        self.replaced: set[Quad] = set()
        self.replacing: list[Quad] = []
        #: All that the edited files stated before, and their quads now.
        self.before: set[Quad] = set()
        self.after: dict[Path, list[Quad]] = {}

    def run(self, changed: list[str], also: Iterable[str] | None) -> None:
        """Take over the edit of some files; check it together with other files, unless these are None."""
        view = NamedNode(f"{VIEW}all")
        for predicate in KEEPS:
            if any(self.store.quads_for_pattern(view, predicate, None, ONTOLOGY)):
                raise Unbounded("the view of everything leaves something out")
        left_out, written = set(self.left_out), dict(self.written)
        with_rows = self.read([*changed, *(also or ())])
        removed, added = set(self.removed), set(self.added)
        self._state(removed, added)
        self._mention([*_records(added), *filter(self._is_spoken_of, with_rows)])
        self._forget(_records(removed))
        if also is not None and not self.is_sound():
            raise Unbounded("a fault, or what only checking everything can judge")
        self._complete(self._derive())
        for name in changed:
            self.state.execute("DELETE FROM file WHERE path = ?", (name,))
            if (content := self.files.contents.get(self.files.root / name)) is not None:
                self.state.execute("INSERT INTO file VALUES (?, ?)", (name, hashlib.sha256(content).digest()))
        for kind, before, after in (("left out", left_out, self.left_out), ("written", written, self.written)):
            if before != after:
                self.state.execute("DELETE FROM quad WHERE kind = ?", (kind,))
                pairs = after.items() if isinstance(after, dict) else (("", quad) for quad in after)
                _insert(self.state, kind, pairs)

    def is_sound(self) -> bool:
        """Return whether the edit surely breaks nothing."""
        root = self.files.root
        beside, _ = parse(root, {root / DESCRIPTION: self.files.contents.get(root / DESCRIPTION, b"")})
        beside |= {root / SHAPES: self.parsed.get(root / SHAPES, [])}
        part = partial.Part(root, self.after | beside, self.files.contents)
        edit = partial.Edit(part, self.before, self._statements, self.ontology, self._rows)
        return partial.is_sound(edit)

    def _rows(self) -> list[Quad]:
        """Return the register's statements from tables."""
        return [quad for _, quad in _quads_of(self.state, "row")]

    def _statements(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: Value | None = None,
        graph: NamedNode | None = None,
    ) -> list[Quad]:
        """Find statements of the corpus by any of their terms, as they were written."""
        stored = [
            self.written.get(str(quad), quad) if isinstance(quad.object, Literal) else quad
            for quad in self.store.quads_for_pattern(subject, predicate, value, graph)
            if quad.graph_name not in _COMPUTED
        ]
        return stored + [
            quad
            for quad in self.left_out
            if subject in (None, quad.subject)
            and predicate in (None, quad.predicate)
            and value in (None, quad.object)
            and graph in (None, quad.graph_name)
        ]

    def read(self, paths: Iterable[str]) -> set[NamedNode]:
        """Read the sources of some files, and note what they state other than before.

        Returns:
            the records of which their tables state new defining links.
        """
        contents: dict[str, dict[Path, bytes]] = {source_key(Path(path)): {} for path in paths}
        for path, data in self.files.contents.items():
            key = source_key(path)
            if key in contents and path.relative_to(self.files.root).as_posix().startswith(_EDITED):
                contents[key][path] = data
        return {record for key, files in contents.items() for record in self._read_source(key, files)}

    def _read_source(self, key: str, contents: Mapping[Path, bytes]) -> set[NamedNode]:
        """Read a source with its table, and note what it states other than before.

        Returns:
            the records of which its table states new defining links.
        """
        source = NamedNode(source_iri(key))
        quads_of, faults = parse(self.files.root, contents, self.ontology)
        every = {quad for quads in quads_of.values() for quad in quads}
        rows = {quad for quad in every if quad.graph_name == REGISTER}
        rows_before = {quad for _, quad in _quads_of(self.state, "row", key)}
        if faults or rows_before - rows:
            raise Unbounded("a file cannot be parsed, or a table takes back a defining link")
        for quad in every - rows:
            elsewhere = quad.predicate == IS_PART_OF and quad.graph_name == source and quad.object != source
            if elsewhere or not _is_of(quad, source) or not isinstance(quad.subject, NamedNode):
                raise Unbounded("a file states more than its source")
        unselected = {quad for quad in self.left_out if _is_of(quad, source)}
        _insert(self.state, "row", ((key, quad) for quad in rows - rows_before))
        self.left_out |= {quad for quad in rows - rows_before if not self._holds(quad)}
        passages = {quad.subject for quad in every if quad.predicate == IS_PART_OF and quad.graph_name == source}
        described = {quad.object for quad in every if quad.predicate == kg.quotedIn} | passages
        described |= {source} if passages else set()
        selected = {
            quad
            for quad in every - rows
            if quad.graph_name in passages or (quad.graph_name == source and quad.subject in described)
        }
        before = {self.written.get(str(quad), quad) for quad in _of_source(self.store, source)}
        self.before |= before | unselected | rows_before
        self.after |= quads_of
        self.left_out = self.left_out - unselected | every - rows - selected
        self.removed |= before - selected
        self.added |= selected - before
        return {quad.subject for quad in rows - rows_before}

    def _held(self, quad: Quad) -> Quad:
        """Return a quad as the store holds it."""
        return _stored([quad])[0] if isinstance(quad.object, Literal) else quad

    def _holds(self, quad: Quad) -> bool:
        """Return whether the store holds a quad."""
        held = self._held(quad)
        return any(self.store.quads_for_pattern(held.subject, held.predicate, held.object, held.graph_name))

    def _state(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take stated quads from the store and add others."""
        for quad in removed:
            held = self._held(quad)
            self.written.pop(str(held), None)
            self.store.remove(held)
        for quad in added:
            held = self._held(quad)
            if self._holds(held):
                raise Unbounded("one value is written in two ways")
            self.store.add(held)
            if held != quad:
                self.written[str(held)] = quad

    def _is_spoken_of(self, record: NamedNode) -> bool:
        """Return whether a passage, a source or the description of the corpus mentions a record itself."""
        spoken = (
            quad.graph_name
            for subject, value in ((record, None), (None, record))
            for quad in self.store.quads_for_pattern(subject, None, value, None)
        )
        if any(isinstance(graph, NamedNode) and of_source(graph.value) for graph in spoken):
            return True
        corpora = {quad.subject for quad in self.store.quads_for_pattern(None, A, kg.Corpus, REGISTER)}
        return record in corpora or any(
            quad.subject in corpora
            for quad in self.store.quads_for_pattern(None, dcterms.creator, record, REGISTER)
        )

    def _entry(self, record: NamedNode) -> list[Quad]:
        """Return the entry of a record in the register, as the store has it."""
        return list(self.store.quads_for_pattern(record, None, None, REGISTER))

    def _mention(self, records: Iterable[NamedNode]) -> None:
        """Add the entries of records that are mentioned from now on, and of all that these lead to."""
        entries: dict[NamedNode, set[Quad]] = defaultdict(set)
        for quad in self.left_out:
            if quad.graph_name == REGISTER:
                entries[quad.subject].add(quad)
        queue = list(dict.fromkeys(records))
        for record in queue:  # the list grows while it is walked
            entry = entries.pop(record, set())
            self.left_out -= entry
            self.added |= entry
            self._state((), entry)
            leading = [quad.object for quad in entry if isinstance(quad.object, NamedNode)]
            if entry or self._entry(record):
                leading += [
                    part
                    for part, quads in entries.items()
                    if any(quad.predicate in _PARTS and quad.object == record for quad in quads)
                ]
            queue += [other for other in dict.fromkeys(leading) if other in entries and other not in queue]

    def _forget(self, records: Iterable[NamedNode]) -> None:
        """Leave out the entries of records to which nothing leads any more.

        Those that the edit mentions less are candidates, with those to which only they lead. Of these, the ones
        stay to which an entry leads that stays.
        """
        candidates = [record for record in records if self._entry(record) and not self._is_spoken_of(record)]
        for record in candidates:  # the list grows while it is walked
            leading = [quad.object for quad in self._entry(record) if isinstance(quad.object, NamedNode)]
            for predicate in _PARTS:
                parts = self.store.quads_for_pattern(None, predicate, record, REGISTER)
                leading += [quad.subject for quad in parts]
            for other in dict.fromkeys(leading):
                if other not in candidates and self._entry(other) and not self._is_spoken_of(other):
                    candidates.append(other)
        doubtful = set(candidates)
        while staying := {record for record in doubtful if self._is_led_to(record, doubtful)}:
            doubtful -= staying
        for record in doubtful:
            entry = {self.written.get(str(quad), quad) for quad in self._entry(record)}
            self.left_out |= entry
            self.removed |= entry
            self._state(entry, ())

    def _is_led_to(self, record: NamedNode, doubtful: set[NamedNode]) -> bool:
        """Return whether an entry of the register leads to a record, other than those of doubtful records."""
        from_links = (quad.subject for quad in self.store.quads_for_pattern(None, None, record, REGISTER))
        parts = (quad for quad in self._entry(record) if quad.predicate in _PARTS)
        wholes = (quad.object for quad in parts if isinstance(quad.object, NamedNode) and self._entry(quad.object))
        return any(other not in doubtful for other in (*from_links, *wholes))

    def _derive(self) -> set[NamedNode]:
        """Derive again what follows from what has changed, and return the subjects of which something changes."""
        both = self.removed & self.added
        change = (self.removed | self.added) - both
        if not all(is_data(quad.subject.value) for quad in change):
            raise Unbounded("a statement of a term")
        stale = {_hash(key) for quad in change for key in Statements.read_of(quad)}
        queue = list(stale)
        for what in queue:  # the list grows while it is walked
            for (unit,) in self.state.execute("SELECT unit FROM read WHERE what = ?", (what,)):
                if unit not in stale:
                    stale.add(unit)
                    queue.append(unit)
        subjects = {quad.subject.value for quad in change}
        for unit in stale:
            subjects |= {
                row[0] for row in self.state.execute("SELECT subject FROM deriving WHERE unit = ?", (unit,))
            }
        if len(subjects) > _MOST_UNITS:
            raise Unbounded("too much follows from it")
        statements = StoredStatements(self.store, self.ontology, self.written)
        derivation = Derivation(statements)
        before = {quad for subject in subjects for quad in self._derived_before(NamedNode(subject))}
        described = [subject for subject in sorted(subjects) if statements.about(subject)]
        worked_out = [quad for subject in described for quad in derivation.of(subject)]
        after = set(_stored(worked_out))
        self.replaced |= before
        self.replacing += worked_out
        for quad in before - after:
            self.store.remove(quad)
        self.store.extend(after - before)
        _note(self.state, statements.reads)
        return {quad.subject for quad in (*change, *(before ^ after))}

    def _derived_before(self, subject: NamedNode) -> Iterator[Quad]:
        """Yield the derived quads of a record or passage in the store, with its findings and their parts."""
        yield from self.store.quads_for_pattern(subject, None, None, DERIVED)
        for finding in self.store.quads_for_pattern(None, kg.onRecord, subject, DERIVED):
            yield from self.store.quads_for_pattern(finding.subject, None, None, DERIVED)
            for link in (kg.sideOf, kg.accountOf):
                for part in self.store.quads_for_pattern(None, link, finding.subject, DERIVED):
                    yield from self.store.quads_for_pattern(part.subject, None, None, DERIVED)

    def _complete(self, subjects: set[NamedNode]) -> None:
        """Bring the default graph, the entailed graph and the index of names up to date for some subjects."""
        declared = Declarations(self.ontology)
        for subject in subjects:
            before, named = set(), []
            for quad in self.store.quads_for_pattern(subject, None, None, None):
                if quad.graph_name in (DefaultGraph(), ENTAILED):
                    before.add(quad)
                else:
                    named.append(quad)
            entailed = declared.entail(named)
            after = {Quad(*triple, graph) for triple in entailed for graph in (ENTAILED, DefaultGraph())}
            after |= {Quad(quad.subject, quad.predicate, quad.object) for quad in named}
            for quad in before - after:
                self.store.remove(quad)
            self.store.extend(after - before)
            self.replaced |= {quad for quad in before if quad.graph_name == ENTAILED}
            as_written = [self.written.get(str(quad), quad) for quad in named]
            self.replacing += (Quad(*triple, ENTAILED) for triple in declared.entail(as_written))
            names.replace(self.index, subject.value, named)


def _is_of(quad: Quad, source: NamedNode) -> bool:
    """Return whether a quad is in the block of a source or of one of its passages."""
    graph = quad.graph_name
    return graph == source or (isinstance(graph, NamedNode) and graph.value.startswith(f"{source.value}."))


def _records(quads: Iterable[Quad]) -> list[NamedNode]:
    """Return the records that quads mention."""
    terms = dict.fromkeys(term for quad in quads for term in (quad.subject, quad.object))
    return [term for term in terms if isinstance(term, NamedNode) and is_record(term.value)]
