"""Still pages: records, the index and the other pages of a published folder, on the miniature world."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import network
from kg.page import gather, graph, index, pack, record, shell, site, still, stories
from kg.record import Reader
from kg.terms import ID, compact
from tests.page_browser import axe, browser, opened, serious

__all__ = ["axe"]  # a fixture

META = {"version": "0.1.0", "digest": "a1b2c3d4", "lang": "en"}


@pytest.fixture(scope="module")
def folder(world: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder of the miniature world."""
    place = tmp_path_factory.mktemp("site")
    known = {compact(iri) for iri in world.records()}
    writer = still.Writer(gather.Gatherer(world), "../", known.__contains__)
    for iri in world.records():
        page = record.render(writer, iri, **META, home="../index.html", graph_page="../everything.html")
        shell.write(place / record.address(compact(iri)), page)
    drawn = network.build(world, network.find(world, "everything"))
    payload = gather.payload(world, drawn, **META, home="index.html", records="id/")
    graph.write(payload, place / "everything.html")
    cards = site.write(world, place, META)
    graphs = [{"address": "everything.html", "title": payload["meta"]["title"], "nodes": len(drawn), "edges": 1234}]
    shell.write(place / "index.html", index.render(META, graphs, cards, counts={"sources": 3}))
    return place


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_each_record_has_a_page(world: Reader, folder: Path) -> None:
    records = [iri for iri in world.records() if iri.startswith(ID)]
    assert len(list((folder / "id").glob("*.html"))) == len(records)
    assert records


def test_every_link_within_the_folder_leads_somewhere(folder: Path) -> None:
    for path in pages(folder):
        markup = re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r'href="([^"]+)"', markup):
            file, _, anchor = link.partition("#")
            if file.startswith("http"):
                continue
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), f"{path.name} links to {link}"
            if anchor and target == path and not anchor.startswith(("lang=", "sel=")):
                assert f'id="{anchor}"' in markup or anchor in ("search", "table"), f"{path.name} links to {link}"


def test_every_page_has_a_strict_policy_and_loads_nothing(folder: Path) -> None:
    for path in pages(folder):
        html = path.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
        assert policy and "default-src &#39;none&#39;" in policy[1], path
        for text in re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL):
            assert shell.inline(text).hash in policy[1].replace("&#43;", "+"), path
        markup = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
        assert not re.search(r'<link|\bsrc="(?!data:)|\sstyle="|\son\w+="', markup), path


def test_no_markup_from_data_survives(world: Reader, folder: Path) -> None:
    labels = [text for iri in world.records() for text in world.labels(iri).values() if "<" in text]
    assert labels, "the miniature world has a hostile label"
    for path in pages(folder):
        html = path.read_text(encoding="utf-8")
        assert not any(label in html for label in labels), path


def test_record_pages_are_light(folder: Path) -> None:
    sizes = [path.stat().st_size for path in (folder / "id").glob("*.html")]
    assert max(sizes) < 120_000
    assert "vis-network" not in (folder / "id").glob("*.html").__next__().read_text(encoding="utf-8")


def test_the_payload_of_every_projection_is_complete(world: Reader) -> None:
    for projection in network.projections(world):
        drawn = network.build(world, projection)
        if not drawn:
            continue
        payload = gather.payload(world, drawn, **META)
        pack.check(payload)
        assert len(payload["edges"]) == drawn.number_of_edges()
        assert len(payload["nodes"]) == drawn.number_of_nodes()
        assert {edge["kind"] for edge in payload["edges"]} <= set(payload["terms"])


def test_reported_speech_and_rivals_reach_the_payload(world: Reader) -> None:
    drawn = network.build(world, network.find(world, "everything"))
    payload = gather.payload(world, drawn, **META)
    assert any(passage["quoted_in"] is not None for passage in payload["passages"])
    assert any(entry["rivals"] for entry in payload["records"].values())


def test_stories_are_told_only_where_their_records_are_drawn() -> None:
    every = {name for story in stories._all() for step in story["steps"] for name in step["needs"]}
    for page in ("treaties", "memberships"):
        told = stories.told_on(page, every)
        assert told
        assert stories.told_on(page, set()) == []
        for story, card in zip(told, stories.cards(page, told), strict=True):
            assert set(story["title"]) == {"en", "fa", "ru"}
            assert all(set(step["text"]) == {"en", "fa", "ru"} for step in story["steps"])
            assert card["address"].startswith(f"{page}.html#story=")


def test_numbers_follow_the_language() -> None:
    assert "1,234" in index.render(META, [{"address": "x.html", "title": {"en": "X"}, "nodes": 2, "edges": 1234}])
    assert still.number(1234, "fa") == "۱٬۲۳۴"


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa", "ru"])
def test_still_pages_speak_one_language_at_a_time(chromium: Any, folder: Path, language: str) -> None:
    for name in ("index", "timeline", "conflicts", "opinions", "organizations", "sources", "codebook"):
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
        page.click("a.card[href^='timeline']")
        page.wait_for_selector("body[data-ready='1']")
        assert page.get_attribute("html", "lang") == "fa"
        page.click(".site a")
        page.wait_for_selector("body[data-ready='1']")
        assert page.get_attribute("html", "lang") == "fa"


@pytest.mark.browser
def test_a_record_page_leads_to_the_graph_with_the_record_selected(
    chromium: Any, world: Reader, folder: Path
) -> None:
    drawn = network.build(world, network.find(world, "everything"))
    iri = next(iri for iri in sorted(drawn.nodes) if iri.startswith(ID))
    with opened(chromium, folder / record.address(compact(iri))) as (page, _):
        page.click(".links a[data-page]")
        page.wait_for_selector("#detail h2")
        assert page.inner_text("#detail .links code") == compact(iri)
        page.get_by_text("Page of this record").click()
        page.wait_for_selector("main h1")


@pytest.mark.browser
def test_dates_are_said_in_both_calendars(chromium: Any, folder: Path) -> None:
    with opened(chromium, folder / "timeline.html") as (page, _):
        days = page.locator("time").evaluate_all("all => all.map(n => n.textContent)")
        assert days
        assert all("(" in day for day in days)


@pytest.mark.browser
def test_still_pages_are_whole_without_a_script(chromium: Any, folder: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "conflicts.html").as_uri())
    assert page.inner_text("h1") == "Conflicts"
    assert page.locator(".rival").count() >= 2
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index", "conflicts", "timeline", "organizations", "codebook", "instruments"])
def test_axe_finds_no_serious_fault(chromium: Any, folder: Path, axe: str, name: str) -> None:
    for options in ({}, {"color_scheme": "dark"}):
        with opened(chromium, folder / f"{name}.html", **options) as (page, _):
            assert serious(page, axe) == []


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
