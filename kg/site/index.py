"""The index page: what the graph claims and what it is not, two centuries drawn, and findings with their links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.model import description
from kg.network.result import Result
from kg.rdf.vocabulary import LANGUAGES
from kg.site import frame, highlights, panorama, static
from kg.text.phrases import catalogue


def render(
    writer: static.Writer,
    meta: Mapping[str, Any],
    results: Iterable[Result] = (),
    stories: Sequence[Mapping[str, Any]] = (),
    counts: Mapping[str, int] | None = None,
    dataset: Mapping[str, Any] | None = None,
) -> str:
    """Return the index page as HTML.

    Args:
        writer: of the graph.
        meta: version, digest, lang, site (title of the corpus), doors.
        results: of analyses, for the findings.
        stories: guided stories: title {}, text {}, address of a graph page with its fragment.
        counts: the size of the graph, such as {"sources": 300}; keys are phrases of the interface.
        dataset: a description in schema.org JSON-LD for search engines; it is data and never runs.
    """

    def years(first: int, last: int) -> object:
        """Write a span of years in the digits of each language."""
        return static.in_languages({tag: static.digits(f"{first}–{last}", tag) for tag in LANGUAGES})

    return static.render(
        "index.html",
        dict(meta.get("site") or catalogue()["site"]),
        {**meta, "page": "index", "address": "index.html", "about": catalogue()["index.lead"]["en"]},
        panorama=panorama.block(writer),
        highlights=highlights.highlights(writer, results),
        corpus=description.of(writer.builder.reader),
        stories=stories,
        counts=counts or {},
        years=years,
        dataset=frame.data("dataset", dataset) if dataset else None,
    )
