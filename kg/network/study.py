"""A study: one compiled graph under one choice of passages, read as networks; what is read is memoized."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.dataset.derived.origins import Origin
from kg.dataset.names import NameFault
from kg.dataset.store import Choice
from kg.dataset.view import KEEPS, Index, select
from kg.memoize import memoized
from kg.model import description, treaty
from kg.model.reader import Reader
from kg.network import projections as network
from kg.network.result import Caption
from kg.rdf.terms import DefaultGraph, NamedNode, Quad
from kg.rdf.vocabulary import DERIVED, ENTAILED, ONTOLOGY, REGISTER, A, compact, kg
from kg.rdf.vocabulary import VIEW as VIEWS
from kg.text.phrases import digits, listed, say

if TYPE_CHECKING:
    import networkx as nx

_DEFAULT = DefaultGraph()


@dataclass
class Study:
    """What is analysed, the reader of a compiled store, and with which options.

    `projection` and `measure` are read by the analyses that offer a choice. `states` and `treaties` name the two
    that are compared, the earlier treaty first; the description of the corpus has those of a study that names
    none. `draws` is how often voices are resampled.

    Copies of a study share its memory, so what is memoized takes options and language as arguments only.
    """

    reader: Reader
    choice: Choice = field(default_factory=Choice)
    version: str = ""
    language: str = "en"
    seed: int = 0
    projection: str = ""
    measure: str = "betweenness"
    states: tuple[str, ...] = ()
    treaties: tuple[str, ...] = ()
    draws: int = 100
    memory: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take from the description of the corpus whom and what to compare, where the study does not say."""
        corpus = description.of(self.reader)
        # A corpus may describe more than two parties; analyses compare two, the first by their identifiers.
        self.states = self.states or tuple(map(compact, corpus.parties[:2]))
        if not self.treaties:
            by_time = sorted(corpus.compared, key=lambda iri: (treaty.first_act(self.reader, iri), iri))
            self.treaties = tuple(map(compact, by_time))

    @property
    def state_pair(self) -> tuple[str, str]:
        """The IRIs of the two states that are compared.

        Raises:
            NameFault: a name means no record or several, or neither the study nor the corpus names two.
        """
        return self._pair(self.states, kg.describedParty)

    @property
    def treaty_pair(self) -> tuple[str, str]:
        """The IRIs of the two treaties that are compared; faults are those of `state_pair`."""
        return self._pair(self.treaties, kg.comparedInstrument)

    def _pair(self, names: tuple[str, ...], term: NamedNode) -> tuple[str, str]:
        """Find two records by name; `term` is the property of the corpus that would have named them."""
        if len(names) != 2:
            raise NameFault(
                f"The corpus does not name two to compare: name two here, or add {compact(term.value)} "
                "to graphs/corpus.ttl."
            )
        return self.reader.names.find(names[0]), self.reader.names.find(names[1])

    def speaking(self, language: str) -> Study:
        """Return the same study in another language; what was read and computed is shared."""
        # A shallow copy: the memory is the same object, so neither language computes anew.
        other = copy.copy(self)
        other.language = language
        return other

    def label(self, iri: str) -> str:
        """Name a record in the study's language, shortly, for tables and figures."""
        return self.reader.short(iri, self.language)

    def caption(self, name: str, projection: str = "", title: str = "") -> Caption:
        """Return the caption of the result of an analysis, under its own title unless another is given."""
        declared = network.find(self.reader, projection).iri if projection else ""
        corpus = description.of(self.reader)
        return Caption(
            title or say(f"analysis.{name}.title", self.language),
            say(f"analysis.{name}.question", self.language),
            self.version,
            self.choice.key,
            projection,
            self.reader.definition(declared, self.language) if declared else "",
            self.seed,
            corpus.titles.get(self.language) or corpus.title,
            self.language,
            self.view_name,
            self.projection_name(projection) if projection else "",
        )

    def projection_name(self, projection: str) -> str:
        """Return what a projection is called in the study's language."""
        return self.reader.label(network.find(self.reader, projection).iri, self.language)

    @property
    def view_name(self) -> str:
        """What is read, in words: the view with its days, and whether hearsay or the coding is left out."""
        choice, language = self.choice, self.language
        days = {"as-of": choice.as_of, "known-by": choice.known_by}
        words = [say(key, language, date=digits(day, language)) for key, day in days.items() if day]
        words += [say("caption.direct", language)] if choice.direct else []
        words += [] if choice.coding else [say("caption.without-coding", language)]
        return listed((self.reader.label(VIEWS + choice.view, language), *words), language)

    @property
    def unresolved(self) -> list[str]:
        """The names among the states and treaties compared that mean no record, or several.

        Where there are not two to compare, the property of the corpus that would name them.
        """
        pairs = ((self.states, kg.describedParty), (self.treaties, kg.comparedInstrument))
        names = [self.reader.label(term.value, self.language) for pair, term in pairs if len(pair) != 2]
        for record in (*self.states, *self.treaties):
            try:
                self.reader.names.find(record)
            except NameFault:
                names.append(record)
        return names

    @cached_property
    def projections(self) -> list[network.Projection]:
        """The declared projections."""
        return network.projections(self.reader)

    def relations(self, projection: str) -> network.Reading:
        """Return the edges of a projection as they are before it is folded, read once."""
        return network.relations(self.reader, network.find(self.reader, projection))

    def edges(self, projection: str) -> list[network.Edge]:
        """Return the edges of a projection."""
        return network.read(self.reader, network.find(self.reader, projection)).edges

    def folded(self, projection: str, relations: list[network.Edge]) -> list[network.Edge]:
        """Return the edges that a projection makes of some of its relations."""
        return network.fold(self.reader, network.find(self.reader, projection), relations)

    def simple(self, projection: str) -> nx.Graph:
        """Return a projection as an undirected graph in which parallel relations are one edge with their weight."""
        return simple(self.edges(projection))

    def two_mode(self, projection: str) -> bool:
        """Tell whether every edge leads from one kind of node to another, as from members to organizations."""
        edges = self.edges(projection)
        return bool(edges) and {e.source for e in edges}.isdisjoint(e.target for e in edges)

    def voices(self, passages: Iterable[str]) -> frozenset[Origin]:
        """Return the origins of passages, which are independent of each other; the project's coding is none."""
        return frozenset(
            self.reader.origin(passage)
            for passage in passages
            if self.reader.passage(passage).source not in self._coding
        )

    @cached_property
    def _coding(self) -> set[str]:
        """The sources that are this project's own coding."""
        return network.coding_sources(self.reader)

    @cached_property
    def views(self) -> list[str]:
        """The other views that the graph declares and that leave something out."""
        declared = self.reader.subjects(A, kg.View)
        selective = {view for view in declared if any(self.reader.values(view, term) for term in KEEPS)}
        return sorted({view[len(VIEWS) :] for view in selective} - {self.choice.view})

    @cached_property
    def _index(self) -> Index:
        """The quads on which the choice of passages turns: links, one literal for each subject, and the views."""
        quads: list[Quad] = []
        # A view keeps passages by what links them, and a record where any statement of it stays: of the literals
        # of a subject in one graph the first is enough, which makes the choice among far fewer quads.
        subjects: set[tuple[str, str]] = set()
        for quad in self.reader.from_files():
            graph, subject = quad.graph_name, quad.subject.value
            if graph == ONTOLOGY and not subject.startswith(VIEWS):
                continue
            if isinstance(quad.object, NamedNode) or (graph.value, subject) not in subjects:
                subjects.add((graph.value, subject))
                quads.append(quad)
        return Index(quads)

    @memoized
    def selection(self, view: str) -> tuple[set[str], set[str]]:
        """Return the passages that a view keeps, and the records that the register then describes.

        They are chosen anew, whatever holds on a day or was known by one.
        """
        quads = select(self._index, replace(self.choice, view=view, as_of=None, known_by=None)).quads
        described = {statement.subject.value for statement in quads if statement.graph_name == REGISTER}
        return {statement.graph_name.value for statement in quads}, described

    def under(self, view: str, projection: str) -> nx.Graph:
        """Return a projection as it is under a view, without compiling the view.

        A relation stays where the view keeps one of its passages, and one that the register states also where
        the view mentions the record that it is stated of; a happening has to be attested within the view.
        """
        passages, described = self.selection(view)
        relations = []
        for edge in self.relations(projection).edges:
            mentioned = edge.registered and edge.source in described
            if not mentioned and passages.isdisjoint(edge.passages):
                continue
            involved = (edge.source, edge.target, edge.record or "")
            # What is no happening needs no attestation: it is compared with the passages themselves.
            if not any(passages.isdisjoint(self._testimony.get(record, passages)) for record in involved):
                relations.append(edge)
        return simple(self.folded(projection, relations))

    @cached_property
    def _testimony(self) -> dict[str, set[str]]:
        """The passages that say of each happening that it took place."""
        passages: dict[str, set[str]] = {record: set() for record in self.reader.of_class(kg.Happening.value)}
        for statement in self.reader.everything(A):
            if statement.subject.value in passages and statement.graph_name not in (ENTAILED, DERIVED):
                passages[statement.subject.value].add(statement.graph_name.value)
        return passages


def simple(edges: Iterable[network.Edge]) -> nx.Graph:
    """Join parallel relations into one edge whose `weight` is their sum; loops are left out.

    Nodes are added in the order of their names, so that results do not depend on the order of reading.
    """
    import networkx as nx

    weights: dict[tuple[str, str], int] = defaultdict(int)
    for edge in edges:
        # Measures of simple graphs have no meaning for a tie of a node with itself.
        if edge.source != edge.target:
            one, other = sorted((edge.source, edge.target))
            weights[one, other] += edge.weight
    graph = nx.Graph()
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((a, b, weights[a, b]) for a, b in sorted(weights))
    return graph
