"""What reports say of a text, and whether the text bears it out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.dataset import build
from kg.dataset.store import Choice
from kg.model import plain as text
from kg.model import reports
from kg.model.reader import Reader
from kg.model.reports import Check
from kg.rdf.vocabulary import ID, LANGUAGES, SRC, compact, kg
from kg.site import reports as page

NEW = ID + "treaty-new"
CODED = """
id:t a kg:Treaty ; skos:prefLabel "T"@en .
id:t-preamble a kg:Preamble ; skos:prefLabel "T, preamble"@en ; dcterms:isPartOf id:t .
id:t-article-2 a kg:Article ; skos:prefLabel "T, article 2"@en ; dcterms:isPartOf id:t ; kg:number 2 .
id:t-article-2-paragraph-1 a kg:Paragraph ; skos:prefLabel "T, 2(1)"@en ; dcterms:isPartOf id:t-article-2 ;
    kg:number 1 .
id:t-article-10 a kg:Article ; skos:prefLabel "T, article 10"@en ; dcterms:isPartOf id:t ; kg:number 10 .
id:check-one kg:checkedAgainst id:t .
id:check-two kg:checkedAgainst id:t .
src:paper {
    src:paper a kg:Source ; dcterms:title "Paper"@en ; kg:kind code:press-report .
    src:paper.p1 a kg:Passage ; dcterms:isPartOf src:paper ; kg:holder id:v ; kg:locator "1" ; kg:reports id:t .
    src:paper.p2 a kg:Passage ; dcterms:isPartOf src:paper ; kg:holder id:v ; kg:locator "2" ; kg:reports id:t .
}
src:paper.p1 { id:t-article-10 kg:gist "Trade grows."@en , "Торговля растёт."@ru . }
src:coding {
    src:coding a kg:Source ; dcterms:title "Coding"@en ; kg:kind code:project-coding .
    src:coding.1 a kg:Passage ; dcterms:isPartOf src:coding ; kg:holder id:us ; kg:locator "1" .
}
src:coding.1 {
    id:check-one a kg:TextCheck ; kg:checkedReport src:paper.p1 ; kg:verdict code:partly-in-the-text ;
        kg:comparedProvision id:t-article-10 , id:t-preamble , id:t-article-2-paragraph-1 ;
        kg:gist "The text wants trade to grow."@en , "Текст желает роста торговли."@ru .
    id:check-two a kg:TextCheck ; kg:checkedReport src:lost.p1 ; kg:verdict code:in-the-text ;
        kg:gist "So it is."@en .
}
"""


def rows(found: list[Check]) -> list[tuple[str, str, str]]:
    return [(compact(c.record), compact(c.report.iri), compact(c.verdict)) for c in found]


def test_what_the_text_does_not_bear_out_comes_first(world: Reader) -> None:
    found = reports.checks(world, NEW)
    assert rows(found) == [
        ("id:check-daily-worth", "src:daily-2025.p2", "code:not-in-the-text"),
        ("id:check-daily-articles", "src:daily-2025.p1", "code:in-the-text"),
    ]
    assert found[1].provisions == (NEW + "-article-1", NEW + "-article-2")


def test_a_check_without_a_claim_of_its_own_has_the_gists_of_the_report(world: Reader) -> None:
    assert [[claim.value for claim in c.claims] for c in reports.checks(world, NEW)] == [
        ["The treaty is worth little."],
        ["The treaty has two articles."],
    ]


def test_an_instrument_that_nobody_reports_has_no_checks(world: Reader) -> None:
    assert reports.checks(world, ID + "treaty-old") == []
    assert reports.unchecked(world, ID + "treaty-old") == []


def test_without_the_coding_there_are_no_checks_and_no_record_of_them(world_root: Path, cache: Path) -> None:
    bare = Reader(build.ready(world_root, Choice(coding=False))[0].open())
    assert reports.checks(bare, NEW) == []
    assert [r for r in bare.records() if kg("TextCheck").value in bare.kinds(r)] == []


def test_a_report_that_is_not_in_the_view_is_not_compared(told: Callable[[str], Reader]) -> None:
    reader = told(CODED)
    assert rows(reports.checks(reader, ID + "t")) == [
        ("id:check-one", "src:paper.p1", "code:partly-in-the-text"),
    ]
    assert reports.unchecked(reader, ID + "t") == [SRC + "paper.p2"]


@pytest.mark.parametrize(
    ("language", "says", "because"),
    [
        ("en", "Trade grows.", "The text wants trade to grow."),
        ("ru", "Торговля растёт.", "Текст желает роста торговли."),
        ("fa", "Trade grows.", "The text wants trade to grow."),
    ],
)
def test_a_row_names_the_provisions_within_the_text(
    told: Callable[[str], Reader], language: str, says: str, because: str
) -> None:
    reader = told(CODED)
    table = text.reports_table(reader, reports.checks(reader, ID + "t"), language)
    ((_, report, said, _, provisions, why),) = table.rows
    assert (report, said, why) == ("src:paper.p1", says, because)
    assert provisions.endswith(("2(1), 10", "2(1)، 10"))


def test_a_language_that_lacks_a_part_of_the_claim_has_none_of_it(told: Callable[[str], Reader]) -> None:
    more = CODED.replace('"Trade grows."@en', '"Trade grows."@en , "Ships sail."@en')
    (check,) = reports.checks(told(more), ID + "t")
    assert check.claim == {"en": "Ships sail. Trade grows."}


def test_the_words_of_a_check_replace_the_gists_which_say_more(told: Callable[[str], Reader]) -> None:
    more = CODED.replace("kg:verdict code:partly", 'kg:checkedClaim "Trade will grow."@en ; kg:verdict code:partly')
    (check,) = reports.checks(told(more), ID + "t")
    assert check.claim == {"en": "Trade will grow."}


def test_the_page_sets_the_report_beside_the_text(world: Reader) -> None:
    html = page.render(world)
    groups = [html.index(f'id="treaty-new.{verdict}"') for verdict in ("not-in-the-text", "in-the-text")]
    worthless = html[groups[0] : groups[1]]
    assert groups == sorted(groups)
    assert worthless.index("The treaty is worth little.") < worthless.index("The text says nothing of its worth.")
    assert "The text has articles 1 and 2." in html[groups[1] :]


def test_the_page_of_a_treaty_leads_to_what_is_reported_of_it(published: Path) -> None:
    of_treaty = (published / "id" / "treaty-new.html").read_text(encoding="utf-8")
    assert "href=../reports.html#check-daily-worth" in of_treaty
    assert "id=check-daily-worth" in (published / "reports.html").read_text(encoding="utf-8")
    assert "reports.html#" not in (published / "id" / "treaty-old.html").read_text(encoding="utf-8")


def test_the_seed_article_names_brics_and_the_text_does_not(real: Reader) -> None:
    """Article 14 of the treaty of 2025 names the SCO and the EAEU; BRICS stands nowhere in the text."""
    found = {c.record: c for c in reports.checks(real, ID + "treaty-2025")}
    seed = f"{ID}check-sadrmohammadi-2025-p15-"
    verdicts = {name: compact(found[seed + name].verdict) for name in ("brics", "sco", "eaeu")}
    assert verdicts == {
        "brics": "code:not-in-the-text",
        "sco": "code:in-the-text",
        "eaeu": "code:partly-in-the-text",
    }


def test_the_term_of_notice_of_the_seed_article_is_against_the_text(real: Reader) -> None:
    """Article 45(2): notice is given no later than one year before the period runs out."""
    against = [c for c in reports.checks(real, ID + "treaty-2025") if c.verdict.endswith("/against-the-text")]
    assert ("src:sadrmohammadi-2025.p9.treaty-2025", (ID + "treaty-2025-article-45-paragraph-2",)) in [
        (compact(c.report.iri), c.provisions) for c in against
    ]


def test_every_check_of_the_real_corpus_has_a_report_a_claim_and_a_reason(real: Reader) -> None:
    texts = {v.value for r in real.of_class(kg("TextCheck").value) for v in real.values(r, kg("checkedAgainst"))}
    found = [c for t in texts for c in reports.checks(real, t)]
    assert len(found) == len(real.of_class(kg("TextCheck").value)) >= 140
    assert [compact(c.record) for c in found if not c.claims or not c.reasons or not c.provisions] == []
    assert [compact(c.record) for c in found if set(c.claim) != set(LANGUAGES)] == []
    coding = {real.passage(p).source for c in found for p in real.attesting(c.record)}
    assert coding == {SRC + "coding-reports"}
