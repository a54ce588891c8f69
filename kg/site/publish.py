"""Publishing: one folder with pages, records, exports and descriptions, complete or absent."""

from __future__ import annotations

import contextlib
import gzip
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kg import atomic, export
from kg.corpus.load import load
from kg.dataset import view
from kg.dataset.names import NameFault
from kg.dataset.store import Choice, Compiled
from kg.export import dataset, jsonld
from kg.model import description
from kg.model.reader import Reader
from kg.network import analyses, projections, study
from kg.query import questions
from kg.rdf.vocabulary import compact, kg
from kg.site import (
    about,
    charts,
    doors,
    frame,
    index,
    manifest,
    overviews,
    payload,
    query,
    record,
    search,
    shared,
    static,
    stories,
    typeface,
    web,
)
from kg.site.projection import graph_page, meta_of
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.result import Result

_FIRST = "everything"
_ASSETS = "assets/"
_CITATION = "CITATION.cff"
_RELEASED = re.compile(r"^date-released: *[\"']?(\d{4}-\d\d-\d\d)[\"']? *$", re.MULTILINE)
#: The exports that every published folder holds: format, file or folder, title; `{stem}` is the corpus's. Texts
#: with as many addresses as these shrink to a tenth and less.
_FILES = (
    ("nquads", "{stem}.nq.gz", "N-Quads, compressed"),
    ("trig", "{stem}.trig.gz", "TriG, compressed"),
    ("turtle", "{stem}.ttl.gz", "Turtle, compressed"),
    ("jsonld", "{stem}.jsonld.gz", "JSON-LD, compressed"),
    ("graphml", "{stem}.graphml.gz", "GraphML, compressed"),
    ("gexf", "{stem}.gexf.gz", "GEXF, compressed"),
    ("datapackage", "tables", "CSV (data package)"),
    ("parquet", "parquet", "Parquet"),
    ("xlsx", "{stem}.xlsx", "Excel"),
)
#: The libraries, installed on request only, that a format needs.
_LIBRARIES = {"parquet": "pyarrow", "xlsx": "xlsxwriter"}
_QUESTIONS, _CONTEXT, _DCAT = "questions.ttl", "context.jsonld", "{stem}.dcat.ttl"

Say = Callable[[str], None]


def publish(
    root: Path, compiled: Compiled, folder: Path, lang: str, say: Say, *, replace: bool = False, base_url: str = ""
) -> None:
    """Write the whole site into a folder, which replaces an earlier one when it is complete.

    What others added to the earlier one, such as `CNAME` or `.git`, is kept, unless `replace` gives it up.

    Args:
        root: of the corpus.
        compiled: its store.
        folder: where the site goes.
        lang: in which pages open.
        say: called with a line on each file or group of files.
        replace: gives up what others added.
        base_url: the address at which the site will be; with one, pages name their own addresses.

    Raises:
        NotOurs: the folder was not published, or what was published there was edited.
        CorpusChanged: the files of the corpus are no longer those of the store.
    """
    added = [] if replace and folder.is_dir() else manifest.foreign(folder)
    with atomic.folder(folder) as new:
        _fill(root, compiled, new, lang, say, base_url)
        manifest.write(new, compiled.digest)
        if not replace and folder.exists():
            say("changed: {:,} of {:,} files".format(*manifest.date_as_before(folder, new)))
        manifest.keep(added, folder, new)
    if added:
        say(f"kept: {', '.join(path.as_posix() for path in added)}")


def _fill(root: Path, compiled: Compiled, folder: Path, lang: str, say: Say, base_url: str = "") -> None:
    """Write pages, exports and descriptions into an empty folder.

    Every page names all others behind its doors, so what there will be is known before the first one is written.
    The RO-Crate lists all files, so it comes last.
    """
    reader = Reader(compiled.open())
    for name, asset in static.assets().items():
        frame.write(folder / _ASSETS / name, asset.text + (typeface.face() if name.endswith(".css") else ""))
    what_pages_share = shared.of(reader, lang, compiled.digest[:12])
    frame.write(folder / _ASSETS / shared.FILE, what_pages_share.script())
    frame.write(folder / _ASSETS / frame.ICON, frame.icon())
    release = export.Release(issued=_cited(root, folder), corpus=description.of(reader))
    library = list(questions.library(root).values()) if (root / questions.FOLDER).is_dir() else []
    built = [(p, projections.build(reader, p)) for p in projections.projections(reader)]
    drawn = [(p, network) for p, network in built if network]
    results = list(_results(reader, compiled, lang))
    renderers = overviews.pages(reader, library, results)
    engine = query.engine()
    names = ("about", "charts", *renderers, *(("query",) if engine else ()))
    titles = {name: catalogue()[f"{name}.title"] for name in names}
    titles |= {p.name: p.labels for p, _ in drawn}
    meta = {
        **meta_of(reader, compiled.digest, lang),
        "home": "index.html",
        "assets": _ASSETS,
        "shared": what_pages_share,
        "doors": doors.over(titles),
        "base_url": base_url,
    }
    cards_of_stories = _graphs(reader, drawn, folder, meta, say)
    writer = _record_pages(reader, folder, meta, release, say)
    overviews.write(reader, folder, meta, renderers, say)
    front = static.Writer(writer.builder, "", writer.has_page)
    for remark in charts.write(reader, folder, results, {**meta, "address": "charts.html"}, front):
        say(remark)
    say("charts.html")
    quads = view.select(load(root, compiled.digest).quads, Choice()).quads
    whole = next((network for p, network in drawn if p.name == _FIRST), None)
    snapshot = export.Snapshot(quads, release=release, given_reader=reader, given_network=whole)
    files = _exports(snapshot, library, folder / "data", say)
    if engine:
        query.write(engine, folder, meta, library, folder / "data" / _FILES[0][1].format(stem=release.corpus.stem))
        say("query.html")
    else:
        say("query.html: left out. It needs the npm package oxigraph (docs/pages.md)")
    described = dataset.schema_dataset(release, [card["address"] for card in files])
    graphs = [
        {
            "address": f"{projection.name}.html",
            "title": projection.labels,
            "definition": projection.definitions,
            "nodes": network.number_of_nodes(),
            "edges": network.number_of_edges(),
        }
        for projection, network in drawn
    ]
    frame.write(folder / "about.html", about.render(reader, graphs, files, **meta))
    counts = {"sources": len(reader.of_class(kg.Source.value)), "statements": len(reader.claims())}
    _search(reader, folder, meta, say)
    frame.write(folder / "index.html", index.render(front, meta, results, cards_of_stories, counts, described))
    _for_hosts(root, folder, meta)
    _crate(replace(snapshot, release=release), folder, say)


def _crate(snapshot: export.Snapshot, folder: Path, say: Say) -> None:
    """Write the RO-Crate of the whole folder, or say why it has none."""
    try:
        remarks = export.export(snapshot, "ro-crate", folder)
    except export.ExportFault as fault:
        remarks = [f"left out. {fault}"]
    for remark in remarks:
        say(f"ro-crate-metadata.json: {remark} Or state date-released in {_CITATION}.")


def _record_pages(
    reader: Reader, folder: Path, meta: Mapping[str, Any], release: export.Release, say: Say
) -> static.Writer:
    """Write the page of each record, and return the writer, which knows which records have one."""
    records = list(reader.records())
    writer = static.Writer(payload.PayloadBuilder(reader), "../", set(map(compact, records)).__contains__)
    for iri in records:
        address = record.address(compact(iri))
        more = {"graph_page": f"../{_FIRST}.html", "door": doors.of_record(reader, iri), "address": address}
        more |= web.of_record(reader, iri, release.issued)
        frame.write(folder / address, record.render(writer, iri, **static.below(meta), **more))
    say(f"id/: {len(records)} records")
    return writer


def _search(reader: Reader, folder: Path, meta: Mapping[str, Any], say: Say) -> None:
    """Write the page of search results and the index, which pages load when their search box is used."""
    frame.write(folder / "search.html", search.render(**meta))
    for name, text in search.scripts(reader).items():
        frame.write(folder / _ASSETS / name, text)
        say(f"{_ASSETS}{name}: {len(text.encode()):,} bytes, {len(gzip.compress(text.encode())):,} compressed")


def _for_hosts(root: Path, folder: Path, meta: Mapping[str, Any]) -> None:
    """Write what web hosts and crawlers look for: a page for lost readers, and maps where the address is known."""
    about = {**meta, "page": "404"}
    if base := meta["base_url"].rstrip("/"):
        # A host shows this page at any address, from which relative ones would lead astray.
        about |= {"home": f"{base}/index.html", "assets": f"{base}/{_ASSETS}"}
    frame.write(folder / "404.html", static.render("missing.html", catalogue()["missing.title"], about))
    # Without this file, GitHub Pages passes over names that begin with an underscore.
    frame.write(folder / ".nojekyll", "")
    if not meta["base_url"]:
        return
    atomic.write(folder / web.PICTURE, web.picture())
    pages = [page.relative_to(folder).as_posix() for page in folder.rglob("*.html")]
    # The former addresses of instruments only lead to their records.
    mapped = [page for page in pages if page != "404.html" and not page.startswith("treaty/")]
    frame.write(folder / "sitemap.xml", web.sitemap(meta["base_url"], mapped))
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8") if changelog.is_file() else ""
    if feed := web.feed(meta["base_url"], frame.choose(meta["site"]), text):
        frame.write(folder / "changes.atom", feed)


def _cited(root: Path, folder: Path) -> str:
    """Copy the citation file of the corpus, if there is one, and return its release date or an empty string."""
    if not (root / _CITATION).is_file():
        return ""
    shutil.copyfile(root / _CITATION, folder / _CITATION)
    stated = _RELEASED.search((root / _CITATION).read_text(encoding="utf-8"))
    return stated[1] if stated else ""


def _graphs(
    reader: Reader,
    drawn: Sequence[tuple[projections.Projection, nx.MultiDiGraph]],
    folder: Path,
    meta: Mapping[str, Any],
    say: Say,
) -> list[dict[str, Any]]:
    """Write the page of each projection; return cards of their stories."""
    cards = []
    for projection, graph in drawn:
        shown = set(graph) | {e[-1] for e in graph.edges(data="record") if e[-1]}
        stories_here = stories.of_page(projection.name, shown)
        place = static.place_of({**meta, "page": projection.name})
        more: dict[str, Any] = {"home": meta["home"], "records": "id/", "results": "search.html"}
        page = graph_page(reader, graph, meta["digest"], meta["lang"], place=place, stories=stories_here, **more)
        frame.write(folder / f"{projection.name}.html", page)
        say(f"{projection.name}.html: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
        cards += stories.cards(projection.name, stories_here)
    return cards


def _exports(
    snapshot: export.Snapshot, library: Sequence[questions.Question], folder: Path, say: Say
) -> list[dict[str, Any]]:
    """Write the exports, and then the DCAT description that lists their files; return cards for the index."""
    folder.mkdir()
    titles = {}
    stem = snapshot.release.corpus.stem
    for form, pattern, title in _FILES:
        name = pattern.format(stem=stem)
        if form in _LIBRARIES and find_spec(_LIBRARIES[form]) is None:
            say(f"data/{name}: left out. It needs a library: in a clone, pip install '.[tables]'")
            continue
        if name.endswith(".gz"):
            # Without a name and a time in its header, the same data give the same bytes.
            with atomic.file(folder / name) as out, gzip.GzipFile("", "wb", fileobj=out, mtime=0) as compressed:
                remarks = export.export(snapshot, form, cast(BinaryIO, compressed))
        else:
            remarks = export.export(snapshot, form, folder / name)
        for remark in remarks:
            say(f"data/{name}: {remark}")
        titles[name] = title
    with atomic.file(folder / _CONTEXT) as out:
        jsonld.context(snapshot, out)
    titles[_CONTEXT] = "JSON-LD @context"
    if library:
        with atomic.file(folder / _QUESTIONS) as out:
            out.write(questions.shacl_turtle(library))
        titles[_QUESTIONS] = "SPARQL (SHACL)"
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = [(path, titles[path.split("/")[0]]) for path in paths]
    snapshot.release = replace(snapshot.release, files=tuple(files))
    export.export(snapshot, "dcat", folder / (description_file := _DCAT.format(stem=stem)))
    say(f"data/: {len(files) + 1} files")
    cards = []
    for path, title in [*files, (description_file, "DCAT, VoID")]:
        # The many tables have one card, that of the data package which describes them.
        if not path.startswith("tables/") or path.endswith(".json"):
            part = f": {Path(path).stem}" if path.startswith("parquet/") else ""
            cards.append({"address": f"data/{path}", "title": {"en": title + part}})
    return cards


def _results(reader: Reader, compiled: Compiled, lang: str) -> Iterator[Result]:
    """Run every analysis; one that needs a record missing from the graph is skipped."""
    choices = study.Study(reader, version=compiled.digest[:12], language=lang)
    for analysis in analyses.ANALYSES.values():
        with contextlib.suppress(NameFault):
            yield analysis.run(choices)
