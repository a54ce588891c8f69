"""The page that answers SPARQL in the browser: Oxigraph's WebAssembly, the graph and the library beside it.

A page opened as a file may fetch nothing, so engine and graph are scripts that hold compressed files in base64. The
library and the editor need neither: they are there before the graph is.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.query.questions import Question
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, SHORT_NAME, namespaces
from kg.site import frame, node, static
from kg.text.phrases import catalogue

_SCRIPT, _ENGINE, _GRAPH = "query.js", "query-engine.js", "query-graph.js"
_WAYS = ("table", "chart", "network")
#: What the editor holds before a question is chosen.
_FIRST = """SELECT ?treaty ?date WHERE {
  ?signature a kg:Signature ; kg:treaty ?treaty ; kg:onDate ?date .
}
ORDER BY STR(?date)"""


def engine() -> Path | None:
    """Return the folder of the npm package `oxigraph`; None where it is not installed."""
    return node.package("oxigraph", "web.js")


def write(package: Path, folder: Path, meta: Mapping[str, Any], library: Iterable[Question], graph: Path) -> None:
    """Write the page with its scripts into a published folder.

    Args:
        package: the folder of the npm package `oxigraph`.
        folder: of the index; its assets are where `meta` says.
        meta: version, digest, lang, and the addresses home and assets, seen from the folder.
        library: the questions to offer.
        graph: the compiled quads as gzipped N-Quads.
    """
    assets = folder / meta["assets"]
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    parts = {
        "package": _classic((package / "web.js").read_text(encoding="utf-8")),
        "script": str(frame.script("engine.js").text),
        # Without a name and a time in its header, the same package gives the same bytes.
        "wasm": _encoded(gzip.compress((package / "web_bg.wasm").read_bytes(), mtime=0)),
    }
    notice = f"/* Oxigraph {about['version']}, {about['license']}, https://github.com/oxigraph/oxigraph */"
    frame.write(assets / _ENGINE, f"{notice}\nglobalThis.kgEngine = {json.dumps(parts)};\n")
    frame.write(assets / _GRAPH, f"globalThis.kgGraph = {json.dumps(_encoded(_named_graphs(graph)))};\n")
    frame.write(assets / _SCRIPT, str(frame.script("query.js").text))
    frame.write(folder / "query.html", render(library, **meta))


def render(library: Iterable[Question], **meta: Any) -> str:
    """Return the page as HTML, for a folder in which `write` puts its scripts."""
    files = [meta["assets"] + file for file in (_ENGINE, _GRAPH)]
    questions = [
        {
            "name": question.name,
            "theme": question.theme,
            "titles": {tag: question.title(tag) for tag in LANGUAGES},
            "abouts": {tag: question.about(tag) for tag in LANGUAGES},
            "text": question.text.strip(),
            "parameters": [
                {"name": parameter.name, "kind": parameter.kind, "default": parameter.default}
                for parameter in question.parameters
            ],
        }
        for question in library
    ]
    data = {
        "strings": frame.phrases("query.", "theme.", "type.", "head.", "more"),
        "library": questions,
        "prefixes": namespaces(),
        "short": SHORT_NAME.value,
        "files": files,
    }
    more = {"scripts": [_SCRIPT], "data": [frame.data("query", data)], "engine": True}
    about_page = {**meta, **more, "page": "query"}
    return static.render("query.html", catalogue()["query.title"], about_page, ways=_WAYS, first=_FIRST)


def _named_graphs(graph: Path) -> bytes:
    """Return the named graphs of compiled quads as gzipped TriG, of which the page makes the default graph anew.

    The default graph has each statement of the others once (`kg.dataset.build.compiled_quads`). So the file has
    half of the statements and an eighth of the characters of the N-Quads, and Oxigraph loads it and copies the
    statements in two thirds of the processor time. The passages on one subject stand side by side, and so what
    several of them say is compressed better: a fifth of the file.
    """
    from pyoxigraph import RdfFormat, parse, serialize

    quads = parse(gzip.decompress(graph.read_bytes()), format=RdfFormat.N_QUADS)
    named = [quad for quad in quads if isinstance(quad.graph_name, NamedNode)]
    named.sort(key=lambda quad: (quad.subject.value, quad.graph_name.value, quad.predicate.value))
    return gzip.compress(serialize(named, format=RdfFormat.TRIG, prefixes=namespaces()) or b"", mtime=0)


def _classic(module: str) -> str:
    r"""Return a module without imports as a classic script: a worker made by a page on disk cannot be a module.

    Raises:
        ValueError: the module exports or imports in a form that is not known here.

    >>> _classic("export class Store {}\nexport { f as default };\n")
    'class Store {}\n\n'
    """
    script = re.sub(
        r"^export (?=class |function |async function )|^export \{[^}]*\};$", "", module, flags=re.MULTILINE
    )
    # Only the default address of the WebAssembly file is made of it, and that file is given.
    script = script.replace("import.meta.url", "self.location.href")
    if re.search(r"^(?:export|import)\b|\bimport\.meta\b", script, re.MULTILINE):
        raise ValueError("web.js of the npm package oxigraph exports or imports in a way that is not known here")
    return script


def _encoded(data: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(data).decode()
