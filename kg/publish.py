"""Publishing: one folder with pages, records, exports and descriptions, complete or not there."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import analysis, corpus, coverage, network, question, view
from kg.analysis import study
from kg.page import gather, index, record, shell, site, still, stories
from kg.page import graph as graph_pages
from kg.rdf import NamedNode
from kg.record import Reader
from kg.store import Choice, Compiled
from kg.terms import BASE, KG, LANGUAGES, OWL, compact, kg

if TYPE_CHECKING:
    import networkx as nx

    from kg.analysis.result import Result

_VERSION = NamedNode(OWL + "versionInfo")
_TITLE, _AUTHORS = "Iran–Russia Knowledge Graph", "Iran–Russia KG contributors"
_MARK = "published-by-kg.txt"
_FIRST = "everything"
_FILES = (
    ("nquads", "iran-russia.nq", "N-Quads"),
    ("trig", "iran-russia.trig", "TriG"),
    ("turtle", "iran-russia.ttl", "Turtle"),
    ("jsonld", "iran-russia.jsonld", "JSON-LD"),
    ("graphml", "iran-russia.graphml", "GraphML"),
    ("gexf", "iran-russia.gexf", "GEXF"),
    ("datapackage", "tables", "CSV (data package)"),
    ("dcat", "iran-russia.dcat.ttl", "DCAT, VoID"),
)

Say = Callable[[str], None]


class NotOurs(Exception):
    """A folder that holds what was not published by this command."""


def version(reader: Reader) -> str:
    """Return the version that the ontology states."""
    stated = reader.values(KG.rstrip("#"), _VERSION)
    return stated[0].value if stated else ""


def graph_page(
    reader: Reader,
    graph: nx.MultiDiGraph,
    digest: str,
    lang: str = "en",
    choice: Mapping[str, str | None] | None = None,
    **more: Any,
) -> str:
    """Write a network as an interactive page.

    Args:
        reader: of the compiled view.
        graph: as `kg.network.build` returns it.
        digest: of the corpus, the version of the data.
        lang: in which the page opens.
        choice: the view and the days that were asked for.
        more: what else the page says of itself, such as home and stories.
    """
    asked = dict(choice or {"view": "all", "as_of": None, "known_by": None})
    name = f"view:{asked.pop('view') or 'all'}"
    meta = {**_meta(reader, digest, lang), **asked, "view": {"id": name, "label": _labels(reader, name)}, **more}
    return graph_pages.render(gather.payload(reader, graph, **meta))


def _meta(reader: Reader, digest: str, lang: str) -> dict[str, Any]:
    cite = {"title": _TITLE, "authors": [_AUTHORS], "url": BASE}
    return {"version": version(reader), "digest": digest[:12], "lang": lang, "base": BASE, "cite": cite}


def _labels(reader: Reader, name: str) -> dict[str, str | None]:
    from kg.terms import expand

    return {tag: reader.labels(expand(name)).get(tag) for tag in LANGUAGES}


def publish(root: Path, compiled: Compiled, folder: Path, lang: str, say: Say) -> None:
    """Write everything into a folder: filled beside its place, then put there whole.

    Raises:
        NotOurs: the folder holds something that was not published by this command.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise NotOurs(f"{folder} holds files that kg did not publish. Name a new or empty folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        _fill(root, compiled, beside, lang, say)
        (beside / _MARK).write_text(f"{compiled.digest}\n", encoding="utf-8")
        beside.chmod(0o755)
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(new: Path, folder: Path) -> None:
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        if folder.exists():
            folder.rename(old / "old")
        new.rename(folder)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _fill(root: Path, compiled: Compiled, folder: Path, lang: str, say: Say) -> None:
    reader = Reader(compiled.open())
    meta = _meta(reader, compiled.digest, lang)
    graphs, told = _graphs(reader, compiled, folder, lang, say)
    _records(reader, folder, meta, say)
    asked = question.library(root).values() if (root / question.FOLDER).is_dir() else ()
    pages = site.write(reader, folder, meta, asked, _findings(reader, compiled, lang), say)
    files = _exports(root, reader, folder / "data", say)
    page = index.render(meta, graphs, pages, files, told, _counts(reader))
    shell.write(folder / "index.html", page)


def _graphs(
    reader: Reader, compiled: Compiled, folder: Path, lang: str, say: Say
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Write the page of each projection; return the cards of the pages and of the stories told on them."""
    cards, told = [], []
    for projection in network.projections(reader):
        graph = network.build(reader, projection)
        if not graph:
            continue
        drawn = {compact(iri) for iri in graph} | {compact(e[-1]) for e in graph.edges(data="record") if e[-1]}
        stories_here = stories.told_on(projection.name, drawn)
        more: dict[str, Any] = {"home": "index.html", "records": "id/", "stories": stories_here}
        shell.write(folder / f"{projection.name}.html", graph_page(reader, graph, compiled.digest, lang, **more))
        say(f"{projection.name}.html: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
        told += stories.cards(projection.name, stories_here)
        cards.append(_card(projection, graph))
    return sorted(cards, key=lambda card: bool(card["address"] != f"{_FIRST}.html")), told


def _card(projection: network.Projection, graph: nx.MultiDiGraph) -> dict[str, Any]:
    return {
        "address": f"{projection.name}.html",
        "title": projection.labels,
        "definition": {"en": projection.definition},
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
    }


def _records(reader: Reader, folder: Path, meta: Mapping[str, Any], say: Say) -> None:
    names = {compact(iri) for iri in reader.records()}
    writer = still.Writer(gather.Gatherer(reader), "../", names.__contains__)
    (folder / "id").mkdir()
    for iri in reader.records():
        page = record.render(writer, iri, **{**meta, "home": "../index.html", "graph_page": f"../{_FIRST}.html"})
        shell.write(folder / record.address(compact(iri)), page)
    say(f"id/: {len(names)} records")


def _exports(root: Path, reader: Reader, folder: Path, say: Say) -> list[dict[str, Any]]:
    from kg import export

    quads = view.select(corpus.load(root).quads, Choice()).quads
    material = export.Material(quads, given_reader=reader)
    folder.mkdir()
    cards = []
    for form, name, title in _FILES:
        for remark in export.export(material, form, folder / name):
            say(f"data/{name}: {remark}")
        address = f"data/{name}" + ("/datapackage.json" if form == "datapackage" else "")
        cards.append({"address": address, "title": {"en": title}})
    say(f"data/: {len(cards)} exports")
    return cards


def _findings(reader: Reader, compiled: Compiled, lang: str) -> Iterator[Result]:
    """Run every analysis; one that needs a record which the graph does not speak of is left out."""
    asked = study.Study(reader, version=compiled.digest[:12], language=lang)
    for found in analysis.ANALYSES.values():
        with contextlib.suppress(study.UnknownRecord):
            yield found.run(asked)


def _counts(reader: Reader) -> dict[str, int]:
    return {
        "sources": len(reader.of_class(kg("Source").value)),
        "statements": len(coverage.claims(reader)),
    }
