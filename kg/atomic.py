"""Atomic writes: files and folders are written beside their place and renamed there, complete or absent."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

_MARK = ".being-written-"
_DAY = 86_400


@contextmanager
def file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place when the block ends; one that raises leaves the old file.

    The folder must exist. The new file has the rights of the old one. A link stays, and the file that it leads to
    is replaced; a device, a pipe or a stream of this process is written to.

    Raises:
        OSError: the file cannot be written.

    >>> path = Path(getfixture("tmp_path")) / "x.txt"
    >>> with file(path) as out:
    ...     _ = out.write(b"all of it")
    >>> path.read_bytes()
    b'all of it'
    """
    mode = _mode(path)
    if (mode is not None and not stat.S_ISREG(mode)) or path.is_relative_to("/dev") or path.is_relative_to("/proc"):
        # Appended: /dev/stdout may be a file to which the shell has begun to write.
        with path.open("ab") as out:
            yield out
        return
    if _MARK in str(path.parent):
        # What is within an unfinished folder is not in use yet, and a detour for each of many pages takes long.
        with path.open("wb") as out:
            yield out
        return
    path = path.resolve()
    handle, beside = tempfile.mkstemp(prefix=_prefix(path), dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(beside).chmod(_new_mode(0o666) if mode is None else stat.S_IMODE(mode))
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write(path: Path, data: bytes) -> None:
    """Write a file whole, or leave the old one; the folder must exist.

    Raises:
        OSError: the file cannot be written.
    """
    with file(path) as out:
        out.write(data)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Fill a folder that takes its place, the earlier one's too, when the block ends; one that raises leaves that.

    A link to a folder stays. What an earlier process left there when it was killed is removed.

    >>> path = Path(getfixture("tmp_path")) / "data"
    >>> with folder(path) as new:
    ...     _ = (new / "x.txt").write_text("all of it")
    >>> [file.name for file in path.iterdir()]
    ['x.txt']
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    beside = Path(tempfile.mkdtemp(prefix=_prefix(path), dir=path.parent))
    new, old = beside / "new", beside / "old"
    new.mkdir()
    try:
        yield new
        mode = _mode(path)
        new.chmod(_new_mode(0o777) if mode is None else stat.S_IMODE(mode))
        if path.exists():
            path.rename(old)
        try:
            new.rename(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                old.rename(path)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def remove(path: Path) -> None:
    """Remove a folder, which is whole or gone for whoever looks meanwhile; nothing happens where there is none.

    Raises:
        OSError: it cannot be renamed, as on Windows while a file in it is open.
    """
    beside = Path(tempfile.mkdtemp(prefix=_prefix(path), dir=path.parent))
    try:
        with contextlib.suppress(FileNotFoundError):
            path.rename(beside / "old")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Remove from a folder what processes that were killed left beside their places.

    Which processes live is known of this machine only: what others left is removed after a day.
    """
    for left in parent.glob(f".*{_MARK}*"):
        owner, _, rest = left.name.rpartition(_MARK)[2].partition("-")
        with contextlib.suppress(OSError):
            ours = rest.startswith(_machine()) and hasattr(os, "getuid")
            dead = ours and owner.isdigit() and not _is_alive(int(owner))
            if dead or left.lstat().st_mtime < time.time() - _DAY:
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink()


def _is_alive(process: int) -> bool:
    """Return whether a process of this machine, anybody's, lives."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _machine() -> str:
    """Return a mark of this machine; containers that share a folder have each its own."""
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{crc32(host.encode()):08x}"


def _prefix(path: Path) -> str:
    """Name what is written beside a place after it, the process and the machine, by which `sweep` finds it."""
    return f".{path.name}{_MARK}{os.getpid()}-{_machine()}-"


def _mode(path: Path) -> int | None:
    """Return the kind and rights of what a path leads to, or None where there is nothing."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _new_mode(rights: int) -> int:
    """Return the rights that the process gives to new files or folders; temporary ones are their owner's only."""
    mask = os.umask(0)
    os.umask(mask)
    return rights & ~mask
