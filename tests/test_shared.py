"""What the pages of a published folder share: nothing of a page is lost when its translations stand elsewhere."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from kg.model.reader import Reader
from kg.rdf.vocabulary import BASE
from kg.site import record, shared, static
from kg.site.payload import PayloadBuilder

LANGUAGES = ("en", "fa", "ru")


def restored(page: str, common: dict[str, list[str]], lang: str) -> str:
    """Write the texts of a page in all languages again, as its script would write them one after another."""
    block = re.search(r'<script type="application/json" id="translations">(.*?)</script>\n', page)
    assert block
    own = json.loads(block[1])

    def whole(match: re.Match[str]) -> str:
        elements = [part[0] for part in re.finditer(r"<(a|time)\b.*?</\1>", match[3])]
        wording = match[3]
        for number, element in enumerate(elements):
            wording = wording.replace(element, f"\x01{number}")
        rows = own[int(match[2])] if match[2] else common[html.unescape(wording)]
        others = iter(rows)
        texts = {tag: match[3] if tag == lang else str(escape(next(others))) for tag in LANGUAGES}
        for number, element in enumerate(elements):
            texts = {tag: text.replace(f"\x01{number}", element) for tag, text in texts.items()}
        return "".join(f"<{match[1]} class=t lang={tag}>{text}</{match[1]}>" for tag, text in texts.items())

    text = r"<(span|bdi) data-t(?:=(\d+))?>([^<]*(?:<(?:a|time)\b[^>]*>[^<]*</(?:a|time)>[^<]*)*)</\1>"
    return re.sub(text, whole, page.replace(block[0], ""))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_with_its_translations_elsewhere_says_the_same(world: Reader, lang: str) -> None:
    sharing = shared.of(world, lang, "0" * 12)
    common = json.loads(sharing.script().removeprefix("globalThis.SHARED = ").rstrip(";\n"))["translations"]
    writer = static.Writer(PayloadBuilder(world), "../", lambda name: True)
    meta = {"lang": lang, "home": "../index.html", "assets": "../assets/"}
    for name in ("treaty-new", "pyotr-volkov", "southland", "daily-perspective"):
        iri = f"{BASE}id/{name}"
        whole, brief = record.render(writer, iri, **meta), record.render(writer, iri, **meta, shared=sharing)
        assert len(brief) < 0.85 * len(whole)
        main = re.compile(r"<main.*(?=<details class=cite)", re.DOTALL)
        expected, actual = main.search(whole), main.search(restored(brief, common, lang))
        assert expected and actual and actual[0] == expected[0], name


def test_a_text_whose_languages_differ_in_their_elements_stays_as_it_is() -> None:
    texts = [
        f"<span class=t lang={tag}>on <time>{day}</time></span>" for tag, day in zip(LANGUAGES, "112", strict=True)
    ]
    body = Markup("".join(texts))
    assert shared.Shared("en").moved(body) == (body, [])


def test_two_texts_of_one_wording_keep_their_translations_apart() -> None:
    def text(fa: str) -> str:
        return f"<bdi class=t lang=en>state</bdi><bdi class=t lang=fa>{fa}</bdi><bdi class=t lang=ru>r</bdi>"

    sharing = shared.Shared("en", {"state": ("state", "دولت", "r")})
    moved, own = sharing.moved(Markup(text("دولت") + text("حالت")))
    assert (moved, own) == ("<bdi data-t>state</bdi><bdi data-t=0>state</bdi>", [["حالت", "r"]])


def test_no_page_of_a_record_names_the_edition_which_the_script_has(published: Path) -> None:
    script = (published / "assets" / shared.FILE).read_text(encoding="utf-8")
    edition = re.search(r"1\.2\.0\+[0-9a-f]{12}", script)
    assert edition
    pages = [path.read_text(encoding="utf-8") for path in (published / "id").glob("*.html")]
    assert pages and not [page for page in pages if edition[0] in page]
    written = {"pyotr-volkov": "form", "treaty-new": "edition"}
    for name, part in written.items():
        assert f"<details class=cite data-written={part}>" in (published / "id" / f"{name}.html").read_text("utf-8")
