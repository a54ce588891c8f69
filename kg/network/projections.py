"""Projections: records read as the nodes and edges of a NetworkX graph, as the ontology declares.

Parallel relations are kept. A happening of a class that the projection draws by is an edge between its two
declared ends; other records of the node classes are nodes; a property is an edge from subject to object. A
projection folded over a class joins the nodes that share a record of it; one with stances signs its edges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING

from kg.errors import Error
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.rdf.terms import DefaultGraph, NamedNode
from kg.rdf.vocabulary import (
    BASE,
    DERIVED,
    ENTAILED,
    ID,
    LANGUAGES,
    ONTOLOGY,
    PROJECTION,
    RDF,
    REGISTER,
    SRC,
    A,
    compact,
    kg,
)
from kg.text import dates

if TYPE_CHECKING:
    import networkx as nx


_DEFAULT = DefaultGraph()
_STATEMENT = RDF + "Statement"
#: The kind of source that is this project's own coding, which is no voice.
CODING = BASE + "code/project-coding"


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


@dataclass
class Reading:
    """The edges of a projection, and the happenings that lack an end and so cannot be drawn."""

    edges: list[Edge]
    endless: list[tuple[str, str]] = field(default_factory=list)


def projections(reader: Reader) -> list[Projection]:
    """List the declared projections by name."""
    found = sorted({q.subject.value for q in reader.store.quads_for_pattern(None, A, kg("Projection"), ONTOLOGY)})
    return [_projection(reader, iri) for iri in found]


def _projection(reader: Reader, iri: str) -> Projection:
    def named(term: str) -> tuple[str, ...]:
        return tuple(v.value for v in reader.values(iri, kg(term)))

    signs = {**dict.fromkeys(named("positiveWith"), 1), **dict.fromkeys(named("negativeWith"), -1)}
    return Projection(
        iri,
        reader.labels(iri),
        reader.definitions(iri),
        named("nodeClass"),
        named("edgeBy"),
        next(iter(named("foldedOver")), None),
        named("onlyWith"),
        signs,
    )


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
    found = relations(reader, projection)
    return Reading(fold(reader, projection, found.edges), found.endless)


def relations(reader: Reader, projection: Projection) -> Reading:
    """Read the edges of a projection as they are before it is folded, in a fixed order."""
    return reader.once(("relations", projection.iri), lambda: _relations(reader, projection))


def _relations(reader: Reader, projection: Projection) -> Reading:
    if projection.folded_over == _STATEMENT:
        return Reading(list(_makings(reader)))
    declared = [e for e in projection.edges if reader.declared(e, kg("edgeFrom"))]
    happenings = list(dict.fromkeys(record for cls in declared for record in reader.of_class(cls)))
    nodes = {record for cls in projection.node_classes for record in reader.of_class(cls)} - set(happenings)
    reading = Reading([])
    for record in happenings:
        if _wanted(reader, record, projection):
            _draw(reader, record, nodes, reading, projection.signs)
    for prop in _edge_properties(reader, projection):
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
    return sorted(_folded(edges, set(reader.of_class(projection.folded_over))), key=_order)


def _order(edge: Edge) -> tuple[str, str, str, str]:
    return edge.source, edge.target, edge.kind, edge.record or edge.through or ""


def _wanted(reader: Reader, record: str, projection: Projection) -> bool:
    """Tell whether a happening has one of the values to which a projection keeps, where it keeps to any."""
    if not projection.only_with:
        return True
    found = reader.store.quads_for_pattern(NamedNode(record), None, None, _DEFAULT)
    return any(q.object.value in projection.only_with for q in found)


def build(reader: Reader, projection: Projection) -> nx.MultiDiGraph:
    """Return a projection as a NetworkX graph.

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
    disputed = {f.record for f in findings(reader) if f.disputed}
    for iri in sorted({end for edge in reading.edges for end in (edge.source, edge.target)}):
        graph.add_node(compact(iri), **node_attributes(reader, iri, iri in disputed))
    for edge in reading.edges:
        ends = compact(edge.source), compact(edge.target)
        graph.add_edge(*ends, key=_key(edge), **_edge_attributes(reader, edge, disputed))
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


def _edge_attributes(reader: Reader, edge: Edge, disputed: set[str]) -> dict[str, str | bool | int]:
    found: dict[str, str | bool | int] = {"kind": compact(edge.kind), "label": reader.label(edge.kind)}
    if edge.record:
        found["record"] = compact(edge.record)
    if edge.start:
        found["start"] = edge.start
    if edge.end:
        found["end"] = edge.end
    if edge.sign is not None:
        found["sign"] = edge.sign
    if edge.through:
        found["through"] = compact(edge.through)
    if edge.weight != 1:
        found["weight"] = edge.weight
    found["passages"] = " ".join(compact(p) for p in edge.passages)
    found["disputed"] = edge.record in disputed
    return found


def _key(edge: Edge) -> str:
    return compact(edge.record or edge.through or edge.kind)


def _edge_properties(reader: Reader, projection: Projection) -> list[str]:
    """Return the projection's properties; `kg:drawn` stands for every property that is marked as drawn."""
    own = [e for e in projection.edges if not reader.declared(e, kg("edgeFrom")) and e != kg("drawn").value]
    if kg("drawn").value in projection.edges:
        own += [q.subject.value for q in reader.store.quads_for_pattern(None, kg("drawn"), None, ONTOLOGY)]
    return sorted(set(own))


def _draw(reader: Reader, record: str, nodes: set[str], reading: Reading, signs: dict[str, int]) -> None:
    for kind in reader.kinds(record):
        begins, ends = reader.declared(kind, kg("edgeFrom")), reader.declared(kind, kg("edgeTo"))
        if not begins or not ends:
            continue
        start, end = _span(reader, record)
        passages = tuple(reader.attesting(record))
        pairs = list(_pairs(reader, record, [b.value for b in begins], [e.value for e in ends], nodes))
        for source, target in pairs:
            sign = _sign(reader, record, source, target, signs) if signs else None
            cited = _spoken(reader, passages, source) if begins[0] == kg("holder") else passages
            reading.edges.append(Edge(source, target, kind, record, cited, start, end, sign))
        if not pairs:
            reading.endless.append((record, kind))
        return


def _spoken(reader: Reader, passages: tuple[str, ...], holder: str) -> tuple[str, ...]:
    """Return the passages in which a holder speaks."""
    return tuple(p for p in passages if holder in reader.passage(p).holders)


def _sign(reader: Reader, record: str, holder: str, subject: str, signs: dict[str, int]) -> int | None:
    """Return the sign of the stance that a holder takes towards a subject, joined passage by passage.

    Nought stands for a neutral stance or for stances that cancel out; None where no stance is coded.
    """
    found: list[int] = []
    for iri in _spoken(reader, tuple(reader.attesting(record)), holder):
        said = list(reader.store.quads_for_pattern(NamedNode(record), None, None, NamedNode(iri)))
        towards = {q.object.value for q in said if q.predicate == kg("stanceTowards")}
        if subject in towards:
            found += [signs.get(q.object.value, 0) for q in said if q.predicate == kg("stance")]
    total = sum(found)
    return (total > 0) - (total < 0) if found else None


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


def _span(reader: Reader, record: str) -> tuple[str | None, str | None]:
    """Return the first and the last day on which a record may hold; a month or year, where no day is known."""
    span = reader.interval(record).as_dated()
    return span.possibly_from or span.surely_from, span.possibly_until


def _stated(reader: Reader, prop: str, nodes: set[str]) -> Iterator[Edge]:
    passages: dict[tuple[str, str], set[str]] = defaultdict(set)
    registered: set[tuple[str, str]] = set()
    for quad in reader.store.quads_for_pattern(None, NamedNode(prop), None):
        if quad.graph_name not in (_DEFAULT, ENTAILED, DERIVED, ONTOLOGY) and (
            quad.subject.value in nodes and quad.object.value in nodes and quad.subject.value.startswith(ID)
        ):
            pair = (quad.subject.value, quad.object.value)
            passages[pair] |= set() if quad.graph_name == REGISTER else {quad.graph_name.value}
            registered |= {pair} if quad.graph_name == REGISTER else set()
    for (source, target), where in passages.items():
        start, end, attested = _happening(reader, source)
        own = (source, target) in registered
        cited = tuple(sorted(where | set(attested) if own else where))
        yield Edge(source, target, prop, None, cited, start, end, registered=own and not attested)


def _happening(reader: Reader, record: str) -> tuple[str | None, str | None, list[str]]:
    """Return the span of a happening and the passages that attest it, which its defining links rest on."""
    for kind in reader.kinds(record):
        if any(reader.declared(kind, kg(name)) for name in ("timeAt", "timeFrom", "timeTo")):
            return *_span(reader, record), reader.attesting(record)
    return None, None, []


def _folded(edges: list[Edge], middles: set[str]) -> list[Edge]:
    """Join the nodes that have an edge with the same record, for the time that the two edges share."""
    around: dict[str, dict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        for middle, node in ((edge.source, edge.target), (edge.target, edge.source)):
            if middle in middles and node not in middles:
                around[middle][node].append(edge)
    return [
        joined
        for middle, nodes in sorted(around.items())
        for one, other in combinations(sorted(nodes), 2)
        if (joined := _joined(one, other, middle, list(product(nodes[one], nodes[other]))))
    ]


def _joined(one: str, other: str, middle: str, pairs: list[tuple[Edge, Edge]]) -> Edge | None:
    spans = [(pair, *_common(*pair)) for pair in pairs]
    kept = [
        (pair, start, end)
        for pair, start, end in spans
        if start is None or end is None or dates.earliest(start) <= dates.latest(end)
    ]
    if not kept:
        return None
    starts, ends = [start for _, start, _ in kept], [end for _, _, end in kept]
    passages = _passages(edge for pair, _, _ in kept for edge in pair)
    start = None if None in starts else min((s for s in starts if s), key=dates.earliest)
    end = None if None in ends else max((e for e in ends if e), key=dates.latest)
    return Edge(one, other, kept[0][0][0].kind, None, passages, start, end, through=middle)


def _common(one: Edge, other: Edge) -> tuple[str | None, str | None]:
    """Return the time that two edges share: unknown starts where either is unknown, open ends where both are."""
    starts, ends = (one.start, other.start), [e for e in (one.end, other.end) if e]
    start = max((s for s in starts if s), key=dates.earliest) if all(starts) else None
    return start, min(ends, default=None, key=dates.latest)


def _makings(reader: Reader) -> Iterator[Edge]:
    """Yield each statement as an edge from each source that makes it, the project's own coding apart."""
    coding = {q.subject.value for q in reader.store.quads_for_pattern(None, kg("kind"), NamedNode(CODING))}
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    for quad in reader.store.quads_for_pattern(None, None, None):
        where = quad.graph_name
        if where != _DEFAULT and where.value.startswith(SRC) and quad.subject.value.startswith(ID):
            statement = f"{quad.subject} {quad.predicate} {quad.object}"
            made[reader.passage(where.value).source, statement].append(where.value)
    for (source, statement), passages in sorted(made.items()):
        if source not in coding:
            yield Edge(source, statement, _STATEMENT, None, tuple(sorted(passages)))


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
        Edge(one, other, _STATEMENT, None, _passages(found), weight=len(found) // 2)
        for (one, other), found in sorted(shared.items())
    ]


def _passages(edges: Iterable[Edge]) -> tuple[str, ...]:
    return tuple(sorted({passage for edge in edges for passage in edge.passages}))


def near(graph: nx.MultiDiGraph, node: str, depth: int) -> nx.MultiDiGraph:
    """Return the part of a network within so many steps of a node (a prefixed name), whatever the direction."""
    reached, edge = {node} & set(graph), {node} & set(graph)
    for _ in range(depth):
        edge = {n for here in edge for n in (*graph.successors(here), *graph.predecessors(here))} - reached
        reached |= edge
    return graph.subgraph(reached).copy()


def touching(graph: nx.MultiDiGraph, field: str) -> nx.MultiDiGraph:
    """Return what has an edge to a policy field (a prefixed name), with the field and what lies beside it."""
    beside = set(graph.predecessors(field)) | {field} if field in graph else set()
    around = {n for node in beside - {field} for n in graph.successors(node)}
    return graph.subgraph(beside | around).copy()
