"""Compiled stores on disk: their paths, which is current, and opening one in milliseconds.

Only what a query needs is imported here; `kg.dataset.build` makes the stores.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kg import atomic
from kg.corpus.files import signature
from kg.rdf.terms import Store

#: Part of every store's path: raise it when the same files compile to another store.
FORM = 4


@dataclass(frozen=True)
class Choice:
    """What to select: a view, a day of valid time and one of publication, only direct speech, coding or not."""

    view: str = "all"
    as_of: str | None = None
    known_by: str | None = None
    direct: bool = False
    coding: bool = True

    @property
    def key(self) -> str:
        """A name for the choice that is valid in a path.

        >>> Choice(view="press", known_by="2025-08-01", direct=True).key
        'press.known-by-2025-08-01.direct'
        """
        parts = [self.view]
        parts += [f"as-of-{self.as_of}"] if self.as_of else []
        parts += [f"known-by-{self.known_by}"] if self.known_by else []
        parts += ["direct"] if self.direct else []
        parts += [] if self.coding else ["without-coding"]
        return ".".join(parts)


@dataclass(frozen=True)
class Compiled:
    """A compiled view on disk."""

    path: Path
    digest: str
    stale: bool = False

    def open(self) -> Store:
        """Open the store for reading; this takes milliseconds whatever its size."""
        return Store.read_only(str(self.path / "store"))

    @property
    def names(self) -> Path:
        """The index of names and gists."""
        return self.path / "names.sqlite"

    @property
    def notes(self) -> dict[str, list[str]]:
        """What a choice of days left out (`undated` sources, `timeless` records), and the `doubtful` records."""
        import json

        return dict(json.loads((self.path / "notes.json").read_text(encoding="utf-8")))


def cache_root() -> Path:
    """Return the folder of compiled stores: `KG_CACHE`, else the user's cache folder, else a temporary one."""
    if named := os.environ.get("KG_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or (Path.home() / ".cache")
    root = Path(base) / "iran-russia-kg"
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError:
        import tempfile

        return Path(tempfile.gettempdir()) / f"iran-russia-kg-{os.getuid()}"
    return root


def current(root: Path, choice: Choice) -> Compiled | None:
    """Return the compiled store of a choice if the corpus has not changed since it was checked."""
    known = state(root)
    if known.get("signature") != signature(root):
        return None
    return _compiled(known["digest"], choice)


def last_good(root: Path, choice: Choice) -> Compiled | None:
    """Return the store of the last corpus that passed its checks, marked stale, or None."""
    good = _compiled(state(root).get("digest", ""), choice)
    return Compiled(good.path, good.digest, stale=True) if good else None


def _compiled(digest: str, choice: Choice) -> Compiled | None:
    """Return the compiled view of a digest and a choice, or None where it has not been written."""
    # The notes are written last, so a folder with them is complete.
    path = place(digest, choice)
    return Compiled(path, digest) if digest and (path / "notes.json").is_file() else None


def place(digest: str, choice: Choice) -> Path:
    """Return the path of the store of a choice, named by the digest of its content."""
    return cache_root() / f"stores-{FORM}" / f"{digest[:24]}.{choice.key}"


def state(root: Path) -> dict[str, str]:
    """Return the signature and digest of the corpus that last passed its checks; empty where there is none."""
    try:
        signed, digest, folder = _state_file(root).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ValueError):
        return {}
    return {"signature": signed, "digest": digest} if folder == str(root) else {}


def write_state(root: Path, signed: str, digest: str) -> None:
    """Record the corpus that passed its checks, in an atomic write."""
    path = _state_file(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, f"{signed}\n{digest}\n{root}\n".encode())


def _state_file(root: Path) -> Path:
    """Return the path of the file that records the state of a corpus, named by a hash of its folder."""
    from zlib import crc32

    return cache_root() / f"state-{FORM}" / f"{crc32(str(root).encode()):08x}.txt"
