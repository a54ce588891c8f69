"""Long lists of a published folder: pages that lead to one another, and facets over the whole of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from kg.model.reader import Reader
from kg.network.analyses import ANALYSES
from kg.network.study import Study
from kg.rdf.vocabulary import LANGUAGES, kg
from kg.site import analyses, browse, doors, frame, opinions, sections, shared, sources, static
from kg.site.payload import PayloadBuilder
from tests.page_browser import axe, browser, opened, violations

__all__ = ["axe"]  # a fixture


@pytest.fixture(scope="module")
def folder(world: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The opinions of the miniature world, one on a page."""
    place = tmp_path_factory.mktemp("lists")
    sharing = shared.of(world, "en", "0" * 12)
    for name, asset in static.assets().items():
        frame.write(place / "assets" / name, asset.text)
    frame.write(place / "assets" / shared.FILE, sharing.script())
    frame.write(place / "assets" / frame.ICON, frame.icon())
    meta = {"lang": "en", "home": "index.html", "assets": "assets/", "shared": sharing, "doors": doors.over({})}
    writer = static.Writer(PayloadBuilder(world), "", lambda _: True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browse, "PAGE", 1)
        for address, text in written(world, writer=writer, **meta):
            frame.write(place / address, text)
    return place


def written(world: Reader, **meta: Any) -> list[tuple[str, str]]:
    """Return the files of the list of opinions."""
    further: list[tuple[str, str]] = []
    first = opinions.render(world, beside=lambda *file: further.append(file), **meta)
    return [("opinions.html", first), *further]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


def pages(folder: Path, name: str) -> list[str]:
    """Return the pages of a list in the order in which their links lead from one to the next."""
    texts, address = [], f"{name}.html"
    while address:
        texts.append((folder / address).read_text(encoding="utf-8"))
        following = re.search(r"<a href=(\S+) rel=next\b", texts[-1])
        address = following[1] if following else ""
    return texts


def items(page: str) -> list[str]:
    return re.findall(r'class=item id="?([^" >]+)', page)


def test_pages_have_every_item_once_with_the_notes_that_it_cites(world: Reader, folder: Path) -> None:
    parts = pages(folder, "opinions")
    assert len(parts) == len(list(folder.glob("opinions*.html"))) > 2
    assert [name for part in parts for name in items(part)] == items(opinions.render(world))
    assert {len(items(part)) for part in parts} == {1}
    for part in parts:
        cited = set(re.findall(r"href=#note-(\d+)", part))
        noted = re.findall(r"<li id=note-(\d+)(?: value=(\d+))?>", part)
        assert cited == {number for number, _ in noted}
        # The style counts from one: a note that would have another number says its own.
        assert [value or str(place) for place, (_, value) in enumerate(noted, 1)] == [number for number, _ in noted]
    assert "<title>Opinions (2)</title>" in parts[1]


def test_sections_in_pages_are_named_on_each_of_them(world: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "MOST", 10)
    page = sections.Page("organizations", static.Writer(PayloadBuilder(world)), {"lang": "en"})
    first_one, *_, last_one = sorted({quad.subject.value for quad in world.everything(kg.holder)})
    page.sections = [
        sections.Section(name, name, "text", blocks=[page.cite([p])])
        for name, p in zip("ab", (first_one, last_one), strict=True)
    ]
    further: dict[str, str] = {}
    first = page.divided(further.__setitem__)
    assert list(further) == ["organizations-2.html"]
    for text, own, number in ((first, "a", 1), (further["organizations-2.html"], "b", 2)):
        assert re.findall(r'<section id="(\w)">', text) == [own]
        assert re.findall(r'<li><a href="([^"]+)">', text) == ["organizations.html#a", "organizations-2.html#b"]
        assert re.findall(r'<li id="note-(\d+)"', text) == [str(number)]
    assert re.findall(r'<section id="(\w)">', page.divided(None)) == ["a", "b"]


def test_figures_of_analyses_are_files_of_a_published_folder(published: Path, world: Reader) -> None:
    page = (published / "analyses.html").read_text(encoding="utf-8")
    named = re.findall(r'<img class="figure t" lang=(..) loading=lazy alt="([^"]+)" src=(\S+)>', page)
    assert {language for language, _, _ in named} == {"en", "fa", "ru"}
    for _, title, name in named:
        # A title of several lines stands in several elements.
        assert title.split()[0] in (published / name).read_text(encoding="utf-8")
    assert "base64" not in page
    assert analyses.render(world, []).count("<img") == 0


def test_definitions_stand_apart_from_the_figures_of_projections(world: Reader) -> None:
    result = ANALYSES["networks"].run(Study(world))
    page = analyses.render(world, [dict.fromkeys(LANGUAGES, result)])
    table = page.split("<table>")[1].split("</table>")[0]
    definitions = [str(escape(row[result.columns.index("definition")])) for row in result.rows]
    assert definitions and not any(text in table for text in definitions)
    apart = re.findall(r"<li><strong>.*?</strong>: .*?</li>", page, re.DOTALL)
    assert all(text in line for text, line in zip(definitions, apart, strict=True))


def test_the_languages_of_sources_have_names(world: Reader) -> None:
    page = sources.render(world)
    for tag, names in (("fa", ("Persian", "فارسی", "персидский")), ("ru", ("Russian", "روسی", "русский"))):
        assert all(name in page for name in names)
        assert f">{tag}</" not in page


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_values_of_a_facet_lie_on_the_screen_of_a_phone(chromium: Any, folder: Path, language: str) -> None:
    phone = {"viewport": {"width": 390, "height": 800}}
    with opened(chromium, folder / "opinions.html", f"lang={language}", **phone) as (page, _):
        page.wait_for_selector(".facets:visible")
        for facet in page.locator(".facet").all():
            facet.locator("summary").click()
            box = facet.locator("div").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 390
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            facet.locator("summary").click()


@pytest.mark.browser
def test_facets_and_anchors_reach_the_whole_list_from_each_page(
    chromium: Any, world: Reader, folder: Path, axe: str
) -> None:
    every = items(opinions.render(world))
    with opened(chromium, folder / "opinions-2.html", "lang=fa") as (page, heard):
        page.wait_for_selector(".facets:visible")
        assert not [url for url in heard.requests if url.endswith("list-opinions.js")]
        assert violations(page, axe) == []
        page.click(".facet summary >> nth=0")
        box = page.locator(".facet[open] label").first
        count = box.locator(".count").inner_text()
        box.locator("input").check()
        page.wait_for_selector(".pager:visible")
        assert "از" in page.locator(".pager output").first.inner_text()
        assert page.locator(".pager output").first.inner_text().endswith(count.strip("()"))
        assert page.locator(".item").count() == len(every)
        assert page.locator(".pages").count() == 0
        cited = page.locator(".item:visible .marks a").evaluate_all("all => all.map(a => a.hash.slice(1))")
        assert set(cited) <= set(page.locator(".notes li:visible").evaluate_all("all => all.map(n => n.id)"))
        assert violations(page, axe) == []
    with opened(chromium, folder / "opinions-2.html", "lang=fa") as (page, _):
        assert "از" in page.inner_text(".extent"), "digits alone would be read from left to right"
    with opened(chromium, folder / "opinions.html", every[-1]) as (page, _):
        page.locator(f"[id='{every[-1]}']").wait_for()
        assert items((folder / "opinions.html").read_text(encoding="utf-8"))[-1] != every[-1]
