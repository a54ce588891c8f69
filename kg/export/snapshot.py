"""A snapshot: the quads of a view to be exported, from which reader and network are built on demand."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import Error
from kg.memoize import memoized
from kg.model import description
from kg.model.reader import Reader
from kg.rdf.terms import DefaultGraph, Quad, Store
from kg.rdf.vocabulary import (
    ENTAILED,
    ONTOLOGY,
    bound_base,
    compact,
    is_record,
    local_name,
    of_source,
)

if TYPE_CHECKING:
    import networkx as nx

    from kg.dataset.written import Written


class ExportFault(Error):
    """An export that cannot be made, with the fault and its remedy."""


@dataclass(frozen=True)
class Release:
    """The metadata of a release, with its files as (path, title); the date is given, never the current one."""

    issued: str = ""
    corpus: description.Description = field(default_factory=description.Description)
    address: str = field(default_factory=bound_base)
    endpoint: str = ""
    files: tuple[tuple[str, str], ...] = ()

    @property
    def makers(self) -> str:
        """The names of those who make the corpus, in one line."""
        return " and ".join(maker for _, maker in self.corpus.makers)

    def of(self, quads: Iterable[Quad]) -> Release:
        """Return the release with the description that quads give of their corpus, where it has none."""
        from dataclasses import replace

        return replace(self, corpus=description.among(quads)) if self.corpus == description.Description() else self


@dataclass
class Snapshot:
    """The quads of a view and the options of an export.

    The reader and the network are built when a format needs them; existing ones can be given, and so can a compiled
    store whose quads are known as they were written: what streams them needs no memory for them.
    """

    quads: Iterable[Quad]
    projection: str = "everything"
    table: str = "statements"
    raw: bool = False
    release: Release = field(default_factory=Release)
    given_reader: Reader | None = None
    given_network: nx.MultiDiGraph | None = None
    given_derived: list[Quad] | None = None
    given_written: Written | None = None
    memory: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    #: The distinct compiled quads, once a format has sorted them.
    in_order: list[Quad] | None = field(default=None, init=False, repr=False, compare=False)

    @cached_property
    def listed(self) -> list[Quad]:
        """The quads as a list, for formats that read them more than once."""
        # Quads may come from an iterator, which can be read once only.
        if not isinstance(self.quads, list):
            self.quads = list(self.quads)
        return self.quads

    def compiled(self) -> Iterator[Quad]:
        """Yield the quads that queries are run on: the view's, the default graph, the entailed and derived ones.

        A statement of several passages is repeated for the default graph, unless a format has sorted them all.
        """
        if self.given_written:
            return self.given_written.every()
        from kg.dataset.build import compiled_quads

        if self.in_order is not None:
            return iter(self.in_order)

        return compiled_quads(self.listed, self.derived)

    @cached_property
    def derived(self) -> list[Quad]:
        """The statements derived from the view, once for all formats."""
        if self.given_written:
            return self.given_written.derived()
        from kg.dataset.derived import derive

        return derive(self.listed) if self.given_derived is None else self.given_derived

    @memoized
    def default_graph(self) -> list[Quad]:
        """Return the distinct statements of the default graph."""
        default = DefaultGraph()
        return list(dict.fromkeys(statement for statement in self.compiled() if statement.graph_name == default))

    @cached_property
    def reader(self) -> Reader:
        """A reader of the view, on a store in memory unless one is given."""
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
        from kg.network import projections

        return projections.build(self.reader, projections.find(self.reader, self.projection))


_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
    "https://creativecommons.org/publicdomain/zero/1.0/": ("CC0 1.0 Universal", "CC0-1.0"),
}


def licence_names(address: str) -> tuple[str, str]:
    """Return the name and the SPDX identifier of a licence; for an unknown one, its address twice.

    >>> licence_names("https://creativecommons.org/licenses/by/4.0/")[1]
    'CC-BY-4.0'
    """
    return _LICENCES.get(address, (address, address))


Writer = Callable[[Snapshot, BinaryIO], list[str]]
FolderWriter = Callable[[Snapshot, Path], list[str]]


def name(iri: str) -> str:
    """Return the prefixed name of an IRI, as all graph and table formats write it.

    >>> from kg.rdf.vocabulary import record_iri, source_iri
    >>> name(record_iri("iran")), name(source_iri("memoir.1")), name("https://example.org/x")
    ('id:iran', 'src:memoir.1', '<https://example.org/x>')
    """
    # Records are many and each is named once or twice: slicing their IRIs is cheaper than memoizing them.
    if is_record(iri) and _LOCAL_NAME.fullmatch(local := local_name(iri)):
        return f"id:{local}"
    return _memoized(iri)


_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_memoized = lru_cache(maxsize=50_000)(compact)


def is_statement(quad: Quad) -> bool:
    """Return whether the subject of a quad is a record, rather than a term, a source or a passage."""
    return quad.graph_name not in (ONTOLOGY, ENTAILED) and not of_source(quad.subject.value)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "record"), counted(1200, "record")
    ('1 record', '1,200 records')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def title_of(reader: Reader, source: str) -> str:
    """Return the title of a source, English first."""
    title = reader.title(source)
    return title.value if title else name(source)
