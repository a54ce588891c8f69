"""Compiled stores on disk: their paths, which is current, and opening one in milliseconds.

Only what a query needs is imported here; `kg.dataset.build` makes the stores and `kg.dataset.cache` bounds them.

A store is a folder whose `notes.json` is written last and lists its files with their sizes, so that a damaged
one is seen before it is opened. Whoever uses a store holds a shared lock on that file; a store is removed only
under the exclusive one.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import atomic
from kg.corpus.files import signature
from kg.errors import Error
from kg.memoize import code_of
from kg.rdf.terms import Store

#: Part of every store's path: raise it when the same files compile to another store by the same code.
FORM = 5
_NOTES = "notes.json"
#: The open notes of the stores that this process uses: their locks end with it.
_IN_USE: dict[Path, int] = {}


class DamagedStore(Error):
    """A compiled store that cannot be read, as after a power cut, or that no folder can hold."""


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
        """Open the store for reading; this takes milliseconds whatever its size.

        Raises:
            DamagedStore: its files are damaged in a way that their sizes do not show.
        """
        try:
            return Store.read_only(str(self.path / "store"))
        except (OSError, RuntimeError) as error:
            raise DamagedStore(f"The compiled store {self.path} is damaged ({error}). Run kg build.") from None

    @property
    def names(self) -> Path:
        """The index of names and gists."""
        return self.path / "names.sqlite"

    @property
    def notes(self) -> dict[str, list[str]]:
        """What a choice of days left out (`undated` sources, `timeless` records), and the `doubtful` records."""
        notes = _notes_of(self.path)
        return {key: notes[key] for key in ("undated", "timeless", "doubtful")}


def cache_root() -> Path:
    """Return the folder of compiled stores: `KG_CACHE`, else the user's cache folder, else a temporary one.

    The temporary one is used where the other cannot be made or written, as without a home or on a read-only disk.
    """
    named = os.environ.get("KG_CACHE")
    if named:
        chosen: Path | None = Path(named)
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        with contextlib.suppress(RuntimeError):  # an unknown user without HOME
            base = base or str(Path.home() / ".cache")
        chosen = Path(base) / "iran-russia-kg" if base else None
    if chosen:
        with contextlib.suppress(OSError):
            chosen.mkdir(mode=0o777 if named else 0o700, parents=True, exist_ok=True)
            if os.access(chosen, os.W_OK | os.X_OK):
                return chosen
    return _temporary_root()


@cache
def _temporary_root() -> Path:
    """Return a folder for temporary files that nobody else can write to; where there is none, a new one."""
    import tempfile

    shared = Path(tempfile.gettempdir()) / f"iran-russia-kg-{_user()}"
    with contextlib.suppress(OSError):
        shared.mkdir(mode=0o700, exist_ok=True)
        if _is_private(shared):
            return shared
    import atexit

    own = tempfile.TemporaryDirectory(prefix="iran-russia-kg-", ignore_cleanup_errors=True)
    atexit.register(own.cleanup)
    return Path(own.name)


def _user() -> str:
    """Return the number of the user, empty on Windows, where temporary and cache folders are each user's own."""
    return str(os.getuid()) if hasattr(os, "getuid") else ""


def _is_private(folder: Path) -> bool:
    """Return whether a folder is this user's, no link, and closed to others' writing: its stores are not forged."""
    state = folder.lstat()
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(state.st_mode)
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022


@cache
def _code() -> str:
    """Return a mark of the code that compiles: another version of it makes other stores of the same files."""
    from zlib import crc32

    import pyoxigraph

    marks = pyoxigraph.__version__, code_of("corpus", "dataset", "rdf", "text")
    return f"{FORM}-{crc32(repr(marks).encode()):08x}"


def room() -> Path:
    """Return the folder of this user's stores by this version of the code, which is made where it is missing."""
    return _private(f"stores-{_user()}-{_code()}")


def _private(name: str) -> Path:
    """Return a folder of the cache, which is made where it is missing.

    One that others could have written to is left alone, and a temporary one is used.
    """
    for root in (cache_root, _temporary_root):
        folder = root() / name
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_private(folder):
                return folder
    raise DamagedStore("No folder can hold compiled stores. Name one in the variable KG_CACHE.")


class Lasting:
    """Keeps (`kg.memoize.kept`) what follows from arguments, code and libraries alone, whatever the corpus.

    An edit makes another store, and most of what takes long to work out, such as a layout, is then as it was.
    """

    def __init__(self) -> None:
        self.memory: dict[Hashable, Any] = {}

    @property
    def folder(self) -> Path | None:
        """The folder, beside those of the stores; None where none can be had."""
        with contextlib.suppress(DamagedStore):
            return _private(f"lasting-{_user()}")
        return None


LASTING = Lasting()


def current(root: Path, choice: Choice) -> Compiled | None:
    """Return the compiled store of a choice if the corpus has not changed since it was checked."""
    known = state(root)
    if known.get("signature") != signature(root):
        return None
    return complete(known["digest"], choice)


def last_good(root: Path, choice: Choice) -> Compiled | None:
    """Return the store of the last corpus that passed its checks, marked stale, or None."""
    good = complete(state(root).get("digest", ""), choice)
    return Compiled(good.path, good.digest, stale=True) if good else None


@contextlib.contextmanager
def borrowed(root: Path) -> Iterator[Compiled | None]:
    """Yield the store of the last good state of the whole corpus, if there is one, and give it up afterwards.

    That is no use of it by which the cache would keep it: the store that is made of it takes its place.
    """
    digest = state(root).get("digest", "")
    path = place(digest, Choice())
    in_use = path in _IN_USE
    good = digest and _hold(path) and is_whole(path)
    try:
        yield Compiled(path, digest) if good else None
    finally:
        if not in_use:
            release(path)


def complete(digest: str, choice: Choice) -> Compiled | None:
    """Return the compiled view of a digest and a choice, kept for this process, or None where it is not whole."""
    path = place(digest, choice)
    in_use = path in _IN_USE
    if not digest or not _hold(path) or not is_whole(path):
        return None
    if not in_use:
        with contextlib.suppress(OSError):
            os.utime(path / _NOTES)
    return Compiled(path, digest)


def is_whole(path: Path) -> bool:
    """Return whether a store has all its files in the sizes in which they were written."""
    try:
        return all((path / name).stat().st_size == size for name, size in _notes_of(path)["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _notes_of(path: Path) -> dict[str, Any]:
    """Return the notes of a store."""
    return dict(json.loads((path / _NOTES).read_text(encoding="utf-8")))


def write_notes(path: Path, notes: dict[str, list[str]]) -> None:
    """Write the notes of a store, after all its other files, which are flushed to the disk first."""
    sizes = {}
    for file in sorted(path.rglob("*")):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())
            sizes[file.relative_to(path).as_posix()] = file.stat().st_size
    atomic.write(path / _NOTES, json.dumps({**notes, "files": sizes}).encode())


def _hold(path: Path) -> bool:
    """Take the shared lock of a store until this process ends or gives it up; False where there is none.

    On Windows there is no such lock, and no need: a folder with open files cannot be renamed or removed there.
    """
    if path in _IN_USE and (path / _NOTES).exists():
        return True
    try:
        opened = os.open(path / _NOTES, os.O_RDONLY)
    except OSError:
        return False
    try:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        # Whoever removes a store renames it first: the open file may be that of a store that is gone.
        same = os.path.samestat(os.fstat(opened), (path / _NOTES).stat())
    except ImportError:
        os.close(opened)
        return True
    except BlockingIOError:
        same = False
    except OSError:
        same = (path / _NOTES).exists()  # a file system without locks
    if not same:
        os.close(opened)
        return False
    _IN_USE[path] = opened
    return True


def release(path: Path) -> None:
    """Give up the shared lock of a store that this process used."""
    if path in _IN_USE:
        os.close(_IN_USE.pop(path))


def place(digest: str, choice: Choice) -> Path:
    """Return the path of the store of a choice, named by the digest of its content."""
    return room() / f"{digest[:24]}.{choice.key}"


def state(root: Path) -> dict[str, str]:
    """Return the signature and digest of the corpus that last passed its checks, and when it was read.

    Empty where there is none; the time is in seconds of the epoch.
    """
    try:
        signed, digest, begun, folder = _state_file(root).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    return {"signature": signed, "digest": digest, "begun": begun} if folder == str(root) else {}


def write_state(root: Path, signed: str, digest: str, begun: float) -> None:
    """Record the corpus that passed its checks, in an atomic write."""
    path = _state_file(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, f"{signed}\n{digest}\n{begun}\n{root}\n".encode())


def _state_file(root: Path) -> Path:
    """Return the path of the file that records the state of a corpus, named by a hash of its folder."""
    from zlib import crc32

    return room() / "states" / f"{crc32(str(root).encode()):08x}.txt"
