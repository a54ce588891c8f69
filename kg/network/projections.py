"""Projections: records read as the nodes and edges of a NetworkX graph, as the ontology declares.

Parallel relations are kept. A happening of a class that the projection draws by is an edge between its two
declared ends; other records of the node classes are nodes; a property is an edge from subject to object. A
projection folded over a class joins the nodes that share a record of it; one with stances signs its edges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.errors import Error
from kg.memoize import kept, memoized
from kg.model.agreement import disputes
from kg.model.reader import Reader
from kg.rdf.terms import DefaultGraph, NamedNode
from kg.rdf.vocabulary import (
    DERIVED,
    ENTAILED,
    LANGUAGES,
    ONTOLOGY,
    PROJECTION,
    REGISTER,
    A,
    code,
    compact,
    expand,
    is_record,
    kg,
    rdf,
)
from kg.text import dates

if TYPE_CHECKING:
    import networkx as nx


_DEFAULT = DefaultGraph()
_TIMES = (kg.timeAt, kg.timeFrom, kg.timeTo)
#: The properties that declare a projection, in the order in which they are read.
_DECLARATION = (kg.nodeClass, kg.edgeBy, kg.foldedOver, kg.onlyWith, kg.positiveWith, kg.negativeWith)
_STATEMENT = rdf.Statement.value


class UnknownProjection(Error, LookupError):
    """A projection that no ontology declares."""


@dataclass(frozen=True)
class Projection:
    """A declared way to read records: which classes are nodes, which classes and properties are edges."""

    iri: str
    labels: dict[str, str]
    definitions: dict[str, str]
    node_classes: tuple[str, ...]
    edges: tuple[str, ...]
    folded_over: str | None = None
    only_with: tuple[str, ...] = ()
    signs: dict[str, int] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.iri)  # dictionaries have no hash, and the relations of a projection are memoized

    @property
    def definition(self) -> str:
        """What it draws, in English."""
        return self.definitions.get("en", "")

    @property
    def name(self) -> str:
        """The short name, as commands take it."""
        return self.iri[len(PROJECTION) :]


@dataclass(frozen=True)
class Edge:
    """One relation: a happening with its two ends, or one statement of a drawn property.

    `registered` marks what the register states whoever speaks; the weight of a folded edge over statements is
    their number, that of any other edge is one.
    """

    source: str
    target: str
    kind: str
    record: str | None
    passages: tuple[str, ...]
    start: str | None = None
    end: str | None = None
    sign: int | None = None
    through: str | None = None
    weight: int = 1
    registered: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a network: the neighbourhood of a node and what touches a policy field, both prefixed names."""

    around: str | None = None
    depth: int = 1
    field: str | None = None

    def nodes(self, edges: Sequence[Edge]) -> set[str]:
        """Return the nodes of this part of the network of some edges; all of them without a node and a field."""
        beside: dict[str, set[str]] = defaultdict(set)
        for edge in edges:
            beside[edge.source].add(edge.target)
            beside[edge.target].add(edge.source)
        nodes = set(beside)
        if self.around:
            nodes = frontier = {expand(self.around)} & nodes
            for _ in range(self.depth):
                frontier = {node for end in frontier for node in beside[end]} - nodes
                nodes = nodes | frontier
        if self.field:
            field = expand(self.field)
            inside = [edge for edge in edges if edge.source in nodes and edge.target in nodes]
            concerned = {edge.source for edge in inside if edge.target == field} - {field}
            nodes = nodes & {field, *concerned, *(edge.target for edge in inside if edge.source in concerned)}
        return nodes


_ALL = Part()


@dataclass
class Reading:
    """The edges of a projection, and the happenings that lack an end and so cannot be drawn."""

    edges: list[Edge]
    endless: list[tuple[str, str]] = field(default_factory=list)


def projections(reader: Reader) -> list[Projection]:
    """List the declared projections by name."""
    result = []
    for declared in reader.subjects(A, kg.Projection, ONTOLOGY):
        classes, edges, over, only, positive, negative = (
            tuple(value.value for value in reader.values(declared, term)) for term in _DECLARATION
        )
        signs = dict.fromkeys(positive, 1) | dict.fromkeys(negative, -1)
        words = reader.labels(declared), reader.definitions(declared)
        result.append(Projection(declared, *words, classes, edges, over[0] if over else None, only, signs))
    return result


def find(reader: Reader, name: str) -> Projection:
    """Return the projection of a name.

    Raises:
        UnknownProjection: with the names that are known.
    """
    declared = projections(reader)
    for projection in declared:
        if name in (projection.name, projection.iri, compact(projection.iri)):
            return projection
    raise UnknownProjection(
        f"No projection is named {name}. Projections: {', '.join(projection.name for projection in declared)}."
    )


@kept
def read(reader: Reader, projection: Projection) -> Reading:
    """Read the edges of a projection from a compiled graph, in a fixed order."""
    reading = relations(reader, projection)
    return Reading(fold(reader, projection, reading.edges), reading.endless)


@memoized
def relations(reader: Reader, projection: Projection) -> Reading:
    """Read the edges of a projection as they are before it is folded, in a fixed order."""
    if projection.folded_over == _STATEMENT:
        # Each statement is an edge from each source that makes it, the project's own coding apart.
        coding = coding_sources(reader)
        by_statement: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in reader.testimony():
            statement, passage = f"{quad.subject} {quad.predicate} {quad.object}", quad.graph_name.value
            by_statement[reader.passage(passage).source, statement].append(passage)
        makings = [
            Edge(source, statement, _STATEMENT, None, tuple(sorted(passages)))
            for (source, statement), passages in sorted(by_statement.items())
            if source not in coding
        ]
        return Reading(makings)
    classes = [term for term in projection.edges if reader.declared(term, kg.edgeFrom)]
    happenings = list(dict.fromkeys(record for cls in classes for record in reader.of_class(cls)))
    # What a projection draws as an edge is none of its nodes, whatever its class is under.
    nodes = {record for cls in projection.node_classes for record in reader.of_class(cls)} - set(happenings)
    reading = Reading([])
    for record in happenings:
        values = {link.object.value for link in reader.quads(record)} if projection.only_with else set()
        if projection.only_with and values.isdisjoint(projection.only_with):
            continue
        _draw(reader, record, nodes, reading, projection.signs)
    properties = set(projection.edges) - set(classes)
    # `kg:drawn` stands for every property that the ontology marks with it.
    if kg.drawn.value in properties:
        properties.remove(kg.drawn.value)
        properties |= set(reader.subjects(kg.drawn, graph=ONTOLOGY))
    for prop in sorted(properties):
        reading.edges += _stated(reader, prop, nodes)
    reading.edges.sort(key=_order)
    return reading


def fold(reader: Reader, projection: Projection, edges: list[Edge]) -> list[Edge]:
    """Join the nodes that have an edge with the same record of the class that a projection is folded over.

    A projection that is not folded keeps its edges as they are.
    """
    if projection.folded_over is None:
        return edges
    if projection.folded_over == _STATEMENT:
        return _co_stated(edges)
    middles = set(reader.of_class(projection.folded_over))
    around: dict[str, dict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        for middle, node in ((edge.source, edge.target), (edge.target, edge.source)):
            if middle in middles and node not in middles:
                around[middle][node].append(edge)
    joined = (
        _joined(one, other, middle, list(product(nodes[one], nodes[other])))
        for middle, nodes in sorted(around.items())
        for one, other in combinations(sorted(nodes), 2)
    )
    return sorted(filter(None, joined), key=_order)


def _order(edge: Edge) -> tuple[str, str, str, str]:
    """Return what sorts edges, so that a projection is read alike whatever the store's order."""
    return edge.source, edge.target, edge.kind, edge.record or edge.through or ""


def build(reader: Reader, projection: Projection, part: Part = _ALL) -> nx.MultiDiGraph:
    """Return a projection, or a part of it, as a NetworkX graph.

    Nodes are prefixed names, the identifiers that answers have, with `label`, `label_fa`, `label_ru`, `short`,
    `kind`; edges carry `kind`, `record`, `start`, `end`, `passages` and `disputed`, in signed projections
    `sign`, in folded ones `through` and, over statements, `weight`; unknown values are absent. The graph's
    attributes hold the projection's name and words, how many happenings lacked an end, and whether its edges
    have a direction.
    """
    import networkx as nx

    reading = read(reader, projection)
    graph = nx.MultiDiGraph(
        projection=projection.name,
        definition=projection.definition,
        endless=len(reading.endless),
        directed=projection.folded_over is None,
    )
    disputed = {finding.record for finding in disputes(reader)}
    nodes = part.nodes(reading.edges)
    for record in sorted(nodes):
        graph.add_node(compact(record), **node_attributes(reader, record, record in disputed))
    for edge in (edge for edge in reading.edges if edge.source in nodes and edge.target in nodes):
        # Parallel edges stay apart by what makes each: its record, what it was folded over, or its property.
        key = compact(edge.record or edge.through or edge.kind)
        attributes = {
            "kind": compact(edge.kind),
            "label": reader.label(edge.kind),
            "record": compact(edge.record) if edge.record else None,
            "start": edge.start,
            "end": edge.end,
            "sign": edge.sign,
            "through": compact(edge.through) if edge.through else None,
            "weight": edge.weight if edge.weight != 1 else None,
            "passages": " ".join(map(compact, edge.passages)),
            "disputed": edge.record in disputed,
        }
        # What is unknown is absent, for GraphML has no null.
        known = {
            attribute: attribute_value
            for attribute, attribute_value in attributes.items()
            if attribute_value is not None
        }
        graph.add_edge(compact(edge.source), compact(edge.target), key=key, **known)
    return graph


def node_attributes(reader: Reader, iri: str, disputed: bool) -> dict[str, str | bool]:
    """Return the attributes of a node."""
    kinds = reader.kinds(iri)
    attributes: dict[str, str | bool] = {"label": reader.label(iri)}
    for language in LANGUAGES[1:]:
        attributes[f"label_{language}"] = reader.label(iri, language)
    attributes["short"] = reader.short(iri)
    attributes["kind"] = compact(kinds[0]) if kinds else ""
    attributes["disputed"] = disputed
    return attributes


def _draw(reader: Reader, record: str, nodes: set[str], reading: Reading, signs: dict[str, int]) -> None:
    """Add the edges of a happening to a reading, by the first of its classes that declares both ends."""
    for kind in reader.kinds(record):
        begins, ends = ([term.value for term in reader.declared(kind, end)] for end in (kg.edgeFrom, kg.edgeTo))
        if not begins or not ends:
            continue
        start, end = _span(reader, record)
        passages = tuple(reader.attesting(record))
        pairs: list[tuple[str, str]] = []
        for begin, finish in product(begins, ends):
            sources, targets = _ends(reader, record, begin), _ends(reader, record, finish)
            if begin == finish:
                # A property that is both ends has no direction: each pair once, in the order of names.
                pairs += combinations(sorted(set(sources) & nodes), 2)
            else:
                pairs += [(s, t) for s in sources for t in targets if s in nodes and t in nodes and s != t]
        for source, target in pairs:
            sign = _sign(reader, record, source, target, signs) if signs else None
            # An edge of a speaker cites only what he says, not what others say of the same happening.
            spoken = _spoken(reader, passages, source) if begins[0] == kg.holder.value else passages
            reading.edges.append(Edge(source, target, kind, record, spoken, start, end, sign))
        if not pairs:
            reading.endless.append((record, kind))
        return


def _spoken(reader: Reader, passages: tuple[str, ...], holder: str) -> tuple[str, ...]:
    """Return the passages in which a holder speaks."""
    return tuple(passage for passage in passages if holder in reader.passage(passage).holders)


def _sign(reader: Reader, record: str, holder: str, subject: str, signs: dict[str, int]) -> int | None:
    """Return the sign of the stance that a holder takes towards a subject, joined passage by passage.

    Nought stands for a neutral stance or for stances that cancel out; None where no stance is coded.
    """
    stances: list[int] = []
    for passage in _spoken(reader, tuple(reader.attesting(record)), holder):
        statements = [statement for statement in reader.quads(record) if statement.graph_name.value == passage]
        if any(
            statement.predicate == kg.stanceTowards and statement.object.value == subject
            for statement in statements
        ):
            stances += [
                signs.get(statement.object.value, 0) for statement in statements if statement.predicate == kg.stance
            ]
    # Stances of several passages add up: a speaker who contradicts himself comes out neutral.
    total = sum(stances)
    return (total > 0) - (total < 0) if stances else None


def _ends(reader: Reader, record: str, prop: str) -> list[str]:
    """Return the records at one end of a happening; who holds it is stated of its passages, not of it."""
    if prop == kg.holder.value:
        return sorted({h for passage in reader.attesting(record) for h in reader.passage(passage).holders})
    return [end.value for end in reader.values(record, NamedNode(prop))]


def _span(reader: Reader, record: str) -> tuple[str | None, str | None]:
    """Return the first and the last day on which a record may hold; a month or year, where no day is known."""
    span = reader.interval(record).as_dated()
    return span.possibly_from or span.surely_from, span.possibly_until


def _stated(reader: Reader, prop: str, nodes: set[str]) -> Iterator[Edge]:
    """Yield an edge for each pair of nodes that a property joins in the register or in passages."""
    passages: dict[tuple[str, str], set[str]] = defaultdict(set)
    registered: set[tuple[str, str]] = set()
    for statement in reader.everything(NamedNode(prop)):
        graph, subject, value = statement.graph_name, statement.subject.value, statement.object.value
        if graph in (ENTAILED, DERIVED, ONTOLOGY) or not is_record(subject):
            continue
        if subject in nodes and value in nodes:
            passages[subject, value] |= set() if graph == REGISTER else {graph.value}
            registered |= {(subject, value)} if graph == REGISTER else set()
    for (source, target), where in passages.items():
        start, end, attesting = None, None, set[str]()
        # A happening is dated, and its defining links, which the register states, rest on what attests it.
        if any(reader.declared(kind, term) for kind in reader.kinds(source) for term in _TIMES):
            start, end = _span(reader, source)
            attesting = set(reader.attesting(source))
        by_register = (source, target) in registered
        evidence = tuple(sorted(where | attesting if by_register else where))
        yield Edge(source, target, prop, None, evidence, start, end, registered=by_register and not attesting)


def _joined(one: str, other: str, middle: str, pairs: list[tuple[Edge, Edge]]) -> Edge | None:
    """Return the edge of two nodes over the whole time in which any pair of their edges overlaps, if any does.

    Of a pair the start is unknown where either is unknown, the end is open where both are.
    """
    overlapping: list[tuple[Edge, Edge]] = []
    starts: list[str | None] = []
    ends: list[str | None] = []
    for pair in pairs:
        begun, closed = [e.start for e in pair if e.start], [e.end for e in pair if e.end]
        start = max(begun, key=dates.earliest) if len(begun) == 2 else None
        end = min(closed, default=None, key=dates.latest)
        if start is None or end is None or dates.earliest(start) <= dates.latest(end):
            overlapping.append(pair)
            starts.append(start)
            ends.append(end)
    if not overlapping:
        return None
    start = None if None in starts else min((s for s in starts if s), key=dates.earliest)
    end = None if None in ends else max((e for e in ends if e), key=dates.latest)
    passages = _passages(edge for pair in overlapping for edge in pair)
    return Edge(one, other, overlapping[0][0].kind, None, passages, start, end, through=middle)


def coding_sources(reader: Reader) -> set[str]:
    """Return the sources that are this project's own coding, which is no voice."""
    return set(reader.subjects(kg.kind, code.project_coding))


def _co_stated(edges: list[Edge]) -> list[Edge]:
    """Join the sources that make the same statements by one edge, its weight being their number."""
    makers: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        makers[edge.target].append(edge)
    shared: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for making in makers.values():
        for one, other in combinations(sorted(making, key=_order), 2):
            shared[one.source, other.source] += [one, other]
    return [
        Edge(one, other, _STATEMENT, None, _passages(pairs), weight=len(pairs) // 2)
        for (one, other), pairs in sorted(shared.items())
    ]


def _passages(edges: Iterable[Edge]) -> tuple[str, ...]:
    """Return the passages of some edges, each once."""
    return tuple(sorted({passage for edge in edges for passage in edge.passages}))
