"""The index of a corpus that rules query, and the list of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode

from kg.corpus.files import DESCRIPTION
from kg.corpus.load import Corpus, Fault
from kg.rdf.closure import closure
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import IS_PART_OF, ONTOLOGY, REGISTER, SUBCLASS, A, compact, kg, of_source
from kg.text import dates

#: The properties that code a provision with a concept.
CODES = frozenset([kg.mainField, kg.touchedField, kg.commitment, kg.modality])


class Facts:
    """The quads of a corpus, indexed by subject; those that passages state are indexed by passage (`said`).

    A rule judges what it meets when it goes through a table. What it needs of other records to judge that, it looks
    up by subject or with `statements_of`: after an edit the tables go through the edited records only, and look up
    everything (`kg.corpus.partial.Excerpt`).
    """

    def __init__(self, corpus: Corpus, today: date | None = None) -> None:
        self.corpus = corpus
        #: The last day that can have begun somewhere: Tehran and Moscow are ahead of this machine's clock at times.
        self.tomorrow = dates.day_after((today or date.today()).isoformat())
        self.ontology: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.register: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.described: dict[NamedNode, list[Quad]] = defaultdict(list)
        self.said: dict[NamedNode, list[Quad]] = defaultdict(list)
        self._by_value: dict[NamedNode, dict[Value, list[Quad]]] = {}
        for quad in corpus.quads:
            graph = quad.graph_name
            if isinstance(quad.subject, BlankNode):
                continue  # a rule of its own reports it
            if graph == ONTOLOGY:
                self.ontology[quad.subject].append(quad)
            elif graph == REGISTER:
                self.register[quad.subject].append(quad)
            elif isinstance(graph, NamedNode):
                own = of_source(quad.subject.value)
                (self.described[quad.subject] if own else self.said[graph]).append(quad)

    def fault(self, quad: Quad, message: str, remedy: str, *, warning: bool = False) -> Fault:
        """Return a fault with the file and line of a quad's subject."""
        return self.fault_at(quad.graph_name, quad.subject, message, remedy, warning=warning)

    def fault_at(
        self,
        graph: NamedNode | DefaultGraph,
        subject: NamedNode | BlankNode,
        message: str,
        remedy: str,
        *,
        warning: bool = False,
    ) -> Fault:
        """Return a fault with the file and line of a subject within a graph."""
        iri = graph.value if isinstance(graph, NamedNode) else ""
        path, line = self.corpus.address(iri, subject.value)
        record = compact(subject.value) if isinstance(subject, NamedNode) else str(subject)
        return Fault(self.corpus.relative(path), line, record, message, remedy, warning)

    def statements_of(self, predicate: NamedNode, value: Value | None = None) -> list[Quad]:
        """Return the statements of a property in the register, descriptions and passages, all or of one value."""
        if value is None:
            return self._by_predicate.get(predicate, [])
        if predicate not in self._by_value:
            self._by_value[predicate] = defaultdict(list)
            for quad in self._by_predicate.get(predicate, []):
                self._by_value[predicate][quad.object].append(quad)
        return self._by_value[predicate].get(value, [])

    @cached_property
    def _by_predicate(self) -> dict[NamedNode, list[Quad]]:
        """The statements of each property."""
        statements: dict[NamedNode, list[Quad]] = defaultdict(list)
        for table in (self.register, self.described, self.said):
            for quads in table.values():
                for quad in quads:
                    statements[quad.predicate].append(quad)
        return statements

    @staticmethod
    def values(quads: Iterable[Quad], predicate: NamedNode) -> list[Value]:
        """Return the values of one predicate among a subject's quads."""
        return [q.object for q in quads if q.predicate == predicate]

    @staticmethod
    def links(quads: Iterable[Quad], predicate: NamedNode) -> list[NamedNode]:
        """Return the IRIs to which one predicate leads among a subject's quads."""
        return [q.object for q in quads if q.predicate == predicate and isinstance(q.object, NamedNode)]

    @staticmethod
    def texts(quads: Iterable[Quad], predicate: NamedNode) -> list[Literal]:
        """Return the literals of one predicate among a subject's quads."""
        return [q.object for q in quads if q.predicate == predicate and isinstance(q.object, Literal)]

    @staticmethod
    def counts(quads: Iterable[Quad], predicate: NamedNode) -> list[int]:
        """Return the whole numbers of one predicate; the rule on literals reports malformed ones."""
        texts = (q.object.value for q in quads if q.predicate == predicate and isinstance(q.object, Literal))
        return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= 18]

    @cached_property
    def above(self) -> dict[NamedNode, set[NamedNode]]:
        """Each class with itself and all its super-classes."""
        direct = {c: self.links(statements, SUBCLASS) for c, statements in self.ontology.items()}
        return {c: set(closure([c], lambda cls: direct.get(cls, []))) for c in direct}

    @cached_property
    def happenings(self) -> set[NamedNode]:
        """The classes whose records are typed by passages only."""
        return {c for c, parents in self.above.items() if kg.Happening in parents}

    @cached_property
    def coded(self) -> dict[NamedNode, set[NamedNode]]:
        """The concepts that provisions are coded with, each with its provisions."""
        provisions: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for predicate in CODES:
            for quad in self.statements_of(predicate):
                if isinstance(quad.object, NamedNode) and quad.object in self.ontology:
                    provisions[quad.object].add(quad.subject)
        return provisions

    @cached_property
    def entries(self) -> dict[NamedNode, set[Path]]:
        """The records of the register, each with its files; statements of table rows do not count."""
        files: dict[NamedNode, set[Path]] = {}
        for path, quads in self.corpus.quads_of.items():
            if path.suffix == ".ttl" and self.corpus.relative(path).as_posix() != DESCRIPTION:
                for quad in quads:
                    if quad.graph_name == REGISTER and isinstance(quad.subject, NamedNode):
                        files.setdefault(quad.subject, set()).add(path)
        return files

    @cached_property
    def types(self) -> dict[NamedNode, set[NamedNode]]:
        """Each record with its classes, whoever states them, super-classes included."""
        classes: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for statements in (*self.register.values(), *self.said.values(), *self.described.values()):
            for quad in statements:
                if quad.predicate == A and isinstance(quad.object, NamedNode):
                    classes[quad.subject] |= self.above.get(quad.object, {quad.object})
        return classes

    @cached_property
    def parts(self) -> dict[NamedNode, dict[int, NamedNode]]:
        """Each instrument with its articles by number."""
        articles: dict[NamedNode, dict[int, NamedNode]] = defaultdict(dict)
        for record, statements in self.register.items():
            if kg.Article in self.links(statements, A):
                for whole in self.links(statements, IS_PART_OF):
                    for number in self.counts(statements, kg.number):
                        articles[whole][number] = record
        return articles


Rule = Callable[[Facts], Iterator[Fault]]
#: Every rule that `kg check` runs.
RULES: list[Rule] = []
#: Those of them whose faults follow from the statements of one record in one place, and the classes of what it
#: links: after an edit, only the edited records and those that link them can have new ones.
LOCAL: set[Rule] = set()


def rule(function: Rule) -> Rule:
    """Register a function as a rule that `kg check` runs."""
    RULES.append(function)
    return function


def local_rule(function: Rule) -> Rule:
    """Register a function as a local rule that `kg check` runs (see `LOCAL`)."""
    LOCAL.add(function)
    return rule(function)
