"""The scripts of the pages: what eslint finds in them, and their modules under node."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from kg.site import graph, static
from kg.text import folding
from tests.page_payload import HOSTILE, LONG, OVERRIDE, small

REPO = Path(__file__).parent.parent
MODULES = sorted(path.name for path in (REPO / "tests/scripts").glob("*.test.mjs"))
LAID_OUT = ("kg/{site,curation}/assets/*.{js,css}", "tests/scripts/*.mjs", "eslint.config.cjs")
ODD_SPELLINGS = ["آیت‌الله علي خامنه‌اي، ۱۳۶۸", "Straße — Çelik’s ʿAlī", "ۀ ة ؤ إ ٣٤", "İstanbul ŁÓDŹ", "_a-b_", ""]


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


def test_no_line_is_above_110_columns() -> None:
    paths = [*(REPO / "kg/site/assets").glob("*"), *(REPO / "tests/scripts").glob("*.mjs")]
    lines = [
        f"{path.relative_to(REPO)}:{number}"
        for path in sorted(paths)
        if path.suffix in (".css", ".js", ".mjs")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 110
    ]
    assert lines == []


@pytest.mark.node
def test_prettier_has_laid_out_scripts_and_styles(node_packages: Path) -> None:
    done = subprocess.run(
        ["node", node_packages / "prettier/bin/prettier.cjs", "--list-different", *LAID_OUT],
        cwd=REPO,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.stdout + done.stderr == "", "lay these out with prettier --write"


@pytest.mark.node
def test_eslint_finds_nothing(node_packages: Path) -> None:
    assert (
        eslint(node_packages, REPO, "kg/site/assets", "kg/curation/assets", "tests/scripts", "eslint.config.cjs")
        == ""
    )


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


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what tests/scripts reads: the data of a page, and texts with what Python makes of them."""
    payload = small()
    lone = next(node for node in payload["nodes"] if node["id"] == "id:lone")
    lone["label"]["en"] = "=SUM(A1:A2)"
    blocks = re.findall(r'<script type="application/json" id="([\w-]+)">(.*?)</script>', graph.render(payload))
    with (REPO / "tests/spellings.csv").open(encoding="utf-8") as file:
        spellings = [row["spelling"] for row in csv.DictReader(file)] + ODD_SPELLINGS
    spellings += (REPO / "tests/american_british.csv").read_text(encoding="utf-8").replace(",", "\n").split()
    tidied = [(text, limit, static.tidy(text, limit)) for text in (HOSTILE, OVERRIDE, LONG) for limit in (0, 20)]
    path = tmp_path_factory.mktemp("scripts") / "cases.json"
    path.write_text(
        json.dumps(
            {
                "page": dict(blocks),
                "folding": [(text, folding.fold(text), folding.skeleton(text)) for text in spellings],
                "stems": [(word, folding.stem(word)) for text in spellings for word in folding.fold(text).split()],
                "tidying": tidied,
            }
        ),
        encoding="utf-8",
    )
    return path


@pytest.mark.node
@pytest.mark.parametrize("name", MODULES)
def test_modules_under_node(node_packages: Path, cases: Path, name: str) -> None:
    done = subprocess.run(
        ["node", "--test", REPO / "tests/scripts" / name],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "KG_CASES": str(cases)},
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
