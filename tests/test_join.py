"""Two corpora of one base in one: what either states, a question that spans both, and where they disagree."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.conftest import REPO
from tests.test_relationship import left_over

Run = Callable[..., Result]

CORPUS = Path(__file__).parent / "relationship"
BASE = "https://example.org/iran-china/"
LEAGUE = "records/intergovernmental-organizations.ttl"
HEADS = f"""@prefix code: <https://w3id.org/iran-russia/code/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <{BASE}id/> .
@prefix kg: <https://w3id.org/iran-russia/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <{BASE}source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
MEMBERSHIP = """id:turkiye-in-sample-league-observer
    kg:member id:turkiye ;
    kg:organization id:sample-league ;
    kg:role code:observer ;
.
"""
STATED = """src:sample-leaflet-2022 {
    src:sample-leaflet-2022
        a kg:Source ;
        dcterms:issued "2022-02-01"^^xsd:date ;
        dcterms:language "en" ;
        dcterms:creator id:sample-league ;
        dcterms:title "Who we are"@en ;
        kg:extentSeen code:extent-full ;
        kg:kind code:official-record ;
        skos:editorialNote "Invented for tests."@en ;
    .

    src:sample-leaflet-2022.p1
        a kg:Passage ;
        dcterms:isPartOf src:sample-leaflet-2022 ;
        kg:holder id:sample-league ;
        kg:locator "paragraph 1" ;
    .
}

src:sample-leaflet-2022.p1 {
    id:turkiye-in-sample-league-observer
        a kg:Membership ;
        kg:startDate "2015"^^xsd:gYear ;
    .
}
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus on Iran and China, and one on Iran and Türkiye that knows the same league."""
    folder = tmp_path_factory.mktemp("two")
    real = folder / "real"
    shutil.copytree(REPO / "ontology", real / "ontology")
    (real / "graphs" / "records").mkdir(parents=True)
    for name in ("corpus.ttl", "records/states.ttl"):
        shutil.copyfile(REPO / "graphs" / name, real / "graphs" / name)
    for state in ("china", "turkiye"):
        arguments = ["--corpus", str(real), "init", str(folder / state), "--parties", "iran", state, "--base", BASE]
        assert CliRunner().invoke(main, arguments).exit_code == 0
    one, other = folder / "china" / "graphs", folder / "turkiye" / "graphs"
    for part in ("records", "sources"):
        shutil.copytree(CORPUS / part, one / part, dirs_exist_ok=True)
    shutil.copyfile(CORPUS / LEAGUE, other / LEAGUE)
    (other / "records" / "memberships.ttl").write_text(HEADS + MEMBERSHIP, encoding="utf-8")
    place = other / "sources" / "official-record" / "s" / "sample-leaflet-2022.trig"
    place.parent.mkdir(parents=True)
    place.write_text(HEADS + STATED, encoding="utf-8")
    return one.parent, other.parent


def test_a_question_spans_both(two: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    one, other = two
    into = tmp_path / "joined"
    result = run("build", "--with", str(other), "--into", str(into), root=one)
    assert result.exit_code == 0, result.stderr
    assert left_over(result.stdout + result.stderr + (into / "graphs/corpus.ttl").read_text(encoding="utf-8")) == []
    question = ("ask", "shared-memberships", "--one", "id:china", "--other", "id:turkiye", "--format", "csv")
    for root, rows in ((one, 0), (into, 1)):
        answer = run(*question, root=root)
        assert answer.stdout.count("sample-league") == rows, answer.stderr
    titles = run("show", "https://example.org/iran-china/dataset", root=into).stdout
    assert "Iran–China Knowledge Graph + Iran–Türkiye Knowledge Graph" in titles
    assert (run("check", root=into).exit_code, into.joinpath("graphs/records/states.ttl").is_file()) == (0, True)


def test_a_disagreement_names_both_places(two: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    one, other = two
    spoilt = tmp_path / "spoilt"
    shutil.copytree(other, spoilt)
    entry = spoilt / "graphs" / LEAGUE
    entry.write_text(entry.read_text(encoding="utf-8").replace('"Sample League"', '"League of Samples"'), "utf-8")
    result = run("build", "--with", str(spoilt), "--into", str(tmp_path / "joined"), root=one)
    assert result.exit_code == 1
    label = 'id:sample-league: has the skos:prefLabel "League of Samples"@en, but "Sample League"@en in '
    assert f"{entry}:5: {label}{one / 'graphs' / LEAGUE}:5" in result.stderr
    assert "The two corpora do not agree; nothing was written." in result.stderr
    assert not (tmp_path / "joined").exists()


def test_corpora_of_two_bases_share_no_record(
    two: tuple[Path, Path], run: Run, world_root: Path, tmp_path: Path
) -> None:
    result = run("build", "--with", str(world_root), "--into", str(tmp_path / "joined"), root=two[0])
    assert (result.exit_code, "no record of one is a record of the other" in result.stderr) == (1, True)


@pytest.mark.parametrize("options", [["--into", "x"], ["--with", "."]])
def test_both_options_are_needed(options: list[str], run: Run, world_root: Path) -> None:
    result = run("build", *options, root=world_root)
    assert (result.exit_code, "go together" in result.stderr) == (2, True)


def test_a_folder_that_holds_something_is_left_alone(two: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("build", "--with", str(two[1]), "--into", str(tmp_path), root=two[0])
    assert (result.exit_code, "is not empty" in result.stderr) == (1, True)
