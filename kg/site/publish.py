"""Publishing: one folder with pages, records, exports and descriptions, complete or absent."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg import atomic, export
from kg.dataset.store import Compiled
from kg.export import dataset, jsonld
from kg.model import description
from kg.model.reader import Reader
from kg.network import projections
from kg.query import questions
from kg.rdf.vocabulary import LANGUAGES, kg
from kg.site import (
    about,
    changes,
    doors,
    frame,
    graph,
    index,
    manifest,
    parts,
    query,
    search,
    shared,
    static,
    typeface,
    web,
    workers,
)
from kg.site.projection import meta_of
from kg.text.phrases import catalogue, say

_ASSETS = "assets/"
_CITATION = "CITATION.cff"
_RELEASED = re.compile(r"^date-released: *[\"']?(\d{4}-\d\d-\d\d)[\"']? *$", re.MULTILINE)
#: The libraries, installed on request only, that a format needs.
_LIBRARIES = {"parquet": "pyarrow", "xlsx": "xlsxwriter"}
#: So many records are one part of the work of several processes.
_CHUNK = 300
#: What starts a worker process.
_WORKER = (sys.executable, "-c", "from kg.site import parts; parts.main()")
#: Formats that this process writes: it reads the corpus for the description of the exports too. TriG comes first,
#: for which all quads are sorted: the others take them as they are then.
_RDF = ("trig", "nquads", "turtle", "jsonld")
_QUESTIONS, _CONTEXT, _DCAT = "questions.ttl", "context.jsonld", "{stem}.dcat.ttl"

Say = Callable[[str], None]


def publish(
    root: Path,
    compiled: Compiled,
    folder: Path,
    lang: str,
    say: Say,
    *,
    replace: bool = False,
    base_url: str = "",
    since: Sequence[str] = (),
    cores: int = 1,
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
        since: earlier states, folders or revisions, the earliest first; with some, a page tells what changed.
        cores: how many processes share the work.

    Raises:
        NotOurs: the folder was not published, or what was published there was edited.
        CorpusChanged: the files of the corpus are no longer those of the store.
        UnknownState: a state is neither a corpus nor a revision.
        CorpusFaults: a state's files cannot be read.
    """
    added = [] if replace and folder.is_dir() else manifest.foreign(folder)
    with atomic.folder(folder) as new:
        _fill(root, compiled, new, lang, say, base_url, since, cores)
        manifest.write(new, compiled.digest)
        if not replace and folder.exists():
            say("changed: {:,} of {:,} files".format(*manifest.date_as_before(folder, new)))
        manifest.keep(added, folder, new)
    if added:
        say(f"kept: {', '.join(path.as_posix() for path in added)}")


def _fill(
    root: Path,
    compiled: Compiled,
    folder: Path,
    lang: str,
    say: Say,
    base_url: str = "",
    since: Sequence[str] = (),
    cores: int = 1,
) -> None:
    """Write pages, exports and descriptions into an empty folder.

    Every page names all others behind its doors, so what there will be is known before the first one is written.
    The RO-Crate lists all files, so it comes last.
    """
    for name, asset in {**static.assets(), **graph.assets()}.items():
        frame.write(folder / _ASSETS / name, asset.text + (typeface.face() if name.endswith(".css") else ""))
    reader = Reader.of(compiled)
    what_pages_share = shared.of(reader, lang, compiled.digest[:12])
    frame.write(folder / _ASSETS / shared.FILE, what_pages_share.script())
    frame.write(folder / _ASSETS / frame.ICON, frame.icon())
    release = export.Release(issued=_cited(root, folder), corpus=description.of(reader))
    here = parts.Writer(parts.Setting(root, compiled, folder, release), reader)
    drawn = [p for p in projections.projections(reader) if projections.read(reader, p).edges]
    engine = query.engine()
    titles = _titles(here, lang, with_query=engine is not None) | {p.name: p.labels for p in drawn}
    taken = changes.steps(root, since, changes.now(reader, root, compiled.digest, release.issued)) if since else []
    if taken:
        titles["changes"] = catalogue()["changes.title"]
    meta = {
        **meta_of(reader, compiled.digest, lang),
        "home": "index.html",
        "assets": _ASSETS,
        "shared": what_pages_share,
        "doors": doors.over(titles),
        "base_url": base_url,
    }
    here.setting, here.meta = replace(here.setting, meta=meta), meta
    (folder / parts.DATA).mkdir()
    lacking = {form for form, library in _LIBRARIES.items() if find_spec(library) is None}
    forms = [form for form in parts.FILES if form not in lacking]
    written = workers.divide(_orders(here, drawn, forms), here.perform, _WORKER, here.setting, cores)
    for line in (line for part in written for line in part.lines):
        say(line)
    for form in sorted(lacking):
        say(f"data/{here.export_of(form)[0]}: left out. It needs a library: in a clone, pip install '.[tables]'")
    snapshot = here.snapshot
    files = _described(snapshot, here, forms)
    if engine:
        query.write(engine, folder, meta, here.library, folder / parts.DATA / here.export_of("nquads")[0])
        say("query.html")
    else:
        say("query.html: left out. It needs the npm package oxigraph (docs/pages.md)")
    pages = _summaries(here, written, files, taken)
    if taken:
        say("changes.html")
    for name, page in pages.items():
        frame.write(folder / f"{name}.html", page)
    _for_hosts(root, folder, meta, taken)
    _crate(replace(snapshot, release=release), folder, say)


def _summaries(
    here: parts.Writer,
    written: Sequence[parts.Part],
    files: Sequence[Mapping[str, Any]],
    taken: Sequence[changes.Step],
) -> dict[str, str]:
    """Return the pages, by name, that tell what all parts of the folder hold."""
    reader, meta = here.reader, here.meta
    described = dataset.schema_dataset(here.setting.release, [card["address"] for card in files])
    stories = [card for part in written for card in part.stories]
    results = [result for part in written for result in part.results]
    counts = {"sources": len(reader.of_class(kg.Source.value)), "statements": len(reader.claims())}
    pages = {
        "about": about.render(reader, [part.graph for part in written if part.graph], files, **meta),
        "search": search.render(**meta),
        "index": index.render(here.front, meta, results, stories, counts, described),
    }
    if taken:
        about_changes = {**meta, "address": "changes.html", "beside": here.beside}
        pages["changes"] = changes.render(reader, taken, writer=here.front, **about_changes)
    return pages


def _titles(here: parts.Writer, lang: str, *, with_query: bool) -> dict[str, dict[str, str]]:
    """Return the titles of all pages in the folder of the index that draw no projection, by name."""
    names = {"about", "charts", *here.overviews}
    # Nearly every analysis takes long, so only the first that can be run is run to know that there are any.
    names |= {"analyses"} if any(True for _ in here.results(lang)) else set()
    names |= {"query"} if with_query else set()
    return {name: catalogue()[f"{name}.title"] for name in sorted(names)}


def _orders(
    here: parts.Writer, drawn: Sequence[projections.Projection], forms: Sequence[str]
) -> list[workers.Order]:
    """Return the parts in which the folder is written, what takes longest first."""
    count = len(list(here.reader.records()))
    return [
        ("exports", tuple(form for form in _RDF if form in forms)),
        ("findings", ()),
        *(("graph", (projection.name,)) for projection in drawn),
        *(("records", (first, first + _CHUNK)) for first in range(0, count, _CHUNK)),
        ("exports", tuple(form for form in forms if form not in _RDF)),
        *(("overview", (name,)) for name in here.overviews),
        ("search", ()),
        ("moved", ()),
    ]


def _crate(snapshot: export.Snapshot, folder: Path, say: Say) -> None:
    """Write the RO-Crate of the whole folder, or say why it has none."""
    try:
        remarks = export.export(snapshot, "ro-crate", folder)
    except export.ExportFault as fault:
        remarks = [f"left out. {fault}"]
    for remark in remarks:
        say(f"ro-crate-metadata.json: {remark} Or state date-released in {_CITATION}.")


def _for_hosts(root: Path, folder: Path, meta: Mapping[str, Any], taken: Sequence[changes.Step]) -> None:
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
    entries = [*changes.entries(taken), *web.releases(text)]
    if feed := web.feed(meta["base_url"], frame.choose(meta["site"]), entries):
        frame.write(folder / "changes.atom", feed)


def _cited(root: Path, folder: Path) -> str:
    """Copy the citation file of the corpus, if there is one, and return its release date or an empty string."""
    if not (root / _CITATION).is_file():
        return ""
    shutil.copyfile(root / _CITATION, folder / _CITATION)
    stated = _RELEASED.search((root / _CITATION).read_text(encoding="utf-8"))
    return stated[1] if stated else ""


def _described(snapshot: export.Snapshot, writer: parts.Writer, forms: Sequence[str]) -> list[dict[str, Any]]:
    """Write what describes the exports, the DCAT description last; return cards for the index."""
    folder = writer.folder / parts.DATA
    titles = dict(map(writer.export_of, forms))
    with atomic.file(folder / _CONTEXT) as out:
        jsonld.context(snapshot, out)
    titles[_CONTEXT] = "JSON-LD @context"
    if writer.library:
        with atomic.file(folder / _QUESTIONS) as out:
            out.write(questions.shacl_turtle(writer.library))
        titles[_QUESTIONS] = "SPARQL (SHACL)"
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = [(path, titles[path.split("/")[0]]) for path in paths]
    snapshot.release = replace(snapshot.release, files=tuple(files))
    description_file = _DCAT.format(stem=snapshot.release.corpus.stem)
    export.export(snapshot, "dcat", folder / description_file)
    cards = []
    for path, title in [*files, (description_file, "DCAT, VoID")]:
        part = f": {Path(path).stem}" if path.startswith("parquet/") else ""
        titled = {"en": title + part}
        if (name := title.removesuffix(parts.COMPRESSED)) != title:
            titled = {tag: say("file.compressed", tag, name=name) for tag in LANGUAGES}
        cards.append({"address": f"data/{path}", "title": titled})
    return cards
