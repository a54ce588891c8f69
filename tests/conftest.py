"""What all tests share: the miniature world, compiled once, and ways to tell it anew or to spoil it.

No test writes into the checkout or the user's cache: stores go to a temporary `KG_CACHE`.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from pyoxigraph import RdfFormat, parse

from kg.cli import main
from kg.corpus.load import load
from kg.dataset import build
from kg.dataset.derived import derive
from kg.dataset.store import Choice, Compiled
from kg.model.reader import Reader
from kg.query import questions
from kg.rdf.terms import DefaultGraph, Quad, Store
from kg.rdf.vocabulary import KG, LABEL, REGISTER, SUBCLASS, SUBPROPERTY, namespaces
from kg.site import publish, query
from tests.sparql_server import steps

REPO = Path(__file__).parent.parent
CITED = 'cff-version: 1.2.0\ntitle: "World"\ndate-released: 2025-10-03\n'
BASE_URL = "https://example.org/kg/"
WORLD = Path(__file__).parent / "world"
GOLDEN = Path(__file__).parent / "golden"

# Readers and quads that a session keeps are millions of objects; looking through them for circles after every few
# hundred new ones took a fifth of the time of tests on the real corpus.
gc.set_threshold(50_000, 20, 20)

# No deadline, since machines are shared; no database, since tests leave nothing in the checkout.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "kg-hypothesis")
settings.register_profile("kg", database=None, deadline=None, max_examples=60, derandomize=True)
settings.load_profile("kg")

#: An edit of a corpus: a file with its new text, or a file with a text to be replaced and its replacement.
Edit = tuple[str, str] | tuple[str, str, str]


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep every compiled store of this session in a temporary folder, which processes of pytest-xdist share."""
    folder = tmp_path_factory.mktemp("cache")
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = tmp_path_factory.getbasetemp().parent / "cache"
        folder.mkdir(exist_ok=True, mode=0o700)
    before = {name: os.environ.pop(name, None) for name in ("KG_CACHE", "KG_CORPUS")}
    os.environ["KG_CACHE"] = str(folder)
    yield folder
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def copy(folder: Path, place: Path) -> None:
    """Copy a folder without rights and times: hundreds of tests copy a hundred files each, three times as fast."""
    shutil.copytree(folder, place, copy_function=shutil.copyfile)


def lay_world(folder: Path) -> Path:
    """Lay out the miniature world as a corpus."""
    copy(REPO / "ontology", folder / "ontology")
    for part in ("records", "sources", "coding"):
        copy(WORLD / part, folder / "graphs" / part)
    shutil.copyfile(WORLD / "corpus.ttl", folder / "graphs" / "corpus.ttl")
    return folder


@pytest.fixture(scope="session")
def world_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature world as a corpus on disk; tests only read it."""
    return lay_world(tmp_path_factory.mktemp("world") / "corpus")


@pytest.fixture(scope="session")
def compiled(world_root: Path, cache: Path) -> Compiled:
    """The compiled store of the world."""
    return build.ready(world_root, Choice())[0]


@pytest.fixture(scope="session")
def world(compiled: Compiled) -> Reader:
    """A reader of the world, whole."""
    return Reader(compiled.open())


@pytest.fixture(scope="session")
def published_root(world_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature world with a question and a citation of its own."""
    place = tmp_path_factory.mktemp("publish") / "corpus"
    shutil.copytree(world_root, place)
    (place / questions.FOLDER).mkdir(exist_ok=True)
    known = sorted((REPO / questions.FOLDER).glob("*.rq"))
    shutil.copy(known[0], place / questions.FOLDER)
    (place / "CITATION.cff").write_text(CITED, encoding="utf-8")
    (place / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n## 1.2.0 (2025-10-03)\n\nThe first.\n", encoding="utf-8"
    )
    return place


@pytest.fixture(scope="session")
def earlier_root(published_root: Path) -> Path:
    """The published world as it was before its gazette."""
    place = shutil.copytree(published_root, published_root.parent / "earlier")
    (place / "graphs" / "sources" / "official-record" / "g" / "gazette-2025.trig").unlink()
    return place


@pytest.fixture(scope="session")
def published(
    published_root: Path, earlier_root: Path, compiled: Compiled, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The published folder of the miniature world; tests only read it."""
    place = tmp_path_factory.mktemp("site") / "world"
    with pytest.MonkeyPatch.context() as patch:
        # The page that runs queries is there only where an npm package is, and has tests of its own.
        patch.setattr(query, "engine", lambda: None)
        options = {"base_url": BASE_URL, "since": [str(earlier_root)]}
        publish.publish(published_root, compiled, place, "en", lambda line: None, **options)
    return place


@pytest.fixture(scope="session")
def world_quads(world_root: Path) -> list[Quad]:
    """The quads of the world, ontology included."""
    return list(load(world_root).quads)


@pytest.fixture(scope="session")
def told_quads(world_quads: list[Quad]) -> list[Quad]:
    """The miniature world with its annex, as a corpus would hold it: every question has an answer there."""
    return [*world_quads, *quads_of((Path(__file__).parent / "annex.trig").read_text(encoding="utf-8"))]


@pytest.fixture(scope="session")
def ontology_quads(world_root: Path) -> list[Quad]:
    """The quads of the ontology alone."""
    return load(world_root).ontology


@pytest.fixture(scope="session")
def real_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout's own corpus; tests only read it, and whoever edits it meanwhile disturbs none."""
    root = tmp_path_factory.mktemp("real") / "corpus"
    for name in ("ontology", "graphs"):
        copy(REPO / name, root / name)
    return root


@pytest.fixture(scope="session")
def real_quads(real_root: Path) -> list[Quad]:
    """The quads of the real corpus."""
    return list(load(real_root).quads)


@pytest.fixture(scope="session")
def part_root(real_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real corpus with a tenth of its sources and of its coded rows, and what the register says of them.

    For what reads slowly. Most of the time went into records that no source that was left speaks of.
    """
    root = tmp_path_factory.mktemp("part") / "corpus"
    copy(real_root, root)
    for path in (root / "graphs" / "sources").rglob("*.trig"):
        if crc32(path.stem.encode()) % 10:
            path.unlink()
    for path in (root / "graphs" / "coding").glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([head, *(row for row in rows if not crc32(row.encode()) % 10)]), encoding="utf-8")
    register = sorted((root / "graphs" / "records").rglob("*.ttl"))
    blocks = {path: re.split(r"\n(?=id:)", path.read_text(encoding="utf-8")) for path in register}
    names: dict[str, set[str]] = {}
    for _, *described in blocks.values():
        for block in described:
            subject, *others = re.findall(r"\bid:[\w.-]*\w", block)
            names.setdefault(subject, set()).update(others)
    telling = [path for path in (root / "graphs").rglob("*.*") if path not in blocks]
    spoken = {name for path in telling for name in re.findall(r"\bid:[\w.-]*\w", path.read_text(encoding="utf-8"))}
    kept, found = set(), spoken & names.keys()
    while found:
        kept |= found
        found = {name for known in found for name in names[known] & names.keys()} - kept
    assert kept < names.keys()
    for path, (head, *described) in blocks.items():
        left = [block for block in described if block.split(maxsplit=1)[0] in kept]
        path.write_text("\n".join([head, *left]), encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def real_compiled(real_root: Path, cache: Path) -> Compiled:
    """The compiled store of the real corpus; whether it passes its checks is a question of another test."""
    return build.compile_view(load(real_root), Choice())


@pytest.fixture(scope="session")
def real(real_compiled: Compiled) -> Reader:
    """A reader of the real corpus, whole."""
    return Reader(real_compiled.open())


@pytest.fixture(scope="session")
def real_export(real_root: Path, real_compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real corpus as `kg export nquads -o graph.nq` writes it, the command that docs/python.md prints."""
    (_, *args), *_ = steps()
    assert args == ["export", "nquads", "-o", "graph.nq"]
    path = tmp_path_factory.mktemp("export") / args.pop()
    result = CliRunner().invoke(main, ["--corpus", str(real_root), *args, str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[..., Path]:
    """Make a copy of the world with edits: (file, new text), or (file, text there, its replacement)."""

    def spoil(*edits: Edit) -> Path:
        root = lay_world(tmp_path / f"corpus-{len(list(tmp_path.iterdir()))}")
        for edit in edits:
            change(root, edit)
        return root

    return spoil


def change(root: Path, edit: Edit) -> None:
    """Write a file of a corpus anew, or replace one text in it, or in the one file of a folder that holds it."""
    path = root / edit[0]
    if path.is_dir():
        holders = [p for p in path.rglob("*.ttl") if edit[1] in p.read_text(encoding="utf-8")]
        assert len(holders) == 1, f"{len(holders)} files of {edit[0]} hold {edit[1]!r}"
        path = holders[0]
    if len(edit) == 2:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit[1], encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    assert edit[1] in text, f"{edit[0]} no longer holds {edit[1]!r}"
    path.write_text(text.replace(edit[1], edit[2], 1), encoding="utf-8")


@pytest.fixture(scope="session")
def told(ontology_quads: list[Quad]) -> Callable[[str], Reader]:
    """Read statements in TriG under the ontology; what stands outside a block is of the register."""
    heads = "".join(f"@prefix {p}: <{n}> .\n" for p, n in namespaces().items())
    known = list(build.compiled_quads(ontology_quads))
    telling = [q for q in ontology_quads if q.predicate in (SUBCLASS, SUBPROPERTY)]
    # What deriving reads of the ontology; all of it would be read anew for every text.
    declaring = [
        q
        for q in ontology_quads
        if q.predicate in (SUBCLASS, SUBPROPERTY)
        or q.predicate.value.startswith(KG)
        or (q.predicate == LABEL and q.object.language == "en")
    ]

    def tell(text: str) -> Reader:
        quads = quads_of(heads + text)
        base = Store()
        base.bulk_extend([*known, *build.compiled_quads([*telling, *quads], derive([*declaring, *quads]))])
        return Reader(base)

    return tell


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """Return the packages of tests/package.json, installed in `tests` or in the folder that KG_NODE names."""
    packages = Path(os.environ.get("KG_NODE", REPO / "tests")) / "node_modules"
    if shutil.which("node") is None:
        pytest.skip("node is missing: apt-get install nodejs npm")
    if not packages.is_dir():
        pytest.skip("npm's packages are missing: npm install --no-package-lock --prefix tests")
    return packages


@pytest.fixture(scope="session")
def node(node_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Run a program of JavaScript on files, with the packages of tests/package.json; return its JSON."""
    folder = tmp_path_factory.mktemp("node")

    def run(script: str, timeout: int = 120, **files: bytes) -> Any:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        (folder / "run.js").write_text(f"const fs = require('fs');\n{script}", encoding="utf-8")
        done = subprocess.run(
            ["node", "run.js"],
            cwd=folder,
            capture_output=True,
            timeout=timeout,
            env={**os.environ, "NODE_PATH": str(node_packages)},
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run


def quads_of(text: str) -> list[Quad]:
    """Parse TriG; what stands outside a block is of the register."""
    return [
        Quad(q.subject, q.predicate, q.object, REGISTER if q.graph_name == DefaultGraph() else q.graph_name)
        for q in parse(text, format=RdfFormat.TRIG)
    ]


@pytest.fixture
def run(world_root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Call the command line in this process, on the world or on another corpus, from an empty folder."""

    def call(*args: str, root: Path | None = world_root, stdin: str | bytes | None = None) -> Result:
        place = ["--corpus", str(root)] if root else []
        result = CliRunner().invoke(main, [*place, *args], input=stdin, prog_name="kg")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("COLUMNS", "80")
    return call


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with the file of that name in `tests/golden`; KG_GOLDEN=write writes it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("KG_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
