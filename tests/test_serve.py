"""`kg serve`: the protocol, records, search and reconciliation, limits, and a hundred clients at once."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import psutil
import pytest
from click.testing import Result
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse, parse_query_results

import kg
from kg.dataset.store import Compiled
from kg.query import questions
from kg.rdf.vocabulary import ID
from tests.kg_server import Server, serving

pytest.importorskip("starlette", reason="kg serve needs the extra `serve`")
pytest.importorskip("uvicorn", reason="kg serve needs the extra `serve`")

TREATIES = "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t"
EVERY_CLASS = "SELECT ?c ?l WHERE { ?c a owl:Class ; skos:prefLabel ?l } ORDER BY ?c ?l"
BOTH = [ID + "treaty-new", ID + "treaty-old"]
#: No store answers this: a product of three times all statements, sorted.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a"


@pytest.fixture(scope="module")
def server(world_root: Path, compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(world_root, tmp_path_factory.mktemp("serve") / "log", "--rows", "500") as running:
        yield running


def subjects(body: bytes, form: QueryResultsFormat) -> list[str]:
    return [row["t"].value for row in parse_query_results(body, format=form)]


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", QueryResultsFormat.JSON),
        ("*/*", "application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/html, application/xml;q=0.5", "application/xml", QueryResultsFormat.XML),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", QueryResultsFormat.TSV),
    ],
)
def test_rows_in_each_format(server: Server, accept: str, media: str, form: QueryResultsFormat) -> None:
    reply = server.ask(TREATIES, Accept=accept)
    assert (reply.status, reply.headers["content-type"]) == (200, media)
    assert subjects(reply.body, form) == BOTH


def test_csv_is_as_the_specification_says(server: Server) -> None:
    lines = server.ask(TREATIES, Accept="text/csv").text.split("\r\n")
    assert lines[:3] == ["t", *BOTH]


def test_a_query_may_be_sent_in_three_ways(server: Server) -> None:
    form = urlencode({"query": TREATIES}).encode()
    direct = {"Content_Type": "application/sparql-query"}
    replies = [
        server.ask(TREATIES),
        server.fetch("/sparql", form),
        server.fetch("/sparql", TREATIES.encode(), **direct),
    ]
    assert [subjects(reply.body, QueryResultsFormat.JSON) for reply in replies] == [BOTH] * 3


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_graphs_in_each_format(server: Server, media: str, form: RdfFormat) -> None:
    reply = server.ask("CONSTRUCT { ?t a kg:Treaty } WHERE { ?t a kg:Treaty }", Accept=media)
    assert reply.headers["content-type"].startswith(media)
    assert sorted(quad.subject.value for quad in parse(reply.body, format=form)) == BOTH


@pytest.mark.parametrize(
    ("path", "data", "headers", "status", "reason"),
    [
        ("/sparql?query=ASK%7B%7D&default-graph-uri=x", None, {}, 400, "default-graph-uri is not supported"),
        ("/sparql?query=ASK%7B%7D&named-graph-uri=x", None, {}, 400, "named-graph-uri is not supported"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, "one query at a time"),
        ("/sparql?query=SELECT", None, {}, 400, "cannot be read"),
        ("/sparql?query=SELECT*%7B?t+a+kg:Treety%7D", None, {}, 400, "Did you mean kg:Treaty"),
        (
            "/sparql?query=SELECT*%7BSERVICE+%3Chttp://127.0.0.1:9/%3E%7B%7D%7D",
            None,
            {},
            400,
            "SERVICE is not allowed",
        ),
        ("/sparql?query=CLEAR+ALL", None, {}, 400, "cannot be read"),
        ("/sparql?query=LOAD+%3Chttp://127.0.0.1:9/%3E", None, {}, 400, "cannot be read"),
        ("/sparql", b"update=CLEAR+ALL", {}, 403, "read-only"),
        ("/sparql", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}, 403, "read-only"),
        ("/sparql", b"{}", {"Content_Type": "application/json"}, 415, "application/sparql-query"),
        ("/sparql", b"query=ASK%7B%FF", {"Content_Type": "application/sparql-query"}, 400, "cannot be read"),
        ("/sparql?query=ASK%7B%22%ED%A0%80%22%7D", None, {}, 400, "not UTF-8"),
        ("/sparql", b"query=ASK%FF", {}, 400, "not UTF-8"),
        (
            "/sparql",
            "ASK { ?s ?p 'é' }".encode("latin-1"),
            {"Content_Type": "application/sparql-query; charset=iso-8859-1"},
            400,
            "not UTF-8",
        ),
        ("/sparql", b"query=ASK%7B%7D", {"Content_Type": "multipart/form-data; boundary=x"}, 415, "sparql-query"),
        (f"/sparql?query={'a' * (1 << 21)}"[: (1 << 20) + 100], None, {}, 414, "1,048,576 bytes"),
        ("/sparql", b"a" * (1 << 21), {"Content_Type": "application/sparql-query"}, 413, "1,048,576 bytes"),
        ("/sparql?query=ASK%7B%7D", None, {"Accept": "image/png"}, 406, "text/csv"),
        ("/sparql?query=SELECT*%7B?s+?p+?o%7D", None, {}, 413, "more than 500 rows"),
        ("/search?q=volkov&limit=0", None, {}, 400, "from 1 to 200"),
        (f"/search?q=volkov&limit={'9' * 5000}", None, {}, 400, "from 1 to 200"),
        ("/search?q=volkov&lang=de", None, {}, 400, "lang is one of: en, fa, ru."),
        ("/search?q=volkov&in=gist", None, {}, 400, "in is one of: names, gists."),
        ("/search?q=", None, {}, 400, "no letter or digit"),
        (f"/sparql?{'&'.join(f'p{n}=1' for n in range(1001))}", None, {}, 400, "more than 1,000 parameters"),
        ("/sparql", "&".join(f"p{n}=1" for n in range(1001)).encode(), {}, 400, "more than 1,000 parameters"),
        ("/reconcile", b"queries=" + b"%5B" * 100_000, {}, 400, "JSON object"),
        ("/reconcile?queries=%5B%5D", None, {}, 400, "JSON object"),
        (
            "/reconcile?queries=%7B%22q%22:%7B%22query%22:%22x%22,%22type%22:%5B1%5D%7D%7D",
            None,
            {},
            400,
            "list of such names",
        ),
        ("/id/treaty-nev.ttl", None, {}, 404, "id:treaty-new"),
        ("/id/..%2f..%2fetc%2fpasswd", None, {}, 404, ""),
    ],
)
def test_what_is_refused_has_a_reason(
    server: Server, path: str, data: bytes | None, headers: dict[str, str], status: int, reason: str
) -> None:
    reply = server.fetch(path, data, **headers)
    assert reply.status == status
    assert reason in reply.text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (";;;,,q=,/", "application/sparql-results+json"),  # nothing in it can be read
        ("text/csv;q=5, application/xml;q=nan", "application/sparql-results+json"),
        ("application/xml;q=nan, text/csv;q=0.1", "text/csv"),
        ('text/csv; charset="utf-8"; q=0.9, application/xml;q=0.1', "text/csv"),
        ("application/sparql-results+json;q=0, application/xml", "application/xml"),
    ],
)
def test_what_cannot_be_read_of_a_wish_counts_for_nothing(server: Server, accept: str, media: str) -> None:
    reply = server.ask(TREATIES, Accept=accept)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, media)


def test_a_graph_may_be_had_as_json(server: Server) -> None:
    reply = server.ask("CONSTRUCT { ?t a kg:Treaty } WHERE { ?t a kg:Treaty }", Accept="application/json")
    assert reply.headers["content-type"] == "application/json"
    assert sorted(node["@id"] for node in json.loads(reply.body)) == BOTH


NOTHING = "SELECT ?a ?b WHERE { ?a a kg:Treaty, kg:Person BIND(1 AS ?b) }"
NO_GRAPH = "CONSTRUCT { ?a a kg:Treaty } WHERE { ?a a kg:Treaty, kg:Person }"


def test_an_empty_answer_has_the_form_of_its_format(server: Server) -> None:
    def body(query: str, media: str) -> str:
        reply = server.ask(query, Accept=media)
        assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, media)
        return reply.text

    assert body(NOTHING, "text/csv") == "a,b\r\n"
    assert body(NOTHING, "text/tab-separated-values") == "?a\t?b\n"
    empty = {"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}
    assert json.loads(body(NOTHING, "application/sparql-results+json")) == empty
    names = ElementTree.fromstring(body(NOTHING, "application/sparql-results+xml")).iterfind("{*}head/{*}variable")
    assert [name.get("name") for name in names] == ["a", "b"]
    assert json.loads(body(NO_GRAPH, "application/ld+json")) == []
    assert list(ElementTree.fromstring(body(NO_GRAPH, "application/rdf+xml"))) == []
    for media in ("text/turtle", "application/trig", "application/n-triples", "application/n-quads"):
        assert list(parse(body(NO_GRAPH, media).encode(), format=RdfFormat.TRIG)) == []


def test_a_head_request_is_answered_as_a_get_without_the_body(server: Server) -> None:
    for path in (f"/sparql?{urlencode({'query': TREATIES})}", "/sparql", "/id/treaty-new.ttl", "/search?q=volkov"):
        head, get = server.fetch(path, method="HEAD"), server.fetch(path)
        assert (head.status, head.body) == (200, b"")
        for name in ("content-type", "content-length", "etag"):
            assert head.headers[name] == get.headers[name]


def test_a_byte_order_mark_is_no_part_of_a_query(server: Server) -> None:
    body = b"\xef\xbb\xbf" + TREATIES.encode()
    reply = server.fetch("/sparql", body, Content_Type="application/sparql-query")
    assert subjects(reply.body, QueryResultsFormat.JSON) == BOTH


def test_comments_and_escapes_are_read_as_sparql_says(server: Server) -> None:
    for query in (
        f"# SERVICE and kg:Nonsense\r\n{TREATIES} # LOAD <http://127.0.0.1:9/>",
        "SELECT ?t WHERE { ?t a <https://w3id.org/iran-russia/ontology#Tre\\u0061ty> } ORDER BY ?t",
    ):
        assert subjects(server.ask(query).body, QueryResultsFormat.JSON) == BOTH
    new = "SELECT ?t WHERE { ?t skos:prefLabel '\\u041D\\u043E\\u0432\\u044B\\u0439 договор'@ru }"
    assert subjects(server.ask(new).body, QueryResultsFormat.JSON) == BOTH[:1]


def test_a_query_may_be_long_in_a_body_and_in_an_address(server: Server) -> None:
    long = f"SELECT DISTINCT ?t WHERE {{ VALUES ?t {{ {'id:treaty-new ' * 9000} }} }}"
    replies = [
        server.ask(long),
        server.fetch("/sparql", long.encode(), Content_Type="application/sparql-query"),
        server.fetch(f"/sparql?{urlencode({'query': long})}", b"", Content_Type=""),
    ]
    assert [subjects(reply.body, QueryResultsFormat.JSON) for reply in replies] == [BOTH[:1]] * 3


def test_a_query_nested_too_deeply_harms_nobody(server: Server) -> None:
    deep = f"SELECT * WHERE {'{ ' * 20_000} ?s ?p ?o {'} ' * 20_000}"
    reply = server.fetch("/sparql", deep.encode(), Content_Type="application/sparql-query")
    assert reply.status in (400, 500) and "Simplify" in reply.text
    assert server.ask(TREATIES).status == 200


def test_graphs_within_graphs_are_bound_apart(server: Server) -> None:
    query = "SELECT * WHERE { GRAPH ?g { ?t a kg:Signature . GRAPH ?h { ?t kg:onDate ?d } } FILTER(?g != ?h) }"
    rows = list(parse_query_results(server.ask(query).body, format=QueryResultsFormat.JSON))
    assert rows and all({row["g"], row["h"], row["t"], row["d"]}.isdisjoint({None}) for row in rows)


def test_what_is_no_request_is_a_line_of_the_log(server: Server) -> None:
    place = ("127.0.0.1", int(server.address.rsplit(":", 1)[1].strip("/")))
    with socket.create_connection(place) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
    with socket.create_connection(place, timeout=20) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nContent-Length: many\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    lines: list[dict[str, object]] = []
    for _ in range(100):
        lines = server.lines()  # every one of them is JSON
        if {499, "warning"} <= {line.get(key) for line in lines for key in ("status", "event")}:
            return
        time.sleep(0.05)
    pytest.fail(f"{lines[-3:]}")


def test_nothing_can_be_put_or_deleted(server: Server) -> None:
    assert [server.fetch("/sparql", method=m).status for m in ("PUT", "DELETE", "PATCH")] == [405] * 3


def test_the_same_answer_is_not_sent_twice(server: Server) -> None:
    tag = server.ask(TREATIES).headers["etag"]
    again = server.ask(TREATIES, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert server.ask(TREATIES, If_None_Match=tag, Accept="text/csv").status == 200
    assert "etag" not in server.ask("SELECT (NOW() AS ?now) WHERE {}").headers


def test_a_record_leads_to_the_document_that_the_client_prefers(server: Server) -> None:
    wishes = {
        "text/html,application/xhtml+xml,*/*;q=0.8": "treaty-new.html",
        "text/turtle": "treaty-new.ttl",
        "application/trig, text/turtle;q=0.9": "treaty-new.trig",
        "application/ld+json": "treaty-new.jsonld",
        "application/json": "treaty-new.json",
    }
    for accept, document in wishes.items():
        reply = server.fetch("/id/treaty-new", Accept=accept)
        assert (reply.status, reply.headers["location"]) == (303, document)
        assert "Accept" in reply.headers["vary"]
    assert server.fetch("/id/treaty-new", Accept="image/png").status == 406


def test_the_documents_of_a_record_say_the_same(server: Server) -> None:
    def statements(extension: str, form: RdfFormat) -> set[tuple[str, str, str]]:
        body = server.fetch(f"/id/treaty-new.{extension}").body
        quads = [q for q in parse(body, format=form) if q.subject.value == ID + "treaty-new"]
        return {(q.subject.value, q.predicate.value, str(q.object)) for q in quads}

    turtle = statements("ttl", RdfFormat.TURTLE)
    assert turtle == statements("trig", RdfFormat.TRIG) == statements("jsonld", RdfFormat.JSON_LD)
    assert f"{ID}southland" in {value.strip("<>") for _, _, value in turtle}
    described = json.loads(server.fetch("/id/treaty-new.json").body)
    assert described["labels"] == {"en": "New Treaty", "fa": "معاهدهٔ نو", "ru": "Новый договор"}
    page = server.fetch("/id/treaty-new.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Новый договор" in page.text and "Content-Security-Policy" in page.text
    assert (
        server.fetch("/id/treaty-new.ttl", If_None_Match=server.fetch("/id/treaty-new.ttl").headers["etag"]).status
        == 304
    )


def test_records_are_found_by_names_and_gists(server: Server) -> None:
    by_name = json.loads(server.fetch("/search?lang=ru&limit=1&q=" + quote("волков")).body)
    assert [(hit["id"], hit["label"], hit["kind"]) for hit in by_name] == [
        ("id:pyotr-volkov", "Пётр Волков", "kg:Person")
    ]
    by_gist = json.loads(server.fetch("/search?in=gists&q=coercive").body)
    assert all(hit["passage"].startswith("src:") for hit in by_gist)


def test_openrefine_reconciles(server: Server) -> None:
    manifest = json.loads(server.fetch("/reconcile").body)
    assert manifest["versions"] == ["0.2"] and manifest["identifierSpace"] == ID
    assert manifest["view"]["url"] == f"{server.address}id/{{{{id}}}}"
    queries = {
        "q0": {"query": "New Treaty", "type": "Treaty", "limit": 3},
        "q1": {"query": "новый договор"},
        "q2": {"query": "New Treaty", "type": "Person"},
        "q3": {"query": "New Treaty", "properties": [{"pid": "party", "v": {"id": "southland"}}]},
        "q4": {"query": "New Treaty", "properties": [{"pid": "party", "v": "Atlantis"}]},
        "q5": {"query": "Волков, Пётр"},
        "q6": {"query": "Волков, Павел"},
        "q7": {"query": "New Treaty", "properties": [{"pid": "party", "v": ["Atlantis", {"id": "southland"}]}]},
        "q8": {"properties": [{"pid": "party", "v": "southland"}], "limit": 2.0},
    }
    reply = server.fetch(
        "/reconcile", urlencode({"queries": json.dumps(queries)}).encode(), Origin="http://127.0.0.1:3333"
    )
    assert reply.headers["access-control-allow-origin"] == "*"
    results = {key: value["result"] for key, value in json.loads(reply.body).items()}
    best = results["q0"][0]
    assert best == {
        "id": "treaty-new",
        "name": "New Treaty",
        "type": [{"id": "Treaty", "name": "Treaty"}],
        "score": 100,
        "match": True,
    }
    assert (results["q1"][0]["id"], results["q1"][0]["match"]) == ("treaty-new", True)
    assert results["q2"] == []
    assert (results["q3"][0]["score"], results["q3"][0]["match"]) == (100, True)
    assert (results["q4"][0]["score"], results["q4"][0]["match"]) == (80, False)
    assert (results["q5"][0]["id"], results["q5"][0]["match"]) == ("pyotr-volkov", True)
    assert not any(candidate["match"] for candidate in results["q6"])
    assert (results["q7"][0]["score"], results["q7"][0]["match"]) == (100, True)
    assert results["q8"] == []


def test_a_cursor_that_is_no_number_begins_at_the_start(server: Server) -> None:
    address = "/reconcile/suggest/entity?prefix=new+trea"
    first = server.fetch(address).body
    assert all(server.fetch(f"{address}&cursor={odd}").body == first for odd in ("x", "-1", "9" * 5000))


@pytest.mark.parametrize(("limit", "most"), [("1e999", 4), ("-1e999", 1), ("NaN", 1), ("1.9", 1), ("9" * 400, 4)])
def test_any_number_may_limit_the_candidates(server: Server, limit: str, most: int) -> None:
    asked = f'queries={{"q":{{"query":"volkov","limit":{limit}}}}}'.encode()
    assert len(json.loads(server.fetch("/reconcile", asked).body)["q"]["result"]) == most


def test_openrefine_suggests_and_previews(server: Server) -> None:
    def suggested(what: str, prefix: str) -> list[str]:
        return [
            one["id"]
            for one in json.loads(server.fetch(f"/reconcile/suggest/{what}?prefix={prefix}").body)["result"]
        ]

    assert "Treaty" in suggested("type", "trea")
    assert "party" in suggested("property", "part")
    assert suggested("entity", "new+trea")[0] == "treaty-new"
    assert "<h1 dir=auto>New Treaty</h1>" in server.fetch("/reconcile/preview?id=treaty-new").text
    # The world has a record whose name is markup.
    assert "<script" not in server.fetch("/reconcile/preview?id=hostile").text


def test_other_sites_may_ask(server: Server) -> None:
    reply = server.fetch(
        "/sparql", method="OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST"
    )
    assert reply.status == 200 and "POST" in reply.headers["access-control-allow-methods"]


def test_the_service_describes_itself_and_its_dataset(server: Server) -> None:
    turtle = parse(server.fetch("/sparql", Accept="text/turtle").body, format=RdfFormat.TURTLE)
    described = {(quad.predicate.value.rpartition("#")[2], getattr(quad.object, "value", "")) for quad in turtle}
    assert ("endpoint", f"{server.address}sparql") in described
    assert ("supportedLanguage", "http://www.w3.org/ns/sparql-service-description#SPARQL11Query") in described
    formats = {value.rpartition("/")[2] for name, value in described if name == "resultFormat"}
    assert {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle"} <= formats
    (count,) = [int(value) for name, value in described if name == "classes"]
    classes = server.ask("SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }", Accept="text/csv").text
    assert count == int(classes.split()[1])


def test_editors_find_prefixes_examples_and_properties_of_classes(server: Server, world_root: Path) -> None:
    # SIB's editor looks for these at the endpoint, then in its description; so both have to answer.
    description = Store()
    description.load(
        server.fetch("/sparql", Accept="application/n-quads, text/turtle;q=0.9").body, RdfFormat.N_QUADS
    )

    def rows(query: str) -> list[list[str]]:
        assert json.loads(server.ask(query).body)["results"]["bindings"] == []
        return [[value.value for value in row] for row in description.query(query)]  # type: ignore[union-attr]

    shacl = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    prefixes = dict(rows(f"{shacl} SELECT DISTINCT ?p ?n {{ [] sh:namespace ?n ; sh:prefix ?p }}"))  # type: ignore[arg-type]
    assert prefixes["id"] == ID
    examples = rows(
        f"{shacl} SELECT ?title ?text {{ ?q a sh:SPARQLExecutable ; rdfs:comment ?title ; sh:select ?text }}"
    )
    library = questions.library(world_root)
    assert [library["in-force-on"].title("fa"), library["in-force-on"].text] in examples
    assert len(examples) == 3 * len(library)
    void = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX kg: <https://w3id.org/iran-russia/ontology#>"
    part = "?c void:class kg:Treaty ; void:propertyPartition [ void:property ?p ; void:triples ?n ]"
    properties = dict(rows(f"{void} SELECT ?p ?n {{ {part} }}"))  # type: ignore[arg-type]
    count = server.ask("SELECT (COUNT(?o) AS ?n) { ?t a kg:Treaty ; kg:party ?o }", Accept="text/csv").text.split()
    assert properties["https://w3id.org/iran-russia/ontology#party"] == count[1]


def test_the_feed_is_atom(server: Server) -> None:
    root = ElementTree.fromstring(server.fetch("/feed.xml").body)
    days = [entry.findtext("{*}updated") for entry in root.iterfind("{*}entry")]
    assert days and days == sorted(days, reverse=True)
    # RFC 4287, 4.1.2 and 4.2.6: where there is no content, a link; identifiers that stay.
    links = [entry.find("{*}link").get("href") for entry in root.iterfind("{*}entry")]  # type: ignore[union-attr]
    assert all(link and link.startswith("http") for link in links)
    assert root.findtext("{*}id") == "https://w3id.org/iran-russia/feed"


def test_the_library_has_the_same_answers_over_http(server: Server, world_root: Path) -> None:
    here, there = (
        kg.open(corpus=str(world_root)),
        kg.open(endpoint=f"{server.address}sparql", corpus=str(world_root)),
    )
    for name in here.questions:
        assert sorted(map(repr, there.ask(name))) == sorted(map(repr, here.ask(name))), name


def test_each_request_is_a_line_of_the_log(server: Server) -> None:
    server.ask("ASK { ?logged a kg:Treaty }")
    lines: list[dict[str, object]] = []
    for _ in range(100):  # the line is written when the answer has been sent
        lines = lines or [line for line in server.lines() if "?logged" in str(line.get("query"))]
        time.sleep(0 if lines else 0.05)
    (line,) = lines
    assert (line["method"], line["path"], line["status"], line["client"]) == ("GET", "/sparql", 200, "127.0.0.1")


# --- a published folder ---------------------------------------------------------------------------------------


def published(folder: Path, digest: str) -> Path:
    folder.mkdir()
    (folder / "published-by-kg.txt").write_text(f"{digest}\n")
    (folder / "index.html").write_text("the index")
    for name in ("id", "data"):
        (folder / name).mkdir()
    (folder / "id" / "treaty-new.html").write_text("the page")
    (folder / "data" / "graph.nq.gz").write_bytes(b"\x1f\x8b")
    return folder


def test_a_published_site_is_served(world_root: Path, compiled: Compiled, tmp_path: Path) -> None:
    site = published(tmp_path / "site", compiled.digest)
    with serving(world_root, tmp_path / "log", str(site)) as server:
        assert server.fetch("/").text == "the index"
        assert server.fetch("/id/treaty-new.html").text == "the page"
        assert server.fetch("/id/treaty-new.ttl").text.startswith("@prefix")
        assert server.fetch("/data/graph.nq.gz").headers["content-type"] == "application/gzip"
        assert server.fetch("/nothing.html").status == 404
        assert server.fetch("/%2e%2e/log").status == 404


def test_clients_that_take_gzip_get_it(server: Server) -> None:
    plain = server.ask(EVERY_CLASS)
    packed = server.ask(EVERY_CLASS, Accept_Encoding="br, gzip;q=0.8")
    assert (plain.headers.get("content-encoding"), packed.headers["content-encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 3
    assert "Accept-Encoding" in packed.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    # The bytes differ, so the tag that both share is weak there; it spares sending the answer again all the same.
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    assert server.ask(EVERY_CLASS, If_None_Match=packed.headers["etag"]).status == 304
    for unpacked in ("gzip;q=0", "gzip; q=0.0, identity", "br"):
        assert server.ask(EVERY_CLASS, Accept_Encoding=unpacked).body == plain.body


def test_a_part_of_a_file_is_sent_as_it_lies_on_disk(world_root: Path, compiled: Compiled, tmp_path: Path) -> None:
    site = published(tmp_path / "site", compiled.digest)
    (site / "index.html").write_text("0123456789" * 100)
    with serving(world_root, tmp_path / "log", str(site)) as server:
        gzipped = {"Accept_Encoding": "gzip"}
        assert gzip.decompress(server.fetch("/", **gzipped).body) == b"0123456789" * 100
        part = server.fetch("/", Range="bytes=5-14", **gzipped)
        assert (part.status, part.body) == (206, b"5678901234")
        assert part.headers["content-range"] == "bytes 5-14/1000" and "content-encoding" not in part.headers
        last = server.fetch("/", Range="bytes=-3")
        assert (last.status, last.body) == (206, b"789")
        assert server.fetch("/", Range="bytes=1000-").status == 416
        # A copy that a client began with other bytes is not continued.
        other = server.fetch("/", Range="bytes=5-14", If_Range='W/"compressed"')
        assert (other.status, len(other.body)) == (200, 1000)
        assert server.fetch("/data/graph.nq.gz", **gzipped).body == b"\x1f\x8b"


def test_a_site_of_other_data_is_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    other = run("serve", str(published(tmp_path / "other", "0" * 64)), "--port", "0")
    assert (other.exit_code, "was published from other data" in other.stderr) == (2, True)
    (tmp_path / "plain").mkdir()
    plain = run("serve", str(tmp_path / "plain"), "--port", "0")
    assert (plain.exit_code, "was not written by kg publish" in plain.stderr) == (2, True)


# --- limits and load --------------------------------------------------------------------------------------------


def test_a_hundred_clients_get_right_answers_while_some_ask_too_much(
    world_root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    options = ("--time-limit", "3", "--memory-limit", "1024", "--workers", "4", "--queue", "200")
    with serving(world_root, tmp_path / "log", *options) as server, ThreadPoolExecutor(100) as clients:
        bad = [clients.submit(server.ask, f"{(ENDLESS, GREEDY)[i % 2]} OFFSET {i}", 120) for i in range(6)]
        good = [clients.submit(server.ask, f"{TREATIES} LIMIT {2 + i}", 120) for i in range(94)]
        peak = 0
        while not all(future.done() for future in good):
            peak = max(peak, server.megabytes())
            time.sleep(0.1)
        # Simple queries do not wait until the others are through.
        assert not all(future.done() for future in bad)
        assert [subjects(future.result().body, QueryResultsFormat.JSON) for future in good] == [BOTH] * 94
        assert {future.result().status for future in bad} <= {504, 507}
        assert peak < 4 * 1024 + 500
        # The last that was ended may be on its way back yet.
        begun, deadline = server.workers(), time.monotonic() + 60
        while len(begun) != 4 and time.monotonic() < deadline:
            time.sleep(0.1)
            begun = server.workers()
        assert len(begun) == 4
        assert server.stop() == 0
        assert [pid for pid in begun if psutil.pid_exists(pid)] == []


def test_who_cannot_be_served_is_told_when_to_come_again(
    world_root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    options = ("--time-limit", "4", "--workers", "2", "--queue", "1")
    with serving(world_root, tmp_path / "log", *options) as server, ThreadPoolExecutor(12) as clients:
        futures = [clients.submit(server.ask, f"{ENDLESS} OFFSET {i}", 120) for i in range(12)]
        replies = [future.result() for future in futures]
        turned_away = [reply for reply in replies if reply.status == 503]
        assert turned_away and all(int(reply.headers["retry-after"]) > 0 for reply in turned_away)
        assert {reply.status for reply in replies} <= {503, 504}
        assert server.ask(TREATIES).status == 200


def test_a_query_whose_client_hangs_up_is_stopped(world_root: Path, compiled: Compiled, tmp_path: Path) -> None:
    with serving(world_root, tmp_path / "log", "--time-limit", "600", "--workers", "2") as server:
        for i in range(3):
            with pytest.raises(TimeoutError):
                server.ask(f"{ENDLESS} OFFSET {i}", timeout=2)
        for _ in range(200):  # within ten seconds, not within the limit of six hundred
            statuses = [line["status"] for line in server.lines()]
            if statuses.count(499) == 3:
                break
            time.sleep(0.05)
        assert statuses == [499] * 3
        assert server.ask(TREATIES).status == 200


@pytest.mark.parametrize(
    "option", ["--port 99999", "--port -1", "--time-limit 0", "--time-limit -5", "--memory-limit 0", "--queue 0"]
)
def test_numbers_that_no_server_has_are_refused_before_it_starts(option: str, run: Callable[..., Result]) -> None:
    refused = run("serve", *option.split())
    assert refused.exit_code == 2 and "is not in the range" in refused.stderr
