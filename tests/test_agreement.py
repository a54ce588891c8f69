"""Who agrees with whom: states, precision, bounds, voices, notes, and rules of choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import conflicts
from kg.dataset.derived.answers import answers
from kg.dataset.derived.origins import Origins
from kg.dataset.derived.sides import ComparedAccount, compare, same
from kg.dataset.derived.statements import Place, Statements
from kg.model.agreement import RULES, STATES, Finding, Resolution, findings, properties, resolve
from kg.model.nearness import nearness
from kg.model.reader import Reader
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from kg.rdf.vocabulary import CODE, ID, KG, ONTOLOGY, SRC, XSD, compact, kg
from tests.conftest import quads_of

Tell = Callable[[str], Reader]

THINGS = """
id:city a kg:Place ; skos:prefLabel "City"@en ; kg:locatedIn id:land .
id:land a kg:Place ; skos:prefLabel "Land"@en .
id:palace a kg:Place ; skos:prefLabel "Palace"@en ; kg:locatedIn id:city .
id:ministry a kg:StateOrgan ; skos:prefLabel "Ministry"@en .
id:one a kg:Person ; skos:prefLabel "One"@en .
id:x kg:actor id:ministry .
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
    return next(f for f in findings(reader, ID + "x") if f.predicate == kg(prop).value)


def sides(finding: Finding) -> list[tuple[str, int]]:
    """Each side's value with the number of its origins."""
    return [(compact(s.value.value).strip("<>"), s.origins) for s in finding.sides]


def holders(finding: Finding) -> list[list[str]]:
    """The holders of each side, by name."""
    return [[compact(h) for who in side.holders for h in who] for side in finding.sides]


def on(day: str) -> str:
    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]
    return f'kg:onDate "{day}"^^xsd:{datatype}'


def test_one_voice_is_unique(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")))
    assert (finding.state, sides(finding), finding.disputed) == ("unique", [("2001-03-12", 1)], False)


def test_two_voices_confirm(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", on("2001-03-12")))
    assert (finding.state, sides(finding)) == ("confirmed", [("2001-03-12", 2)])


def test_rivals_are_disputed(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", on("2002-03-12")))
    assert (finding.state, sides(finding)) == ("disputed", [("2001-03-12", 1), ("2002-03-12", 1)])


def test_no_count_makes_a_majority(told: Tell) -> None:
    speeches = [said(f"s{i}", f"v{i}", on("2001-03-12" if i else "2002-05-05")) for i in range(5)]
    finding = weigh(told, *speeches)
    assert (finding.state, sides(finding)) == ("disputed", [("2001-03-12", 4), ("2002-05-05", 1)])


def test_who_says_the_year_holds_no_day(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", on("2001")))
    assert (finding.state, sides(finding)) == ("compatible", [("2001-03-12", 1)])
    assert holders(finding) == [["id:one"]]
    assert [compact(a.passage.iri) for a in finding.sides[0].fitting] == ["src:b.1"]


def test_a_vaguer_value_that_fits_two_sides_supports_none(told: Tell) -> None:
    finding = weigh(
        told,
        said("a", "one", on("2001-03-12")),
        said("b", "two", on("2001-03-22")),
        said("c", "three", on("2001")),
    )
    assert (finding.state, sides(finding)) == ("disputed", [("2001-03-12", 1), ("2001-03-22", 1)])
    assert [side.fitting for side in finding.sides] == [(), ()]
    assert [compact(a.passage.iri) for a in finding.undecided] == ["src:c.1"]


def test_only_the_same_precision_confirms(told: Tell) -> None:
    vague = weigh(told, said("a", "one", on("2001")), said("b", "two", on("2001-03")))
    assert (vague.state, sides(vague)) == ("compatible", [("2001-03", 1)])
    alike = weigh(told, said("a", "one", on("2001-03")), said("b", "two", on("2001-03")))
    assert (alike.state, sides(alike)) == ("confirmed", [("2001-03", 2)])


def test_a_bound_that_fits_confirms_nothing(told: Tell) -> None:
    bound = 'kg:dateNoLaterThan "2001-12-31"^^xsd:date'
    finding = weigh(told, said("a", "one", on("2001-03-12")), said("b", "two", bound))
    assert (finding.state, sides(finding), holders(finding)) == ("compatible", [("2001-03-12", 1)], [["id:one"]])


def test_a_bound_that_excludes_is_a_rival(told: Tell) -> None:
    bound = 'kg:dateNoLaterThan "2025-07-18"^^xsd:date'
    finding = weigh(
        told, said("a", "one", bound), said("b", "two", on("2025-10-02")), said("c", "three", on("2025-10-02"))
    )
    assert (finding.state, sides(finding)) == ("disputed", [("2025-10-02", 2), ("2025-07-18", 1)])
    assert [side.bound for side in finding.sides] == ["", "most"]


def test_the_narrowest_bound_opens_a_side(told: Tell) -> None:
    early, late = (f'kg:dateNoLaterThan "{day}"^^xsd:date' for day in ("2021-02-22", "2022-12-07"))
    finding = weigh(told, said("a", "one", late), said("b", "two", early))
    assert (sides(finding), holders(finding)) == ([("2021-02-22", 1)], [["id:two"]])
    assert finding.state == "compatible"


@pytest.mark.parametrize(
    ("exact", "state"), [("2.7", "compatible"), ("2.74", "compatible"), ("2.76", "disputed"), ("3.0", "disputed")]
)
def test_about_conflicts_outside_its_rounding_only(told: Tell, exact: str, state: str) -> None:
    speeches = said("a", "one", "kg:valueAbout 2.7"), said("b", "two", f"kg:value {exact}")
    assert weigh(told, *speeches, prop="value").state == state


def test_over_and_under_bound_a_value(told: Tell) -> None:
    over, under = said("a", "one", "kg:valueOver 4.0"), said("b", "two", "kg:valueUnder 3.0")
    assert weigh(told, over, under, prop="value").state == "disputed"
    assert weigh(told, over, said("b", "two", "kg:value 4.8"), prop="value").state == "compatible"


def test_four_and_four_point_nought_are_one_number(told: Tell) -> None:
    speeches = said("a", "one", "kg:value 4.0"), said("b", "two", 'kg:value "4"^^xsd:decimal')
    assert weigh(told, *speeches, prop="value").state == "confirmed"


@pytest.mark.parametrize(("other", "state"), [("P42M", "confirmed"), ("P3Y", "disputed"), ("P3Y6M", "confirmed")])
def test_durations_are_compared_by_length(told: Tell, other: str, state: str) -> None:
    speeches = [
        said(name, name, f'kg:term "{text}"^^xsd:duration') for name, text in (("one", "P3Y6M"), ("two", other))
    ]
    assert weigh(told, *speeches, prop="term").state == state


def test_a_place_within_a_place_agrees(told: Tell) -> None:
    inner, middle, outer = (said(n, n, f"kg:place id:{n}") for n in ("palace", "city", "land"))
    finding = weigh(told, inner, middle, outer, prop="place")
    assert (finding.state, sides(finding)) == ("compatible", [("id:palace", 1)])
    assert len(finding.sides[0].fitting) == 2


def test_joint_holders_are_one_origin_beside_each_alone(told: Tell) -> None:
    finding = weigh(told, said("a", "one two", on("2001")), said("b", "one", on("2001")))
    assert sides(finding) == [("2001", 2)]
    assert finding.sides[0].holders == [(ID + "one",), (ID + "one", ID + "two")]


def test_second_hand_words_have_the_same_origin(told: Tell) -> None:
    finding = weigh(told, said("a", "one", on("2001")), said("b", "one", on("2001"), quoted=True))
    assert (finding.state, len(finding.sides[0].accounts)) == ("unique", 2)


def test_a_reporter_adds_no_origin_to_the_speaker_he_quotes(told: Tell) -> None:
    report = said("b", "one", on("2001"), quoted=True) + f"src:b.0 {{ id:x a kg:Signature ; {on('2001')} . }}\n"
    finding = weigh(told, report)
    assert (finding.state, sides(finding)) == ("unique", [("2001", 1)])
    assert holders(finding) == [["id:one", "id:paper"]]


def test_within_one_voice_is_said_of_his_own_words_alone(told: Tell) -> None:
    own = weigh(told, said("a", "one", on("2001")), said("b", "one", on("2002")))
    assert (own.state, own.torn) == ("disputed", (ID + "one",))
    reported = weigh(told, said("a", "one", on("2001")), said("b", "one", on("2002"), quoted=True))
    assert (reported.state, reported.torn) == ("disputed", ())
    vague = weigh(
        told, said("a", "one", on("2001-05-01")), said("b", "two", on("2001-06-02")), said("c", "two", on("2001"))
    )
    assert vague.torn == ()


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


@pytest.mark.parametrize(
    ("one", "other", "dispute", "slip"),
    [
        ("2025-05-21", "2025-05-22", "likely-slip", "one-day"),
        ("2001-03-12", "2001-03-22", "likely-slip", "solar-hijri-day"),  # 22 Esfand 1379
        ("1828-02-22", "1828-02-02", "differs-in-days", None),  # Persia counted lunar months
        ("1813-10-24", "1813-11-05", "likely-slip", "old-style"),
        ("2001-03-12", "2002-05-01", "differs-in-days", None),
    ],
)
def test_likely_slips_are_a_class_of_their_own(
    told: Tell, one: str, other: str, dispute: str, slip: str | None
) -> None:
    finding = weigh(told, said("a", "one", on(one)), said("b", "two", on(other)))
    assert finding.dispute == dispute
    assert finding.slips == (((slip, *sorted((one, other))),) if slip else ())


def test_disputes_are_classed_and_weighed(told: Tell) -> None:
    figures = weigh(told, said("a", "one", "kg:value 4.0"), said("b", "two", "kg:value 5.0"), prop="value")
    places = weigh(told, said("a", "one", "kg:place id:city"), said("b", "two", "kg:place id:other"), prop="place")
    assert (figures.dispute, places.dispute) == ("differs-in-figures", "differs-in-substance")
    far = weigh(told, said("a", "one", "kg:value 4.0"), said("b", "two", "kg:value 9.0"), prop="value")
    more = [said(f"s{i}", f"v{i}", f"kg:value {4 + i % 2}.0") for i in range(4)]
    assert 0 < figures.weight < far.weight
    assert figures.weight < weigh(told, *more, prop="value").weight
    slip = weigh(told, said("a", "one", on("2025-05-21")), said("b", "two", on("2025-05-22")))
    days = weigh(told, said("a", "one", on("2025-05-21")), said("b", "two", on("2025-05-25")))
    assert slip.weight < days.weight


def test_agreement_is_judged_within_a_property_only(told: Tell) -> None:
    reader = told(THINGS + said("a", "one", "kg:votesFor 5") + said("b", "two", "kg:votesAgainst 5"))
    assert [f.state for f in findings(reader)] == ["unique", "unique"]


def test_the_register_is_no_voice(told: Tell) -> None:
    reader = told("id:a a kg:Article ; kg:number 1 . " + THINGS)
    assert findings(reader) == []


DAYS = st.sampled_from(["2001", "2001-03", "2001-03-12", "2001-03-22", "2002", "2002-05-05"])


@given(st.lists(st.tuples(DAYS, st.sampled_from("abc")), min_size=1, max_size=6), st.integers(0, 5))
def test_the_order_of_accounts_does_not_matter(claims: list[tuple[str, str]], turn: int) -> None:
    accounts = [_account(i, day, who) for i, (day, who) in enumerate(claims)]
    straight = compare(accounts, lambda _: set())
    assert compare(accounts[::-1], lambda _: set()) == straight
    assert compare(accounts[turn:] + accounts[:turn], lambda _: set()) == straight
    rows = [a for side in straight.sides for a in (*side.accounts, *side.fitting)] + [*straight.undecided]
    assert sorted(a.place.iri for a in rows) == sorted(a.place.iri for a in accounts)  # each stands in one place
    assert all(a.value == side.value for side in straight.sides for a in side.accounts)


def _account(number: int, day: str, who: str) -> ComparedAccount:
    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]
    value = Literal(day, datatype=NamedNode(XSD + datatype))
    place = Place(f"http://x/{number}", f"http://s/{number}", (ID + who,), None, None, False)
    return ComparedAccount(value, "", place, frozenset({ID + who}))


def test_findings_of_the_world(world: Reader) -> None:
    known = {
        (compact(f.record), compact(f.predicate)): (f.state, sides(f), holders(f))
        for f in findings(world)
        if f.state != "unique"
    }
    daily, gazette, memoir = ["id:daily"], ["id:southland"], ["id:pyotr-volkov"]
    assert known == {
        ("id:figure-trade-turnover-2023", "kg:value"): ("disputed", [("2.7", 1), ("4", 1)], [daily, gazette]),
        ("id:treaty-new-approval-assembly", "kg:onDate"): (
            "disputed",
            [("2025-05-21", 1), ("2025-05-22", 1)],
            [daily, gazette],
        ),
        ("id:treaty-new-approval-assembly", "kg:votesFor"): (
            "disputed",
            [("190", 1), ("191", 1)],
            [gazette, daily],
        ),
        ("id:treaty-new-entry-into-force", "kg:onDate"): (
            "disputed",
            [("2025-07-18", 1), ("2025-10-02", 1)],
            [["id:ali-yusefi"], gazette],
        ),
        ("id:treaty-new-signature", "kg:onDate"): ("compatible", [("2025-01-17", 1)], [daily]),
        ("id:treaty-new-signature", "kg:place"): ("compatible", [("id:harbour-palace", 1)], [daily]),
        ("id:treaty-old-signature", "kg:onDate"): (
            "disputed",
            [("2001-03-12", 1), ("2001-03-22", 1)],
            [gazette, memoir],
        ),
    }


@pytest.mark.parametrize("which", ["world", "real"])
def test_nobody_holds_a_value_that_his_passage_does_not_state(which: str, request: pytest.FixtureRequest) -> None:
    """The product's promise, pair by pair: each holder of each side states that value in a passage of that side."""
    reader: Reader = request.getfixturevalue(which)
    bounding: dict[tuple[str, str], set[str]] = {}
    for quad in reader.store.quads_for_pattern(None, kg("bounds"), None, ONTOLOGY):
        kind = reader.values(quad.subject.value, kg("boundSide"))[0].value
        bounding.setdefault((quad.object.value, kind), set()).add(quad.subject.value)
    predicates = {*properties(reader), *(name for names in bounding.values() for name in names)}
    stated = {
        (q.subject.value, predicate, q.graph_name.value): q.object
        for predicate in predicates
        for q in reader.store.quads_for_pattern(None, NamedNode(predicate), None, None)
        if q.graph_name != DefaultGraph()
    }
    pairs = 0
    for finding in findings(reader):
        origins = set()
        for side in finding.sides:
            if finding.predicate == kg.answer.value:
                # The value is coded; the passage states the assessment that the coding names.
                coded = reader.subjects(kg.answersQuestion, NamedNode(finding.record))
                chosen = [record for record in coded if side.value in reader.values(record, kg.answer)]
                read = {a.value for record in chosen for a in reader.values(record, kg.answeredIn)}
                assert all(
                    read & {quad.subject.value for quad in reader.stated_in(a.passage.iri)} for a in side.accounts
                )
                continue
            names = bounding[finding.predicate, side.bound] if side.bound else {finding.predicate}
            for account in side.accounts:
                places = [stated.get((finding.record, name, account.passage.iri)) for name in names]
                assert any(v is not None and same(v, side.value) for v in places), (finding.iri, account)
                pairs += len(account.passage.holders)
            origins |= {reader.origin(a.passage.iri) for a in side.accounts}
            assert side.origins <= len({reader.origin(a.passage.iri) for a in side.accounts})
        if finding.state == "confirmed":
            assert finding.sides[0].origins >= 2
        for holder in finding.torn:
            own = [
                s
                for s in finding.sides
                if any(a.passage.direct and holder in a.passage.holders for a in s.accounts)
            ]
            assert len(own) >= 2
    assert pairs > (20 if which == "world" else 2_000)


RIVALS = (
    said("a", "one", on("2001-03-12"), 'dcterms:issued "2010"^^xsd:gYear ; kg:kind code:press-report .'),
    said("b", "two", on("2001-03-12"), 'dcterms:issued "2011"^^xsd:gYear ; kg:kind code:press-report .'),
    said(
        "c", "ministry", on("2002-01-01"), 'dcterms:issued "2020-05"^^xsd:gYearMonth ; kg:kind code:press-report .'
    ),
)


def test_the_command_offers_the_states_and_rules_of_the_model() -> None:
    # The command has a list of its own, since importing the model would slow down every help page.
    assert (conflicts.STATES, conflicts.RULES) == (STATES, RULES)


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("majority", "2001-03-12"),
        ("latest", "2002-01-01"),
        ("official-first", "2002-01-01"),
        ("nearest", "2002-01-01"),
    ],
)
def test_a_rule_keeps_one_side_and_counts_what_it_sets_aside(told: Tell, rule: str, kept: str) -> None:
    reader = told(THINGS + "".join(RIVALS))
    [choice] = resolve(reader, findings(reader), rule)
    assert [s.value.value for s in choice.kept] == [kept]
    assert len(choice.set_aside) == 1


def test_a_rule_keeps_equal_ranks(told: Tell) -> None:
    reader = told(THINGS + said("a", "one", on("2001")) + said("b", "two", on("2002")))
    choices: list[Resolution] = resolve(reader, findings(reader), "majority")
    assert [(len(c.kept), len(c.set_aside)) for c in choices] == [(2, 0)]


# --- contested questions ---------------------------------------------------------------------------------

QUESTION = f"""
@prefix code: <{CODE}> .
@prefix id: <{ID}> .
@prefix kg: <{KG}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <{SRC}> .
id:question-worth a kg:ContestedQuestion ; skos:prefLabel "Is the New Treaty worth much?"@en ;
    kg:asksAbout id:treaty-new .
id:answer-daily kg:answeredIn id:daily-treaty-paper ; kg:answersQuestion id:question-worth .
id:answer-volkov kg:answeredIn id:volkov-treaty-good ; kg:answersQuestion id:question-worth .
src:coding-world.1 {{ id:answer-daily a kg:Answer ; kg:answer code:answer-no . }}
src:coding-world.1 {{ id:answer-volkov a kg:Answer ; kg:answer code:answer-yes . }}
"""


def test_opinions_are_rivals_where_a_question_sets_them_against_each_other(world_quads: list[Quad]) -> None:
    statements = Statements([*world_quads, *quads_of(QUESTION)])
    comparison = answers(statements, Origins(statements), ID + "question-worth")
    assert comparison is not None
    assert answers(statements, Origins(statements), ID + "volkov-treaty-good") is None
    assert (comparison.state, comparison.dispute) == ("disputed", "differs-in-substance")
    by_answer = {
        compact(side.value.value): (
            sorted(compact(account.place.iri) for account in side.accounts),
            {compact(agent) for origin in side.origins for agent in origin},
        )
        for side in comparison.sides
    }
    # Volkov's words reach us through Yusefi and the Daily, and are his alone; the coding speaks for neither.
    assert by_answer == {
        "code:answer-no": (["src:daily-2025.p2"], {"id:daily"}),
        "code:answer-yes": (["src:daily-2025.p2.ali-yusefi.pyotr-volkov"], {"id:pyotr-volkov"}),
    }


def test_without_the_coding_no_opinions_are_rivals(world_quads: list[Quad]) -> None:
    coded = [quad for quad in quads_of(QUESTION) if not quad.graph_name.value.startswith(SRC + "coding-world")]
    statements = Statements([*world_quads, *coded])
    assert answers(statements, Origins(statements), ID + "question-worth") is None


def test_the_nearness_of_a_passage_is_that_of_its_accounts(world: Reader) -> None:
    accounts = [
        (account, finding.record)
        for finding in findings(world)
        for side in finding.sides
        for account in (*side.accounts, *side.fitting)
    ]
    assert {account.nearness for account, _ in accounts} >= {"a-party", "later", "at-the-time"}
    for account, record in accounts:
        assert nearness(world, account.passage.iri, record) == account.nearness


#: A vote of 3 October 2025, dated by the vote alone, and three accounts of how one state voted in it.
VOTE = """
id:assembly a kg:IntergovernmentalOrganization . id:land a kg:State . id:other a kg:State .
id:v a kg:Vote ; kg:body id:assembly .
id:v-land a kg:Ballot ; kg:vote id:v ; kg:voter id:land .
src:minutes.1 { id:v kg:onDate "2025-10-03"^^xsd:date . id:v-land kg:choice code:voted-for }
src:news.1 { id:v-land kg:choice code:voted-for }
src:history.1 { id:v-land kg:choice code:voted-against }
src:envoy.1 { id:v-land kg:choice code:voted-for }
src:undated.1 { id:v-land kg:choice code:voted-for }
""" + "".join(
    f"""src:{name} {{ src:{name} a kg:Source ; kg:kind code:press-report ; {issued}
    dcterms:title "{name}"@en .
    src:{name}.1 a kg:Passage ; dcterms:isPartOf src:{name} ; kg:holder id:{holder} ; kg:locator "1" }}
    """
    for name, holder, issued in (
        ("minutes", "assembly", 'dcterms:issued "2025-10-04"^^xsd:date ;'),
        ("news", "paper", 'dcterms:issued "2025-10-05"^^xsd:date ;'),
        ("history", "paper", 'dcterms:issued "2026"^^xsd:gYear ;'),
        ("envoy", "land", ""),
        ("undated", "paper", ""),
    )
)


def test_how_a_state_voted_is_told_from_the_day_of_the_vote(told: Tell) -> None:
    reader = told(VOTE)
    (finding,) = findings(reader, ID + "v-land")
    by_passage = {
        compact(account.passage.iri): account.nearness for side in finding.sides for account in side.accounts
    }
    assert by_passage == {
        "src:minutes.1": "a-party",  # the body that voted
        "src:envoy.1": "a-party",  # the voter
        "src:news.1": "at-the-time",
        "src:history.1": "later",
        "src:undated.1": "undated-account",
    }
    assert by_passage == {name: nearness(reader, SRC + name[4:], ID + "v-land") for name in by_passage}
