"""The page on the data and its making: how to read and cite them, what they are not, and the files to download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.model import description
from kg.model.reader import Reader
from kg.site import static
from kg.text.phrases import catalogue


def render(
    reader: Reader,
    graphs: Sequence[Mapping[str, Any]] = (),
    files: Sequence[Mapping[str, Any]] = (),
    **meta: Any,
) -> str:
    """Return the page as HTML.

    Args:
        reader: of the compiled graph.
        graphs: graph pages: address, title {}, definition {}, and the numbers of nodes and edges.
        files: exports and the like: address, title {}.
        meta: version, digest, lang, home, site, assets, doors, and cite (text and BibTeX for the whole graph).
    """
    return static.render(
        "about.html",
        catalogue()["about.title"],
        {**meta, "page": "about", "address": "about.html", "about": catalogue()["about.lead"]["en"]},
        graphs=graphs,
        files=files,
        corpus=description.of(reader),
        citation=meta.get("cite"),
    )
