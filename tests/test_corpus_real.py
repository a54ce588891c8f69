"""The real data: every check, the layout, counts that must not fall, labels, holders and locators."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg.corpus import files
from kg.corpus.check import check
from kg.model import coverage
from kg.model.reader import Reader
from kg.rdf import turtle
from kg.rdf.terms import NamedNode, Quad
from kg.rdf.vocabulary import (
    ALT_LABEL,
    BASE,
    DCTERMS,
    ID,
    IS_PART_OF,
    IS_REPLACED_BY,
    LABEL,
    LANGUAGES,
    REGISTER,
    SHORT_NAME,
    SRC,
    A,
    compact,
    kg,
)

REPO = Path(__file__).parent.parent
SEED = SRC + "sadrmohammadi-2025"


def test_the_corpus_passes_its_checks(real_root: Path) -> None:
    report = check(real_root)[1]
    assert [f"{f.path}:{f.line}: {f.record}: {f.message}" for f in report.errors] == []


def test_every_file_is_in_the_layout(real_root: Path) -> None:
    chosen = [path for path in files.files(real_root) if path.suffix in turtle.FORMATS]
    assert [p.name for p in chosen if turtle.format_data(p, p.read_bytes()) != p.read_bytes()] == []


def test_no_folder_holds_more_files_than_a_web_page_lists(real_root: Path) -> None:
    folder, count = Counter(path.parent for path in files.files(real_root)).most_common(1)[0]
    assert count < 1000, folder


def claims(quads: list[Quad], source: str) -> set[tuple[str, str]]:
    """The (record, passage) pairs of a source."""
    return {
        (q.subject.value, q.graph_name.value)
        for q in quads
        if q.graph_name.value.startswith(source + ".") and q.subject.value.startswith(ID)
    }


def test_the_seed_article_is_encoded_completely(real_quads: list[Quad]) -> None:
    said = claims(real_quads, SEED)
    assert len(said) >= 150
    marked = {q.subject.value for q in real_quads if q.predicate == kg("fingerprint")}
    assert {f"{SEED}.p{number}" for number in range(26)} <= marked
    assert len({passage for _, passage in said}) >= 26


def test_the_seed_articles_reported_speech_is_nested(real_quads: list[Quad]) -> None:
    nested = {
        q.subject.value for q in real_quads if q.predicate == kg("quotedIn") and q.subject.value.startswith(SEED)
    }
    assert len(nested) >= 9


def test_the_seed_articles_accounts_of_treaties_are_its_authors(real_quads: list[Quad]) -> None:
    described = [q for q in real_quads if q.subject.value.startswith(SEED)]
    telling = {q.subject for q in described if q.predicate == kg("reports")}
    holders = {q.object.value for q in described if q.predicate == kg("holder") and q.subject in telling}
    assert len(telling) >= 6
    assert holders == {ID + "masoud-sadrmohammadi"}


def test_the_text_of_the_seed_article_is_not_here() -> None:
    assert not list(REPO.glob("**/000_0c3006524eee5083*"))


@pytest.mark.parametrize(
    ("cls", "least"),
    [
        ("Source", 200),
        ("Passage", 400),
        ("Treaty", 15),
        ("Article", 100),
        ("Person", 50),
        ("IntergovernmentalOrganization", 10),
        ("Event", 50),
        ("Membership", 5),
        ("Figure", 30),
        ("Assessment", 100),
        ("Signature", 10),
        ("EntryIntoForce", 5),
        ("Lineage", 10),
    ],
)
def test_there_is_enough_of_each_class(cls: str, least: int, real: Reader) -> None:
    assert len(real.of_class(kg(cls).value)) >= least


@pytest.mark.parametrize(("language", "share"), [("en", 1.0), ("fa", 0.6), ("ru", 0.6)])
def test_things_are_named_in_each_language(language: str, share: float, real: Reader) -> None:
    named, things = coverage.named(real, language)
    assert things > 500
    assert named / things >= share


def test_every_passage_has_its_holder_locator_and_source(real_quads: list[Quad]) -> None:
    said: dict[NamedNode, Counter] = defaultdict(Counter)
    passages = {q.subject for q in real_quads if q.predicate == A and q.object == kg("Passage")}
    for quad in real_quads:
        if quad.subject in passages:
            said[quad.subject][quad.predicate] += 1
    faulty = [
        compact(p.value)
        for p in passages
        if not said[p][kg("holder")] or said[p][kg("locator")] != 1 or said[p][IS_PART_OF] != 1
    ]
    assert faulty == []


@pytest.mark.parametrize("language", ["fa", "ru"])
def test_locators_are_written_in_the_language_of_the_reader(language: str, real: Reader) -> None:
    """What stays in English is a heading as it is printed; of a hundred new locators one may wait."""
    texts = {quad.object.value for quad in real.everything(kg.locator)}
    english = {
        text
        for text in texts
        for piece in real.locator(text, language)
        if piece.language == "en" and not piece.record and not piece.text.startswith("“")
    }
    assert len(english) < 0.01 * len(texts), sorted(english)


def test_every_statement_stands_in_a_described_passage_or_the_register(real_quads: list[Quad]) -> None:
    passages = {q.subject for q in real_quads if q.predicate == A and q.object == kg("Passage")}
    loose = {
        compact(q.graph_name.value)
        for q in real_quads
        if q.subject.value.startswith(ID) and q.graph_name != REGISTER and q.graph_name not in passages
    }
    assert loose == set()


def test_every_source_says_how_much_of_it_was_seen(real_quads: list[Quad]) -> None:
    sources = {q.subject for q in real_quads if q.predicate == A and q.object == kg("Source")}
    for predicate in (kg("kind"), kg("extentSeen"), NamedNode(DCTERMS + "title"), NamedNode(DCTERMS + "language")):
        lacking = sources - {q.subject for q in real_quads if q.predicate == predicate}
        assert lacking == set(), predicate


def test_the_2025_treaty_has_all_its_articles(real: Reader) -> None:
    from kg.model.treaty import number, provisions

    numbers = [number(real, p) for p in provisions(real, ID + "treaty-2025")]
    assert [n for n in numbers if n <= 47] == list(range(48))


# How many articles each text has, as read in it; a text in chapters is counted chapter by chapter.
WHOLE_TEXTS = {
    "caspian-convention-2018": 24,
    "instc-agreement-2000": 13,
    "tehran-convention-2003": 37,
    "caspian-security-agreement-2010": 15,
    "caspian-incidents-agreement-2018": 13,
    "caspian-bioresources-agreement-2014": 18,
    "caspian-emergencies-agreement-2014": 22,
    **{
        f"eaeu-iran-interim-agreement-2018-chapter-{chapter}": count
        for chapter, count in enumerate((12, 11, 7, 8, 13, 32, 23, 17, 5), 1)
    },
}


@pytest.mark.parametrize(("whole", "count"), WHOLE_TEXTS.items())
def test_a_text_that_was_read_whole_has_gists_of_all_its_articles(
    whole: str, count: int, real_quads: list[Quad]
) -> None:
    parts = {q.subject for q in real_quads if q.predicate == IS_PART_OF and q.object.value == ID + whole}
    articles = {q.subject for q in real_quads if q.subject in parts and q.object == kg("Article")}
    numbers = [int(q.object.value) for q in real_quads if q.subject in articles and q.predicate == kg("number")]
    assert sorted(numbers) == list(range(1, count + 1))
    languages: dict[NamedNode, set[str]] = defaultdict(set)
    texts = {q.subject for q in real_quads if q.predicate == kg("kind") and q.object.value.endswith("/treaty-text")}
    passages = {q.subject for q in real_quads if q.predicate == IS_PART_OF and q.object in texts}
    for quad in real_quads:
        if quad.subject in articles and quad.predicate == kg("gist") and quad.graph_name in passages:
            languages[quad.subject].add(quad.object.language)
    assert [compact(a.value) for a in articles if not languages[a] >= {"en", "fa", "ru"}] == []


TEXT_2025 = SRC + "kremlin-supplement-6258"


def test_the_2025_treaty_is_read_whole(real: Reader) -> None:
    """Every part of the text has a gist in three languages by its parties; every article a field and a modality."""
    from kg.model.treaty import provisions

    articles = provisions(real, ID + "treaty-2025")
    paragraphs = [p for article in articles for p in provisions(real, article)]
    assert (len(articles), len(paragraphs)) == (49, 66)  # preamble, 47 articles, closing formula
    for part in [*articles, *paragraphs]:
        gists = real.store.quads_for_pattern(NamedNode(part), kg("gist"), None)
        languages = {q.object.language for q in gists if str(q.graph_name).startswith(f"<{TEXT_2025}.")}
        assert languages == {"en", "fa", "ru"}, part
        assert real.values(part, kg("modality")), part
        assert real.values(part, kg("commitment")), part
    assert [a for a in articles if not real.values(a, kg("mainField"))] == []


def test_an_article_of_the_2025_treaty_gathers_what_its_paragraphs_commit_to(real: Reader) -> None:
    from kg.model.treaty import provisions

    coded = 0
    for article in provisions(real, ID + "treaty-2025"):
        paragraphs = provisions(real, article)
        for name in ("commitment", "modality") if paragraphs else ():
            below = {v for p in paragraphs for v in real.values(p, kg(name))}
            assert set(real.values(article, kg(name))) == below, article
            coded += 1
    assert coded == 40


def test_every_passage_of_the_2025_text_can_be_proved(real_quads: list[Quad]) -> None:
    passages = {q.subject for q in real_quads if q.predicate == IS_PART_OF and q.object == NamedNode(TEXT_2025)}
    marked = {q.subject for q in real_quads if q.predicate == kg("fingerprint")}
    holders = {q.object.value for q in real_quads if q.predicate == kg("holder") and q.subject in passages}
    assert len(passages) == 115
    assert passages <= marked
    assert holders == {ID + "iran", ID + "russia"}


def test_retired_records_are_spoken_of_nowhere(real_quads: list[Quad]) -> None:
    retired = {q.subject for q in real_quads if q.predicate == IS_REPLACED_BY}
    assert len(retired) >= 22
    testimony = [q for q in real_quads if q.graph_name != REGISTER]
    assert [q for q in testimony if retired & {q.subject, q.object}] == []
    links = [q for q in real_quads if q.graph_name == REGISTER and q.predicate != IS_REPLACED_BY]
    assert [q for q in links if q.object in retired] == []


def test_nobody_conflicts_where_a_finding_has_one_side(real: Reader) -> None:
    from kg.model.agreement import STATES, findings

    states = Counter(f.state for f in findings(real))
    assert set(states) == set(STATES)
    assert states["disputed"] >= 100, "the sources do disagree"
    assert states["confirmed"] >= 20


def test_every_instrument_and_organization_of_states_has_a_short_name(real: Reader) -> None:
    records = [*real.of_class(kg("Instrument").value), *real.of_class(kg("IntergovernmentalOrganization").value)]
    assert len(records) > 100
    lacking = {compact(r): sorted(set(LANGUAGES) - real.short_names(r).keys()) for r in records}
    assert {record: tags for record, tags in lacking.items() if tags} == {}


def test_short_names_are_no_longer_than_labels(real: Reader) -> None:
    short = list(real.store.quads_for_pattern(None, SHORT_NAME, None, REGISTER))
    assert len(short) > 400
    labels = {q: real.label(q.subject.value, q.object.language or "") for q in short}  # type: ignore[union-attr]
    assert [q.object.value for q, label in labels.items() if len(q.object.value) > min(len(label), 50)] == []


@pytest.mark.parametrize(
    ("body", "name", "least"),
    [
        ("un-security-council", "Security Council", 17),
        ("un-general-assembly", "General Assembly", 150),
        ("iaea-board-of-governors", "IAEA Board", 11),
    ],
)
def test_the_votes_of_a_body_are_found_by_its_name(body: str, name: str, least: int, real: Reader) -> None:
    votes = {v for v in real.of_class(kg("Vote").value) if NamedNode(ID + body) in real.values(v, kg("body"))}
    assert len(votes) >= least
    assert votes - {hit.record for hit in real.names.search(name, 1000)} == set()


def test_every_vote_has_one_body_and_a_label_in_each_language(real: Reader) -> None:
    votes = real.of_class(kg("Vote").value)
    assert [v for v in votes if len(real.values(v, kg("body"))) != 1] == []
    labels = {
        v: {q.object.language for q in real.store.quads_for_pattern(NamedNode(v), LABEL, None, REGISTER)}
        for v in votes
    }
    assert {compact(v): tags for v, tags in labels.items() if tags != set(LANGUAGES)} == {}


def test_no_record_shares_a_name_with_a_policy_field(real_quads: list[Quad]) -> None:
    names = [q for q in real_quads if q.predicate in (LABEL, ALT_LABEL, SHORT_NAME)]
    fields = {q.object.value.casefold() for q in names if q.subject.value.startswith(BASE + "field/")}
    records = {q.object.value.casefold() for q in names if q.subject.value.startswith(ID)}
    assert fields & records == set()


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("SCO", "id:sco"),
        ("EAEU", "id:eaeu"),
        ("ECO", "id:eco"),
        ("CIS", "id:cis"),
        ("CICA", "id:cica"),
        ("BRICS", "id:brics"),
        ("UN", "id:united-nations"),
        ("ООН", "id:united-nations"),
        ("INSTC", "id:instc"),
        ("SPFS", "id:spfs"),
        ("JCPOA", "id:jcpoa"),
        ("برجام", "id:jcpoa"),
        ("NPT", "id:npt"),
        ("Iran", "id:iran"),
        ("2025 treaty", "id:treaty-2025"),
        ("معاهده ۲۰۲۵", "id:treaty-2025"),
        ("ШОС", "id:sco"),
        ("Regional organisations", "field:regional-organizations"),
    ],
)
def test_a_name_means_the_record_not_the_field_that_covers_it(real: Reader, name: str, record: str) -> None:
    assert compact(real.names.find(name)) == record
