"""The files of a corpus: their folder, their list, and whether they have changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from kg.errors import Error

FOLDERS = ("ontology", "graphs/records", "graphs/sources", "graphs/coding")
#: The file that says who makes the corpus, and of what.
DESCRIPTION = "graphs/corpus.ttl"


class NoCorpus(Error):
    """No folder with `ontology/` and `graphs/` where one was named."""


def find_root(named: str | os.PathLike[str] | None = None) -> Path:
    """Choose the corpus: the one named, else `KG_CORPUS`, else the working folder, else the one shipped.

    Raises:
        NoCorpus: the folder named is no corpus.
    """
    chosen = named or os.environ.get("KG_CORPUS")
    if chosen:
        root = Path(chosen)
        if not _is_corpus(root):
            raise NoCorpus(
                f"{root} is no corpus: it needs the folders ontology/ and graphs/. "
                "Name another with --corpus DIR or the variable KG_CORPUS."
            )
        return root.resolve()
    package = Path(__file__).parent.parent
    for root in (Path.cwd(), package / "data", package.parent):
        if _is_corpus(root):
            return root.resolve()
    raise NoCorpus("No corpus found. Name one with --corpus DIR: a folder with ontology/ and graphs/.")


def _is_corpus(root: Path) -> bool:
    """Return whether a folder has the two sub-folders of a corpus."""
    return (root / "ontology").is_dir() and (root / "graphs").is_dir()


def files(root: Path) -> list[Path]:
    """List the data files of a corpus: its description, then Turtle, TriG and CSV by folder and name."""
    description = [path] if (path := root / DESCRIPTION).is_file() else []
    return description + [
        Path(path)
        for folder in FOLDERS
        for path in sorted(e.path for e in _entries(root / folder) if e.name.endswith((".ttl", ".trig", ".csv")))
    ]


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the files below a folder.

    `ontology/` is not searched further: its sub-folders hold the questions and their expected tables.
    """
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if folder.name != "ontology" and entry.is_dir(follow_symlinks=False):
                yield from _entries(Path(entry.path))
            else:
                yield entry


def source_key(path: Path) -> str:
    """Return the key of the source that a file holds: its name, which in graphs/coding leaves out `coding-`.

    >>> source_key(Path("graphs/sources/press-report/t/tass-1940345.trig"))
    'tass-1940345'
    >>> source_key(Path("graphs/coding/perspectives.csv"))
    'coding-perspectives'
    """
    return f"coding-{path.stem.removeprefix('coding-')}" if path.parent.name == "coding" else path.stem


def marks(root: Path) -> dict[str, tuple[int, int]]:
    """Return the size and modification time of each file by its path, which is quicker than reading the files."""
    entries = [entry for folder in FOLDERS for entry in _entries(root / folder)]
    sizes_and_times = {entry.path: (entry.stat().st_size, entry.stat().st_mtime_ns) for entry in entries}
    if (description := root / DESCRIPTION).is_file():
        sizes_and_times[str(description)] = (description.stat().st_size, description.stat().st_mtime_ns)
    return sizes_and_times


def signature(root: Path) -> str:
    """Return a hash of the files' names, sizes and modification times."""
    # `hash` of a string differs in each process, that of a CRC-32 does not: signatures outlive the process.
    names = ((path.removeprefix(str(root)), *mark) for path, mark in sorted(marks(root).items()))
    return f"{hash(tuple((crc32(name.encode()), size, time) for name, size, time in names)):x}"


def digest(root: Path) -> str:
    """Return the SHA-256 of the files' names and contents: the version of the data, in whatever folder it is."""
    import hashlib

    mark = hashlib.sha256()
    for path in files(root):
        data = path.read_bytes()
        mark.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\n".encode())
        mark.update(data)
    return mark.hexdigest()
