"""The reference knowledge graph of Iran–Russia relations."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import open

__all__ = ["open"]


def __getattr__(name: str) -> object:
    """Import `open` when it is asked for, so that `import kg` stays light."""
    if name == "open":
        from kg.graph import open

        return open
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
