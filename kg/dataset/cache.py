"""The cache of compiled stores: what it holds, and its bounds in size and age: the least recently used go first."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from kg import atomic
from kg.dataset.store import LASTING, Compiled, DamagedStore, cache_root, is_whole, release

#: The bounds: a store of the whole corpus has about 200 MB.
BYTES, DAYS = 1 << 30, 30
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Entry:
    """A store of the cache: its folder, its size in bytes, when it was last used, and whether it is whole."""

    path: Path
    size: int
    used: float
    whole: bool


def entries() -> list[Entry]:
    """List the stores of this user by every version of the code, the least recently used first."""
    stores = []
    for path in cache_root().glob("stores-*/*"):
        if path.is_dir() and path.name != "states" and not path.name.startswith("."):
            with contextlib.suppress(OSError):  # removed meanwhile, or another user's
                size = sum(file.stat().st_size for file in path.rglob("*"))
                notes = path / "notes.json"
                used = (notes if notes.is_file() else path).stat().st_mtime
                stores.append(Entry(path, size, used, is_whole(path)))
    return sorted(stores, key=lambda entry: (entry.used, entry.path))


def prune(most: int = BYTES, days: float = DAYS) -> None:
    """Remove the stores that nobody has used for some days, and the least recently used above a size in bytes.

    A store that any process uses stays, and so does the one used last.
    """
    for folder in cache_root().glob("stores-*"):
        with contextlib.suppress(OSError):
            atomic.sweep(folder)
            for lock in folder.glob(".*.lock"):
                if lock.stat().st_mtime < time.time() - _SECONDS_A_DAY:
                    lock.unlink()
    stores = entries()
    total = sum(entry.size for entry in stores)
    for entry in stores[:-1]:
        unused = entry.used < time.time() - days * _SECONDS_A_DAY
        if (unused or total > most) and remove(entry.path):
            total -= entry.size


def clear() -> tuple[int, int]:
    """Remove every store that no process uses; return how many were removed and how many stay.

    What is kept whatever the corpus is removed too.
    """
    for path in LASTING.folder.glob("*.pickle") if LASTING.folder else ():
        path.unlink(missing_ok=True)
    removed = [remove(entry.path) for entry in entries()]
    return removed.count(True), removed.count(False)


def remove(path: Path) -> bool:
    """Remove a store unless a process uses it; return whether it is gone."""
    try:
        # Writable, since exclusive locks on network file systems need it.
        with (path / "notes.json").open("rb+") as notes:
            with contextlib.suppress(ImportError):
                import fcntl

                fcntl.flock(notes, fcntl.LOCK_EX | fcntl.LOCK_NB)
            atomic.remove(path)
    except FileNotFoundError:
        atomic.remove(path)
    except OSError:
        return False
    return not path.exists()


def heal(compiled: Compiled) -> bool:
    """Read a store through, and remove it if it is damaged, even under readers; return whether it was sound."""
    try:
        # Reading a block compares its checksum.
        for _ in compiled.open():
            pass
        with contextlib.closing(sqlite3.connect(compiled.names)) as names:
            sound = bool(names.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except (DamagedStore, RuntimeError, OSError, sqlite3.DatabaseError):
        sound = False
    if not sound:
        release(compiled.path)
        atomic.remove(compiled.path)
    return sound
