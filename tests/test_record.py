"""Records read off a compiled store: names, captions, statements, passages, voices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model.reader import Reader
from kg.rdf.vocabulary import ID, SRC, compact, kg
from kg.text import locators


@pytest.mark.parametrize(
    ("record", "language", "label"),
    [
        ("northland", "en", "Northland"),
        ("northland", "fa", "شمالستان"),
        ("treaty-new-signature", "en", "Signature: New Treaty (Northland and Southland)"),
        ("treaty-new-signature", "ru", "Подписание: Новый договор (Северия и Южия)"),
        ("southland-in-league-observer", "en", "Southland in League of Lands: Observer"),
        ("figure-trade-turnover-2023", "en", "Trade turnover: Northland and Southland, 2023, billion US dollars"),
        ("volkov-treaty-good", "en", "Pyotr Volkov on New Treaty"),
        ("visit-harbour-2001", "en", "Visit: Ali Yusefi and Pyotr Volkov, Mar 2001"),
        ("nobody", "en", "id:nobody"),
    ],
)
def test_every_record_has_a_name(world: Reader, record: str, language: str, label: str) -> None:
    assert world.label(ID + record, language) == label


def test_a_label_in_another_language_is_better_than_none(told: Callable[[str], Reader]) -> None:
    reader = told('id:x a kg:Person ; skos:prefLabel "Пётр"@ru .')
    assert (reader.label(ID + "x", "en"), reader.label(ID + "x", "fa")) == ("Пётр", "Пётр")


def test_a_caption_that_meets_itself_ends(told: Callable[[str], Reader]) -> None:
    reader = told(
        'src:a { src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:p ; kg:locator "1" . }'
        "id:x kg:about id:y . id:y kg:about id:x ."
        "src:a.1 { id:x a kg:Assessment . id:y a kg:Assessment . }"
    )
    assert reader.label(ID + "x")


def test_a_passage_knows_its_holders_and_reporters(world: Reader) -> None:
    passage = world.passage(SRC + "daily-2025.p2.ali-yusefi.pyotr-volkov")
    assert (compact(passage.source), passage.locator, passage.direct) == ("src:daily-2025", "paragraph 2", False)
    assert passage.quoted_in
    assert passage.quoted_in.stated_on == "2025-07-18"
    assert passage.quoted_in.quoted_in
    assert passage.quoted_in.quoted_in.direct


def test_voices_name_the_chain_of_reports(world: Reader) -> None:
    passage = world.passage(SRC + "daily-2025.p2.ali-yusefi.pyotr-volkov")
    assert world.voices(passage) == "Pyotr Volkov, as reported by Ali Yusefi, as reported by The Daily"
    assert world.voices(passage, "fa") == "پیوتر ولکوف، به نقل از علی یوسفی، به نقل از روزنامه"
    joint = world.passage(SRC + "gazette-2025.2")
    assert world.voices(joint) == "Northland and Southland"


def test_an_unknown_passage_is_an_error(world: Reader) -> None:
    with pytest.raises(KeyError):
        world.passage(SRC + "daily-2025.p99")
    assert world.passage_label(SRC + "daily-2025.p99") == "src:daily-2025.p99"


@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize(("locator", "about"), [("a.p2", []), ("a.p2.treaty", [ID + "treaty"])])
def test_a_passage_that_is_a_locator_is_named_and_not_spelled(
    told: Callable[[str], Reader], locator: str, about: list[str], language: str
) -> None:
    reader = told(
        'id:treaty a kg:Treaty ; skos:prefLabel "Treaty"@en .'
        'src:a { src:a a kg:Source . src:a.p2 a kg:Passage ; dcterms:isPartOf src:a ; kg:locator "p2" . }'
    )
    pieces = reader.locator(locator, language)
    assert [piece.record for piece in pieces if piece.record] == [SRC + "a.p2", *about]
    assert not any("a.p2" in piece.text for piece in pieces)
    (unknown,) = reader.locator("b.p2", language)
    assert (unknown.text, unknown.record) == ("b.p2", "")


@pytest.mark.parametrize(
    ("locator", "persian", "russian"),
    [
        ("annex I, opening", "پیوست I، آغاز", "приложение I, начало"),
        ("point (a)", "بند (a)", "пункт (a)"),
        ("answer to questions 4, 6 and 7", "پاسخ به پرسش‌های ۴، ۶ و ۷", "ответ на вопросы 4, 6 и 7"),
        ("no. 268", "شمارهٔ ۲۶۸", "№ 268"),
        ("editors’ note 4", "یادداشت ۴ ویراستاران", "примечание редакторов 4"),
        ("synopsis of 13 September", "چکیدهٔ ۱۳ سپتامبر", "изложение от 13 сентября"),
        ("entry of 1 January 1946", "مدخل ۱ ژانویهٔ ۱۹۴۶", "запись от 1 января 1946 г."),
        ("entry of April 1952", "مدخل آوریل ۱۹۵۲", "запись за апр. 1952 г."),
        ("convention of 1844, article 1", "کنوانسیون ۱۸۴۴، مادهٔ ۱", "конвенция 1844 г., статья 1"),
        ("clauses on media and disasters", "بندهای رسانه‌ها و سوانح", "положения: СМИ и бедствия"),
        (
            "edition of 1998, “Executive branch”",
            "ویرایش ۱۹۹۸، “Executive branch”",
            "издание 1998 г., “Executive branch”",
        ),
        ("a.p2, defence", "a.p2، دفاع", "a.p2, оборона"),
        ("a.p2.treaty, defence", "قطعهٔ a.p2 دربارهٔ Treaty، دفاع", "фрагмент a.p2: Treaty, оборона"),
        ("a.p2.author.treaty", "قطعهٔ a.p2.author دربارهٔ Treaty", "фрагмент a.p2.author: Treaty"),
    ],
)
def test_the_words_of_a_locator_are_translated_by_rule(
    told: Callable[[str], Reader], locator: str, persian: str, russian: str
) -> None:
    reader = told(
        'id:treaty a kg:Treaty ; skos:prefLabel "Treaty"@en .'
        'src:a { src:a.p2 a kg:Passage ; dcterms:isPartOf src:a ; kg:locator "p2" .'
        'src:a.p2.author a kg:Passage ; dcterms:isPartOf src:a ; kg:locator "p2" . }'
    )

    def name(iri: str) -> str:
        return iri.removeprefix(SRC) if iri.startswith(SRC) else reader.label(iri)

    shown = [locators.write(reader.locator(locator, language), name) for language in ("fa", "ru")]
    assert shown == [persian, russian]


def test_a_locator_that_the_corpus_translates_is_as_it_says(told: Callable[[str], Reader]) -> None:
    reader = told(
        'src:a { src:a.p2 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:p ; kg:locator "paragraph 2" ;'
        '  kg:translatedLocator "در میانه"@fa . }'
    )
    shown = {language: locators.write(reader.locator("paragraph 2", language)) for language in ("en", "fa", "ru")}
    assert shown == {"en": "paragraph 2", "fa": "در میانه", "ru": "абзац 2"}
    assert reader.passage_label(SRC + "a.p2", "fa").endswith("در میانه")


def test_statements_name_their_passages(world: Reader) -> None:
    votes = {
        s.value.value: [compact(p) for p in s.passages]
        for s in world.statements(ID + "treaty-new-approval-assembly")
        if s.predicate == kg("votesFor").value
    }
    assert votes == {"190": ["src:gazette-2025.1"], "191": ["src:daily-2025.p1"]}
    register = [s for s in world.statements(ID + "treaty-new") if s.predicate == kg("party").value]
    assert [s.passages for s in register] == [(), ()]


def test_nothing_entailed_is_a_statement(world: Reader) -> None:
    predicates = {s.predicate for record in world.records() for s in world.statements(record)}
    assert not any("schema.org" in p or "prov#" in p for p in predicates)


def test_mentions_lead_back(world: Reader) -> None:
    found = {(compact(r), compact(p)) for r, p, _ in world.mentions(ID + "harbour")}
    assert {("id:harbour-palace", "kg:locatedIn"), ("id:visit-harbour-2001", "kg:place")} <= found


def test_classes_include_their_sub_classes(world: Reader) -> None:
    assert ID + "treaty-new-signature" in world.of_class(kg("Action").value)
    assert [compact(k) for k in world.kinds(ID + "treaty-new-signature")] == ["kg:Signature"]
    assert [compact(c) for c in world.above(kg("Signature").value)][:3] == [
        "kg:Signature",
        "kg:Action",
        "kg:Happening",
    ]


def test_declarations_are_inherited(world: Reader) -> None:
    assert [v.value for v in world.declared(kg("Signature").value, kg.timeAt)] == [kg("onDate").value]
    assert world.declared(kg("State").value, kg.timeAt) == []


@pytest.mark.parametrize("name", [ID + "northland", ID + "nobody", "not an iri", ""])
def test_existence_is_told_of_anything(world: Reader, name: str) -> None:
    assert world.names.held(name) == (name == ID + "northland")


def test_records_are_listed_once_in_order(world: Reader) -> None:
    found = list(world.records())
    assert found == sorted(set(found))
    assert all(record.startswith(ID) for record in found)
    assert ID + "treaty-new" in found
