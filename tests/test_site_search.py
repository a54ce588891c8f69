"""The search of the site on the real data: what first-time readers look for, asked in three languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.model.reader import Reader
from kg.site import search

ASSETS = Path(search.__file__).parent / "assets"
#: How many hits a reader sees below the box without scrolling.
SEEN = 6
VOTE = "security-council-vote-new-york-2025-09-26"
#: The tasks: the record that answers, what its hit says of it, and how people ask.
TASKS = {
    "how Russia voted on a day": (
        f"{VOTE}-ballot-russia",
        ("2025-09-26", "Russia: For", "روسیه: موافق"),
        (
            "how did Russia vote on 26 September 2025",
            "как голосовала Россия 26 сентября 2025",
            "رأی روسیه ۲۶ سپتامبر ۲۰۲۵",
            "رأی روسیه ۴ مهر ۱۴۰۴",
        ),
    ),
    "the vote of a day": (VOTE, ("2025-09-26",), ("vote 26.09.2025", "голосование 26 сентября 2025", "2025-09-26")),
    "an article": (
        "treaty-2025-article-12",
        ("Договор 2025 года, статья 12", "Caspian"),
        ("what does article 12 say", "article 12", "статья 12", "ماده ۱۲", "مادهٔ ۱۲ چه می‌گوید"),
    ),
    "since when a state is a member": (
        "iran-in-brics-full-member",
        ("from 1 January 2024", "с 1 января 2024", "از ۱۱ دی ۱۴۰۲"),
        (
            "since when is Iran in BRICS",
            "when did Iran join BRICS",
            "с какого времени Иран в БРИКС",
            "когда Иран вступил в БРИКС",
            "ایران از کی عضو بریکس است",
        ),
    ),
    "the trade of a year": (
        "figure-trade-turnover-iran-russia-2023",
        ("2023", "4", "2,7", "۲٫۷"),
        (
            "trade of 2023",
            "trade 2023",
            "торговля 2023",
            "товарооборот в 2023 году",
            "объём торговли 2023",
            "تجارت ۲۰۲۳",
            "تجارت ۱۴۰۲",
        ),
    ),
    "what a person said in a month": (
        "jalali-treaty-2025-in-force-after-domestic-steps",
        ("2025-07-18",),
        ("Jalali July 2025", "что сказал Джалали в июле 2025", "جلالی ژوئیه ۲۰۲۵ چه گفت", "جلالی تیر ۱۴۰۴"),
    ),
}
#: Names of a treaty which its place and its articles bear too.
TREATY = "treaty-of-turkmenchay-1828"
NAMES = ("Turkmenchay", "Туркманчай", "ترکمانچای")


@pytest.fixture(scope="module")
def scripts(real: Reader) -> dict[str, str]:
    """The index of the real data."""
    return search.scripts(real)


@pytest.fixture(scope="module")
def hits(scripts: dict[str, str], node: Callable[..., Any]) -> dict[str, list[tuple[str, str]]]:
    """Ask the index of the real data every question, once: the first hits as identifier and text."""
    asked = [*NAMES, *(question for _, _, questions in TASKS.values() for question in questions)]
    module, unpack = (json.dumps((ASSETS / name).as_uri()) for name in ("siteindex.js", "unpack.js"))
    program = f"""
        for (const file of {json.dumps([search.NAMES, search.GISTS])}) (0, eval)(fs.readFileSync(file, "utf8"));
        Promise.all([import({module}), import({unpack})]).then(async ([index, {{ unpackedData }}]) => {{
          const {{ findGists, findNames, gistOf, readGists, readNames }} = index;
          readNames(await unpackedData(SEARCH_NAMES));
          readGists(await unpackedData(SEARCH_GISTS));
          const answers = {json.dumps(asked)}.map((question) => [
            ...findNames(question).slice(0, {SEEN}).map(({{ record }}) =>
              [record.id, JSON.stringify([record.label, record.date, record.answer, gistOf(record.id)?.texts])]),
            ...findGists(question).slice(0, {SEEN}).map((gist) =>
              [gist.id, JSON.stringify([gist.texts, gist.date])]),
          ]);
          console.log(JSON.stringify(answers));
        }});
    """
    answers = node(program, **{name: text.encode() for name, text in scripts.items()})
    return dict(zip(asked, answers, strict=True))


@pytest.mark.node
@pytest.mark.parametrize("task", TASKS)
def test_first_time_readers_find_what_they_ask_for(task: str, hits: dict[str, list[tuple[str, str]]]) -> None:
    record, facts, questions = TASKS[task]
    for question in questions:
        texts = dict(reversed(hits[question]))
        assert record in texts, f"{question}: {[hit for hit, _ in hits[question]]}"
        assert [fact for fact in facts if fact not in texts[record]] == [], question


@pytest.mark.node
@pytest.mark.parametrize("name", NAMES)
def test_a_treaty_comes_before_its_articles(name: str, hits: dict[str, list[tuple[str, str]]]) -> None:
    found = [hit for hit, _ in hits[name] if hit.startswith(TREATY)]
    assert found[0] == TREATY, found


@pytest.mark.node
def test_the_ballot_of_the_voter_comes_before_those_of_others(hits: dict[str, list[tuple[str, str]]]) -> None:
    for question in TASKS["how Russia voted on a day"][2]:
        ballots = [hit for hit, _ in hits[question] if "-ballot-" in hit]
        assert ballots[0].endswith("-russia"), question


def test_a_tenure_known_by_its_months_is_no_more_precise(real: Reader) -> None:
    """Jalali became ambassador in November or December 2019 by the accounts; no day of either is stated."""
    assert "between November 2019 and December 2019" in str(search.indexes(real)["SEARCH_NAMES"])
