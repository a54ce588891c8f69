"""pyoxigraph's terms, quads and store, with types as narrow as the data.

The files hold no quoted triples, and the checks refuse blank nodes, so a subject is an IRI and a value is an
IRI or a literal. At run time these are pyoxigraph's own classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

Value = NamedNode | Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    class Quad:
        """A statement in a graph."""

        subject: NamedNode
        predicate: NamedNode
        object: Value
        graph_name: NamedNode

        def __init__(
            self,
            subject: NamedNode,
            predicate: NamedNode,
            object: Value,
            graph_name: NamedNode | DefaultGraph = ...,
        ) -> None: ...

    class Store:
        """A store of quads, in memory or on disk."""

        def __init__(self, path: str | None = None) -> None: ...

        @staticmethod
        def read_only(path: str) -> Store:
            """Open a store for reading."""

        def quads_for_pattern(
            self,
            subject: NamedNode | None,
            predicate: NamedNode | None,
            object: Value | None,
            graph_name: NamedNode | DefaultGraph | None = None,
        ) -> Iterator[Quad]:
            """Yield the quads that match a pattern; None matches everything."""

        def query(
            self,
            query: str,
            *,
            prefixes: Mapping[str, str] | None = None,
            substitutions: Mapping[object, object] | None = None,
        ) -> QuerySolutions | QueryBoolean | QueryTriples:
            """Run a SPARQL query."""

        def bulk_extend(self, quads: Iterable[Quad]) -> None:
            """Load quads fast, without a transaction."""

        def add(self, quad: Quad) -> None:
            """Add a quad."""

        def extend(self, quads: Iterable[Quad]) -> None:
            """Add quads, all or none."""

        def remove(self, quad: Quad) -> None:
            """Remove a quad, if it is there."""

        def named_graphs(self) -> Iterator[NamedNode]:
            """Yield the names of the graphs."""

        def optimize(self) -> None:
            """Merge what was loaded in several batches, so that a query looks into one place."""

        def flush(self) -> None:
            """Write everything to disk."""

        def __len__(self) -> int: ...

        def __iter__(self) -> Iterator[Quad]: ...

else:
    from pyoxigraph import Quad, Store

__all__ = ["DefaultGraph", "Literal", "NamedNode", "Quad", "Store", "Value"]
