"""Answers about the world, known before the code ran: instruments and members on days, holders, who states what."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.query import questions
from kg.rdf.vocabulary import ID, IS_PART_OF, compact, expand, kg

REPO = Path(__file__).parent.parent
KEYS = Path(__file__).parent / "keys"
LIBRARY = questions.library(REPO)
#: Keys that the graph does not meet, each with the reason. A key that is met must not stand here.
UNMET: dict[str, str] = {
    "ins-treaty-1935-1936-06-01": "no source dates its entry into force",
    "ins-treaty-1935-1950-01-01": "no source dates its entry into force, from which its three years run",
    "ins-legal-assistance-treaty-1996-2010-01-01": "known to be in force by 2018 only",
    "ins-locust-convention-1935-1965-01-01": "known to be in force by 1979 only",
    "ins-veterinary-convention-1935-1965-01-01": "known to be in force by 1979 only",
    "ins-npt-2000-01-01": "presumably: it is last attested by the extension of 1995",
    "off-permanent-representative-of-iran-to-the-united-nations-2001-03-12": "two tables name different envoys",
}

#: The roles that a key's group of members means.
GROUPS = {
    "members": re.compile("full-member|founding-member|participant-state|guarantor"),
    "observers": re.compile("observer"),
    "partners": re.compile("partner-state|dialogue-partner"),
}
HELD = ("surely", "presumably")


@cache
def entries(name: str) -> list[dict[str, Any]]:
    """The keys of a file."""
    return list(yaml.safe_load((KEYS / f"{name}.yaml").read_text(encoding="utf-8"))["entries"])


def keys(name: str) -> list[Any]:
    """The keys of a file as parameters; those not met are expected to fail, and fail the run if they do not."""
    return [
        pytest.param(
            entry,
            id=entry["id"],
            marks=[pytest.mark.xfail(reason=UNMET[entry["id"]])] if entry["id"] in UNMET else [],
        )
        for entry in entries(name)
    ]


@pytest.fixture(scope="module")
def ask(run: Callable[..., Any], real_root: Path) -> Callable[..., Any]:
    return run


def test_every_unmet_key_is_a_key() -> None:
    names = {e["id"] for name in ("instruments", "memberships", "offices", "claims") for e in entries(name)}
    assert set(UNMET) <= names


@pytest.mark.parametrize("key", keys("instruments"))
def test_an_instrument_stands_where_the_world_says(key: dict[str, Any], real: Reader) -> None:
    """By the status that the command line prints, and by SPARQL where the question lists what is in force."""
    from kg.model import treaty

    record = ID + key["subject"]
    answer = treaty.status(real, record, key["day"]).in_force
    assert answer in (key["expected"], *key["accept"]), treaty.status(real, record, key["day"]).reasons
    if not real.values(record, IS_PART_OF):
        rows = in_force(real, key["day"])
        assert rows.get(compact(record), answer) == answer


@cache
def in_force(reader: Reader, day: str) -> dict[str, str]:
    """The answers of the question, by instrument; the strongest where one stands twice."""
    rows = questions.ask(reader.store, LIBRARY["in-force-on"], {"day": day}).rows
    return {compact(row[0].value): row[1].value for row in rows}


@pytest.mark.parametrize("key", keys("memberships"))
def test_an_organization_has_the_members_that_it_had(key: dict[str, Any], real: Reader) -> None:
    values = {"organization": key["organization"], "day": key["day"]}
    rows = questions.ask(real.store, LIBRARY["members-on-a-day"], values).rows
    members = {
        compact(member.value).removeprefix("id:")
        for member, role, answer in rows
        if answer.value in HELD
        and GROUPS[key["group"]].search(compact(role.value))
        and "suspended" not in role.value
    }
    expected, maybe, wrong = set(key["expected"]), set(key["maybe"]), set(key["must_not"])
    assert expected <= members
    assert members & wrong == set()
    assert "*" in maybe or members <= expected | maybe


@pytest.mark.parametrize("key", keys("offices"))
def test_an_office_was_held_by_whoever_held_it(key: dict[str, Any], real: Reader) -> None:
    rows = [(compact(o.value), compact(p.value), a.value) for o, p, a, _ in holders(real, key["day"])]
    names = {
        person.removeprefix("id:") for office, person, a in rows if office == f"id:{key['office']}" and a in HELD
    }
    assert names == set(key["expected"])


@cache
def holders(reader: Reader, day: str) -> list[Any]:
    """The rows of the question on a day."""
    return questions.ask(reader.store, LIBRARY["office-holders-on-a-day"], {"day": day}).rows


@pytest.mark.parametrize("key", keys("claims"))
def test_a_value_has_the_holders_who_stated_it(key: dict[str, Any], real: Reader) -> None:
    """All who are named, nobody who must not be; further voices may join as sources are added."""
    prop = expand(key["property"])
    [finding] = [f for f in findings(real, ID + key["record"]) if f.predicate == prop]
    for side in key["sides"]:
        text, bound = side["value"], ""
        if text.startswith("by "):
            text, bound = text[3:], "most"
        stating = [s for s in finding.sides if s.value.value == text and s.bound == bound]
        groups = {tuple(sorted(compact(h).removeprefix("id:") for h in who)) for s in stating for who in s.holders}
        assert {tuple(sorted(h["ids"])) for h in side["holders"] or []} <= groups
        assert {tuple(sorted(h["ids"])) for h in side["must_not"]} & groups == set()


@pytest.mark.parametrize(
    "subject", ["treaty-2001", "treaty-2025", "caspian-convention-2018", "treaty-1921-article-6"]
)
def test_the_command_line_says_the_same(
    subject: str, real: Reader, real_root: Path, run: Callable[..., Any]
) -> None:
    """The table that the command prints, as data, against the status of the same day."""
    from kg.model import treaty

    for day in ("1960-06-01", "2021-06-01", "2025-10-02"):
        answer = treaty.status(real, ID + subject, day).in_force
        rows = json.loads(run("status", subject, "--on", day, "--format", "json", root=real_root).stdout)
        assert {row["in force"] for row in rows} <= {answer}
        text = run("status", subject, "--on", day, root=real_root).stdout.splitlines()
        assert text[1].strip() == f"in force on {day}: {answer}"


def test_members_and_instruments_by_sparql_are_those_of_the_intervals(real: Reader) -> None:
    for day in ("1946-06-01", "2001-09-01", "2015-11-01", "2024-02-01", "2025-10-02"):
        rows = questions.ask(real.store, LIBRARY["in-force-on"], {"day": day}).rows
        listed = {row[0].value for row in rows}
        for record in real.of_class(kg("Instrument").value):
            if real.interval(record).holds(day) in ("surely", "presumably", "by some accounts"):
                assert record in listed, (day, record)
