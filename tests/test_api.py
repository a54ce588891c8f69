"""The Python API: embedded, at an endpoint, in RDFLib; the guides and the notebook run."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import kg
from kg import errors, export
from kg.corpus.load import load
from kg.dataset import build, view
from kg.dataset.store import Choice, Compiled
from kg.graph import EndpointFault, Graph, Rows
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.query import questions
from kg.query.questions import QuestionFault, UnknownQuestion
from kg.query.sparql import QueryFault
from kg.rdf.terms import Quad
from kg.rdf.vocabulary import ID
from kg.text.dates import NotADate
from tests.faults import MEMOIR
from tests.page_browser import browser, opened
from tests.sparql_server import served

REPO = Path(__file__).parent.parent
DOCS = REPO / "docs"
LIBRARY = questions.library(REPO)


@pytest.fixture(scope="module")
def small(world_root: Path, compiled: Compiled) -> Graph:
    return kg.open(corpus=world_root)


@pytest.fixture(scope="module")
def small_address(world_quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    export.export(view.select(world_quads, Choice()), "nquads", folder / "world.nq")
    with served(folder / "world.nq", folder) as address:
        yield address


@pytest.fixture(scope="module")
def remote(small_address: str, world_root: Path) -> Graph:
    return kg.open(endpoint=small_address, corpus=world_root)


@pytest.fixture(scope="module")
def real(real_compiled: Compiled) -> Path:
    """The corpus of the checkout, compiled as its copy is (its checks have tests of their own)."""
    build.compile_view(load(REPO), Choice())
    return REPO


# --- opening ---------------------------------------------------------------------------------


def test_importing_the_package_stays_light() -> None:
    code = "import kg, sys; print({'rdflib', 'pyoxigraph', 'networkx', 'click'} & set(sys.modules)); kg.open"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO)
    assert done.stdout == "set()\n"
    with pytest.raises(AttributeError, match="has no attribute 'close'"):
        _ = kg.close  # type: ignore[attr-defined]


def test_the_public_names_are_those_of_their_modules() -> None:
    assert (kg.Graph, kg.Rows, kg.Error, kg.open.__module__) == (Graph, Rows, errors.Error, "kg.graph")
    assert sorted(kg.__all__) == ["Error", "Graph", "Rows", "open"]


def client_checked(program: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Check a program outside the checkout with mypy, so that kg is a library to it and no source of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}/cache", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )


def test_a_program_that_uses_the_public_names_is_typed(tmp_path: Path) -> None:
    program = tmp_path / "client.py"
    program.write_text((REPO / "tests/client.py").read_text(encoding="utf-8"), encoding="utf-8")
    done = client_checked(program, tmp_path)
    assert (done.stdout, done.returncode) == ("Success: no issues found in 1 source file\n", 0)
    names = {name for of in (kg.Graph, kg.Rows) for name in vars(of) if not name.startswith("_")}
    assert [name for name in sorted(names) if f".{name}" not in program.read_text(encoding="utf-8")] == []
    program.write_text("import kg\n\nkg.open(view=1)\nkg.close()\n", encoding="utf-8")
    wrong = client_checked(program, tmp_path).stdout
    assert "[arg-type]" in wrong and "[attr-defined]" in wrong


def test_a_program_that_uses_the_public_names_runs(world_root: Path, compiled: Compiled) -> None:
    done = subprocess.run(
        [sys.executable, REPO / "tests/client.py", world_root],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )
    *speakers, fault = done.stdout.split()
    assert {"id:daily", "id:pyotr-volkov"} <= set(speakers)
    assert fault == "UnknownQuestion"


def test_a_view_and_a_day_of_the_sources(world_root: Path, small: Graph) -> None:
    press = kg.open("press", corpus=world_root)
    heard = {row["who"] for row in press.ask("most-quoted-speakers", least=1)}
    assert heard == {"id:daily", "id:ali-yusefi", "id:pyotr-volkov", "id:world-coding"}
    early = kg.open(known_by="2025-08-01", corpus=world_root)
    query = "SELECT ?date WHERE { id:treaty-new-entry-into-force kg:onDate ?date }"
    assert (len(early.query(query)), len(small.query(query))) == (0, 1)
    assert [iri.rpartition("/")[2] for iri in early.notes["undated"]] == ["memoir"]


def test_days_are_read_in_any_calendar(world_root: Path) -> None:
    query = "SELECT ?passage ?x ?y WHERE { GRAPH ?passage { ?x ?y ?z } }"
    cases = [("known_by", "2025-08-01", "1404-05-10"), ("as_of", "2025-11-01", "۱۴۰۴/۰۸/۱۰")]
    for clock, gregorian, given in cases:
        one, other = (kg.open(corpus=world_root, **{clock: day}) for day in (gregorian, given))
        assert list(one.query(query)) == list(other.query(query)) != []
    with pytest.warns(UserWarning, match="1592-01-01 is read as Gregorian; write 1592-01-01 AP for Solar Hijri"):
        kg.open(as_of="1592-01-01", corpus=world_root)


def test_a_corpus_with_faults_answers_from_its_last_good_state(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    query = "SELECT ?x WHERE { ?x a kg:State }"
    before = list(kg.open(corpus=root).query(query))
    (root / MEMOIR).write_text("no TriG", encoding="utf-8")
    with pytest.warns(UserWarning, match="The corpus has faults"):
        stale = kg.open(corpus=root)
    assert list(stale.query(query)) == before
    assert len(stale.dataset) > 0


def test_a_choice_that_does_not_fit(world_root: Path) -> None:
    with pytest.raises(NotADate):
        kg.open(as_of="1980-13", corpus=world_root)
    with pytest.raises(view.UnknownView, match=r"Views: all, critics"):
        kg.open("pres", corpus=world_root)
    with pytest.raises(ValueError, match="An endpoint serves one view"):
        kg.open(view="press", endpoint="http://127.0.0.1:1/query", corpus=world_root)


# --- rows ------------------------------------------------------------------------------------


def test_rows_are_dictionaries_with_python_values(small: Graph) -> None:
    rows = small.ask("votes-on-a-treaty", treaty="treaty-new")
    assert rows.columns == ["act", "date", "for", "against", "abstained", "who", "passage"]
    assert rows[0] == {
        "act": "id:treaty-new-approval-assembly",
        "date": "2025-05-21",
        "for": 191,
        "against": 3,
        "abstained": None,
        "who": "id:daily",
        "passage": "src:daily-2025.p1",
    }
    assert rows[1:][0]["for"] == 190 and len(rows) == 2 == len(list(rows))
    assert rows.column("for") == [191, 190]
    assert rows.terms[0][0].value == f"{ID}treaty-new-approval-assembly"  # type: ignore[union-attr]
    with pytest.raises(KeyError, match="Columns: act, date"):
        rows.column("aye")


def test_figures_are_numbers_and_truth_is_truth(small: Graph) -> None:
    assert small.query("SELECT ?v WHERE { ?f kg:valueAbout ?v }").column("v") == [2.7]
    assert small.query("ASK { id:northland a kg:State }")[0] == {"answer": True}


def test_rows_show_themselves_and_hostile_labels_as_text(small: Graph) -> None:
    rows = small.query("SELECT ?l WHERE { id:hostile skos:prefLabel ?l FILTER(LANG(?l) = 'en') }")
    assert repr(rows).startswith("l\n<img")
    assert "<img" not in rows._repr_html_() and "&lt;img" in rows._repr_html_()
    many = small.query("SELECT ?s WHERE { ?s a kg:Record }")
    assert repr(many).endswith(f"… and {len(many) - 10} more")


def test_polars_takes_the_rows(small: Graph) -> None:
    pytest.importorskip("polars")
    frame = small.ask("votes-on-a-treaty", treaty="treaty-new").to_polars()
    assert frame["for"].to_list() == [191, 190]


def test_pandas_takes_the_rows(small: Graph) -> None:
    pytest.importorskip("pandas")
    frame = small.ask("votes-on-a-treaty", treaty="treaty-new").to_pandas()
    assert list(frame["for"]) == [191, 190]


# --- calls -----------------------------------------------------------------------------------


def test_show_by_slug_name_and_label(small: Graph) -> None:
    shown = small.show("treaty-new-signature")
    assert repr(shown) == shown and "2025-01-17" in shown
    assert small.show("id:treaty-new-signature") == shown
    assert small.find("علي يوسفي") == "id:ali-yusefi"
    assert small.find("Nordland") == "id:northland"
    with pytest.raises(LookupError, match=r"No record is named treaty-nev\. Near: id:treaty-new"):
        small.show("treaty-nev")


def test_conflicts_have_a_row_for_each_side(small: Graph) -> None:
    rows = small.conflicts()
    own = [r for r in rows if r["record"] == "id:treaty-new-entry-into-force"]
    assert [(r["dispute"], r["value"], r["bound"], r["origins"], r["holders"]) for r in own] == [
        ("code:differs-in-days", "2025-07-18", "most", 1, "id:ali-yusefi"),
        ("code:differs-in-days", "2025-10-02", None, 1, "id:southland"),
    ]
    assert len({(r["record"], r["property"]) for r in rows}) == sum(f.disputed for f in findings(small.reader))


def test_network_is_a_networkx_graph(small: Graph) -> None:
    import networkx as nx

    graph = small.network("memberships")
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.has_edge("id:northland", "id:league")


def test_answers_networks_and_search_name_records_alike(small: Graph) -> None:
    treaties = small.network("treaties")
    rows = small.query("SELECT ?t ?a WHERE { ?t a kg:Treaty . ?a kg:treaty ?t ; kg:actor ?who }")
    assert len(rows) > 0
    assert all(row["t"] in treaties for row in rows)
    assert {row["a"] for row in rows} <= {d["record"] for *_, d in treaties.edges(data=True) if "record" in d}
    assert small.find("New Treaty") == small.search("New Treaty")[0]["record"]
    assert small.find("New Treaty") in treaties


def test_a_question_takes_any_name_of_a_record(small: Graph, remote: Graph) -> None:
    expected = list(small.ask("who-says", record="treaty-new"))
    assert len(expected) == 2
    for graph in (small, remote):
        for name in ("id:treaty-new", f"{ID}treaty-new", "New Treaty", "new  treaty", "معاهده نو"):
            assert list(graph.ask("who-says", record=name)) == expected
    with pytest.raises(QuestionFault, match=r"record: No record is named Old Treatx\. Near: .*id:treaty-old"):
        small.ask("who-says", record="Old Treatx")


def test_search_finds_names_and_what_is_said(small: Graph, remote: Graph) -> None:
    for graph in (small, remote):
        assert graph.search("volkov")[0] == {
            "record": "id:pyotr-volkov",
            "label": "Pyotr Volkov",
            "language": "en",
            "kind": "kg:Person",
        }
        assert list(graph.search("serves lands", text=True)) == [
            {
                "record": "id:volkov-treaty-good",
                "gist": "The treaty serves both lands.",
                "language": "en",
                "holder": "id:pyotr-volkov",
                "day": "2025-07-20",
                "passage": "src:daily-2025.p2.ali-yusefi.pyotr-volkov",
            }
        ]
        assert len(graph.search("treaty", limit=2)) == 2
        with pytest.raises(ValueError, match="hold no letter or digit"):
            graph.search("!?", text=True)


def test_what_an_agent_says(small: Graph, remote: Graph) -> None:
    for graph in (small, remote):
        rows = graph.says("Pyotr Volkov")
        assert rows.columns == ["record", "about", "text", "day", "direct", "passage"]
        assert {row["record"] for row in rows} == {
            *("id:treaty-old", "id:treaty-old-signature", "id:visit-harbour-2001", "id:volkov-treaty-good"),
        }
        assert next(row for row in rows if row["record"] == "id:volkov-treaty-good") == {
            "record": "id:volkov-treaty-good",
            "about": "id:treaty-new",
            "text": "The treaty serves both lands.",
            "day": "2025-07-20",
            "direct": False,
            "passage": "src:daily-2025.p2.ali-yusefi.pyotr-volkov",
        }
        # The memoir has no date, and he speaks there himself.
        assert {(row["direct"], row["day"]) for row in rows if row["passage"] == "src:memoir.1"} == {(True, None)}
        assert len(graph.says("harbour")) == 0
    with pytest.raises(LookupError, match="pyotr-volkov"):
        small.says("pyotr-volkow")


def test_a_timeline_has_rival_days_in_one_row(small: Graph) -> None:
    meeting, signature = small.timeline("Old Treaty")
    assert (meeting["record"], meeting["dates"]) == ("id:visit-harbour-2001", "2001-03")
    assert signature == {
        "record": "id:treaty-old-signature",
        "kind": "kg:Signature",
        "first": "2001-03-12",
        "last": "2001-03-22",
        "open": False,
        "dates": "2001-03-12 2001-03-22",
        "disputed": True,
        "passages": "src:gazette-2025.1 src:memoir.1",
    }
    everything = small.timeline()
    assert everything.column("first") == sorted(everything.column("first"), key=str)
    assert "id:visit-harbour-2001" in everything.column("record")
    assert everything.labelled("ru").columns[:2] == ["record", "recordLabel"]


def test_instruments_are_compared(small: Graph) -> None:
    comparison = small.compare("Old Treaty", "treaty-new")
    assert comparison.treaties == (f"{ID}treaty-old", f"{ID}treaty-new")
    assert [len(parts) for parts in comparison.uncoded] == [1, 2]
    with pytest.raises(ValueError, match="Name two instruments or more"):
        small.compare("treaty-new")


def test_a_graph_says_what_it_is(small: Graph, remote: Graph, small_address: str, world_root: Path) -> None:
    shown = repr(small)
    assert shown.startswith("<kg.Graph 1.2.0+") and ", view all: " in shown
    sources = small.query("SELECT ?s WHERE { ?s a kg:Source }")
    passages = small.query("SELECT ?p WHERE { ?p a kg:Passage }")
    assert shown.endswith(f" records, {len(sources)} sources, {len(passages)} passages>")
    early = kg.open("press", known_by="2025-08-01", direct=True, corpus=world_root)
    assert "view press.known-by-2025-08-01.direct: " in repr(early)
    assert repr(remote) == f"<kg.Graph at {small_address}>"


def test_a_page_shows_itself_in_a_notebook(small: Graph, tmp_path: Path) -> None:
    page = small.page("treaties", around="treaty-new", lang="ru")
    network = small.network("treaties", around="treaty-new")
    assert 1 < len(network) <= len(small.network("treaties"))
    edges = network.number_of_edges()
    assert repr(page) == f"<Page: treaties, {len(network)} nodes, {edges} edges>"
    frame = page._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts ') and frame.count("<") == 2
    page.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page
    with pytest.raises(ValueError, match="Nothing is left to draw"):
        small.page("treaties", around="harbour")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as program:
        yield program


@pytest.mark.browser
def test_a_frame_draws_its_page_without_the_rights_of_the_notebook(
    chromium: Any, small: Graph, tmp_path: Path
) -> None:
    notebook = tmp_path / "notebook.html"
    frame = small.page("treaties")._repr_html_()
    notebook.write_text(f"<!doctype html><meta charset=utf-8><body data-ready=1>{frame}", encoding="utf-8")
    with opened(chromium, notebook) as (page, _):
        page.frame_locator("iframe").locator("body[data-ready='1'] canvas").first.wait_for()


def test_an_export_is_that_of_the_command_line(
    small: Graph, remote: Graph, world_root: Path, run: Callable[..., Result], tmp_path: Path
) -> None:
    for name, more in (("all.nq", {}), ("treaties.gexf", {"projection": "treaties"})):
        small.export(tmp_path / name, **more)
        options = [word for key, value in more.items() for word in (f"--{key}", value)]
        assert run("export", "-o", str(tmp_path / f"cli-{name}"), *options, root=world_root).exit_code == 0
        assert (tmp_path / name).read_bytes() == (tmp_path / f"cli-{name}").read_bytes()
    remarks = small.export(tmp_path / "tables", "csv")
    assert (tmp_path / "tables/statements.csv").is_file()
    assert any("mix rivals" in remark for remark in remarks)
    with pytest.raises(export.ExportFault, match="from the files of a corpus"):
        remote.export(tmp_path / "remote.nq")


def test_the_dataset_is_rdflibs_own_and_validates(small: Graph) -> None:
    import rdflib

    dataset = small.dataset
    assert type(dataset) is rdflib.Dataset
    states = dataset.query("SELECT ?s WHERE { ?s a kg:State } ORDER BY ?s")
    assert [str(row[0]) for row in states] == [f"{ID}northland", f"{ID}southland"]
    written = dataset.value(rdflib.URIRef(f"{ID}figure-trade-turnover-2023"), rdflib.URIRef(kg_term("valueOver")))
    assert str(written) == "4.0", "a literal stands as its file has it"


def kg_term(name: str) -> str:
    from kg.rdf.vocabulary import KG

    return KG + name


def test_unknown_names_teach(small: Graph) -> None:
    with pytest.raises(UnknownQuestion, match="Did you mean who-says"):
        small.ask("who-say")
    with pytest.raises(QuestionFault, match=r"has no parameter tretay\. Did you mean treaty"):
        small.ask("signatories", tretay="x")
    with pytest.raises(QueryFault, match=r"kg:signedOnDate is unknown"):
        small.query("SELECT ?t WHERE { ?t kg:signedOnDate ?d }")
    with pytest.raises(QueryFault, match="This asks for a graph"):
        small.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_a_graph_is_constructed_alike_here_and_at_an_endpoint(small: Graph, remote: Graph) -> None:
    query = "CONSTRUCT { ?treaty kg:party ?party } WHERE { ?treaty kg:party ?party }"
    parties = {
        (ID + treaty, ID + land) for treaty in ("treaty-old", "treaty-new") for land in ("northland", "southland")
    }
    for graph in (small, remote):
        constructed = graph.construct(query)
        assert {(str(subject), str(party)) for subject, _, party in constructed} == parties
        assert constructed.qname(f"{ID}northland") == "id:northland"
        with pytest.raises((QueryFault, EndpointFault)):
            graph.construct("SELECT ?s WHERE { ?s a kg:State }")
    with pytest.raises(QueryFault, match="This asks for rows"):
        small.construct("ASK { ?s a kg:State }")


def test_the_status_of_an_instrument_on_a_day(small: Graph) -> None:
    status = small.status("New Treaty", "1404-07-11 AP")
    assert (status.day, status.in_force) == ("2025-10-03", "surely")
    assert small.status("treaty-new", "2025-07-20").in_force == "by some accounts"
    assert [act.kind for act in status.acts][-1] == "EntryIntoForce"
    with pytest.raises(NotADate):
        small.status("treaty-new", "2025-13")
    with pytest.raises(LookupError, match="treaty-new"):
        small.status("treaty-nev")


# --- at an endpoint --------------------------------------------------------------------------


def test_the_endpoint_shows_and_judges_alike(small: Graph, remote: Graph) -> None:
    assert remote.show("treaty-new") == small.show("treaty-new")
    assert list(remote.conflicts()) == list(small.conflicts())
    one, other = (g.network("everything") for g in (small, remote))
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert sorted(one.edges(data=True), key=str) == sorted(other.edges(data=True), key=str)
    assert len(remote.dataset) == len(small.dataset)


def test_the_endpoint_answers_a_query_alike(small: Graph, remote: Graph) -> None:
    query = "SELECT ?p ?s ?v WHERE { GRAPH ?p { ?s kg:onDate ?v } } ORDER BY ?p ?s"
    assert list(remote.query(query)) == list(small.query(query))
    assert remote.query("ASK { id:northland a kg:State }")[0] == {"answer": True}


def test_an_unknown_record_at_an_endpoint(remote: Graph) -> None:
    with pytest.raises(QueryFault, match=r"record: No record is named treaty-nev\. Near: id:treaty-new"):
        remote.ask("who-says", record="treaty-nev")
    assert len(remote.ask("who-says", record="treaty-new")) == 2


def test_the_command_line_asks_a_server_alike(small_address: str, run: Callable[..., Result]) -> None:
    question = ("ask", "votes-on-a-treaty", "--treaty", "treaty-new", "--no-labels", "--format", "csv")
    here, there = run(*question), run(*question, "--endpoint", small_address)
    assert there.exit_code == 0, there.stderr
    assert there.stdout == here.stdout
    assert "id:treaty-new-approval-assembly,2025-05-21,191,3" in there.stdout
    cut = run(*question, "--endpoint", small_address, "--rows", "1")
    assert cut.stdout.splitlines() == here.stdout.splitlines()[:2]


def test_a_server_has_one_view_and_may_be_away(run: Callable[..., Result]) -> None:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"http://localhost:{free.getsockname()[1]}/query"
        away = run("ask", "in-force-on", "--endpoint", address)
    assert away.exit_code == 1
    assert f"{address} cannot be reached" in away.stderr
    chosen = run("ask", "in-force-on", "--endpoint", address, "--view", "press")
    assert chosen.exit_code == 2
    assert "Leave out --view" in chosen.stderr


def test_an_endpoint_that_refuses(remote: Graph) -> None:
    with pytest.raises(EndpointFault, match=r"refuses the query \(400\)"):
        remote.query("SELECT ?x WHERE {")


def test_an_endpoint_that_is_not_there(world_root: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EndpointFault, match="cannot be reached"):
        kg.open(endpoint=f"http://127.0.0.1:{port}/query", corpus=world_root).query("ASK {}")
    with pytest.raises(EndpointFault, match="is no endpoint"):
        kg.open(endpoint="file:///etc/hosts", corpus=world_root)


class Cutting(BaseHTTPRequestHandler):
    """An endpoint that counts two statements and returns one, or answers in a page."""

    page = False

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(200)
        self.end_headers()
        literal = {"type": "literal", "value": "2", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
        iri = {"type": "uri", "value": "http://example.org/x"}
        row = {"p": iri, "n": literal} if "COUNT" in text else {"s": iri, "o": iri, "g": iri}
        answer = {"head": {"vars": list(row)}, "results": {"bindings": [row]}}
        self.wfile.write(b"<html>" if self.page else json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("page", "said"), [(False, "returned 1 of"), (True, "does not answer in SPARQL JSON")])
def test_an_endpoint_that_cuts_or_answers_in_html(
    page: bool, said: str, world_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cutting, "page", page)
    server = HTTPServer(("127.0.0.1", 0), Cutting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        graph = kg.open(endpoint=f"http://127.0.0.1:{server.server_port}/", corpus=world_root)
        with pytest.raises(EndpointFault, match=said):
            graph.conflicts()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# --- the guides ------------------------------------------------------------------------------


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def in_checkout(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(real)


@pytest.mark.parametrize("number", range(len(blocks("sparql.md", "sparql"))))
def test_each_query_of_the_sparql_guide_answers(number: int, in_checkout: None) -> None:
    assert len(kg.open().query(blocks("sparql.md", "sparql")[number])) > 0


@pytest.mark.parametrize("number", range(len(blocks("model.md", "sparql"))))
def test_each_query_of_the_model_guide_answers(number: int, in_checkout: None) -> None:
    assert len(kg.open().query(blocks("model.md", "sparql")[number])) > 0


def test_the_python_guide_runs(
    part_root: Path, small_address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a part of the corpus, since the guide compiles several views."""
    build.compile_view(load(part_root), Choice())
    monkeypatch.chdir(part_root)
    names: dict[str, Any] = {}
    for block in blocks("python.md", "python"):
        exec(compile(block.replace("http://localhost:7878/query", small_address), "python.md", "exec"), names)
    assert capsys.readouterr().out


COMMANDS = [
    line
    for name in ("tutorial.md", "model.md")
    for block in blocks(name, "sh")
    for line in block.splitlines()
    if line.startswith("kg ")
]


@pytest.mark.parametrize("line", COMMANDS)
def test_each_command_of_the_tutorial_runs(line: str, real: Path, run: Callable[..., Result]) -> None:
    import shlex

    _, *args = shlex.split(line)
    result = run(*args, root=real)
    assert result.exit_code == 0, result.output
    assert result.stdout or "-o" in args


def test_the_notebook_runs(in_checkout: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code cells are executed in order; a plot is drawn where matplotlib is installed."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    book = json.loads((DOCS / "notebook.ipynb").read_text(encoding="utf-8"))
    assert book["nbformat"] == 4
    cells = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
    names: dict[str, Any] = {}
    for source in cells:
        exec(compile(source, "notebook.ipynb", "exec"), names)
    pyplot = sys.modules["matplotlib.pyplot"]
    assert len(pyplot.get_fignums()) == 5
    pyplot.close("all")
    asked = re.findall(r'\.ask\(\s*"([\w-]+)"', "\n".join(cells))
    assert len(set(asked)) >= 5 and set(asked) <= set(LIBRARY)


def test_the_notebook_is_stored_with_what_its_cells_show() -> None:
    """On a host that renders notebooks it shows its plots; nothing of the machine that ran it is in the file."""
    text = (DOCS / "notebook.ipynb").read_text(encoding="utf-8")
    code = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    outputs = [output for cell in code for output in cell["outputs"]]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 5
    assert {output["output_type"] for output in outputs} <= {"execute_result", "display_data"}
    assert outputs[0]["data"]["text/plain"][0].startswith("<kg.Graph 0.1.0+")
    assert not re.search(r"/(tmp|home|root|Users|work)/|[A-Z]:\\\\|timestamp", text)


def test_rows_and_reader_stay_within_reach(small: Graph) -> None:
    """Nothing is hidden: the reader and the terms are there for those who want more."""
    assert isinstance(small.reader, Reader)
    assert isinstance(small.ask("rival-values"), Rows)
