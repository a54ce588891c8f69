"""Memoizing what is worked out from a graph that does not change: while its reader lives, or beside its store."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Hashable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zlib import crc32

_PACKAGE = Path(__file__).parent
#: The bound of what is kept beside one store: some hundred pages.
BYTES = 1 << 28


class Remembering(Protocol):
    """Whatever has a memory: a reader, the snapshot of an export."""

    @property
    def memory(self) -> dict[Hashable, Any]:
        """The results by function and arguments."""


class Keeping(Remembering, Protocol):
    """Whatever also has a folder that is there as long as what its results follow from; None without one."""

    @property
    def folder(self) -> Path | None:
        """The folder, which nobody but this user can write to."""


Owner = TypeVar("Owner", bound=Remembering)
Keeper = TypeVar("Keeper", bound=Keeping)
P = ParamSpec("P")
T = TypeVar("T")


def memoized(function: Callable[Concatenate[Owner, P], T]) -> Callable[Concatenate[Owner, P], T]:
    """Memoize a method, or a function of an object, in that object's memory.

    `functools.cache` would keep every object that was ever read alive. Arguments must be hashable, and nobody may
    change a result.
    """

    @wraps(function)
    def remembering(owner: Owner, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result in the memory of the object, computing it at the first call."""
        key = (function, args, *kwargs.items())
        try:
            result: T = owner.memory[key]
        except KeyError:
            result = owner.memory[key] = function(owner, *args, **kwargs)
        return result

    return remembering


def kept(function: Callable[Concatenate[Keeper, P], T]) -> Callable[Concatenate[Keeper, P], T]:
    """Memoize a function as `memoized` does, and in the folder of its object for other processes.

    For what takes longer to work out than to read, and is the same whenever it is worked out. The file of a result
    is named by the function, its arguments as `repr` writes them, the code, and the state of the installed
    libraries; one that cannot be read is written again, and those least recently used go above `BYTES`.
    """

    @memoized
    @wraps(function)
    def keeping(owner: Keeper, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the result in the folder of the object, computing and writing it where there is none."""
        if owner.folder is None:
            return function(owner, *args, **kwargs)
        import pickle
        from hashlib import blake2b

        from kg import atomic

        # A short mark would soon be that of two records: 32 bits, of some pair among 10,000 with a chance of 1 %.
        marks = code_of("."), _libraries()
        called = blake2b(repr((args, kwargs, marks)).encode(), digest_size=12).hexdigest()
        path = owner.folder / f"{function.__module__}.{function.__name__}.{called}.pickle"
        # Nobody else can write to the folder of a store, so what is unpickled is this program's own.
        with contextlib.suppress(Exception):  # whatever a damaged file leads to
            result: T = pickle.loads(path.read_bytes())
            with contextlib.suppress(OSError):  # a read-only disk
                os.utime(path)
            return result
        result = function(owner, *args, **kwargs)
        with contextlib.suppress(OSError):  # a full or read-only disk
            data = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
            atomic.write(path, data)
            _make_room(owner, owner.folder, len(data))
        return result

    return keeping


def _make_room(owner: Keeping, folder: Path, added: int) -> None:
    """Remove the results in a folder that were least recently used, as far as all of them exceed the bound.

    The folder is listed at the first result that an object adds to it, and again when those added since exceed the
    bound: after each of some hundred results, listing took a twelfth of the time of a page.
    """
    total = owner.memory.get(_make_room, BYTES) + added
    if total > BYTES:
        files = []
        for path in folder.glob("*.pickle"):
            with contextlib.suppress(OSError):  # another process removed it
                state = path.stat()
                files.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= BYTES:
                break
            path.unlink(missing_ok=True)
            total -= size
    owner.memory[_make_room] = total


@cache
def code_of(*parts: str) -> int:
    """Return a mark of the files of some packages of `kg`, which another version of one changes."""
    return crc32(repr(sorted(mark for part in parts for mark in _marks(str(_PACKAGE / part)))).encode())


@cache
def _libraries() -> tuple[tuple[str, int], ...]:
    """Return the folders of installed libraries with their times, which installing another version changes.

    To ask for the versions themselves would take longer than to read what is kept.
    """
    folders = (Path(entry) for entry in sys.path if entry.endswith(("site-packages", "dist-packages")))
    return tuple((str(folder), folder.stat().st_mtime_ns) for folder in folders if folder.is_dir())


def _marks(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the path, size and time of each file in a folder and those below it: modules, scripts, templates."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _marks(entry.path)
            else:
                yield entry.path, entry.stat().st_size, entry.stat().st_mtime_ns
