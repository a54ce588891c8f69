"""Texts that may be queries: none ends in a traceback, and none that is let through reaches another service."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.model.reader import Reader
from kg.query import attribution, sparql
from kg.query.sparql import QueryFault
from tests.fuzz.budget import tries

#: Pieces of which hiding places are made: comments, strings, IRIs, comparisons, escapes, names.
_PIECES = st.sampled_from(
    [
        *(
            "SERVICE",
            "service silent",
            "SeRvIcE",
            "\u017fERVICE",
            "1",
            "true",
            "ex:a",
            "ex:",
            "?x",
            "?a<",
            "_:b",
            "@en",
        ),
        *(
            ">",
            "<",
            "<'",
            "'>",
            "'",
            "'''",
            '"',
            '"""',
            "#",
            "# it's",
            "\n",
            "\r",
            " ",
            ".",
            ";",
            ")",
            "(",
            "{",
            "}",
            "^^",
        ),
        *(
            r"\u0041",
            r"\u0023",
            r"\u0022",
            r"\'",
            r"\#",
            "\\",
            "<http://a/",
            "<http://a/#b>",
            r"<http://a/\u0041'>",
        ),
        *(
            "OPTIONAL {",
            "?s ?p ?o",
            "?s ?p ",
            "VALUES ?x { 1 }",
            "UNION",
            "GRAPH ?g {",
            "FILTER(",
            "BIND(",
            "AS ?y)",
        ),
    ]
)


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(50)
        self.address = f"<http://127.0.0.1:{self.socket.getsockname()[1]}/>"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            client.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.socket.close()


def test_the_listener_hears_who_calls(listener: Listener) -> None:
    with pytest.raises(OSError):
        list(Store().query(f"SELECT * WHERE {{ SERVICE {listener.address} {{ ?a ?b ?c }} }}"))
    assert listener.calls == 1


@tries(600)
@given(before=st.lists(_PIECES, max_size=6), after=st.lists(_PIECES, max_size=4))
def test_nothing_that_is_let_through_calls_a_service(
    before: list[str], after: list[str], listener: Listener
) -> None:
    call = f"SERVICE {listener.address} {{ ?a ?b ?c }}"
    text = f"PREFIX ex: <http://ex/> SELECT * WHERE {{ {''.join(before)}{call}{''.join(after)} }}"
    calls = listener.calls
    try:
        sparql.refuse_service(text)
        list(Store().query(text))
    except (QueryFault, SyntaxError):
        return
    assert listener.calls == calls, text


_TEXT = """
    SELECT CONSTRUCT ASK DESCRIBE WHERE { } * ?s ?p ?o . ; , a kg:Treaty id:treaty-new id:nobody FILTER ( ) COUNT AS
    GROUP BY ORDER BY LIMIT 3 OPTIONAL UNION MINUS GRAPH ?g VALUES BIND EXISTS LATERAL <<( )>> ^ / | * + 'x'@en NOT
    ?n IN "2025"^^xsd:gYear -1 1e400 STR REDUCED FROM
"""
_WORDS = st.sampled_from(_TEXT.split())


@tries(400)
@given(st.one_of(st.lists(_WORDS, max_size=16).map(" ".join), st.text(max_size=60)), st.booleans())
def test_any_text_is_answered_or_refused(world: Reader, text: str, sources: bool) -> None:
    try:
        if sources:
            attribution.with_sources(world.store, text, 5)
        else:
            result, _ = sparql.first(sparql.ask(world.store, text), 5)
            sparql.write(result, "turtle" if sparql.is_graph(result) else "tsv")
    except QueryFault:
        pass
