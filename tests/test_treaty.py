"""Where an instrument stands on a day, with every account, and how instruments compare."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import citation, description, plain, treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import BASE, ID, compact, kg
from kg.site import comparison
from kg.text import dates
from kg.text.dates import NotADate

Tell = Callable[[str], Reader]
TREATY = ID + "t"


def act(name: str, kind: str, *accounts: str, register: str = "") -> str:
    """An act of the treaty, said to be dated so by one passage for each account."""
    text = f"id:{name} kg:treaty id:t ; kg:actor id:a , id:b {register} .\n"
    for number, account in enumerate(accounts):
        source = f"{name}-{number}"
        text += f"""
src:{source} {{
    src:{source} a kg:Source ; dcterms:title "{source}"@en .
    src:{source}.1 a kg:Passage ; dcterms:isPartOf src:{source} ; kg:holder id:v{number} ; kg:locator "1" .
}}
src:{source}.1 {{ id:{name} a kg:{kind} {"; " + account if account else ""} . }}
"""
    return text


def on(day: str, name: str = "onDate") -> str:
    return f'kg:{name} "{day}"^^xsd:{ {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)] }'


HEAD = 'id:t a kg:Treaty ; skos:prefLabel "T"@en ; kg:party id:a , id:b . id:a a kg:State . id:b a kg:State .\n'
SIGNED = act("sig", "Signature", on("2000-01-01"))
ENTRY = act("entry", "EntryIntoForce", on("2001-01-01"))


def printed(holders: str, more: str = "") -> str:
    """Article 1 of the treaty as a passage of a scholarly work gives it."""
    return f"""
id:t-1 a kg:Article ; dcterms:isPartOf id:t ; kg:number 1 .
src:book {{
    src:book a kg:Source ; dcterms:title "Book"@en ; kg:kind code:scholarly-work .
    src:book.1 a kg:Passage ; dcterms:isPartOf src:book ; kg:holder {holders} ; kg:locator "1" {more} .
}}
src:book.1 {{ id:t-1 kg:gist "Ships sail."@en . }}
"""


@pytest.mark.parametrize(
    ("passage", "remove"),
    [
        (printed("id:a , id:b"), treaty.PART_OF_TEXT),
        (printed("id:a"), treaty.REPORT),
        (printed("id:author"), treaty.REPORT),
        (printed("id:a , id:b", "; kg:reports id:t"), treaty.REPORT),
    ],
    ids=["both parties", "one party", "an author", "both parties on the text"],
)
def test_what_the_parties_say_together_in_a_book_is_the_text_printed_there(
    told: Tell, passage: str, remove: int
) -> None:
    reader = told(HEAD + passage)
    assert [gist.remove for gist in treaty.gists(reader, ID + "t-1")] == [remove]
    assert [text.iri for text in treaty.texts(reader, ID + "t-1")] == (
        [f"{BASE}source/book.1"] if remove < treaty.REPORT else []
    )


def test_article_6_of_1921_has_its_wording_from_a_printed_translation(real: Reader) -> None:
    own = treaty.gists(real, ID + "treaty-1921-article-6")[0]
    assert own.remove == treaty.PART_OF_TEXT
    assert {compact(h) for h in real.passage(own.passages[0]).holders} == {"id:iran", "id:rsfsr"}


def answer(told: Tell, day: str, *acts: str, terms: str = "") -> str:
    return treaty.status(told(HEAD + SIGNED + "".join(acts) + terms), TREATY, day).in_force


@pytest.mark.parametrize(
    ("day", "expected"),
    [("1999-12-31", "no"), ("2000-12-31", "no"), ("2001-01-01", "surely"), ("2020", "presumably")],
)
def test_one_account(told: Tell, day: str, expected: str) -> None:
    assert answer(told, day, ENTRY) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2001-01-31", "no"),
        ("2001-02-15", "by some accounts"),
        ("2001-03-01", "presumably"),
        ("2001", "by some accounts"),
    ],
)
def test_precision_leaves_days_open(told: Tell, day: str, expected: str) -> None:
    assert answer(told, day, act("entry", "EntryIntoForce", on("2001-02"))) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2001-06-01", "no"), ("2001-07-20", "by some accounts"), ("2001-10-02", "surely")]
)
def test_rivals_leave_days_open(told: Tell, day: str, expected: str) -> None:
    assert answer(told, day, act("entry", "EntryIntoForce", on("2001-07-18"), on("2001-10-02"))) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2001-06-01", "cannot tell"), ("2001-07-18", "surely"), ("1999", "no")]
)
def test_by_july_says_nothing_of_june(told: Tell, day: str, expected: str) -> None:
    bound = act("entry", "EntryIntoForce", on("2001-07-18", "dateNoLaterThan"))
    assert answer(told, day, bound) == expected


def test_without_a_date_nobody_can_tell(told: Tell) -> None:
    assert answer(told, "2005", act("entry", "EntryIntoForce", "")) == "cannot tell"
    assert answer(told, "2005") == "cannot tell"


def test_an_end_ends(told: Tell) -> None:
    end = act("end", "Termination", on("2010-01-01"))
    assert [answer(told, day, ENTRY, end) for day in ("2009-12-31", "2010-01-01", "2011")] == ["surely", "no", "no"]


def test_a_rival_end_leaves_it_open(told: Tell) -> None:
    end = act("end", "Repudiation", on("1979-11-05"), on("1980-12-31"))
    early = act("sig2", "Signature", on("1921-02-26")), act("entry", "EntryIntoForce", on("1922"))
    text = HEAD + "".join(early) + end
    assert treaty.status(told(text), TREATY, "1980-01-01").in_force == "by some accounts"
    assert treaty.status(told(text), TREATY, "1981-01-01").in_force == "no"


def test_a_repudiation_of_one_provision_is_no_end(told: Tell) -> None:
    part = act("end", "Repudiation", on("2010-01-01"), register="; kg:provision id:t-article-6")
    assert answer(told, "2015", ENTRY, part) == "presumably"


def test_a_denied_end_leaves_it_open(told: Tell) -> None:
    denial = act("x", "Approval", on("2000-02-01")) + (
        'src:d { src:d a kg:Source ; dcterms:title "d"@en . src:d.1 a kg:Passage ; dcterms:isPartOf src:d ;'
        ' kg:holder id:a ; kg:locator "1" . }'
        'src:d.1 { id:no a kg:Denial ; kg:about id:end ; kg:kind code:states ; kg:gist "It never ended."@en . }'
    )
    end = act("end", "Termination", on("2010-01-01"))
    found = treaty.status(told(HEAD + SIGNED + ENTRY + end + denial), TREATY, "2015")
    assert (found.in_force, [compact(d) for d in found.denials]) == ("by some accounts", ["id:no"])


TERM = (
    'src:m { src:m a kg:Source ; dcterms:title "m"@en . src:m.1 a kg:Passage ; dcterms:isPartOf src:m ;'
    ' kg:holder id:a ; kg:locator "1" . } src:m.1 { id:t kg:term "P20Y"^^xsd:duration . }'
)


@pytest.mark.parametrize(("day", "expected"), [("2020-12-31", "surely"), ("2021-06-01", "no")])
def test_a_term_that_ran_out_without_a_word(told: Tell, day: str, expected: str) -> None:
    assert answer(told, day, ENTRY, terms=TERM) == expected


def test_a_renewal_keeps_it_alive(told: Tell) -> None:
    renewal = act("renewal", "Renewal", on("2021-01-01"))
    assert answer(told, "2021-01-01", ENTRY, renewal, terms=TERM) == "surely"
    assert answer(told, "2021-06-01", ENTRY, renewal, terms=TERM) == "presumably"


def test_expiry_against_renewal_is_open(told: Tell) -> None:
    rivals = act("renewal", "Renewal", on("2020-12-01")), act("expiry", "Expiry", on("2021-01-01"))
    assert answer(told, "2021-06-01", ENTRY, *rivals) == "by some accounts"


DECLARATION = HEAD.replace("kg:Treaty", "kg:Declaration")


def test_a_declaration_binds_when_it_is_signed(told: Tell) -> None:
    assert treaty.status(told(DECLARATION + SIGNED), TREATY, "2000-01-01").in_force == "surely"
    needs = "id:t kg:requiresApprovalBy id:house .\n"
    assert treaty.status(told(DECLARATION + needs + SIGNED), TREATY, "2000-01-01").in_force == "cannot tell"


def test_it_enters_with_the_act_that_its_text_names(told: Tell) -> None:
    exchange = act("exchange", "Ratification", on("2002-04-05")) + "id:t kg:entersWith id:exchange .\n"
    early = act("entry", "EntryIntoForce", on("2001"))
    answers = [answer(told, day, exchange, early) for day in ("2002-01-15", "2002-04-04", "2002-04-05")]
    assert answers == ["no", "no", "surely"]


def test_a_rejection_ends_what_never_began(told: Tell) -> None:
    rejection = act("no", "Rejection", on("2000-10-22"))
    assert [answer(told, day, rejection) for day in ("2000-06-01", "2000-10-22", "2010")] == [
        "cannot tell",
        "no",
        "no",
    ]


def test_an_end_that_a_party_contradicts_later_is_set_aside(told: Tell) -> None:
    end, held = act("end", "Expiry", on("2010-01-01")), statement("p", "a", on("2015-06-01", "heldOn"), "id:t")
    stranger = statement("p", "v0", on("2015-06-01", "heldOn"), "id:t")
    assert answer(told, "2015-06-01", ENTRY, end, held) == "surely"
    assert answer(told, "2015-06-01", ENTRY, end, stranger) == "by some accounts"
    own = end.replace("kg:holder id:v0", "kg:holder id:b")
    assert answer(told, "2015-06-01", ENTRY, own, held) == "by some accounts"


def statement(source: str, holder: str, claim: str, record: str) -> str:
    """One passage of a holder with one claim of a record."""
    return (
        f'src:{source} {{ src:{source} a kg:Source ; dcterms:title "s"@en . src:{source}.1 a kg:Passage ;'
        f' dcterms:isPartOf src:{source} ; kg:holder id:{holder} ; kg:locator "1" . }}'
        f"src:{source}.1 {{ {record} {claim} . }}"
    )


def test_attestation_is_what_separates_surely_from_presumably(told: Tell) -> None:
    held = statement("p", "v9", on("2015-06-01", "heldOn"), "id:t")
    assert [answer(told, day, ENTRY, held) for day in ("2015-06-01", "2015-06-02")] == ["surely", "presumably"]


def test_a_denied_entry_is_none_up_to_the_denial(told: Tell) -> None:
    denial = (
        'src:d { src:d a kg:Source ; dcterms:issued "2005-03-01"^^xsd:date ; dcterms:title "d"@en . src:d.1'
        ' a kg:Passage ; dcterms:isPartOf src:d ; kg:holder id:a ; kg:locator "1" . }'
        "src:d.1 { id:no a kg:Denial ; kg:about id:t-entry-into-force ; kg:kind code:states ;"
        ' kg:gist "Not yet."@en . }'
        "id:t-entry-into-force kg:treaty id:t ; kg:actor id:a .\n"
    )
    assert [answer(told, day, denial) for day in ("2004", "2005-03-01", "2006")] == ["no", "no", "cannot tell"]


def test_a_protocol_ends_with_its_parent(told: Tell) -> None:
    parent = (HEAD + SIGNED + ENTRY + act("end", "Termination", on("2010-01-01"))).replace("id:t ", "id:parent ")
    parent = parent.replace("kg:treaty id:t", "kg:treaty id:parent")
    own = HEAD + act("sig2", "Signature", on("2002-01-01")) + act("entry2", "EntryIntoForce", on("2003-01-01"))
    reader = told(parent + own + "id:t kg:supplements id:parent .\n")
    answers = [treaty.status(reader, TREATY, day).in_force for day in ("2003-01-01", "2009-12-31", "2010-01-01")]
    assert answers == ["surely", "surely", "no"]  # nothing but the end of its parent ends it


def test_a_restoration_brings_it_back_by_some_accounts_where_it_is_denied(told: Tell) -> None:
    end = act("end", "Termination", on("2010-01-01"))
    back = act("back", "Restoration", on("2020-09-28"))
    assert [answer(told, day, ENTRY, end, back) for day in ("2015", "2020-09-28")] == ["no", "surely"]
    denial = statement("d", "a", 'a kg:Denial ; kg:about id:back ; kg:kind code:states ; kg:gist "No."@en', "id:no")
    assert answer(told, "2020-09-28", ENTRY, end, back, denial) == "by some accounts"


def test_each_partys_acts_are_listed(told: Tell) -> None:
    organ = "id:house a kg:Parliament ; kg:organOf id:a .\n"
    vote = act("vote", "Approval", on("2000-05-01")).replace("kg:actor id:a , id:b", "kg:actor id:house")
    found = treaty.status(told(HEAD + organ + SIGNED + vote + ENTRY), TREATY, "2000-12-31")
    told_by = {compact(p): [(a.kind, a.done_by("2000-12-31")) for a in acts] for p, acts in found.by_party.items()}
    both = [("Signature", "surely"), ("EntryIntoForce", "no")]
    assert told_by == {"id:a": [both[0], ("Approval", "surely"), both[1]], "id:b": both}


def test_every_account_is_named(told: Tell) -> None:
    found = treaty.status(
        told(HEAD + act("entry", "EntryIntoForce", on("2001-07-18", "dateNoLaterThan"), on("2001-10"), "")),
        TREATY,
        "2001-08-01",
    )
    [entry] = found.acts
    [finding] = entry.dates
    assert [(s.value.value, s.bound, [compact(p) for p in s.passages]) for s in finding.sides] == [
        ("2001-07-18", "most", ["src:entry-0.1"]),
        ("2001-10", "", ["src:entry-1.1"]),
    ]
    assert [compact(p) for p in entry.undated] == ["src:entry-2.1"]


def test_what_nobody_attests_is_no_act(told: Tell) -> None:
    assert treaty.acts(told(HEAD + "id:end kg:treaty id:t ; kg:actor id:a ."), TREATY) == []


def test_an_impossible_day_is_refused(told: Tell) -> None:
    with pytest.raises(NotADate):
        treaty.status(told(HEAD), TREATY, "2001-02-30")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-01-16", "no"),
        ("2025-06-01", "no"),
        ("2025-08-01", "by some accounts"),
        ("2025-10-02", "surely"),
    ],
)
def test_the_new_treaty_of_the_world(world: Reader, day: str, expected: str) -> None:
    assert treaty.status(world, ID + "treaty-new", day).in_force == expected


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("treaty-2025", "2025-01-01", "no"),
        ("treaty-2025", "2025-08-01", "by some accounts"),
        ("treaty-2025", "2025-10-03", ("surely", "presumably")),
        ("treaty-2001", "2021-06-01", "surely"),
        ("treaty-1921", "1980-01-01", ("surely", "presumably", "by some accounts")),
        ("treaty-of-turkmenchay-1828", "1850-01-01", ("surely", "by some accounts")),
    ],
)
def test_real_treaties(real: Reader, name: str, day: str, expected: str | tuple[str, ...]) -> None:
    found = treaty.status(real, ID + name, day)
    assert found.in_force in ((expected,) if isinstance(expected, str) else expected), found.reasons
    assert any(a.dates for a in found.acts)


def test_instruments_come_by_their_first_act(real: Reader) -> None:
    names = [compact(t) for t in treaty.instruments(real)]
    order = [
        "id:treaty-of-gulistan-1813",
        "id:treaty-of-turkmenchay-1828",
        "id:treaty-1921",
        "id:treaty-2001",
        "id:treaty-2025",
    ]
    assert [names.index(name) for name in order] == sorted(names.index(name) for name in order)


@pytest.mark.parametrize(
    ("day", "duration", "end"),
    [("2001-03-12", "P20Y", "2021-03-12"), ("2020-01-31", "P1M", "2020-02-29"), ("2024-02-29", "P1Y", "2025-02-28"),
     ("2020-11-30", "P2Y3M", "2023-02-28")],
)  # fmt: skip
def test_durations_end(day: str, duration: str, end: str) -> None:
    assert dates.add(day, duration) == end


def test_provisions_in_order(world: Reader) -> None:
    assert [compact(p) for p in treaty.provisions(world, ID + "treaty-new")] == [
        "id:treaty-new-preamble",
        "id:treaty-new-article-1",
        "id:treaty-new-article-2",
    ]
    assert [treaty.coded(world, p) for p in treaty.provisions(world, ID + "treaty-new")] == [False, True, False]


def test_a_chapter_is_followed_by_its_articles(told: Tell) -> None:
    reader = told(
        HEAD
        + "id:t-chapter-2 a kg:Annex ; dcterms:isPartOf id:t ; kg:number 2 ."
        + "id:t-chapter-1 a kg:Annex ; dcterms:isPartOf id:t ; kg:number 1 ."
        + "id:t-article-2-1 a kg:Article ; dcterms:isPartOf id:t-chapter-2 ; kg:number 1 ."
        + "id:t-article-1-10 a kg:Article ; dcterms:isPartOf id:t-chapter-1 ; kg:number 10 ."
        + "id:t-article-1-2 a kg:Article ; dcterms:isPartOf id:t-chapter-1 ; kg:number 2 ."
        + "id:t-preamble a kg:Preamble ; dcterms:isPartOf id:t ."
    )
    assert [compact(p).removeprefix("id:t-") for p in treaty.provisions(reader, TREATY)] == [
        "preamble", "chapter-1", "article-1-2", "article-1-10", "chapter-2", "article-2-1",
    ]  # fmt: skip


def test_the_instrument_of_a_provision_is_found_through_its_chapter(told: Tell) -> None:
    reader = told(
        HEAD
        + "id:t-chapter-1 a kg:Annex ; dcterms:isPartOf id:t ; kg:number 1 ."
        + "id:t-article-1-2 a kg:Article ; dcterms:isPartOf id:t-chapter-1 ; kg:number 2 ."
    )
    article = ID + "t-article-1-2"
    assert [treaty.instrument_of(reader, iri) for iri in (TREATY, article, ID + "a")] == [TREATY, TREATY, None]
    cited = citation.item(reader, article, citation.Edition(description.Description(), ""))
    assert (cited["title"], cited["custom"]["locator"]) == ("T (id:a–id:b)", "article 1.2")


def test_comparing_counts_the_uncoded_and_shows_lineage(world: Reader) -> None:
    found = treaty.compare(world, [ID + "treaty-old", ID + "treaty-new"])
    assert [len(parts) for parts in found.provisions] == [2, 3]
    assert [len(parts) for parts in found.uncoded] == [1, 2]
    assert [compact(r) for r, *_ in found.lineage] == ["id:new-continues-old"]
    [(field, cells)] = found.fields.items()
    assert compact(field) == "field:aggression-response"
    assert [[compact(p) for p in cell.main] for cell in cells] == [
        ["id:treaty-old-article-1"],
        ["id:treaty-new-article-1"],
    ]
    assert all(cell.passages == (f"{kg('x').value.split('ontology')[0]}source/coding-world.1",) for cell in cells)


CODE = BASE + "code/"


def graded(*modalities: str) -> treaty.Cell:
    """A cell with one article, which binds so."""
    return treaty.Cell((ID + "a",), (), (), {ID + "a": tuple(CODE + name for name in modalities)})


NOTHING, UNGRADED = treaty.Cell((), (), ()), treaty.Cell((ID + "a",), (), ())


@pytest.mark.parametrize(
    ("earlier", "later", "whole", "expected"),
    [
        (graded("obligation"), graded("endeavour"), (True, True), "weakened"),
        (graded("permission"), graded("statement"), (True, True), "weakened"),
        (graded("endeavour", "statement"), graded("obligation", "permission"), (True, True), "strengthened"),
        (graded("obligation", "statement"), graded("obligation"), (False, False), "kept"),
        (UNGRADED, graded("statement"), (True, True), "kept"),
        (NOTHING, graded("statement"), (True, False), "gained"),
        (NOTHING, graded("statement"), (False, True), "in the later only so far"),
        (graded("obligation"), NOTHING, (False, True), "dropped"),
        (graded("obligation"), NOTHING, (True, False), "in the earlier only so far"),
    ],
)
def test_a_change_is_told_by_the_strongest_modality_and_only_of_whole_texts(
    earlier: treaty.Cell, later: treaty.Cell, whole: tuple[bool, bool], expected: str
) -> None:
    assert treaty.change(earlier, later, whole) == expected


def test_what_changed_between_2001_and_2025(real: Reader) -> None:
    """Of 2001 only some clauses are known, without their wording; 2025 is coded whole.

    Its article 3 has no ban on force between the two (the preamble recalls it as law), but bars help to an
    aggressor and hostile use of territory as in 2001, and counts as their continuation.
    """
    found = treaty.compare(real, [ID + "treaty-2001", ID + "treaty-2025"])
    assert found.whole == (False, True)
    changes = {
        compact(c): treaty.change(cells[0], cells[1], (found.whole[0], found.whole[1]))
        for c, cells in found.commitments.items()
    }
    assert {c: changes[f"code:{c}"] for c in ("non-aggression", "non-assistance-to-aggressor", "consult")} == {
        "non-aggression": "dropped",
        "non-assistance-to-aggressor": "kept",
        "consult": "in the later only so far",
    }
    earlier, later = found.commitments[CODE + "non-use-of-territory"]
    assert (earlier.strongest, later.strongest) == (None, CODE + "obligation")
    assert [tuple(map(compact, link[1:])) for link in found.between(earlier, later)] == [
        ("code:continues", "id:treaty-2025-article-3", "id:treaty-2001-clause-no-force")
    ]


def test_a_duty_that_became_an_endeavour_is_weakened(told: Tell) -> None:
    """Paragraphs tell which modality goes with which commitment; their article repeats all."""

    def coding(name: str, statements: str) -> str:
        return (
            f'src:{name} {{ src:{name} a kg:Source ; dcterms:title "c"@en ; kg:kind code:project-coding .'
            f' src:{name}.1 a kg:Passage ; dcterms:isPartOf src:{name} ; kg:holder id:who ; kg:locator "1" . }}'
            f" src:{name}.1 {{ {statements} }}"
        )

    reader = told(
        HEAD
        + HEAD.replace("id:t ", "id:u ")
        + "id:t-1 a kg:Article ; dcterms:isPartOf id:t ; kg:number 1 ."
        + "id:u-1 a kg:Article ; dcterms:isPartOf id:u ; kg:number 1 ."
        + "id:u-1-1 a kg:Paragraph ; dcterms:isPartOf id:u-1 ; kg:number 1 ."
        + "id:u-1-2 a kg:Paragraph ; dcterms:isPartOf id:u-1 ; kg:number 2 ."
        + coding("c", "id:t-1 kg:commitment code:consult ; kg:modality code:obligation . id:t kg:articleCount 1 .")
        + coding(
            "d",
            "id:u-1 kg:commitment code:consult , code:refrain ; kg:modality code:endeavour , code:obligation ."
            "id:u-1-1 kg:commitment code:consult ; kg:modality code:endeavour ."
            "id:u-1-2 kg:commitment code:refrain ; kg:modality code:obligation . id:u kg:articleCount 1 .",
        )
    )
    found = treaty.compare(reader, [TREATY, ID + "u"])
    assert found.whole == (True, True)
    table = plain.comparison_table(reader, found)
    assert [row[1:] for row in table.rows if row[0] == "commitment"] == [
        ["Consult", "Obligation: 1", "Endeavour: 1", "weakened", ""],
        ["Refrain", "not there", "Obligation: 1", "gained", ""],
    ]
    page = comparison.render(reader, found)
    assert page.count(">weakened<") == page.count(">gained<") == 1
    assert page.count("not there") >= 2


def test_provisions_are_named_within_their_instrument(told: Tell) -> None:
    reader = told(
        HEAD
        + "id:t-chapter-2 a kg:Annex ; dcterms:isPartOf id:t ; kg:number 2 ."
        + "id:t-2-8 a kg:Article ; dcterms:isPartOf id:t-chapter-2 ; kg:number 8 ."
        + "id:t-8 a kg:Article ; dcterms:isPartOf id:t ; kg:number 8 ."
        + "id:t-pre a kg:Preamble ; dcterms:isPartOf id:t ."
        + 'id:t-clause a kg:Provision ; dcterms:isPartOf id:t ; skos:prefLabel "T, clause on tolls"@en .'
        + 'id:t-annex a kg:Annex ; dcterms:isPartOf id:t ; kg:number 1 ; skos:prefLabel "T, annex 1"@en .'
    )
    parts = ("t", "t-pre", "t-8", "t-2-8", "t-clause", "t-annex")
    assert [plain.within(reader, ID + part, "en") for part in parts] == [
        "whole", "preamble", "8", "2.8", "clause on tolls", "annex 1",
    ]  # fmt: skip


def test_a_chapter_is_coded_where_its_articles_are(told: Tell) -> None:
    text = (
        HEAD
        + "id:t-chapter a kg:Annex ; dcterms:isPartOf id:t ; kg:number 1 ."
        + "id:t-1 a kg:Article ; dcterms:isPartOf id:t-chapter ; kg:number 1 ."
        + "id:t-2 a kg:Article ; dcterms:isPartOf id:t-chapter ; kg:number 2 ."
    )
    half = text + statement("c", "who", "kg:commitment code:consult", "id:t-1")
    whole = half + statement("d", "who", "kg:commitment code:consult", "id:t-2")
    assert [treaty.coded(told(t), ID + "t-chapter") for t in (text, half, whole)] == [False, False, True]


def test_a_treaty_without_provisions_compares_too(told: Tell) -> None:
    reader = told(HEAD + HEAD.replace("id:t ", "id:u "))
    found = treaty.compare(reader, [TREATY, ID + "u"])
    assert (found.fields, found.provisions, found.uncoded) == ({}, ((), ()), ((), ()))
