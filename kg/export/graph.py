"""Networks under one schema: GraphML, GEXF, node-link JSON, Cytoscape JSON, Pajek, DOT."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from kg import dates
from kg.export.characters import Replaced, printable, xml_text
from kg.export.material import Material, counted, name

if TYPE_CHECKING:
    import networkx as nx

Attribute = str | bool | int | float
_NODE = ("iri", "label", "label_fa", "label_ru", "kind", "disputed")
_EDGE = ("kind", "label", "record", "start", "end", "passages", "disputed")


@dataclass(frozen=True)
class Node:
    """A node as every format writes it."""

    id: str
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True)
class Edge:
    """An edge as every format writes it; its name is made of its ends and its record, so that it stays."""

    source: str
    target: str
    key: str
    attributes: Mapping[str, Attribute]

    @property
    def id(self) -> str:
        """A name that no other edge bears.

        >>> Edge("id:a", "id:b", "kg:party", {}).id
        'id:a::kg:party::id:b'
        """
        return f"{self.source}::{self.key}::{self.target}"


class Drawing:
    """A network under the common schema: short names as identifiers, attributes in a fixed order."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph
        self.about: dict[str, Attribute] = dict(graph.graph)

    @property
    def nodes(self) -> Iterator[Node]:
        """The nodes, in the network's order."""
        for iri, data in self.graph.nodes(data=True):
            yield Node(name(iri), {"iri": iri, **data})

    @property
    def edges(self) -> Iterator[Edge]:
        """The edges, in the network's order; a record is named shortly, like the nodes."""
        for source, target, key, data in self.graph.edges(keys=True, data=True):
            attributes = {**data, "record": name(data["record"])} if "record" in data else data
            yield Edge(name(source), name(target), str(key), attributes)

    @cached_property
    def node_types(self) -> dict[str, type]:
        """The attributes of nodes with their types, well-known ones first."""
        return _types((n.attributes for n in self.nodes), _NODE)

    @cached_property
    def edge_types(self) -> dict[str, type]:
        """The attributes of edges with their types, well-known ones first."""
        return _types((e.attributes for e in self.edges), _EDGE)


def _types(rows: Iterable[Mapping[str, Attribute]], first: tuple[str, ...]) -> dict[str, type]:
    found: dict[str, set[type]] = {}
    for row in rows:
        for key, value in row.items():
            found.setdefault(key, set()).add(type(value))
    order = [k for k in first if k in found] + sorted(found.keys() - set(first))
    return {k: found[k].pop() if len(found[k]) == 1 else str for k in order}


def _endless(material: Material) -> list[str]:
    missing = int(material.network.graph.get("endless", 0))
    return [f"{counted(missing, 'happening')} without two ends among the nodes: left out."] if missing else []


def graphml(material: Material, out: BinaryIO) -> list[str]:
    """Write GraphML; absent attributes are absent."""
    drawing, replaced = Drawing(material.network), Replaced("GraphML")
    keys: dict[tuple[str, str], str] = {}
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for where, types in (
        ("graph", {k: type(v) for k, v in drawing.about.items()}),
        ("node", drawing.node_types),
        ("edge", drawing.edge_types),
    ):
        for attribute, kind in types.items():
            keys[where, attribute] = key = f"{where[0]}{len(keys)}"
            title = xml_text(attribute, replaced)
            out.write(
                f'  <key id="{key}" for="{where}" attr.name="{title}" attr.type="{_GRAPHML[kind]}"/>\n'.encode()
            )
    out.write(b'  <graph edgedefault="directed">\n')
    out.write(_data(keys, "graph", drawing.about, replaced, "    ").encode())
    out.writelines(
        _batched(chain(_graphml_nodes(drawing, keys, replaced), _graphml_edges(drawing, keys, replaced)))
    )
    out.write(b"  </graph>\n</graphml>\n")
    return _endless(material) + replaced.remarks()


_GRAPHML = {str: "string", bool: "boolean", int: "long", float: "double"}


def _data(
    keys: dict[tuple[str, str], str],
    where: str,
    attributes: Mapping[str, Attribute],
    replaced: Replaced,
    indent: str,
) -> str:
    return "".join(
        f'{indent}<data key="{keys[where, k]}">{xml_text(_text(v), replaced)}</data>\n'
        for k, v in attributes.items()
    )


def _text(value: Attribute) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _graphml_nodes(drawing: Drawing, keys: dict[tuple[str, str], str], replaced: Replaced) -> Iterator[str]:
    for node in drawing.nodes:
        data = _data(keys, "node", node.attributes, replaced, "      ")
        yield f'    <node id="{xml_text(node.id, replaced)}">\n{data}    </node>\n'


def _graphml_edges(drawing: Drawing, keys: dict[tuple[str, str], str], replaced: Replaced) -> Iterator[str]:
    for edge in drawing.edges:
        ends = _xml_ends(edge, replaced)
        data = _data(keys, "edge", edge.attributes, replaced, "      ")
        yield f"    <edge {ends}>\n{data}    </edge>\n"


def _xml_ends(edge: Edge, replaced: Replaced) -> str:
    ident, source, target = (xml_text(t, replaced) for t in (edge.id, edge.source, edge.target))
    return f'id="{ident}" source="{source}" target="{target}"'


def _batched(texts: Iterable[str], size: int = 1000) -> Iterator[bytes]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == size:
            yield "".join(batch).encode()
            batch.clear()
    yield "".join(batch).encode()


def gexf(material: Material, out: BinaryIO) -> list[str]:
    """Write GEXF 1.3; dated edges have a spell, from the first day their dates leave open to the last."""
    drawing, replaced = Drawing(material.network), Replaced("GEXF")
    note = xml_text(str(drawing.about.get("definition", "")), replaced)
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
    out.write(f"  <meta>\n    <description>{note}</description>\n  </meta>\n".encode())
    out.write(
        b'  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
    )
    for where, types in (("node", drawing.node_types), ("edge", drawing.edge_types)):
        out.write(_gexf_attributes(where, types).encode())
    out.write(b"    <nodes>\n")
    out.writelines(_batched(_gexf_nodes(drawing, replaced)))
    out.write(b"    </nodes>\n    <edges>\n")
    out.writelines(_batched(_gexf_edges(drawing, replaced)))
    out.write(b"    </edges>\n  </graph>\n</gexf>\n")
    return _endless(material) + _imprecise(drawing) + replaced.remarks()


_GEXF = {str: "string", bool: "boolean", int: "long", float: "double"}


def _gexf_attributes(where: str, types: dict[str, type]) -> str:
    shown = "".join(
        f'      <attribute id="{k}" title="{k}" type="{_GEXF[kind]}"/>\n'
        for k, kind in types.items()
        if k != "label"
    )
    return f'    <attributes class="{where}">\n{shown}    </attributes>\n'


def _gexf_nodes(drawing: Drawing, replaced: Replaced) -> Iterator[str]:
    for node in drawing.nodes:
        label = xml_text(str(node.attributes.get("label", "")), replaced)
        head = f'id="{xml_text(node.id, replaced)}" label="{label}"'
        yield f"      <node {head}>\n{_attvalues(node.attributes, replaced)}      </node>\n"


def _gexf_edges(drawing: Drawing, replaced: Replaced) -> Iterator[str]:
    for edge in drawing.edges:
        label = xml_text(str(edge.attributes.get("label", "")), replaced)
        body = _attvalues(edge.attributes, replaced) + _spell(edge)
        yield f'      <edge {_xml_ends(edge, replaced)} label="{label}">\n{body}      </edge>\n'


def _attvalues(attributes: Mapping[str, Attribute], replaced: Replaced) -> str:
    values = "".join(
        f'          <attvalue for="{k}" value="{xml_text(_text(v), replaced)}"/>\n'
        for k, v in attributes.items()
        if k != "label"
    )
    return f"        <attvalues>\n{values}        </attvalues>\n"


def _spell(edge: Edge) -> str:
    start, end = edge.attributes.get("start"), edge.attributes.get("end")
    if not start and not end:
        return ""
    first = f' start="{dates.earliest(str(start))}"' if start else ""
    last = f' end="{dates.latest(str(end))}"' if end else ""
    return f"        <spells>\n          <spell{first}{last}/>\n        </spells>\n"


def _imprecise(drawing: Drawing) -> list[str]:
    vague = sum(
        len(str(e.attributes[k])) < 10 for e in drawing.edges for k in ("start", "end") if k in e.attributes
    )
    if not vague:
        return []
    return [
        f"GEXF spells are whole days: {counted(vague, 'date')} given as year or month are widened to their "
        "first or last day; the attributes start and end keep what was stated."
    ]


def nodelink(material: Material, out: BinaryIO) -> list[str]:
    """Write node-link JSON with the keys nodes and edges, as NetworkX and D3 read it."""
    drawing = Drawing(material.network)
    head = {"directed": True, "multigraph": True, "graph": drawing.about}
    out.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b',\n"nodes": [\n')
    out.writelines(_json_lines({"id": n.id, **n.attributes} for n in drawing.nodes))
    out.write(b'],\n"edges": [\n')
    ends = ({"source": e.source, "target": e.target, "key": e.id, **e.attributes} for e in drawing.edges)
    out.writelines(_json_lines(ends))
    out.write(b"]}\n")
    return _endless(material)


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    separator = ""
    for row in rows:
        yield (separator + json.dumps(row, ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"\n" if separator else b""


def cytoscape(material: Material, out: BinaryIO) -> list[str]:
    """Write Cytoscape JSON, for Cytoscape (desktop) and Cytoscape.js."""
    drawing = Drawing(material.network)
    head = {"format_version": "1.0", "target_cytoscapejs_version": "~3.0", "data": _cytoscape_about(drawing)}
    directed = {"directed": True, "multigraph": True}
    out.write(json.dumps({**head, **directed}, ensure_ascii=False)[:-1].encode() + b',\n"elements": {"nodes": [\n')
    out.writelines(_json_lines({"data": _cytoscape_node(n)} for n in drawing.nodes))
    out.write(b'],\n"edges": [\n')
    out.writelines(_json_lines({"data": _cytoscape_edge(e)} for e in drawing.edges))
    out.write(b"]}}\n")
    return _endless(material)


def _cytoscape_about(drawing: Drawing) -> dict[str, Attribute]:
    return {"name": str(drawing.about.get("projection", "")), **drawing.about}


def _cytoscape_node(node: Node) -> dict[str, Attribute]:
    return {"id": node.id, "value": node.id, "name": str(node.attributes.get("label", node.id)), **node.attributes}


def _cytoscape_edge(edge: Edge) -> dict[str, Attribute]:
    ends = {"id": edge.id, "source": edge.source, "target": edge.target, "key": edge.id}
    return {**ends, "interaction": str(edge.attributes.get("kind", "")), **edge.attributes}


def pajek(material: Material, out: BinaryIO) -> list[str]:
    """Write a Pajek network: names of nodes, kinds and parallels of edges, nothing else."""
    drawing = Drawing(material.network)
    numbers = {node.id: i for i, node in enumerate(drawing.nodes, 1)}
    out.write(f"*Network {_pajek(str(drawing.about.get('projection', '')))}\n*Vertices {len(numbers)}\n".encode())
    for node in drawing.nodes:
        out.write(f"{numbers[node.id]} {_pajek(node.id)}\n".encode())
    out.write(b"*Arcs\n")
    for edge in drawing.edges:
        kind = _pajek(str(edge.attributes.get("kind", "")))
        out.write(f"{numbers[edge.source]} {numbers[edge.target]} 1 l {kind}\n".encode())
    lost = [k for k in {**drawing.node_types, **drawing.edge_types} if k != "kind"]
    return [*_endless(material), f"Pajek holds identifiers and kinds of edges only; left out: {', '.join(lost)}."]


def _pajek(text: str) -> str:
    return '"' + " ".join(text.replace('"', "'").split()) + '"'


def dot(material: Material, out: BinaryIO) -> list[str]:
    """Write DOT for Graphviz; labels are texts, never markup."""
    drawing, replaced = Drawing(material.network), Replaced("DOT")
    out.write(f"digraph {_dot(str(drawing.about.get('projection', '')), replaced)} {{\n".encode())
    for node in drawing.nodes:
        out.write(f"  {_dot(node.id, replaced)} [{_dot_list(node.attributes, replaced)}];\n".encode())
    for edge in drawing.edges:
        ends = f"{_dot(edge.source, replaced)} -> {_dot(edge.target, replaced)}"
        attributes = {**edge.attributes, "id": edge.id}
        out.write(f"  {ends} [{_dot_list(attributes, replaced)}];\n".encode())
    out.write(b"}\n")
    return _endless(material) + replaced.remarks()


def _dot_list(attributes: Mapping[str, Attribute], replaced: Replaced) -> str:
    return ", ".join(f"{k}={_dot(_text(v), replaced)}" for k, v in attributes.items())


def _dot(text: str, replaced: Replaced) -> str:
    return '"' + printable(text, replaced).replace("\\", "\\\\").replace('"', '\\"') + '"'


WRITERS: dict[str, Callable[[Material, BinaryIO], list[str]]] = {
    "graphml": graphml,
    "gexf": gexf,
    "nodelink": nodelink,
    "cytoscape": cytoscape,
    "pajek": pajek,
    "dot": dot,
}
