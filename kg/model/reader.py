"""A compiled graph read record by record: names, captions, statements, and who makes them where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from kg.dataset.intervals import Interval, intervals_of
from kg.dataset.names import Names
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    DEFINITION,
    DERIVED,
    ENTAILED,
    ID,
    IS_PART_OF,
    LABEL,
    LANGUAGES,
    NOT_PASSAGES,
    ONTOLOGY,
    REGISTER,
    SHORT_NAME,
    SRC,
    SUBCLASS,
    A,
    compact,
    dcterms,
    kg,
    owl,
)
from kg.text.phrases import foreign, listed, say

T = TypeVar("T")

_DEFAULT = DefaultGraph()


@dataclass(frozen=True)
class Passage:
    """One place in a source, its speakers, and the passage of the one who reports them, if any."""

    iri: str
    source: str
    holders: tuple[str, ...]
    locator: str
    stated_on: str | None
    quoted_in: Passage | None

    @property
    def direct(self) -> bool:
        """Whether the holder speaks here in their own document."""
        return self.quoted_in is None


@dataclass(frozen=True)
class Statement:
    """One property and value of a record with the passages that state it; the register states without one."""

    predicate: str
    value: Value
    passages: tuple[str, ...]


class Reader:
    """Reads records off a compiled store; what was read is kept."""

    def __init__(self, store: Store, names: Names | None = None) -> None:
        self.store = store
        self.names = names or Names(store)
        self._labels: dict[str, dict[str, str]] = {}
        self._passages: dict[str, Passage] = {}
        self._known: dict[Hashable, Any] = {}

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return what was read of the graph under a key, or read and keep it; nobody may change it."""
        if key not in self._known:
            self._known[key] = compute()
        found: T = self._known[key]
        return found

    def quads(self, subject: str) -> list[Quad]:
        """Return the quads of a subject in the named graphs."""
        return self.once(("quads", subject), lambda: self._quads(subject))

    def _quads(self, subject: str) -> list[Quad]:
        found = self.store.quads_for_pattern(NamedNode(subject), None, None, None)
        return [q for q in found if q.graph_name != _DEFAULT]

    def derived(self, subject: str) -> list[Quad]:
        """Return what was worked out about a subject when the graph was compiled."""
        return list(self.store.quads_for_pattern(NamedNode(subject), None, None, DERIVED))

    def interval(self, record: str) -> Interval:
        """Return the days between which a record holds, as compiled; all unknown for a record without dates."""
        return intervals_of(self.derived(record)).get(record, Interval())

    def values(self, subject: str, predicate: NamedNode) -> list[Value]:
        """Return the values of a property, whoever states them, in order."""
        found = self.store.quads_for_pattern(NamedNode(subject), predicate, None, _DEFAULT)
        return sorted((q.object for q in found), key=lambda o: o.value)

    def labels(self, iri: str) -> dict[str, str]:
        """Return the preferred labels of a record or term by language; empty where it has none."""
        if iri not in self._labels:
            found = self.values(iri, LABEL)
            self._labels[iri] = {o.language or "": o.value for o in found if isinstance(o, Literal)}
        return self._labels[iri]

    def alternatives(self, iri: str) -> list[Literal]:
        """Return the other names of a record, each once: short names, then alternative labels."""
        names = [*self.values(iri, SHORT_NAME), *self.values(iri, ALT_LABEL)]
        return [o for o in dict.fromkeys(names) if isinstance(o, Literal)]

    def definitions(self, iri: str) -> dict[str, str]:
        """Return the definitions of a term by language; empty where it has none."""
        return {o.language or "": o.value for o in self.values(iri, DEFINITION) if isinstance(o, Literal)}

    def definition(self, iri: str, language: str = "en") -> str:
        """Return the definition of a term in a language, else in English; an empty text where it has none."""
        definitions = self.definitions(iri)
        return definitions.get(language) or definitions.get("en") or ""

    def kinds(self, iri: str) -> list[str]:
        """Return the classes that a record is stated to have, most specific first, without entailed ones."""
        return self.once(("kinds", iri), lambda: self._kinds(iri))

    def _kinds(self, iri: str) -> list[str]:
        stated = [q.object for q in self.quads(iri) if q.predicate == A and q.graph_name != ENTAILED]
        own = {o.value for o in stated if isinstance(o, NamedNode)}
        return sorted(own, key=lambda c: (-len(self.above(c)), c))

    def above(self, cls: str) -> list[str]:
        """Return a class and its super-classes within the ontology, nearest first."""
        return self._hierarchy.get(cls, [cls])

    @cached_property
    def _hierarchy(self) -> dict[str, list[str]]:
        direct: dict[str, list[str]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, SUBCLASS, None, ONTOLOGY):
            direct[quad.subject.value].append(quad.object.value)
        classes = [q.subject.value for q in self.store.quads_for_pattern(None, A, owl.Class, ONTOLOGY)]
        found = {}
        for cls in classes:
            line, queue = [cls], list(direct[cls])
            while queue:
                parent = queue.pop(0)
                if parent not in line:
                    line.append(parent)
                    queue += direct[parent]
            found[cls] = line
        return found

    def declared(self, cls: str, predicate: NamedNode) -> list[Value]:
        """Return what a class declares with an annotation, or the nearest super-class that declares it."""
        return self.once(("declared", cls, predicate), lambda: self._declared(cls, predicate))

    def _declared(self, cls: str, predicate: NamedNode) -> list[Value]:
        for step in self.above(cls):
            if found := self.values(step, predicate):
                return found
        return []

    def label(self, iri: str, language: str = "en") -> str:
        """Name a record in a language: its label or compiled caption, else its label in another, else its IRI.

        The terms of other vocabularies are called as `kg.text.phrases` says.
        """
        return self.once(("label", iri, language), lambda: self._label(iri, language))

    def short(self, iri: str, language: str = "en") -> str:
        """Name a record by its short name in a language, else as `label` does."""
        return self.short_names(iri).get(language) or self.label(iri, language)

    def short_names(self, iri: str) -> dict[str, str]:
        """Return the short names of a record by language; empty where it has none."""
        return self.once(
            ("short", iri),
            lambda: {o.language or "": o.value for o in self.values(iri, SHORT_NAME) if isinstance(o, Literal)},
        )

    def _label(self, iri: str, language: str) -> str:
        own = self.labels(iri)
        if language in own:
            return own[language]
        if iri.startswith(SRC):
            return self.passage_label(iri, language)
        if not own and language in (words := foreign(iri)):
            return words[language]
        return next((own[tag] for tag in (*LANGUAGES, "") if tag in own), compact(iri))

    def attesting(self, iri: str) -> list[str]:
        """Return the passages that speak of a record as their subject."""
        return self.once(("attesting", iri), lambda: self._attesting(iri))

    def _attesting(self, iri: str) -> list[str]:
        return sorted({q.graph_name.value for q in self.quads(iri) if q.graph_name not in NOT_PASSAGES})

    def passage(self, iri: str) -> Passage:
        """Return a passage with its source, holders and reporters.

        Raises:
            KeyError: the graph holds no description of it.
        """
        if iri not in self._passages:
            said: dict[str, list[str]] = defaultdict(list)
            for quad in self.quads(iri):
                said[quad.predicate.value].append(quad.object.value)
            if IS_PART_OF.value not in said:
                raise KeyError(iri)
            quoted, stated = said[kg.quotedIn.value], said[kg.statedOn.value]
            self._passages[iri] = Passage(
                iri,
                said[IS_PART_OF.value][0],
                tuple(sorted(said[kg.holder.value])),
                said[kg.locator.value][0],
                stated[0] if stated else None,
                self.passage(quoted[0]) if quoted else None,
            )
        return self._passages[iri]

    def origin(self, passage: str) -> frozenset[str]:
        """Return from whom the words of a passage come in the end (`kg.dataset.derived.origins`)."""
        return self.once(("origin", passage), lambda: self._origin(passage))

    def _origin(self, passage: str) -> frozenset[str]:
        stated = self.store.quads_for_pattern(NamedNode(passage), kg.origin, None, DERIVED)
        return frozenset(q.object.value for q in stated)

    def day(self, passage: Passage) -> str:
        """Return the day on which a passage was spoken, else that on which its source appeared, else nothing."""
        issued = self.values(passage.source, dcterms.issued)
        return passage.stated_on or (issued[0].value if issued else "")

    def passage_label(self, iri: str, language: str = "en") -> str:
        """Cite a passage in a line: who says it, as reported by whom, in which source and where.

        For a source, its title.
        """
        titles = self.values(iri, dcterms.title)
        if titles:
            return titles[0].value
        try:
            passage = self.passage(iri)
        except KeyError:
            return compact(iri)
        title = self.passage_label(passage.source, language)
        return f"{self.voices(passage, language)}: {listed((title, passage.locator), language)}"

    def voices(self, passage: Passage, language: str = "en") -> str:
        """Name the holders of a passage, and through whom they are heard."""
        line = [say("and", language).join(self.short(h, language) for h in passage.holders)]
        reporter = passage.quoted_in
        while reporter:
            names = say("and", language).join(self.short(h, language) for h in reporter.holders)
            line.append(f"{say('voice.reported', language)} {names}")
            reporter = reporter.quoted_in
        return listed(line, language)

    def statements(self, iri: str) -> list[Statement]:
        """Return all statements of a record, each with the passages that make it, in a fixed order."""
        found: dict[tuple[str, Value], set[str]] = defaultdict(set)
        for quad in self.quads(iri):
            if quad.graph_name not in (ENTAILED, DERIVED):
                where = quad.graph_name.value
                own = quad.graph_name in NOT_PASSAGES or iri.startswith(SRC)
                found[quad.predicate.value, quad.object] |= set() if own else {where}
        return [
            Statement(predicate, value, tuple(sorted(passages)))
            for (predicate, value), passages in sorted(found.items(), key=lambda i: (i[0][0], str(i[0][1])))
        ]

    def mentions(self, iri: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return the records that point to a record, as (record, predicate, passages)."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, None, NamedNode(iri), None):
            if quad.graph_name not in (_DEFAULT, ENTAILED, DERIVED) and quad.subject.value.startswith(ID):
                where = set() if quad.graph_name == REGISTER else {quad.graph_name.value}
                found[quad.subject.value, quad.predicate.value] |= where
        return [(s, p, tuple(sorted(where))) for (s, p), where in sorted(found.items())]

    def records(self) -> Iterator[str]:
        """Yield every record that the graph speaks of, in order."""
        for iri in sorted({q.subject.value for q in self.store.quads_for_pattern(None, A, None, _DEFAULT)}):
            if iri.startswith(ID):
                yield iri

    def of_class(self, cls: str) -> list[str]:
        """Return the records of a class, sub-classes included (the store entails them)."""
        return sorted(q.subject.value for q in self.store.quads_for_pattern(None, A, NamedNode(cls), _DEFAULT))
