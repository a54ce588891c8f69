"""What the documents say is done: commands, queries, programs and examples are read from them and run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import QuerySolutions

from docs import wrap_prose
from kg.cli.options import COMMANDS as NAMES_OF_COMMANDS
from kg.corpus.check import check
from kg.dataset.store import Compiled
from kg.model.reader import Reader
from kg.query import questions, sparql
from kg.rdf.vocabulary import A, kg
from kg.text.phrases import catalogue

REPO = Path(__file__).parent.parent
DOCUMENTS = [REPO / "README.md", *sorted((REPO / "docs").glob("*.md"))]
CONTRIBUTING = REPO / "CONTRIBUTING.md"

#: Commands that do everything, or need a file of the user's, a history or a service.
NOT_HERE = {
    "publish",
    "verify",
    "import-text",
    "diff",
    "check",
    "build",
    "serve",
    "draft",
    "init",
    "new",
    "review",
    "watch",
}
#: What takes long on the real corpus, and where it is tested instead.
ELSEWHERE = {
    "analyse ranges": "test_analysis_world.py",
    "analyse report": "test_analysis_world.py",
    "export nquads": "conftest.py",
}
#: The document whose commands are steps, each on what the one before has left.
WALK = "curating.md"
#: Documents whose programs other tests run.
RUN_ELSEWHERE = {"engines.md": "test_export.py", "exports.md": "test_export.py", "python.md": "test_api.py"}


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(path: Path) -> list[list[str]]:
    """The `kg` commands of a document's shell blocks, as arguments."""
    text = "\n".join(blocks(path, "sh")).replace("\\\n", " ")
    found = [
        shlex.split(m[1], comments=True) for m in re.finditer(r"^(?:\.venv/bin/)?kg (.+)$", text, re.MULTILINE)
    ]
    return [
        args
        for args in found
        if args and args[0] not in {*NOT_HERE, "--corpus"} and " ".join(args[:2]) not in ELSEWHERE
    ]


def test_the_steps_to_another_relationship_run(run: Callable[..., Result]) -> None:
    """A corpus that a step has made is named by the next ones; what two say together is in tests/test_join.py."""
    text = (REPO / "docs" / "drafting.md").read_text(encoding="utf-8")
    steps = re.findall(r"^kg (init .+|--corpus (?:iran-china|joined) .+)$", text, re.MULTILINE)
    assert len(steps) == 6
    for step in steps:
        result = run(*shlex.split(step), root=None)
        assert result.exit_code == 0, f"{step}: {result.stderr}"


COMMANDS = [(path.name, args) for path in DOCUMENTS if path.name != WALK for args in commands(path)]
QUERIES = [(path.name, text) for path in DOCUMENTS for text in blocks(path, "sparql")]


@pytest.mark.parametrize(
    ("document", "args"), COMMANDS, ids=lambda v: " ".join(v)[:70] if isinstance(v, list) else v
)
def test_commands_of_the_documents_run(
    document: str, args: list[str], real_root: Path, real_compiled: Compiled, run: Callable[..., Result]
) -> None:
    # An export names no record, and what it writes of the whole corpus has tests of its own.
    result = run(*args) if args[0] == "export" else run(*args, root=real_root)
    assert result.exit_code == 0, f"{document}: {result.stderr}"
    assert result.stdout or list(Path().iterdir())


@pytest.mark.parametrize(("document", "text"), QUERIES, ids=[f"{d}-{i}" for i, (d, _) in enumerate(QUERIES)])
def test_queries_of_the_documents_have_answers(document: str, text: str, real: Reader) -> None:
    result = sparql.ask(real.store, text)
    if isinstance(result, QuerySolutions):
        assert sparql.table(result, 1).rows, f"{document}: no row answers\n{text}"


@pytest.mark.parametrize(
    "path", [p for p in DOCUMENTS if blocks(p, "python") and p.name not in RUN_ELSEWHERE], ids=lambda p: p.name
)
def test_programs_of_the_documents_run(
    path: Path, real_root: Path, real_compiled: Compiled, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_CORPUS", str(real_root))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(path, "python"):
        if "endpoint=" not in block:  # which asks a service
            exec(compile(block, path.name, "exec"), names)


def test_what_is_tested_elsewhere_is() -> None:
    for name, file in (ELSEWHERE | RUN_ELSEWHERE).items():
        assert name.split()[-1].split(".")[0] in (REPO / "tests" / file).read_text(encoding="utf-8")


def test_the_guides_example_is_a_good_file(spoilt: Callable[..., Path]) -> None:
    example = next(b for b in blocks(REPO / "docs" / "curating.md", "turtle") if "@prefix" in b)
    example = example.replace("treaty-2025-approval-islamic-consultative-assembly", "treaty-new-approval-assembly")
    for old, new in {"jane-doe": "pyotr-volkov", "example-times": "daily", "kazem-jalali": "ali-yusefi"}.items():
        example = example.replace(f"id:{old}", f"id:{new}").replace(f".{old}", f".{new}")
    example = example.replace("id:treaty-2025", "id:treaty-new")
    assert check(spoilt(("graphs/sources/press-report/e/example-2025.trig", example)))[1].faults == []


#: The records of the guide's example, and those of the miniature world that stand for them.
STAND_INS = {
    "treaty-2025-approval-islamic-consultative-assembly": "treaty-new-approval-assembly",
    "kazem-jalali": "ali-yusefi",
    "search jalali": "search yusefi",
    "treaty-2025": "treaty-new",
}


def test_the_guides_worked_example_is_walked(
    spoilt: Callable[..., Path], run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (REPO / "docs" / WALK).read_text(encoding="utf-8")
    for real, small in STAND_INS.items():
        guide = guide.replace(real, small)
    source, outlet, author = [b for b in re.findall(r"^```turtle\n(.*?)^```", guide, re.M | re.S) if "@prefix" in b]
    steps = [shlex.split(m) for b in re.findall(r"^```sh\n(.*?)^```", guide, re.M | re.S) for m in b.splitlines()]
    assert [step[1] for step in steps] == ["search", "show", "fmt", "check", "show", "show", "conflicts"]
    root = spoilt()
    monkeypatch.chdir(root)
    before = [run(*step[1:], root=root) for step in steps[:2]]
    assert [run("search", name, root=root).exit_code for name in ("example times", "jane doe")] == [1, 1]
    for name, block in zip(steps[2][2:], (outlet, author, source), strict=True):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(block)
    after = [run(*step[1:], root=root) for step in steps[2:]]
    assert [r.exit_code for r in (*before, *after)] == [0] * len(steps), [r.output for r in (*before, *after)]
    assert after[1].stderr.startswith("0 faults")
    assert "(src:example-2025.p2.ali-yusefi)" in after[2].stdout
    assert "(src:example-2025.p2)" in after[3].stdout and "example-2025" not in before[1].stdout
    assert "src:example-2025.p2" in after[4].stdout


def test_the_guide_lists_the_headers_of_questions() -> None:
    guide = (REPO / "docs" / WALK).read_text(encoding="utf-8")
    heads = {
        m
        for p in (REPO / "ontology/questions").glob("*.rq")
        for m in re.findall(r"^#\+ (\w+):", p.read_text(), re.M)
    }
    assert heads == set(re.findall(r"`#\+ (\w+):", guide))
    assert all(way in guide for way in questions.WAYS)


def test_the_guide_lists_every_kind_it_speaks_of(ontology_quads: list) -> None:
    known = {q.subject.value.rpartition("#")[2].rpartition("/")[2] for q in ontology_quads}
    text = (REPO / "docs" / "curating.md").read_text(encoding="utf-8")
    spoken = set(re.findall(r"`(?:a )?(?:kg|code|field):([A-Za-z-]+\w)", text))
    assert {name for name in spoken if name not in known} == set()


@pytest.mark.parametrize("path", [*DOCUMENTS, CONTRIBUTING], ids=lambda p: p.name)
def test_links_lead_to_files(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_the_two_commands_of_the_readme_are_those_of_ci() -> None:
    readme, ci = (
        (REPO / "README.md").read_text(encoding="utf-8"),
        (REPO / ".ci" / "run").read_text(encoding="utf-8"),
    )
    for line in (
        "pip install -c constraints.txt . && .venv/bin/kg publish site",
        "pip install -c constraints.txt -e '.[test]' && .venv/bin/pytest",
    ):
        assert line in readme
        assert line in ci


def test_every_dependency_is_justified() -> None:
    import tomllib

    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for group in project["optional-dependencies"].values() for d in group)]
    told = (
        CONTRIBUTING.read_text(encoding="utf-8").lower() + (REPO / "README.md").read_text(encoding="utf-8").lower()
    )
    names = {re.split(r"[<>=\[;~ ]", line)[0].lower() for line in wanted}
    assert {name for name in names if name not in told} == set()


def test_pins_name_no_address() -> None:
    assert not re.search(r"https?://|--index|--find-links", (REPO / "constraints.txt").read_text(encoding="utf-8"))


def test_the_terms_of_the_glossary_are_declared(ontology_quads: list) -> None:
    declared = {q.subject.value for q in ontology_quads}
    rows = [line.split(" | ") for line in (REPO / "docs/glossary.md").read_text(encoding="utf-8").splitlines()]
    terms = {term for cells in rows if len(cells) == 4 for term in re.findall(r"`kg:(\w+)`", cells[2])}
    assert len(terms) > 40
    assert {term for term in terms if f"https://w3id.org/iran-russia/ontology#{term}" not in declared} == set()


@pytest.mark.parametrize(
    "word", ["claim", "passage", "holder", "side", "origin", "finding", "nearness", "interval"]
)
def test_the_glossary_explains_a_word_once(word: str) -> None:
    text = (REPO / "docs/glossary.md").read_text(encoding="utf-8")
    assert len(re.findall(rf"^\| \*\*{word}\*\* \|", text, re.MULTILINE)) == 1


def test_the_guide_of_pages_names_every_page(ontology_quads: list) -> None:
    guide = (REPO / "docs/pages.md").read_text(encoding="utf-8")
    projections = {
        q.subject.value.rpartition("/")[2] for q in ontology_quads if (q.predicate, q.object) == (A, kg.Projection)
    }
    pages = {name.removesuffix(".lead") for name in catalogue() if name.endswith(".lead")}
    # The page for lost readers has the name that hosts look for; the other two are no files of a site.
    pages = pages - {"treaty", "serve", "missing"} | {"404"}
    assert set(re.findall(r"`([\w-]+)\.html`", guide)) == projections | pages
    assert "`treaty/treaty-2025.html`" in guide and "`id/NAME.html`" in guide


def test_pictures_are_small() -> None:
    pictures = list((REPO / "docs/images").iterdir())
    assert pictures and [p.name for p in pictures if p.stat().st_size > 120_000] == []


@pytest.mark.parametrize("name", sorted(NAMES_OF_COMMANDS))
def test_each_command_stands_in_a_guide(name: str) -> None:
    guides = [path for path in DOCUMENTS if path.name not in ("README.md", "architecture.md")]
    lines = [line for path in guides for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if re.search(rf"(?:^|`)kg {name}(?![\w-])", line)]


@pytest.mark.parametrize("path", wrap_prose.documents(), ids=lambda p: p.name)
def test_prose_wraps_at_a_hundred_columns(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert wrap_prose.wrapped(text) == text, "run python docs/wrap_prose.py"


def test_wrapping_leaves_code_tables_and_short_lines() -> None:
    long, words = "x" * 101, "word " * 25
    table, code = f"| {words}|", f"```sh\n{words}\n```"
    text = f"# {words}\n\n{table}\n\n{code}\n\n{long}\n\nshort\nlines\n"
    assert wrap_prose.wrapped(text) == text


def test_wrapping_breaks_between_words_only() -> None:
    words = ["word"] * 19
    text = " ".join(["1. " + words[0], *words[1:], "`kg show iran`", "- 7.", "last"]) + "\n- next\n"
    lines = wrap_prose.wrapped(text).splitlines()
    # The span would end in column 112, and what follows it must not begin a list.
    assert lines == ["1. " + " ".join(words), "   `kg show iran` - 7. last", "- next"]
