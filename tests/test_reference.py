"""The reference: equal to what is written from help, ontology, codebook and questions; whole; its links lead on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from docs import write_reference as reference
from kg.cli.options import COMMANDS
from kg.query import questions
from kg.rdf.vocabulary import LANGUAGES, compact, owl

REPO = Path(__file__).parent.parent
NAMES = ("commands.md", "ontology.md", "codebook.md", "questions.md")


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return reference.documents(REPO)


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_is_what_is_written_from_its_subjects(name: str, written: dict[str, str]) -> None:
    """KG_GOLDEN=write writes it anew."""
    path = REPO / reference.FOLDER / name
    if os.environ.get("KG_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(written[name], encoding="utf-8")
    assert path.exists(), f"no {path}: run {reference.RENEW}"
    assert path.read_text(encoding="utf-8") == written[name], f"{path} is old: run {reference.RENEW}"


def test_no_document_is_left_over(written: dict[str, str]) -> None:
    assert sorted(p.name for p in (REPO / reference.FOLDER).iterdir()) == sorted(written) == sorted(NAMES)


def test_the_width_of_the_terminal_changes_nothing(
    written: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert reference.documents(REPO) == written


def test_every_subject_is_in(written: dict[str, str]) -> None:
    headings = {name: set(re.findall(r"^##+ (.+)$", text, re.MULTILINE)) for name, text in written.items()}
    reader = reference.ontology_of(REPO)
    kinds = (owl.Class, owl.ObjectProperty, owl.DatatypeProperty, owl.AnnotationProperty)
    terms = {compact(iri) for kind in kinds for iri in reference.declared(reader, kind)}
    assert {f"kg {name}" for name in COMMANDS} <= headings["commands.md"]
    assert terms <= headings["ontology.md"]
    assert set(questions.library(REPO)) <= headings["questions.md"]
    assert "`field:aggression-response`" in written["codebook.md"]
    assert "*not* A general condemnation" in written["codebook.md"]


def test_terms_have_three_names_and_a_definition() -> None:
    reader = reference.ontology_of(REPO)
    for iri in reference.declared(reader, owl.Class):
        assert set(LANGUAGES) <= set(reader.labels(iri)), iri
        assert reader.definition(iri), iri


@pytest.mark.parametrize("name", NAMES)
def test_its_links_lead_to_its_headings(name: str, written: dict[str, str]) -> None:
    text = written[name]
    anchors = {h.lower().replace(":", "").replace(" ", "-") for h in re.findall(r"^##+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_flags_and_bounds_are_told(written: dict[str, str]) -> None:
    told = {part.split("\n", 1)[0]: part for part in written["ontology.md"].split("\n### ")}
    assert "- single-valued: " in told["kg:onDate"]
    assert "- bounded by: [kg:dateAbout]" in told["kg:onDate"]
    assert "- bound: the highest value that is left open for [kg:onDate]" in told["kg:dateNoLaterThan"]
    assert "- domain: [kg:Passage](#kgpassage)" in told["kg:holder"]
    assert "- range: [kg:Record](#kgrecord)" in told["kg:holder"]
