"""The pages of a published site other than the index, graphs and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from kg.model import treaty
from kg.model.agreement import disputes
from kg.model.reader import Reader
from kg.model.timeline import chronicle
from kg.network.result import Result
from kg.query.questions import Question
from kg.site import (
    agents,
    analyses,
    codebook,
    comparison,
    conflicts,
    instruments,
    opinions,
    organizations,
    questions,
    reports,
    sources,
    timeline,
)

#: How many instruments the comparison has: those with the most coded provisions.
MOST_COMPARED = 5


def pages(
    reader: Reader, library: Iterable[Question] = (), results: Iterable[Mapping[str, Result]] = ()
) -> dict[str, Callable[..., str]]:
    """Return what renders each of these pages, by name; it is called with meta and a writer.

    Args:
        reader: of the compiled graph.
        library: the questions to answer; without any, that page is left out.
        results: of analyses, each by language; without any, that page is left out.
    """
    library, results = list(library), list(results)
    listed = treaty.instruments(reader)
    coded = {iri: sum(treaty.coded(reader, part) for part in treaty.provisions(reader, iri)) for iri in listed}
    most_coded = sorted((iri for iri in listed if coded[iri]), key=lambda iri: -coded[iri])[:MOST_COMPARED]
    # In the order of time, as listed: the comparison reads from the earlier to the later.
    compared = [iri for iri in listed if iri in most_coded]
    # Processes share the pages among them, so what a page is made of is not worked out before it is rendered.
    renderers: dict[str, Callable[..., str]] = {
        "instruments": partial(instruments.render, reader, listed),
        "comparison": lambda **meta: comparison.render(reader, treaty.compare(reader, compared), **meta),
        "agents": partial(agents.render, reader),
        "organizations": partial(organizations.render, reader),
        "timeline": lambda **meta: timeline.render(reader, chronicle(reader), **meta),
        "conflicts": lambda **meta: conflicts.render(reader, disputes(reader), **meta),
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
