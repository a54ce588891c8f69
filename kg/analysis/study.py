"""What is studied: one compiled graph under one choice of voices, read as networks, each read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg import network
from kg.agreement import Judge, Voice
from kg.analysis.result import Caption
from kg.rdf import DefaultGraph, NamedNode, Quad, Store
from kg.record import Reader
from kg.store import Choice
from kg.terms import ENTAILED, ID, A, compact, expand, kg
from kg.terms import VIEW as VIEWS

if TYPE_CHECKING:
    import networkx as nx

_DEFAULT = DefaultGraph()
_KEEPS = ("keepsSource", "keepsSourceKind", "keepsPerspective")


class UnknownRecord(LookupError):
    """A record that an analysis needs and the graph does not speak of."""


@dataclass
class Study:
    """A graph to analyse: the reader of its compiled store, what it holds, and how the answer is to be given.

    `projection` and `measure` are read by the analyses that offer a choice; `records` are the parties or
    treaties compared, by default Iran and Russia and their treaties of 2001 and 2025.
    """

    reader: Reader
    choice: Choice = field(default_factory=Choice)
    version: str = ""
    language: str = "en"
    seed: int = 0
    projection: str = ""
    measure: str = "betweenness"
    states: tuple[str, str] = ("iran", "russia")
    treaties: tuple[str, str] = ("treaty-2001", "treaty-2025")
    draws: int = 100

    def label(self, iri: str) -> str:
        """Name a record in the study's language."""
        return self.reader.label(iri, self.language)

    def record(self, name: str) -> str:
        """Return the IRI of a record named by its slug, prefixed name or IRI.

        Raises:
            UnknownRecord: the graph does not speak of it.
        """
        for form in (ID + name, name):
            try:
                iri = form if form.startswith("http") else expand(form)
            except KeyError:
                continue
            if self.reader.exists(iri):
                return iri
        raise UnknownRecord(f"No record is named {name} in the view {self.choice.view}.")

    def caption(self, title: str, question: str, projection: str = "") -> Caption:
        """Say what a result of this study rests on."""
        words = network.find(self.reader, projection).definition if projection else ""
        return Caption(title, question, self.version, self.choice.key, projection, words, self.seed)

    @cached_property
    def projections(self) -> list[network.Projection]:
        """The declared projections."""
        return network.projections(self.reader)

    @cached_property
    def _readings(self) -> dict[str, network.Reading]:
        return {}

    def reading(self, projection: str) -> network.Reading:
        """Return the edges of a projection, read once."""
        if projection not in self._readings:
            self._readings[projection] = network.read(self.reader, network.find(self.reader, projection))
        return self._readings[projection]

    def simple(self, projection: str) -> nx.Graph:
        """Return a projection as an undirected graph in which parallel relations are one edge with their weight."""
        return simple(self.reading(projection).edges)

    def directed(self, projection: str) -> nx.DiGraph:
        """Return a projection as a directed graph in which parallel relations are one edge with their weight."""
        return simple(self.reading(projection).edges, directed=True)

    def two_mode(self, projection: str) -> bool:
        """Tell whether every edge leads from one kind of node to another, as from members to organizations."""
        edges = self.reading(projection).edges
        return bool(edges) and {e.source for e in edges}.isdisjoint(e.target for e in edges)

    @cached_property
    def judge(self) -> Judge:
        """Who counts as one voice."""
        return Judge(self.reader)

    def voices(self, passages: Iterable[str]) -> frozenset[Voice]:
        """Return the independent voices behind passages; the project's coding is none."""
        found = set()
        for iri in passages:
            passage = self.reader.passage(iri)
            if passage.source not in self._coding:
                found.add(self.judge.voice(passage))
        return frozenset(found)

    @cached_property
    def _coding(self) -> set[str]:
        kind = NamedNode(network.CODING)
        return {q.subject.value for q in self.reader.store.quads_for_pattern(None, kg("kind"), kind)}

    @cached_property
    def perspectives(self) -> dict[str, list[str]]:
        """The perspectives under which the coding places each agent."""
        found: dict[str, set[str]] = defaultdict(set)
        for record in self.reader.of_class(kg("Positioning").value):
            for agent in self.reader.values(record, kg("agent")):
                found[agent.value] |= {p.value for p in self.reader.values(record, kg("perspective"))}
        return {agent: sorted(seen) for agent, seen in found.items()}

    @cached_property
    def views(self) -> list[str]:
        """The other views that the graph declares and that leave something out."""
        declared = {q.subject.value for q in self.reader.store.quads_for_pattern(None, A, kg("View"), _DEFAULT)}
        choosy = [v for v in declared if any(self.reader.values(v, kg(name)) for name in _KEEPS)]
        return sorted(v[len(VIEWS) :] for v in choosy if v[len(VIEWS) :] != self.choice.view)

    @cached_property
    def _quads(self) -> list[Quad]:
        found = self.reader.store.quads_for_pattern(None, None, None, None)
        return [q for q in found if q.graph_name not in (_DEFAULT, ENTAILED)]

    @cached_property
    def _under(self) -> dict[str, Study]:
        return {}

    def under(self, view: str) -> Study:
        """Return the same study with the passages of a view only, compiled in memory and kept."""
        if view not in self._under:
            from kg.build import compiled_quads
            from kg.view import select

            choice = replace(self.choice, view=view, as_of=None, known_by=None)
            store = Store()
            store.bulk_extend(compiled_quads(select(self._quads, choice).quads))
            self._under[view] = replace(self, reader=Reader(store), choice=replace(self.choice, view=view))
        return self._under[view]


def simple(edges: Iterable[network.Edge], directed: bool = False) -> nx.Graph:
    """Join parallel relations into one edge whose `weight` is their sum; loops are left out.

    The nodes stand in the order of their names, so that what follows does not hang on the order of reading.
    """
    import networkx as nx

    weights: dict[tuple[str, str], int] = defaultdict(int)
    for edge in edges:
        if edge.source != edge.target:
            ends = (edge.source, edge.target)
            weights[ends if directed or ends[0] < ends[1] else ends[::-1]] += edge.weight
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((a, b, weights[a, b]) for a, b in sorted(weights))
    return graph


def short(iri: str) -> str:
    """Return the short name of a record or term, as tables print it."""
    return compact(iri)
