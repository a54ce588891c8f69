"""The page of a projection: a network as an interactive page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.memoize import kept
from kg.model import description
from kg.model.reader import Reader
from kg.network import projections
from kg.rdf.vocabulary import LANGUAGES, bound_base, expand

if TYPE_CHECKING:
    import networkx as nx

    from kg.site.doors import Place


class Alone(NamedTuple):
    """A page that stands alone, and how many nodes and edges it draws."""

    html: str
    nodes: int
    edges: int


@kept
def page_alone(
    reader: Reader,
    /,
    projection: projections.Projection,
    part: projections.Part,
    digest: str,
    lang: str,
    **choice: str | None,
) -> Alone | None:
    """Write a projection or a part of it as a page that stands alone; None where nothing is left to draw.

    Kept, since a page takes seconds to write and is the same as long as the corpus is.

    Args:
        reader: of the compiled view.
        projection: what is drawn.
        part: of the projection.
        digest: of the corpus, the version of the data.
        lang: in which the page opens.
        choice: as `graph_page` takes it.
    """
    network = projections.build(reader, projection, part)
    if not network:
        return None
    html = graph_page(reader, network, digest, lang, choice)
    return Alone(html, network.number_of_nodes(), network.number_of_edges())


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
    # What only writing takes is imported here: most of the time that a kept page takes is imports.
    from kg.site import graph, payload

    # The view is a record with a name in three languages, the days are printed as given.
    days = dict(choice or {"view": "all", "as_of": None, "known_by": None})
    name = f"view:{days.pop('view') or 'all'}"
    labels = reader.labels(expand(name))
    view = {"id": name, "label": {tag: labels.get(tag) for tag in LANGUAGES}}
    meta = {**meta_of(reader, digest, lang), **days, "view": view, **more}
    return graph.render(payload.build(reader, network, **meta), place, folder)


def meta_of(reader: Reader, digest: str, lang: str) -> dict[str, Any]:
    """Return the meta of every page: version and digest of the corpus, its titles, and how to cite it."""
    from kg.site import citations

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
