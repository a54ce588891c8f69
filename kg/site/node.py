"""Where npm packages lie that publishing reads: none is needed, and what a missing one would give is left out."""

from __future__ import annotations

import os
from pathlib import Path


def package(name: str, file: str) -> Path | None:
    """Return the folder of an npm package that has a file; None where it is not installed.

    It is looked for in the folder that KG_NODE names, then in the working folder, then in its `tests`.
    """
    named = os.environ.get("KG_NODE")
    folders = [Path(named)] if named else [Path(), Path("tests")]
    places = (folder / "node_modules" / name for folder in folders)
    return next((place for place in places if (place / file).is_file()), None)
