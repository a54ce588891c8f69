"""What holds on a day: one module, read alike by every way out."""

from __future__ import annotations

import io
import itertools
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from kg import export
from kg.dataset import view
from kg.dataset.intervals import POSITIVE, Interval, strongest
from kg.dataset.store import Choice
from kg.model import plain, timeline, treaty
from kg.model.reader import Reader
from kg.network import projections
from kg.query import questions
from kg.rdf.terms import DefaultGraph, NamedNode, Quad
from kg.rdf.vocabulary import BASE, DERIVED, ID, SRC, compact, expand, kg
from kg.text import dates
from tests.conftest import REPO

Tell = Callable[[str], Reader]
LIBRARY = questions.library(REPO)

DAYS = (
    "1828-01-01", "1881-12-21", "1907-08-31", "1921-02-26", "1935-10-17", "1946-03-02", "1965-06-01",
    "1979-11-05", "1991-12-26", "2001-03-12", "2002-04-05", "2010-06-09", "2015-10-18", "2018-08-12",
    "2021-03-12", "2023-07-04", "2024-01-01", "2025-01-17", "2025-10-02", "2026-06-01",
)  # fmt: skip


@pytest.mark.parametrize(
    ("span", "answers"),
    [
        # no start is known from below: before the first sure day nobody can tell
        (Interval(surely_from="2017-06-09"), ("cannot tell", "presumably", "presumably")),
        (Interval(surely_from="2017-06-09", not_before="2017-01-01"), ("no", "presumably", "presumably")),
        (Interval("2016-01-01", "2016-12-31", "2019-01-01", "2019-12-31"), ("by some accounts", "surely", "no")),
        (Interval("2016-06-30", "2016-06-30", last_attested="2018-01-01"), ("surely", "surely", "presumably")),
        # an end by some accounts only stays open
        (Interval("2001-01-01", "2001-01-01", "2017-12-31"), ("surely", "by some accounts", "by some accounts")),
        (Interval("2001-01-01", "2001-01-01", denied_in=("x",)), ("by some accounts",) * 3),
        (Interval(), ("cannot tell",) * 3),
    ],
)
def test_four_days_answer_for_any_day(span: Interval, answers: tuple[str, str, str]) -> None:
    assert tuple(span.holds(day) for day in ("2016-06-30", "2018-01-01", "2026-01-01")) == answers


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Interval(), ""),
        (Interval("2025-01-17", "2025-01-17", "2025-01-17", "2025-01-17"), "on 2025-01-17"),
        (Interval("2025-01-01", "2025-01-01", "2025-12-31", "2025-12-31"), "in 2025"),
        (Interval("2025-01-03", "2025-01-05", "2025-01-03", "2025-01-05"), "between 2025-01-03 and 2025-01-05"),
        (Interval("2001-03-12", "2001-03-12"), "from 2001-03-12"),
        (Interval("2001-03-12", "2001-03-22"), "from between 2001-03-12 and 2001-03-22"),
        (Interval("2005-07-01", "2005-07-31"), "from 2005-07"),
        (Interval(surely_from="2025-10-02", not_before="2025-01-17"), "begun by 2025-10-02, not before 2025-01-17"),
        (Interval("2001-03-12", "2001-03-12", not_before="2001-01-01"), "from 2001-03-12"),
        (Interval(surely_until="2021-03-12", possibly_until="2021-03-12"), "until 2021-03-12"),
        (
            Interval(surely_until="2021-03-12", possibly_until="2021-04-02"),
            "until between 2021-03-12 and 2021-04-02",
        ),
        (Interval(possibly_until="2021-03-12"), "ended by 2021-03-12"),
        (Interval(surely_until="2021-03-12"), "surely until 2021-03-12, by some accounts longer"),
        (Interval(last_attested="2021-03-12", denied_in=("x",)), "last attested on 2021-03-12, denied"),
    ],
)
def test_an_interval_is_said_in_words(span: Interval, words: str) -> None:
    assert plain.span_text(span) == words


def test_a_missing_end_is_never_sure(real: Reader) -> None:
    for record in real.records():
        span = real.interval(record)
        if span.surely_until is None and span.possibly_until is None:
            assert span.holds("2200-01-01") in ("presumably", "cannot tell", "by some accounts"), record


def test_the_four_days_are_in_order(real: Reader) -> None:
    for record in real.records():
        span = real.interval(record)
        if span.possibly_from and span.surely_from:
            assert span.possibly_from <= span.surely_from, record
        if span.surely_until and span.possibly_until:
            assert span.surely_until <= span.possibly_until, record
        if span.last_attested and span.possibly_until:
            assert span.last_attested <= span.possibly_until, record


@pytest.fixture(scope="module")
def whole(real_quads: list[Quad], real: Reader) -> view.Selection:
    """The whole real corpus with what was worked out of it."""
    selection = view.select(real_quads, Choice())
    selection.worked_out = list(real.store.quads_for_pattern(None, None, None, DERIVED))
    return selection


def test_timeline_and_network_hold_the_days_of_every_record(real: Reader) -> None:
    for entry in timeline.chronicle(real):
        assert entry.interval == real.interval(entry.record)
    edges = projections.relations(real, projections.find(real, "everything")).edges
    drawn = {e.record: (e.start, e.end) for e in edges if e.record}
    assert len(drawn) > 1_000
    for record, (start, end) in drawn.items():
        span = real.interval(record)
        assert (start and dates.earliest(start)) == (span.possibly_from or span.surely_from), record
        assert (end and dates.latest(end)) == span.possibly_until, record


def test_gexf_spells_are_the_days_of_the_records(real: Reader, whole: view.Selection) -> None:
    out = io.BytesIO()
    export.export(whole, "gexf", out, projection="memberships", reader=real)
    written = ET.fromstring(out.getvalue())
    space = {"g": "http://gexf.net/1.3"}
    edges = written.findall(".//g:edge", space)
    assert len(edges) > 100
    for edge in edges:
        attributes = {v.get("for"): v.get("value") for v in edge.findall(".//g:attvalue", space)}
        span = real.interval(expand(attributes["record"] or ""))
        spell = edge.find(".//g:spell", space)
        days = (spell.get("start"), spell.get("end")) if spell is not None else (None, None)
        assert days == (span.possibly_from or span.surely_from, span.possibly_until), attributes["record"]


def taking_place(real: Reader, record: str) -> tuple[bool, bool]:
    """Whether a record takes place on a day of its own, and whether it lasts."""
    kinds = real.kinds(record)
    return (
        any(real.declared(kind, kg.timeAt) for kind in kinds),
        any(real.declared(kind, kg.timeFrom) for kind in kinds),
    )


@pytest.mark.parametrize("day", DAYS)
def test_the_view_of_a_day_holds_what_the_intervals_say(day: str, real: Reader, whole: view.Selection) -> None:
    selection = view.on_day(whole, day)
    left = {q.subject.value for q in selection.quads if q.graph_name.value.startswith(SRC)}
    for record in real.records():
        moment, lasting = taking_place(real, record)
        if real.kinds(record) and (moment or lasting):
            span = real.interval(record)
            answer = span.begun(day) if moment else span.holds(day)
            assert (record in left) == (answer in POSITIVE), (record, answer)
            assert (record in selection.doubtful) == (answer == "by some accounts"), record


def told_by_sparql(real: Reader, question: str, day: str, *columns: int, **values: str) -> dict[tuple, set[str]]:
    """What a question answers on a day, by the columns that name whom it answers about."""
    answer = questions.ask(real.store, LIBRARY[question], {"day": day} | values)
    at = answer.columns.index("answer")
    table: dict[tuple, set[str]] = {}
    for row in answer.rows:
        table.setdefault(tuple(row[c].value for c in columns), set()).add(row[at].value)
    return table


@pytest.mark.parametrize("day", DAYS)
def test_sparql_and_status_answer_as_the_intervals_do(day: str, real: Reader) -> None:
    """Tenures, memberships and instruments: the three questions about a day, and `kg status`."""
    for cls, question, links in (
        ("Tenure", "office-holders-on-a-day", ("office", "person")),
        ("Membership", "members-on-a-day", ("member", "role")),
    ):
        groups: dict[str, dict[tuple, set[str]]] = {}
        for record in real.of_class(kg(cls).value):
            body = real.values(record, kg("organization"))[0].value if cls == "Membership" else ""
            ends = [[v.value for v in real.values(record, kg(link))] for link in links]
            if cls == "Membership" and ends[1] == [BASE + "code/declined"]:
                continue
            answer = real.interval(record).holds(day)
            for pair in itertools.product(*ends):
                groups.setdefault(body, {}).setdefault(pair, set()).update({answer} & set(POSITIVE))
        for body, pairs in groups.items():
            values = {"organization": compact(body)} if body else {}
            table = told_by_sparql(real, question, day, 0, 1, **values)
            assert table == {pair: answers for pair, answers in pairs.items() if answers}, body
    instruments = real.of_class(kg("Instrument").value)
    answers = {i: treaty.status(real, i, day).in_force for i in instruments}
    table = told_by_sparql(real, "in-force-on", day, 0)
    assert {i: strongest(list(told)) for (i,), told in table.items()} == {
        i: answer for i, answer in answers.items() if answer in POSITIVE
    }


def tenure(name: str, office: str, *claims: str, source: str = "") -> str:
    """A tenure of a person of the same name, with one passage for its claims."""
    place = source or name
    return f"""
id:{name} kg:office id:{office} ; kg:person id:person-{name} .
src:{place} {{
    src:{place} a kg:Source ; dcterms:title "s"@en ; dcterms:issued "2023-05-05"^^xsd:date .
    src:{place}.1 a kg:Passage ; dcterms:isPartOf src:{place} ; kg:holder id:who ; kg:locator "1" .
}}
src:{place}.1 {{ id:{name} a kg:Tenure {"".join("; " + c for c in claims)} . }}
"""


def starts(day: str) -> str:
    return f'kg:startDate "{day}"^^xsd:date'


def test_a_successor_ends_a_tenure_by_a_named_rule(told: Tell) -> None:
    reader = told(
        "id:o a kg:Office .\n" + tenure("a", "o", starts("2010-01-01")) + tenure("b", "o", starts("2015-06-01"))
    )
    span = reader.interval(ID + "a")
    assert [span.holds(day) for day in ("2010-01-01", "2012-01-01", "2015-05-31", "2015-06-01")] == [
        "surely", "presumably", "presumably", "no",
    ]  # fmt: skip
    rules = {
        compact(q.object.value) for q in reader.derived(ID + "a") if q.predicate in (kg("endRule"), kg("endsWith"))
    }
    assert rules == {"code:ends-by-successor", "id:b"}


def test_an_office_of_many_has_no_successors(told: Tell) -> None:
    many = "id:o a kg:Office ; kg:heldByMany true .\n"
    reader = told(many + tenure("a", "o", starts("2010-01-01")) + tenure("b", "o", starts("2015-06-01")))
    assert reader.interval(ID + "a").holds("2016-01-01") == "presumably"


def test_bounds_from_both_sides_narrow_a_day_together(told: Tell) -> None:
    """An envoy of whom one source knows that he left in a Persian year is in office on no later day."""
    bounds = [f'kg:{name} "{day}"^^xsd:date' for name, day in (
        ("startNoEarlierThan", "1986-03-21"), ("startNoLaterThan", "1987-03-20"),
        ("endNoEarlierThan", "1990-03-21"), ("endNoLaterThan", "1991-03-20"),
    )]  # fmt: skip
    span = told("id:o a kg:Office .\n" + tenure("a", "o", *bounds)).interval(ID + "a")
    assert (span.not_before, span.surely_from, span.last_attested) == ("1986-03-21", "1987-03-20", "1990-03-21")
    assert span.possibly_until == "1991-03-20"
    assert [span.holds(day) for day in ("1986-01-01", "1989-01-01", "1990-12-01", "1992-01-01")] == [
        "no", "surely", "presumably", "no",
    ]  # fmt: skip


def test_who_is_only_named_is_attested_on_the_day_of_the_source(told: Tell) -> None:
    reader = told("id:o a kg:Office .\n" + tenure("a", "o"))
    span = reader.interval(ID + "a")
    assert (span.possibly_from, span.surely_from, span.last_attested) == (None, "2023-05-05", "2023-05-05")
    assert [span.holds(day) for day in ("2023-05-04", "2023-05-05", "2023-05-06")] == [
        "cannot tell", "surely", "presumably",
    ]  # fmt: skip


def membership(role: str, *claims: str) -> str:
    return (
        tenure(role, "o", *claims)
        .replace(
            f"kg:office id:o ; kg:person id:person-{role}",
            f"kg:member id:m ; kg:organization id:org ; kg:role code:{role}",
        )
        .replace("kg:Tenure", "kg:Membership")
    )


def test_a_higher_standing_and_a_refusal_end_a_lesser_one(told: Tell) -> None:
    joined = told(membership("observer", starts("2005-07-05")) + membership("full-member", starts("2023-07-04")))
    assert [joined.interval(ID + "observer").holds(d) for d in ("2023-07-03", "2023-07-04")] == [
        "presumably",
        "no",
    ]
    refused = told(
        membership("invited-member", starts("2023-08-24")) + membership("declined", starts("2023-12-29"))
    )
    assert refused.interval(ID + "invited-member").holds("2024-01-01") == "no"
    rules = [
        compact(q.object.value) for q in refused.derived(ID + "invited-member") if q.predicate == kg("endRule")
    ]
    assert rules == ["code:ends-by-refusal"]


def test_figures_have_the_span_of_their_period(world: Reader) -> None:
    span = world.interval(ID + "figure-trade-turnover-2023")
    assert [span.holds(day) for day in ("2022-12-31", "2023-06-01", "2024-01-01")] == ["no", "surely", "no"]


def test_the_derived_statements_stand_in_the_default_graph_too(world: Reader) -> None:
    subject, default = NamedNode(ID + "treaty-new"), DefaultGraph()
    stored = world.store.quads_for_pattern(subject, kg("surelyFrom"), None, default)
    assert [q.object.value for q in stored] == ["2025-10-02"]
