"""The manifest of a published folder: the files that publishing wrote, so that those of others are never lost."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from kg.errors import Error

#: Its first line is the digest of the data; each other one is the SHA-256 of a file and its path.
MANIFEST = "published-by-kg.txt"


class NotOurs(Error):
    """A folder in which publishing would remove or overwrite what it did not write."""


def write(folder: Path, digest: str) -> None:
    """Write the manifest of a folder that holds nothing but what was published."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [digest, *(f"{_sha256(folder / path)}  {path}" for path in paths if path != MANIFEST)]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def digest_of(folder: Path) -> str | None:
    """Return the digest of the data from which a folder was published; None for another folder."""
    path = folder / MANIFEST
    return path.read_text(encoding="utf-8").partition("\n")[0] if path.is_file() else None


def _written(folder: Path) -> dict[str, str]:
    """Return the files that publishing wrote into a folder, each with its SHA-256; none for another folder."""
    path = folder / MANIFEST
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.is_file() else []
    return {name: mark for mark, _, name in (line.partition("  ") for line in lines)}


def date_as_before(folder: Path, new: Path) -> tuple[int, int]:
    """Give the files of a new folder that are as in the earlier one their earlier dates.

    Whoever copies the folder elsewhere then sends only what has changed.

    Returns:
        How many files have changed or are new, and how many there are.
    """
    earlier, present = _written(folder), _written(new)
    same = [name for name, mark in present.items() if earlier.get(name) == mark and (folder / name).is_file()]
    for name in same:
        dates = (folder / name).stat()
        os.utime(new / name, ns=(dates.st_atime_ns, dates.st_mtime_ns))
    return len(present) - len(same), len(present)


def foreign(folder: Path) -> list[Path]:
    """Return what others added to a published folder: files, and folders of nothing else, by relative path.

    Raises:
        NotOurs: it is no published folder, or a published file was edited since.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return []
    if not (folder / MANIFEST).is_file():
        kind = "holds files that kg did not publish" if folder.is_dir() else "is a file"
        raise NotOurs(f"{folder} {kind}. Name a new or empty folder.")
    written = _written(folder)
    if not written:
        raise NotOurs(
            f"{folder} was published by a version that listed no files, so that yours among them are not known. "
            "Name a new folder, or give up what is there with --replace."
        )
    for path, mark in written.items():
        if (folder / path).is_file() and _sha256(folder / path) != mark:
            raise NotOurs(
                f"{folder / path} was edited after it was published. "
                "Name a new folder, or give up the edit with --replace."
            )
    parents = {parent for path in written for parent in Path(path).parents}
    added: list[Path] = []
    folders = [Path()]
    while folders:
        for entry in sorted((folder / folders.pop()).iterdir()):
            relative = entry.relative_to(folder)
            if relative in parents:
                folders.append(relative)
            elif relative.as_posix() not in written and relative.name != MANIFEST:
                added.append(relative)
    return added


def keep(added: list[Path], folder: Path, new: Path) -> None:
    """Copy what others added to a folder into the one that replaces it.

    Raises:
        NotOurs: something of that name is published now.
    """
    for path in added:
        if (new / path).exists():
            raise NotOurs(f"{folder / path} is yours, and is to be published now. Rename it, or use --replace.")
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        if (folder / path).is_dir() and not (folder / path).is_symlink():
            shutil.copytree(folder / path, new / path, symlinks=True)
        else:
            shutil.copy2(folder / path, new / path, follow_symlinks=False)


def _sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, as the program sha256sum prints it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
