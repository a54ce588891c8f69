"""The page of a projection: a network as one interactive file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.model import description
from kg.model.reader import Reader
from kg.rdf.vocabulary import BASE, LANGUAGES, expand
from kg.site import citations, graph, payload

if TYPE_CHECKING:
    import networkx as nx


def graph_page(
    reader: Reader,
    network: nx.MultiDiGraph,
    digest: str,
    lang: str = "en",
    choice: Mapping[str, str | None] | None = None,
    **more: Any,
) -> str:
    """Write a network as an interactive page.

    Args:
        reader: of the compiled view.
        network: as `kg.network.projections.build` returns it.
        digest: of the corpus, the version of the data.
        lang: in which the page opens.
        choice: the view and the days that were asked for.
        more: what else the page says of itself, such as home and stories.
    """
    asked = dict(choice or {"view": "all", "as_of": None, "known_by": None})
    name = f"view:{asked.pop('view') or 'all'}"
    meta = {**meta_of(reader, digest, lang), **asked, "view": {"id": name, "label": _labels(reader, name)}, **more}
    return graph.render(payload.build(reader, network, **meta))


def meta_of(reader: Reader, digest: str, lang: str) -> dict[str, Any]:
    """Return what every page says of the corpus: its version, titles and citation."""
    corpus = description.of(reader)
    cite = citations.of(reader, corpus.base, digest)
    return {
        "version": corpus.version,
        "digest": digest[:12],
        "lang": lang,
        "base": BASE,
        "site": dict(corpus.titles),
        "cite": cite,
    }


def _labels(reader: Reader, name: str) -> dict[str, str | None]:
    return {tag: reader.labels(expand(name)).get(tag) for tag in LANGUAGES}
