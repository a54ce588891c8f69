"""A compiled graph read record by record: names, captions, statements, and who makes them where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from kg.dataset.intervals import FIELDS, Interval, intervals_of
from kg.dataset.names import Names
from kg.memoize import memoized
from kg.rdf.closure import closure
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    DEFINITION,
    DERIVED,
    ENTAILED,
    IS_PART_OF,
    LABEL,
    LANGUAGES,
    ONTOLOGY,
    REGISTER,
    SHORT_NAME,
    SUBCLASS,
    A,
    code,
    compact,
    dcterms,
    is_passage,
    is_record,
    kg,
    of_source,
    owl,
)
from kg.text.phrases import foreign, listed, say

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

_DEFAULT = DefaultGraph()
#: So many look-ups of one kind are made one by one, and then all of that kind are read at once: a look-up on disk
#: takes 60 to 200 µs, a quad in a run of thousands 6 µs.
_SINGLE = 200
#: The properties that describe a passage.
_PASSAGE = (IS_PART_OF, kg.locator, kg.statedOn, kg.quotedIn, kg.holder)


@dataclass(frozen=True)
class Passage:
    """A passage of a source, its holders, and the passage that reports them, if any."""

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
    """Reads records from a compiled store; commands and pages query it through this class only.

    Results are memoized; treat them as immutable.
    """

    def __init__(self, store: Store, names: Names | None = None) -> None:
        self.store = store
        self.names = names or Names(store)
        self.memory: dict[Hashable, Any] = {}
        self._lookups: Counter[Hashable] = Counter()

    def _often(self, kind: Hashable) -> bool:
        """Count a look-up, and return whether those of its kind are so many that reading all is cheaper."""
        self._lookups[kind] += 1
        return self._lookups[kind] > _SINGLE

    @memoized
    def quads(self, subject: str) -> list[Quad]:
        """Return the quads of a subject in the named graphs."""
        # The default graph repeats what the named graphs state.
        quads = self.store.quads_for_pattern(NamedNode(subject), None, None, None)
        return [quad for quad in quads if quad.graph_name != _DEFAULT]

    def derived(self, subject: str | None = None, predicate: NamedNode | None = None) -> list[Quad]:
        """Return the derived quads of a subject, of a property, or all of them."""
        about = NamedNode(subject) if subject else None
        return list(self.store.quads_for_pattern(about, predicate, None, DERIVED))

    def disputed(self) -> Iterator[Quad]:
        """Yield the derived quads of the findings with rivals, of their sides and of their accounts."""
        parts = (f"{{ ?node {link} ?finding ; ?property ?value }}" for link in (kg.sideOf, kg.accountOf))
        nodes = " UNION ".join(("{ ?finding ?property ?value BIND(?finding AS ?node) }", *parts))
        rivals = f"?finding {kg.state} {code.disputed} . {nodes}"
        described = self.store.query(f"SELECT ?node ?property ?value {{ GRAPH {DERIVED} {{ {rivals} }} }}")
        for node, predicate, value in cast("QuerySolutions", described):
            yield Quad(node, predicate, value, DERIVED)

    @memoized
    def testimony(self) -> list[Quad]:
        """Return all statements that passages make of records."""
        return [statement for passage in self.of_class(kg.Passage.value) for statement in self.stated_in(passage)]

    def stated_in(self, passage: str) -> list[Quad]:
        """Return the statements that a passage makes of records."""
        quads = self.store.quads_for_pattern(None, None, None, NamedNode(passage))
        return [quad for quad in quads if is_record(quad.subject.value)]

    def interval(self, record: str) -> Interval:
        """Return the days between which a record holds, as compiled; all unknown for a record without dates."""
        known = self._intervals if self._often("intervals") else intervals_of(self.derived(record))
        return known.get(record, Interval())

    @cached_property
    def _intervals(self) -> dict[str, Interval]:
        """The intervals of all records that have one."""
        return intervals_of(
            quad for predicate in (*FIELDS.values(), kg.deniedIn) for quad in self.derived(predicate=predicate)
        )

    def values(self, subject: str, predicate: NamedNode) -> list[Value]:
        """Return the values of a property, whoever states them, in order."""
        if self._often(predicate):
            return list(self._values(predicate).get(subject, ()))
        # The default graph has each value once, however many passages state it, and the entailed ones.
        quads = self.store.quads_for_pattern(NamedNode(subject), predicate, None, _DEFAULT)
        return sorted((statement.object for statement in quads), key=lambda o: o.value)

    @memoized
    def _values(self, predicate: NamedNode) -> dict[str, list[Value]]:
        """Return the values of a property in order, of every subject that has some."""
        values: dict[str, list[Value]] = defaultdict(list)
        for statement in self.store.quads_for_pattern(None, predicate, None, _DEFAULT):
            values[statement.subject.value].append(statement.object)
        return {subject: sorted(objects, key=lambda o: o.value) for subject, objects in values.items()}

    def stated(self, subject: str, predicate: NamedNode) -> dict[Value, list[str]]:
        """Return the stated values of a property, each with its passages; the register states without one."""
        passages: dict[Value, set[str]] = defaultdict(set)
        for statement in self.quads(subject):
            if statement.predicate == predicate and statement.graph_name not in (ENTAILED, DERIVED):
                where = {statement.graph_name.value} if is_passage(statement.graph_name) else set()
                passages[statement.object] |= where
        return {value: sorted(where) for value, where in sorted(passages.items(), key=lambda pair: str(pair[0]))}

    def subjects(
        self, predicate: NamedNode, value: Value | None = None, graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> list[str]:
        """Return the subjects of which a property is stated, with one value or any, in order.

        Args:
            predicate: the property.
            value: what it leads to; None for anything.
            graph: where it is stated; the default graph holds what anyone states, and what is entailed.
        """
        quads = self.store.quads_for_pattern(None, predicate, value, graph)
        return sorted({quad.subject.value for quad in quads})

    def everything(self, predicate: NamedNode) -> Iterator[Quad]:
        """Yield the quads of one predicate in all named graphs, in no order."""
        quads = self.store.quads_for_pattern(None, predicate, None, None)
        return (quad for quad in quads if quad.graph_name != _DEFAULT)

    def default_graph(self) -> Iterator[Quad]:
        """Yield the quads of the default graph, which has each statement once, in no order."""
        return self.store.quads_for_pattern(None, None, None, _DEFAULT)

    def from_files(self) -> Iterator[Quad]:
        """Yield the quads of the files: all without those that compiling adds, in no order."""
        # Graph by graph: a run over the whole store would make objects of the default graph too, half of it.
        for graph in self.store.named_graphs():
            if graph not in (ENTAILED, DERIVED):
                yield from self.store.quads_for_pattern(None, None, None, graph)

    @memoized
    def claims(self) -> set[tuple[str, str]]:
        """Return the claims of the graph: the pairs of a record and a passage that speaks of it."""
        # The engine compares numbers where Python would make objects of all quads, which takes forty times as long.
        spoken = "GRAPH ?passage { ?record ?property ?value }"
        pairs = self.store.query(f"SELECT DISTINCT ?record ?passage {{ ?passage a {kg.Passage} {spoken} }}")
        claims = ((record.value, passage.value) for record, passage in cast("QuerySolutions", pairs))
        return {claim for claim in claims if is_record(claim[0])}

    @memoized
    def labels(self, iri: str) -> dict[str, str]:
        """Return the preferred labels of a record or term by language; empty where it has none."""
        return self._by_language(iri, LABEL)

    def alternatives(self, iri: str) -> list[Literal]:
        """Return the other names of a record, each once: short names, then alternative labels."""
        names = [*self.values(iri, SHORT_NAME), *self.values(iri, ALT_LABEL)]
        return [o for o in dict.fromkeys(names) if isinstance(o, Literal)]

    def definitions(self, iri: str) -> dict[str, str]:
        """Return the definitions of a term by language; empty where it has none."""
        return self._by_language(iri, DEFINITION)

    def _by_language(self, iri: str, predicate: NamedNode) -> dict[str, str]:
        """Return the texts of a property by language; the later in order where there are several in one."""
        return {
            text.language or "": text.value for text in self.values(iri, predicate) if isinstance(text, Literal)
        }

    def definition(self, iri: str, language: str = "en") -> str:
        """Return the definition of a term in a language, else in English; an empty text where it has none."""
        definitions = self.definitions(iri)
        return definitions.get(language) or definitions.get("en") or ""

    @memoized
    def kinds(self, iri: str) -> list[str]:
        """Return the classes that a record is stated to have, most specific first, without entailed ones."""
        if self._often("kinds"):
            own = self._types.get(iri, set())
        else:
            stated = [
                fact.object for fact in self.quads(iri) if fact.predicate == A and fact.graph_name != ENTAILED
            ]
            own = {o.value for o in stated if isinstance(o, NamedNode)}
        # The deeper a class, the more classes are above it.
        return sorted(own, key=lambda c: (-len(self.above(c)), c))

    @cached_property
    def _types(self) -> dict[str, set[str]]:
        """The classes that each record, term, source or passage is stated to have, without entailed ones."""
        types: dict[str, set[str]] = defaultdict(set)
        stated = self.store.query(
            f"SELECT ?record ?class {{ GRAPH ?graph {{ ?record a ?class }} FILTER(?graph != {ENTAILED}) }}"
        )
        for record, cls in cast("QuerySolutions", stated):
            types[record.value].add(cls.value)
        return types

    def above(self, cls: str) -> list[str]:
        """Return a class and its super-classes within the ontology, nearest first."""
        return self._hierarchy.get(cls, [cls])

    @cached_property
    def _hierarchy(self) -> dict[str, list[str]]:
        """Each class of the ontology with its super-classes, nearest first."""
        direct: dict[str, list[str]] = defaultdict(list)
        for link in self.store.quads_for_pattern(None, SUBCLASS, None, ONTOLOGY):
            direct[link.subject.value].append(link.object.value)
        return {cls: closure([cls], direct.__getitem__) for cls in self.subjects(A, owl.Class, ONTOLOGY)}

    @memoized
    def declared(self, cls: str, predicate: NamedNode) -> list[Value]:
        """Return what a class declares with an annotation, or the nearest super-class that declares it."""
        for step in self.above(cls):
            if values := self.values(step, predicate):
                return values
        return []

    @memoized
    def label(self, iri: str, language: str = "en") -> str:
        """Return a record's label or compiled caption in a language, else its label in another, else its IRI.

        The terms of other vocabularies have their labels in `kg.text.phrases`.
        """
        own = self.labels(iri)
        if language in own:
            return own[language]
        if of_source(iri):
            return self.passage_label(iri, language)
        if not own and language in (words := foreign(iri)):
            return words[language]
        return next((own[tag] for tag in (*LANGUAGES, "") if tag in own), compact(iri))

    def short(self, iri: str, language: str = "en") -> str:
        """Return the short name of a record in a language, else its label."""
        return self.short_names(iri).get(language) or self.label(iri, language)

    @memoized
    def short_names(self, iri: str) -> dict[str, str]:
        """Return the short names of a record by language; empty where it has none."""
        return self._by_language(iri, SHORT_NAME)

    @memoized
    def attesting(self, iri: str) -> list[str]:
        """Return the passages that speak of a record as their subject."""
        if is_record(iri) and self._often("attesting"):
            return self._attesting.get(iri, [])
        return sorted({quad.graph_name.value for quad in self.quads(iri) if is_passage(quad.graph_name)})

    @cached_property
    def _attesting(self) -> dict[str, list[str]]:
        """The passages that speak of each record, in order."""
        passages: dict[str, list[str]] = defaultdict(list)
        for record, passage in sorted(self.claims()):
            passages[record].append(passage)
        return passages

    @memoized
    def passage(self, iri: str) -> Passage:
        """Return a passage with its source, holders and reporters.

        Raises:
            KeyError: the graph holds no description of it.
        """
        source, locator, stated, quoted, holders = (
            [value.value for value in self.values(iri, predicate)] for predicate in _PASSAGE
        )
        if not source:
            raise KeyError(iri)
        # `kg check` holds that a passage has one source and one locator.
        return Passage(
            iri,
            source[0],
            tuple(holders),
            locator[0],
            stated[0] if stated else None,
            self.passage(quoted[0]) if quoted else None,
        )

    @memoized
    def origin(self, passage: str) -> frozenset[str]:
        """Return the ultimate origin of a passage (`kg.dataset.derived.origins`)."""
        return frozenset(origin.value for origin in self.values(passage, kg.origin))

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
        """Write the holders of a passage, and who reports them."""
        chain = closure([passage], lambda quoted: [quoted.quoted_in] if quoted.quoted_in else [])
        names = [say("and", language).join(self.short(h, language) for h in step.holders) for step in chain]
        reporters = (f"{say('voice.reported', language)} {reporter}" for reporter in names[1:])
        return listed((names[0], *reporters), language)

    @cached_property
    def perspectives(self) -> dict[str, list[str]]:
        """The perspectives under which the project's coding places each agent, each once."""
        places: dict[str, list[str]] = defaultdict(list)
        for record in self.of_class(kg.Positioning.value):
            for agent in self.values(record, kg.agent):
                places[agent.value] += [perspective.value for perspective in self.values(record, kg.perspective)]
        return {agent: list(dict.fromkeys(perspectives)) for agent, perspectives in places.items()}

    def statements(self, iri: str) -> list[Statement]:
        """Return all statements of a record, each with the passages that make it, in a fixed order."""
        passages_of: dict[tuple[str, Value], set[str]] = defaultdict(set)
        for quad in self.quads(iri):
            if quad.graph_name not in (ENTAILED, DERIVED):
                where = {quad.graph_name.value} if is_passage(quad.graph_name) else set()
                passages_of[quad.predicate.value, quad.object] |= where
        return [
            Statement(predicate, value, tuple(sorted(passages)))
            for (predicate, value), passages in sorted(passages_of.items(), key=lambda i: (i[0][0], str(i[0][1])))
        ]

    def mentions(self, iri: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return the records that point to a record, as (record, predicate, passages)."""
        passages_of: dict[tuple[str, str], set[str]] = defaultdict(set)
        for link in self.store.quads_for_pattern(None, None, NamedNode(iri), None):
            if link.graph_name not in (_DEFAULT, ENTAILED, DERIVED) and is_record(link.subject.value):
                where = set() if link.graph_name == REGISTER else {link.graph_name.value}
                passages_of[link.subject.value, link.predicate.value] |= where
        return [(s, p, tuple(sorted(where))) for (s, p), where in sorted(passages_of.items())]

    def records(self) -> Iterator[str]:
        """Yield every record that the graph describes, in order."""
        return (record for record in self.subjects(A) if is_record(record))

    def of_class(self, cls: str) -> list[str]:
        """Return the records of a class, sub-classes included (the store entails them)."""
        return self.subjects(A, NamedNode(cls))
