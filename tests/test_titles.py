"""Which title of a source is shown to whom: printed ones to all, descriptions of ours in one's own language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.corpus.check import check
from kg.export.snapshot import title_of
from kg.model import citation
from kg.model.reader import Reader
from kg.rdf.vocabulary import SRC
from kg.site import payload, sections, sources, static

Run = Callable[..., Result]

SOURCES = """
src:described {
    src:described a kg:Source ; dcterms:language "ru" ; kg:kind code:press-report ;
        dcterms:title "[Report on a vote]"@en , "[گزارش یک رأی‌گیری]"@fa , "[Сообщение о голосовании]"@ru .
    src:described.p1 a kg:Passage ; dcterms:isPartOf src:described ; kg:locator "paragraph 1" ; kg:holder id:paper .
    src:described.p2 a kg:Passage ; dcterms:isPartOf src:described ; kg:locator "paragraph 2" ; kg:holder id:paper .
}
src:printed {
    src:printed a kg:Source ; dcterms:language "tr" ; dcterms:title "Oylama"@tr ; kg:kind code:press-report .
    src:printed.p1 a kg:Passage ; dcterms:isPartOf src:printed ; kg:locator "paragraph 1" ; kg:holder id:paper .
}
src:both {
    src:both a kg:Source ; dcterms:language "fa" ; dcterms:title "[A vote]"@en , "رأی‌گیری"@fa ;
        kg:kind code:press-report .
    src:both.p1 a kg:Passage ; dcterms:isPartOf src:both ; kg:locator "paragraph 1" ; kg:holder id:paper .
}
id:paper a kg:MediaOutlet ; skos:prefLabel "The Paper"@en , "روزنامه"@fa , "Газета"@ru .
"""
TITLES = {
    "described": {"en": "[Report on a vote]", "fa": "[گزارش یک رأی‌گیری]", "ru": "[Сообщение о голосовании]"},
    "printed": dict.fromkeys(("en", "fa", "ru"), "Oylama"),
    "both": {"en": "[A vote]", "fa": "رأی‌گیری", "ru": "رأی‌گیری"},
}


@pytest.fixture
def reader(told: Callable[[str], Reader]) -> Reader:
    return told(SOURCES)


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_a_source_is_called_in_the_language_of_the_reader(reader: Reader, name: str, language: str) -> None:
    title = TITLES[name][language]
    assert reader.label(SRC + name, language) == reader.passage_label(SRC + name, language) == title
    assert title in reader.passage_label(f"{SRC}{name}.p1", language)


def test_a_table_has_the_english_title(reader: Reader) -> None:
    assert [title_of(reader, SRC + name) for name in TITLES] == [titles["en"] for titles in TITLES.values()]


@pytest.mark.parametrize(
    ("name", "style", "title"),
    [
        ("described", "chicago", "[Report on a vote]"),
        ("described", "gost", "[Сообщение о голосовании]"),
        ("printed", "chicago", "Oylama"),
        ("printed", "gost", "Oylama"),
        ("both", "chicago", "رأی‌گیری"),
        ("both", "gost", "رأی‌گیری"),
    ],
)
def test_a_citation_has_the_printed_title_else_the_description_in_its_language(
    reader: Reader, name: str, style: str, title: str
) -> None:
    cited = citation.cite(reader, f"{SRC}{name}.p1", style, digest="0" * 12)
    assert {text for titles in TITLES.values() for text in titles.values() if text in cited} == {title}


def test_a_payload_has_further_titles_only_where_they_differ(reader: Reader) -> None:
    builder = payload.PayloadBuilder(reader)
    kept = {name: builder.source(SRC + name) for name in TITLES}
    assert {name: (source["title"], source["lang"], source.get("titles")) for name, source in kept.items()} == {
        "described": (
            "[Report on a vote]",
            "en",
            {"fa": "[گزارش یک رأی‌گیری]", "ru": "[Сообщение о голосовании]"},
        ),
        "printed": ("Oylama", "tr", None),
        "both": ("[A vote]", "en", {"fa": "رأی‌گیری"}),
    }


def test_a_footnote_and_the_list_of_sources_have_the_title_in_each_language(reader: Reader) -> None:
    writer = static.Writer(payload.PayloadBuilder(reader))
    notes = static.Notes()
    notes.mark(writer.builder.cite([f"{SRC}described.p1", f"{SRC}described.p2", f"{SRC}printed.p1"]))
    ours = "".join(f"<bdi class=t lang={tag}>{text}</bdi>" for tag, text in TITLES["described"].items())
    shown = str(static.footnotes(writer.notes(notes)))
    assert re.findall("<cite.*?</cite>", shown) == [f"<cite>{ours}</cite>", '<cite lang="tr">Oylama</cite>']
    page = sections.begin("sources", reader, "", "en", writer, {})
    items = {item.anchor: item.content for item in sources.list_of_sources(page, reader)[0].items}
    assert ours in items["described"] and "<bdi lang=en>Oylama</bdi>" in items["printed"]


def test_import_text_describes_what_it_proposes_in_three_languages(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Treaty\n\nArticle 1\n\nA.\n\nArticle 2\n\nB.", encoding="utf-8")
    assert run("import-text", "treaty-new", str(tmp_path / "text.txt"), "--into", "proposals").exit_code == 0
    proposal = Path("proposals/treaty-new-text-en.trig").read_text(encoding="utf-8")
    assert re.findall(r'"(\[.*\])"@(\w+)', proposal) == [
        ("[Text of New Treaty]", "en"),
        ("[متن معاهدهٔ نو]", "fa"),
        ("[Текст: Новый договор]", "ru"),
    ]


def test_a_new_source_is_described_in_all_languages_or_refused(
    run: Run, tmp_path: Path, spoilt: Callable[..., Path]
) -> None:
    (tmp_path / "copy.txt").write_text("Trade between the two lands grew a lot in 2024.", encoding="utf-8")
    root = spoilt()
    args = ["new", "source", str(tmp_path / "copy.txt"), "--kind", "press", "--publisher", "daily", "--key", "d-1"]
    english = ["--label", "en", "[Report on trade]"]
    refused = run(*args, *english, root=root)
    assert refused.exit_code == 1
    assert "describes the source, but not in fa and ru" in refused.stderr
    others = ["--label", "fa", "[گزارش بازرگانی]", "--label", "ru", "[Сообщение о торговле]"]
    assert run(*args, *english, *others, root=root).exit_code == 0
    written = (root / "graphs/sources/press-report/d/d-1.trig").read_text(encoding="utf-8")
    assert len(re.findall(r'"\[.*\]"@(?:en|fa|ru)', written)) == 3
    assert check(root)[1].faults == []
