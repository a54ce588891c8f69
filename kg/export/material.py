"""What an export is made of: the quads of a view, read as records, as tables or as a network when asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from kg.rdf import DefaultGraph, NamedNode, Quad, Store
from kg.record import Reader
from kg.terms import BASE, DCTERMS, ENTAILED, ID, ONTOLOGY, OWL, SRC, compact

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T")

_ONTOLOGY_IRI = NamedNode(BASE + "ontology")


class ExportFault(Exception):
    """An export that cannot be made as asked, with what is wrong and what to do."""


@dataclass(frozen=True)
class Release:
    """What a dataset says of itself, its files as (path, title). Days are the caller's: no clock is read here."""

    version: str = ""
    issued: str = ""
    title: str = "Iran–Russia Knowledge Graph"
    description: str = (
        "A knowledge graph of Iran–Russia relations in which every statement says who said it, where and when."
    )
    creator: str = "Iran–Russia KG contributors"
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    address: str = BASE
    endpoint: str = ""
    files: tuple[tuple[str, str], ...] = ()

    def of(self, quads: Iterable[Quad]) -> Release:
        """Return the release with the version that the ontology among the quads states, where none is given."""
        from dataclasses import replace

        stated = (
            q.object.value for q in quads if q.subject == _ONTOLOGY_IRI and q.predicate.value == OWL + "versionInfo"
        )
        return self if self.version else replace(self, version=next(stated, ""))


@dataclass
class Material:
    """The quads of a view and the choices of whoever exports them.

    The reader and the network are made when a format needs them; those that are there already can be given.
    """

    quads: Iterable[Quad]
    projection: str = "everything"
    table: str = "statements"
    raw: bool = False
    release: Release = field(default_factory=Release)
    given_reader: Reader | None = None
    given_network: nx.MultiDiGraph | None = None
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: str, compute: Callable[[], T]) -> T:
        """Return what a format found under a key, or find and keep it for the formats that follow."""
        if key not in self._known:
            self._known[key] = compute()
        found: T = self._known[key]
        return found

    @cached_property
    def listed(self) -> list[Quad]:
        """The quads as a list, for formats that read them more than once."""
        if not isinstance(self.quads, list):
            self.quads = list(self.quads)
        return self.quads

    def compiled(self) -> Iterator[Quad]:
        """Yield the quads that questions are asked of: the view's own, the default graph, what follows from them.

        A statement of several passages comes several times for the default graph.
        """
        from kg.build import compiled_quads

        return compiled_quads(self.listed)

    def default_graph(self) -> list[Quad]:
        """Return the statements of the default graph, each once, in no graph."""
        default = DefaultGraph()
        return self.once(
            "default", lambda: list(dict.fromkeys(q for q in self.compiled() if q.graph_name == default))
        )

    @cached_property
    def reader(self) -> Reader:
        """The records of the view."""
        if self.given_reader:
            return self.given_reader
        store = Store()
        store.bulk_extend(self.compiled())
        return Reader(store)

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """The chosen projection as a NetworkX graph."""
        if self.given_network is not None:
            return self.given_network
        from kg import network

        return network.build(self.reader, network.find(self.reader, self.projection))


Writer = Callable[[Material, BinaryIO], list[str]]
FolderWriter = Callable[[Material, Path], list[str]]


def name(iri: str) -> str:
    """Return the short name of an IRI, as all graph and table formats write it.

    >>> name(ID + "iran"), name(SRC + "memoir.1"), name("https://example.org/x")
    ('id:iran', 'src:memoir.1', '<https://example.org/x>')
    """
    # records are many and met once or twice: cutting their names off costs less than keeping them
    if iri.startswith(ID) and _WORDS.fullmatch(iri, len(ID)):
        return "id:" + iri[len(ID) :]
    return _kept(iri)


_WORDS = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_kept = lru_cache(maxsize=50_000)(compact)


def is_passage(graph: str) -> bool:
    """Tell whether a graph holds testimony or coding: it is neither ontology, nor register, nor a description.

    >>> is_passage(SRC + "memoir.1"), is_passage(SRC + "memoir"), is_passage(BASE + "graph/register")
    (True, False, False)
    """
    return graph.startswith(SRC) and "." in graph[len(SRC) :]


def is_statement(quad: Quad) -> bool:
    """Tell whether a quad speaks of a record, rather than of a term, a source or a passage."""
    return quad.graph_name not in (ONTOLOGY, ENTAILED) and not quad.subject.value.startswith(SRC)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "record"), counted(1200, "record")
    ('1 record', '1,200 records')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def title_of(reader: Reader, source: str) -> str:
    """Return the title of a source, English first."""
    titles = reader.values(source, NamedNode(DCTERMS + "title"))
    first = sorted(titles, key=lambda t: (getattr(t, "language", None) != "en", t.value))
    return first[0].value if first else name(source)
