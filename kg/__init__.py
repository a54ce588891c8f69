"""The reference knowledge graph of Iran–Russia relations."""

from typing import TYPE_CHECKING

from kg.errors import Error

__all__ = ["Error", "Graph", "Rows", "open"]

if TYPE_CHECKING:
    from kg.graph import Graph, Rows, open
else:

    def __getattr__(name: str) -> object:
        """Import what `kg.graph` defines when it is asked for, so that `import kg` stays light."""
        if name in __all__:
            from kg import graph

            return getattr(graph, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
