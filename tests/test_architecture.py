"""The order of modules, what loads when, names, and the version in its six places."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from kg.cli.options import COMMANDS
from kg.dataset.store import Compiled
from kg.network.analyses import ANALYSES
from kg.rdf import vocabulary

REPO = Path(__file__).parent.parent
KG = REPO / "kg"

GUIDE = (REPO / "docs" / "architecture.md").read_text(encoding="utf-8")
#: Each module or package imports only from those above it; the order stands nowhere but in the guide.
ORDER = tuple(re.findall(r"^\d+\. `(\w+)`:", GUIDE, re.MULTILINE))

HEAVY = {"citeproc", "lxml", "rdflib", "networkx", "pyvis", "pyshacl", "numpy", "scipy", "rich", "pyoxigraph"}


def sources() -> list[Path]:
    return sorted(KG.rglob("*.py"))


def part_of(path: Path) -> str:
    first = path.relative_to(KG).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules and packages of `kg` that a file imports anywhere, in functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kg.")}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports relatively"
            if node.module == "kg":
                found |= {alias.name for alias in node.names}
            elif node.module and node.module.startswith("kg."):
                found.add(node.module.split(".")[1])
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(KG).as_posix())
def test_modules_import_only_from_those_above(path: Path) -> None:
    own = part_of(path)
    if own == "__init__":
        return
    assert own in ORDER, f"{own} has no place in the order of modules: give it one in docs/architecture.md"
    below = {name for name in imported(path) if ORDER.index(name) > ORDER.index(own)}
    assert below == set()


def test_the_guide_orders_every_part_once() -> None:
    assert sorted(ORDER) == sorted({part_of(path) for path in sources()} - {"__init__"})


def test_the_guide_names_every_package_and_no_dead_path() -> None:
    paths = set(re.findall(r"`((?:kg|ontology|graphs|tests|docs)/[\w./-]*)`", GUIDE))
    packages = {f"{path.parent.relative_to(REPO).as_posix()}/" for path in KG.rglob("__init__.py")}
    assert packages - paths - {"kg/"} == set()
    assert [path for path in sorted(paths) if "NAME" not in path and not (REPO / path).exists()] == []


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports_within(path: Path, package: str) -> set[Path]:
    """The files of a package that a file of it imports."""
    base, found = KG / package, set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {n for block in ast.walk(tree) if _is_type_checking(block) for n in ast.walk(block)}
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"kg.{package}"):
            module = base.joinpath(*node.module.split(".")[2:])
            names = [alias.name for alias in node.names]
            parts = [module] if module.with_suffix(".py").exists() else [module / name for name in names]
            found |= {p for part in parts for p in (part.with_suffix(".py"), part / "__init__.py") if p.exists()}
    return found


@pytest.mark.parametrize("package", sorted(p.parent.name for p in KG.glob("*/__init__.py")))
def test_no_circle_within_a_package(package: str) -> None:
    direct = {p: imports_within(p, package) for p in (KG / package).rglob("*.py") if p.name != "__init__.py"}
    for start in direct:
        seen: set[Path] = set()
        queue = list(direct[start])
        while queue:
            path = queue.pop()
            assert path != start, f"{path} imports itself by way of others"
            if path not in seen:
                seen.add(path)
                queue += direct.get(path, set())


#: Where the ontology or the data name a term: the codes of findings, the slots of captions.
NAMED_BY_DATA = {
    *("dataset/derived/captions.py", "dataset/derived/findings.py", "dataset/derived/spans.py"),
    *("graph.py", "model/plain.py", "site/conflicts.py", "site/payload.py", "site/rivals.py"),
}


def spelled_terms(path: Path) -> list[int]:
    """The lines of a module on which it builds a term from a string, rather than name one of the vocabulary."""
    spaces = {name for name, value in vars(vocabulary).items() if isinstance(value, vocabulary.Terms)}
    namespaces = {name.upper() for name in spaces}
    addresses = tuple(getattr(vocabulary, name) for name in namespaces)
    by_data = path.relative_to(KG).as_posix() in NAMED_BY_DATA
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[argument]) if name in spaces:
                if isinstance(argument, ast.Constant) or not by_data:
                    lines.append(node.lineno)
            case ast.BinOp(left=ast.Name(id=name), op=ast.Add()) if name in namespaces:
                lines.append(node.lineno)
            case ast.Constant(value=str(text)) if text.startswith(addresses) and text not in addresses:
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(KG).as_posix())
def test_no_module_spells_a_term(path: Path) -> None:
    if path != KG / "rdf" / "vocabulary.py":
        assert spelled_terms(path) == [], "name the term in kg/rdf/vocabulary.py, and declare it in ontology/"


@pytest.mark.parametrize(
    "line",
    [
        'kg("holder")',
        "[kg(name) for name in names]",
        'NamedNode(DCTERMS + "title")',
        '"http://purl.org/dc/terms/title"',
    ],
)
def test_a_spelled_term_is_found(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "KG", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(f"x = {line}\n", encoding="utf-8")
    assert spelled_terms(path) == [1]


#: The rooms that ask the store; all others read it through `kg.model.reader`.
ASKING = ("corpus", "dataset", "query")


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(KG).as_posix())
def test_the_store_is_asked_in_few_places(path: Path) -> None:
    if part_of(path) in ASKING or path in (KG / "model" / "reader.py", KG / "rdf" / "terms.py"):
        return
    asking = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and (node.attr == "quads_for_pattern" or ast.unparse(node).endswith("store.query"))
    ]
    assert asking == [], "read with a method of kg/model/reader.py"


def replacements(path: Path) -> list[int]:
    """The lines of a module on which it moves a file or folder to its place, or makes a temporary name for one."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and (
            node.attr in ("rename", "mkstemp", "mkdtemp")
            or (node.attr == "replace" and isinstance(node.value, ast.Name) and node.value.id in ("os", "beside"))
            or (node.attr == "move" and isinstance(node.value, ast.Name) and node.value.id == "shutil")
        )
    ]


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(KG).as_posix())
def test_one_module_writes_atomically(path: Path) -> None:
    assert bool(replacements(path)) == (path == KG / "atomic.py"), "write with kg/atomic.py"


def test_modules_are_named_after_the_field() -> None:
    parts = {part for path in sources() for part in path.relative_to(KG).with_suffix("").parts}
    rooms = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "tools", "core"}
    assert parts & rooms == set()


def loaded(*args: str) -> set[str]:
    """Run a command in a fresh interpreter and return the top-level modules that it loaded."""
    return {name.split(".")[0] for name in modules_loaded(*args)}


def modules_loaded(*args: str) -> set[str]:
    """Run a command in a fresh interpreter and return the full names of the modules that it loaded."""
    driver = (
        "import sys, kg.cli\n"
        "try:\n    kg.cli.main(sys.argv[1:], prog_name='kg')\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", driver, *args],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )
    return set(done.stderr.split())


def test_each_command_has_a_module_of_its_name() -> None:
    modules = {path.stem for path in (KG / "cli").glob("*.py")} - {"__init__", "__main__", "options"}
    assert modules == {name.replace("-", "_") for name in COMMANDS}


def test_each_analysis_has_a_module_of_its_name() -> None:
    modules = {path.stem for path in (KG / "network" / "analyses").glob("*.py")} - {"__init__"}
    assert modules == {name.replace("-", "_") for name in ANALYSES}
    for module in modules:
        functions = vars(import_module(f"kg.network.analyses.{module}"))
        assert {"run", "sentences"} <= functions.keys()


def test_help_loads_no_heavy_package() -> None:
    assert loaded("--help") & HEAVY == set()


@pytest.mark.parametrize(
    "args",
    [
        ["query", "SELECT ?t WHERE { ?t a kg:Treaty }"],
        ["show", "treaty-new"],
        ["search", "volkov"],
        ["status", "treaty-new", "--on", "2025-08-01"],
        ["conflicts"],
        ["network", "treaties"],
    ],
    ids=lambda args: args[0],
)
def test_reading_a_compiled_store_loads_the_store_only(
    args: list[str], world_root: Path, compiled: Compiled
) -> None:
    assert loaded("--corpus", str(world_root), *args) & HEAVY == {"pyoxigraph"}


def test_a_page_loads_no_export_and_only_the_analyses_that_it_draws(
    world_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first writing of a page; it is kept, so the same one again loads no analyses at all."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    page, analyses = tmp_path / "page.html", []
    for _ in range(2):
        found = modules_loaded("--corpus", str(world_root), "page", "treaties", "-o", str(page))
        assert page.exists() and "kg.site.projection" in found
        assert not [name for name in found if name.startswith(("kg.export", "kg.site.publish"))]
        analyses.append({name for name in found if name.startswith("kg.network.analyses.")})
    drawn = {"kg.network.analyses.centrality", "kg.network.analyses.communities"}
    assert analyses == [drawn, set()]


def test_the_command_runs_as_a_program_of_its_own(world_root: Path, compiled: Compiled) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "--corpus", str(world_root), "query", "-"],
        input="SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t",
        capture_output=True,
        text=True,
        cwd=REPO,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("t\nid:treaty-new\nid:treaty-old\n", "", 0)


def test_one_version_everywhere() -> None:
    version = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    places = {
        "CITATION.cff": f'version: "{version}"',
        "LICENSE-DATA": f"version {version},",
        "ontology/kg.ttl": f'owl:versionInfo "{version}"',
        "graphs/corpus.ttl": f'owl:versionInfo "{version}"',
        "docs/release/zenodo.json": f'"version": "{version}"',
    }
    lacking = [name for name, text in places.items() if text not in (REPO / name).read_text(encoding="utf-8")]
    assert lacking == []


def test_every_identifier_leads_to_a_page() -> None:
    text = (REPO / "docs/release/htaccess").read_text(encoding="utf-8")
    rules = re.findall(r"^RewriteRule (\S+) https://SITE\.EXAMPLE/(\S+)", text, re.MULTILINE)
    base = vocabulary.BASE
    spaces = {value for value in vars(vocabulary).values() if isinstance(value, str)}
    spaces |= {*vocabulary.PREFIXES.values(), f"{base}finding/", f"{base}question/"}
    kinds = [space.removeprefix(base).replace("#", "/") + "x" for space in spaces if space.startswith(base)]
    kinds.remove("x")
    assert {"id/x", "source/x", "view/x", "ontology/x"} <= set(kinds)
    assert [kind for kind in sorted(kinds) if not any(re.search(rule, kind) for rule, _ in rules)] == []
    pages = {page.removesuffix(".html") for _, page in rules if "$1" not in page}
    assert sorted(page for page in pages if not (REPO / "kg/site" / f"{page}.py").is_file()) == []


def test_the_container_is_run_as_its_guide_says() -> None:
    text = (REPO / "Containerfile").read_text(encoding="utf-8")
    guide = (REPO / "docs/serve.md").read_text(encoding="utf-8")
    commands = re.findall(r"^#   (.+)", text, re.MULTILINE)
    assert len(commands) == 2 and all(command in guide for command in commands)
    copied = [line.split()[1] for line in text.splitlines() if re.match(r"COPY (?!--from)", line)]
    assert [name for name in copied if not (REPO / name).exists()] == []
    extras = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert set(re.search(r'"\.\[(.+)\]"', text)[1].split(",")) <= set(extras)  # type: ignore[index]


def test_settings_stand_in_pyproject_only() -> None:
    others = ("setup.cfg", "tox.ini", "pytest.ini", "ruff.toml", ".ruff.toml", "mypy.ini", "setup.py")
    assert [name for name in others if (REPO / name).exists()] == []


def test_what_the_dependencies_bring_is_named_with_its_licence() -> None:
    def needed(name: str) -> set[str]:
        requirements = metadata(name).get_all("Requires-Dist") or []
        plain = [line for line in requirements if "extra ==" not in line and "platform" not in line]
        return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in plain}

    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = {re.split(r"[^\w.-]", line)[0] for line in project["dependencies"]}
    brought, queue = set(), sorted(own)
    while queue:
        try:
            more = needed(queue.pop()) - own - brought
        except PackageNotFoundError:  # on other systems or versions of Python only
            continue
        brought |= more
        queue += more
    text = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8").lower().replace("_", "-")
    assert sorted(name for name in own | brought if not re.search(rf"\b{re.escape(name)}\b", text)) == []


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(KG).as_posix())
def test_no_module_fixes_the_namespace_of_a_corpus(path: Path) -> None:
    if path != KG / "rdf" / "vocabulary.py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
        assert names & {"ID", "SRC"} == set(), "a corpus has its own base: use record_iri, is_record, local_name …"
