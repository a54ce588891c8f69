"""Each rule and each shape: the clean world raises nothing, one spoilt file raises exactly its fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.check import check, shapes_of
from kg.corpus import load
from kg.rdf import NamedNode, Quad
from kg.rules import RULES, Facts
from kg.terms import PREFIXES, SH, SKOS, SRC, compact, kg
from tests.faults import RULE_CASES, SHAPE_CASES, turtle

REPO = Path(__file__).parent.parent
REPORTS = REPO / "tests" / "golden" / "faults.txt"


def expected(name: str) -> str:
    sections = re.split(r"^== (.+)\n", REPORTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(sections[1::2], sections[2::2], strict=True))[name]


@pytest.mark.parametrize(("name", "edits"), (RULE_CASES | SHAPE_CASES).items(), ids=str)
def test_a_spoilt_file_raises_exactly_its_fault(name: str, edits: list, spoilt: Callable[..., Path]) -> None:
    report = check(spoilt(*edits))[1]
    assert "\n".join(report.lines()) + "\n" == expected(name)
    assert report.errors
    assert all(fault.line >= 1 and fault.remedy.endswith((".", "?", "exists")) for fault in report.faults)


def test_the_clean_world_raises_nothing(world_root: Path) -> None:
    assert list(check(world_root)[1].lines()) == ["0 faults in 0 of 12 files"]


def test_every_rule_has_a_case() -> None:
    assert sorted(RULE_CASES) == sorted(rule.__name__ for rule in RULES)


def test_every_rule_says_what_holds() -> None:
    assert [rule.__name__ for rule in RULES if not (rule.__doc__ or "").strip().endswith(".")] == []


@pytest.fixture(scope="module")
def shapes(world_root: Path) -> dict[str, dict[NamedNode, list]]:
    """Written and generated shapes by name, each with its values by predicate."""
    found: dict[str, dict[NamedNode, list]] = {}
    for quad in shapes_of(Facts(load(world_root))):
        if quad.subject.value.startswith(PREFIXES["shape"]):
            name = quad.subject.value[len(PREFIXES["shape"]) :]
            found.setdefault(name, {}).setdefault(quad.predicate, []).append(quad.object)
    return found


WRITTEN = re.findall(r"^shape:(\S+)$", (REPO / "ontology" / "shapes.ttl").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_shape_has_a_case(shapes: dict) -> None:
    assert sorted(["once", "class", *WRITTEN]) == sorted(SHAPE_CASES)
    assert {*WRITTEN, "votesFor-once", "place-class"} <= set(shapes)


def test_every_shape_has_a_message_and_a_remedy(shapes: dict) -> None:
    for predicate in (SH + "message", SKOS + "editorialNote"):
        lacking = [name for name, said in shapes.items() if len(said.get(NamedNode(predicate), [])) != 1]
        assert lacking == []


def test_the_clean_world_holds_what_each_shape_looks_at(shapes: dict, world_quads: list[Quad]) -> None:
    predicates = {q.predicate for q in world_quads}
    classes = {q.object for q in world_quads if q.predicate.value.endswith("#type")}
    unseen = [
        name
        for name in WRITTEN
        if not predicates.intersection(shapes[name].get(NamedNode(SH + "targetSubjectsOf"), []))
        and not classes.intersection(shapes[name].get(NamedNode(SH + "targetClass"), []))
    ]
    assert unseen == ["sanction-target"]  # nobody sanctions anybody there; the next test does


def test_a_sanction_with_a_target_is_good(spoilt: Callable[..., Path]) -> None:
    (path, text), speech = SHAPE_CASES["sanction-target"]
    assert check(spoilt((path, text.rstrip(".\n") + "\n    kg:target id:southland ;\n.\n"), speech))[1].faults == []


def test_single_valued_properties_and_ranges_become_shapes(shapes: dict, ontology_quads: list[Quad]) -> None:
    single = {q.subject for q in ontology_quads if q.predicate == kg("singleValued") and q.object.value == "true"}
    assert len(single) >= 20
    assert {f"{prop.value.rpartition('#')[2]}-once" for prop in single} <= set(shapes)


def test_rivals_in_two_passages_break_no_shape(world_quads: list[Quad]) -> None:
    votes = {q.object.value for q in world_quads if q.predicate == kg("votesFor")}
    assert votes == {"190", "191"}  # and the clean world raises nothing


def test_a_retired_record_needs_nobody_to_attest_it(spoilt: Callable[..., Path]) -> None:
    retired = "id:treaty-new-ends\n    dcterms:isReplacedBy id:treaty-new ;\n.\n"
    assert check(spoilt(("graphs/records/more.ttl", turtle(retired))))[1].faults == []


def test_order_against_rivals_is_a_warning_only(spoilt: Callable[..., Path]) -> None:
    edit = ("graphs/sources/gazette-2025.trig", '"2025-10-02"^^xsd:date', '"2025-01-02"^^xsd:date')
    report = check(spoilt(edit))[1]
    assert report.errors == []
    assert list(report.lines())[-1] == "0 faults in 0 of 12 files, 1 warning"


def test_a_table_without_its_source_is_named(spoilt: Callable[..., Path]) -> None:
    root = spoilt(("graphs/sources/lone.csv", "record,a,kg:value\nid:figure-trade-turnover-2023,kg:Figure,2.5\n"))
    messages = {fault.message for fault in check(root)[1].faults}
    assert "a table without its source" in messages


@pytest.mark.parametrize("text", ["two", "۲", "2.5", ""])
def test_a_count_that_is_no_number_is_reported_and_nothing_breaks(text: str, spoilt: Callable[..., Path]) -> None:
    root = spoilt(
        ("graphs/sources/daily-2025.trig", "kg:articleCount 2 ;", f'kg:articleCount "{text}"^^xsd:integer ;'),
        ("graphs/sources/gazette-2025.trig", "kg:paragraphCount 2 ;", f'kg:paragraphCount "{text}"^^xsd:integer ;'),
        ("graphs/records/world.ttl", "    kg:number 2 ;", f'    kg:number "{text}"^^xsd:integer ;'),
    )
    found = {fault.record for fault in check(root)[1].faults if "xsd:integer" in fault.message}
    assert found == {"id:treaty-new", "id:treaty-new-article-1", "id:treaty-new-article-2"}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('"2025-13"^^xsd:gYearMonth', 'impossible date "2025-13"'),
        ('"2025-2-3"^^xsd:date', 'malformed xsd:date "2025-2-3"'),
        ('"2025-01-17Z"^^xsd:date', 'malformed xsd:date "2025-01-17Z"'),
        ('"۲۰۲۵"^^xsd:gYear', 'malformed xsd:gYear "۲۰۲۵"'),
        ('"0000"^^xsd:gYear', 'impossible date "0000"'),
        ('"text"@xx', "unknown language tag @xx"),
        ('"text"@english', "unknown language tag @english"),
        ('"  "@en', "is empty"),
        ('"20Y"^^xsd:duration', 'malformed xsd:duration "20Y"'),
        ('"www.site.org"^^xsd:anyURI', 'malformed xsd:anyURI "www.site.org"'),
    ],
)
def test_a_malformed_literal_is_named(written: str, message: str, spoilt: Callable[..., Path]) -> None:
    heads = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    memoir = "graphs/sources/memoir.trig"
    root = spoilt(
        (memoir, '"Мемуары"@ru', f'"Мемуары"@ru ;\n        skos:note {written}'),
        (memoir, "@prefix xsd:", f"{heads}@prefix xsd:"),
    )
    faults = check(root)[1].faults
    assert [message in fault.message for fault in faults] == [True]
    assert compact(SRC + "memoir") == faults[0].record


def test_a_passage_that_states_nothing_is_reported_unless_it_is_a_locator(spoilt: Callable[..., Path]) -> None:
    memoir = "graphs/sources/memoir.trig"
    silent = (
        "    src:memoir.2\n        a kg:Passage ;\n        dcterms:isPartOf src:memoir ;\n"
        '        kg:holder id:pyotr-volkov ;\n        kg:locator "chapter 4" ;\n'
    )
    after = "    .\n\n    src:memoir.1\n"
    found = check(spoilt((memoir, "    src:memoir.1\n", silent + after)))[1].errors
    assert [(f.record, f.message) for f in found] == [("src:memoir.2", "is a passage that states nothing")]
    mark = f'        kg:fingerprint "{"0" * 64}" ;\n'
    assert check(spoilt((memoir, "    src:memoir.1\n", silent + mark + after)))[1].errors == []
