"""The question library: its files, its answers (on other engines: test_export_answers), and what breaks them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from kg.corpus import files
from kg.dataset import build
from kg.dataset.store import Compiled
from kg.graph import Graph
from kg.query import questions
from kg.query.questions import QuestionFault, UnknownQuestion
from kg.rdf.terms import Quad, Store
from kg.rdf.vocabulary import BASE, LANGUAGES, PREFIXES, compact, namespaces, record_iri

REPO = Path(__file__).parent.parent
#: The complete answers of the miniature world, written by reading it.
EXPECTED = Path(__file__).parent / "expected"
LIBRARY = questions.library(REPO)

#: For each question, what to ask it of the miniature world, and one statement that its answer there rests on.
WORLD: dict[str, tuple[dict[str, str], str]] = {
    "in-force-on": ({"day": "2025-08-01"}, "id:treaty-new-entry-into-force kg:onDate"),
    "life-of-a-treaty": ({"treaty": "treaty-new"}, "id:treaty-new-approval-assembly kg:onDate"),
    "agreements-signed-between": ({}, "id:treaty-new-signature kg:onDate"),
    "agreements-of-a-party": ({"party": "southland"}, "id:treaty-old kg:party"),
    "votes-on-a-treaty": ({"treaty": "treaty-new"}, "id:treaty-new-approval-assembly kg:votesFor"),
    "terms-of-agreements": ({}, "id:treaty-old kg:renewalTerm"),
    "how-agreements-ended": ({}, "id:treaty-old-repudiation kg:onDate"),
    "signed-without-entry": ({}, "id:pact-signature kg:treaty"),
    "authentic-languages": ({}, "id:treaty-new kg:authenticLanguage"),
    "signatories": ({"treaty": "treaty-new"}, "id:treaty-new-signature kg:signatory"),
    "approvals-needed": ({}, "id:treaty-new kg:requiresApprovalBy"),
    "citations-between-texts": ({}, "id:treaty-new-article-1 kg:cites"),
    "lineage-of-a-treaty": ({"treaty": "treaty-new"}, "id:new-continues-old kg:kind"),
    "article-contents": ({"article": "treaty-new-article-1"}, "id:treaty-new-article-1 kg:gist"),
    "articles-of-a-treaty": ({"treaty": "treaty-new"}, "id:treaty-new-article-1 kg:mainField"),
    "coverage-of-texts": ({}, "id:treaty-new-article-1 kg:gist"),
    "commitments-of-a-treaty": ({"treaty": "treaty-new"}, "id:treaty-new-article-1 kg:commitment"),
    "modalities-of-a-treaty": ({"treaty": "treaty-new"}, "id:treaty-new-article-1 kg:modality"),
    "commitment-across-treaties": ({}, "id:treaty-old-article-1 kg:commitment"),
    "commitments-compared": (
        {"one": "treaty-old", "other": "treaty-new"},
        "id:treaty-old-article-1 kg:commitment",
    ),
    "reports-and-the-text": ({"treaty": "treaty-new"}, "id:check-daily-articles kg:verdict"),
    "commitments-lacking": ({}, "id:treaty-new kg:lacksCommitment"),
    "named-in-texts": ({"treaty": "treaty-new"}, "id:treaty-new-article-1 kg:names"),
    "articles-in-a-field": ({}, "id:treaty-old-article-1 kg:mainField"),
    "fields-of-a-treaty": ({"treaty": "treaty-new"}, "id:treaty-new-article-1 kg:mainField"),
    "fields-compared": ({"one": "treaty-old", "other": "treaty-new"}, "id:treaty-new-article-1 kg:mainField"),
    "fields-of-all-treaties": ({}, "id:treaty-new-article-1 kg:mainField"),
    "stances-by-field": ({}, "id:daily-foresees kg:field"),
    "members-on-a-day": (
        {"organization": "league", "day": "2020-01-01"},
        "id:northland-in-league-full-member kg:startDate",
    ),
    "member-since": (
        {"member": "southland", "organization": "league"},
        "id:southland-in-league-observer kg:endDate",
    ),
    "memberships-of-a-state": ({"member": "southland"}, "id:southland-in-league-observer kg:startDate"),
    "shared-memberships": (
        {"one": "northland", "other": "southland"},
        "id:northland-in-league-full-member kg:role",
    ),
    "roles-over-time": ({"organization": "league"}, "id:southland-in-league-full-member kg:startDate"),
    "founding-dates": ({}, "id:league kg:foundedOn"),
    "office-holders": ({"office": "president-of-southland"}, "id:ali-yusefi-president-of-southland kg:startDate"),
    "office-holders-on-a-day": ({}, "id:ali-yusefi-president-of-southland kg:startDate"),
    "career-of-a-person": ({"person": "ali-yusefi"}, "id:ali-yusefi-president-of-southland kg:startDate"),
    "organs-of-a-state": ({"state": "southland"}, "id:assembly kg:organOf"),
    "sanctions-on-a-target": ({"target": "southland"}, "id:embargo kg:startDate"),
    "imposers-of-sanctions": ({}, "id:embargo kg:imposer"),
    "most-quoted-speakers": ({"least": "2"}, "src:daily-2025.p1 kg:holder"),
    "chronicle": ({"first": "2001", "last": "2025"}, "id:summit kg:onDate"),
    "events-with-a-participant": ({"participant": "southland"}, "id:summit kg:participant"),
    "events-by-kind-and-year": ({}, "id:summit kg:onDate"),
    "accounts-of-an-event": ({"happening": "treaty-new-signature"}, "id:treaty-new-signature kg:place"),
    "votes-of-two-states": (
        {"one": "northland", "other": "southland", "body": "league"},
        "id:dues-vote-ballot-old-southland kg:choice",
    ),
    "votes-alike-by-subject": (
        {"one": "northland", "other": "southland"},
        "id:seat-vote-ballot-southland kg:choice",
    ),
    "places-of-happenings": ({}, "id:treaty-new-signature kg:place"),
    "figures-of-a-measure": ({}, "id:figure-trade-turnover-2023 kg:valueAbout"),
    "rival-figures": ({}, "id:exports kg:value"),
    "near-figures": ({"year": "2023"}, "id:figure-trade-turnover-2023 kg:valueOver"),
    "voting-agreement": (
        {"one": "northland", "other": "southland", "body": "league"},
        "id:votes-of-both kg:value",
    ),
    "goods-flows": ({}, "id:flow kg:value"),
    "figures-by-speaker": ({"least": "1"}, "id:flow rdf:type"),
    "stances-towards": ({"towards": "treaty-new"}, "id:daily-treaty-paper kg:stance"),
    "stances-by-source-kind": ({"towards": "treaty-new"}, "id:daily-treaty-paper kg:stance"),
    "assessments-of-a-kind": ({"about": "treaty-new"}, "id:daily-foresees kg:kind"),
    "denials": ({}, "id:yusefi-denies-visit rdf:type"),
    "rival-values": ({}, "id:treaty-new-approval-assembly kg:votesFor"),
    "voices-for-a-value": (
        {"record": "treaty-new-entry-into-force"},
        "id:treaty-new-entry-into-force kg:dateNoLaterThan",
    ),
    "said-by": ({"speaker": "daily"}, "id:daily-treaty-paper kg:gist"),
    "contradicts-oneself": ({}, "id:northland-in-league-full-member kg:startDate"),
    "most-attested-acts": ({"least": "2"}, "id:treaty-new-signature rdf:type"),
    "who-says": ({"record": "treaty-old"}, "id:treaty-old kg:term"),
    "sources-of-a-record": ({"record": "ali-yusefi"}, "id:treaty-new-signature kg:signatory"),
    "second-hand": ({"least": "1"}, "src:mirror-2025.p2 kg:quotedIn"),
    "report-chains": ({}, "src:daily-2025.p2.ali-yusefi.pyotr-volkov kg:quotedIn"),
    "sources-by-kind-and-language": ({}, "src:memoir dcterms:language"),
    "attested-once": ({}, "id:pact-signature rdf:type"),
    "copies-of-sources": ({}, "src:mirror-2025 prov:wasDerivedFrom"),
    "doubtful-identity": ({}, "id:summit kg:maybeSame"),
    "undated-sources": ({}, "src:memoir kg:kind"),
    "known-by-a-day": ({"record": "treaty-new-signature"}, "src:daily-2025 dcterms:issued"),
    "sources-by-year": ({}, "src:gazette-2025 dcterms:issued"),
    "imprecise-dates": ({}, "id:pact-signature kg:onDate"),
    "rival-dates": ({}, "id:treaty-old-signature kg:onDate"),
    "spoken-before-published": ({"speaker": "ali-yusefi"}, "src:daily-2025.p2.ali-yusefi kg:statedOn"),
}
#: Names of terms that only compiling writes.
DERIVED_TERM = re.compile(r"kg:(surelyFrom|onRecord|statesBoth)\b")
ALL = pytest.mark.parametrize("name", LIBRARY)


@pytest.fixture(scope="module")
def small(told_quads: list[Quad]) -> Graph:
    return Graph.of(build.compiled_quads(told_quads), LIBRARY)


@pytest.fixture(scope="module")
def real(real_compiled: Compiled) -> Store:
    """The whole graph, checked or not."""
    return real_compiled.open()


def answer(store: Store, name: str, values: dict[str, str] | None = None) -> list[list[str]]:
    return settled(questions.cells(questions.ask(store, LIBRARY[name], values)))


def settled(rows: Iterable[list[str]]) -> list[list[str]]:
    """Put rows in order, and the members of each cell of several IRIs: engines join a group as they please."""
    return sorted([" ".join(sorted(c.split(" "))) if c.startswith(BASE) else c for c in row] for row in rows)


def table_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Read the columns and the rows of an expected table."""
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    return columns, settled(rows)


def meets(row: list[str], expected: list[str]) -> bool:
    """Tell whether a row is the expected one, in which `*` is any value and `N+` a number that is N or more."""

    def fits(cell: str, wanted: str) -> bool:
        bound = re.fullmatch(r"([0-9.]+)\+", wanted)
        return float(cell) >= float(bound[1]) if bound else wanted in ("*", cell)

    return len(row) == len(expected) and all(map(fits, row, expected))


# --- the files -------------------------------------------------------------------------------


def test_the_library_is_large_and_covers_every_theme() -> None:
    assert len(LIBRARY) >= 45
    assert {q.theme for q in LIBRARY.values()} == set(questions.THEMES)
    assert {q.see for q in LIBRARY.values()} == set(questions.WAYS)
    assert set(LIBRARY) == set(WORLD)


@ALL
def test_a_file_is_whole(name: str) -> None:
    found = LIBRARY[name]
    for tag in LANGUAGES:
        assert found.title(tag).endswith(("?", "؟"))
        assert found.about(tag).endswith(".")
    assert len({found.title(tag) for tag in LANGUAGES}) == 3
    assert found.expected.name == f"{name}.csv"
    assert "SELECT" in found.text
    lines = (REPO / questions.FOLDER / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    assert lines == [line.rstrip() for line in lines]


@ALL
def test_a_query_is_portable(name: str) -> None:
    text = LIBRARY[name].text
    assert "|" not in text.replace("||", ""), "a|b paths count differently: write UNION"
    assert "FROM" not in text and "SERVICE" not in text
    assert not re.search(r"\bid:(iran|russia|treaty)", re.sub(r"VALUES \?\w+ \{[^}]*\}", "", text))
    declared = set(re.findall(r"PREFIX (\w+):", text))
    used = set(re.findall(r'(?<![\w?"/<])([a-z]+):[A-Za-z]', re.sub(r"<[^>]*>", "", text)))
    assert declared == used
    for optional in re.findall(r"ORDER BY .*", text):
        assert not re.search(r"GROUP_CONCAT\(\?", optional)


def test_no_expected_answer_without_its_question() -> None:
    folder = REPO / questions.FOLDER
    assert {p.name for p in folder.iterdir()} == {f"{n}{e}" for n in LIBRARY for e in (".rq", ".csv")}


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        (
            "#+ theme: treaties",
            "#+ theme: cooking",
            "7: theme cooking is unknown. Write one of: treaties, articles",
        ),
        ("#+ see: timeline", "#+ see: pie", "9: see pie is unknown. Write one of: table, bar"),
        ("#+ theme: treaties", "#+ tilte: x", "7: `#+ tilte: x` is no header. Write `#+ NAME: VALUE`"),
        ("#+ param: day xsd:date 2025-10-03", "#+ param: day date", "8: `day date` is no parameter."),
        (
            "#+ param: day xsd:date 2025-10-03",
            "#+ param: day xsd:date 2025-10-04",
            '8: the query does not hold `VALUES ?day { "2025-10-04"^^xsd:date }`.',
        ),
        ("#+ title@fa: ", "#+ title@ru: ", "1: 0 lines `#+ title@fa:`. Write one."),
        ("#+ least: 25", "#+ least: many", "11: least many is no number of rows."),
    ],
)
def test_a_fault_of_a_file_has_its_line(tmp_path: Path, line: str, instead: str, said: str) -> None:
    folder = tmp_path / questions.FOLDER
    folder.mkdir(parents=True)
    text = (REPO / questions.FOLDER / "in-force-on.rq").read_text(encoding="utf-8")
    assert line in text
    (folder / "spoilt.rq").write_text(text.replace(line, instead, 1), encoding="utf-8")
    with pytest.raises(QuestionFault) as fault:
        questions.library(tmp_path)
    assert f"spoilt.rq:{said}" in str(fault.value)


# --- asking ----------------------------------------------------------------------------------


def test_an_unknown_question_lists_the_near_ones() -> None:
    with pytest.raises(UnknownQuestion) as fault:
        questions.find(LIBRARY, "in-force-at")
    assert str(fault.value).startswith("No question is named in-force-at. Did you mean in-force-on")


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (
            "in-force-on",
            {"dya": "1980-01-01"},
            "in-force-on has no parameter dya. Did you mean day? It takes: day.",
        ),
        ("in-force-on", {"day": "1980"}, "day takes a day such as 2025-10-03, not 1980."),
        ("in-force-on", {"day": "1980-02-30"}, "day takes a day such as 2025-10-03, not 1980-02-30."),
        (
            "in-force-on",
            {"day": "1404-12-30"},
            "day takes a day such as 2025-10-03, not 1404-12-30. 1404-12-30 is no",
        ),
        ("chronicle", {"first": "80"}, "first takes a year such as 2025, not 80."),
        (
            "chronicle",
            {"first": "1403"},
            "first takes a year such as 2025, not 1403. 1403 is no date: its calendar",
        ),
        (
            "chronicle",
            {"first": "1403 AP"},
            "first takes a year such as 2025, not 1403 AP. 1403 AP is no Gregorian year.",
        ),
        ("second-hand", {"least": "few"}, "least takes a whole number such as 10, not few."),
        ("who-says", {"record": "a b> ?x ?y . <c"}, "record: No record is named a b> ?x ?y . <c."),
        ("rival-figures", {"x": "1"}, "rival-figures has no parameter x. It takes none."),
        (
            "who-says",
            {"record": "treaty-nev"},
            "record: No record is named treaty-nev. Near: id:treaty-new",
        ),
    ],
)
def test_a_value_that_does_not_fit(small: Graph, name: str, values: dict[str, str], said: str) -> None:
    with pytest.raises(QuestionFault) as fault:
        small.ask(name, **values)
    assert str(fault.value).startswith(said)


@pytest.mark.parametrize("day", ["1404-08-10", "۱۴۰۴/۰۸/۱۰", "2025/11/1", "10 Aban 1404"])
def test_a_day_is_taken_in_any_calendar(day: str, small: Graph) -> None:
    assert list(small.ask("in-force-on", day=day)) == list(small.ask("in-force-on", day="2025-11-01")) != []
    assert LIBRARY["in-force-on"].sparql({"day": day}) == LIBRARY["in-force-on"].sparql({"day": "2025-11-01"})


def test_a_doubtful_reading_is_a_warning(small: Graph) -> None:
    with pytest.warns(UserWarning, match="1299-12-07 is read as Solar Hijri"):
        small.ask("in-force-on", day="1299-12-07")
    with pytest.warns(UserWarning, match="1592 is read as Gregorian"):
        small.ask("chronicle", first="1592")


def test_values_are_serialized_and_never_pasted(tmp_path: Path, small: Graph) -> None:
    text = (REPO / questions.FOLDER / "rival-figures.rq").read_text(encoding="utf-8")
    text = text.replace("#+ see", "#+ param: word xsd:string no\n#+ see")
    text = text[: text.index("SELECT")] + 'SELECT ?word WHERE { VALUES ?word { "no" } }\n'
    (tmp_path / "echo.rq").write_text(text, encoding="utf-8")
    echo = questions.read(tmp_path / "echo.rq")
    hostile = '" } ?s ?p ?o . { \\1 \\" \n UNION'
    store = small.reader.store
    assert questions.cells(questions.ask(store, echo, {"word": hostile})) == [[hostile.strip()]]
    assert questions.cells(questions.ask(store, echo)) == [["no"]]


def test_a_filled_query_is_whole() -> None:
    text = LIBRARY["members-on-a-day"].sparql({"organization": "brics", "day": "2024-01-01"})
    assert f"VALUES ?organization {{ <{record_iri('brics')}> }}" in text
    assert 'VALUES ?day { "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }' in text
    Store().query(text)
    assert LIBRARY["members-on-a-day"].sparql() == LIBRARY["members-on-a-day"].text


def test_every_clause_of_a_parameter_is_filled() -> None:
    asked = LIBRARY["in-force-on"]
    text = replace(asked, text=asked.text * 2).sparql({"day": "1980-01-01"})
    assert text.count("1980-01-01") == 2 and "2025-10-03" not in text


# --- the answers -----------------------------------------------------------------------------


@ALL
def test_the_real_answer_holds_the_expected_rows(name: str, real: Store) -> None:
    """Rows that stand in a source, at least as many as the question says: a further source breaks neither."""
    table = questions.ask(real, LIBRARY[name])
    columns, expected = table_of(LIBRARY[name].expected)
    rows = settled(questions.cells(table))
    assert columns == list(table.columns)
    assert [row for row in expected if not any(meets(r, row) for r in rows)] == []
    assert len(rows) >= LIBRARY[name].least


@pytest.mark.parametrize(
    ("name", "values", "never"),
    [
        ("in-force-on", {}, ["id:convention-1907", "*", "*"]),
        ("in-force-on", {}, ["id:treaty-of-turkmenchay-1828", "*", "*"]),
        ("in-force-on", {}, ["id:caspian-convention-2018", "*", "*"]),
        ("in-force-on", {}, ["id:oil-agreement-1946", "*", "*"]),
        ("in-force-on", {"day": "2025-01-16"}, ["id:treaty-2025", "*", "*"]),
        ("in-force-on", {"day": "2001-03-11"}, ["id:treaty-2001", "*", "*"]),
        ("members-on-a-day", {}, ["id:iran", "code:observer", "*"]),
        ("members-on-a-day", {"day": "2023-07-03"}, ["id:iran", "code:full-member", "surely"]),
        ("members-on-a-day", {"organization": "brics", "day": "2024-02-01"}, ["id:argentina", "*", "*"]),
        ("members-on-a-day", {"organization": "brics", "day": "2010-06-01"}, ["id:iran", "*", "*"]),
        ("office-holders-on-a-day", {}, ["id:president-of-iran", "id:ebrahim-raisi", "*", "*"]),
        ("office-holders-on-a-day", {}, ["id:president-of-iran", "id:hassan-rouhani", "*", "*"]),
        ("office-holders-on-a-day", {}, ["id:foreign-minister-of-iran", "id:mohammad-javad-zarif", "*", "*"]),
        ("office-holders-on-a-day", {}, ["id:defence-minister-of-russia", "id:sergei-shoigu", "*", "*"]),
    ],
)
def test_the_real_answer_has_no_row_that_the_world_excludes(
    name: str, values: dict[str, str], never: list[str], real: Store
) -> None:
    """Whoever joined, signed or took office later, or left before; `tests/keys` has more of them."""
    assert [row for row in answer(real, name, values) if meets(row, never)] == []


@ALL
def test_the_world_answers_as_it_was_read(name: str, small: Graph) -> None:
    """Complete answers, derived from `tests/world` and `tests/annex.trig` by hand, never printed by an engine."""
    columns, expected = table_of(EXPECTED / f"{name}.csv")
    table = questions.ask(small.reader.store, LIBRARY[name], WORLD[name][0])
    assert columns == list(table.columns)
    assert settled(questions.cells(table)) == expected != []


def test_every_question_has_its_world_and_no_other() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(LIBRARY)


def test_an_expected_row_can_be_missed() -> None:
    assert meets(["id:a", "7", "x"], ["id:a", "7+", "*"])
    assert not meets(["id:a", "6", "x"], ["id:a", "7+", "*"])
    assert not meets(["id:b", "7", "x"], ["id:a", "7+", "*"])
    assert not meets(["id:a", "7"], ["id:a", "7", "*"])


@pytest.mark.parametrize("statement", sorted({statement for _, statement in WORLD.values()}))
def test_breaking_a_statement_breaks_the_right_questions(
    statement: str, told_quads: list[Quad], small: Graph
) -> None:
    """Those that rest on it change; those that neither name its predicate nor ask for any predicate do not.

    What is worked out rests on many predicates: questions that read it are exempt from the second half.
    """
    predicate = statement.split()[1].replace("rdf:type", " a ")
    broken = Store()
    broken.bulk_extend(build.compiled_quads(without(told_quads, statement)))
    for name, (values, own) in WORLD.items():
        same = answer(broken, name, values) == answer(small.reader.store, name, values)
        if own == statement:
            assert not same, f"{name} does not notice that {statement} is gone"
        elif DERIVED_TERM.search(LIBRARY[name].text):
            continue
        elif predicate not in LIBRARY[name].text and not re.search(r"\?\w+ \?\w+ \?\w+", LIBRARY[name].text):
            assert same, f"{name} changes though it does not ask for {predicate}"


def without(quads: list[Quad], statement: str) -> Iterator[Quad]:
    """Leave out every statement of a subject and predicate, whoever makes it."""
    subject, predicate = statement.split()
    kept = [q for q in quads if (compact(q.subject.value), compact(q.predicate.value)) != (subject, predicate)]
    assert len(kept) < len(quads), f"the world holds no {statement}"
    return iter(kept)


# --- the description -------------------------------------------------------------------------


def test_questions_are_described_for_sparql_editors() -> None:
    import rdflib

    described = rdflib.Graph().parse(data=questions.shacl_turtle(LIBRARY.values(), "https://example.org/sparql"))
    sh = rdflib.Namespace(PREFIXES["sh"])
    subjects = set(described.subjects(rdflib.RDF.type, sh.SPARQLExecutable))
    assert len(subjects) == len(LIBRARY)
    one = rdflib.URIRef(f"{BASE}question/in-force-on")
    assert str(described.value(one, sh.select)) == LIBRARY["in-force-on"].text
    assert {c.language for c in described.objects(one, rdflib.RDFS.comment)} == set(LANGUAGES)
    declarations = list(described.objects(described.value(one, sh.prefixes), sh.declare))
    assert {str(described.value(d, sh.prefix)) for d in declarations} == set(namespaces())


def test_the_library_is_no_part_of_the_data() -> None:
    assert not any("questions" in path.parts for path in files.files(REPO))


QUESTION = """#+ title: Who?
#+ title@fa: که؟
#+ title@ru: Кто?
#+ about: Those.
#+ about@fa: آنها.
#+ about@ru: Те.
#+ theme: actors
#+ see: table
#+ expect: who.csv
SELECT ?s WHERE { %s }
"""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            b"SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
            "ontology/questions/who.rq:10: SERVICE is not allowed: answers come from this graph alone\n"
            "    Leave the SERVICE part out.\n",
        ),
        (b"?s ?p", "ontology/questions/who.rq:10: error at 2:1: "),
        (b"\xff", "ontology/questions/who.rq:1: not UTF-8\n    Save the file in UTF-8.\n"),
    ],
)
def test_a_question_that_no_engine_should_answer_is_a_finding(
    body: bytes, message: str, spoilt: Callable[..., Path], run: Callable[..., Result]
) -> None:
    root = spoilt()
    (root / questions.FOLDER / "who.rq").write_bytes(QUESTION.encode() % body)
    result = run("check", root=root)
    assert (result.exit_code, result.stderr[: len(message)]) == (1, message)
    assert run("ask", "who", root=root).exit_code == 2
