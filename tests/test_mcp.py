"""Assistants: the SDK's own client asks a server of the miniature world, over standard input and over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError, StdioServerParameters

from kg.assistant import answers
from kg.assistant.answers import Library
from kg.model.reader import Reader
from kg.query.questions import library

REPO = Path(__file__).parent.parent


@contextmanager
def by_http(root: Path, cache: Path) -> Iterator[str]:
    """Serve a corpus by HTTP on a free port; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg.cli", "--corpus", str(root), "mcp", "--http", "--port", str(port)]
    server = subprocess.Popen(command, env={**os.environ, "KG_CACHE": str(cache)}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            assert server.poll() is None, "the server has stopped"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.terminate()
        server.wait(timeout=20)


class Session:
    """A client that stays connected while tests call its methods, which are coroutines, one by one."""

    def __init__(self, client: Client, portal: BlockingPortal) -> None:
        self._client = client
        self._portal = portal

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments: self._portal.call(getattr(self._client, name), *arguments)


@pytest.fixture(scope="module", params=["stdio", "http"])
def session(request: pytest.FixtureRequest, world_root: Path, cache: Path) -> Iterator[Session]:
    """A client of a server of the miniature world."""
    with ExitStack() as stack:
        server: Any
        if request.param == "stdio":
            environment = {**os.environ, "KG_CACHE": str(cache), "PYTHONPATH": str(REPO)}
            arguments = ["-m", "kg.cli", "--corpus", str(world_root), "mcp"]
            server = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
        else:
            server = stack.enter_context(by_http(world_root, cache))
        portal = stack.enter_context(start_blocking_portal())
        yield Session(stack.enter_context(portal.wrap_async_context_manager(Client(server))), portal)


def call(session: Session, tool: str, **arguments: Any) -> dict[str, Any]:
    """Call a tool, which must succeed, and return its structured answer."""
    result = session.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return dict(result.structured_content)


def test_tools_resources_and_prompts_are_listed(session: Session) -> None:
    tools, prompts = session.list_tools().tools, session.list_prompts().prompts
    templates = session.list_resource_templates().resource_templates
    assert {t.name for t in tools} == {*("search", "show", "says", "status", "conflicts", "article", "ask", "cite")}
    assert all(t.annotations.read_only_hint and t.description and t.output_schema for t in tools)
    question = next(t for t in tools if t.name == "ask").input_schema["properties"]["question"]
    assert set(question["enum"]) == set(library(REPO))
    assert len(prompts) == 12 and {p.name.rpartition("-")[2] for p in prompts} == {"en", "fa", "ru"}
    assert {t.uri_template for t in templates} == {"kg://record/{name}", "kg://question/{name}"}


def test_schemas_stand_by_themselves(session: Session) -> None:
    # Clients that resolve no reference and take no alternatives leave out such a tool, or all of them.
    for tool in session.list_tools().tools:
        schema = json.dumps([tool.input_schema, tool.output_schema])
        assert not any(word in schema for word in ("$ref", "$defs", "anyOf", "oneOf")), tool.name
    ask = next(tool for tool in session.list_tools().tools if tool.name == "ask").input_schema["properties"]
    assert {"in-force-on", "said-by"} <= set(ask["question"]["enum"])
    assert ask["parameters"]["properties"]["day"]["type"] == "string"
    assert ask["parameters"]["properties"]["least"]["type"] == "integer"


def test_hearsay_is_marked_with_those_who_report_it(session: Session) -> None:
    answer = call(session, "says", speaker="Pyotr Volkov", about="treaty-new")
    assert [row["statement"] for row in answer["rows"]] == ["The treaty serves both lands."]
    (passage,) = answer["passages"]
    assert passage["passage"] == "src:daily-2025.p2.ali-yusefi.pyotr-volkov"
    assert (passage["direct"], passage["holders"], passage["reported_by"]) == (
        False,
        ["Pyotr Volkov"],
        ["Ali Yusefi", "The Daily"],
    )
    assert passage["address"] == "https://daily.example/1"


def test_days_of_speech_bound_what_is_returned(session: Session) -> None:
    assert call(session, "says", speaker="ali-yusefi", first_day="2025-07-18", last_day="2025-07-18")["known"]
    assert not call(session, "says", speaker="ali-yusefi", last_day="2025-07-17")["known"]


def test_a_status_has_its_answer_and_every_rival_day(session: Session) -> None:
    answer = call(session, "status", instrument="New Treaty", day="2025-08-01")
    assert answer["known"] and "by some accounts" in answer["summary"]
    days = {row["account"]: row["passages"] for row in answer["rows"] if "Entry into force" in row["act"]}
    assert days == {"2025-10-02": "src:gazette-2025.1", "by 2025-07-18": "src:daily-2025.p2.ali-yusefi"}
    assert call(session, "status", instrument="treaty-new", day="2024")["known"]


def test_a_day_of_another_calendar_is_answered_with_how_it_was_read(session: Session) -> None:
    # 5 Shaban 1243 of the lunar calendar is the day of the treaty of Turkmenchay as its text prints it.
    day = "1243-08-05"
    for tool, arguments in (
        ("status", {"instrument": "treaty-new", "day": day}),
        ("says", {"speaker": "ali-yusefi", "first_day": day}),
        ("ask", {"question": "in-force-on", "parameters": {"day": day}}),
    ):
        answer = call(session, tool, **arguments)
        assert "1243-08-05 is read as lunar Hijri (1828-02-21)" in answer["summary"], tool
    persian = call(session, "status", instrument="treaty-new", day=day, language="fa")["summary"]
    assert "1243-08-05" in persian and "lunar" not in persian


def test_an_instrument_without_passages_is_shown_by_those_of_its_acts(told: Callable[[str], Reader]) -> None:
    reader = told(
        """
        id:pact a kg:Treaty . id:pact-begins a kg:EntryIntoForce ; kg:treaty id:pact .
        src:s { src:s a kg:Source .
            src:s.1 a kg:Passage ; dcterms:isPartOf src:s ; kg:holder id:one ; kg:locator "1" }
        src:s.1 { id:pact-begins kg:onDate "2001-02-03"^^xsd:date }
        """
    )
    asked = Library(reader, library(REPO), "0", lambda: "2026-01-01")
    answer = answers.ask(asked, "in-force-on", {"day": "2002-01-01"})
    assert [(row["treaty"], row["passages"]) for row in answer.rows] == [("id:pact", "src:s.1")]


def test_days_in_the_wrong_order_are_no_silence_of_the_speaker(session: Session) -> None:
    answer = call(session, "says", speaker="ali-yusefi", first_day="2026", last_day="2025")
    assert answer["summary"] == "Not known. 2026 is later than 2025: exchange the two days."


def test_rivals_stand_side_by_side(session: Session) -> None:
    answer = call(session, "conflicts", record="treaty-new-approval-assembly")
    votes = {row["value"]: row["holders"] for row in answer["rows"] if row["property"] == "kg:votesFor"}
    assert votes == {"190": "Southland", "191": "The Daily"}
    assert all(row["nearness"] for row in answer["rows"])
    assert "Northland–Southland Graph" in answer["citation"]


def test_no_side_of_a_dispute_is_returned_alone(session: Session) -> None:
    whole, first = call(session, "conflicts"), call(session, "conflicts", limit=1)
    of_first = [row for row in whole["rows"] if row["property"] == whole["rows"][0]["property"]]
    assert first["rows"] == [row for row in of_first if row["record"] == whole["rows"][0]["record"]]
    assert len(first["rows"]) > 1 and first["left_out"] == len(whole["rows"]) - len(first["rows"]) > 0


def test_an_article_is_summarized_or_not_coded(session: Session) -> None:
    answer = call(session, "article", instrument="treaty-new", number=1)
    gist = next(row for row in answer["rows"] if row["value"] == "The parties will not attack each other.")
    assert gist["passages"] == "src:gazette-2025.2"
    for number, reason in ((2, "not yet coded"), (9, "no article 9")):
        silent = call(session, "article", instrument="treaty-new", number=number)
        assert not silent["known"] and reason in silent["summary"] and silent["rows"] == []


def test_a_question_is_traced_to_passages_or_says_that_it_cannot_be(session: Session) -> None:
    said = call(session, "ask", question="said-by", parameters={"speaker": "ali-yusefi"})
    assert said["traced"] and {p["holders"][0] for p in said["passages"]} == {"Ali Yusefi"}
    counted = call(session, "ask", question="in-force-on", parameters={"day": "2025-08-01"})
    assert [row["answer"] for row in counted["rows"]] == ["by some accounts"]
    assert not counted["traced"] and counted["passages"]


@pytest.mark.parametrize(
    ("tool", "arguments", "passage", "nearness"),
    [
        ("show", {"record": "treaty-new-signature"}, "src:gazette-2025.1", "a party to the act"),
        ("status", {"instrument": "treaty-new"}, "src:gazette-2025.1", "a party to the act"),
        # The newspaper appeared on 20 July 2025, half a year after the signature.
        ("show", {"record": "treaty-new-signature"}, "src:daily-2025.p1", "later"),
        ("search", {"words": "attack", "gists": True}, "src:gazette-2025.2", "a party to the act"),
        ("article", {"instrument": "treaty-new", "number": 1}, "src:gazette-2025.2", "a party to the act"),
        ("article", {"instrument": "treaty-new", "number": 1}, "src:coding-world.1", ""),
        # He is president of a party; that a visit never took place is a denial, and no event.
        ("says", {"speaker": "ali-yusefi"}, "src:daily-2025.p2.ali-yusefi", "a party to the act"),
        ("says", {"speaker": "ali-yusefi", "about": "visit-harbour-2001"}, "src:daily-2025.p2.ali-yusefi", ""),
        ("says", {"speaker": "pyotr-volkov"}, "src:daily-2025.p2.ali-yusefi.pyotr-volkov", ""),
        (
            "ask",
            {"question": "said-by", "parameters": {"speaker": "pyotr-volkov"}},
            "src:daily-2025.p2.ali-yusefi.pyotr-volkov",
            "",
        ),
        ("cite", {"record": "src:daily-2025.p1"}, "src:daily-2025.p1", "at the time"),
    ],
)
def test_every_passage_says_how_near_it_stands(
    session: Session, tool: str, arguments: dict[str, Any], passage: str, nearness: str
) -> None:
    answer = call(session, tool, **arguments)
    assert nearness == next(p["nearness"] for p in answer["passages"] if p["passage"] == passage)


@pytest.mark.parametrize(
    ("language", "nearness", "holder", "kind", "locator"),
    [
        ("en", "a party to the act", "Southland", "Official record", "notice 1"),
        ("fa", "طرف اقدام", "جنوبستان", "سند رسمی", "آگهی ۱"),
        ("ru", "сторона акта", "Южия", "Официальный документ", "извещение 1"),
    ],
)
def test_passages_are_described_in_the_language_asked_for(
    session: Session, language: str, nearness: str, holder: str, kind: str, locator: str
) -> None:
    answer = call(session, "status", instrument="treaty-new", day="2025-08-01", language=language)
    gazette = next(p for p in answer["passages"] if p["passage"] == "src:gazette-2025.1")
    described = [gazette[key] for key in ("nearness", "holders", "kind", "locator")]
    assert described == [nearness, [holder], kind, locator]
    assert language == "en" or "in force" not in answer["summary"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search", {"words": "Atlantis"}),
        ("show", {"record": "atlantis"}),
        ("status", {"instrument": "atlantis-pact"}),
        ("conflicts", {"record": "harbour"}),
        ("cite", {"record": "atlantis"}),
        ("ask", {"question": "said-by", "parameters": {"speaker": "atlantis"}}),
    ],
)
def test_what_the_graph_lacks_is_not_known(session: Session, tool: str, arguments: dict[str, Any]) -> None:
    answer = call(session, tool, **arguments)
    assert not answer["known"]
    assert answer["summary"].startswith("Not known. ")
    assert answer["rows"] == answer["passages"] == []


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("status", {"instrument": "treaty-new", "day": "2025-02-30"}, "2025-02-30"),
        ("status", {"instrument": "southland"}, "Southland is neither an instrument nor a provision"),
        ("ask", {"question": "in-force-on", "parameters": {"treaty": "treaty-new"}}, "has no parameter treaty"),
        ("ask", {"question": "in-force-at"}, "in-force-on"),
    ],
)
def test_a_faulty_request_is_an_error_with_the_way_out(
    session: Session, tool: str, arguments: dict[str, Any], message: str
) -> None:
    result = session.call_tool(tool, arguments)
    assert result.is_error
    assert message in result.content[0].text


def test_records_and_questions_are_resources(session: Session) -> None:
    record = session.read_resource("kg://record/treaty-new-signature").contents[0].text
    question = session.read_resource("kg://question/in-force-on").contents[0].text
    with pytest.raises(MCPError, match="No record is named atlantis"):
        session.read_resource("kg://record/atlantis")
    assert "2025-01-17" in record and "Gazette of Southland" in record
    assert question == library(REPO)["in-force-on"].sparql()


def test_a_prompt_names_its_subject_in_the_language_asked_for(session: Session) -> None:
    prompt = session.get_prompt("dispute-ru", {"subject": "Новый договор"})
    text = prompt.messages[0].content.text
    assert "Новый договор" in text and "Приведите каждую сторону" in text
