"""Atomic writes: files and folders are written beside their place and renamed there, complete or absent."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place when the block ends; one that raises leaves the old file.

    The folder must exist.

    >>> path = Path(getfixture("tmp_path")) / "x.txt"
    >>> with file(path) as out:
    ...     _ = out.write(b"all of it")
    >>> path.read_bytes()
    b'all of it'
    """
    handle, beside = tempfile.mkstemp(prefix=_prefix(path), dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        _publish(Path(beside), 0o666)
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

    >>> path = Path(getfixture("tmp_path")) / "data"
    >>> with folder(path) as new:
    ...     _ = (new / "x.txt").write_text("all of it")
    >>> [file.name for file in path.iterdir()]
    ['x.txt']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=_prefix(path), dir=path.parent))
    new, old = beside / "new", beside / "old"
    new.mkdir()
    try:
        yield new
        _publish(new, 0o777)
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


def sweep(parent: Path) -> None:
    """Remove from a folder what processes that were killed left beside their places."""
    for left in parent.glob(f".*{_MARK}*"):
        owner = left.name.rpartition(_MARK)[2].partition("-")[0]
        # only Linux tells in its file system which processes live: elsewhere what is left stays
        if owner.isdigit() and Path("/proc").is_dir() and not Path("/proc", owner).exists():
            shutil.rmtree(left, ignore_errors=True)


_MARK = ".being-written-"


def _prefix(path: Path) -> str:
    """Name what is written beside a place after it and after the process, by which `sweep` finds what is left."""
    return f".{path.name}{_MARK}{os.getpid()}-"


def _publish(path: Path, mode: int) -> None:
    """Give a file or folder the rights that the process gives to new ones; a temporary one is its owner's only."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(mode & ~mask)
