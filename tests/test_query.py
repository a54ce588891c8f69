"""SPARQL: prefixes, misspelt terms, SERVICE, formats, parameters."""

from __future__ import annotations

import csv
import io
import json

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.model.reader import Reader
from kg.query import sparql
from kg.query.sparql import QueryFault, Table
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import ID, XSD

TREATIES = "SELECT ?t ?name WHERE { ?t a kg:Treaty ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') } ORDER BY ?t"


def rows(world: Reader, text: str, **bindings: object) -> list[list[str]]:
    return [[sparql.text_of(t) for t in row] for row in sparql.table(sparql.ask(world.store, text, bindings)).rows]


def test_the_graphs_prefixes_need_no_declaration(world: Reader) -> None:
    assert rows(world, TREATIES) == [["id:treaty-new", "New Treaty"], ["id:treaty-old", "Old Treaty"]]


def test_variables_are_bound_and_never_pasted(world: Reader) -> None:
    text = "SELECT ?t ?name WHERE { ?t a kg:Treaty ; skos:prefLabel ?name }"
    assert rows(world, text, name=Literal('x" } DELETE { ?s ?p ?o', language="en")) == []
    assert rows(world, text, name=Literal("New Treaty", language="en")) == [["id:treaty-new", "New Treaty"]]


def test_a_variable_that_is_not_selected_cannot_be_bound(world: Reader) -> None:
    with pytest.raises(QueryFault, match=r"variable \?name"):
        sparql.ask(world.store, "SELECT ?t WHERE { ?t skos:prefLabel ?name }", {"name": Literal("x")})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?t WHERE { ?t a kg:Traety }", "kg:Traety is unknown. Did you mean kg:Treaty"),
        ("SELECT ?p WHERE { id:northlnd ?p ?o }", "id:northlnd is unknown. Did you mean id:northland"),
        ("ASK { ?p ?o code:non-agression }", "code:non-agression is unknown. Did you mean code:non-aggression"),
        ("ASK { GRAPH src:daily-2025.p9 { ?p ?o ?x } }", "src:daily-2025.p9 is unknown. Did you mean src:daily"),
        ("SELECT ?p WHERE { ?p kg:zzzzqqqq ?x }", "kg:zzzzqqqq is unknown."),
        ("SELECT ?t WHERE { ?t a kg:Treaty ", "The query cannot be read: "),
        ("SELECT ?t WHERE { ?t nope:x ?y }", "The query cannot be read: "),
        ("  # nothing but a remark", "The query is empty."),
        ("", "The query is empty."),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_asked_says_why(world: Reader, text: str, message: str) -> None:
    with pytest.raises(QueryFault) as fault:
        sparql.ask(world.store, text)
    assert str(fault.value).startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p ?o .SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c } }",
        "SELECT * WHERE { # it's\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } # '",
        r"PREFIX x: <http://x/> SELECT * WHERE { ?s ?p x:a\#b . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        r"PREFIX x: <http://x/> SELECT * WHERE { ?s ?p x:a\'b . SERVICE <http://127.0.0.1:9/> { ?a ?b x:c\'d } }",
        "SELECT * WHERE { <http://x/#a> ?p ?o SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p '''a\n'b''' . SERVICE ?where { ?s ?p ?o } }",
        "SELECT * WHERE { # x\rSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        r"SELECT * WHERE { ?s ?p <http://a/\u0041#b> SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        r"SELECT * WHERE { ?s ?p <http://a/\u0041'> SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } # ' }",
        "SELECT * WHERE { SERVICESILENT <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * WHERE { SERVICEex:p { ?a ?b ?c } }",
        "SELECT * WHERE { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * WHERE { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "SELECT * WHERE { FILTER(?a<'x>#' ) SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }\n }",
        "SELECT * WHERE { FILTER(?a<?b#x>'''\n) SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #'''\n }",
        "SELECT * WHERE { ?s ?p 1e5SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    ],
)
def test_service_is_refused_however_it_hides(world: Reader, text: str) -> None:
    with pytest.raises(QueryFault, match="SERVICE is not allowed"):
        sparql.ask(world.store, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service WHERE { ?service a kg:Treaty }",
        "PREFIX x: <http://x/> SELECT ?s WHERE { ?s a x:secret-service, x:service.of_1 }",
        "SELECT ?s WHERE { ?s skos:prefLabel 'the SERVICE'@en }",
        "# no SERVICE here\nSELECT ?s WHERE { ?s a kg:Treaty }",
        "SELECT ?s WHERE { ?s dcterms:title 'kg:Traety' }",
        "PREFIX kg: <http://other/> SELECT ?s WHERE { ?s a kg:Traety }",
        "SELECT ?s WHERE { ?s a <https://w3id.org/iran-russia/ontology#Traety> }",
    ],
)
def test_what_only_looks_like_a_fault_is_asked(world: Reader, text: str) -> None:
    sparql.ask(world.store, text)


def test_updates_are_refused(world: Reader) -> None:
    with pytest.raises(QueryFault, match="cannot be read"):
        sparql.ask(world.store, "DELETE WHERE { ?s ?p ?o }")


@pytest.mark.parametrize("form", sparql.RESULT_FORMATS)
def test_rows_in_every_result_format_read_back(world: Reader, form: str) -> None:
    data = sparql.write(sparql.ask(world.store, TREATIES), form)
    if form == "csv":
        assert list(csv.reader(io.StringIO(data.decode()))) == [
            ["t", "name"],
            [ID + "treaty-new", "New Treaty"],
            [ID + "treaty-old", "Old Treaty"],
        ]
    else:
        formats = {"json": QueryResultsFormat.JSON, "tsv": QueryResultsFormat.TSV, "xml": QueryResultsFormat.XML}
        read = [row["name"].value for row in parse_query_results(data, format=formats[form])]
        assert read == ["New Treaty", "Old Treaty"]


def test_yes_and_no(world: Reader) -> None:
    ask = "ASK { id:treaty-new a kg:Treaty }"
    assert sparql.write(sparql.ask(world.store, ask), "csv") == b"answer\ntrue\n"
    assert json.loads(sparql.write(sparql.ask(world.store, ask), "json"))["boolean"] is True
    assert sparql.write(sparql.ask(world.store, "ASK { id:treaty-new a kg:Law }"), "markdown") == (
        b"| answer |\n| --- |\n| false |\n"
    )


@pytest.mark.parametrize(("form", "syntax"), sparql.RDF_FORMATS.items())
def test_graphs_in_every_format_read_back(world: Reader, form: str, syntax: RdfFormat) -> None:
    text = "CONSTRUCT { ?t skos:prefLabel ?n } WHERE { ?t a kg:Treaty ; skos:prefLabel ?n }"
    data = sparql.write(sparql.ask(world.store, text), form)
    assert len(list(parse(data, format=syntax))) == 6


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        (TREATIES, "turtle", "Rows cannot be written as turtle. Use one of: csv, tsv, json, xml, markdown."),
        ("DESCRIBE id:treaty-new", "csv", "A graph cannot be written as csv. Use one of: turtle, ntriples"),
    ],
)
def test_a_format_that_cannot_hold_the_answer_is_refused(world: Reader, text: str, form: str, message: str) -> None:
    with pytest.raises(QueryFault) as fault:
        sparql.write(sparql.ask(world.store, text), form)
    assert str(fault.value).startswith(message)


def test_turtle_is_written_in_the_one_layout(world: Reader) -> None:
    text = "CONSTRUCT { ?t a kg:Treaty } WHERE { ?t a kg:Treaty }"
    assert sparql.write(sparql.ask(world.store, text), "turtle").decode() == (
        "@prefix id: <https://w3id.org/iran-russia/id/> .\n"
        "@prefix kg: <https://w3id.org/iran-russia/ontology#> .\n\n"
        "id:treaty-new\n    a kg:Treaty ;\n.\n\n"
        "id:treaty-old\n    a kg:Treaty ;\n.\n"
    )


def test_hostile_labels_stay_in_their_cells(world: Reader) -> None:
    text = "SELECT ?n WHERE { id:hostile skos:prefLabel ?n FILTER(LANG(?n) = 'en') }"
    answer = sparql.table(sparql.ask(world.store, text))
    assert sparql.markdown(answer).splitlines()[2] == r'| <img src=x onerror=alert(1)> "quoted" \| =1+1 |'
    assert list(csv.reader(io.StringIO(sparql.write(sparql.ask(world.store, text), "csv").decode())))[1] == [
        '<img src=x onerror=alert(1)> "quoted" | =1+1'
    ]


def test_a_table_may_be_cut(world: Reader) -> None:
    answer = sparql.table(sparql.ask(world.store, "SELECT ?s WHERE { ?s ?p ?o }"), rows=3)
    assert (len(answer.rows), answer.cut) == (3, True)
    assert sparql.table(sparql.ask(world.store, TREATIES), rows=2).cut is False


EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p STR(?o)"


@pytest.mark.parametrize("form", [*sparql.RESULT_FORMATS, "markdown"])
def test_a_cut_answer_is_the_first_rows_in_every_format(world: Reader, form: str) -> None:
    kept, cut = sparql.first(sparql.ask(world.store, EVERYTHING), 7)
    assert cut is True
    assert sparql.write(kept, form) == sparql.write(sparql.ask(world.store, EVERYTHING + " LIMIT 7"), form)


@pytest.mark.parametrize("form", [*sparql.RESULT_FORMATS, "markdown"])
def test_an_answer_of_just_so_many_rows_is_whole(world: Reader, form: str) -> None:
    kept, cut = sparql.first(sparql.ask(world.store, TREATIES), 2)
    assert (sparql.write(kept, form), cut) == (sparql.write(sparql.ask(world.store, TREATIES), form), False)


def test_every_kind_of_term_outlives_the_cut(world: Reader) -> None:
    text = r"""SELECT * WHERE {
        VALUES (?a ?b) { (id:northland "x"@fa) (1.50 "\u202e\"\\n") (true UNDEF) ("2025"^^xsd:gYear "") }
    }"""
    rows = [
        sparql.table(r).rows
        for r in (sparql.first(sparql.ask(world.store, text), 9)[0], sparql.ask(world.store, text))
    ]
    assert rows[0] == rows[1] and len(rows[0]) == 4
    blank, _ = sparql.first(sparql.ask(world.store, "SELECT (BNODE() AS ?x) WHERE {}"), 1)
    assert sparql.table(blank).rows[0][0] is not None


@pytest.mark.parametrize(("form", "syntax"), sparql.RDF_FORMATS.items())
def test_a_graph_is_cut_too(world: Reader, form: str, syntax: RdfFormat) -> None:
    text = "CONSTRUCT { ?t skos:prefLabel ?n } WHERE { ?t a kg:Treaty ; skos:prefLabel ?n }"
    for rows, held, more in ((4, 4, True), (6, 6, False), (7, 6, False)):
        kept, cut = sparql.first(sparql.ask(world.store, text), rows)
        assert (len(list(parse(sparql.write(kept, form), format=syntax))), cut) == (held, more)


def test_a_yes_is_never_cut(world: Reader) -> None:
    kept, cut = sparql.first(sparql.ask(world.store, "ASK { ?s ?p ?o }"), 1)
    assert (sparql.write(kept, "csv"), cut) == (b"answer\ntrue\n", False)


def test_no_more_rows_are_read_than_are_kept(world: Reader) -> None:
    """The product of three times everything has billions of rows."""
    kept, cut = sparql.first(sparql.ask(world.store, "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), 3)
    assert (len(sparql.table(kept).rows), cut) == (3, True)


def test_a_graph_is_no_table(world: Reader) -> None:
    with pytest.raises(QueryFault, match=r"A graph cannot be written as a table\. Use one of: turtle"):
        sparql.table(sparql.ask(world.store, "DESCRIBE id:treaty-new"))


def test_rows_as_dictionaries() -> None:
    table = Table(["a", "b"], [[NamedNode(ID + "iran"), None]])
    assert list(sparql.iter_rows(table)) == [{"a": "id:iran", "b": ""}]


@pytest.mark.parametrize(
    ("text", "datatype", "term"),
    [
        ("id:iran", None, NamedNode(ID + "iran")),
        ("id:iran", "iri", NamedNode(ID + "iran")),
        ("https://example.org/x", None, NamedNode("https://example.org/x")),
        ("plain words", None, Literal("plain words")),
        ("2025-10-03", "xsd:date", Literal("2025-10-03", datatype=NamedNode(XSD + "date"))),
    ],
)
def test_parameters_become_terms(text: str, datatype: str | None, term: object) -> None:
    assert sparql.parse_term(text, datatype) == term


def test_a_parameter_that_is_no_record_is_refused() -> None:
    with pytest.raises(QueryFault, match="is no record or term"):
        sparql.parse_term("plain words", "iri")
