"""The graph page: an interactive network made with pyvis, in one file or in a published folder.

pyvis holds the network and fills our template. Its own template loads files from the network, its physics takes
minutes for large graphs, its titles are not escaped, and it writes files without an encoding: none of these is
used. The nodes and edges of the page are exactly those that were given to pyvis.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.site import frame, layout, pack, static
from kg.site.doors import Place

Payload = Mapping[str, Any]
_STYLE, _VIS, _SCRIPT, _START = "graph.css", "vis-network.js", "graph.js", "graph-start.js"

#: Shapes by which a page tells six families apart: actors, bodies, texts, acts, places, concepts.
GLYPHS = frozenset({"dot", "square", "diamond", "triangle", "triangleDown", "hexagon"})

#: Phrases that only static pages and the command line use.
_ELSEWHERE = (
    "analyses.",
    "analysis.",
    "ask.",
    "aspect.",
    "browse.",
    "caption.",
    "chain.",
    "citation.",
    "clock.",
    "codebook.",
    "comparison.",
    "conflicts.",
    "corpus.",
    "coverage.",
    "dispute.",
    "duration.",
    "door.",
    "figure.",
    "heads.",
    "in-force.",
    "index.",
    "instruments.",
    "month.",
    "network.",
    "opinions.",
    "organizations.",
    "questions.",
    "rows.",
    "sources.",
    "state.",
    "term.",
    "theme.",
    "timeline.",
    "treaty.",
    "type.",
)
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False, "barnesHut": {"springLength": 90, "avoidOverlap": 0.3}},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "edges": {"smooth": False, "hoverWidth": 0, "selectionWidth": 0},
    "nodes": {"borderWidth": 0, "shadow": False},
    "interaction": {
        "hover": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 1000000,
        "keyboard": False,
    },
}


class _Ids(list[int]):
    """Node ids with constant-time look-up: pyvis tests the membership of each node and both ends of each edge."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[int] = set()

    def append(self, item: int) -> None:
        """Add an id to the list and to the set."""
        self._known.add(item)
        super().append(item)

    def __contains__(self, item: object) -> bool:
        return item in self._known


def assets() -> dict[str, frame.Inline]:
    """Return the style and the scripts that graph pages share, by file name."""
    return {
        _STYLE: frame.style("page.css", "graph.css"),
        _VIS: vis_network(),
        _SCRIPT: frame.script("app.js", without=_ELSEWHERE),
        _START: frame.script("start.js"),
    }


def render(payload: Payload, place: Place | None = None, folder: str = "") -> str:
    """Return the graph page of a payload (see `kg.site.pack` for its form) as HTML.

    Args:
        payload: what is drawn and told.
        place: of the page in a published site; None for a page that stands alone.
        folder: the address of the files of `assets()`; without one, all is in the page, uncompressed.

    Raises:
        ValueError: the payload refers to something that it does not describe.
    """
    pack.check(payload)
    network = _network(payload)
    packed = pack.pack(payload)
    packed["nodes"]["opening"] = _opening(payload)
    meta = payload["meta"]
    lang = meta.get("lang", "en")
    environment = frame.environment()
    page = frame.Frame(
        title=frame.choose(meta["title"], (lang, "en", "fa", "ru")),
        lang=lang,
        home=meta.get("home"),
        place=place,
        data=[frame.data("options", network.options)],
    )
    # Columns instead of rows: the keys of thousands of nodes would be a third of the page.
    drawn = {"nodes": frame.columns(network.nodes), "edges": frame.columns(network.edges)}
    shared = assets()
    if folder:
        page.style_files, page.icon_file = [folder + _STYLE], folder + frame.ICON
        page.script_files = [folder + _VIS, folder + _START]
        # Uncompressed, the data of the graph pages would be a sixth of a published folder.
        page.data.append(frame.data("packed-data", frame.packed(frame.encoded({"data": packed, "network": drawn}))))
    else:
        page.styles, page.scripts = [shared[_STYLE]], [shared[_VIS], shared[_SCRIPT]]
        page.data += [frame.data("page-data", packed), frame.data("network-data", drawn)]
    environment.globals |= {"page": page, "say": static.say, "tri": static.in_languages}
    # pyvis looks for its template beside itself; given an environment of ours, it fills our template.
    network.templateEnv, network.path = environment, "graph.html"
    html: str = network.generate_html("graph.html")
    return html


def write(payload: Payload, path: Path, place: Place | None = None) -> None:
    """Write the graph page of a payload atomically."""
    frame.write(path, render(payload, place))


@cache
def vis_network() -> frame.Inline:
    """Return vis-network from the installed pyvis, without the reference to its source map."""
    import pyvis

    folder = Path(str(pyvis.__file__)).parent / "lib"
    # By number: in the order of letters, version 9.1.10 would be older than 9.1.2.
    newest = max(
        folder.glob("vis-*/vis-network.min.js"),
        key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.name)],
    )
    text = newest.read_text(encoding="utf-8")
    return frame.inline(re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE))


def _network(payload: Payload) -> Any:
    """Return the pyvis network of all nodes and edges, parallel edges included."""
    from pyvis.network import Network

    # Undirected, pyvis would keep only one edge for each pair of nodes.
    network = Network(directed=True)
    network.node_ids = _Ids()
    network.options = _OPTIONS
    nodes, edges = payload["nodes"], payload["edges"]
    index = {node["id"]: number for number, node in enumerate(nodes)}
    ends = [(index[edge["from"]], index[edge["to"]]) for edge in edges]
    sizes = [node.get("size") or size for node, size in zip(nodes, radii(len(nodes), ends), strict=True)]
    if all("x" in node and "y" in node for node in nodes):
        places = [(node["x"], node["y"]) for node in nodes]
    else:
        # One node without a position would lie on top of others: then all are laid out anew.
        places = [(float(x), float(y)) for x, y in layout.place(sizes, ends)]
    for number, (node, size, (x, y)) in enumerate(zip(nodes, sizes, places, strict=True)):
        glyph = payload["terms"].get(node["kind"], {}).get("glyph")
        shape = glyph if glyph in GLYPHS else "dot"
        network.add_node(number, label=" ", shape=shape, group=node["kind"], x=x, y=y, size=round(size, 1))
    for edge, (source, target) in zip(edges, ends, strict=True):
        network.add_edge(source, target, dashes=bool(edge.get("disputed")))
    # The page's script adds running ids and labels in three languages itself.
    for node in network.nodes:
        for key in ("id", "label", "group"):
            node.pop(key, None)
    return network


def _opening(payload: Payload) -> list[Any]:
    """Return the place of each node in the layout of those that are drawn at first; 0 for the others."""
    places: list[Any] = [0] * len(payload["nodes"])
    first = [number for number, node in enumerate(payload["nodes"]) if node.get("first")]
    at = {payload["nodes"][number]["id"]: row for row, number in enumerate(first)}
    ends = [
        (at[edge["from"]], at[edge["to"]]) for edge in payload["edges"] if edge["from"] in at and edge["to"] in at
    ]
    for number, place in zip(first, layout.place(radii(len(first), ends), ends), strict=True):
        places[number] = place
    return places


def radii(count: int, ends: Iterable[tuple[int, int]]) -> list[float]:
    """Return a radius for each node, which grows with the square root of its degree.

    >>> [round(radius, 1) for radius in radii(3, [(0, 1), (0, 2), (0, 0)])]
    [9.8, 8.4, 8.4]
    """
    degree = [0] * count
    for pair in ends:
        for end in set(pair):
            degree[end] += 1
    return [min(30.0, 6.5 + 1.9 * math.sqrt(d)) for d in degree]
