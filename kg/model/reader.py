"""A compiled graph read record by record: names, captions, statements, and who makes them where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from kg.dataset.intervals import FIELDS, Interval, intervals_of
from kg.dataset.names import PASSAGE, Names
from kg.dataset.store import Compiled
from kg.memoize import memoized
from kg.rdf.closure import closure
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    DEFINITION,
    DERIVED,
    ENTAILED,
    GIST,
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
    expand,
    is_passage,
    is_record,
    kg,
    of_source,
    owl,
    record_iri,
)
from kg.text import locators, titles
from kg.text.phrases import enumerated, foreign, listed, say

_DEFAULT = DefaultGraph()
_PASSAGE_NAME = re.compile(r"[\w-]+\.[\w.-]+")
#: So many look-ups of one kind are made one by one, and then all of that kind are read at once. A look-up takes 10
#: to 30 µs for a value, 100 for a passage and 200 for all quads of a record, a quad in a run of thousands 5.
#: Everything has a label, and most has gists: to read these at once takes as long as 5,000 look-ups.
_SINGLE, _SINGLE_RECORDS, _SINGLE_TEXTS = 1000, 200, 5000


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


@dataclass(frozen=True)
class AccountRow:
    """What a passage states of one property of a record, and whether the finding on that property has rivals.

    `kg.model.agreement` reads findings with their sides; this is less, and quicker to read of all records.
    """

    record: str
    predicate: str
    disputed: bool
    value: Value
    passage: str


class Reader:
    """Reads records from a compiled store; commands and pages query it through this class only.

    Results are memoized; treat them as immutable.
    """

    def __init__(self, store: Store, names: Names | None = None) -> None:
        self.store = store
        self.names = names or Names(store)
        self.memory: dict[Hashable, Any] = {}
        self._lookups: Counter[Hashable] = Counter()
        self._columns: dict[NamedNode, dict[str, list[Value]]] = {}

    @classmethod
    def of(cls, compiled: Compiled) -> Reader:
        """Return a reader of a compiled store with its index, beside which results are kept."""
        store = compiled.open()
        return cls(store, Names(store, compiled.names))

    @property
    def folder(self) -> Path | None:
        """The folder of the compiled store, for results that are kept beside it; None for a store in memory."""
        return self.names.index.parent if self.names.index else None

    def _often(self, kind: Hashable, single: int) -> bool:
        """Count a look-up, and return whether those of its kind are so many that reading all is cheaper."""
        self._lookups[kind] += 1
        return self._lookups[kind] > single

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
        query = f"SELECT ?node ?property ?value {{ GRAPH {DERIVED} {{ {rivals} }} }}"
        for node, predicate, value in self._rows(query):
            yield Quad(node, predicate, value, DERIVED)

    @memoized
    def accounts(self) -> list[AccountRow]:
        """Return the accounts of all findings, in no order."""
        rows = self._rows(
            f"SELECT ?record ?property ?state ?value ?passage {{ GRAPH {DERIVED} {{ "
            f"?finding {kg.onRecord} ?record ; {kg.onProperty} ?property ; {kg.state} ?state . "
            f"?account {kg.accountOf} ?finding ; {kg.statedValue} ?value ; {kg.inPassage} ?passage }} }}"
        )
        return [
            AccountRow(record.value, predicate.value, state == code.disputed, value, passage.value)
            for record, predicate, state, value, passage in rows
        ]

    @memoized
    def testimony(self) -> list[Quad]:
        """Return all statements that passages make of records, in the order of passages."""
        rows = self._rows(
            f"SELECT ?record ?property ?value ?passage {{ ?passage a {kg.Passage} "
            "GRAPH ?passage { ?record ?property ?value } }"
        )
        of_records = (Quad(*terms) for terms in rows if is_record(terms[0].value))
        return sorted(of_records, key=lambda statement: statement.graph_name.value)

    def stated_in(self, passage: str) -> list[Quad]:
        """Return the statements that a passage makes of records."""
        quads = self.store.quads_for_pattern(None, None, None, NamedNode(passage))
        return [quad for quad in quads if is_record(quad.subject.value)]

    def interval(self, record: str) -> Interval:
        """Return the days between which a record holds, as compiled; all unknown for a record without dates."""
        known = self._intervals if self._often("intervals", _SINGLE_RECORDS) else intervals_of(self.derived(record))
        return known.get(record, Interval())

    @cached_property
    def _intervals(self) -> dict[str, Interval]:
        """The intervals of all records that have one."""
        return intervals_of(
            quad for predicate in (*FIELDS.values(), kg.deniedIn) for quad in self.derived(predicate=predicate)
        )

    def values(self, subject: str, predicate: NamedNode) -> list[Value]:
        """Return the values of a property, whoever states them, in order."""
        column = self._columns.get(predicate)
        if column is None and self._often(predicate, _single(predicate)):
            column = self._column(predicate)
        if column is not None:
            return list(column.get(subject, ()))
        # The default graph has each value once, however many passages state it, and the entailed ones.
        quads = self.store.quads_for_pattern(NamedNode(subject), predicate, None, _DEFAULT)
        return sorted((statement.object for statement in quads), key=lambda o: o.value)

    def _column(self, predicate: NamedNode) -> dict[str, list[Value]]:
        """Return the values of a property in order, of every subject that has some, read once."""
        if predicate in self._columns:
            return self._columns[predicate]
        column = self._columns[predicate] = {}
        for subject, value in self._rows(f"SELECT ?subject ?value {{ ?subject {predicate} ?value }}"):
            column.setdefault(subject.value, []).append(value)
        for values in column.values():
            if len(values) > 1:
                values.sort(key=lambda o: o.value)
        return column

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Return the rows of a query: a term for each variable, where a pattern has the four of each quad."""
        return cast("Iterator[tuple[Any, ...]]", self.store.query(query))

    def stated(self, subject: str, predicate: NamedNode) -> dict[Value, list[str]]:
        """Return the stated values of a property, each with its passages; the register states without one."""
        if self._often(("stated", predicate), _single(predicate)):
            return self._stated(predicate).get(subject, {})
        return _by_value(
            quad
            for quad in self.store.quads_for_pattern(NamedNode(subject), predicate, None, None)
            if _is_stated(quad)
        )

    @memoized
    def _stated(self, predicate: NamedNode) -> dict[str, dict[Value, list[str]]]:
        """Return the stated values of a property with their passages, of every subject that has some."""
        statements: dict[str, list[Quad]] = defaultdict(list)
        for statement in filter(_is_stated, self.everything(predicate)):
            statements[statement.subject.value].append(statement)
        return {subject: _by_value(quads) for subject, quads in statements.items()}

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
        rows = self._rows(f"SELECT ?subject ?value ?graph {{ GRAPH ?graph {{ ?subject {predicate} ?value }} }}")
        return (Quad(subject, predicate, value, graph) for subject, value, graph in rows)

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
        if (claims := self.names.claims()) is not None:
            return claims
        # The engine compares numbers where Python would make objects of all quads, which takes forty times as long.
        spoken = "GRAPH ?passage { ?record ?property ?value }"
        pairs = self._rows(f"SELECT DISTINCT ?record ?passage {{ ?passage a {kg.Passage} {spoken} }}")
        spoken_of = ((record.value, passage.value) for record, passage in pairs)
        return {claim for claim in spoken_of if is_record(claim[0])}

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
        if is_record(iri) and self._often("kinds", _SINGLE):
            own = self._types.get(iri, set())
        else:
            types = self.store.quads_for_pattern(NamedNode(iri), A, None, None)
            own = {fact.object.value for fact in types if fact.graph_name not in (_DEFAULT, ENTAILED)}
        # The deeper a class, the more classes are above it.
        return sorted(own, key=lambda c: (-len(self.above(c)), c))

    @cached_property
    def _types(self) -> dict[str, set[str]]:
        """The classes that each record is stated to have, without entailed ones."""
        types: dict[str, set[str]] = defaultdict(set)
        # The graph of entailed types is larger than all others together: a filter would read it first.
        rows = self._rows(
            f"SELECT ?record ?class {{ {{ GRAPH {REGISTER} {{ ?record a ?class }} }} UNION "
            f"{{ ?passage a {kg.Passage} GRAPH ?passage {{ ?record a ?class }} }} }}"
        )
        for record, cls in rows:
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
    def locator(self, text: str, language: str) -> tuple[locators.Piece, ...]:
        """Return a locator of the corpus in a language, in pieces; as it is, where even its kind is not known.

        What the corpus translates goes before what rules make of it.
        """
        if own := self._translated_locators.get((text, language)):
            return (locators.Piece(own, language),)
        return tuple(locators.read(text, language, self._named) or [locators.Piece(text, "en")])

    def locator_text(self, text: str, language: str = "en") -> str:
        """Return a locator of the corpus in a language as one text, in which records have their short names."""
        if language == "en":
            return text
        return locators.write(self.locator(text, language), lambda iri: self.short(iri, language))

    @cached_property
    def _translated_locators(self) -> dict[tuple[str, str], str]:
        """The translations of locators, by locator and language; `kg check` holds that equal ones are alike."""
        rows = self._rows(
            "SELECT DISTINCT ?locator ?translation "
            f"{{ ?passage {kg.translatedLocator} ?translation ; {kg.locator} ?locator }}"
        )
        return {(locator.value, text.language): text.value for locator, text in rows}

    @memoized  # a locator is read in three languages
    def _named(self, text: str) -> str | None:
        """Return the record that a text names, by its identifier, written with hyphens or spaces, or in English.

        Or the passage of that identifier: the project's own readings of reports have theirs as locators.
        """
        if _PASSAGE_NAME.fullmatch(text) and self.values(passage := expand(f"src:{text}"), IS_PART_OF):
            return passage
        iri = record_iri(text.replace(" ", "-"))
        return iri if self.names.held(iri) and self.kinds(iri) else self._by_name.get(text)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The records by their English names, short names and, of people, surnames; a name of several is none."""
        people = {
            fact.subject.value
            for fact in self.store.quads_for_pattern(None, A, kg.Person, None)
            if _is_stated(fact)
        }
        names: dict[str, set[str]] = defaultdict(set)
        for record, name in self.names.written("en"):
            if is_record(record):
                names[name].add(record)
                if record in people:
                    names[name.rpartition(" ")[2]].add(record)
        return {name: min(records) for name, records in names.items() if len(records) == 1}

    def short_names(self, iri: str) -> dict[str, str]:
        """Return the short names of a record by language; empty where it has none."""
        return self._by_language(iri, SHORT_NAME)

    @memoized
    def attesting(self, iri: str) -> list[str]:
        """Return the passages that speak of a record as their subject."""
        if is_record(iri) and self._often("attesting", _SINGLE_RECORDS):
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
        if self._often("passages", _SINGLE_RECORDS):
            return self._passages[iri]
        source, locator, stated, quoted, holders = (
            [value.value for value in self.values(iri, predicate)] for predicate in PASSAGE
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

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        """All passages."""
        rows = {iri: row for iri, *row in self.names.passages() or self._described()}
        passages: dict[str, Passage] = {}

        def read(iri: str) -> Passage:
            """Return a passage, reading first the one that reports it."""
            if iri not in passages:
                source, locator, stated, reporter, holders = rows[iri]
                quoted_in = read(reporter) if reporter else None
                passages[iri] = Passage(iri, source, tuple(holders.split()), locator, stated or None, quoted_in)
            return passages[iri]

        for iri in rows:
            read(iri)
        return passages

    def _described(self) -> Iterator[tuple[str, ...]]:
        """Yield the passages as `Names.passages` returns them, read from the store."""
        *firsts, holders = map(self._column, PASSAGE)
        sources, locators, *_ = firsts
        for iri in locators:
            if iri in sources:
                first = (column[iri][0].value if iri in column else "" for column in firsts)
                yield iri, *first, " ".join(holder.value for holder in holders.get(iri, ()))

    @memoized
    def origin(self, passage: str) -> frozenset[str]:
        """Return the ultimate origin of a passage (`kg.dataset.derived.origins`)."""
        return frozenset(origin.value for origin in self.values(passage, kg.origin))

    def day(self, passage: Passage) -> str:
        """Return the day on which a passage was spoken, else that of its source, else nothing."""
        return passage.stated_on or self.day_of_source(passage.source)

    def day_of_source(self, source: str) -> str:
        """Return the day on which a source was written, else that on which it was published, else nothing."""
        days = self.values(source, dcterms.created) or self.values(source, dcterms.issued)
        return days[0].value if days else ""

    def title(self, source: str, language: str = "en") -> Literal | None:
        """Return the title of a source that readers of a language are shown (`kg.text.titles.shown`)."""
        given = [title for title in self.values(source, dcterms.title) if isinstance(title, Literal)]
        # Most sources have one title.
        if len(given) < 2:
            return given[0] if given else None
        return titles.shown(given, language, [tag.value for tag in self.values(source, dcterms.language)])

    def passage_label(self, iri: str, language: str = "en") -> str:
        """Cite a passage in a line: who says it, as reported by whom, in which source and where.

        For a source, its title in the language, as far as it has one.
        """
        if title := self.title(iri, language):
            return title.value
        try:
            passage = self.passage(iri)
        except KeyError:
            return compact(iri)
        source = self.passage_label(passage.source, language)
        place = self.locator_text(passage.locator, language)
        return f"{self.voices(passage, language)}: {listed((source, place), language)}"

    def voices(self, passage: Passage, language: str = "en") -> str:
        """Write the holders of a passage, and who reports them."""
        chain = closure([passage], lambda quoted: [quoted.quoted_in] if quoted.quoted_in else [])
        names = [enumerated((self.short(h, language) for h in step.holders), language) for step in chain]
        reporters = (f"{say('voice.reported', language)} {reporter}" for reporter in names[1:])
        return listed((names[0], *reporters), language)

    def locators(self) -> Counter[str]:
        """Return how many passages have each locator."""
        rows = self._rows(f"SELECT ?locator {{ ?passage a {kg.Passage} ; {kg.locator} ?locator }}")
        return Counter(locator.value for (locator,) in rows)

    def links(self) -> Counter[str]:
        """Return how many records link to each record."""
        # The engine counts: to make objects of all links takes ten times as long.
        records = " && ".join(f'STRSTARTS(STR({end}), "{record_iri("")}")' for end in ("?record", "?other"))
        rows = self._rows(
            "SELECT ?other (COUNT(DISTINCT ?record) AS ?links) "
            f"{{ ?record ?property ?other FILTER({records}) }} GROUP BY ?other"
        )
        return Counter({other.value: int(links.value) for other, links in rows})

    @cached_property
    def perspectives(self) -> dict[str, list[str]]:
        """The perspectives under which the project's coding places each agent, each once."""
        places: dict[str, list[str]] = defaultdict(list)
        for record in self.of_class(kg.Positioning.value):
            for agent in self.values(record, kg.agent):
                places[agent.value] += [perspective.value for perspective in self.values(record, kg.perspective)]
        return {agent: list(dict.fromkeys(perspectives)) for agent, perspectives in places.items()}

    @memoized
    def statements(self, iri: str) -> list[Statement]:
        """Return all statements of a record, each with the passages that make it, in a fixed order."""
        passages_of: dict[tuple[str, Value], set[str]] = defaultdict(set)
        for predicate, value, graph in self._asserted(f"{NamedNode(iri)} ?property ?value", "?property ?value"):
            passages_of[predicate.value, value] |= {graph.value} if is_passage(graph) else set()
        return [
            Statement(predicate, value, tuple(sorted(passages)))
            for (predicate, value), passages in sorted(passages_of.items(), key=lambda i: (i[0][0], str(i[0][1])))
        ]

    def mentions(self, iri: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return the records that point to a record, as (record, predicate, passages)."""
        passages_of: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record, predicate, graph in self._asserted(f"?record ?property {NamedNode(iri)}", "?record ?property"):
            if is_record(record.value):
                where = set() if graph == REGISTER else {graph.value}
                passages_of[record.value, predicate.value] |= where
        return [(s, p, tuple(sorted(where))) for (s, p), where in sorted(passages_of.items())]

    def _asserted(self, pattern: str, variables: str) -> Iterator[tuple[Any, ...]]:
        """Yield the variables of a pattern, and the graph that states it, without the entailed and derived ones."""
        # The engine compares graphs before it reads terms: most links to a state are entailed, or repeat others.
        return self._rows(
            f"SELECT {variables} ?graph {{ GRAPH ?graph {{ {pattern} }} "
            f"FILTER(?graph NOT IN ({ENTAILED}, {DERIVED})) }}"
        )

    def records(self) -> Iterator[str]:
        """Yield every record that the graph describes, in order."""
        return iter(self._records)

    @cached_property
    def _records(self) -> list[str]:
        """Every record, in order."""
        # A query makes one object a subject where a pattern makes four quads of each, entailed types among them.
        rows = self._rows("SELECT DISTINCT ?record { ?record a ?class }")
        return sorted(record.value for (record,) in rows if is_record(record.value))

    def of_class(self, cls: str) -> list[str]:
        """Return the records of a class, sub-classes included (the store entails them)."""
        # A query makes one object a record where a pattern makes four.
        rows = self._rows(f"SELECT ?record {{ ?record a {NamedNode(cls)} }}")
        return sorted(record.value for (record,) in rows)


def _single(predicate: NamedNode) -> int:
    """Return how many values of a property are looked up before all are read at once."""
    return _SINGLE_TEXTS if predicate in (LABEL, GIST) else _SINGLE


def _is_stated(quad: Quad) -> bool:
    """Return whether a quad is what the register, the ontology, a source or a passage states."""
    return quad.graph_name not in (_DEFAULT, ENTAILED, DERIVED)


def _by_value(statements: Iterable[Quad]) -> dict[Value, list[str]]:
    """Return the values of statements in order, each with the passages that state it."""
    passages: dict[Value, set[str]] = defaultdict(set)
    for statement in statements:
        where = {statement.graph_name.value} if is_passage(statement.graph_name) else set()
        passages[statement.object] |= where
    return {value: sorted(where) for value, where in sorted(passages.items(), key=lambda pair: str(pair[0]))}
