"""The index page: what the graph is, how to read and cite it, and links to every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.site import frame, static
from kg.text.phrases import catalogue

Label = Mapping[str, str | None]


def render(
    meta: Mapping[str, Any],
    stories: Sequence[Mapping[str, Any]] = (),
    counts: Mapping[str, int] | None = None,
    dataset: Mapping[str, Any] | None = None,
) -> str:
    """Return the index page as HTML.

    Args:
        meta: version, digest, lang, site (title of the corpus), doors.
        stories: guided stories: title {}, text {}, address of a graph page with its fragment.
        counts: the size of the graph, such as {"sources": 300}; keys are phrases of the interface.
        dataset: a description in schema.org JSON-LD for search engines; it is data and never runs.
    """
    title = dict(meta.get("site") or catalogue()["site"])
    return static.render(
        "index.html",
        title,
        {**meta, "page": "index"},
        stories=stories,
        counts=counts or {},
        dataset=frame.data("dataset", dataset) if dataset else None,
    )
