"""Where an export goes: files and folders that are complete or absent."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.export.snapshot import ExportFault


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside its final place, and rename it there when all is written.

    >>> with whole_file(Path(getfixture("tmp_path")) / "x.txt") as out:
    ...     _ = out.write(b"all of it")
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        os.chmod(beside, 0o666 & ~_umask())  # noqa: PTH101 - a temporary file is private, an export is not
        os.replace(beside, path)  # noqa: PTH105
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Fill a folder beside its final place and rename it there; an earlier export in that place is replaced.

    Raises:
        ExportFault: the place is a file, or a folder with files that the new one does not have.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield beside
        _refuse_strangers(path, beside)
        beside.chmod(0o777 & ~_umask())
        _swap(beside, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refuse_strangers(path: Path, new: Path) -> None:
    if path.exists() and not path.is_dir():
        raise ExportFault(f"{path} is a file, and this format writes a folder. Name another place with -o.")
    mine = {p.relative_to(new) for p in new.rglob("*")}
    strange = sorted(p.relative_to(path) for p in path.rglob("*") if p.relative_to(path) not in mine)
    if strange:
        raise ExportFault(
            f"{path} holds files that are not of this export: {strange[0]}. Name a new or empty folder with -o."
        )


def _swap(new: Path, path: Path) -> None:
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        if path.exists():
            path.rename(old / "old")
        new.rename(path)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
