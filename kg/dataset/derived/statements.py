"""A view's statements in memory by subject and predicate, from which compiling derives others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.rdf.closure import closure
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import IS_PART_OF, ONTOLOGY, SUBCLASS, A, code, dcterms, kg

_CODING = code.project_coding.value


@dataclass(frozen=True)
class Place:
    """A passage as the derived layer needs it: its source, its holders, and the passage that reports it."""

    iri: str
    source: str
    holders: tuple[str, ...]
    quoted_in: str | None
    day: str | None  # the day of speech, else of publication, in its own precision
    coding: bool


class Statements:
    """The quads of a view by subject and predicate; each value comes with the graph that states it.

    IRIs are strings here: compiling reads every quad once, and strings hash faster than nodes.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.by_subject: dict[str, dict[str, list[tuple[Value, str]]]] = {}
        self.pointing: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._lines: dict[str, list[str]] = {}
        for quad in quads:
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
            predicates = self.by_subject.setdefault(subject, {})
            predicates.setdefault(predicate, []).append((value, quad.graph_name.value))
            if isinstance(value, NamedNode):
                self.pointing[value.value][predicate].append(subject)

    def stated(self, subject: str, predicate: str) -> list[tuple[Value, str]]:
        """Return the values of a property with the graphs that state them."""
        return self.by_subject.get(subject, {}).get(predicate, [])

    def values(self, subject: str, predicate: str) -> list[Value]:
        """Return the distinct values of a property, whoever states them, in order."""
        stated = self.stated(subject, predicate)
        if len(stated) < 2:  # nearly always: sorting nothing took a tenth of a compile
            return [value for value, _ in stated]
        return sorted({value for value, _ in stated}, key=lambda v: v.value)

    def links(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs to which a property leads, in order."""
        return sorted(
            {linked.value for linked, _ in self.stated(subject, predicate) if isinstance(linked, NamedNode)}
        )

    def sources_of(self, value: str, predicate: str) -> list[str]:
        """Return the subjects from which a property leads to an IRI, in order."""
        return sorted(set(self.pointing.get(value, {}).get(predicate, ())))

    @cached_property
    def passages(self) -> dict[str, Place]:
        """Every passage: what has a holder and is part of a source."""
        coding = set(self.sources_of(_CODING, kg.kind.value))
        places = {}
        for passage in sorted(self.by_subject):
            holders = self.links(passage, kg.holder.value)
            sources = self.links(passage, IS_PART_OF.value)
            if holders and sources:
                source, quoted = sources[0], self.links(passage, kg.quotedIn.value)
                # The day on which it was spoken, else that on which its source was published.
                days = self.values(passage, kg.statedOn.value) or self.values(source, dcterms.issued.value)
                places[passage] = Place(
                    passage,
                    source,
                    tuple(holders),
                    quoted[0] if quoted else None,
                    days[0].value if days else None,
                    source in coding,
                )
        return places

    @cached_property
    def attested(self) -> dict[str, dict[str, dict[str, list[Value]]]]:
        """What passages state of each record: record, then passage, then predicate to values."""
        table: dict[str, dict[str, dict[str, list[Value]]]] = {}
        for subject, predicates in self.by_subject.items():
            rows: dict[str, dict[str, list[Value]]] = {}
            for predicate, pairs in predicates.items():
                for value, graph in pairs:
                    if graph in self.passages:
                        rows.setdefault(graph, {}).setdefault(predicate, []).append(value)
            if rows:
                table[subject] = rows
        return table

    def kinds(self, record: str) -> list[str]:
        """Return the classes that a record is stated to have, the most specific first."""
        classes = self.links(record, A.value)
        return sorted(classes, key=lambda c: (-len(self.above(c)), c)) if len(classes) > 1 else classes

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        """The direct super-classes of each class, as the ontology declares them."""
        parents: dict[str, list[str]] = {}
        for subject, predicates in self.by_subject.items():
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

    def of_class(self, cls: NamedNode) -> Iterator[str]:
        """Yield the records of a class, sub-classes included, in order."""
        below = {c for c in {*self._parents, cls.value} if cls.value in self.above(c)}
        yield from sorted({record for c in below for record in self.sources_of(c, A.value)})

    def declared(self, cls: str, predicate: NamedNode) -> list[Value]:
        """Return what a class declares with an annotation, or the nearest super-class that declares it."""
        for step in self.above(cls):
            if values := self.values(step, predicate.value):
                return values
        return []

    def marked(self, predicate: NamedNode) -> list[str]:
        """Return the terms of the ontology that carry an annotation with the value true."""
        return sorted(
            subject
            for subject, predicates in self.by_subject.items()
            for mark, graph in predicates.get(predicate.value, [])
            if graph == ONTOLOGY.value and isinstance(mark, Literal) and mark.value == "true"
        )
