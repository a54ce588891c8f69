"""What the pages of a published folder share: nothing of a page is lost when its translations stand elsewhere."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from kg.model.reader import Reader
from kg.rdf.vocabulary import BASE
from kg.site import doors, frame, record, shared, static
from kg.site.payload import PayloadBuilder
from kg.text.phrases import digits

LANGUAGES = ("en", "fa", "ru")


def restored(page: str, common: dict[str, list[str]], lang: str) -> str:
    """Write the texts of a page in all languages again, as its script would write them one after another."""
    block = re.search(r'<script type="application/json" id="translations">(.*?)</script>\n', page)
    names = dict(re.findall(r"<li lang=(\w\w) dir=\w+>(.*?)</li>", page))
    # A page whose texts are all shared has no block of its own.
    own = json.loads(block[1]) if block else []

    def whole(match: re.Match[str]) -> str:
        elements = [part[0] for part in re.finditer(r"<(a|time)\b.*?</\1>", match[3])]
        wording = match[3]
        for number, element in enumerate(elements):
            wording = wording.replace(element, f"\x01{number}")
        if match[2] == "title":
            rows = [html.unescape(names[tag]) for tag in LANGUAGES if tag != lang]
        else:
            rows = own[int(match[2])] if match[2] else _shared_rows(common, html.unescape(wording), lang)
        others = iter(rows)
        texts = {tag: match[3] if tag == lang else str(escape(next(others))) for tag in LANGUAGES}
        for number, element in enumerate(elements):
            texts = {tag: text.replace(f"\x01{number}", element) for tag, text in texts.items()}
        return "".join(f"<{match[1]} class=t lang={tag}>{text}</{match[1]}>" for tag, text in texts.items())

    heading = re.search(r"<h1><bdi data-t(?:=title)?>(.*?)</bdi></h1>", page)
    if heading and lang not in names:
        listed = [f"<li lang={tag} dir={'rtl' if tag == 'fa' else 'ltr'}>" for tag in LANGUAGES]
        own_item = f"{listed[LANGUAGES.index(lang)]}{heading[1]}</li>\n"
        items = {tag: f"{item}{names.get(tag)}</li>\n" for tag, item in zip(LANGUAGES, listed, strict=True)}
        others = "".join(item for tag, item in items.items() if tag != lang)
        page = page.replace(others, "".join({**items, lang: own_item}.values()))
    text = r"<(span|bdi) data-t(?:=(\w+))?>([^<]*(?:<(?:a|time)\b[^>]*>[^<]*</(?:a|time)>[^<]*)*)</\1>"
    return re.sub(text, whole, page.replace(block[0], "") if block else page)


def _shared_rows(common: dict[str, list[str]], wording: str, lang: str) -> list[str]:
    """The translations of a wording; what is shared but for its numbers has them in the digits of each language."""
    if wording in common:
        return common[wording]
    number = re.compile("(?<![\x01\\d])[0-9۰-۹]+")
    found = ["".join(str(int(digit)) for digit in written) for written in number.findall(wording)]
    pattern = common[number.sub("#", wording)]
    rows = []
    for tag, row in zip([tag for tag in LANGUAGES if tag != lang], pattern, strict=True):
        pieces = row.split("#")
        rows.append(pieces[0] + "".join(digits(n, tag) + rest for n, rest in zip(found, pieces[1:], strict=True)))
    return rows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_with_its_translations_elsewhere_says_the_same(
    world: Reader, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "lean", str)
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


def test_a_text_is_shared_but_for_its_numbers_where_they_are_alike() -> None:
    def text(*texts: str) -> Markup:
        return Markup(
            "".join(f"<bdi class=t lang={tag}>{t}</bdi>" for tag, t in zip(LANGUAGES, texts, strict=True))
        )

    sharing = shared.Shared("fa", {"ماده #": ("article #", "ماده #", "статья #")})
    assert sharing.moved(text("article 12", "ماده ۱۲", "статья 12")) == ("<bdi data-t>ماده ۱۲</bdi>", [])
    for others in (("article 13", "статья 12"), ("article 12", "статья XII")):
        moved, own = sharing.moved(text(others[0], "ماده ۱۲", others[1]))
        assert (moved, own) == ("<bdi data-t=0>ماده ۱۲</bdi>", [list(others)])


def test_a_phrase_around_a_day_is_shared_whatever_the_day(world: Reader) -> None:
    sharing = shared.of(world, "en", "0" * 12)
    for day in ("2001-03-12", "2025-10"):
        moved, own = sharing.moved(static.say("stated", date=static.day(day)))
        assert own == [] and moved == f"<span data-t>said on {static.day(day)}</span>"


def test_no_page_of_a_record_names_the_edition_which_the_script_has(published: Path) -> None:
    script = (published / "assets" / shared.FILE).read_text(encoding="utf-8")
    edition = re.search(r"1\.2\.0\+[0-9a-f]{12}", script)
    assert edition
    pages = [path.read_text(encoding="utf-8") for path in (published / "id").glob("*.html")]
    assert pages and not [page for page in pages if edition[0] in page]
    written = {"pyotr-volkov": "form", "treaty-new": "edition"}
    for name, part in written.items():
        assert f"<details class=cite data-written={part}>" in (published / "id" / f"{name}.html").read_text("utf-8")


class Parts(HTMLParser):
    """The text of a page, and its tags with their attributes, as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[tuple[str, tuple[tuple[str, str | None], ...]]] = Counter()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag, tuple(sorted(pair for pair in attrs if pair[0] not in ("data-t", "datetime")))] += 1

    def handle_data(self, data: str) -> None:
        self.texts += data.split()


def test_a_lean_page_has_the_same_elements_and_text(world: Reader) -> None:
    writer = static.Writer(PayloadBuilder(world), "../", lambda name: True)
    sharing = shared.of(world, "en", "0" * 12)
    meta = {"lang": "en", "home": "../index.html", "assets": "../assets/", "shared": sharing}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "lean", str)
        whole = record.render(writer, f"{BASE}id/treaty-new", **meta)
    brief = frame.lean(whole)
    assert len(brief.encode()) < 0.9 * len(whole.encode())
    before, after = Parts(whole), Parts(brief)
    assert "".join(after.texts) == "".join(before.texts)
    # What bears the mark of a translated text itself needs no element for it.
    bare = {("span", ()), ("bdi", ())}
    assert {tag: n for tag, n in after.tags.items() if tag not in bare} == {
        tag: n for tag, n in before.tags.items() if tag not in bare
    }


def test_a_page_has_little_besides_its_names_content_and_metadata(world: Reader) -> None:
    # Counted by hand: the head, the header, the doors, the way to the page, what stands around names, kind and
    # links, the citation, the tags of scripts, and the words of all these, which differ a little from page to page.
    frame_of_all = 480 + 145 + 305 + 105 + 245 + 140 + 90 + 90
    writer = static.Writer(PayloadBuilder(world), "../", lambda name: True)
    titles = {page: dict.fromkeys(LANGUAGES, page) for page in ("instruments", "agents", "timeline", "about")}
    meta = {
        **{"lang": "en", "home": "../index.html", "assets": "../assets/", "graph_page": "../everything.html"},
        **{"shared": shared.of(world, "en", "0" * 12), "doors": doors.over(titles), "door": "timeline"},
    }
    harbour = f"{BASE}id/harbour"
    page = record.render(writer, harbour, **meta)
    told = r"<meta name=(?:description|citation_\w+) [^>]*>|<script type=application/ld\+json>.*?</script>"
    content = r"<section.*</section>|<script type=application/json.*?</script>"
    rest = re.sub(f"{told}|{content}", "", page, flags=re.DOTALL)
    names = world.labels(harbour)
    # The title and the heading have the English name, the list of names the others.
    named = sum(len(names[tag].encode()) for tag in ("en", *LANGUAGES) if tag in names)
    assert "</section>" in page and len(rest.encode()) < frame_of_all + named + len(harbour)


def test_a_page_is_lean_without_harm_to_what_is_no_markup() -> None:
    code = '<pre tabindex=0>@misc{a,\n  title = {&lt;b class="c"&gt;}\n}</pre>'
    data = '<script type=application/json id=d>["=\\"x\\" ","="," y"]</script>'
    drawing = '<svg viewBox="0 0 1 1"><line x1="0" y2="1"/></svg>'
    assert frame.lean(code + data + drawing) == code + data + drawing.replace('"0" y2', "0 y2")
