"""A second relationship by data alone: a small corpus on Iran and China goes through every door.

The corpus is invented (its notes say so), has a base of its own and stands on a skeleton of `kg init`. What the
doors print may name Russia where the world does, in the codebook, and Russian as a language; it may name the
namespaces of the ontology, which are the same in all corpora. Anything else would be left over from another corpus.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest
from click.testing import CliRunner, Result
from mcp import Client, StdioServerParameters

from kg.cli import main
from kg.corpus.check import check
from kg.corpus.load import load
from kg.export import FORMATS
from kg.model import description
from kg.network.analyses import ANALYSES
from kg.query import questions
from kg.rdf.vocabulary import bound
from tests.conftest import REPO
from tests.kg_server import serving

Run = Callable[..., Result]

CORPUS = Path(__file__).parent / "relationship"
#: The base of the corpus, as `kg init` names it after the parties.
OWN = "https://example.org/iran-china/"
#: The namespaces of the ontology, which is the same for all corpora: terms, codes, fields, views, projections,
#: shapes, questions, and the graphs that are no passages.
ONTOLOGY = re.compile(
    r"https://w3id\.org/iran-russia/(?:ontology\b|(?:code|field|view|projection|shape|question|graph)/)"
)
#: Russian as a language, and what the codebook says of the world.
RIGHTLY = (
    "Persian, Russian and English",
    "فارسی، روسی و انگلیسی",
    "Russian sources",
    "title=Русский",
    'title="Русский"',
    "منابع روسی",
    "English, Persian or Russian",
    "in Persian and Russian",
    "present tense of Russian and Persian treaties",
    "old style used in Russia until 1918",
    "thousand million Russian roubles",
)
#: What is left over, with the words around it.
OTHER = re.compile(r".{0,60}(?:Russia|[Ii]ran-russia|Росси|росси|Русск|روسیه|روسی).{0,40}")


def left_over(text: str) -> list[str]:
    """What a text says of the relationship for which the ontology was made."""
    text = ONTOLOGY.sub("", " ".join(text.split()))
    for phrase in RIGHTLY:
        text = text.replace(phrase, "")
    return OTHER.findall(text)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, on a skeleton made from the real corpus' description, states and ontology."""
    folder = tmp_path_factory.mktemp("relationship")
    real = folder / "real"
    shutil.copytree(REPO / "ontology", real / "ontology")
    (real / "graphs" / "records").mkdir(parents=True)
    for name in ("corpus.ttl", "records/states.ttl"):
        shutil.copyfile(REPO / "graphs" / name, real / "graphs" / name)
    arguments = ["--corpus", str(real), "init", str(folder / "corpus"), "--parties", "Iran", "چین"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with bound(OWN):
        bare = check(folder / "corpus")[1]
    assert bare.faults == []
    for part in ("records", "sources"):
        shutil.copytree(CORPUS / part, folder / "corpus" / "graphs" / part, dirs_exist_ok=True)
    with bound(OWN):
        assert check(folder / "corpus")[1].faults == []
    return folder / "corpus"


def test_the_corpus_describes_itself(root: Path) -> None:
    with bound(OWN):
        described = description.among(load(root).quads)
    assert described.title == "Iran–China Knowledge Graph"
    assert [party.rpartition("/")[2] for party in described.parties] == ["china", "iran"]
    assert (described.base, described.stem) == (OWN, "iran-china")
    assert described.titles["fa"] == "گراف دانش روابط ایران و چین"


DOORS = [
    "show sample-treaty",
    "show sample-treaty --lang fa",
    "show sample-treaty --lang ru",
    "show iran",
    "conflicts",
    "status --on 2022-01-01",
    "timeline",
    "coverage",
    "coverage --weak",
    "views",
    "projections",
    "search sample",
    "network actors",
    "path iran china",
    "cite sample-treaty",
    "cite sample-treaty-signature --style bibtex",
    "compare sample-treaty sample-treaty",
    "ask",
    "ask shared-memberships --format csv",
    "ask in-force-on --day 2022-01-01",
    "query 'ASK { id:sample-treaty a kg:Treaty }'",
    "analyse",
    "analyse report",
    # fields compares two treaties, and this corpus has one
    *(f"analyse {name}" for name in sorted(set(ANALYSES) - {"fields"})),
]


@pytest.mark.parametrize("line", DOORS)
def test_no_command_speaks_of_another_relationship(line: str, root: Path, run: Run) -> None:
    import shlex

    result = run(*shlex.split(line), root=root)
    assert result.exit_code in (0, 1), result.stderr
    assert not result.stderr.startswith("Usage:"), result.stderr
    assert left_over(result.stdout + result.stderr) == []


def test_its_dispute_treaty_and_membership_are_there(root: Path, run: Run) -> None:
    assert "2021-04-02" in run("conflicts", root=root).stdout
    assert "Sample Treaty, article 2" in run("show", "sample-treaty", root=root).stdout
    asked = run("ask", "shared-memberships", "--format", "csv", root=root).stdout
    assert "id:sample-league" in asked
    assert "Iran–China KG contributors" in run("cite", "sample-treaty-signature", root=root).stdout


# a crate describes a published folder: it is among the published files
@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"ro-crate"}))
def test_no_export_speaks_of_another_relationship(name: str, root: Path, run: Run, tmp_path: Path) -> None:
    result = run("export", name, "-o", str(tmp_path / "out"), root=root)
    assert result.exit_code == 0, result.stderr
    written = [tmp_path / "out"] if (tmp_path / "out").is_file() else sorted((tmp_path / "out").rglob("*"))
    for path in written:
        if path.is_file():
            assert left_over(path.read_bytes().decode("utf-8", "ignore")) == [], path


def test_no_page_speaks_of_another_relationship(root: Path, run: Run, tmp_path: Path) -> None:
    result = run("publish", str(tmp_path / "site"), root=root)
    assert result.exit_code == 0, result.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    for path in [*pages, *(tmp_path / "site").glob("*.json"), *(tmp_path / "site" / "data").glob("*.ttl")]:
        assert left_over(path.read_text(encoding="utf-8")) == [], path.name


def test_no_server_speaks_of_another_relationship(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path / "log") as server:
        said = {
            path: server.fetch(path).text
            for path in ("/", "/sparql", "/feed.xml", "/reconcile", "/search?q=sample")
        }
        said["description"] = server.fetch("/sparql", Accept="text/turtle").text
        said["record"] = server.fetch("/id/sample-treaty", Accept="text/turtle").text
    assert "Iran–China Knowledge Graph" in said["/reconcile"]
    # The script of the page names Russian as a language.
    said["/"] = re.sub(r"<script.*?</script>", "", said["/"], flags=re.DOTALL)
    assert [(path, text) for path, text in said.items() if left_over(text)] == []


def test_no_assistant_hears_of_another_relationship(root: Path) -> None:
    async def told() -> list[str]:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "kg.cli", "--corpus", str(root), "mcp"],
            env={**os.environ, "PYTHONPATH": str(REPO)},
        )
        async with Client(parameters) as client:
            offers = [client.instructions, await client.list_tools(), await client.list_prompts()]
            offers += [await client.list_resources(), await client.call_tool("show", {"record": "sample-treaty"})]
            return [str(offer) for offer in offers]

    assert [left_over(text) for text in anyio.run(told)] == [[]] * 5


def test_watching_speaks_of_no_other_relationship(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    file = root / "graphs" / "records" / "states.ttl"
    monkeypatch.setattr("time.sleep", lambda seconds: file.touch())
    result = run("watch", "--once", root=root)
    assert "states.ttl changed" in result.stderr
    assert left_over(result.stdout + result.stderr) == []


def test_the_questions_ask_about_the_new_party(root: Path) -> None:
    library = questions.library(root)
    defaults = [parameter.default for parameter in library["shared-memberships"].parameters]
    assert defaults == ["id:iran", "id:china"]
    assert set(library) == set(questions.library(REPO))


@pytest.mark.parametrize(
    ("parties", "message"),
    [
        (["iran", "iran"], "Two states of the register"),
        (["iran", "chinna"], "No record is named chinna"),
        (["iran", "league"], ""),
    ],
)
def test_two_states_are_needed(parties: list[str], message: str, run: Run, root: Path, tmp_path: Path) -> None:
    result = run("init", str(tmp_path / "new"), "--parties", *parties, root=root)
    assert (result.exit_code, message in result.stderr) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_is_left_alone(run: Run, root: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("init", str(tmp_path), "--parties", "iran", "china", root=root)
    assert (result.exit_code, "is not empty" in result.stderr) == (1, True)


def test_a_base_that_begins_no_iri_is_refused(run: Run, root: Path, tmp_path: Path) -> None:
    result = run("init", str(tmp_path / "new"), "--parties", "iran", "china", "--base", "iran-china", root=root)
    assert (result.exit_code, "iran-china can begin no IRI" in result.stderr) == (1, True)


def test_python_opens_corpora_of_one_base(root: Path, world_root: Path, tmp_path: Path) -> None:
    script = (
        "import kg, sys\n"
        "first = kg.open(corpus=sys.argv[1])\n"
        "print(first.find('sample-treaty'), first.query('SELECT ?t { ?t a kg:Treaty }').terms[0][0].value)\n"
        "try:\n"
        "    kg.open(corpus=sys.argv[2])\n"
        "except kg.Error as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(root), str(world_root)], capture_output=True, text=True, check=True
    )
    first, second = run.stdout.splitlines()
    assert first == f"id:sample-treaty {OWN}id/sample-treaty"
    assert f"under https://w3id.org/iran-russia/, and a corpus opened earlier under {OWN}" in second
