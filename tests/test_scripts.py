"""The scripts of the pages: what eslint finds in them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent


def eslint(packages: Path, folder: Path, *paths: str) -> str:
    """Return what eslint finds in files of a folder by the project's rules; nothing where all is well."""
    done = subprocess.run(
        [
            "node",
            packages / "eslint/bin/eslint.js",
            "--max-warnings=0",
            "--config",
            REPO / "eslint.config.cjs",
            *paths,
        ],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NODE_PATH": str(packages)},
        timeout=120,
    )
    assert done.returncode < 2, done.stderr
    return done.stdout


@pytest.mark.node
def test_eslint_finds_nothing(node_packages: Path) -> None:
    assert eslint(node_packages, REPO, "kg/site/assets", "eslint.config.cjs") == ""


@pytest.mark.node
@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("no-undef", "export const a = () => b;\n"),
        ("no-unused-vars", "const a = 1;\n"),
        ("no-restricted-syntax", "export const a = (network) => network.body.view;\n"),
        ("no-restricted-syntax", "export const a = (b) => { b._draw = null; };\n"),
        ("no-shadow", "export const a = (b) => () => { const a = b; return a; };\n"),
    ],
)
def test_eslint_finds_what_it_should(node_packages: Path, tmp_path: Path, rule: str, text: str) -> None:
    (tmp_path / "a.js").write_text(text, encoding="utf-8")
    assert f" {rule}\n" in eslint(node_packages, tmp_path, "a.js")
