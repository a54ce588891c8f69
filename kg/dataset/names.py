"""Names in three scripts: resolving a name to a record, and searching names and gists.

`Names.find` alone resolves names, for the command line, Python, questions and analyses. No tokenizer folds Persian
and Arabic letter forms, ё and е, or Persian digits, so names and gists are folded before they are indexed, and
queries before they are run.

Beside the names the index has what most commands read of every record and passage: who speaks of what, where and
in which source. From the store it takes ten times as long, a look-up for each term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.dataset.store import DamagedStore
from kg.errors import Error
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import (
    ALT_LABEL,
    ENTAILED,
    GIST,
    IS_PART_OF,
    LABEL,
    REGISTER,
    SHORT_NAME,
    A,
    compact,
    expand,
    is_passage,
    is_record,
    kg,
    namespaces,
    of_source,
    record_iri,
)
from kg.text.folding import fold, joined, near, skeleton, solid, stem, variants

#: The properties whose values are names; the lower number is the better name where two records share one.
NAMING = {LABEL: 0, SHORT_NAME: 0, ALT_LABEL: 1}

#: The properties that describe a passage, in the order of the columns of the index.
PASSAGE = (IS_PART_OF, kg.locator, kg.statedOn, kg.quotedIn, kg.holder)

#: The most words that a search takes: its time grows with their square.
_MOST_WORDS = 100
#: Of more words than these none is left out: they are a text, and every other one would do.
_MOST_WITHOUT_ONE = 20

if TYPE_CHECKING:
    import sqlite3


class NameFault(Error, LookupError):
    """A name of no record (the message lists similar names) or of several (it lists them all)."""


@dataclass(frozen=True)
class Hit:
    """A record found by name: its IRI, the label that matched, its language, and the class of the record."""

    record: str
    label: str
    language: str
    kind: str


@dataclass(frozen=True)
class Mention:
    """A gist in which words were found: its record, text, language and passage, empty for the register.

    It is `whole` if no word is lacking.
    """

    record: str
    gist: str
    language: str
    passage: str
    whole: bool = True


def write_index(quads: Iterable[Quad], path: Path) -> None:
    """Write the index of a view: every label, short name and other spelling, and every gist, folded."""
    import sqlite3

    with sqlite3.connect(path) as base:
        # The file is written once, in a folder that is moved into place when it is complete.
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        _fill(base, quads)
    base.close()


def _fill(base: sqlite3.Connection, quads: Iterable[Quad]) -> None:
    """Create the tables of an index and insert the labels and gists of some quads."""
    base.execute("CREATE TABLE label (record, text, language, other, kind, solid)")
    base.execute(
        "CREATE VIRTUAL TABLE word USING fts5 (folded, joined, bones, tokenize = 'unicode61', prefix = '2 3')"
    )
    base.execute("CREATE TABLE gist (record, text, language, passage)")
    base.execute(
        "CREATE VIRTUAL TABLE phrase USING fts5 (folded, joined, named, tokenize = 'unicode61', content = '')"
    )
    base.execute("CREATE TABLE claim (record, passage, PRIMARY KEY (record, passage)) WITHOUT ROWID")
    base.execute(
        "CREATE TABLE passage (record PRIMARY KEY, source, locator, stated_on, quoted_in, holders) WITHOUT ROWID"
    )
    _insert(base, quads)
    for table, column in (("label", "solid"), ("label", "record"), ("gist", "record")):
        base.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")


def _insert(base: sqlite3.Connection, quads: Iterable[Quad]) -> None:
    """Insert the labels, gists, claims and passages of some quads, which are all of their subjects."""
    kinds: dict[str, str] = {}
    labels: dict[tuple[str, str, str], int] = {}
    gists: dict[tuple[str, str, str, str], None] = {}
    claims: set[tuple[str, str]] = set()
    described: dict[str, dict[NamedNode, list[str]]] = {}
    for quad in quads:
        subject, predicate, value = quad.subject.value, quad.predicate, quad.object
        if predicate in PASSAGE and of_source(subject) and quad.graph_name != DefaultGraph():
            described.setdefault(subject, {}).setdefault(predicate, []).append(value.value)
        elif is_passage(quad.graph_name) and is_record(subject):
            claims.add((subject, quad.graph_name.value))
        if predicate == A and isinstance(value, NamedNode):
            # One kind is shown; that of the store's order would differ from that of the files.
            if quad.graph_name not in (DefaultGraph(), ENTAILED):
                kinds[subject] = min(kinds.get(subject, value.value), value.value)
        elif predicate in NAMING and isinstance(value, Literal):
            label = (subject, value.value, value.language or "")
            labels[label] = min(labels.get(label, 1), NAMING[predicate])
        elif predicate == GIST and isinstance(value, Literal) and quad.graph_name != DefaultGraph():
            passage = "" if quad.graph_name == REGISTER else quad.graph_name.value
            gists[subject, value.value, value.language or "", passage] = None
    _insert_labels(base, [(*label, other, kinds.get(label[0], "")) for label, other in labels.items()])
    _insert_gists(base, gists, _folded_names((record, language, text) for record, text, language in labels))
    base.executemany("INSERT INTO claim VALUES (?, ?)", sorted(claims))
    base.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                passage,
                *(min(values.get(one, [""])) for one in PASSAGE[:-1]),
                " ".join(sorted(values.get(kg.holder, ()))),
            )
            for passage, values in sorted(described.items())
            if IS_PART_OF in values and kg.locator in values
        ),
    )


def _insert_labels(base: sqlite3.Connection, labels: Iterable[tuple[str, str, str, int, str]]) -> None:
    """Insert labels: the record, the text, its language, whether it is another name, and the kind of the record."""
    (last,) = base.execute("SELECT coalesce(max(rowid), 0) FROM label").fetchone()
    for number, (record, text, language, other, kind) in enumerate(labels, last + 1):
        folded = fold(text)
        base.execute(
            "INSERT INTO label (rowid, record, text, language, other, kind, solid) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, record, text, language, other, kind, solid(folded)),
        )
        base.execute(
            "INSERT INTO word (rowid, folded, joined, bones) VALUES (?, ?, ?, ?)",
            (number, folded, joined(folded), skeleton(text)),
        )


def _insert_gists(
    base: sqlite3.Connection, gists: Iterable[tuple[str, str, str, str]], names: Mapping[tuple[str, str], str]
) -> None:
    """Insert gists: the record, the text, its language and the passage; found by the names of the record too."""
    (last,) = base.execute("SELECT coalesce(max(rowid), 0) FROM gist").fetchone()
    for number, (record, text, language, passage) in enumerate(gists, last + 1):
        base.execute(
            "INSERT INTO gist (rowid, record, text, language, passage) VALUES (?, ?, ?, ?, ?)",
            (number, record, text, language, passage),
        )
        base.execute(
            "INSERT INTO phrase (rowid, folded, joined, named) VALUES (?, ?, ?, ?)",
            (number, *_words(text), names.get((record, language), "")),
        )


def _folded_names(labels: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """Return all names of a record in a language, folded, from labels: the record, the language and the text."""
    named: dict[tuple[str, str], list[str]] = {}
    for record, language, text in labels:
        named.setdefault((record, language), []).append(text)
    return {key: fold(" ".join(names)) for key, names in named.items()}


def _words(gist: str) -> tuple[str, str]:
    """Return what of a gist is searched: its words, and those joined."""
    folded = fold(gist)
    return folded, joined(folded)


def replace(base: sqlite3.Connection, record: str, quads: Iterable[Quad]) -> None:
    """Replace what an index has of a record or passage by what is among its quads."""
    for (number,) in base.execute("SELECT rowid FROM label WHERE record = ?", (record,)).fetchall():
        base.execute("DELETE FROM word WHERE rowid = ?", (number,))
    labels = "SELECT record, language, text FROM label WHERE record = ? ORDER BY rowid"
    named = _folded_names(base.execute(labels, (record,)))
    gists = "SELECT rowid, text, language FROM gist WHERE record = ?"
    for number, text, language in base.execute(gists, (record,)).fetchall():
        # A table without content must be told what it is to forget.
        base.execute(
            "INSERT INTO phrase (phrase, rowid, folded, joined, named) VALUES ('delete', ?, ?, ?, ?)",
            (number, *_words(text), named.get((record, language), "")),
        )
    for table in ("label", "gist", "claim", "passage"):
        base.execute(f"DELETE FROM {table} WHERE record = ?", (record,))
    _insert(base, quads)


class Names:
    """The names of a compiled graph: resolving one to a record, and searching names and gists.

    Without the index that `write_index` wrote, one is made in memory when it is first needed.
    """

    def __init__(self, store: Store, index: Path | None = None) -> None:
        self.store = store
        self.index = index

    def claims(self) -> set[tuple[str, str]] | None:
        """Return the pairs of a record and a passage that speaks of it; None without an index on disk."""
        return {(record, passage) for record, passage in self._table("claim")} if self.index else None

    def passages(self) -> list[tuple[str, ...]] | None:
        """Return the passages; None without an index on disk.

        Each is its IRI, its source, its locator, the day of speech, the passage that reports it, both empty where
        there is none, and its holders in order with spaces between them.
        """
        return self._table("passage") if self.index else None

    def written(self, language: str) -> list[tuple[str, str]]:
        """Return the labels and short names in a language, each after what it names."""
        with self._base() as base:
            return base.execute(
                "SELECT record, text FROM label WHERE language = ? AND other = 0", (language,)
            ).fetchall()

    def _table(self, table: str) -> list[tuple[str, ...]]:
        """Return the rows of a table of the index."""
        with self._base() as base:
            return base.execute(f"SELECT * FROM {table}").fetchall()

    def held(self, iri: str) -> bool:
        """Return whether the graph describes an IRI; False for a text that is no IRI."""
        try:
            subject = NamedNode(iri)
        except ValueError:
            return False
        return next(iter(self.store.quads_for_pattern(subject, None, None, DefaultGraph())), None) is not None

    def find(self, name: str, prefix: str = "id") -> str:
        """Return the IRI that a name means.

        Taken in this order: an IRI, a prefixed name, a bare name after the prefix; then a label or short name,
        then an alternative label, as they stand; then the same folded. Of those that are equally like the name,
        records come before the terms of the ontology.

        Raises:
            NameFault: nothing has that name, or several have it alike.
        """
        name = name.strip()
        if self.held(iri := address(name, prefix)):
            return iri
        equal = self._equal(name, prefix)
        if len(equal) == 1:
            return equal[0].record
        if equal:
            several = ", ".join(f"{compact(hit.record)} ({hit.label})" for hit in equal)
            raise NameFault(f"{name} is the name of several records: {several}. Give one by its identifier.")
        raise NameFault(f"No record is named {name}.{self.hint(name, prefix)}")

    def _equal(self, name: str, prefix: str) -> list[Hit]:
        """Return the records that match a name equally well, and better than all others."""
        folded = fold(name)
        if not folded:
            return []
        spaces = list(dict.fromkeys((namespaces()[prefix], record_iri(""))))
        claims: dict[tuple[int, int, int], dict[str, Hit]] = {}
        with self._base() as base:
            rows = base.execute(
                "SELECT record, text, language, other, kind FROM label WHERE solid = ?", (solid(folded),)
            ).fetchall()
        for record, text, language, other, kind in rows:
            namespace = next((n for n, start in enumerate(spaces) if record.startswith(start)), 2)
            alike = (text == name, text.casefold() == name.casefold(), fold(text) == folded, True)
            likeness = alike.index(True)
            claims.setdefault((likeness, namespace, other), {}).setdefault(
                record, Hit(record, text, language, kind)
            )
        return sorted(claims[min(claims)].values(), key=lambda hit: hit.record) if claims else []

    def hint(self, name: str, prefix: str = "id") -> str:
        """Return a sentence of similar names for one that no record has; empty where there are none."""
        names = self._near(name, prefix)
        return f" Near: {', '.join(names)}." if names else ""

    def _near(self, name: str, prefix: str) -> list[str]:
        """Suggest similar names for one that no record has."""
        # A search refuses more words than any name has.
        if 0 < len(fold(name).split()) <= _MOST_WORDS and (hits := self.search(name, 5)):
            return [f"{compact(hit.record)} ({hit.label})" for hit in hits]
        if ":" in name:
            return meant(self.store, address(name, prefix))
        with self._base() as base:
            rows = base.execute("SELECT text, record FROM label WHERE record LIKE ?", (record_iri("%"),))
            labels: dict[str, str] = dict(rows.fetchall())
        namespace = namespaces()[prefix]
        local = {iri[len(namespace) :]: iri for iri in _described(self.store, namespace)}
        shown: dict[str, str] = {}
        for text in near(name, labels | local):
            iri = local.get(text) or labels[text]
            shown.setdefault(iri, compact(iri) if text in local else f"{compact(iri)} ({text})")
        return list(shown.values())

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Find records by name, best first: whole names, then beginnings, then words, then transliterations.

        Raises:
            ValueError: the words hold no letter or digit.
        """
        from rapidfuzz import fuzz

        folded, bones = _searchable(words), skeleton(words)
        condition = _matching(folded)
        if bones:
            condition += " OR bones : (" + " ".join(f'"{word}"' for word in bones.split()) + ")"
        best: dict[str, tuple[tuple[int, ...], Hit]] = {}
        with self._base() as base:
            rows = base.execute(
                "SELECT folded, joined, bones, record, text, language, other, kind"
                " FROM word JOIN label ON label.rowid = word.rowid WHERE word MATCH ?",
                (condition,),
            )
            for label, joined, label_bones, record, text, language, other, kind in rows:
                closeness = min(_closeness(v, label, joined, bones, label_bones) for v in variants(folded))
                # Short names share their consonants with others (Baghaei, Beg): the letters decide between them.
                unlike = 100 - round(fuzz.ratio(folded, label)) if closeness == 4 else 0
                rank = (
                    closeness,
                    unlike,
                    len(label.split()),
                    text.casefold() != words.casefold(),
                    other,
                    len(text),
                )
                if record not in best or rank < best[record][0]:
                    best[record] = (rank, Hit(record, text, language, kind))
        return [hit for _, hit in sorted(best.values(), key=lambda pair: (pair[0], pair[1].record))][:limit]

    def mentions(self, words: str, limit: int = 20) -> list[Mention]:
        """Find gists by words, which count in any form, also in the names of what a gist is of.

        First come those that say least else. Of three words or more each may lack one, where no gist has all.

        Raises:
            ValueError: the words hold no letter or digit.
        """
        sought = _searchable(words).split()
        conditions = [_telling([sought])]
        if 2 < len(sought) <= _MOST_WITHOUT_ONE:
            conditions.append(_telling([sought[:i] + sought[i + 1 :] for i in range(len(sought))]))
        with self._base() as base:
            for condition in conditions:
                rows = base.execute(
                    "SELECT record, text, language, passage FROM phrase JOIN gist ON gist.rowid = phrase.rowid"
                    " WHERE phrase MATCH ? ORDER BY bm25(phrase), record, passage, language LIMIT ?",
                    (condition, limit),
                ).fetchall()
                if rows:
                    whole = condition == conditions[0]
                    return [
                        Mention(record, text, language, passage, whole) for record, text, language, passage in rows
                    ]
        return []

    @contextmanager
    def _base(self) -> Iterator[sqlite3.Connection]:
        """Yield a read-only connection to the index, or to the one in memory."""
        import sqlite3

        if self.index is None:
            yield self._memory
            return
        base = sqlite3.connect(f"{self.index.resolve().as_uri()}?mode=ro", uri=True)
        try:
            yield base
        except sqlite3.DatabaseError as error:
            raise DamagedStore(f"The index {self.index} is damaged ({error}). Run kg build.") from None
        finally:
            base.close()

    @cached_property
    def _memory(self) -> sqlite3.Connection:
        """The index in memory, made when it is first used."""
        import sqlite3

        # SQLite refuses other threads by default: a reader may be opened in one and used in another.
        base = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(
            base,
            (
                naming
                for predicate in (A, *NAMING, GIST)
                for naming in self.store.quads_for_pattern(None, predicate, None)
            ),
        )
        return base


def address(name: str, prefix: str = "id") -> str:
    """Return the IRI that a name spells: itself, a prefixed name, or a bare name after a prefix.

    >>> address("iran"), address("field:energy")
    ('https://w3id.org/iran-russia/id/iran', 'https://w3id.org/iran-russia/field/energy')
    """
    try:
        return expand(name)
    except KeyError:
        return expand(f"{prefix}:{name}")


def _searchable(words: str) -> str:
    """Fold the words of a search.

    Raises:
        ValueError: they hold no letter or digit, or are too many.
    """
    folded = fold(words)
    if not folded:
        raise ValueError("Nothing to search for: the words hold no letter or digit.")
    if len(folded.split()) > _MOST_WORDS:
        raise ValueError(f"More than {_MOST_WORDS} words: leave out those that any text has.")
    return folded


def _matching(folded: str) -> str:
    """Return the FTS5 condition that a text contains the words or words that begin with them, joined or apart."""
    alternatives = (" ".join(f'"{word}"*' for word in variant.split()) for variant in variants(folded))
    return " OR ".join(f"{{folded joined}} : ({words})" for words in alternatives)


def _telling(alternatives: Iterable[Sequence[str]]) -> str:
    """Return the FTS5 condition that a gist and its names contain forms of all words of one of several lists."""
    conditions = {
        " ".join(f'"{word}"' if word.isdigit() else f'"{stem(word)}"*' for word in variant.split()): None
        for words in alternatives
        for variant in variants(" ".join(words))
    }
    return " OR ".join(f"({words})" for words in conditions)


def _closeness(folded: str, label: str, joined: str, bones: str, label_bones: str) -> int:
    """Rank a label from 0, the name itself, to 6, which only shares letters with it."""
    words = {*label.split(), *joined.split()}
    if solid(label) == solid(folded):
        return 0
    if label.startswith(folded + " "):
        return 1
    if set(folded.split()) <= words:
        return 2
    if label.startswith(folded):
        return 3
    if bones and bones == label_bones:
        return 4
    return 5 if all(any(w.startswith(part) for w in words) for part in folded.split()) else 6


#: What has a name of its own: terms and records by their labels, sources and passages by their class. To go through
#: all types, entailed ones among them, takes six times as long.
_DESCRIBED = f"""SELECT DISTINCT ?s WHERE {{
  {{ ?s <{LABEL.value}> ?label }} UNION {{ ?s a <{kg.Source.value}> }} UNION {{ ?s a <{kg.Passage.value}> }}
  FILTER(STRSTARTS(STR(?s), %s))
}}"""


def meant(store: Store, iri: str, count: int = 3) -> list[str]:
    """Return the prefixed names of the terms nearest to one that the graph does not know, best first."""
    namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    local = [term[len(namespace) :] for term in _described(store, namespace)]
    return [compact(namespace + similar) for similar in near(iri[len(namespace) :], local, count)]


def _described(store: Store, namespace: str) -> Iterator[str]:
    """Yield the records and terms of a namespace that a graph describes."""
    for row in store.query(_DESCRIBED % Literal(namespace)):  # type: ignore[union-attr]
        yield row[0].value
