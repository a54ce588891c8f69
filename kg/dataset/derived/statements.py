"""A view's statements in memory by subject and predicate, from which compiling derives others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode, Quad, Value
from kg.rdf.vocabulary import IS_PART_OF, ONTOLOGY, SUBCLASS, A, code, dcterms, is_record, kg, of_source

_CODING = code.project_coding.value
#: Marks what is read of an IRI from its other end: who or what leads to it by a property.
TOWARDS = "<-"


def is_data(iri: str) -> bool:
    """Return whether an IRI names a record, a source or a passage, and no term of the ontology."""
    return is_record(iri) or of_source(iri)


@dataclass(frozen=True)
class Place:
    """A passage as the derived layer needs it: its source, its holders, and the passage that reports it."""

    iri: str
    source: str
    holders: tuple[str, ...]
    quoted_in: str | None
    day: str | None  # the day of speech, else of publication, in its own precision
    coding: bool


#: A unit of the derived layer: the function that computes it, and the record, passage or agent it is about.
Unit = tuple[str, str]
#: What a unit reads: another unit, a subject, a property of a subject, or what leads to a value by a property.
Key = str | tuple[str, str] | tuple[str, str, str]
T = TypeVar("T")


class Statements:
    """The quads of a view by subject and predicate; each value comes with the graph that states it.

    IRIs are strings here: compiling reads every quad once, and strings hash faster than nodes.

    What is derived of one record is a unit (`unit`). A unit notes what it reads (`reads`), so that after an edit
    those units are computed again, and no others, that have read something that changed. The ontology is not
    noted: with it everything is computed again.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.by_subject: dict[str, dict[str, list[tuple[Value, str]]]] = {}
        self._pointing: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._lines: dict[str, list[str]] = {}
        self._units: dict[Unit, Any] = {}
        self._reading: set[Key] = set()
        self.reads: dict[Unit, set[Key]] = {}
        for quad in quads:
            self._add(quad)

    def _add(self, quad: Quad) -> None:
        """Index a quad by its subject and its object."""
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        predicates = self.by_subject.setdefault(subject, {})
        predicates.setdefault(predicate, []).append((value, quad.graph_name.value))
        if isinstance(value, NamedNode):
            self._pointing[value.value][predicate].append(subject)

    @staticmethod
    def read_of(quad: Quad) -> Iterator[Key]:
        """Yield the keys under which units note that they read a quad, or looked for one like it."""
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        yield subject
        yield subject, predicate
        if isinstance(value, NamedNode):
            yield TOWARDS, predicate, value.value

    def unit(self, kind: str, about: str, compute: Callable[[str], T]) -> T:
        """Compute a unit of the derived layer once, and note what it reads."""
        name = kind, about
        self._reading.add(name)
        if name not in self._units:
            outer, self._reading = self._reading, set()
            try:
                self._units[name] = compute(about)
                self.reads[name] = self._reading
            finally:
                self._reading = outer
        value: T = self._units[name]
        return value

    def about(self, subject: str) -> dict[str, list[tuple[Value, str]]]:
        """Return what is stated of a subject, by predicate."""
        self._reading.add(subject)
        return self._of(subject)

    def stated(self, subject: str, predicate: str) -> list[tuple[Value, str]]:
        """Return the values of a property with the graphs that state them."""
        if is_record(subject):
            self._reading.add((subject, predicate))
        elif of_source(subject):
            self._reading.add(subject)
        return self._of(subject).get(predicate, [])

    def values(self, subject: str, predicate: str) -> list[Value]:
        """Return the distinct values of a property, whoever states them, in order."""
        stated = self.stated(subject, predicate)
        if len(stated) < 2:  # nearly always: sorting nothing took a tenth of a compile
            return [value for value, _ in stated]
        return sorted({value for value, _ in stated}, key=lambda v: (v.value, str(v)))

    def links(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs to which a property leads, in order."""
        stated = self.stated(subject, predicate)
        if len(stated) < 2:
            return [linked.value for linked, _ in stated if isinstance(linked, NamedNode)]
        return sorted({linked.value for linked, _ in stated if isinstance(linked, NamedNode)})

    def sources_of(self, value: str, predicate: str) -> list[str]:
        """Return the subjects from which a property leads to an IRI, in order."""
        self._reading.add((TOWARDS, predicate, value))
        return sorted(set(self._towards(value, predicate)))

    def _of(self, subject: str) -> dict[str, list[tuple[Value, str]]]:
        """Look up what is stated of a subject."""
        return self.by_subject.get(subject, {})

    def _towards(self, value: str, predicate: str) -> Iterable[str]:
        """Look up the subjects from which a property leads to an IRI."""
        return self._pointing.get(value, {}).get(predicate, ())

    def place(self, passage: str) -> Place | None:
        """Return a passage: what has a holder and is part of a source; None for another graph."""
        return self.unit("place", passage, self._place)

    def _place(self, passage: str) -> Place | None:
        """Read a passage from its description and that of its source."""
        holders, sources = self.links(passage, kg.holder.value), self.links(passage, IS_PART_OF.value)
        if not holders or not sources:
            return None
        source, quoted = sources[0], self.links(passage, kg.quotedIn.value)
        # The day on which it was spoken, else that on which its source was written or published.
        days = self.values(passage, kg.statedOn.value)
        days = days or self.values(source, dcterms.created.value) or self.values(source, dcterms.issued.value)
        coding = _CODING in self.links(source, kg.kind.value)
        day = days[0].value if days else None
        return Place(passage, source, tuple(holders), quoted[0] if quoted else None, day, coding)

    def accounts(self, record: str) -> dict[Place, dict[str, list[Value]]]:
        """Return what passages state of a record: passages in order, then predicate to values in order."""
        return self.unit("accounts", record, self._accounts)

    def _accounts(self, record: str) -> dict[Place, dict[str, list[Value]]]:
        """Sort what is stated of a record by passage."""
        by_graph: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for predicate, pairs in self.about(record).items():
            for value, graph in pairs:
                by_graph[graph][predicate].append(value)
        accounts = {}
        for graph in sorted(by_graph):
            if of_source(graph) and (place := self.place(graph)):
                # In one order, whatever the order of the files or of a store.
                accounts[place] = {
                    predicate: sorted(values, key=str) if len(values) > 1 else values
                    for predicate, values in sorted(by_graph[graph].items())
                }
        return accounts

    def denials(self, record: str) -> list[str]:
        """Return the passages that deny a record as a whole, in order."""
        return self.unit("denials", record, self._denials)

    def _denials(self, record: str) -> list[str]:
        """Find the denials about a record that name no property of it."""
        return [
            place.iri
            for denial in self.sources_of(record, kg.about.value)
            if self.is_a(denial, kg.Denial) and not self.stated(denial, kg.onProperty.value)
            for place in self.accounts(denial)
        ]

    def kinds(self, record: str) -> list[str]:
        """Return the classes that a record is stated to have, the most specific first."""
        classes = self.links(record, A.value)
        return sorted(classes, key=lambda c: (-len(self.above(c)), c)) if len(classes) > 1 else classes

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        """The direct super-classes of each class, as the ontology declares them."""
        parents: dict[str, list[str]] = {}
        for subject, predicates in self.by_subject.items():
            if not is_data(subject):
                for parent, graph in predicates.get(SUBCLASS.value, []):
                    if graph == ONTOLOGY.value:
                        parents.setdefault(subject, []).append(parent.value)
        return parents

    def above(self, cls: str) -> list[str]:
        """Return a class and its super-classes, the nearest first."""
        if cls not in self._lines:
            self._lines[cls] = closure([cls], lambda step: self._parents.get(step, []))
        return self._lines[cls]

    def is_a(self, record: str, cls: NamedNode) -> bool:
        """Return whether a record is stated to be of a class or of one below it."""
        return any(cls.value in self.above(kind) for kind in self.links(record, A.value))

    def declared(self, cls: str, predicate: NamedNode) -> list[Value]:
        """Return what a class declares with an annotation, or the nearest super-class that declares it."""
        for step in self.above(cls):
            if values := self.values(step, predicate.value):
                return values
        return []

    @cached_property
    def _marks(self) -> dict[str, list[str]]:
        """The terms of the ontology that carry each annotation with the value true, in order."""
        marks: dict[str, list[str]] = defaultdict(list)
        for subject in sorted(self.by_subject):
            if not is_data(subject):
                for predicate, pairs in self.by_subject[subject].items():
                    if any(graph == ONTOLOGY.value and value.value == "true" for value, graph in pairs):
                        marks[predicate].append(subject)
        return marks

    def linked(self, predicate: NamedNode) -> list[str]:
        """Return what an annotation of the ontology's terms leads to, in order."""
        own = (subject for subject in self.by_subject if not is_data(subject))
        return sorted({end for subject in own for end in self.links(subject, predicate.value)})

    def marked(self, predicate: NamedNode) -> list[str]:
        """Return the terms of the ontology that carry an annotation with the value true."""
        return self._marks.get(predicate.value, [])
