"""The page of a projection: a network as an interactive page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.model import description
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, bound_base, expand
from kg.site import citations, graph, payload
from kg.site.doors import Place

if TYPE_CHECKING:
    import networkx as nx


def graph_page(
    reader: Reader,
    network: nx.MultiDiGraph,
    digest: str,
    lang: str = "en",
    choice: Mapping[str, str | None] | None = None,
    place: Place | None = None,
    folder: str = "",
    **more: Any,
) -> str:
    """Write a network as an interactive page.

    Args:
        reader: of the compiled view.
        network: as `kg.network.projections.build` returns it.
        digest: of the corpus, the version of the data.
        lang: in which the page opens.
        choice: the view (`view`) and the days (`as_of`, `known_by`) of the reading options.
        place: of the page in a published site; None for a page that stands alone.
        folder: the address of the files that graph pages share; without one, the page has them inside.
        more: further entries of the page's meta, such as home and stories.
    """
    # The view is a record with a name in three languages, the days are printed as given.
    days = dict(choice or {"view": "all", "as_of": None, "known_by": None})
    name = f"view:{days.pop('view') or 'all'}"
    labels = reader.labels(expand(name))
    view = {"id": name, "label": {tag: labels.get(tag) for tag in LANGUAGES}}
    meta = {**meta_of(reader, digest, lang), **days, "view": view, **more}
    return graph.render(payload.build(reader, network, **meta), place, folder)


def meta_of(reader: Reader, digest: str, lang: str) -> dict[str, Any]:
    """Return the meta of every page: version and digest of the corpus, its titles, and how to cite it."""
    corpus = description.of(reader)
    cite = citations.of(reader, corpus.base, digest)
    return {
        "version": corpus.version,
        "digest": digest[:12],
        "lang": lang,
        "base": bound_base(),
        "site": dict(corpus.titles),
        "cite": cite,
    }
