"""Publishing: one folder with pages, records, exports and descriptions, complete or not there."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import atomic, export
from kg.corpus.load import load
from kg.dataset import view
from kg.dataset.names import NameFault
from kg.dataset.store import Choice, Compiled
from kg.errors import Error
from kg.export import dataset, jsonld
from kg.model import description
from kg.model.reader import Reader
from kg.network import analyses, projections, study
from kg.query import questions
from kg.rdf.vocabulary import compact, kg
from kg.site import frame, index, overviews, payload, record, static, stories
from kg.site.projection import graph_page, meta_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.result import Result

_MARK = "published-by-kg.txt"
_FIRST = "everything"
_CITATION = "CITATION.cff"
_RELEASED = re.compile(r"^date-released: *[\"']?(\d{4}-\d\d-\d\d)[\"']? *$", re.MULTILINE)
#: The exports that every published folder holds: format, file or folder, title.
_FILES = (
    ("nquads", "iran-russia.nq", "N-Quads"),
    ("trig", "iran-russia.trig", "TriG"),
    ("turtle", "iran-russia.ttl", "Turtle"),
    ("jsonld", "iran-russia.jsonld", "JSON-LD"),
    ("graphml", "iran-russia.graphml", "GraphML"),
    ("gexf", "iran-russia.gexf", "GEXF"),
    ("datapackage", "tables", "CSV (data package)"),
    ("parquet", "parquet", "Parquet"),
    ("xlsx", "iran-russia.xlsx", "Excel"),
)
#: Those that need a library which not everybody has.
_LIBRARIES = {"parquet": "pyarrow", "xlsx": "xlsxwriter"}
_QUESTIONS, _CONTEXT, _DCAT = "questions.ttl", "context.jsonld", "iran-russia.dcat.ttl"

Say = Callable[[str], None]


class NotOurs(Error):
    """A folder that holds what was not published by this command."""


def publish(root: Path, compiled: Compiled, folder: Path, lang: str, say: Say) -> None:
    """Write everything into a folder: filled beside its place, then put there whole.

    Raises:
        NotOurs: the folder holds something that was not published by this command.
    """
    if folder.exists() and not folder.is_dir():
        raise NotOurs(f"{folder} is a file. Name a new or empty folder.")
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise NotOurs(f"{folder} holds files that kg did not publish. Name a new or empty folder.")
    with atomic.folder(folder) as new:
        _fill(root, compiled, new, lang, say)


def _fill(root: Path, compiled: Compiled, folder: Path, lang: str, say: Say) -> None:
    reader = Reader(compiled.open())
    meta = meta_of(reader, compiled.digest, lang)
    release = export.Release(issued=_cited(root, folder), corpus=description.of(reader))
    graphs, told, whole = _graphs(reader, compiled, folder, lang, say)
    builder = payload.PayloadBuilder(reader)
    _records(builder, folder, meta, say)
    asked = list(questions.library(root).values()) if (root / questions.FOLDER).is_dir() else []
    pages = overviews.write(reader, folder, meta, asked, _findings(reader, compiled, lang), say)
    quads = view.select(load(root).quads, Choice()).quads
    material = export.Material(quads, release=release, given_reader=reader, given_network=whole)
    files = _exports(material, asked, folder / "data", say)
    described = dataset.schema_dataset(release, [card["address"] for card in files])
    page = index.render(meta, graphs, pages, files, told, _counts(reader), described)
    frame.write(folder / "index.html", page)
    (folder / _MARK).write_text(f"{compiled.digest}\n", encoding="utf-8")
    try:
        remarks = export.export(replace(material, release=release), "ro-crate", folder)
    except export.ExportFault as fault:
        remarks = [f"left out. {fault}"]
    for remark in remarks:
        say(f"ro-crate-metadata.json: {remark} Or state date-released in {_CITATION}.")


def _cited(root: Path, folder: Path) -> str:
    """Copy the citation of the corpus, if it has one; return the day of release that it states, or nothing."""
    if not (root / _CITATION).is_file():
        return ""
    shutil.copyfile(root / _CITATION, folder / _CITATION)
    stated = _RELEASED.search((root / _CITATION).read_text(encoding="utf-8"))
    return stated[1] if stated else ""


def _graphs(
    reader: Reader, compiled: Compiled, folder: Path, lang: str, say: Say
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], nx.MultiDiGraph | None]:
    """Write the page of each projection; return cards of pages and of stories on them, and the whole network."""
    cards, told, whole = [], [], None
    for projection in projections.projections(reader):
        graph = projections.build(reader, projection)
        if projection.name == _FIRST:
            whole = graph
        if not graph:
            continue
        drawn = set(graph) | {e[-1] for e in graph.edges(data="record") if e[-1]}
        stories_here = stories.told_on(projection.name, drawn)
        more: dict[str, Any] = {"home": "index.html", "records": "id/", "stories": stories_here}
        frame.write(folder / f"{projection.name}.html", graph_page(reader, graph, compiled.digest, lang, **more))
        say(f"{projection.name}.html: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
        told += stories.cards(projection.name, stories_here)
        cards.append(_card(projection, graph))
    return sorted(cards, key=lambda card: bool(card["address"] != f"{_FIRST}.html")), told, whole


def _card(projection: projections.Projection, graph: nx.MultiDiGraph) -> dict[str, Any]:
    return {
        "address": f"{projection.name}.html",
        "title": projection.labels,
        "definition": projection.definitions,
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
    }


def _records(builder: payload.PayloadBuilder, folder: Path, meta: Mapping[str, Any], say: Say) -> None:
    reader = builder.reader
    names = {compact(iri) for iri in reader.records()}
    writer = static.Writer(builder, "../", names.__contains__)
    (folder / "id").mkdir()
    for iri in reader.records():
        page = record.render(writer, iri, **{**meta, "home": "../index.html", "graph_page": f"../{_FIRST}.html"})
        frame.write(folder / record.address(compact(iri)), page)
    say(f"id/: {len(names)} records")


def _exports(
    material: export.Material, asked: Sequence[questions.Question], folder: Path, say: Say
) -> list[dict[str, Any]]:
    """Write the exports and, after them, the description that names each of their files; return their cards."""
    folder.mkdir()
    titles = {}
    for form, name, title in _FILES:
        if not _installed(form):
            say(f"data/{name}: left out. It needs a library: in a clone, pip install '.[tables]'")
            continue
        for remark in export.export(material, form, folder / name):
            say(f"data/{name}: {remark}")
        titles[name] = title
    titles |= _more(material, asked, folder)
    files = [(path, titles[path.split("/")[0]]) for path in _within(folder)]
    material.release = replace(material.release, files=tuple(files))
    export.export(material, "dcat", folder / _DCAT)
    shown = [(path, title) for path, title in files if not path.startswith("tables/") or path.endswith(".json")]
    say(f"data/: {len(files) + 1} files")
    return [_download(path, title) for path, title in [*shown, (_DCAT, "DCAT, VoID")]]


def _installed(form: str) -> bool:
    return form not in _LIBRARIES or find_spec(_LIBRARIES[form]) is not None


def _more(material: export.Material, asked: Sequence[questions.Question], folder: Path) -> dict[str, str]:
    """Write the context of the JSON-LD and, where there are any, the questions; return their titles by file."""
    with atomic.file(folder / _CONTEXT) as out:
        jsonld.context(material, out)
    if not asked:
        return {_CONTEXT: "JSON-LD @context"}
    with atomic.file(folder / _QUESTIONS) as out:
        out.write(questions.shacl_turtle(asked))
    return {_CONTEXT: "JSON-LD @context", _QUESTIONS: "SPARQL (SHACL)"}


def _within(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _download(path: str, title: str) -> dict[str, Any]:
    part = Path(path).stem if path.startswith("parquet/") else ""
    return {"address": f"data/{path}", "title": {"en": f"{title}: {part}" if part else title}}


def _findings(reader: Reader, compiled: Compiled, lang: str) -> Iterator[Result]:
    """Run every analysis; one that needs a record which the graph does not speak of is left out."""
    asked = study.Study(reader, version=compiled.digest[:12], language=lang)
    for found in analyses.ANALYSES.values():
        with contextlib.suppress(NameFault):
            yield found.run(asked)


def _counts(reader: Reader) -> dict[str, int]:
    return {
        "sources": len(reader.of_class(kg.Source.value)),
        "statements": len(reader.claims()),
    }
