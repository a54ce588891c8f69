"""Networks with one schema in all formats: GraphML, GEXF, node-link JSON, Cytoscape JSON, Pajek, DOT."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from kg.export.characters import Replaced, is_plain, printable, xml_text
from kg.export.snapshot import Snapshot, counted
from kg.rdf.vocabulary import expand
from kg.text import dates

if TYPE_CHECKING:
    import networkx as nx

Attribute = str | bool | int | float
Row = tuple[str, ...]
_NODE = ("iri", "label", "label_fa", "label_ru", "short", "kind", "disputed")
_EDGE = ("kind", "label", "record", "start", "end", "passages", "disputed")


class Node(NamedTuple):
    """A node as every format writes it."""

    id: str
    attributes: Mapping[str, Attribute]


class Edge(NamedTuple):
    """An edge as every format writes it; its identifier is made of its ends and key, so that it is stable."""

    source: str
    target: str
    key: str
    attributes: Mapping[str, Attribute]

    @property
    def id(self) -> str:
        """The unique identifier of the edge.

        >>> Edge("id:a", "id:b", "kg:party", {}).id
        'id:a::kg:party::id:b'
        """
        return f"{self.source}::{self.key}::{self.target}"


class PropertyGraph:
    """A network with the common schema: prefixed names as identifiers, attributes in a fixed order."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph
        self.about: dict[str, Attribute] = dict(graph.graph)

    @property
    def nodes(self) -> Iterator[Node]:
        """The nodes, in the network's order."""
        for node, data in self.graph.nodes(data=True):
            yield Node(node, {"iri": expand(node), **data})

    @property
    def edges(self) -> Iterator[Edge]:
        """The edges, in the network's order."""
        for source, nearby in self.graph.adjacency():
            for target, parallel in nearby.items():
                for key, data in parallel.items():
                    yield Edge(source, target, key, data)

    @cached_property
    def node_types(self) -> dict[str, type]:
        """The attributes of nodes with their types, well-known ones first."""
        return _types(({"iri": "", **data} for _, data in self.graph.nodes(data=True)), _NODE)

    @cached_property
    def edge_types(self) -> dict[str, type]:
        """The attributes of edges with their types, well-known ones first."""
        data = (d for _, near in self.graph.adjacency() for parallel in near.values() for d in parallel.values())
        return _types(data, _EDGE)

    def node_rows(self) -> Iterator[tuple[Row, list[str]]]:
        """Yield for each node the names of its attributes, and its identifier with their values as texts."""
        for node in self.nodes:
            yield tuple(node.attributes), [node.id, *_texts(node.attributes)]

    def edge_rows(self) -> Iterator[tuple[Row, list[str]]]:
        """Yield for each edge the names of its attributes, and its identifier, ends and values as texts."""
        plans = _Plans(self.edge_types)
        for source, nearby in self.graph.adjacency():
            for target, parallel in nearby.items():
                for key, data in parallel.items():
                    shape = tuple(data)
                    texts = [f"{source}::{key}::{target}", source, target, *data.values()]
                    for place, write in plans[shape]:
                        texts[place] = write(texts[place])
                    yield shape, texts


class _Plans(dict[Row, list[tuple[int, Callable[[Any], str]]]]):
    """For each shape of an edge's row: the positions of values that are not texts, and functions to write them.

    Most values of the many edges are texts already; a plan for each shape avoids testing every value.
    """

    def __init__(self, types: dict[str, type]) -> None:
        self.types = types

    def __missing__(self, shape: Row) -> list[tuple[int, Callable[[Any], str]]]:
        writers: dict[str, Callable[[Any], str]] = {k: text_of for k, kind in self.types.items() if kind is not str}
        self[shape] = plan = [(3 + i, writers[k]) for i, k in enumerate(shape) if k in writers]
        return plan


def _types(rows: Iterable[Mapping[str, Attribute]], first: tuple[str, ...]) -> dict[str, type]:
    """Return the type of each attribute, those of `first` before the others; `object` where rows differ."""
    shapes = {(tuple(row), tuple(map(type, row.values()))) for row in rows}
    types: dict[str, set[type]] = {}
    for keys, kinds in shapes:
        for key, kind in zip(keys, kinds, strict=True):
            types.setdefault(key, set()).add(kind)
    # Attributes in a fixed order, and unknown ones by name: columns stay where readers expect them.
    order = [k for k in first if k in types] + sorted(types.keys() - set(first))
    return {k: types[k].pop() if len(types[k]) == 1 else object for k in order}


def _texts(attributes: Mapping[str, Attribute]) -> list[str]:
    """Return the values of attributes as texts."""
    return [attribute if attribute.__class__ is str else text_of(attribute) for attribute in attributes.values()]


def text_of(value: Attribute) -> str:
    """Return an attribute as a text; Booleans in lower case, as XML, JSON and Cypher write them.

    >>> text_of(True), text_of(3)
    ('true', '3')
    """
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def endless(snapshot: Snapshot) -> list[str]:
    """Return a remark on the happenings that are not exported as edges, because an end of them is not a node."""
    missing = int(snapshot.network.graph.get("endless", 0))
    return [f"{counted(missing, 'happening')} without two ends among the nodes: left out."] if missing else []


def graphml(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write GraphML; a missing attribute has no data element."""
    network, replaced = PropertyGraph(snapshot.network), Replaced("GraphML")
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    about_types = {attribute: type(value) for attribute, value in network.about.items()}
    keys: dict[tuple[str, str], str] = {}
    for where, types in (("graph", about_types), ("node", network.node_types), ("edge", network.edge_types)):
        for attribute, kind in types.items():
            keys[where, attribute] = key = f"{where[0]}{len(keys)}"
            form = _XML_TYPES.get(kind, "string")
            out.write(f'  <key id="{key}" for="{where}" attr.name="{attribute}" attr.type="{form}"/>\n'.encode())
    out.write(b'  <graph edgedefault="directed">\n')
    about = [(tuple(network.about), _texts(network.about))]
    nodes, edges = network.node_rows(), network.edge_rows()
    out.writelines(_filled(about, lambda shape: _graphml(keys, "graph", "%s", shape), replaced))
    node = '    <node id="%%s">\n%s    </node>\n'
    out.writelines(_filled(nodes, lambda shape: _graphml(keys, "node", node, shape), replaced))
    edge = '    <edge id="%%s" source="%%s" target="%%s">\n%s    </edge>\n'
    out.writelines(_filled(edges, lambda shape: _graphml(keys, "edge", edge, shape), replaced))
    out.write(b"  </graph>\n</graphml>\n")
    return endless(snapshot) + replaced.remarks()


#: The types of GraphML and GEXF.
_XML_TYPES = {str: "string", bool: "boolean", int: "long", float: "double"}


def _graphml(keys: Mapping[tuple[str, str], str], where: str, element: str, shape: Row) -> str:
    """Return the template of an element: its attributes are data elements, each with a placeholder."""
    return element % "".join(f'      <data key="{keys[where, attribute]}">%s</data>\n' for attribute in shape)


def _filled(
    rows: Iterable[tuple[Row, list[str]]], template: Callable[[Row], str], replaced: Replaced, size: int = 500
) -> Iterator[bytes]:
    """Write rows of XML in batches; texts are escaped only in batches that need it.

    Testing the joined texts of a batch is far faster than escaping each, and most batches need no escaping.
    """
    templates = _Templates(template)
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        if not is_plain("".join([text for _, texts in batch for text in texts])):
            batch = [(shape, [xml_text(t, replaced) for t in texts]) for shape, texts in batch]
        yield "".join([templates[shape] % tuple(texts) for shape, texts in batch]).encode()


class _Templates(dict[Row, str]):
    """The template of each shape of a row, created on first use."""

    def __init__(self, make: Callable[[Row], str]) -> None:
        self.make = make

    def __missing__(self, shape: Row) -> str:
        self[shape] = made = self.make(shape)
        return made


def gexf(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write GEXF 1.3; dated edges have a spell, from the first possible day of their dates to the last.

    Gephi merges parallel edges of one type, which it reads from `kind`: where two nodes share several edges of one
    kind, the kind of the second and later ones has a number. The attribute of that name has the kind without it.
    """
    network, replaced = PropertyGraph(snapshot.network), Replaced("GEXF")
    note = xml_text(str(network.about.get("definition", "")), replaced)
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
    out.write(f"  <meta>\n    <description>{note}</description>\n  </meta>\n".encode())
    out.write(
        b'  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
    )
    for where, types in (("node", network.node_types), ("edge", network.edge_types)):
        attributes = "".join(
            f'      <attribute id="{attribute}" title="{attribute}" type="{_XML_TYPES.get(kind, "string")}"/>\n'
            for attribute, kind in types.items()
            if attribute != "label"
        )
        out.write(f'    <attributes class="{where}">\n{attributes}    </attributes>\n'.encode())
    out.write(b"    <nodes>\n")
    node = '      <node id="%%s" label="%%s">\n%s      </node>\n'
    out.writelines(_filled(map(_labelled, network.node_rows()), lambda shape: node % _attvalues(shape), replaced))
    out.write(b"    </nodes>\n    <edges>\n")
    edges = _numbered(map(_spelled, network.edge_rows()))
    out.writelines(_filled(edges, _gexf_edge, replaced))
    out.write(b"    </edges>\n  </graph>\n</gexf>\n")
    return endless(snapshot) + replaced.remarks()


def _labelled(row: tuple[Row, list[str]], before: int = 1) -> tuple[Row, list[str]]:
    """Move the label of a row after its identifiers, where GEXF has it."""
    shape, texts = row
    if "label" not in shape:
        return shape, [*texts[:before], "", *texts[before:]]
    at = shape.index("label")
    label = texts.pop(before + at)
    texts.insert(before, label)
    return shape[:at] + shape[at + 1 :], texts


def _spelled(row: tuple[Row, list[str]]) -> tuple[Row, list[str]]:
    """Add the first and last day of an edge that has a start or an end."""
    shape, texts = _labelled(row, before=3)
    for side, edge in (("start", dates.earliest), ("end", dates.latest)):
        if side in shape:
            texts.append(edge(texts[4 + shape.index(side)]))
    return shape, texts


def _numbered(rows: Iterable[tuple[Row, list[str]]]) -> Iterator[tuple[Row, list[str]]]:
    """Add to each row of an edge, after its label, a type that is unique among the edges of its two nodes."""
    between: dict[tuple[str, str, str], int] = {}
    for shape, texts in rows:
        kind = texts[4 + shape.index("kind")] if "kind" in shape else ""
        ends = (texts[1], texts[2], kind)
        between[ends] = number = between.get(ends, 0) + 1
        yield shape, [*texts[:4], f"{kind} {number}" if number > 1 else kind, *texts[4:]]


def _gexf_edge(shape: Row) -> str:
    """Return the template of an edge, with its spell if it has a start or an end."""
    spell = "".join(f' {side}="%s"' for side in ("start", "end") if side in shape)
    spells = f"        <spells>\n          <spell{spell}/>\n        </spells>\n" if spell else ""
    head = '<edge id="%s" source="%s" target="%s" label="%s" kind="%s">'
    return f"      {head}\n{_attvalues(shape)}{spells}      </edge>\n"


def _attvalues(attributes: Row) -> str:
    """Return the template of the attributes of a node or an edge."""
    values = "".join(f'          <attvalue for="{k}" value="%s"/>\n' for k in attributes)
    return f"        <attvalues>\n{values}        </attvalues>\n"


def nodelink(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write node-link JSON with the keys nodes and edges, as NetworkX and D3 read it."""
    network = PropertyGraph(snapshot.network)
    # The head is written without its closing brace, so that nodes and edges can follow one by one.
    head = {"directed": True, "multigraph": True, "graph": network.about}
    out.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b',\n"nodes": [\n')
    out.writelines(_json_lines({"id": n.id, **n.attributes} for n in network.nodes))
    out.write(b'],\n"edges": [\n')
    ends = ({"source": e.source, "target": e.target, "key": e.id, **e.attributes} for e in network.edges)
    out.writelines(_json_lines(ends))
    out.write(b"]}\n")
    return endless(snapshot)


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield objects as the lines of a JSON array."""
    separator = ""
    for row in rows:
        yield (separator + json.dumps(row, ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"\n" if separator else b""


def cytoscape(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write Cytoscape JSON, for Cytoscape (desktop) and Cytoscape.js."""
    network = PropertyGraph(snapshot.network)
    head = {
        "format_version": "1.0",
        "target_cytoscapejs_version": "~3.0",
        "data": {"name": str(network.about.get("projection", "")), **network.about},
        "directed": True,
        "multigraph": True,
    }
    out.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b',\n"elements": {"nodes": [\n')
    nodes = (
        {"id": n.id, "value": n.id, "name": str(n.attributes.get("label", n.id)), **n.attributes}
        for n in network.nodes
    )
    out.writelines(_json_lines({"data": node} for node in nodes))
    out.write(b'],\n"edges": [\n')
    edges = (
        {
            **{"id": e.id, "source": e.source, "target": e.target, "key": e.id},
            "interaction": str(e.attributes.get("kind", "")),
            **e.attributes,
        }
        for e in network.edges
    )
    out.writelines(_json_lines({"data": edge} for edge in edges))
    out.write(b"]}}\n")
    return endless(snapshot)


def pajek(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write a Pajek network: identifiers of nodes, and edges with their kinds, parallel ones included."""
    network = PropertyGraph(snapshot.network)
    numbers = {node.id: i for i, node in enumerate(network.nodes, 1)}
    out.write(f"*Network {_pajek(str(network.about.get('projection', '')))}\n*Vertices {len(numbers)}\n".encode())
    for node in network.nodes:
        out.write(f"{numbers[node.id]} {_pajek(node.id)}\n".encode())
    out.write(b"*Arcs\n")
    for edge in network.edges:
        kind = _pajek(str(edge.attributes.get("kind", "")))
        out.write(f"{numbers[edge.source]} {numbers[edge.target]} 1 l {kind}\n".encode())
    lost = [k for k in {**network.node_types, **network.edge_types} if k != "kind"]
    return [*endless(snapshot), f"Pajek holds identifiers and kinds of edges only; left out: {', '.join(lost)}."]


def _pajek(text: str) -> str:
    """Quote a text for Pajek, which has no escapes: quotation marks become apostrophes, line breaks blanks."""
    return '"' + " ".join(text.replace('"', "'").split()) + '"'


def dot(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write DOT for Graphviz; labels are plain text, never HTML."""
    network, replaced = PropertyGraph(snapshot.network), Replaced("DOT")
    out.write(f"digraph {_dot(str(network.about.get('projection', '')), replaced)} {{\n".encode())
    for node in network.nodes:
        out.write(f"  {_dot(node.id, replaced)} [{_dot_list(node.attributes, replaced)}];\n".encode())
    for edge in network.edges:
        ends = f"{_dot(edge.source, replaced)} -> {_dot(edge.target, replaced)}"
        attributes = {**edge.attributes, "id": edge.id}
        out.write(f"  {ends} [{_dot_list(attributes, replaced)}];\n".encode())
    out.write(b"}\n")
    return endless(snapshot) + replaced.remarks()


def _dot_list(attributes: Mapping[str, Attribute], replaced: Replaced) -> str:
    """Write attributes as a DOT attribute list."""
    return ", ".join(f"{k}={_dot(text_of(value), replaced)}" for k, value in attributes.items())


def _dot(text: str, replaced: Replaced) -> str:
    """Quote a text for DOT."""
    return '"' + printable(text, replaced).replace("\\", "\\\\").replace('"', '\\"') + '"'
