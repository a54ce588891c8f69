"""Names beside identifiers: on the command line, in Python, in every format, and never in place of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from click.testing import Result

import kg
from kg.graph import Rows
from kg.model.reader import Reader
from kg.query.labels import labelled
from kg.query.sparql import Table
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import ID

Run = Callable[..., Result]

TREATIES = "SELECT ?t ?n WHERE { ?t a kg:Treaty OPTIONAL { ?t kg:votesFor ?n } } ORDER BY ?t"
#: What the files of the miniature world call its two treaties.
NAMES = {
    "en": {"id:treaty-new": "New Treaty", "id:treaty-old": "Old Treaty"},
    "fa": {"id:treaty-new": "معاهدهٔ نو", "id:treaty-old": "معاهدهٔ کهنه"},
    "ru": {"id:treaty-new": "Новый договор", "id:treaty-old": "Старый договор"},
}


@pytest.mark.parametrize("language", NAMES)
def test_names_stand_beside_identifiers(language: str, run: Run) -> None:
    plain = json.loads(run("ask", "in-force-on", "--day", "2025-12-01", "--no-labels", "--format", "json").stdout)
    named = json.loads(
        run("ask", "in-force-on", "--day", "2025-12-01", "--lang", language, "--format", "json").stdout
    )
    assert plain and "treatyLabel" not in plain[0]
    assert [list(row)[:2] for row in named] == [["treaty", "treatyLabel"]] * len(plain)
    assert [{name: row[name] for name in plain[0]} for row in named] == plain, "what was there stays as it was"
    assert {row["treaty"]: row["treatyLabel"] for row in named}.items() <= NAMES[language].items()


def test_a_passage_is_cited_in_a_line(run: Run) -> None:
    answer = run("ask", "who-says", "--record", "treaty-new-approval-assembly", "--format", "csv").stdout
    cited = {row["passage"]: row["passageLabel"] for row in csv.DictReader(io.StringIO(answer))}
    assert cited["src:gazette-2025.1"].startswith("Southland: Gazette of Southland, ")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown", "csv-excel", "table"])
def test_a_query_has_names_where_they_are_asked_for(form: str, run: Run) -> None:
    assert "Новый договор" not in run("query", TREATIES, "--format", form, "--lang", "ru").stdout
    labels = run("query", TREATIES, "--format", form, "--labels", "--lang", "ru").stdout
    assert "Новый договор" in labels and "treaty-new" in labels


def test_a_graph_and_a_yes_have_no_columns_to_name(run: Run) -> None:
    for text in ("ASK { ?s a kg:Treaty }", "CONSTRUCT WHERE { ?s a kg:Treaty }"):
        assert run("query", text, "--labels").stdout == run("query", text).stdout


def test_rows_with_their_sources_have_names_too(run: Run) -> None:
    text = "SELECT ?a WHERE { ?a a kg:Approval ; kg:votesFor ?n }"
    row = next(csv.DictReader(io.StringIO(run("query", text, "--sources", "--labels", "--format", "csv").stdout)))
    assert row["a"] == "id:treaty-new-approval-assembly" and "New Treaty" in row["aLabel"]


def test_the_sparql_of_a_question_stays_without_labels(run: Run) -> None:
    assert "Label" not in run("ask", "in-force-on", "--sparql", "--lang", "fa").stdout


def test_rows_in_python(world_root) -> None:
    g = kg.open(corpus=world_root)
    plain = g.query(TREATIES)
    rows = plain.labelled("fa")
    assert (plain.columns, rows.columns) == (["t", "n"], ["t", "tLabel", "n"])
    assert {row["t"]: row["tLabel"] for row in rows} == NAMES["fa"]
    assert g.ask("in-force-on", lang="ru").columns[:2] == ["treaty", "treatyLabel"]
    assert "treatyLabel" not in g.ask("in-force-on").columns
    pandas = pytest.importorskip("pandas")
    assert list(rows.to_pandas().columns) == rows.columns and pandas


def test_rows_of_no_graph_say_so() -> None:
    with pytest.raises(ValueError, match="come from no graph"):
        Rows(Table(["who"], [[NamedNode(ID + "x")]])).labelled()


def test_what_is_unknown_stays_without_a_name_and_own_labels_stay(world: Reader) -> None:
    unknown = NamedNode("https://example.org/x")
    own = Table(["a", "aLabel", "b"], [[unknown, Literal("mine"), NamedNode(ID + "treaty-new")]])
    answer = labelled(own, world, "en")
    assert answer.columns == ["a", "aLabel", "b", "bLabel"]
    assert answer.rows == [[unknown, Literal("mine"), NamedNode(ID + "treaty-new"), Literal("New Treaty")]]
    assert labelled(Table(["x"], [[unknown]]), world).rows == [[unknown, None]]


def test_an_answer_is_put_into_the_language(world: Reader) -> None:
    answer = labelled(Table(["answer"], [[Literal("by some accounts")]]), world, "fa")
    assert answer.rows == [[Literal("by some accounts"), Literal("به گفتهٔ برخی")]]
    assert labelled(Table(["answer"], [[Literal("surely")]]), world, "en").columns == ["answer"]


def test_a_hostile_name_cannot_steer_the_terminal(world: Reader) -> None:
    answer = labelled(Table(["x"], [[NamedNode(ID + "hostile")]]), world)
    assert not set(answer.rows[0][1].value) & set("\x1b\u202e")
