"""A text that a user holds: paragraphs, fingerprints, and whether locators still match."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import paragraphs as document
from kg.documents.paragraphs import Check, fingerprint, folded, paragraphs, verify

DAILY = (Path(__file__).parent / "world" / "daily-2025.txt").read_text(encoding="utf-8")
MARKS = {f"p{p.number}": p.fingerprint for p in paragraphs(DAILY)}


def texts(text: str) -> list[tuple[int, str]]:
    return [(p.number, p.text) for p in paragraphs(text)]


def test_body_paragraphs_count_from_one() -> None:
    assert texts(DAILY) == [
        (0, "The treaty is signed By The Daily"),
        (
            1,
            "Northland and Southland signed a treaty on 17 January 2025;"
            " the assembly approved it by 191 votes to 3.",
        ),
        (2, "“It already binds,” said Ali Yusefi, who also quoted Pyotr Volkov – and denied a visit."),
    ]


def test_the_fingerprints_of_the_world_are_those_of_the_file() -> None:
    trig = (Path(__file__).parent / "world/sources/press-report/d/daily-2025.trig").read_text(encoding="utf-8")
    assert all(MARKS[locator] in trig for locator in ("p1", "p2"))


def test_a_true_copy_matches() -> None:
    assert verify(DAILY, MARKS) == [Check(f"p{n}", "matches", f"p{n}") for n in range(3)]


def test_typography_does_not_matter() -> None:
    plain = DAILY.replace("“", '"').replace("”", '"').replace("–", "-").replace(" ", "\u00a0", 5)
    assert [c.outcome for c in verify(plain + "\r\n", MARKS)] == ["matches"] * 3


def test_words_matter() -> None:
    outcomes = [c.outcome for c in verify(DAILY.replace("191 votes", "190 votes"), MARKS)]
    assert outcomes == ["matches", "missing", "matches"]


def test_an_inserted_paragraph_moves_the_rest() -> None:
    longer = DAILY.replace("Northland and", "A new first paragraph, which ends here.\n\nNorthland and")
    assert verify(longer, MARKS)[1:] == [Check("p1", "moved", "p2"), Check("p2", "moved", "p3")]


def test_a_lost_paragraph_is_missing() -> None:
    shorter = DAILY[: DAILY.index("“It already")]
    assert verify(shorter, MARKS)[2] == Check("p2", "missing", "")


def test_a_paragraph_printed_twice_matches_at_its_own_place() -> None:
    text = "Title\n\nBy A. Author\n\nHe said no.\n\nThen he left.\n\nHe said no."
    marks = {f"p{p.number}": p.fingerprint for p in paragraphs(text)}
    assert [c.outcome for c in verify(text, marks)] == ["matches"] * 4


def test_a_paragraph_taken_for_a_heading_is_found() -> None:
    marks = {"p1": fingerprint("Not closed like a sentence")}
    assert verify("Title\n\nBy A\n\nNot closed like a sentence\n\nOne.", marks) == [
        Check("p1", "moved", "a heading")
    ]


def test_a_speaker_stands_where_the_paragraph_stands() -> None:
    marks = {"p1.ali-yusefi": MARKS["p1"], "p2.ali-yusefi.pyotr-volkov": MARKS["p2"], "p1.daily": MARKS["p2"]}
    assert [(c.outcome, c.found) for c in verify(DAILY, marks)] == [
        ("matches", "p1"),
        ("matches", "p2"),
        ("moved", "p2"),
    ]


HTML = """<!DOCTYPE html><html><head><title>x</title><style>p { color: red }</style></head><body>
<nav>Home | World</nav><script>var a = "<p>no</p>";</script><h1>The treaty is signed</h1><p>By The Daily</p>
<p>Northland and Southland signed a <b>treaty</b> on 17&nbsp;January 2025; the assembly
approved it by 191 votes to 3.</p><h2>A heading</h2>
<p>&ldquo;It already binds,&rdquo; said Ali Yusefi, who also quoted Pyotr Volkov &ndash; and denied a visit.</p>
<footer>All rights</footer></body></html>"""


def test_a_saved_page_is_as_good_as_its_text() -> None:
    assert [c.outcome for c in verify(HTML, MARKS)] == ["matches"] * 3


def test_lines_are_paragraphs_where_no_line_is_blank() -> None:
    assert [p.number for p in paragraphs("By A\nFirst one.\nSecond one.")] == [0, 1, 2]


def test_persian_and_russian_sentences_close() -> None:
    assert not document.is_heading("آیا این درست است؟")
    assert not document.is_heading("Он сказал: «да»")
    assert document.is_heading("پیشینه تاریخی")
    assert [n for n, _ in texts("عنوان\n\nنویسنده: علی\n\nبند نخست.\n\nСнова.")] == [0, 1, 2]


@given(st.text(max_size=60))
def test_folding_is_idempotent(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_text_is_numbered_without_a_gap(blocks: list[str]) -> None:
    numbers = [p.number for p in paragraphs("\n\n".join(blocks))]
    start = 0 if 0 in numbers else 1
    assert numbers == list(range(start, start + len(numbers)))


@pytest.mark.parametrize(
    ("one", "other"), [("a‌b", "ab"), ("«x»", '"x"'), ("a—b", "a-b"), ("ﬁ", "fi"), ("a  b", "a b")]
)
def test_copies_differ_in_these_only(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)
