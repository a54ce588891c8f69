"""The parts of a published folder that any process can write, each on its own: graphs, records, tables, exports.

A process has one reader for all its parts, so that what is worked out for one serves the next.
"""

from __future__ import annotations

import gzip
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg import atomic, export
from kg.corpus.load import load
from kg.dataset import view
from kg.dataset.names import NameFault
from kg.dataset.store import Choice, Compiled
from kg.dataset.written import Written
from kg.model import treaty
from kg.model.reader import Reader
from kg.network import analyses, projections
from kg.network.result import Result
from kg.network.study import Study
from kg.query import questions
from kg.rdf.vocabulary import LANGUAGES, bind, bound_base, compact
from kg.site import charts, doors, frame, overviews, payload, record, search, static, stories, web, workers
from kg.site import treaty as treaty_page
from kg.site.projection import graph_page

#: The projection of all, on whose page every record can be found.
FIRST = "everything"
DATA = "data"
#: How hard exports are compressed. The level of most programs, 6, takes half as long and leaves N-Quads 3 % longer;
#: the highest, 9, takes half as long again and saves nothing more.
_LEVEL = 8
#: Pages that are divided where they would be too long, or whose pictures are files.
_LONG = (
    *("agents", "analyses", "conflicts", "opinions", "organizations", "questions", "reports", "sources"),
    "timeline",
)
#: Follows the titles of compressed files.
COMPRESSED = ", compressed"
#: The exports that every published folder holds: file or folder, title, by format; `{stem}` is the corpus's. Texts
#: with as many addresses as these shrink to a tenth and less.
FILES = {
    "nquads": ("{stem}.nq.gz", f"N-Quads{COMPRESSED}"),
    "trig": ("{stem}.trig.gz", f"TriG{COMPRESSED}"),
    "turtle": ("{stem}.ttl.gz", f"Turtle{COMPRESSED}"),
    "jsonld": ("{stem}.jsonld.gz", f"JSON-LD{COMPRESSED}"),
    "graphml": ("{stem}.graphml.gz", f"GraphML{COMPRESSED}"),
    "gexf": ("{stem}.gexf.gz", f"GEXF{COMPRESSED}"),
    "datapackage": ("{stem}-tables.zip", f"CSV (data package){COMPRESSED}"),
    "parquet": ("parquet", "Parquet"),
    "xlsx": ("{stem}.xlsx", "Excel"),
}


@dataclass(frozen=True)
class Setting:
    """What a process must know to write parts of a folder; the meta is that of pages in the folder of the index."""

    root: Path
    compiled: Compiled
    folder: Path
    release: export.Release
    meta: Mapping[str, Any] = field(default_factory=dict)
    base: str = field(default_factory=bound_base)

    def writer(self) -> Writer:
        """Return a writer in a process that has read no corpus yet."""
        bind(self.base)
        return Writer(self)


@dataclass
class Part:
    """What was written, in lines to print, and what the index and the page about the data show of it."""

    lines: list[str]
    graph: Mapping[str, Any] | None = None
    stories: Sequence[Mapping[str, Any]] = ()
    results: Sequence[Result] = ()


class Writer:
    """Writes parts of one folder."""

    def __init__(self, setting: Setting, reader: Reader | None = None) -> None:
        self.setting, self.folder, self.meta = setting, setting.folder, setting.meta
        self.reader = reader or Reader.of(setting.compiled)

    def perform(self, name: str, values: tuple[Any, ...]) -> Part:
        """Write the part of a name, which is one of the methods below."""
        part: Part = getattr(self, name)(*values)
        return part

    @cached_property
    def library(self) -> list[questions.Question]:
        """The questions of the corpus."""
        root = self.setting.root
        return list(questions.library(root).values()) if (root / questions.FOLDER).is_dir() else []

    @cached_property
    def snapshot(self) -> export.Snapshot:
        """What exports are made of."""
        quads = view.select(load(self.setting.root, self.setting.compiled.digest).quads, Choice()).quads
        # To read what the store derived takes a third of the time of deriving it again.
        written = Written.of(self.setting.compiled)
        derived = written.derived() if written else None
        return export.Snapshot(quads, release=self.setting.release, given_reader=self.reader, given_derived=derived)

    @cached_property
    def front(self) -> static.Writer:
        """Writes names on pages in the folder of the index."""
        return static.Writer(payload.PayloadBuilder(self.reader), "", self._records.__contains__)

    @cached_property
    def among(self) -> static.Writer:
        """Writes names on pages in the folder of the records."""
        return static.Writer(payload.PayloadBuilder(self.reader), "../", self._records.__contains__, "")

    @cached_property
    def overviews(self) -> dict[str, Callable[..., str]]:
        """What renders the pages of `kg.site.overviews`, by name, without that of the analyses."""
        return overviews.pages(self.reader, self.library)

    @cached_property
    def _records(self) -> set[str]:
        """The records, all of which have pages."""
        return set(map(compact, self.reader.records()))

    def export_of(self, form: str) -> tuple[str, str]:
        """Return the file or folder of an export, and its title."""
        pattern, title = FILES[form]
        return pattern.format(stem=self.setting.release.corpus.stem), title

    @cached_property
    def study(self) -> Study:
        """What is analysed; what was computed for one language is shared by the others."""
        return Study(self.reader, version=self.setting.compiled.digest[:12])

    def results(self, lang: str) -> Iterator[Result]:
        """Run every analysis; one that needs a record missing from the graph is skipped."""
        for analysis in analyses.ANALYSES.values():
            with suppress(NameFault):
                yield analysis.run(self.study.speaking(lang))

    def beside(self, address: str, text: str) -> None:
        """Write a further file of what would make one page too long."""
        frame.write(self.folder / address, text)

    # --- parts ---

    def graph(self, name: str) -> Part:
        """Write the page of a projection."""
        projection = projections.find(self.reader, name)
        network = projections.build(self.reader, projection)
        shown = set(network) | {e[-1] for e in network.edges(data="record") if e[-1]}
        stories_here = stories.of_page(name, shown)
        place = static.place_of({**self.meta, "page": name})
        more: dict[str, Any] = {"home": self.meta["home"], "records": "id/", "results": "search.html"}
        digest, lang = self.meta["digest"], self.meta["lang"]
        more["folder"] = self.meta["assets"]
        page = graph_page(self.reader, network, digest, lang, place=place, stories=stories_here, **more)
        frame.write(self.folder / f"{name}.html", page)
        card = {
            "address": f"{name}.html",
            "title": projection.labels,
            "definition": projection.definitions,
            "nodes": network.number_of_nodes(),
            "edges": network.number_of_edges(),
        }
        line = f"{name}.html: {card['nodes']} nodes, {card['edges']} edges"
        return Part([line], card, stories.cards(name, stories_here))

    def records(self, first: int, end: int) -> Part:
        """Write the pages of some records, given by their places in the order of all."""
        for iri in list(self.reader.records())[first:end]:
            address = record.address(compact(iri))
            more = {
                "graph_page": f"../{FIRST}.html",
                "door": doors.of_record(self.reader, iri),
                "address": address,
                **web.of_record(self.reader, iri, self.setting.release.issued),
            }
            page = record.render(self.among, iri, **static.below(self.meta), **more)
            frame.write(self.folder / address, page)
        return Part([])

    def moved(self) -> Part:
        """Write the former addresses of instruments, which lead to their records."""
        listed = treaty.instruments(self.reader)
        writer = static.Writer(payload.PayloadBuilder(self.reader), "../", self._records.__contains__)
        for instrument in listed:
            page = treaty_page.moved(self.reader, instrument, writer, **static.below(self.meta), door="treaties")
            frame.write(self.folder / treaty_page.address(instrument), page)
        return Part([f"treaty/: {len(listed)} instruments"])

    def overview(self, name: str) -> Part:
        """Write one of the pages of `kg.site.overviews`."""
        return self._overview(name, self.overviews[name])

    def findings(self) -> Part:
        """Run the analyses, and write their page and the charts."""
        in_languages = [list(self.results(language)) for language in LANGUAGES]
        results = in_languages[LANGUAGES.index(self.meta["lang"])]
        lines = []
        if results:
            spoken = [dict(zip(LANGUAGES, same, strict=True)) for same in zip(*in_languages, strict=True)]
            lines = self._overview("analyses", overviews.pages(self.reader, (), spoken)["analyses"]).lines
        about = {**self.meta, "address": "charts.html"}
        remarks = charts.write(self.reader, self.folder, results, about, self.front)
        return Part([*lines, *remarks, "charts.html"], results=results)

    def _overview(self, name: str, render: Callable[..., str]) -> Part:
        """Write a page in the folder of the index."""
        address = f"{name}.html"
        written = [address]

        def beside(address: str, text: str) -> None:
            """Write a further file, and count it."""
            self.beside(address, text)
            written.append(address)

        further = {"beside": beside} if name in _LONG else {}
        frame.write(self.folder / address, render(writer=self.front, **further, **self.meta, address=address))
        pages = sum(path.endswith(".html") for path in written)
        return Part([address if pages == 1 else f"{address}: {pages} pages"])

    def search(self) -> Part:
        """Write the index of names and gists, which pages load when their search box is used."""
        lines = []
        for name, text in search.scripts(self.reader).items():
            path = f"{self.meta['assets']}{name}"
            frame.write(self.folder / path, text)
            sizes = len(text.encode()), len(gzip.compress(text.encode()))
            lines.append("{}: {:,} bytes, {:,} compressed".format(path, *sizes))
        return Part(lines)

    def exports(self, *forms: str) -> Part:
        """Write the data in some formats."""
        lines = []
        for form in forms:
            name, _ = self.export_of(form)
            path = self.folder / DATA / name
            if name.endswith(".gz"):
                # Without a name and a time in its header, the same data give the same bytes.
                with atomic.file(path) as out, gzip.GzipFile("", "wb", _LEVEL, out, mtime=0) as compressed:
                    remarks = export.export(self.snapshot, form, cast(BinaryIO, compressed))
            elif name.endswith(".zip"):
                remarks = self._zipped(form, path)
            else:
                remarks = export.export(self.snapshot, form, path)
            lines += [f"{DATA}/{name}: {remark}" for remark in remarks]
        return Part(lines)

    def _zipped(self, form: str, path: Path) -> list[str]:
        """Write a format that is a folder of files into one compressed file."""
        with tempfile.TemporaryDirectory() as place, atomic.file(path) as out:
            folder = Path(place) / form
            remarks = export.export(self.snapshot, form, folder)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                for file in sorted(folder.iterdir()):
                    # An entry made by its name alone has the earliest day: the same data give the same bytes.
                    entry = zipfile.ZipInfo(file.name)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(entry, file.read_bytes(), compresslevel=_LEVEL)
            return remarks


def main() -> None:
    """Write parts as a worker process."""
    workers.serve(lambda setting: setting.writer().perform)


if __name__ == "__main__":
    main()
