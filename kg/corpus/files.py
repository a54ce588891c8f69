"""The files of a corpus: where they lie, which they are, and whether they changed."""

from __future__ import annotations

import os
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
    return (root / "ontology").is_dir() and (root / "graphs").is_dir()


def files(root: Path) -> list[Path]:
    """List the data files of a corpus: its description, then Turtle, TriG and CSV by folder and name."""
    found = [path] if (path := root / DESCRIPTION).is_file() else []
    for folder in FOLDERS:
        base = root / folder
        if base.is_dir():
            with os.scandir(base) as entries:
                names = sorted(e.name for e in entries if e.name.endswith((".ttl", ".trig", ".csv")))
            found += [base / name for name in names]
    return found


def signature(root: Path) -> str:
    """Return a quick mark of the files' names, sizes and times, which changes when a file does."""
    marks = []
    for folder in FOLDERS:
        base = root / folder
        if base.is_dir():
            with os.scandir(base) as entries:
                marks += [(f"{folder}/{e.name}", e.stat().st_size, e.stat().st_mtime_ns) for e in entries]
    if (description := root / DESCRIPTION).is_file():
        marks.append((DESCRIPTION, description.stat().st_size, description.stat().st_mtime_ns))
    return f"{hash(tuple((crc32(name.encode()), size, time) for name, size, time in sorted(marks))):x}"


def digest(root: Path) -> str:
    """Return the SHA-256 of the files' names and contents: the version of the data, wherever it lies."""
    import hashlib

    mark = hashlib.sha256()
    for path in files(root):
        data = path.read_bytes()
        mark.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\n".encode())
        mark.update(data)
    return mark.hexdigest()
