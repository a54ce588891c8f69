"""Each rule and each shape: the clean world raises nothing, one spoilt file raises exactly its fault."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.corpus.check import check, nodes, shapes_of
from kg.corpus.load import load
from kg.corpus.rules import RULES, Facts
from kg.corpus.shapes import by_pyshacl, directly, plain_shapes
from kg.rdf.terms import NamedNode, Quad
from kg.rdf.vocabulary import PREFIXES, SH, SKOS, SRC, XSD, compact, kg
from tests.faults import ANSWER, BALLOT, DAILY, GAZETTE, MEMOIR, RULE_CASES, SHAPE_CASES, TREATY, WORLD

REPO = Path(__file__).parent.parent
REPORTS = REPO / "tests" / "golden" / "faults.txt"


def expected(name: str, root: Path) -> str:
    """The report on a case; the ontology grows, so it says LINE for the line that a term of it begins."""
    sections = re.split(r"^== (.+)\n", REPORTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    report = dict(zip(sections[1::2], sections[2::2], strict=True))[name]

    def line(match: re.Match[str]) -> str:
        path, term = match.groups()
        return f"{path}:{(root / path).read_text(encoding='utf-8').splitlines().index(term) + 1}: {term}:"

    return re.sub(r"^(\S+):LINE: (\S+):", line, report, flags=re.MULTILINE)


@pytest.mark.parametrize(("name", "edits"), (RULE_CASES | SHAPE_CASES).items(), ids=str)
def test_a_spoilt_file_raises_exactly_its_fault(name: str, edits: list, spoilt: Callable[..., Path]) -> None:
    root = spoilt(*edits)
    report = check(root)[1]
    assert "\n".join(report.lines()) + "\n" == expected(name, root)
    assert report.errors
    assert all(fault.line >= 1 and fault.remedy.endswith((".", "?", "exists")) for fault in report.faults)


@pytest.mark.parametrize(
    ("before", "after", "meant"),
    [
        ("kg:about id:hostile ;", "kg:about id:hostil ;", "Did you mean id:hostile"),
        ("kg:holder id:ali-yusefi", "kg:holder id:ali-yousefi", "Did you mean id:ali-yusefi"),
        ("kg:quotedIn src:daily-2025.p2 ;", "kg:quotedIn src:daily-2025.p22 ;", "Did you mean src:daily-2025.p2"),
    ],
)
def test_an_unknown_record_gets_its_near_names(
    before: str, after: str, meant: str, spoilt: Callable[..., Path]
) -> None:
    faults = check(spoilt((DAILY, before, after)))[1].faults
    remedies = [fault.remedy for fault in faults if fault.message.endswith(" is unknown")]
    assert remedies
    assert all(remedy.startswith(meant) for remedy in remedies), remedies


def test_the_clean_world_raises_nothing(world_root: Path) -> None:
    assert list(check(world_root)[1].lines()) == ["0 faults in 0 of 29 files"]


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


@pytest.mark.parametrize("edits", SHAPE_CASES.values(), ids=SHAPE_CASES)
def test_shapes_find_directly_what_the_validator_of_the_field_finds(
    edits: list[tuple[str, ...]], spoilt: Callable[..., Path]
) -> None:
    facts = Facts(load(spoilt(*edits)))
    written = shapes_of(facts)
    plain = plain_shapes(written)
    assert plain is not None
    violations = [[{*directly(plain, data)}, {*by_pyshacl(written, data)}] for data in nodes(facts)]
    assert any(direct for direct, _ in violations)
    assert all(direct == judged for direct, judged in violations)


def test_a_shape_of_another_form_is_left_to_the_validator_of_the_field(spoilt: Callable[..., Path]) -> None:
    holder = "    sh:minCount 1 ;\n    sh:path kg:holder ;\n"
    root = spoilt(
        (SHAPES, holder, holder + "    sh:nodeKind sh:IRI ;\n"),
        (MEMOIR, "        kg:holder id:pyotr-volkov ;\n", ""),
    )
    assert plain_shapes(shapes_of(Facts(load(root)))) is None
    assert [fault.message for fault in check(root)[1].errors] == ["has no kg:holder"]


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
    # none is there; the next six tests add them
    added = ["answer-assessment", "answer-question", "answer-value", "ballot-choice", "ballot-vote", "ballot-voter"]
    assert unseen == [
        *added,
        "line-ends",
        "modality-commitment",
        "sanction-imposer",
        "sanction-target",
        "short-name",
        "source-review-day",
        "source-reviewer",
        "translated-locator",
        "vote-body",
    ]


def test_a_line_has_two_ends(spoilt: Callable[..., Path]) -> None:
    ((path, text),) = SHAPE_CASES["line-ends"]
    root = spoilt((path, text.replace("id:harbour ;", "id:harbour ;\n    kg:joins id:harbour-palace ;")))
    assert check(root)[1].errors == []


def test_a_vote_with_a_ballot_is_good(spoilt: Callable[..., Path]) -> None:
    assert check(spoilt(*BALLOT))[1].faults == []


def test_an_answer_to_a_question_is_good(spoilt: Callable[..., Path]) -> None:
    assert check(spoilt(*ANSWER))[1].faults == []


def test_a_short_name_in_each_language_is_good(spoilt: Callable[..., Path]) -> None:
    label = '    skos:altLabel "LL"@en ;\n'
    names = label + '    kg:shortName "LL"@en ;\n    kg:shortName "ЛЗ"@ru ;\n'
    assert check(spoilt((WORLD, label, names)))[1].errors == []


def test_a_modality_beside_a_commitment_is_good(spoilt: Callable[..., Path]) -> None:
    path, before, after = SHAPE_CASES["modality-commitment"][0]
    assert check(spoilt((path, before, "        kg:commitment code:non-aggression ;\n" + after)))[1].faults == []


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
    retired = "id:treaty-new-ends\n    dcterms:isReplacedBy id:treaty-new ;\n.\n\n"
    assert check(spoilt((TREATY, "id:treaty-new\n", f"{retired}id:treaty-new\n")))[1].faults == []


def test_order_against_rivals_is_a_warning_only(spoilt: Callable[..., Path]) -> None:
    edit = (GAZETTE, '"2025-10-02"^^xsd:date', '"2025-01-02"^^xsd:date')
    report = check(spoilt(edit))[1]
    assert report.errors == []
    assert list(report.lines())[-1] == "0 faults in 0 of 29 files, 1 warning"


def test_a_table_without_its_source_is_named(spoilt: Callable[..., Path]) -> None:
    root = spoilt(("graphs/sources/lone.csv", "record,a,kg:value\nid:figure-trade-turnover-2023,kg:Figure,2.5\n"))
    messages = {fault.message for fault in check(root)[1].faults}
    assert "a table without its source" in messages


@pytest.mark.parametrize("text", ["two", "۲", "2.5", ""])
def test_a_count_that_is_no_number_is_reported_and_nothing_breaks(text: str, spoilt: Callable[..., Path]) -> None:
    root = spoilt(
        (DAILY, "kg:articleCount 2 ;", f'kg:articleCount "{text}"^^xsd:integer ;'),
        (GAZETTE, "kg:paragraphCount 2 ;", f'kg:paragraphCount "{text}"^^xsd:integer ;'),
        (TREATY, "    kg:number 2 ;", f'    kg:number "{text}"^^<{XSD}integer> ;'),
    )
    found = {fault.record for fault in check(root)[1].faults if "xsd:integer" in fault.message}
    assert found == {"id:treaty-new", "id:treaty-new-article-1", "id:treaty-new-article-2"}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('"2025-13"^^xsd:gYearMonth', 'impossible date "2025-13"'),
        ('"2025-2-3"^^xsd:date', 'malformed xsd:date "2025-2-3"'),
        ('"2025-01-17Z"^^xsd:date', 'malformed xsd:date "2025-01-17Z"'),
        ('"2025+03:30"^^xsd:gYear', 'malformed xsd:gYear "2025+03:30"'),
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
    memoir = MEMOIR
    root = spoilt(
        (memoir, '"Мемуары"@ru', f'"Мемуары"@ru ;\n        skos:note {written}'),
        (memoir, "@prefix xsd:", f"{heads}@prefix xsd:"),
    )
    faults = check(root)[1].faults
    assert [message in fault.message for fault in faults] == [True]
    assert compact(SRC + "memoir") == faults[0].record


@pytest.mark.parametrize("text", ["2025-01-17Z", "2025-01-17+03:30", "2025-01-17-05:00"])
def test_a_date_has_no_zone(text: str, spoilt: Callable[..., Path]) -> None:
    root = spoilt((DAILY, '"2025-01-17"^^xsd:date', f'"{text}"^^xsd:date'))
    assert [(fault.line, fault.remedy) for fault in check(root)[1].faults] == [
        (77, "A date has no zone: leave out what follows the year, month or day.")
    ]


def test_what_is_dated_after_today_is_a_fault(world_root: Path) -> None:
    def messages(today: datetime.date) -> list[str]:
        return [f"{fault.path.name} {fault.record} {fault.message}" for fault in check(world_root, today)[1].errors]

    assert messages(datetime.date(2025, 10, 31)) == []  # the day after has begun somewhere
    later = "world.trig src:coding-world dcterms:issued 2025-11-01 lies after today"
    assert messages(datetime.date(2025, 10, 1)) == [later]
    assert sorted(messages(datetime.date(2025, 9, 29))) == [
        "gazette-2025.trig id:treaty-new-entry-into-force kg:onDate 2025-10-02 lies after today",
        "gazette-2025.trig src:gazette-2025 dcterms:issued 2025-10 lies after today",
        later,
    ]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ('"1405-08-14"^^xsd:date', "If it is Solar Hijri, write the Gregorian date, 2026-11-05; else correct it."),
        (
            '"1405"^^xsd:gYear',
            "If it is Solar Hijri, write the Gregorian date, which ends on 2027-03-20; else correct it.",
        ),
        ('"1405-12-31"^^xsd:date', "Correct the date."),
        ('"2091"^^xsd:gYear', "Correct the date."),
        ('"0925-01-17"^^xsd:date', "Correct the date."),
    ],
)
@pytest.mark.parametrize("place", ['"2025-07-20"^^xsd:date', '"2025-01"^^xsd:gYearMonth'])
def test_an_impossible_date_is_one_fault_with_its_remedy(
    place: str, written: str, remedy: str, spoilt: Callable[..., Path]
) -> None:
    file = DAILY if place.startswith('"2025-07') else GAZETTE
    faults = check(spoilt((file, place, written)), datetime.date(2026, 11, 28))[1].faults
    impossible = [fault for fault in faults if "lies " in fault.message]
    assert [(fault.remedy, fault.line) for fault in impossible] == [(remedy, 9 if file == DAILY else 65)]
    if not written.startswith('"2091'):
        assert faults == impossible


@pytest.mark.parametrize(
    "body",
    [
        'id:treaty-new-expiry\n        a kg:Expiry ;\n        kg:onDate "2045"^^xsd:gYear ;',
        'id:volkov-in-league\n        a kg:Membership ;\n        kg:endDate "2045-07"^^xsd:gYearMonth ;',
    ],
)
def test_terms_may_lie_ahead(body: str, spoilt: Callable[..., Path]) -> None:
    links = {
        "id:treaty-new-expiry": "kg:treaty id:treaty-new ;",
        "id:volkov-in-league": (
            "kg:member id:northland ;\n    kg:organization id:league ;\n    kg:role code:observer ;"
        ),
    }
    neighbours = {
        "id:treaty-new-expiry": "id:treaty-new-preamble\n",
        "id:volkov-in-league": "id:southland-in-league-observer\n",
    }
    record = body.split("\n")[0]
    root = spoilt(
        (DAILY, "src:daily-2025.p1 {\n", f"src:daily-2025.p1 {{\n    {body}\n    .\n\n"),
        (WORLD, neighbours[record], f"{record}\n    {links[record]}\n.\n\n{neighbours[record]}"),
    )
    assert check(root)[1].faults == []


@pytest.mark.parametrize(
    ("printed", "day", "message"),
    [
        ("10 February 1828 O.S.", "1828-02-22", ""),
        ("5 Sha'ban 1243 AH", "1828-02-22", ""),  # the table has the 21st: a month began when the moon was seen
        (
            "5 Sha'ban 1243 AH",
            "1828-02-24",
            'kg:asPrinted "5 Sha\'ban 1243 AH" is 1828-02-21, but no such day is stated',
        ),
        ("10 February 1828 O.S.", "1828-02-10", "is 1828-02-22, but no such day is stated beside it"),
        ("10 II 1828 O.S.", "1828-02-22", 'kg:asPrinted "10 II 1828 O.S." cannot be read'),
    ],
)
def test_a_printed_day_answers_to_the_gregorian_one(
    printed: str, day: str, message: str, spoilt: Callable[..., Path]
) -> None:
    written = f'kg:asPrinted "{printed}" ;\n        kg:onDate "{day}"^^xsd:date'
    root = spoilt((MEMOIR, 'kg:onDate "2001-03-22"^^xsd:date', written))
    messages = [fault.message for fault in check(root)[1].errors]
    assert len(messages) == bool(message)
    assert all(message in text for text in messages)


def test_a_passage_that_states_nothing_is_reported_unless_it_is_a_locator(spoilt: Callable[..., Path]) -> None:
    memoir = MEMOIR
    silent = (
        "    src:memoir.2\n        a kg:Passage ;\n        dcterms:isPartOf src:memoir ;\n"
        '        kg:holder id:pyotr-volkov ;\n        kg:locator "chapter 4" ;\n'
    )
    after = "    .\n\n    src:memoir.1\n"
    found = check(spoilt((memoir, "    src:memoir.1\n", silent + after)))[1].errors
    assert [(f.record, f.message) for f in found] == [("src:memoir.2", "is a passage that states nothing")]
    mark = f'        kg:fingerprint "{"0" * 64}" ;\n'
    assert check(spoilt((memoir, "    src:memoir.1\n", silent + mark + after)))[1].errors == []


def test_equal_locators_are_translated_alike(spoilt: Callable[..., Path]) -> None:
    locator = 'kg:locator "paragraph 2" ;\n'
    edits = [
        (
            DAILY,
            f"kg:holder id:{holder} ;\n        {locator}",
            f'kg:holder id:{holder} ;\n        {locator}        kg:translatedLocator "{text}"@ru ;\n',
        )
        for holder, text in (("daily", "абзац 2"), ("ali-yusefi", "абзац 2"), ("pyotr-volkov", "пункт 2"))
    ]
    (found,) = check(spoilt(*edits))[1].errors
    assert found.record == "src:daily-2025.p2.ali-yusefi.pyotr-volkov"
    assert found.message == 'translates "paragraph 2" otherwise than src:daily-2025.p2'


SHAPES = "ontology/shapes.ttl"


NORTHLAND, HARBOUR = (f"    kg:locatedIn id:{place} ;\n" for place in ("northland", "harbour"))
VOLKOV, YUSEFI = '"Pyotr Volkov"@en', "id:ali-yusefi\n    a"
#: What `kg check` once let pass: a file, a text in it, what stands there instead, and the finding.
ONCE_PASSED = [
    (WORLD, NORTHLAND, "    kg:locatedIn id:harbour-palace ;\n", "leads back to itself"),
    (WORLD, HARBOUR, "    kg:locatedIn id:harbour-palace ;\n", "has itself as its kg:locatedIn"),
    (WORLD, NORTHLAND, "    kg:joins id:harbour ;\n", "has itself as its kg:joins"),
    (WORLD, NORTHLAND, "    kg:joins id:league ;\n", "has a kg:joins that is no kg:Place"),
    (DAILY, "kg:votesFor 191", "kg:votesFor 1" + "0" * 5000, "a number of 5001 digits is no plausible count"),
    (DAILY, "kg:articleCount 2", "kg:articleCount 1000000000", "kg:articleCount 1000000000 is no plausible count"),
    (DAILY, '"paragraph 1"', '"' + "x" * 20_000 + '"', "has 20000 characters"),
    (WORLD, VOLKOV, '"\\u202E"@en', "skos:prefLabel shows nothing"),
    (WORLD, VOLKOV, '"Pyotr\\u0000"@en', "has the invisible character U+0000"),
    (WORLD, VOLKOV, '"Pyotr\\uFFFE"@en', "has the invisible character U+FFFE"),
    (WORLD, '"Пётр Волков"@ru', '"Пётр Волков"@ru--ltr', "has a text with a base direction"),
    (MEMOIR, "src:memoir.1\n        a kg:Passage", "src:memoir.1\n        a kg:Signature", "the type kg:Signature"),
    (WORLD, "    a kg:Person ;\n", "    a 5 ;\n", "has the type 5"),
    (MEMOIR, "dcterms:isPartOf src:memoir", 'dcterms:isPartOf "text"', "is not part of src:memoir alone"),
    (WORLD, YUSEFI, f"id:con\n    a kg:Person ;\n.\n\n{YUSEFI}", "Windows keeps"),
    (WORLD, YUSEFI, f"id:{'x' * 121}\n    a kg:Person ;\n.\n\n{YUSEFI}", "120 letters"),
    (MEMOIR, "src:memoir.1 {", "_:nobody {", "a block without a name"),
    (DAILY, "kg:about id:hostile ;", "kg:about <<( id:a kg:term id:b )>> ;", "a quoted triple"),
    (SHAPES, 'sh:pattern "^[0-9a-f]{64}$"', 'sh:pattern "^(a+)+$"', "has sh:pattern ^(a+)+$"),
    (SHAPES, 'sh:pattern "( O', 'sh:pattern "(( O', "cannot be used: "),
]


@pytest.mark.parametrize(
    ("path", "before", "after", "message"), ONCE_PASSED, ids=[case[-1] for case in ONCE_PASSED]
)
def test_what_once_passed_is_refused(
    path: str, before: str, after: str, message: str, spoilt: Callable[..., Path]
) -> None:
    messages = [fault.message for fault in check(spoilt((path, before, after)))[1].errors]
    assert [text for text in messages if message in text], messages


def test_a_corpus_without_its_shapes_is_refused(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    (root / SHAPES).unlink()
    assert next(check(root)[1].lines()) == f"{SHAPES}:1: is missing"


def test_programs_in_shapes_are_never_run(spoilt: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise AssertionError("run")

    monkeypatch.setattr("pyshacl.validate", run)
    report = check(spoilt(*RULE_CASES["shapes_present"]))[1]
    assert [fault.message for fault in report.errors] == ["has sh:sparql"]
