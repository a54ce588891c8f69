"""Records, findings and answers as text, and tables in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from collections.abc import Callable

import pytest

from kg.documents.paragraphs import paragraphs, plain_text
from kg.model import plain as text
from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import ID, PREFIXES, SRC, XSD, compact
from kg.text.tables import MissingLibrary, TextTable, delimited

HOSTILE = TextTable(("a", "b"), [("x|y\\", "two\nlines"), ("=1+1", '"quoted", too')])


def test_rivals_stand_side_by_side_with_their_notes(world: Reader) -> None:
    told = text.show(world, ID + "treaty-old-signature").splitlines()
    at = next(i for i, line in enumerate(told) if line.startswith("  on date (disputed): 2001-03-12 ["))
    assert told[at + 1].strip().startswith("2001-03-22 [")
    assert told[at + 2].strip().startswith("note: 2001-03-12 and 2001-03-22: a day of the Persian month")


def test_every_mark_has_its_footnote(world: Reader) -> None:
    import re

    for record in world.records():
        told = text.show(world, record)
        marks = {int(n) for n in re.findall(r"\[(\d+)\]", told.split("\nPassages\n")[0])}
        notes = [int(n) for n in re.findall(r"^  \[(\d+)\] ", told, re.MULTILINE)]
        assert marks == set(notes)
        assert notes == list(range(1, len(notes) + 1))


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_an_article_without_coding_says_so(world: Reader, language: str) -> None:
    words = {"en": "not yet coded", "fa": "هنوز کدگذاری نشده", "ru": "ещё не закодировано"}[language]
    assert words in text.show(world, ID + "treaty-new-article-2", language)
    assert words not in text.show(world, ID + "treaty-new-article-1", language)


def test_days_carry_the_persian_day_in_persian(world: Reader) -> None:
    day = Literal("2001-03-12", datatype=NamedNode(XSD + "date"))
    assert text.value_text(world, day, "fa") == "2001-03-12 (1379-12-22)"
    assert text.value_text(world, day) == "2001-03-12"


def test_terms_of_other_vocabularies_have_names(world: Reader) -> None:
    article, source = ID + "treaty-new-article-1", "https://w3id.org/iran-russia/source/daily-2025"
    assert "  part of: New Treaty" in text.show(world, article)
    assert "  часть: Новый договор" in text.show(world, article, "ru")
    assert "  بخشی از: معاهدهٔ نو" in text.show(world, article, "fa")
    for record in (*world.records(), source):
        for language in ("en", "fa", "ru"):
            assert not re.search(r"^  (?:dcterms|skos|prov):", text.show(world, record, language), re.MULTILINE)


def test_lists_take_the_comma_of_their_language(world: Reader) -> None:
    assert "(دربارهٔ، موضع نسبت به)" in text.show(world, ID + "treaty-new", "fa")


def test_nothing_printed_turns_the_line_around(told: Callable[[str], Reader]) -> None:
    from kg.model.agreement import findings

    reader = told('id:hostile a kg:Person ; skos:prefLabel "\u202eабв\u202c"@ru .')
    assert "\u202e" in reader.labels(ID + "hostile")["ru"]
    for language in ("en", "fa", "ru"):
        printed = [text.show(reader, record, language) for record in reader.records()]
        printed.append(text.conflicts_table(reader, findings(reader), language).write("csv"))
        assert "абв" in "".join(printed)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", "".join(printed))


def test_bounds_speak_of_days_and_of_numbers(world: Reader) -> None:
    from kg.model.agreement import findings

    def values(language: str) -> set[str]:
        return {row[5] for row in text.conflicts_table(world, findings(world), language).rows}

    assert {"by 2025-07-18", "at least 4"} <= values("en")
    assert {"не позднее 2025-07-18", "не менее 4"} <= values("ru")
    assert {"تا 2025-07-18 (1404-04-27)", "دست‌کم 4"} <= values("fa")


def test_data_of_every_record_is_json(world: Reader) -> None:
    for record in world.records():
        told = text.as_json(world, record)
        assert json.loads(json.dumps(told))["id"].startswith("id:")
        assert set(told["labels"]) == {"en", "fa", "ru"}


@pytest.mark.parametrize("form", ["table", "text", "csv", "tsv", "json", "markdown"])
def test_tables_are_written_in_every_format(form: str) -> None:
    assert HOSTILE.write(form)


def test_tables_read_back() -> None:
    assert list(csv.reader(io.StringIO(HOSTILE.write("csv")))) == [
        *(["a", "b"], ["x|y\\", "two\nlines"], ["'=1+1", '"quoted", too'])
    ]
    assert json.loads(HOSTILE.write("json"))[1] == {"a": "=1+1", "b": '"quoted", too'}
    assert HOSTILE.write("markdown").splitlines() == [
        "| a | b |",
        "| --- | --- |",
        r"| x\|y\\ | two lines |",
        '| =1+1 | "quoted", too |',
    ]
    assert HOSTILE.write("tsv").splitlines()[1] == "x|y\\\ttwo lines"


def test_tables_for_excel_are_known_as_utf8_and_run_nothing() -> None:
    data = HOSTILE.encode("csv-excel")
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[2] == ["'=1+1", '"quoted", too']


def test_a_workbook_holds_texts_and_no_formula() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    table = TextTable(("a", "b"), [*HOSTILE.rows, ("فارسی", "bell\x07"), ("007", "https://x.example")])
    data = table.encode("xlsx")
    assert data == table.encode("xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("a", "b") and rows[2] == HOSTILE.rows[1] and rows[3][0] == "فارسی" and rows[4][0] == "007"


def test_a_workbook_says_which_library_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingLibrary, match=r"pip install '\.\[tables\]'"):
        HOSTILE.encode("xlsx")


def test_an_empty_table_has_its_head() -> None:
    assert TextTable(("a",), []).write("csv") == "a\n"
    assert TextTable(("a",), []).encode("tsv") == b"a\n"
    assert json.loads(TextTable(("a",), []).write("json")) == []


def test_a_drawn_table_shows_markup_as_text() -> None:
    assert "[bold]x[/bold]" in TextTable(("a",), [("[bold]x[/bold]",)]).write("table")


def test_coverage_counts_by_each_aspect(world: Reader) -> None:
    from kg.model.coverage import coverage

    found = coverage(world)
    hearing = {c.value: (c.sources, c.passages, c.claims) for c in found.counts if c.aspect == "hearing"}
    assert hearing == {"direct": (4, 8, 24), "as reported by another": (1, 2, 3)}
    assert sum(c.claims for c in found.counts if c.aspect == "hearing") == len(world.claims())
    # The coders of the world speak for no camp; what they code is none the less no passage of an unknown speaker.
    by_camp = {(c.aspect, c.value): (c.sources, c.passages, c.claims) for c in found.counts}
    assert by_camp["perspective", "Coding of this project"] == by_camp["kind of source", "Coding of this project"]


def test_shares_say_how_near_the_graph_stands(world: Reader) -> None:
    """Of 15 records and 20 claims the Gazette, in Persian, makes 8; The Daily alone of three sources has a day."""
    from kg.model.coverage import coverage

    assert {share.name: (share.part, share.whole) for share in coverage(world).shares} == {
        "primary": (8, 15),
        "claims-fa": (8, 20),
        "claims-ru": (3, 20),
        "dated": (1, 3),
    }


def test_a_person_who_utters_more_than_a_third_of_a_perspective_is_shown(told: Callable[[str], Reader]) -> None:
    """Ann utters 2 of the press's 5 opinions and Bob 1; of the officials' 3, three people one each."""
    from kg.model.coverage import coverage

    people = {"ann": "press", "bob": "press", "paper": "press", "cy": "hall", "di": "hall", "ed": "hall"}
    uttered = ["ann", "ann", "bob", "paper", "paper", "cy", "di", "ed"]
    text = "src:s { src:s a kg:Source ; kg:kind code:press-report . }\n"
    for name, view in people.items():
        kind = "MediaOutlet" if name == "paper" else "Person"
        text += f"id:{name} a kg:{kind} . id:{name}-seat a kg:Positioning ; kg:agent id:{name} ;"
        text += f" kg:perspective code:{view} .\n"
    for number, name in enumerate(uttered):
        text += f"src:s {{ src:s.{number} a kg:Passage ; dcterms:isPartOf src:s ; kg:holder id:{name} ;"
        text += f' kg:locator "{number}" . }}\nsrc:s.{number} {{ id:view-{number} a kg:Assessment . }}\n'
    voices = [(compact(v.perspective), compact(v.person), v.part, v.whole) for v in coverage(told(text)).voices]
    assert voices == [("code:press", "id:ann", 2, 5)]


MIRROR = """
id:north a kg:Treaty .
id:mirror a kg:MediaOutlet ; kg:publisherKind code:copy-site .
id:voice a kg:MediaOutlet ; kg:publisherKind code:propaganda-network .
id:paper a kg:MediaOutlet ; kg:publisherKind code:national-press .
src:mirror { src:mirror a kg:Source ; dcterms:publisher id:mirror ; kg:kind code:press-report .
  src:mirror.1 a kg:Passage ; dcterms:isPartOf src:mirror ; kg:holder id:mirror ; kg:locator "1" . }
src:voice { src:voice a kg:Source ; dcterms:publisher id:voice ; kg:kind code:press-report .
  src:voice.1 a kg:Passage ; dcterms:isPartOf src:voice ; kg:holder id:voice ; kg:locator "1" . }
src:paper { src:paper a kg:Source ; dcterms:publisher id:paper ; kg:kind code:press-report .
  src:paper.1 a kg:Passage ; dcterms:isPartOf src:paper ; kg:holder id:paper ; kg:locator "1" . }
src:letter { src:letter a kg:Source ; kg:kind code:diplomatic-document .
  src:letter.1 a kg:Passage ; dcterms:isPartOf src:letter ; kg:holder id:paper ; kg:locator "1" . }
src:mirror.1 { id:north kg:gist "Nobody attacks."@en ; kg:term "P10Y"^^xsd:duration ; skos:editorialNote "So."@en .
  id:sealing a kg:Signature ; kg:onDate "2001-03-12"^^xsd:date ; kg:place id:port .
  id:praise a kg:Assessment ; kg:about id:north .
  id:post a kg:Tenure ; kg:startDate "2001"^^xsd:gYear ; kg:startNoLaterThan "2001-06"^^xsd:gYearMonth ;
    kg:heldOn "2001-04-01"^^xsd:date, "2002-06-01"^^xsd:date ; kg:endNoEarlierThan "2003"^^xsd:gYear .
  id:seat a kg:Tenure ; kg:startNoLaterThan "2001-05"^^xsd:gYearMonth ; kg:endDate "2002"^^xsd:gYear . }
src:voice.1 { id:sealing a kg:Signature ; kg:onDate "2001-03-12"^^xsd:date ; kg:place id:quay . }
src:paper.1 { id:sealing a kg:Signature ; kg:onDate "2001-03"^^xsd:gYearMonth ; kg:place id:port .
  id:north kg:gist "They keep the peace."@en .
  id:post a kg:Tenure ; kg:startDate "2001-03"^^xsd:gYearMonth ; kg:endDate "2002-05-06"^^xsd:date .
  id:seat a kg:Tenure ; kg:heldOn "2001-04-30"^^xsd:date . }
src:letter.1 { id:breach a kg:Repudiation ; kg:onDate "2002"^^xsd:gYear . }
"""


def test_a_fact_is_weak_that_copies_and_propaganda_alone_state(told: Callable[[str], Reader]) -> None:
    from kg.model.coverage import weak

    def rows(record: str | None = None) -> list[tuple[str, ...]]:
        facts = weak(told(MIRROR), record)
        return [
            (
                compact(f.record),
                compact(f.predicate),
                f.value.value if f.value else "",
                *map(" ".join, (f.kinds, f.sources)),
            )
            for f in facts
        ]

    copy, voice = (PREFIXES["code"] + name for name in ("copy-site", "propaganda-network"))
    both, mirror = f"{SRC}mirror {SRC}voice", f"{SRC}mirror"
    # The place at the port is the paper's too, and so is a gist; the letter names no publisher. That the post was
    # taken in 2001, by June, and held on 1 April follows from the paper's March and May; that it was held later
    # does not. Whoever held the seat on 30 April had taken it by May.
    assert rows() == [
        ("id:north", "kg:term", "P10Y", copy, mirror),
        ("id:post", "kg:endNoEarlierThan", "2003", copy, mirror),
        ("id:post", "kg:heldOn", "2002-06-01", copy, mirror),
        ("id:sealing", "kg:onDate", "2001-03-12", f"{copy} {voice}", both),
        ("id:sealing", "kg:place", f"{ID}quay", voice, f"{SRC}voice"),
        ("id:seat", "kg:endDate", "2002", copy, mirror),
    ]
    assert [row[0] for row in rows(ID + "north")] == ["id:north"]


def test_the_silence_is_counted(world: Reader) -> None:
    from kg.model.coverage import coverage

    assert [(i.removeprefix(ID), n, open_ones) for i, n, open_ones in coverage(world).uncoded] == [
        ("treaty-new", 3, 2),
        ("treaty-old", 2, 1),
    ]


def test_articles_of_a_text_are_split(told: Callable[[str], Reader]) -> None:
    from kg.documents.treaty_text import TextFault, split

    for word, digits in (("Article", "1234"), ("Статья", "1234"), ("ماده", "۱۲۳۴")):
        made = "\n\n".join(f"{word} {d}\n\nWords of it." for d in digits)
        assert [part.number for part in split(made)] == [0, 1, 2, 3, 4]
        with pytest.raises(TextFault, match="article 2 is missing; article 3 follows article 1"):
            split(made.replace(f"{word} {digits[1]}\n\nWords of it.\n\n", ""))
        with pytest.raises(TextFault, match="article 2 is repeated; article 4 was expected"):
            split(made.replace(f"{word} {digits[3]}", f"{word} {digits[1]}"))
    with pytest.raises(TextFault, match="No article found"):
        split("Nothing of the kind.")


@pytest.mark.parametrize(
    "closing",
    [
        "Done at Moscow on 17 January 2025 in two copies.",
        "IN WITNESS WHEREOF they have signed.",
        "Совершено в Тегеране в двух экземплярах.",
        "Настоящий Договор заключен в городе Москве в двух экземплярах.",
        "این معاهده در مسکو در دو نسخه تنظیم شد.",
    ],
)
def test_the_closing_formula_stands_apart_from_the_last_article(closing: str) -> None:
    from kg.documents.treaty_text import places, split

    text = f"Article 1\n\n1. One.\n\n2. Two.\n\n{closing}\n\nFor the lands"
    last = split(text)[-1]
    assert (last.text, last.closing) == ("1. One. 2. Two.", f"{closing} For the lands")
    assert sorted(places(text)) == ["a1", "a1.1", "a1.2", "closing"]
    assert places(text) == places(text.replace(closing, f"Closing formula\n\n{closing}"))


def test_the_items_of_a_list_are_no_paragraphs() -> None:
    from kg.documents.treaty_text import split

    opened = split("Article 1\n\nThey work together on:\n\n1) health;\n\n2) sport.")[-1]
    numbered = split("Article 1\n\n1. They work together on:\n\n2. They meet.")[-1]
    assert (len(opened.paragraphs), len(numbered.paragraphs)) == (0, 2)


def test_not_there_is_silence_and_not_a_lack_of_coding(told: Callable[[str], Reader]) -> None:
    from kg.model import treaty

    def article(instrument: str, number: int) -> str:
        return f"id:{instrument}-{number} a kg:Article ; dcterms:isPartOf id:{instrument} ; kg:number {number} .\n"

    coding = """
src:c { src:c a kg:Source ; dcterms:title "c"@en . src:c.1 a kg:Passage ; dcterms:isPartOf src:c ;
        kg:holder id:who ; kg:locator "1" . }
src:c.1 { id:one-1 kg:mainField field:trade-industry . id:two-1 kg:mainField field:energy . }
"""
    things = 'id:one a kg:Treaty ; skos:prefLabel "One"@en . id:two a kg:Treaty ; skos:prefLabel "Two"@en .\n'
    articles = article("one", 1) + article("two", 1) + article("two", 2)
    for counted, silence in (("", "not yet coded"), ("id:one kg:articleCount 1 .", "not there")):
        reader = told(things + articles + coding.replace("src:c.1 {", f"src:c.1 {{ {counted}"))
        table = text.comparison_table(reader, treaty.compare(reader, [ID + "one", ID + "two"]))
        cells = {row[1]: tuple(row[2:4]) for row in table.rows if row[0] == "field"}
        assert sorted(cells.values()) == sorted([("1", "not yet coded"), (silence, "1")])


@pytest.mark.parametrize("form", ["csv", "csv-excel", "tsv"])
def test_no_table_for_a_spreadsheet_runs_what_data_say(form: str) -> None:
    table = TextTable(("=a", "b"), [("=1+1", "@SUM(1)"), ("\r=1+1", "-2.5")])
    text = io.StringIO(table.encode(form).decode("utf-8-sig"), newline="")
    rows = list(csv.reader(text, delimiter="\t" if form == "tsv" else ","))
    assert rows[1] == ["'=1+1", "'@SUM(1)"]
    assert rows[2] == ["'\r=1+1" if form != "tsv" else "' =1+1", "-2.5"]
    assert len(rows) == 3


def test_a_lone_carriage_return_is_quoted() -> None:
    assert delimited(["a\rb", ""]) == '"a\rb",\n'
    assert delimited([""]) == '""\n'
    assert delimited(["a\tb", "c,d"], "\t") == '"a\tb"\tc,d\n'


@pytest.mark.parametrize("piece", ["<script ", "<", "<!--", "<p ", "<a <p ", "<style><!--", "<nav", "\n \n"])
def test_a_page_is_read_in_linear_time(piece: str) -> None:
    page = "<html><p>x</p>" + piece * (140_000 // len(piece))
    start = time.process_time()
    paragraphs(page)
    assert time.process_time() - start < 3


def test_blocks_without_an_end_stay_and_others_go() -> None:
    page = "<p>a<script>b</script>c<!-- d -->e<STYLE>f</style >g<nav>h</p><script>i</script>j<nav>k"
    assert plain_text(page) == "\n\nacegh\n\njk"
