"""The files of a corpus: their folder, their list, and whether they have changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zlib import crc32

from kg.errors import Error

FOLDERS = ("ontology", "graphs/records", "graphs/sources", "graphs/coding")
#: The file that says who makes the corpus, and of what.
DESCRIPTION = "graphs/corpus.ttl"
#: The file of the shapes that every corpus is checked against.
SHAPES = "ontology/shapes.ttl"


class NoCorpus(Error):
    """No folder with `ontology/` and `graphs/` where one was named."""


def find_root(named: str | os.PathLike[str] | None = None) -> Path:
    """Choose the corpus: the one named, else `KG_CORPUS`, else the working folder, else the one shipped.

    Raises:
        NoCorpus: the folder named is no corpus, or the name is empty.
    """
    if named is not None and not os.fspath(named):
        # A script with an unset variable would otherwise check another corpus than it means.
        raise NoCorpus("The name of the corpus is empty. Name a folder with --corpus DIR, or leave the option out.")
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


def base_of(root: Path) -> str:
    """Return the base that the description of a corpus states: the beginning of the IRIs of its records.

    A description that cannot be read or states none is left to `kg check`: the ontology's own base stands in.
    """
    from kg.rdf import turtle
    from kg.rdf.vocabulary import BASE, kg

    try:
        stated = [quad.object.value for quad in turtle.read(root / DESCRIPTION) if quad.predicate == kg.base]
    except (OSError, turtle.ParseFault):
        stated = []
    # Whatever cannot begin an IRI would make every other IRI of the corpus invalid, and with it the reports on it.
    return stated[0] if stated and is_base(stated[0]) else BASE


def is_base(text: str) -> bool:
    """Return whether a text can begin the IRIs of a corpus.

    >>> is_base("https://example.org/iran-china/"), is_base("iran-china")
    (True, False)
    """
    return bool(re.fullmatch(r"https?://[^\s<>\"{}|^`\\]+[/#]", text))


def _is_corpus(root: Path) -> bool:
    """Return whether a folder has the two sub-folders of a corpus."""
    return (root / "ontology").is_dir() and (root / "graphs").is_dir()


def files(root: Path) -> list[Path]:
    """List the data files of a corpus: its description, then Turtle, TriG and CSV by folder and name."""
    description = [path] if (path := root / DESCRIPTION).is_file() else []
    return description + [
        Path(path)
        for folder in FOLDERS
        for path in sorted(e.path for e in entries(root / folder) if e.name.endswith((".ttl", ".trig", ".csv")))
    ]


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield the files below a folder, without hidden ones.

    `ontology/` is not searched further: its sub-folders hold the questions and their expected tables.
    """
    if not folder.is_dir():
        return
    with os.scandir(folder) as there:
        for entry in there:
            # Editors keep locks and drafts of an open file beside it, under names that begin with a dot.
            if entry.name.startswith("."):
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield entry
            elif folder.name != "ontology":
                yield from entries(Path(entry.path))


def source_key(path: Path) -> str:
    """Return the key of the source that a file holds: its name, which in graphs/coding leaves out `coding-`.

    >>> source_key(Path("graphs/sources/press-report/t/tass-1940345.trig"))
    'tass-1940345'
    >>> source_key(Path("graphs/coding/perspectives.csv"))
    'coding-perspectives'
    """
    return f"coding-{path.stem.removeprefix('coding-')}" if path.parent.name == "coding" else path.stem


def marks(root: Path) -> dict[str, tuple[int, int, int]]:
    """Return the size and times of each file by its path, which is quicker than reading the files.

    The time of the last change of an entry is among them: no program can set that one back.
    """
    paths = [entry.path for folder in FOLDERS for entry in entries(root / folder)]
    sizes_and_times = {}
    for path in sorted([*paths, str(root / DESCRIPTION)]):
        try:
            state = Path(path).stat()
        except OSError:
            continue  # a link that leads nowhere, or a file removed meanwhile
        sizes_and_times[path] = (state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    return sizes_and_times


def signature(root: Path) -> str:
    """Return a hash of the files' names, sizes and times."""
    names = ((crc32(path.removeprefix(str(root)).encode()), *mark) for path, mark in marks(root).items())
    # `hash` of a string differs in each process, that of numbers does not: signatures outlive the process.
    return f"{hash(tuple(names)):x}"


def digest(root: Path, contents: Mapping[Path, bytes] | None = None) -> str:
    """Return the SHA-256 of the files' names and contents: the version of the data, in whatever folder it is.

    Args:
        root: the folder of the corpus.
        contents: the files in the order of `files`, where the caller has read them.

    Raises:
        OSError: a file cannot be read.
    """
    import hashlib

    mark = hashlib.sha256()
    for path in files(root) if contents is None else contents:
        data = path.read_bytes() if contents is None else contents[path]
        mark.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\n".encode())
        mark.update(data)
    return mark.hexdigest()
