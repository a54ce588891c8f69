"""Projections: records read as the nodes and edges of a NetworkX graph, as the ontology declares.

Parallel relations are kept. A happening of a class that the projection draws by is an edge between its two
declared ends; other records of the node classes are nodes; a property is an edge from subject to object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from kg.agreement import Judge
from kg.rdf import DefaultGraph, NamedNode
from kg.record import Reader
from kg.terms import ENTAILED, ID, LANGUAGES, ONTOLOGY, PROJECTION, REGISTER, A, compact, kg

if TYPE_CHECKING:
    import networkx as nx


_DEFAULT = DefaultGraph()


class UnknownProjection(LookupError):
    """A projection that no ontology declares."""


@dataclass(frozen=True)
class Projection:
    """A declared way to read records: which classes are nodes, which classes and properties are edges."""

    iri: str
    labels: dict[str, str]
    definition: str
    node_classes: tuple[str, ...]
    edges: tuple[str, ...]

    @property
    def name(self) -> str:
        """The short name, as commands take it."""
        return self.iri[len(PROJECTION) :]


@dataclass(frozen=True)
class Edge:
    """One relation: a happening with its two ends, or one statement of a drawn property."""

    source: str
    target: str
    kind: str
    record: str | None
    passages: tuple[str, ...]
    start: str | None = None
    end: str | None = None


@dataclass
class Reading:
    """The edges of a projection, and the happenings that lack an end and so cannot be drawn."""

    edges: list[Edge]
    endless: list[tuple[str, str]] = field(default_factory=list)


def projections(reader: Reader) -> list[Projection]:
    """List the declared projections by name."""
    found = sorted({q.subject.value for q in reader.store.quads_for_pattern(None, A, kg("Projection"), ONTOLOGY)})
    return [
        Projection(
            iri,
            reader.labels(iri),
            reader.definition(iri),
            tuple(v.value for v in reader.values(iri, kg("nodeClass"))),
            tuple(v.value for v in reader.values(iri, kg("edgeBy"))),
        )
        for iri in found
    ]


def find(reader: Reader, name: str) -> Projection:
    """Return the projection of a name.

    Raises:
        UnknownProjection: with the names that are known.
    """
    known = projections(reader)
    for projection in known:
        if name in (projection.name, projection.iri, compact(projection.iri)):
            return projection
    raise UnknownProjection(f"No projection is named {name}. Projections: {', '.join(p.name for p in known)}.")


def read(reader: Reader, projection: Projection) -> Reading:
    """Read the edges of a projection off a compiled graph, in a fixed order."""
    declared = [e for e in projection.edges if reader.declared(e, "edgeFrom")]
    happenings = list(dict.fromkeys(record for cls in declared for record in reader.of_class(cls)))
    nodes = {record for cls in projection.node_classes for record in reader.of_class(cls)} - set(happenings)
    reading = Reading([])
    for record in happenings:
        _draw(reader, record, nodes, reading)
    for prop in _edge_properties(reader, projection):
        reading.edges += _stated(reader, prop, nodes)
    reading.edges.sort(key=lambda e: (e.source, e.target, e.kind, e.record or ""))
    return reading


def build(reader: Reader, projection: Projection) -> nx.MultiDiGraph:
    """Return a projection as a NetworkX graph.

    Nodes are full IRIs with `label`, `label_fa`, `label_ru`, `kind`; edges carry `kind`, `record`, `start`,
    `end`, `passages` and `disputed`; unknown values are absent. The graph's attributes hold the projection's
    name and words, and how many happenings lacked an end.
    """
    import networkx as nx

    reading = read(reader, projection)
    graph = nx.MultiDiGraph(
        projection=projection.name, definition=projection.definition, endless=len(reading.endless)
    )
    disputed = {f.record for f in Judge(reader).findings() if f.disputed}
    for iri in sorted({end for edge in reading.edges for end in (edge.source, edge.target)}):
        graph.add_node(iri, **node_attributes(reader, iri, iri in disputed))
    for edge in reading.edges:
        graph.add_edge(edge.source, edge.target, key=_key(edge), **_edge_attributes(reader, edge, disputed))
    return graph


def node_attributes(reader: Reader, iri: str, disputed: bool) -> dict[str, str | bool]:
    """Return the attributes of a node."""
    kinds = reader.kinds(iri)
    attributes: dict[str, str | bool] = {"label": reader.label(iri)}
    for language in LANGUAGES[1:]:
        attributes[f"label_{language}"] = reader.label(iri, language)
    attributes["kind"] = compact(kinds[0]) if kinds else ""
    attributes["disputed"] = disputed
    return attributes


def _edge_attributes(reader: Reader, edge: Edge, disputed: set[str]) -> dict[str, str | bool]:
    found: dict[str, str | bool] = {"kind": compact(edge.kind), "label": reader.label(edge.kind)}
    if edge.record:
        found["record"] = edge.record
    if edge.start:
        found["start"] = edge.start
    if edge.end:
        found["end"] = edge.end
    found["passages"] = " ".join(compact(p) for p in edge.passages)
    found["disputed"] = edge.record in disputed
    return found


def _key(edge: Edge) -> str:
    return compact(edge.record) if edge.record else compact(edge.kind)


def _edge_properties(reader: Reader, projection: Projection) -> list[str]:
    """Return the projection's properties; `kg:drawn` stands for every property that is marked as drawn."""
    own = [e for e in projection.edges if not reader.declared(e, "edgeFrom") and e != kg("drawn").value]
    if kg("drawn").value in projection.edges:
        own += [q.subject.value for q in reader.store.quads_for_pattern(None, kg("drawn"), None, ONTOLOGY)]
    return sorted(set(own))


def _draw(reader: Reader, record: str, nodes: set[str], reading: Reading) -> None:
    for kind in reader.kinds(record):
        begins, ends = reader.declared(kind, "edgeFrom"), reader.declared(kind, "edgeTo")
        if not begins or not ends:
            continue
        start, end = _span(reader, record, kind)
        passages = tuple(reader.attesting(record))
        pairs = list(_pairs(reader, record, [b.value for b in begins], [e.value for e in ends], nodes))
        for source, target in pairs:
            reading.edges.append(Edge(source, target, kind, record, passages, start, end))
        if not pairs:
            reading.endless.append((record, kind))
        return


def _pairs(
    reader: Reader, record: str, begins: list[str], ends: list[str], nodes: set[str]
) -> Iterator[tuple[str, str]]:
    """Pair the ends of a happening; a property that is both ends pairs its values with each other once."""
    for begin, end in product(begins, ends):
        if begin == end:
            values = sorted(set(_ends(reader, record, begin)) & nodes)
            yield from ((a, b) for i, a in enumerate(values) for b in values[i + 1 :])
        else:
            sources, targets = _ends(reader, record, begin), _ends(reader, record, end)
            yield from ((s, t) for s in sources for t in targets if s in nodes and t in nodes and s != t)


def _ends(reader: Reader, record: str, prop: str) -> list[str]:
    if prop == kg("holder").value:
        return sorted({h for p in reader.attesting(record) for h in reader.passage(p).holders})
    return [v.value for v in reader.values(record, NamedNode(prop))]


def _span(reader: Reader, record: str, kind: str) -> tuple[str | None, str | None]:
    """Return the earliest beginning and latest end that anybody states, as the widest span."""
    at = [v.value for p in reader.declared(kind, "timeAt") for v in reader.values(record, NamedNode(p.value))]
    starts = [v.value for p in reader.declared(kind, "timeFrom") for v in reader.values(record, NamedNode(p.value))]
    ends = [v.value for p in reader.declared(kind, "timeTo") for v in reader.values(record, NamedNode(p.value))]
    return min(at + starts, default=None), max(ends or at, default=None)


def _stated(reader: Reader, prop: str, nodes: set[str]) -> Iterator[Edge]:
    passages: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in reader.store.quads_for_pattern(None, NamedNode(prop), None):
        if quad.graph_name not in (_DEFAULT, ENTAILED, ONTOLOGY) and (
            quad.subject.value in nodes and quad.object.value in nodes and quad.subject.value.startswith(ID)
        ):
            where = set() if quad.graph_name == REGISTER else {quad.graph_name.value}
            passages[quad.subject.value, quad.object.value] |= where
    for (source, target), where in passages.items():
        yield Edge(source, target, prop, None, tuple(sorted(where)))
