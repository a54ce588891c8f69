"""The pages of a published site other than graphs and records, and their cards on the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.model import treaty
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.model.timeline import chronicle
from kg.network.result import Result
from kg.query.questions import Question
from kg.rdf.vocabulary import compact
from kg.site import (
    analyses,
    codebook,
    comparison,
    conflicts,
    frame,
    instruments,
    opinions,
    organizations,
    questions,
    sources,
    static,
    timeline,
)
from kg.site import treaty as treaty_page
from kg.site.payload import PayloadBuilder
from kg.text.phrases import catalogue

#: How many instruments the comparison has: those with the most coded provisions.
MOST_COMPARED = 5

Say = Callable[[str], None]


def write(
    reader: Reader,
    folder: Path,
    meta: Mapping[str, Any],
    library: Iterable[Question] = (),
    results: Iterable[Result] = (),
    say: Say = lambda _: None,
) -> list[dict[str, Any]]:
    """Write these pages into a folder with record pages in `id/`; return their cards for the index.

    Args:
        reader: of the compiled graph.
        folder: of the index.
        meta: version, digest, lang, cite, and the addresses home and assets, seen from the folder.
        library: the questions to answer; without any, that page is left out.
        results: of analyses; without any, that page is left out.
        say: called with the name of each page that was written.
    """
    has_page = {compact(iri) for iri in reader.records()}.__contains__
    builder = PayloadBuilder(reader)
    more = {"writer": static.Writer(builder, "", has_page), **meta}
    listed = treaty.instruments(reader)
    coded = {iri: sum(treaty.coded(reader, part) for part in treaty.provisions(reader, iri)) for iri in listed}
    most_coded = sorted((iri for iri in listed if coded[iri]), key=lambda iri: -coded[iri])[:MOST_COMPARED]
    # In the order of time, as listed: the comparison reads from the earlier to the later.
    compared = [iri for iri in listed if iri in most_coded]
    library, results = list(library), list(results)
    pages: dict[str, Callable[[], str]] = {
        "instruments": lambda: instruments.render(reader, listed, **more),
        "comparison": lambda: comparison.render(reader, treaty.compare(reader, compared), **more),
        "timeline": lambda: timeline.render(reader, chronicle(reader), **more),
        "conflicts": lambda: conflicts.render(reader, (f for f in findings(reader) if f.disputed), **more),
        "opinions": lambda: opinions.render(reader, **more),
        "organizations": lambda: organizations.render(reader, **more),
        "sources": lambda: sources.render(reader, **more),
        "questions": lambda: questions.render(reader, library, **more),
        "analyses": lambda: analyses.render(reader, results, **more),
        "codebook": lambda: codebook.render(reader, **more),
    }
    for name, contents in (("comparison", compared[1:]), ("questions", library), ("analyses", results)):
        if not contents:
            del pages[name]
    for name, render in pages.items():
        frame.write(folder / f"{name}.html", render())
        say(f"{name}.html")
    writer = static.Writer(builder, "../", has_page)
    for iri in listed:
        page = treaty_page.moved(reader, iri, writer, **static.below(meta))
        frame.write(folder / treaty_page.address(iri), page)
    say(f"treaty/: {len(listed)} instruments")
    phrases = catalogue()
    return [
        {"address": f"{name}.html", "title": phrases[f"{name}.title"], "definition": phrases[f"{name}.lead"]}
        for name in pages
    ]
