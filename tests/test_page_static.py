"""Static pages: records, the index and the other pages of a published folder, on the miniature world."""

from __future__ import annotations

import html
import math
import os
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from kg.corpus.diff import Diff, State
from kg.model import plain, treaty
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.model.timeline import chronicle
from kg.network import projections
from kg.query.questions import library
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import GIST, ID, IS_PART_OF, LABEL, REGISTER, compact, kg
from kg.site import (
    agents,
    changes,
    codebook,
    conflicts,
    frame,
    highlights,
    in_force,
    pack,
    panorama,
    payload,
    questions,
    record,
    search,
    sections,
    sources,
    static,
    stories,
    timeline,
    typeface,
)
from kg.text.phrases import catalogue
from tests.conftest import BASE_URL
from tests.page_browser import axe, browser, opened, violations

__all__ = ["axe"]  # a fixture

META = {"version": "0.1.0", "digest": "a1b2c3d4", "lang": "en"}


@pytest.fixture(scope="module")
def folder(published: Path) -> Path:
    """A published folder of the miniature world."""
    return published


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ({"issued": "1940-05"}, "1940-05"),
        ({"issued": None}, "undated"),
        ({"issued": None, "written": "1939-10-03"}, "written 1939-10-03"),
        ({"issued": "2013", "written": "1986-08-20"}, "written 1986-08-20, made public 2013"),
        ({"issued": "2011", "bound": "most", "written": "2006"}, "written 2006, made public by 2011"),
    ],
)
def test_a_paper_made_public_later_has_two_days(source: dict[str, Any], shown: str) -> None:
    other = re.compile(r"<(span|bdi) class=t lang=(?:fa|ru)>(?:(?!</\1>).)*</\1>")
    assert re.sub("<[^>]+>", "", other.sub("", str(static.appeared(source)))) == shown


def test_each_record_has_a_page(world: Reader, folder: Path) -> None:
    records = [iri for iri in world.records() if iri.startswith(ID)]
    assert len(list((folder / "id").glob("*.html"))) == len(records)
    assert records


def test_every_link_within_the_folder_leads_somewhere(folder: Path) -> None:
    for path in pages(folder):
        markup = re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r'href="?([^" >]+)', markup):
            file, _, anchor = link.partition("#")
            if file.startswith(("http", "data:")):
                continue
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), f"{path.name} links to {link}"
            if anchor and target == path and not anchor.startswith(("lang=", "sel=")):
                named = re.search(rf'id="?{re.escape(anchor)}[" >]', markup)
                assert named or anchor in ("search", "table"), f"{path.name} links to {link}"


def test_every_page_has_a_strict_policy_and_loads_only_what_lies_beside_it(folder: Path) -> None:
    for path in pages(folder):
        html = path.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy"? content="([^"]+)"', html)
        assert policy and "default-src 'none'" in policy[1], path
        for text in re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL):
            assert frame.inline(text).hash in policy[1].replace("&#43;", "+"), path
        linked = re.findall(
            r'<link rel="?stylesheet"? href="?([^" >]+)"?>|<script src="?([^" >]+)"?></script>', html
        )
        assert ("file:" in policy[1]) == bool(linked), path
        for address in ((style or script).replace(BASE_URL, "") for style, script in linked):
            assert (path.parent / address).resolve().parent == (folder / "assets").resolve(), path
            assert (path.parent / address).is_file(), f"{path} links {address}"
        markup = re.sub(
            r'<link rel="?(?:stylesheet|icon|canonical|alternate)\b[^>]*>|<(script|style).*?</\1>',
            "",
            html,
            flags=re.DOTALL,
        )
        # Within quotes, and data never end those, a hostile name is no attribute.
        tags = re.sub(r'\s(?!src)[\w:-]+="[^"]*"', "", "".join(re.findall("<[a-z][^>]*>", markup)))
        assert not re.search(r'<link|\ssrc="?(?!"|data:|charts/)|\s(?:style|on\w+)=', tags), path


def test_the_style_has_the_persian_face_where_its_package_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_NODE", str(tmp_path))
    assert typeface.face() == ""
    package = tmp_path / "node_modules" / "@fontsource-variable" / "vazirmatn"
    (package / "files").mkdir(parents=True)
    (package / "files" / "vazirmatn-arabic-wght-normal.woff2").write_bytes(b"letters")
    (package / "package.json").write_text('{"version": "5.3.0", "license": "OFL-1.1"}', encoding="utf-8")
    assert "url(data:font/woff2;base64,bGV0dGVycw==)" in typeface.face()
    assert "5.3.0, OFL-1.1" in typeface.face()


def test_published_pages_share_their_style_and_a_single_page_has_it_inside(world: Reader, folder: Path) -> None:
    for path in pages(folder):
        html = path.read_text(encoding="utf-8")
        own = ["graph.css", "vis-network.js", "graph-start.js"] if 'id="network"' in html else ["page.css"]
        assert all(re.search(rf'assets/{re.escape(name)}"?>', html) for name in own), path
        assert not re.search("<style>|<script>", html), path
    alone = conflicts.render(world, [finding for finding in findings(world) if finding.disputed])
    for asset in static.assets().values():
        assert asset.text in alone and asset.hash in alone.replace("&#43;", "+")
    assert not re.search(r"<link(?! rel=.icon)|<script src", alone)


def test_no_markup_from_data_survives(world: Reader, folder: Path) -> None:
    labels = [text for iri in world.records() for text in world.labels(iri).values() if "<" in text]
    assert labels, "the miniature world has a hostile label"
    for path in pages(folder):
        html = path.read_text(encoding="utf-8")
        assert not any(label in html for label in labels), path


def test_record_pages_are_light(folder: Path) -> None:
    sizes = [path.stat().st_size for path in (folder / "id").glob("*.html")]
    assert max(sizes) < 120_000
    assert min(sizes) < 5_000, "a page that says little has the header and no style or script"
    for path in (folder / "id").glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<style" not in page
        assert re.findall(r'<script(?! src=| type="?application/(?:ld\+)?json)[^>]*>', page) == []


def test_the_payload_of_every_projection_is_complete(world: Reader) -> None:
    for projection in projections.projections(world):
        drawn = projections.build(world, projection)
        if not drawn:
            continue
        whole = payload.build(world, drawn, **META)
        pack.check(whole)
        assert len(whole["edges"]) == drawn.number_of_edges()
        assert len(whole["nodes"]) == drawn.number_of_nodes()
        assert {edge["kind"] for edge in whole["edges"]} <= set(whole["terms"])


def test_reported_speech_and_rivals_reach_the_payload(world: Reader) -> None:
    drawn = projections.build(world, projections.find(world, "everything"))
    whole = payload.build(world, drawn, **META)
    assert any(passage["quoted_in"] is not None for passage in whole["passages"])
    assert any(entry["rivals"] for entry in whole["records"].values())


def test_stories_are_told_only_where_their_records_are_drawn() -> None:
    every = {name for story in stories._all() for step in story["steps"] for name in step["needs"]}
    for page in ("treaties", "memberships"):
        shown = stories.of_page(page, every)
        assert shown
        assert stories.of_page(page, set()) == []
        for story, card in zip(shown, stories.cards(page, shown), strict=True):
            assert set(story["title"]) == {"en", "fa", "ru"}
            assert all(set(step["text"]) == {"en", "fa", "ru"} for step in story["steps"])
            assert card["address"].startswith(f"{page}.html#story=")


def test_numbers_follow_the_language() -> None:
    assert "1,234" in static.count(1234)
    assert static.number(1234, "fa") == "۱٬۲۳۴"


def test_the_command_beside_each_question_runs(
    world: Reader, real_root: Path, real_compiled: object, run: Callable[..., Any]
) -> None:
    asked = library(real_root)
    page = questions.render(world, asked.values())
    commands = [html.unescape(code) for code in re.findall(r"<code>(kg ask .*?)</code>", page)]
    assert len(commands) == len(asked)
    for command in commands[::4]:
        _, *args = shlex.split(command)
        assert run(*args, "--sparql", root=real_root).exit_code == 0, command


def test_the_codebook_shows_scope_and_cases_that_the_corpus_has(told: Callable[[str], Reader]) -> None:
    page = codebook.render(told('id:treaty-2025-article-42 a kg:Article ; skos:prefLabel "Article 42"@en .'))
    [row] = [r for r in re.findall(r"<tr>.*?(?=<tr>|</tbody>)", page, re.DOTALL) if "code:consult<" in r]
    assert "Joint commissions" in row
    shown, hidden = row.split("Joint work on projects")
    assert "Article 42" in shown
    assert "Not here:" in shown
    assert "class=comma" not in row  # between a sentence and the record after it
    assert "Article" not in hidden


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_static_pages_speak_one_language_at_a_time(chromium: Any, folder: Path, language: str) -> None:
    for name in ("index", "timeline", "conflicts", "reports", "opinions", "organizations", "sources", "codebook"):
        with opened(chromium, folder / f"{name}.html", f"lang={language}") as (page, _):
            assert page.get_attribute("html", "lang") == language
            assert page.get_attribute("html", "dir") == ("rtl" if language == "fa" else "ltr")
            languages = "all => [...new Set(all.map(n => n.getAttribute('lang')))]"
            shown = page.locator(".t:visible").evaluate_all(languages)
            assert shown in ([language], [])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_the_language_goes_along_to_the_next_page(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "index.html") as (page, _):
        page.click("button[data-lang=fa]")
        page.click(".doors a[href^='timeline']")
        page.wait_for_selector("body[data-ready='1']")
        assert page.get_attribute("html", "lang") == "fa"
        page.click(".site a")
        page.wait_for_selector("body[data-ready='1']")
        assert page.get_attribute("html", "lang") == "fa"


def language_and_theme(page: Any) -> tuple[str, str | None]:
    return page.get_attribute("html", "lang"), page.get_attribute("html", "data-theme")


@pytest.mark.browser
def test_language_and_theme_outlast_footnotes_reloads_and_addresses_without_them(
    chromium: Any, folder: Path
) -> None:
    with opened(chromium, folder / "id/treaty-new.html") as (page, _):
        assert language_and_theme(page) == ("en", None)
        page.click("button[data-lang=fa]")
        page.click("#theme")
        page.locator(".marks a").first.click()
        # The page adds what it keeps when it hears of the new place, after the click has ended.
        page.wait_for_function("location.hash === '#lang=fa&theme=dark&note-1'")
        for go in (page.reload, lambda: page.goto((folder / "timeline.html").as_uri())):
            go()
            page.wait_for_selector("body[data-ready='1']")
            assert language_and_theme(page) == ("fa", "dark")
        page.goto((folder / "memberships.html").as_uri())
        page.wait_for_selector("body[data-ready='1']")
        assert language_and_theme(page) == ("fa", "dark")
        page.click("button[data-lang=ru]")
        with page.expect_navigation():
            page.click(".doors a >> nth=0")
        page.wait_for_selector("body[data-ready='1']")
        assert language_and_theme(page) == ("ru", "dark")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "fragment", "language"),
    [("ru-RU", "", "ru"), ("fa-IR", "", "fa"), ("de-DE", "", "en"), ("ru-RU", "lang=fa", "fa")],
)
def test_the_first_language_is_that_of_the_address_then_of_the_browser(
    chromium: Any, folder: Path, locale: str, fragment: str, language: str
) -> None:
    for name in ("conflicts", "memberships"):
        with opened(chromium, folder / f"{name}.html", fragment, locale=locale) as (page, _):
            assert page.get_attribute("html", "lang") == language
            if name == "conflicts":
                assert page.title() == catalogue()["conflicts.title"][language]


@pytest.mark.browser
def test_an_address_with_a_language_and_a_place_leads_to_the_place(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "codebook.html", "lang=ru&concepts") as (page, _):
        anchors = page.locator("section[id]").evaluate_all("all => all.map(node => node.id)")
    with opened(chromium, folder / "codebook.html", f"lang=ru&{anchors[-1]}") as (page, _):
        assert page.locator(".here").get_attribute("id") == anchors[-1]
        assert page.evaluate("scrollY") > 100
        assert page.get_attribute("html", "lang") == "ru"
        assert page.evaluate("location.hash") == f"#lang=ru&{anchors[-1]}"


@pytest.mark.browser
def test_footnotes_are_large_enough_to_touch_and_lead_back_to_the_text(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "id/treaty-new.html", viewport={"width": 390, "height": 700}) as (page, _):
        marks = page.locator(".marks a")
        assert marks.count() >= 2
        sizes = marks.evaluate_all("all => all.map(n => n.getBoundingClientRect()).map(r => [r.width, r.height])")
        assert min(size for pair in sizes for size in pair) >= 24
        # However narrow the page, no line begins with the first mark of a group.
        words = "document.querySelectorAll('main dd:has(> .marks)')"
        for width in range(100, 300, 20):
            page.evaluate(f"for (const dd of {words}) dd.style.width = '{width}px'")
            assert page.evaluate(
                f"""[...{words}].every(dd => {{
                    const before = document.createRange(), mark = dd.querySelector(".marks a").getClientRects()[0];
                    before.selectNode(dd.querySelector(".marks").previousSibling);
                    const last = [...before.getClientRects()].at(-1);
                    return mark.top < last.bottom && mark.bottom > last.top;
                }})"""
            )
        second = marks.nth(1)
        second.focus()
        page.keyboard.press("Enter")
        back = page.locator(".notes .here .return")
        assert back.get_attribute("aria-label") == "Back to the text"
        assert back.evaluate("node => node === document.activeElement")
        page.keyboard.press("Enter")
        assert second.evaluate("node => node === document.activeElement")


@pytest.mark.browser
@pytest.mark.parametrize(("typed", "language"), [("Volkov", "en"), ("ولکوف", "fa"), ("Волков", "ru")])
def test_search_finds_a_person_in_each_script_from_the_keyboard(
    chromium: Any, folder: Path, typed: str, language: str
) -> None:
    with opened(chromium, folder / "id/treaty-new.html", f"lang={language}") as (page, heard):
        assert not [url for url in heard.requests if "search-" in url], "the index is loaded when it is needed"
        page.keyboard.press("/")
        page.keyboard.type(typed)
        first = page.locator("#hits [role=option]").first
        first.wait_for()
        box = page.locator("#find")
        assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
        assert {"en": "Person", "fa": "شخص", "ru": "Человек"}[language] in first.inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/pyotr-volkov.html*")
        assert page.get_attribute("html", "lang") == language


@pytest.mark.browser
def test_search_says_what_matched_and_leads_to_all_results(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "index.html", viewport={"width": 390, "height": 700}) as (page, _):
        page.fill("#find", "treaty")
        page.wait_for_selector("#hits .all")
        hits = page.locator("#hits [role=option]").all_inner_texts()
        assert "New Treaty\nTreaty, 17 January 2025, name" in "".join(hits)
        assert hits[-1].startswith("All results")
        page.keyboard.press("Escape")
        assert page.input_value("#find") == "" and page.locator("#hits").is_hidden()
        page.fill("#find", "treaty")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_selector("#results li")
        shown = page.inner_text("#results")
        assert "New Treaty" in shown and "summary" in shown
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.fill("#find", "zzzz")
        page.wait_for_function("document.getElementById('hits-note').textContent === 'Nothing found'")


@pytest.mark.browser
def test_the_search_of_a_graph_goes_on_to_the_whole_site(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "memberships.html") as (page, _):
        page.fill("#search", "volkov")
        page.keyboard.press("Enter")
        page.wait_for_selector("#results li")
        assert "Pyotr Volkov" in page.inner_text("#results")


@pytest.mark.browser
def test_a_record_page_leads_to_the_graph_with_the_record_selected(
    chromium: Any, world: Reader, folder: Path
) -> None:
    drawn = projections.build(world, projections.find(world, "everything"))
    name = next(name for name in sorted(drawn.nodes) if name.startswith("id:"))
    with opened(chromium, folder / record.address(name)) as (page, _):
        page.click(".links a[data-page]")
        page.wait_for_selector("#detail h2")
        assert page.inner_text("#detail .links code") == name
        page.get_by_text("Page of this record").click()
        page.wait_for_selector("main h1")


@pytest.mark.browser
def test_dates_are_said_in_both_calendars(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "timeline.html") as (page, _):
        days = page.locator("time").evaluate_all("all => all.map(n => n.textContent)")
        assert days
        assert all("(" in day for day in days)


@pytest.mark.browser
def test_a_month_has_its_case_after_words_that_are_translated_when_the_page_opens(
    chromium: Any, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder / "assets", tmp_path / "assets")
    text = (folder / "404.html").read_text(encoding="utf-8").replace(BASE_URL, "")
    line = "<p id=line><bdi data-t>by</bdi> <time>2025-10</time></p></main>"
    (tmp_path / "page.html").write_text(text.replace("</main>", line), encoding="utf-8")
    with opened(chromium, tmp_path / "page.html", "lang=ru") as (page, _):
        assert page.inner_text("#line").startswith("не позднее октября 2025")


@pytest.mark.browser
def test_static_pages_are_whole_without_a_script(chromium: Any, folder: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "conflicts.html").as_uri())
    assert page.inner_text("h1") == "Disputes"
    assert page.locator(".answer").count() >= 2
    assert page.locator(".facets:visible").count() == 0
    context.close()


@pytest.mark.browser
def test_spans_of_years_are_read_from_right_to_left_in_persian(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "timeline.html", "lang=fa") as (page, _):
        directions = page.locator(".toc a, h2").evaluate_all("all => all.map(n => getComputedStyle(n).direction)")
        assert set(directions) == {"rtl"}


@pytest.mark.browser
def test_what_is_said_in_several_languages_is_read_in_ones_own_first(
    chromium: Any, told: Callable[[str], Reader], tmp_path: Path
) -> None:
    gists = [Literal(text, language=tag) for tag, text in (("en", "Peace."), ("fa", "صلح."), ("ru", "Мир."))]
    reader = told('id:harbour a kg:Place ; skos:prefLabel "Harbour"@en .')
    after = [Quad(NamedNode(ID + "harbour"), GIST, gist, REGISTER) for gist in gists]
    before = [
        Quad(NamedNode(ID + "pier"), LABEL, Literal("Pier", language="en"), REGISTER),
        Quad(NamedNode(ID + "harbour"), kg.locatedIn, NamedNode(ID + "pier"), REGISTER),
    ]
    step = changes.Step(State("old"), State("new", "2025-10-03"), Diff(before, after))
    file = tmp_path / "changes.html"
    file.write_text(changes.render(reader, [step], **META), encoding="utf-8")
    for language, text in (("en", "Peace."), ("fa", "صلح."), ("ru", "Мир.")):
        with opened(chromium, file, f"lang={language}") as (page, _):
            lines = page.locator(".tongues li").evaluate_all(
                "all => all.sort((a, b) => a.offsetTop - b.offsetTop).map(node => node.innerText)"
            )
            assert len(lines) == 3
            assert text in lines[0]
            # What is gone has its name in the earlier state alone.
            assert "id:pier" not in page.inner_text("main")


@pytest.mark.browser
def test_a_minus_stands_at_the_left_of_a_persian_number(
    chromium: Any, told: Callable[[str], Reader], tmp_path: Path
) -> None:
    reader = told('id:harbour a kg:Place ; skos:prefLabel "بندر"@fa ; kg:longitude -0.13 .')
    file = tmp_path / "harbour.html"
    file.write_text(rendered(reader, f"{ID}harbour"), encoding="utf-8")
    with opened(chromium, file, "lang=fa") as (page, _):
        shown = page.locator('bdi:text("−۰٫۱۳"):visible').first
        minus, digit = shown.evaluate(
            """node => {
                const at = node.firstChild.data.indexOf("−"), range = document.createRange();
                return [at, at + 1].map(i => {
                    range.setStart(node.firstChild, i), range.setEnd(node.firstChild, i + 1);
                    return range.getBoundingClientRect().left;
                });
            }"""
        )
        assert minus < digit


@pytest.mark.browser
def test_a_narrowed_list_shows_the_notes_of_its_items_under_their_numbers(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "opinions.html") as (page, _):
        every = page.locator(".notes li:visible").count()
        page.click(".facet summary")
        page.check(".facet[open] input >> nth=0")
        cited = page.locator(".item:visible .marks a").evaluate_all("all => all.map(a => a.hash.slice(1))")
        shown = page.locator(".notes li:visible").evaluate_all("all => all.map(note => note.id)")
        assert 0 < len(shown) < every
        assert set(cited) <= set(shown)
        last = page.locator(f"#{shown[-1]}")
        assert last.evaluate("note => note.value") == int(shown[-1].removeprefix("note-"))


@pytest.mark.browser
def test_marks_and_commas_are_persian_in_a_persian_page(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "id" / "treaty-new.html", "lang=fa") as (page, _):
        marks = page.locator(".marks a").all_inner_texts()
        assert marks and all(re.fullmatch("[۰-۹]+", text) for text in marks)
        assert set(page.locator(".comma").all_text_contents()) == {"، "}
        assert "بند" in " ".join(page.locator(".notes .where").all_inner_texts())


def test_marks_of_one_value_ascend_whatever_was_cited_before() -> None:
    notes = static.Notes()
    notes.mark([7])
    assert re.findall("#note-([0-9]+)", notes.mark([4, 9, 7])) == ["1", "2", "3"]
    assert notes.order == [7, 4, 9]


@pytest.mark.parametrize(
    ("day", "english", "russian"),
    [
        ("1918-08-12", "said on ", "сказано "),
        ("1918-08", "said in ", "сказано: "),
        ("1918", "said in ", "сказано: "),
    ],
)
def test_what_was_said_in_a_month_was_not_said_on_it(day: str, english: str, russian: str) -> None:
    texts = re.findall(r"<span class=t lang=(en|ru)>([^<]*)<time", static.stated(day))
    assert texts == [("en", english), ("ru", russian)]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_texts_in_the_language_of_the_page_come_first(
    chromium: Any, told: Callable[[str], Reader], tmp_path: Path, language: str
) -> None:
    reader = told(
        """
    src:a { src:a a kg:Source .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "1" . }
    src:a.1 { id:y a kg:Assessment ; kg:about id:x ;
        kg:gist "Good."@en , "Lasting."@en , "خوب"@fa , "پایدار"@fa , "Хорошо."@ru , "Прочно."@ru . }
    """
    )
    file = tmp_path / "y.html"
    file.write_text(rendered(reader, f"{ID}y"), encoding="utf-8")
    with opened(chromium, file, f"lang={language}") as (page, _):
        gists = page.locator(".statements dd > bdi[dir]:first-child")
        languages = gists.evaluate_all("all => all.map(gist => gist.lang)")
        assert len(languages) == 6
        assert languages[:2] == [language] * 2


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("en", ["Chile", "Germany", "Pakistan", "Tajikistan"]),
        ("fa", ["آلمان", "پاکستان", "تاجیکستان", "شیلی"]),
        ("ru", ["Германия", "Пакистан", "Таджикистан", "Чили"]),
    ],
)
def test_voters_stand_in_the_order_of_their_names_in_each_language(
    chromium: Any, told: Callable[[str], Reader], tmp_path: Path, language: str, in_order: list[str]
) -> None:
    states = [
        ("a", "Tajikistan", "تاجیکستان", "Таджикистан"),
        ("b", "Chile", "شیلی", "Чили"),
        ("c", "Pakistan", "پاکستان", "Пакистан"),
        ("d", "Germany", "آلمان", "Германия"),
    ]
    names = "".join(
        f'id:{key} a kg:State ; skos:prefLabel "{en}"@en, "{fa}"@fa, "{ru}"@ru . '
        f"src:a.1 {{ id:v-{key} a kg:Ballot ; kg:vote id:v ; kg:voter id:{key} ; kg:choice code:voted-for . }} "
        for key, en, fa, ru in states
    )
    reader = told(
        f"""
    src:a {{ src:a a kg:Source .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:a ; kg:locator "1" . }}
    src:a.1 {{ id:v a kg:Vote ; skos:prefLabel "A vote"@en . }}
    {names}
    """
    )
    file = tmp_path / "v.html"
    file.write_text(rendered(reader, f"{ID}v", lang=language), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    whole = context.new_page()
    whole.goto(file.as_uri())
    assert whole.locator("#ballots tbody th").all_inner_texts() == in_order
    context.close()
    # Whichever language the page was written in, its script puts the voters in order anew.
    file.write_text(rendered(reader, f"{ID}v", lang={"en": "fa"}.get(language, "en")), encoding="utf-8")
    with opened(chromium, file, f"lang={language}") as (page, _):
        assert page.locator("#ballots tbody th").all_inner_texts() == in_order


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_a_phone_shows_the_current_page_of_a_section(chromium: Any, folder: Path, language: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}}
    with opened(chromium, folder / "codebook.html", f"lang={language}", **phone) as (page, _):
        place = page.locator(".behind [aria-current]").bounding_box()
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= 390
        assert page.evaluate("scrollY") == 0


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_a_phone_shows_the_rows_of_tables_from_edge_to_edge(chromium: Any, folder: Path, language: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}}
    for name in ("timeline", "instruments", "codebook", "sources"):
        with opened(chromium, folder / f"{name}.html", f"lang={language}", **phone) as (page, _):
            tables = page.locator(".scroll > table")
            assert tables.count()
            edges = tables.evaluate_all(
                "all => all.map(n => n.getBoundingClientRect()).flatMap(r => [r.left, r.right])"
            )
            assert min(edges) >= 20 and max(edges) <= 370, name
            if name == "instruments":
                told = page.locator(".told td[data-head]").first
                said = told.evaluate("cell => getComputedStyle(cell, '::before').content")
                assert {"en": "Signed", "fa": "امضا", "ru": "Подписано"}[language] in said
                # A wide screen has the heads themselves.
                page.set_viewport_size({"width": 1000, "height": 844})
                assert told.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"
                assert page.locator("thead th").first.is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_chips_on_a_phone_begin_at_the_margin_of_the_text(chromium: Any, folder: Path, language: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}}
    for name, chips in (("index", ".try"), ("instruments", ".behind a"), ("timeline", ".behind a")):
        with opened(chromium, folder / f"{name}.html", f"lang={language}", **phone) as (page, _):
            page.evaluate("document.querySelector('.behind')?.scrollTo(0, 0)")
            boxes = [chip.bounding_box() for chip in page.locator(chips).all()]
            if not boxes:
                continue
            margin = page.locator("h1").bounding_box()
            assert margin
            if language == "fa":
                edge = max(box["x"] + box["width"] for box in boxes)
                assert edge == pytest.approx(margin["x"] + margin["width"], abs=1), name
            elif chips == ".try":
                # The first stands after words; one that begins a line stands at the margin.
                assert min(box["x"] for box in boxes[1:]) == pytest.approx(margin["x"], abs=1), name
            else:
                assert boxes[0]["x"] == pytest.approx(margin["x"], abs=1), name


def test_people_and_bodies_are_listed_by_the_passages_in_which_they_speak(world: Reader) -> None:
    page = agents.render(world)
    listed = re.findall(r'<div class=item id="([^"]+)"', page)
    spoken = {
        name: {
            quad.subject.value
            for quad in world.everything(kg.holder)
            if quad.object.value == ID + name and "/coding-" not in quad.subject.value
        }
        for name in listed
    }
    counts = [len(spoken[name]) for name in listed]
    assert counts[0] > 1 and counts == sorted(counts, reverse=True)
    assert page.count("<details class=facet>") == 2


@pytest.mark.browser
def test_facets_narrow_the_disputes_and_an_address_leads_to_one(chromium: Any, world: Reader, folder: Path) -> None:
    from playwright.sync_api import expect

    disputes = [finding for finding in findings(world) if finding.disputed]
    slips = [finding for finding in disputes if finding.dispute == "likely-slip"]
    assert 0 < len(slips) < len(disputes)
    with opened(chromium, folder / "conflicts.html") as (page, _):
        # Slips are folded until a reader asks for them.
        assert page.locator(".item:visible").count() == len(disputes) - len(slips)
        page.click(".facet summary")
        page.check("input[value='class:likely-slip']")
        shown = page.locator(".item:visible").evaluate_all("all => all.map(item => item.id)")
        assert sorted(shown) == sorted(conflicts.anchor(finding) for finding in slips)
        page.click(".facets button[type=reset]")
        # Controls have their first values only after the event that resets them.
        expect(page.locator(".item:visible")).to_have_count(len(disputes))
    with opened(chromium, folder / "conflicts.html", conflicts.anchor(slips[0])) as (page, _):
        assert page.locator(f"[id='{conflicts.anchor(slips[0])}']").is_visible()


def kinds_of_pages(reader: Reader, folder: Path) -> list[str]:
    """Return one page of each kind: all beside the index, and for each class the record of which most is told."""
    # The page for lost readers names its assets by their addresses on the web, which a test does not reach.
    pages = sorted(page.name for page in folder.glob("*.html") if page.name != "404.html")
    told = Counter(iri for iri, _ in reader.claims())
    by_class: dict[str, str] = {}
    for iri, _ in told.most_common():
        for kind in reader.kinds(iri)[:1]:
            by_class.setdefault(kind, f"id/{iri.removeprefix(ID)}.html")
    return [*pages, *sorted(set(by_class.values()))]


@pytest.mark.browser
@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Any, world: Reader, folder: Path, axe: str, part: int
) -> None:
    """In three languages by all rules; in the dark theme, which changes colours only, by that on contrast once."""
    pages = kinds_of_pages(world, folder)
    assert len(pages) > 30
    faults = {}
    for name in pages[part::4]:
        with opened(chromium, folder / name, "lang=en&theme=light") as (page, _):
            for language in ("fa", "ru", "en"):
                page.click(f"button[data-lang={language}]")
                faults[name, language, "light"] = violations(page, axe)
            page.click("#theme")
            faults[name, "en", "dark"] = violations(page, axe, rules=("color-contrast",))
    assert {place: found for place, found in faults.items() if found} == {}


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
@pytest.mark.parametrize("name", ["everything", "index", "conflicts"])
def test_pictures_are_taken_for_people_to_look_at(
    chromium: Any, folder: Path, tmp_path: Path, name: str, language: str
) -> None:
    """Set KG_SCREENSHOTS to the folder where the pictures are to stay."""
    place = Path(os.environ.get("KG_SCREENSHOTS", tmp_path))
    place.mkdir(parents=True, exist_ok=True)
    with opened(chromium, folder / f"{name}.html", f"lang={language}") as (page, _):
        page.wait_for_timeout(300)
        page.screenshot(path=place / f"{name}-{language}.png")
    assert (place / f"{name}-{language}.png").stat().st_size > 10_000


def rendered(reader: Reader, iri: str, **more: Any) -> str:
    """Return the page of a record, as in a folder in which every record has one."""
    writer = static.Writer(payload.PayloadBuilder(reader), "../", lambda name: name.startswith("id:"))
    return record.render(writer, iri, **{**META, **more}, graph_page="../everything.html")


def test_an_instrument_shows_when_it_was_in_force(world: Reader) -> None:
    iri = f"{ID}treaty-new"
    found = in_force.stretches(world, iri)
    assert found
    assert all(a.answer != b.answer and a.last < b.first for a, b in pairwise(found))
    for stretch in found:
        for day in (stretch.first, stretch.last):
            assert treaty.status(world, iri, day).in_force == stretch.answer
    page = rendered(world, iri)
    assert page.count("<tr><th scope=") >= len(found)
    assert 'id="hatch"' in page


def told_act(name: str, kind: str, treaty: str, *statements: str) -> str:
    """An act that one voice states in a passage of its own."""
    return f"""
    id:{name} kg:treaty id:{treaty} .
    src:{name} {{ src:{name} a kg:Source . src:{name}.1 a kg:Passage ; dcterms:isPartOf src:{name} ;
        kg:holder id:{name}-voice ; kg:locator "1" . }}
    src:{name}.1 {{ id:{name} a kg:{kind} {"".join(f"; {statement}" for statement in statements)} . }}
    """


INSTRUMENTS = "".join(
    [
        "id:old a kg:Treaty . id:bare a kg:Treaty .",
        told_act("signed", "Signature", "old", 'kg:onDate "1921-02-26"^^xsd:date'),
        told_act("begun", "EntryIntoForce", "old", 'kg:onDate "1922-05-01"^^xsd:date'),
        told_act("ended", "Termination", "old", 'kg:onDate "1935"^^xsd:gYear'),
        told_act("hinted", "Negotiation", "bare", 'kg:onDate "2019"^^xsd:gYear'),
    ]
)


DENIAL = """
    src:no { src:no a kg:Source .
        src:no.1 a kg:Passage ; dcterms:isPartOf src:no ; kg:holder id:x ; kg:locator "1" . }
    src:no.1 { id:no a kg:Denial ; kg:about id:ended . }
"""


def test_the_drawing_shows_what_was_in_force_and_nothing_of_which_no_account_says_so(
    told: Callable[[str], Reader],
) -> None:
    reader = told(INSTRUMENTS)
    [bar] = panorama.bars(reader)
    assert (bar.iri, bar.first, bar.last) == (f"{ID}old", 1922, 1935)
    assert panorama.marks(reader) == [(1935, f"{ID}ended", "panorama.rupture")]
    shown = panorama.block(static.Writer(payload.PayloadBuilder(reader)))
    assert "<time" not in shown, "years that follow from accounts are no stated days"
    assert 'href="id/old.html"' in shown and "id/bare.html" not in shown


@pytest.mark.parametrize(("room", "letters"), [((500, 0), 50), ((0, 500), 50), ((200, 0), 34), ((100, 0), 0)])
def test_the_name_of_a_bar_is_cut_only_where_the_whole_has_no_room(
    told: Callable[[str], Reader], room: tuple[float, float], letters: int
) -> None:
    reader = told(INSTRUMENTS + f'id:old kg:shortName "{"n" * 50}"@en .')
    [bar] = panorama.bars(reader)
    drawn = str(panorama._bar(static.Writer(payload.PayloadBuilder(reader)), bar, 0, 1900, 10, room))
    assert sum(map(len, re.findall(r'<text class="t[^>]*lang="en"[^>]*>(n+)', drawn))) == letters


def test_the_drawing_names_its_lines_and_has_the_years_of_both_calendars_in_persian(
    told: Callable[[str], Reader],
) -> None:
    wars = """
        id:war a kg:Event ; kg:kind code:war ; skos:prefLabel "War"@en , "جنگ"@fa .
        id:rising a kg:Event ; kg:kind code:revolution ; skos:prefLabel "Rising"@en , "انقلاب"@fa .
        src:w { src:w a kg:Source .
            src:w.1 a kg:Passage ; dcterms:isPartOf src:w ; kg:holder id:x ; kg:locator "1" . }
        src:w.1 { id:war kg:onDate "1925"^^xsd:gYear . id:rising kg:onDate "1926"^^xsd:gYear . }
    """
    shown = panorama.block(static.Writer(payload.PayloadBuilder(told(INSTRUMENTS + wars))))
    texts = re.findall(r'<text class="t ([a-z]+)" lang="fa" x="([\d.]+)" y="([\d.]+)">([^<]+)', shown)
    names = {words: (float(x), float(y)) for kind, x, y, words in texts if kind == "before"}
    # A year apart, they stand one above the other, each before its own line.
    assert names["جنگ"][1] != names["انقلاب"][1] and names["جنگ"][0] < names["انقلاب"][0]
    years = {words: float(x) for kind, x, _, words in texts if kind == "year"}
    # 1300 began on 21 March 1921.
    assert years["۱۹۲۰ م"] < years["۱۳۰۰ ش"] < years["۱۹۳۰ م"]
    assert "ش</text>" not in "".join(re.findall(r'<text[^>]*lang="en".*?</text>', shown))


def test_a_mark_of_the_drawing_is_called_in_the_language_of_the_reader(
    told: Callable[[str], Reader],
) -> None:
    reader = told(INSTRUMENTS + 'id:old skos:prefLabel "Old treaty"@en , "معاهدهٔ کهن"@fa .')
    shown = str(panorama.block(static.Writer(payload.PayloadBuilder(reader))))
    [titles] = re.findall(r'<a href="id/old.html">((?:<title.*?</title>)+)', shown)
    # What has no Russian name is called by its English one.
    assert re.findall(r"lang=(\w+)>(.*?)<", titles) == [
        ("en", "Old treaty"),
        ("fa", "معاهدهٔ کهن"),
        ("ru", "Old treaty"),
    ]


@pytest.mark.browser
def test_the_titles_of_the_drawing_follow_the_language_of_the_page(chromium: Any, folder: Path) -> None:
    title = "document.querySelector('.panorama a[href*=\"treaty-new.html\"] title').textContent"
    with opened(chromium, folder / "index.html") as (page, _):
        english = page.evaluate(title)
        page.click("button[data-lang=fa]")
        persian = page.evaluate(title)
        page.click("button[data-lang=en]")
        assert page.evaluate(title) == english
    assert re.search("[a-z]", english) and re.search("[آ-ی]", persian) and not re.search("[a-z]", persian)


def test_a_day_of_the_whole_and_a_beginning_are_no_range(told: Callable[[str], Reader]) -> None:
    reader = told(
        """
        id:visit a kg:Event ; skos:prefLabel "Visit"@en . id:fair a kg:Event ; skos:prefLabel "Fair"@en .
        src:a { src:a a kg:Source .
            src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "1" .
            src:a.2 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:y ; kg:locator "2" . }
        src:a.1 { id:visit kg:onDate "2025-12-17"^^xsd:date .
            id:fair kg:startDate "2025-05-01"^^xsd:date ; kg:endDate "2025-05-03"^^xsd:date . }
        src:a.2 { id:visit kg:startDate "2025-12-16"^^xsd:date . }
        """
    )
    when = {name: rendered(reader, ID + name).split("When<")[1].split("</tr>")[0] for name in ("visit", "fair")}
    assert "start date" in when["visit"] and "</time> – <time" not in when["visit"]
    assert "start date" not in when["fair"] and "</time> – <time" in when["fair"]


def test_values_with_equal_counts_keep_their_names_in_each_language(told: Callable[[str], Reader]) -> None:
    """The order of two equal counts is that of their names, which differs by language."""
    told_sources = "".join(
        f"""src:{kind} {{ src:{kind} a kg:Source ; kg:kind code:{kind} ; dcterms:issued "2021"^^xsd:gYear .
            src:{kind}.1 a kg:Passage ; dcterms:isPartOf src:{kind} ; kg:holder id:x ; kg:locator "1" . }}
        src:{kind}.1 {{ id:e-{kind} a kg:Event ; kg:gist "G."@en . }}"""
        for kind in ("alpha", "beta")
    )
    names = 'code:alpha skos:prefLabel "A"@en , "ی"@fa . code:beta skos:prefLabel "B"@en , "الف"@fa .'
    page = sources.render(told(names + told_sources))
    rows = re.findall(r"<bdi class=t lang=en>(A|B)</bdi><bdi class=t lang=fa>([^<]+)<", page)
    assert dict(rows) == {"A": "ی", "B": "الف"}
    assert "۲۰۲۰" in page and "دههٔ 2020" not in page


def test_a_company_has_an_agreement_once_on_the_day_of_its_signature(told: Callable[[str], Reader]) -> None:
    reader = told(
        """
        id:firm a kg:Company ; skos:prefLabel "Firm"@en .
        id:deal a kg:Contract ; skos:prefLabel "Deal"@en ; kg:party id:firm .
        id:old-deal a kg:Contract ; skos:prefLabel "Old deal"@en ; kg:party id:firm .
        id:talk a kg:Negotiation ; kg:actor id:firm ; kg:treaty id:deal .
        id:deal-signature a kg:Signature ; skos:prefLabel "Signing"@en ; kg:treaty id:deal ; kg:actor id:firm .
        src:a { src:a a kg:Source .
            src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "1" . }
        src:a.1 { id:deal-signature kg:onDate "2008-07-13"^^xsd:date . }
        """
    )
    page = rendered(reader, f"{ID}firm")
    section = page.split('id="contracts"')[1].split("</section>")[0]
    lines = [re.sub("<[^>]+>", " ", line).split(">")[1].split() for line in section.split("<li")[1:]]
    assert [line[:3] for line in lines] == [
        ["2008-07-13", "Deal"],
        ["Old", "deal"],
        ["Negotiation:", "Deal", "(Firm)"],
    ]
    assert "Signing" not in page.split('id="relations"')[-1]


def test_findings_of_the_index_count_who_states_and_who_denies(told: Callable[[str], Reader]) -> None:
    writer = static.Writer(payload.PayloadBuilder(told(INSTRUMENTS + DENIAL)))
    [shown] = highlights.highlights(writer, ())
    assert shown.address == "id/ended.html"
    assert "Voices that state it: 1; that deny it: 1." in shown.text


QUESTION = "".join(
    f"""
    id:worth-{number} a kg:ContestedQuestion ; kg:asksAbout id:{subject} .
    """
    + "".join(
        f"""
    id:{voice} kg:about id:{subject} .
    src:{voice} {{ src:{voice} a kg:Source . src:{voice}.1 a kg:Passage ; dcterms:isPartOf src:{voice} ;
        kg:holder id:{voice}-speaker ; kg:locator "1" . }}
    src:{voice}.1 {{ id:{voice} a kg:Assessment . }}
    id:answer-{voice} a kg:Answer ; kg:answeredIn id:{voice} ; kg:answersQuestion id:worth-{number} ;
        kg:answer code:answer-{answer} .
        """
        for voice, answer in voices.items()
    )
    for number, (subject, voices) in enumerate(
        {
            "old": {"a": "yes", "b": "yes", "c": "no", "d": "no"},
            "old-article": {"e": "yes", "f": "no", "g": "no"},
        }.items()
    )
)


def test_the_index_asks_of_a_provision_before_a_whole_treaty(told: Callable[[str], Reader]) -> None:
    corpus = "id:old a kg:Treaty . id:old-article a kg:Article ." + QUESTION
    [shown] = highlights.highlights(static.Writer(payload.PayloadBuilder(told(corpus))), ())
    assert shown.address == "conflicts.html#worth-1.answer"
    assert [(">No<" in str(answer), number) for answer, number in shown.rows] == [(True, 2), (False, 1)]


def test_the_index_links_its_findings_and_says_who_made_it_and_under_which_licence(folder: Path) -> None:
    page = (folder / "index.html").read_text(encoding="utf-8")
    for words in ("https://creativecommons.org/publicdomain/zero/1.0/", "1.2.0", "Report an error"):
        assert words in page
    assert "href=id/treaty-new.html" in page.split('class="scroll panorama"')[1]


TREATY_TEXT = """
    id:old a kg:Treaty . id:one a kg:Article ; dcterms:isPartOf id:old ; kg:number 1 .
    id:one-first a kg:Paragraph ; dcterms:isPartOf id:one ; kg:number 1 .
    src:a { src:a a kg:Source ; kg:kind code:press-report .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "1" . }
    src:b { src:b a kg:Source ; kg:kind code:treaty-text ; kg:extentSeen code:extent-full .
        src:b.a1 a kg:Passage ; dcterms:isPartOf src:b ; kg:holder id:x ; kg:locator "article 1" . }
    src:a.1 { id:one kg:gist "A report."@en . }
    src:b.a1 { id:one kg:gist "Peace."@en , "صلح"@fa , "Мир."@ru . id:one-first kg:gist "No war."@en . }
"""


def test_an_instrument_shows_the_text_before_reports_and_paragraphs_below(told: Callable[[str], Reader]) -> None:
    page = rendered(told(TREATY_TEXT), f"{ID}old").split('id="provisions"')[1]
    places = [page.index(words) for words in ("<h3", "Peace.", "Мир.", "A report.", "<h4", "No war.")]
    assert places == sorted(places)
    assert "<p" not in page[page.index("Peace.") : page.index("Мир.")], "one gist in three languages is one line"


#: Severity 1.0 of Machado, Oliveira and Fernandes 2009, doi:10.1109/TVCG.2009.113, on linear RGB.
SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour as CIELAB (D65) as an eye without one kind of cones sees it."""
    rgb = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    r, g, b = (min(1, max(0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in SIGHTS[sight])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_of_one_shape_differ_for_the_colour_blind(world: Reader, sight: str) -> None:
    """Kinds of one family share shape and colour; the families that share a shape are told apart by colour."""
    looks: dict[str, set[str]] = {}
    for quad in world.store.quads_for_pattern(None, kg("colour"), None):
        shape = world.declared(quad.subject.value, kg.glyph)
        if shape:
            looks.setdefault(shape[0].value, set()).add(quad.object.value)
    assert sum(map(len, looks.values())) > 5
    for shape, colours in looks.items():
        for one, two in combinations(sorted(colours), 2):
            assert math.dist(seen(one, sight), seen(two, sight)) >= 10, f"{shape}: {one}, {two}"


@pytest.mark.parametrize("sight", SIGHTS)
def test_stances_differ_for_the_colour_blind(sight: str) -> None:
    colours = re.findall(r'(?:supportive|neutral|critical): \{ colour: "(#\w{6})"', frame.asset("look.js"))
    assert len(colours) == 3
    assert min(math.dist(seen(a, sight), seen(b, sight)) for a, b in combinations(colours, 2)) >= 10


def test_rows_of_an_answer_in_several_languages_are_one() -> None:
    def text(words: str, tag: str) -> Literal:
        return Literal(words, language=tag)

    rows = [
        ["a", text("Peace.", "en")],
        ["b", text("Peace.", "en")],
        ["b", text("Trade.", "en")],
        ["a", text("Мир.", "ru")],
        ["b", text("Мир.", "ru")],
        ["c", text("صلح.", "fa")],
        ["c", None],
        [text("Iran", "en"), text("Мир.", "ru")],
        ["c", text("Frieden.", "de")],
    ]
    # Of the two texts on b in English, nothing tells which one the Russian says.
    twice = [row for row in rows if row[0] == "b"]
    assert questions.joined_languages(rows) == [["a", {"en": "Peace.", "ru": "Мир."}], *twice, *rows[5:]]


def test_an_answer_by_year_is_drawn() -> None:
    rows = [[Literal("2000"), Literal("10"), Literal("id")], [Literal("2002"), Literal("5.0"), Literal("id")]]
    chart = questions.by_year(rows)
    assert chart is not None
    bars = [
        tuple(map(float, found))
        for found in re.findall(r'x="([\d.]+)" y="[\d.]+" width="[\d.]+" height="([\d.]+)"', chart)
    ]
    assert [height for _, height in bars] == [questions.HIGH, questions.HIGH / 2]
    assert [x for x, _ in bars] == [30, 510]  # three years share 720 units; 2001 is empty
    assert re.findall(r'lang="fa"[^>]*>([^<]+)<', chart) == ["۲۰۰۰", "۲۰۰۱", "۲۰۰۲", "۱۰"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["2000"]],
        [["2000", "10"], ["2000", "12"]],
        [["visit", "10"]],
        [["2000", "many"]],
        [["2000", "0"]],
    ],
    ids=["no row", "no value", "rivals", "no year", "no number", "nothing to show"],
)
def test_what_is_no_series_of_years_is_not_drawn(rows: list[list[str]]) -> None:
    assert questions.by_year([[Literal(cell) for cell in row] for row in rows]) is None


def spoken(days: list[str]) -> str:
    """Return a corpus in which one person says one thing on each of some days, reported by a paper."""
    passages = [
        f'src:a.{n} a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "{n}" ;'
        f' kg:quotedIn src:a.0 ; kg:statedOn "{day}"^^xsd:date .'
        for n, day in enumerate(days, 1)
    ]
    opinions = [
        f"src:a.{n} {{ id:say-{n} a kg:Assessment ; kg:about id:sea ; kg:kind code:foresees ;"
        f' kg:gist "Of {day}."@en . }}'
        for n, day in enumerate(days, 1)
    ]
    return f"""
        id:x a kg:Person ; skos:prefLabel "X"@en . id:paper a kg:MediaOutlet ; skos:prefLabel "Paper"@en .
        id:sea a kg:Place ; skos:prefLabel "Sea"@en .
        src:a {{ src:a a kg:Source ; kg:kind code:press-report .
            src:a.0 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:paper ; kg:locator "0" .
            {" ".join(passages)} }}
        {" ".join(opinions)}
    """


def test_a_month_in_which_a_person_spoke_is_one_link_away(told: Callable[[str], Reader]) -> None:
    days = [f"2024-{month:02}-01" for month in range(1, 13)] + ["2025-07-03", "2025-07-18"]
    page = rendered(told(spoken(days)), f"{ID}x")
    assert page.index("What they say") < page.index("Of 2024-01-01.") < page.index("Of 2025-07-18.")
    (place,) = re.findall(r'2025</bdi>.*?<a href="#([\w-]+)"><span class=t lang=en>Jul<', page)
    line = page.split(f'<li id="{place}">')[1].split("</li>")[0]
    assert "Of 2025-07-03." in line
    assert "as reported by" in line and "Paper" in line and "Sea" in line
    by_subject = page.split("By subject")[1].split("</details>")[0]
    assert "Sea" in by_subject and by_subject.count('href="#says-') == len(days)


@pytest.mark.parametrize(
    ("spoken_on", "cls", "published"),
    [
        ("", "kg:Article", True),
        ('kg:statedOn "2003-11-04"^^xsd:date ;', "kg:Article", False),
        ("", "kg:Event", False),
    ],
)
def test_an_instrument_does_not_speak_on_the_day_on_which_its_text_is_published(
    told: Callable[[str], Reader], spoken_on: str, cls: str, published: bool
) -> None:
    reader = told(
        f"""
    id:x a kg:State ; skos:prefLabel "X"@en .
    src:a {{ src:a a kg:Source ; dcterms:issued "2025-10-05"^^xsd:date .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; {spoken_on} kg:locator "1" . }}
    src:a.1 {{ id:y a {cls} ; kg:gist "It is so."@en . }}
    """
    )
    says = rendered(reader, f"{ID}x").split('id="says"')[1].split("</section>")[0]
    assert ("published <time" in says) == published
    assert "It is so." in says


def test_a_text_that_is_stated_in_three_languages_is_said_once(told: Callable[[str], Reader]) -> None:
    page = rendered(
        told(
            """
    id:x a kg:State ; skos:prefLabel "X"@en . id:t a kg:Treaty ; skos:prefLabel "Treaty"@en .
    src:a { src:a a kg:Source .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "1" . }
    src:a.1 { id:t kg:entryRule "After ten days."@en , "پس از ده روز"@fa , "Через десять дней."@ru .
        id:t-signature a kg:Signature ; kg:treaty id:t ; kg:asPrinted "20 Khordad 1393 AP" . }
    """
        ),
        f"{ID}x",
    )
    says = page.split('id="says"')[1].split("</section>")[0]
    assert says.count("After ten days.") == 1
    assert "<bdi class=t lang=ru>Через десять дней.</bdi>" in says
    assert says.count("entry-into-force rule") == 1
    assert "<bdi class=t lang=fa>۲۰ خرداد ۱۳۹۳ ش</bdi>" in says


def test_a_note_is_in_the_language_of_the_reader(told: Callable[[str], Reader]) -> None:
    page = rendered(
        told(
            """
    id:x a kg:Person ; skos:editorialNote "Not his brother."@en , "برادرش نیست."@fa , "Не его брат."@ru .
    src:a { src:a a kg:Source .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:x ; kg:locator "1" . }
    src:a.1 { id:x kg:onDate "1921"^^xsd:gYear ; skos:editorialNote "Here alone."@en . }
    """
        ),
        f"{ID}x",
    )
    texts = (("en", "Not his brother."), ("fa", "برادرش نیست."), ("ru", "Не его брат."))
    in_each = "".join(f"<bdi class=t lang={tag}>{text}</bdi>" for tag, text in texts)
    assert f"<dd>{in_each}" in page
    assert "<dd><bdi lang=en>Here alone.</bdi>" in page


def test_a_page_says_once_that_summaries_are_in_english(told: Callable[[str], Reader]) -> None:
    page = rendered(told(spoken(["2024-01-01", "2024-02-01"])), f"{ID}x")
    assert page.count("خلاصه‌هایی که هنوز فارسی ندارند") == page.count("Краткие изложения, которых ещё нет") == 1
    assert "no English wording" not in page
    assert "خلاصه‌هایی" not in rendered(told("id:x a kg:Person ."), f"{ID}x")


def test_search_knows_events_by_their_day_and_memberships_by_their_caption(told: Callable[[str], Reader]) -> None:
    index = search.indexes(
        told(
            """
    id:bloc a kg:Organization ; skos:prefLabel "Bloc"@en . id:land a kg:State ; skos:prefLabel "Land"@en .
    id:land-in-bloc a kg:Membership ; kg:member id:land ; kg:organization id:bloc ; kg:role code:full-member .
    src:a { src:a a kg:Source .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:land ; kg:locator "1" . }
    src:a.1 { id:meeting a kg:Event ; kg:onDate "2025-09-26"^^xsd:date . }
    src:a.1 { id:later a kg:Event ; kg:onDate "2025-10"^^xsd:gYearMonth . }
    """
        )
    )["SEARCH_NAMES"]
    days = {row[0]: row[2] for row in index["rows"]}
    assert days["meeting"] == "2025-09-26" and days["later"] == "2025-10"
    assert any(row[5].startswith("Land in Bloc") for row in index["rows"])


def test_a_membership_leads_with_its_days_and_their_origins(told: Callable[[str], Reader]) -> None:
    reader = told(
        """
    id:bloc a kg:Organization ; skos:prefLabel "Bloc"@en . id:land a kg:State ; skos:prefLabel "Land"@en .
    id:paper a kg:MediaOutlet ; skos:prefLabel "Paper"@en .
    id:land-in-bloc a kg:Membership ; kg:member id:land ; kg:organization id:bloc ; kg:role code:full-member .
    src:a { src:a a kg:Source ; dcterms:title "A"@en ; kg:issuedNoLaterThan "2024-05"^^xsd:gYearMonth .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:paper ; kg:locator "1" .
        src:a.2 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:land ; kg:locator "2" . }
    src:a.1 { id:land-in-bloc kg:startDate "2024-01-01"^^xsd:date . }
    src:a.2 { id:land-in-bloc kg:startDate "2024"^^xsd:gYear . }
    """
    )
    page = rendered(reader, f"{ID}land-in-bloc")
    section = page.split('id="standing"')[1].split("</section>")[0]
    day, year = section.split("<tbody>")[1].split("</tr>")[:2]
    assert "2024-01-01" in day and "1 origin" in day and "Paper" in day
    assert 'datetime="2024"' in year and "fits also" in year and "Land" in year
    assert "No source here states a rival day" in section
    assert page.index('id="standing"') < page.index('id="statements"')
    # The source is known to have appeared by a month, not in it.
    note = page.split('id="note-1"')[1].split("</li>")[0]
    assert "<bdi class=t lang=en>by</bdi>" in note and "2024-05" in note


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        ([static.count(1204), static.count(7), ""], True),
        (["12.5%", "3/8", "−2"], True),
        ([static.count(7), "7 states"], False),
        ([static.day("2001-03-12")], False),
        (["2001<sup class=marks>1</sup>"], True),
        (["<sup class=marks>1</sup>"], False),
        (["", ""], False),
    ],
)
def test_a_column_of_numbers_alone_is_marked_as_such(cells: list[str], numeric: bool) -> None:
    rows = [["France", Markup(cell)] for cell in cells]
    table = sections.table(["name", "<n>"], rows)
    assert table.count(" class=n>") == (len(cells) + 1 if numeric else 0)
    assert "&lt;n&gt;" in table
    assert "class=n" not in sections.table(["n", "name"], [[static.count(7), "France"]])
    assert sections.table(["n"], [[static.count(7)]], headed=False).count("class=n") == 2


def test_a_column_with_a_sentence_is_marked_as_such() -> None:
    link = Markup(f'<a href="{"c" * 400}">d</a>')
    table = sections.table(["name", "text", "link"], [["a", "word " * 61, link], ["b", "word", link]])
    assert re.findall(r"<(\w+)(?: scope=\w+)? class=long>", table) == ["th", "td", "td"]


@pytest.mark.browser
def test_a_persian_line_goes_on_at_the_left_of_a_command(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "questions.html", "lang=fa") as (page, _):
        command = page.locator("main code:visible").first
        places = command.evaluate(
            """code => {
              code.after(" — ۱۳۱");
              const range = document.createRange();
              range.selectNode(code.nextSibling);
              return [code.getBoundingClientRect().left, range.getBoundingClientRect().right];
            }"""
        )
        assert places[1] <= places[0] + 1


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa"])
def test_units_of_counts_stand_under_units(chromium: Any, folder: Path, language: str) -> None:
    with opened(chromium, folder / "sources.html", f"lang={language}") as (page, _):
        edges = (
            page.locator("table")
            .first.locator("tr > :nth-child(2)")
            .evaluate_all(
                """cells => cells.map((cell) => {
                 const range = document.createRange();
                 range.selectNodeContents(cell);
                 return range.getBoundingClientRect().right;
               })"""
            )
        )
        assert len(edges) > 2
        assert max(edges) - min(edges) < 1.5


def test_every_column_of_the_library_has_a_head_in_words(real_root: Path) -> None:
    """The variables of the answers are English; `SELECT` names them, in brackets after `AS`."""
    unnamed = set()
    for question in library(real_root).values():
        head = re.split(r"\bWHERE\b", question.text.split("SELECT", 1)[1], maxsplit=1)[0]
        head = re.sub(r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))* AS \?(\w+)\)", r"?\1", head)
        unnamed |= {variable for variable in re.findall(r"\?(\w+)", head) if f"head.{variable}" not in catalogue()}
    assert unnamed == set()


def test_every_link_between_records_has_a_phrase_for_its_other_end(real_quads: list[Any]) -> None:
    kept = {q.predicate for q in real_quads if q.subject.value.startswith(ID) and q.object.value.startswith(ID)}
    own_parts = {IS_PART_OF}
    assert [p.value for p in kept - own_parts if f"inverse.{compact(p.value)}" not in catalogue()] == []


def test_derived_days_stand_below_the_dates_that_do_not_say_them(world: Reader) -> None:
    entries = chronicle(world)
    stated = [["span.on"], ["span.in"]]
    of_a_day = [e for e in entries if [key for key, _ in plain.span_phrases(e.interval)] in stated]
    assert 0 < len(of_a_day) < len(entries)
    for shown, derived in ((entries, len(entries) - len(of_a_day)), (of_a_day, 0)):
        tables = re.findall(r"<table>.*?</table>", timeline.render(world, shown, **META), re.DOTALL)
        rows = [row for table in tables for row in table.split("<tr>")[2:]]
        assert len(rows) == len(shown)
        assert {row.count("<td") + row.count("<th") for row in rows} == {3}
        first = [row.split("</th>")[0] for row in rows]
        assert sum(">Worked out<" in cell for cell in first) == derived


def test_a_long_timeline_is_divided_and_loses_nothing(world: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "FEW", 1)
    monkeypatch.setattr(timeline, "MANY", 3)
    entries = chronicle(world)
    pages: dict[str, str] = {}
    writer = static.Writer(payload.PayloadBuilder(world), "", lambda name: True)
    first = timeline.render(world, entries, writer=writer, beside=pages.__setitem__, **META)
    whole = timeline.render(world, entries, writer=writer, **META)
    row = re.compile(r'<th scope="?row"?>.*?<td(?: class=long)?><a href="([^"]+)"', re.DOTALL)
    rows = [address for page in (first, *pages.values()) for address in row.findall(page.split("<ol")[0])]
    assert sorted(rows) == sorted(row.findall(whole.split("<ol")[0])) and len(rows) == len(entries)
    # Every decade keeps its place on the first page, and all further pages are linked there.
    assert re.findall(r'<section id="(d\d*)"', first) == re.findall(r'<section id="(d\d*)"', whole)
    assert pages and set(pages) == set(re.findall(r'href="(timeline-[^"]+)"', first))
    for page in pages.values():
        assert set(re.findall(r'href="#(note-\d+)"', page)) <= set(re.findall(r'id="(note-\d+)"', page))


@pytest.mark.parametrize(
    ("form", "link"),
    [
        ("https://example.org/new?template=wrong-statement.yml", "&amp;record=id%3Aharbour"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_page_of_a_record_opens_the_form_for_errors(
    form: str, link: str, told: Callable[[str], Reader]
) -> None:
    stated = f' ; kg:issueForm "{form}"^^xsd:anyURI' if form else ""
    reader = told(
        f'<https://w3id.org/iran-russia/dataset> a kg:Corpus ; skos:prefLabel "World"@en{stated} .'
        'id:harbour a kg:Place ; skos:prefLabel "Harbour"@en .'
    )
    page = rendered(reader, ID + "harbour")
    assert ("Report an error" in page, "javascript" in page) == (bool(link), False)
    assert f'href="{form.replace("&", "&amp;")}{link}"' in page or not link
