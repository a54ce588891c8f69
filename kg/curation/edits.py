"""Additions to the files of a corpus: checked on a copy before any file is touched, then written atomically."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from kg import atomic
from kg.corpus import files, partial
from kg.corpus.check import Report
from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.terms import Quad

#: The quads to add to each file, by its path within the corpus; those of a Turtle file are in the default graph.
Additions = Mapping[PurePosixPath, list[Quad]]


class Refused(Error):
    """Additions that would leave faults in the corpus; nothing was written."""

    def __init__(self, report: Report) -> None:
        super().__init__("Nothing was written: with these additions the corpus would have faults.")
        # Warnings on other files have stood there before, and would hide the fault.
        self.report = Report(report.errors, report.files)


def add(root: Path, additions: Additions) -> list[Path]:
    """Add quads to files, new ones among them, in the canonical layout; return the files.

    Raises:
        Refused: the corpus with the additions would have faults, whoever made them.
        ParseFault: a file to be added to cannot be read.
    """
    texts = {
        path: turtle.write([*(turtle.read(root / path) if (root / path).exists() else []), *quads])
        for path, quads in additions.items()
        if quads
    }
    with tempfile.TemporaryDirectory(prefix="kg-edits-") as scratch:
        beside = Path(scratch).resolve() / "corpus"
        # A copy of the corpus by hard links, or by copying where the disk is another.
        for file in files.files(root):
            place = beside / file.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(file, place)
            except OSError:
                shutil.copyfile(file, place)
        for path, text in texts.items():
            _write(beside / path, text)
        _, report = partial.check(beside, [beside / path for path in texts])
    if report.errors:
        raise Refused(report)
    # The register first: a run that is killed in between leaves a record of which nobody speaks yet, never a
    # source that speaks of an unknown record.
    for path in sorted(texts, key=lambda path: path.suffix == ".trig"):
        _write(root / path, texts[path])
    return [root / path for path in texts]


def _write(path: Path, text: str) -> None:
    """Write a file that may be new, and its folder with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, text.encode())
