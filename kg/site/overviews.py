"""The pages of a published site other than the index, graphs and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kg.model import treaty
from kg.model.agreement import disputes
from kg.model.reader import Reader
from kg.model.timeline import chronicle
from kg.network.result import Result
from kg.query.questions import Question
from kg.rdf.vocabulary import compact
from kg.site import (
    agents,
    analyses,
    codebook,
    comparison,
    conflicts,
    frame,
    instruments,
    opinions,
    organizations,
    questions,
    reports,
    sources,
    static,
    timeline,
)
from kg.site import treaty as treaty_page
from kg.site.payload import PayloadBuilder

#: How many instruments the comparison has: those with the most coded provisions.
MOST_COMPARED = 5

Say = Callable[[str], None]


def pages(
    reader: Reader, library: Iterable[Question] = (), results: Iterable[Result] = ()
) -> dict[str, Callable[..., str]]:
    """Return what renders each of these pages, by name; it is called with meta and a writer.

    Args:
        reader: of the compiled graph.
        library: the questions to answer; without any, that page is left out.
        results: of analyses; without any, that page is left out.
    """
    listed = treaty.instruments(reader)
    coded = {iri: sum(treaty.coded(reader, part) for part in treaty.provisions(reader, iri)) for iri in listed}
    most_coded = sorted((iri for iri in listed if coded[iri]), key=lambda iri: -coded[iri])[:MOST_COMPARED]
    # In the order of time, as listed: the comparison reads from the earlier to the later.
    compared = [iri for iri in listed if iri in most_coded]
    library, results = list(library), list(results)
    renderers: dict[str, Callable[..., str]] = {
        "instruments": partial(instruments.render, reader, listed),
        "comparison": partial(comparison.render, reader, treaty.compare(reader, compared)),
        "agents": partial(agents.render, reader),
        "organizations": partial(organizations.render, reader),
        "timeline": partial(timeline.render, reader, chronicle(reader)),
        "conflicts": partial(conflicts.render, reader, disputes(reader)),
        "reports": partial(reports.render, reader),
        "opinions": partial(opinions.render, reader),
        "sources": partial(sources.render, reader),
        "questions": partial(questions.render, reader, library),
        "analyses": partial(analyses.render, reader, results),
        "codebook": partial(codebook.render, reader),
    }
    for page_name, contents in (
        ("comparison", compared[1:]),
        ("reports", reports.compared(reader)),
        ("questions", library),
        ("analyses", results),
    ):
        if not contents:
            del renderers[page_name]
    return renderers


def write(
    reader: Reader,
    folder: Path,
    meta: Mapping[str, Any],
    renderers: Mapping[str, Callable[..., str]],
    say: Say = lambda _: None,
) -> None:
    """Write these pages, and those of instruments, into a folder with record pages in `id/`.

    Args:
        reader: of the compiled graph.
        folder: of the index.
        meta: version, digest, lang, cite, the addresses home and assets, seen from the folder, and the doors.
        renderers: as `pages` returns them.
        say: called with the name of each page that was written.
    """
    has_page = {compact(record) for record in reader.records()}.__contains__
    builder = PayloadBuilder(reader)
    more = {"writer": static.Writer(builder, "", has_page), **meta}
    for address, render in renderers.items():
        frame.write(folder / f"{address}.html", render(**more, address=f"{address}.html"))
        say(f"{address}.html")
    writer = static.Writer(builder, "../", has_page)
    listed = treaty.instruments(reader)
    for instrument in listed:
        page = treaty_page.moved(reader, instrument, writer, **static.below(meta), door="treaties")
        frame.write(folder / treaty_page.address(instrument), page)
    say(f"treaty/: {len(listed)} instruments")
