"""Two readings of the same provisions: the measure, the sheets, and what was decided where they differ."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import kg
from benchmarks import coding
from kg.model.reader import Reader
from kg.rdf.vocabulary import compact, expand
from kg.rdf.vocabulary import kg as term

#: The folders of the samples: one of all coded provisions, one of those whose wording was at hand.
SAMPLES = [coding.SHEETS, coding.SHEETS / "wording"]
every_sample = pytest.mark.parametrize("sheets", SAMPLES, ids=lambda sheets: sheets.name)


def readings(sheets: Path) -> list[dict[str, dict[str, coding.Codes]]]:
    """The first and the second reading of a sample."""
    return [coding.read(sheets / name) for name in (coding.FIRST, coding.SECOND)]


def transposed(*readers: str) -> list[list[str]]:
    """Values by unit from one line for each reader; a point is no value."""
    return [[v for v in unit if v != "."] for unit in zip(*(line.split() for line in readers), strict=True)]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (transposed("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        (
            transposed(
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
        ),
    ],
    ids=["two readers", "four readers with gaps"],
)
def test_alpha_is_that_of_krippendorffs_own_examples(units: list[list[str]], expected: float) -> None:
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", parts A and C."""
    assert coding.alpha(units, coding.nominal) == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a b", "b a", 0),
        ("", "", 0),
        ("a", "a b", 2 / 3),
        ("a b", "b c", 8 / 9),
        ("a", "b", 1),
        ("a", "", 1),
    ],
)
def test_sets_are_as_far_apart_as_masi_says(one: str, other: str, expected: float) -> None:
    assert coding.masi(frozenset(one.split()), frozenset(other.split())) == pytest.approx(expected)


def test_nothing_varies_where_all_values_are_one() -> None:
    assert coding.alpha([["a", "a"], ["a"]], coding.nominal) == 1


def test_a_sample_leaves_out_what_was_seen_and_takes_the_next(world_root: Path, tmp_path: Path) -> None:
    coding.draw(kg.open(corpus=world_root), tmp_path, size=1, seen=["id:treaty-old-article-1"])
    head, row = (tmp_path / coding.FIRST).read_text(encoding="utf-8").splitlines()
    assert head == "provision,mainField,touchedField,commitment,modality"
    assert row == "id:treaty-new-article-1,field:aggression-response,,code:non-aggression,"
    assert (tmp_path / coding.SECOND).read_text(encoding="utf-8").splitlines()[1] == "id:treaty-new-article-1"


def test_a_sample_can_be_drawn_from_some_instruments_only(world_root: Path, tmp_path: Path) -> None:
    coding.draw(kg.open(corpus=world_root), tmp_path, size=1, seen=[], of=["id:treaty-old"])
    (row,) = (tmp_path / coding.FIRST).read_text(encoding="utf-8").splitlines()[1:]
    assert row.startswith("id:treaty-old-article-1,")


@every_sample
def test_the_sheets_hold_sixty_provisions_read_twice(real: Reader, sheets: Path) -> None:
    first, second = readings(sheets)
    assert sorted(first) == sorted(second)
    assert len(first) == 60
    known = {code for row in (*first.values(), *second.values()) for codes in row.values() for code in codes}
    assert [code for code in known if not real.labels(expand(code))] == []


def test_the_second_sample_was_read_from_the_wording_throughout() -> None:
    with (SAMPLES[1] / coding.SECOND).open(encoding="utf-8", newline="") as file:
        assert {row["read"] for row in csv.DictReader(file)} == {"text"}


def decisions(sheets: Path) -> list[dict[str, str]]:
    with (sheets / coding.DECISIONS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@every_sample
def test_each_difference_has_one_decision_with_its_reason(sheets: Path) -> None:
    first, second = readings(sheets)
    apart = sorted(
        (provision, scheme)
        for provision in first
        for scheme in coding.SCHEMES
        if coding.differ(first[provision], second[provision], scheme)
    )
    assert apart == sorted((row["provision"], row["scheme"]) for row in decisions(sheets))
    assert [row for row in decisions(sheets) if not row["why"].endswith(".")] == []


@every_sample
def test_the_coding_follows_the_decisions(real: Reader, sheets: Path) -> None:
    for row in decisions(sheets):
        codes = {compact(v.value) for v in real.values(expand(row["provision"]), term(row["scheme"]))}
        assert codes == set(row["decision"].split()), row


@every_sample
def test_the_figures_of_the_document_are_those_of_the_script(sheets: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "coding.md").read_text(encoding="utf-8")
    assert coding.report(sheets) in text
    assert coding.outcome(sheets) in text
