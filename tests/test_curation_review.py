"""Reviews: nothing enters undecided, what is accepted is checked and complete, decisions outlive the session."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kg.corpus.check import check
from kg.corpus.load import load
from kg.curation import page, proposals
from kg.curation.draft import draft
from kg.curation.proposals import Proposal
from kg.curation.register import Register
from kg.curation.review import Review
from kg.documents import copies
from kg.text.phrases import say
from tests.page_browser import browser
from tests.test_curation_draft import STORY

Run = Callable[..., Result]

TRIG = "graphs/sources/press-report/d/daily-2025-07-20.trig"


@pytest.fixture
def world_with_story(run: Run, spoilt: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path, Path]:
    """A corpus with the story as a source, the story, and the proposals drafted from it."""
    root, story = spoilt(), tmp_path / "story.txt"
    story.write_text(STORY["en"], encoding="utf-8")
    frame = ["--kind", "press", "--publisher", "The Daily", "--day", "2025-07-20"]
    assert run("new", "source", str(story), *frame, root=root).exit_code == 0
    assert run("draft", str(story), "--source", "daily-2025-07-20", root=root).exit_code == 0
    return root, story, tmp_path / "story.txt.proposals.json"


def reviewed(run: Run, world: tuple[Path, Path, Path], *answers: str) -> Result:
    root, story, path = world
    args = ["review", str(path), "--text", str(story), "--by", "Jane Doe", "--on", "2026-11-29"]
    return run(*args, root=root, stdin="\n".join(answers) + "\n")


def test_a_walk_writes_what_was_accepted(run: Run, world_with_story: tuple[Path, Path, Path]) -> None:
    root, _, path = world_with_story
    before = check(root)[1]
    # the signature, the approval, its votes, a speaker; then the walk is left
    result = reviewed(run, world_with_story, "a", "a", "a", "a", "q")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == TRIG
    text = (root / TRIG).read_text(encoding="utf-8")
    for statement in (
        'id:treaty-new-signature\n        a kg:Signature ;\n        kg:onDate "2025-01-17"^^xsd:date ;',
        'a kg:Approval ;\n        kg:onDate "2025-05-21"^^xsd:date ;\n        kg:votesAgainst 3 ;',
        "        kg:votesFor 191 ;",
        "src:daily-2025-07-20.p3.ali-yusefi\n        a kg:Passage ;",
        'kg:quotedIn src:daily-2025-07-20.p3 ;\n        kg:statedOn "2025-07-18"^^xsd:date ;',
        'kg:reviewedBy "Jane Doe" ;\n        kg:reviewedOn "2026-11-29"^^xsd:date ;',
    ):
        assert statement in text
    assert "It already binds" not in text
    assert check(root)[1].faults == before.faults == []
    made = proposals.read(path)
    assert {p.decision.verdict for p in made.proposals if p.decision} == {"accepted"}
    # of the nine that state something four are decided on; names and days that are sure leave nothing undecided
    assert "5 of 9 proposals are undecided\n" in result.stderr
    sure = [p for p in made.proposals if p.kind in ("mention", "day") and p.values]
    assert f"are not asked about: {len(sure)}." in result.stderr


@pytest.mark.parametrize("language", ["fa", "ru"])
def test_a_walk_is_asked_in_the_language_of_the_reviewer(
    language: str, run: Run, world_with_story: tuple[Path, Path, Path]
) -> None:
    root, story, path = world_with_story
    args = ["review", str(path), "--text", str(story), "--by", "J", "--lang", language]
    result = run(*args, root=root, stdin="x\ne\n\nn\nq\n")
    assert result.exit_code == 0
    for key in ("review.keys", "review.edit"):
        assert say(key, language) in result.stdout
    # what a reviewer types and the words of the document are the same in every language
    own = [line for line in result.output.splitlines() if " = " not in line and line not in STORY["en"]]
    own = [re.sub(r"“[^”]*”|«[^»]*»|[a-z]+:[\w-]+|--all", "", line) for line in own]
    assert re.findall(r"[A-Za-z]{3,}", " ".join(own)) == []


def test_a_walk_is_taken_up_where_it_was_left(run: Run, world_with_story: tuple[Path, Path, Path]) -> None:
    root, _, path = world_with_story
    assert "1/9  act" in reviewed(run, world_with_story, "n", "s", "q").stdout
    again = reviewed(run, world_with_story, "q")
    assert "1/7  vote" in again.stdout
    assert [p.decision.verdict for p in proposals.read(path).proposals if p.decision] == ["not stated", "skipped"]
    assert "kg:Signature" not in (root / TRIG).read_text(encoding="utf-8")


def test_a_statement_of_a_speaker_is_his(run: Run, world_with_story: tuple[Path, Path, Path]) -> None:
    root, _, path = world_with_story
    skipped = ["s"] * 4
    # the speaker of paragraph 4; the figure, edited and of a record that is new
    edit = ["e", "key = figure-trade-turnover-lands-2023", "kg:between = northland", "kg:periodStart = 2023", ""]
    gist = ["e", "gist = Ali Yusefi expects more trade.", "about = treaty-new", "kind = values"]
    gist += ["kg:stance = supportive", "kg:stanceTowards = treaty-new", ""]
    result = reviewed(run, world_with_story, *skipped, *gist, "a", *edit, "a", "q")
    assert result.exit_code == 0, result.stderr
    figures = (root / "graphs/records/figures.ttl").read_text(encoding="utf-8")
    assert (
        "id:figure-trade-turnover-lands-2023\n    kg:between id:northland ;\n    kg:measure code:trade" in figures
    )
    text = (root / TRIG).read_text(encoding="utf-8")
    _, _, said = text.partition("\nsrc:daily-2025-07-20.p4.ali-yusefi {\n")
    assert "a kg:Figure ;\n        kg:valueOver 2.7 ;" in said
    assert "a kg:Assessment ;\n        kg:about id:treaty-new ;" in said
    assert 'kg:gist "Ali Yusefi expects more trade."@en ;\n        kg:kind code:values ;' in said
    assert "kg:stance code:supportive ;\n        kg:stanceTowards id:treaty-new ;" in said
    assert check(root)[1].faults == []
    assert [p.decision.verdict for p in proposals.read(path).proposals if p.decision][-2:] == ["edited", "edited"]


def test_what_makes_no_statement_is_asked_again(run: Run, world_with_story: tuple[Path, Path, Path]) -> None:
    root, _, _ = world_with_story
    before = (root / TRIG).read_text(encoding="utf-8")
    result = reviewed(run, world_with_story, "e", "kg:onDate = 2025-13-01", "", "a", "9", "x", "q")
    assert "2025-13-01 is no date" in result.stdout
    assert "“9” is no answer." in result.stdout
    assert "“x” is no answer." in result.stdout
    assert (root / TRIG).read_text(encoding="utf-8") == before


def test_what_the_check_refuses_is_not_written_and_open_again(
    run: Run, world_with_story: tuple[Path, Path, Path]
) -> None:
    root, _, path = world_with_story
    # signed after the paper had told of it: a fault; the second is written all the same
    result = reviewed(run, world_with_story, "e", "kg:onDate = 2025-08-17", "", "a", "a", "q")
    assert result.exit_code == 1
    assert "Refused, and undecided again: act: “signed”" in result.stderr
    text = (root / TRIG).read_text(encoding="utf-8")
    assert ("kg:Signature" in text, "kg:Approval" in text) == (False, True)
    assert check(root)[1].faults == []
    assert [p.kind for p in proposals.read(path).undecided if p.states][:2] == ["act", "vote"]


def test_an_interrupted_review_keeps_its_decisions(run: Run, world_with_story: tuple[Path, Path, Path]) -> None:
    root, story, path = world_with_story
    args = ["review", str(path), "--text", str(story), "--by", "Jane Doe"]
    stopped = run(*args, root=root, stdin="a\n")  # the input ends, as with Ctrl+C
    assert (stopped.exit_code, "The decisions are kept" in stopped.stderr) == (1, True)
    assert "kg:Signature" not in (root / TRIG).read_text(encoding="utf-8")
    assert [p.decision.verdict for p in proposals.read(path).proposals if p.decision] == ["accepted"]
    # the same command goes on, and writes what was accepted before
    assert "1/8  act" in run(*args, root=root, stdin="q\n").stdout
    assert "kg:Signature" in (root / TRIG).read_text(encoding="utf-8")


def test_another_text_is_refused(run: Run, world_with_story: tuple[Path, Path, Path]) -> None:
    _, story, _ = world_with_story
    story.write_text(STORY["en"].replace("191", "190"), encoding="utf-8")
    result = reviewed(run, world_with_story, "q")
    assert (result.exit_code, "is not the document of these proposals" in result.stderr) == (1, True)


def test_a_review_needs_a_source_and_a_name(run: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(STORY["en"], encoding="utf-8")
    assert run("draft", str(story)).exit_code == 0
    args = ["review", f"{story}.proposals.json", "--text", str(story)]
    assert "Missing option '--by'" in run(*args).stderr
    assert "belong to no described source" in run(*args, "--by", "Jane Doe").stderr
    assert run(*args, "--by", "Jane Doe", "--source", "daily-2025", stdin="q\n").exit_code == 0


# --- the page -----------------------------------------------------------------------------------------------


@pytest.fixture
def work(spoilt: Callable[..., Path], tmp_path: Path) -> Review:
    story = tmp_path / "story.txt"
    story.write_text(STORY["en"] + "\n\n“𝒯he <b>bold</b>,” said Ali Yusefi.", encoding="utf-8")
    register = Register(load(spoilt()))
    copy = copies.read(story)
    made = draft(register, copy, "daily-2025", "2025-07-20")
    paragraphs = {p.number: p for p in copy.paragraphs}
    return Review(register, tmp_path / "proposals.json", made, paragraphs, "Jane Doe", "2026-11-29")


@pytest.fixture
def server(work: Review) -> Iterator[page.Server]:
    with page.Server(work) as server:
        yield server


def asked(server: page.Server, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(server.host, timeout=10)
    sent = {"Content-Type": "application/json", **headers}
    connection.request(method, path, json.dumps(body) if body is not None else None, sent)
    answer = connection.getresponse()
    status, data = answer.status, answer.read()
    connection.close()
    return status, data


def test_the_page_answers_only_who_knows_its_token_and_its_host(server: page.Server) -> None:
    inside = f"/{server.token}"
    assert server.host.startswith("127.0.0.1:")
    assert asked(server, "GET", f"{inside}/")[0] == 200
    for path in ("/", "/state", "/x/state", f"{inside}/../state", f"{inside}/page.py"):
        assert asked(server, "GET", path)[0] == 404
    assert asked(server, "GET", f"{inside}/state", Host="evil.example")[0] == 404
    simple = {"Content-Type": "text/plain"}
    assert asked(server, "POST", f"{inside}/finish", {}, **simple)[0] == 404
    assert not server.finished.is_set()


def test_decisions_over_the_page_are_those_of_the_walk(server: page.Server, work: Review) -> None:
    first = next(p for p in work.draft.proposals if p.states)
    decide = f"/{server.token}/decide"
    status, data = asked(
        server, "POST", decide, {"number": first.number, "verdict": "accepted", "values": first.values}
    )
    assert (status, json.loads(data)["fault"]) == (200, "")
    assert first.decision is not None
    assert (first.decision.verdict, first.decision.reviewer) == ("accepted", "Jane Doe")
    wrong = {"number": first.number, "verdict": "accepted", "values": {**first.values, "kg:onDate": "never"}}
    assert "never" in json.loads(asked(server, "POST", decide, wrong)[1])["fault"]
    for bad in ({}, {"number": 999, "verdict": "accepted"}, {"number": first.number, "verdict": "perhaps"}, []):
        assert asked(server, "POST", decide, bad)[0] == 400
    assert asked(server, "POST", f"/{server.token}/finish", {})[0] == 200
    assert server.finished.wait(5)


@pytest.mark.browser
def test_the_page_shows_the_words_of_a_proposal_and_takes_decisions(server: page.Server, work: Review) -> None:
    with browser() as chromium:
        _walk_through(chromium.new_page(), server, work)


def _walk_through(shown: Any, server: page.Server, work: Review) -> None:
    requests: list[str] = []
    errors: list[str] = []
    shown.on("request", lambda request: requests.append(request.url))
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    shown.goto(server.address)
    shown.get_by_role("heading", name="Review of proposals").wait_for()
    for tag, direction in (("fa", "rtl"), ("ru", "ltr"), ("en", "ltr")):
        shown.locator(f"button[data-lang={tag}]").click()
        assert shown.evaluate("document.documentElement.dir") == direction
        own = shown.locator("header, article:visible h2, article:visible p, article:visible button")
        texts = " ".join(own.all_inner_texts()).replace("Jane Doe", "")
        # what remains in Latin letters are identifiers, words of the document, and the buttons EN and RU
        words = set(re.findall(r"(?<![:\w-])[a-z]{3,}(?![:\w-])", re.sub("“[^”]*”|«[^»]*»", "", texts)))
        assert bool(words) == (tag == "en"), words
    shown.wait_for_selector("article:not([hidden])")
    assert shown.locator("article:visible").count() == len(work.questions())
    shown.get_by_label("Names and days that are sure").check()
    assert shown.locator("article:visible").count() == len(work.draft.proposals)
    # markup in the document is text; places count letters also behind one that UTF-16 writes as two
    last = [p for p in work.draft.proposals if p.kind == "speaker"][-1]
    shown.locator("article").nth(last.number - 1).click()
    assert shown.locator("mark").inner_text() == "Ali Yusefi"
    assert "<b>bold</b>" in shown.locator("#text").inner_text()
    first = next(p for p in work.draft.proposals if p.states)
    card = shown.locator("article").nth(first.number - 1)
    card.locator("input[name='kg:onDate']").fill("never")
    card.get_by_role("button", name="Accept").click()
    card.locator(".fault", has_text="never").wait_for()
    card.locator("input[name='kg:onDate']").fill("2025-01-16")
    card.get_by_role("button", name="Accept").click()
    shown.locator("article.decided").wait_for()
    assert first.decision is not None
    assert (first.decision.verdict, first.values["kg:onDate"]) == ("edited", "2025-01-16")
    shown.get_by_role("button", name="Write what was accepted").click()
    assert server.finished.wait(5)
    assert errors == []
    assert {url.split("/")[2] for url in requests} == {server.host}


def test_a_proposal_survives_its_file(work: Review) -> None:
    proposals.write(work.draft, work.path)
    assert [asdict(p) for p in proposals.read(work.path).proposals] == [asdict(p) for p in work.draft.proposals]
    assert isinstance(work.draft.proposals[0], Proposal)
