"""Who agrees with whom: states, precision, bounds, voices, notes, and rules of choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.agreement import Finding, Judge, Resolution, resolve
from kg.record import Reader
from kg.terms import ID, compact, kg

Tell = Callable[[str], Reader]

THINGS = """
id:city a kg:Place ; skos:prefLabel "City"@en ; kg:locatedIn id:land .
id:land a kg:Place ; skos:prefLabel "Land"@en .
id:palace a kg:Place ; skos:prefLabel "Palace"@en ; kg:locatedIn id:city .
id:ministry a kg:StateOrgan ; skos:prefLabel "Ministry"@en .
id:one a kg:Person ; skos:prefLabel "One"@en .
id:two a kg:Person ; skos:prefLabel "Two"@en .
"""


def said(source: str, holders: str, statements: str, more: str = "", quoted: bool = False) -> str:
    """One source with one passage, held by persons, and perhaps reported by the source's own outlet."""
    held = " , ".join(f"id:{name}" for name in holders.split())
    outer = f"src:{source}.0 a kg:Passage ; dcterms:isPartOf src:{source} ; kg:holder id:paper ; kg:locator '0' ."
    nested = f"kg:quotedIn src:{source}.0 ;" if quoted else ""
    return f"""
src:{source} {{
    src:{source} a kg:Source ; dcterms:title "{source}"@en ; {more or "kg:kind code:press-report ."}
    {outer if quoted else ""}
    src:{source}.1 a kg:Passage ; dcterms:isPartOf src:{source} ; kg:holder {held} ; {nested} kg:locator "1" .
}}
src:{source}.1 {{ id:x a kg:Signature ; {statements} . }}
"""


def weigh(told: Tell, *speeches: str, prop: str = "onDate") -> Finding:
    reader = told(THINGS + "".join(speeches))
    return next(f for f in Judge(reader).findings(ID + "x") if f.predicate == kg(prop).value)


def sides(finding: Finding) -> list[tuple[str, int]]:
    return [(compact(s.value.value).strip("<>"), len(s.voices)) for s in finding.sides]


def on(day: str) -> str:
    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]
    return f'kg:onDate "{day}"^^xsd:{datatype}'


def test_one_voice_is_unique(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")))
    assert (finding.state, sides(finding), finding.disputed) == ("unique", [("2001-03-12", 1)], False)


def test_two_voices_confirm(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", on("2001-03-12")))
    assert (finding.state, sides(finding)) == ("confirmed", [("2001-03-12", 2)])


def test_rivals_of_equal_weight_conflict(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", on("2002-03-12")))
    assert (finding.state, sides(finding)) == ("conflict", [("2001-03-12", 1), ("2002-03-12", 1)])


def test_more_than_half_and_at_least_two_are_a_majority(told: Tell) -> None:
    voices = ["one", "two", "three"]
    speeches = [said(f"s{i}", v, on("2001-03-12" if i else "2002-05-05")) for i, v in enumerate(voices)]
    finding = weigh(told, *speeches)
    assert (finding.state, sides(finding)) == ("majority", [("2001-03-12", 2), ("2002-05-05", 1)])


def test_half_of_the_voices_is_no_majority(told: Tell) -> None:
    days = ["2001-03-12", "2001-03-12", "2002-05-05", "2003-05-05"]
    finding = weigh(told, *(said(f"s{i}", f"v{i}", on(day)) for i, day in enumerate(days)))
    assert finding.state == "conflict"


def test_a_vaguer_value_supports_every_class_it_fits(told: Tell) -> None:
    finding = weigh(
        told,
        said("a", "one", on("2001-03-12")),
        said("b", "two", on("2001-03-22")),
        said("c", "three", on("2001")),
    )
    assert (finding.state, sides(finding)) == ("majority", [("2001-03-12", 2), ("2001-03-22", 2)])


def test_a_vaguer_value_alone_opens_a_class(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001")), said("b", "two", on("2001-03")))
    assert (finding.state, sides(finding)) == ("confirmed", [("2001-03", 2)])


def test_a_bound_that_fits_confirms(told: Tell) -> None:
    bound = 'kg:dateNoLaterThan "2001-12-31"^^xsd:date'
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", bound))
    assert (finding.state, sides(finding)) == ("confirmed", [("2001-03-12", 2)])


def test_a_bound_that_excludes_is_a_rival(told: Tell) -> None:
    bound = 'kg:dateNoLaterThan "2025-07-18"^^xsd:date'
    finding = weigh(
        told, said("a", "one", bound), said("b", "two", on("2025-10-02")), said("c", "three", on("2025-10-02"))
    )
    assert (finding.state, sides(finding)) == ("majority", [("2025-10-02", 2), ("2025-07-18", 1)])


@pytest.mark.parametrize(
    ("exact", "state"), [("2.7", "confirmed"), ("2.74", "confirmed"), ("2.76", "conflict"), ("3.0", "conflict")]
)
def test_about_conflicts_outside_its_rounding_only(told: Tell, exact: str, state: str) -> None:
    speeches = said("a", "one", "kg:valueAbout 2.7"), said("b", "two", f"kg:value {exact}")
    assert weigh(told, *speeches, prop="value").state == state


def test_over_and_under_bound_a_value(told: Tell) -> None:
    over, under = said("a", "one", "kg:valueOver 4.0"), said("b", "two", "kg:valueUnder 3.0")
    assert weigh(told, over, under, prop="value").state == "conflict"
    assert weigh(told, over, said("b", "two", "kg:value 4.8"), prop="value").state == "confirmed"


def test_four_and_four_point_nought_are_one_number(told: Tell) -> None:
    speeches = said("a", "one", "kg:value 4.0"), said("b", "two", 'kg:value "4"^^xsd:decimal')
    assert weigh(told, *speeches, prop="value").state == "confirmed"


@pytest.mark.parametrize(("other", "state"), [("P42M", "confirmed"), ("P3Y", "conflict"), ("P3Y6M", "confirmed")])
def test_durations_are_compared_by_length(told: Tell, other: str, state: str) -> None:
    speeches = [
        said(name, name, f'kg:term "{text}"^^xsd:duration') for name, text in (("one", "P3Y6M"), ("two", other))
    ]
    assert weigh(told, *speeches, prop="term").state == state


def test_a_place_within_a_place_agrees(told: Tell) -> None:
    inner, middle, outer = (said(n, n, f"kg:place id:{n}") for n in ("palace", "city", "land"))
    finding = weigh(told, inner, middle, outer, prop="place")
    assert (finding.state, sides(finding)) == ("confirmed", [("id:palace", 3)])


def test_joint_holders_are_one_voice_beside_each_alone(told: Tell) -> None:
    finding = weigh(told, said("a", "one two", on("2001")), said("b", "one", on("2001")))
    assert finding.sides[0].voices == {
        frozenset({ID + "one", ID + "two"}),
        frozenset({ID + "one"}),
    }


def test_second_hand_words_are_the_same_voice(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001")), said("b", "one", on("2001"), quoted=True))
    assert (finding.state, len(finding.sides[0].accounts)) == ("unique", 2)


def test_a_report_that_differs_from_the_original_is_a_conflict_within_one_voice(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001")), said("b", "one", on("2002"), quoted=True))
    assert (finding.state, finding.notes) == ("conflict", ("within one voice: One",))


COPY = "dcterms:publisher id:{} ; prov:wasDerivedFrom src:a ; kg:kind code:press-report ."


def test_a_copy_adds_no_voice(told: Tell) -> None:
    original = said("a", "one", on("2001"), "dcterms:creator id:one ; kg:kind code:press-report .")
    finding = weigh(told, original, said("b", "two", on("2001"), COPY.format("two")))
    assert finding.state == "unique"


def test_who_is_quoted_in_a_copy_keeps_his_own_voice(told: Tell) -> None:
    original = said("a", "one", on("2001"), "dcterms:creator id:one ; kg:kind code:press-report .")
    finding = weigh(told, original, said("b", "three", on("2001"), COPY.format("two")))
    assert finding.state == "confirmed"


def test_copies_of_each_other_do_not_loop(told: Tell) -> None:
    more = "dcterms:publisher id:{} ; prov:wasDerivedFrom src:{} ; kg:kind code:press-report ."
    finding = weigh(
        told,
        said("a", "one", on("2001"), more.format("one", "b")),
        said("b", "two", on("2001"), more.format("two", "a")),
    )
    assert finding.state in ("unique", "confirmed")


def test_the_coding_is_no_voice(told: Tell) -> None:
    coding = said("c", "two", on("2002"), "kg:kind code:project-coding .")
    assert weigh(told, said("a", "one", on("2001")), coding).state == "unique"


def test_days_one_apart_are_noted(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2025-05-21")), said("b", "two", on("2025-05-22")))
    assert finding.notes == ("2025-05-21 and 2025-05-22 are one day apart",)


def test_a_persian_day_taken_for_a_gregorian_one_is_noted(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", on("2001-03-22")))
    assert finding.notes == (
        "2001-03-12 is day 22 of its Persian month: 2001-03-22 may be that day taken for a Gregorian one",
    )


def test_agreement_is_judged_within_a_property_only(told: Tell) -> None:
    reader = told(THINGS + said("a", "one", "kg:votesFor 5") + said("b", "two", "kg:votesAgainst 5"))
    assert [f.state for f in Judge(reader).findings()] == ["unique", "unique"]


def test_the_register_is_no_voice(told: Tell) -> None:
    reader = told("id:a a kg:Article ; kg:number 1 . " + THINGS)
    assert list(Judge(reader).findings()) == []


DAYS = st.sampled_from(["2001", "2001-03", "2001-03-12", "2001-03-22", "2002", "2002-05-05"])


@given(st.lists(st.tuples(DAYS, st.sampled_from("abc")), min_size=1, max_size=6), st.integers(0, 5))
def test_the_order_of_accounts_does_not_matter(told: Tell, claims: list[tuple[str, str]], turn: int) -> None:
    judge = _JUDGE.setdefault("judge", Judge(told(THINGS)))
    accounts = [_account(i, day, voice) for i, (day, voice) in enumerate(claims)]
    straight = judge.weigh("x", "p", accounts)
    assert judge.weigh("x", "p", accounts[::-1]) == straight
    assert judge.weigh("x", "p", accounts[turn:] + accounts[:turn]) == straight
    voices = {voice for _, voice in claims}
    assert {"unique": len(voices) == 1, "confirmed": len(voices) > 1}.get(straight.state, straight.disputed)
    assert {a for side in straight.sides for a in side.accounts} == set(accounts)


_JUDGE: dict[str, Judge] = {}


def _account(number: int, day: str, voice: str):
    from kg.agreement import Account
    from kg.rdf import Literal, NamedNode
    from kg.record import Passage
    from kg.terms import XSD

    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]
    value = Literal(day, datatype=NamedNode(XSD + datatype))
    passage = Passage(f"http://x/{number}", "http://x", (ID + voice,), "1", None, None)
    return Account(value, "", passage, frozenset({ID + voice}))


def test_findings_of_the_world(world: Reader) -> None:
    found = {
        (compact(f.record), compact(f.predicate)): (f.state, sides(f))
        for f in Judge(world).findings()
        if f.disputed or f.state == "confirmed"
    }
    assert found == {
        ("id:figure-trade-turnover-2023", "kg:value"): ("conflict", [("2.7", 1), ("4", 1)]),
        ("id:treaty-new-approval-assembly", "kg:onDate"): ("conflict", [("2025-05-21", 1), ("2025-05-22", 1)]),
        ("id:treaty-new-approval-assembly", "kg:votesFor"): ("conflict", [("190", 1), ("191", 1)]),
        ("id:treaty-new-entry-into-force", "kg:onDate"): ("conflict", [("2025-07-18", 1), ("2025-10-02", 1)]),
        ("id:treaty-new-signature", "kg:onDate"): ("confirmed", [("2025-01-17", 2)]),
        ("id:treaty-new-signature", "kg:place"): ("confirmed", [("id:harbour-palace", 2)]),
        ("id:treaty-old-signature", "kg:onDate"): ("conflict", [("2001-03-12", 1), ("2001-03-22", 1)]),
    }


RIVALS = (
    said("a", "one", on("2001-03-12"), 'dcterms:issued "2010"^^xsd:gYear ; kg:kind code:press-report .'),
    said("b", "two", on("2001-03-12"), 'dcterms:issued "2011"^^xsd:gYear ; kg:kind code:press-report .'),
    said(
        "c", "ministry", on("2002-01-01"), 'dcterms:issued "2020-05"^^xsd:gYearMonth ; kg:kind code:press-report .'
    ),
)


@pytest.mark.parametrize(
    ("rule", "kept"), [("majority", "2001-03-12"), ("latest", "2002-01-01"), ("official-first", "2002-01-01")]
)
def test_a_rule_keeps_one_side_and_counts_what_it_sets_aside(told: Tell, rule: str, kept: str) -> None:
    reader = told(THINGS + "".join(RIVALS))
    [choice] = resolve(reader, Judge(reader).findings(), rule)
    assert [s.value.value for s in choice.kept] == [kept]
    assert len(choice.set_aside) == 1


def test_a_rule_keeps_equal_ranks(told: Tell) -> None:
    reader = told(THINGS + said("a", "one", on("2001")) + said("b", "two", on("2002")))
    choices: list[Resolution] = resolve(reader, Judge(reader).findings(), "majority")
    assert [(len(c.kept), len(c.set_aside)) for c in choices] == [(2, 0)]
