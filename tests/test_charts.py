"""Charts show what is said and nothing else: their marks held against the miniature world and its annex."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.dataset import build
from kg.dataset.derived import derive
from kg.model.reader import Reader
from kg.network import analyses
from kg.network.study import Study
from kg.rdf.terms import Quad, Store
from kg.rdf.vocabulary import CODE, LANGUAGES, compact
from kg.site import charts, payload, sections, static
from kg.site.charts import membership, places, trade, voices, votes
from kg.site.charts.chart import Chart
from kg.site.spans import Axis
from tests.page_browser import browser, opened

SVG = "{http://www.w3.org/2000/svg}"
#: A square island east of one place of the first party, as TopoJSON: steps on a grid of whole degrees.
ISLAND = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {"land": {"geometries": [{"arcs": [[[0]]]}]}},
    "arcs": [[[11, 9], [2, 0], [0, 2], [-2, 0], [0, -2]]],
}
PLACES = """
    <https://w3id.org/iran-russia/dataset> a kg:Corpus ; kg:describedParty id:a , id:b .
    id:a a kg:State . id:b a kg:State .
    id:port a kg:Place ; skos:prefLabel "Port"@en ; kg:locatedIn id:a ; kg:latitude 10.0 ; kg:longitude 10.0 .
    id:quay a kg:Place ; skos:prefLabel "Quay"@en ; kg:locatedIn id:port ; kg:latitude 11.0 ; kg:longitude 11.0 .
    id:far a kg:Place ; skos:prefLabel "Far"@en ; kg:latitude 60.0 ; kg:longitude 90.0 .
    id:nowhere a kg:Place ; skos:prefLabel "Nowhere"@en .
    id:summit kg:place id:port .
"""


@pytest.fixture(scope="module")
def annexed(told_quads: list[Quad]) -> Reader:
    """A reader of the miniature world with its annex, in which both parties have voted."""
    store = Store()
    store.bulk_extend(build.compiled_quads(told_quads, derive(told_quads)))
    return Reader(store)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as program:
        yield program


@pytest.mark.parametrize(("first", "last"), [(2019, 2026), (1813, 2026), (2024, 2025), (1945, 2027)])
def test_no_label_of_a_year_lies_upon_its_neighbour(first: int, last: int) -> None:
    for axis in (Axis(first, last), Axis(first, last, 14)):
        for tag in LANGUAGES:
            labels = axis.labelled(tag)
            for calendar in {calendar for calendar, _, _ in labels}:
                places = [place for name, _, place in labels if name == calendar]
                # On a phone the axis is 330 pixels wide, and a label with its calendar 40.
                least = (10 if tag == "fa" else 7) * 7 / axis.most_labels
                assert all(after - before >= least for before, after in pairwise(places)), (calendar, labels)


def begun(reader: Reader) -> sections.Page:
    """Begin the page of charts, as in a folder in which every record has a page."""
    writer = static.Writer(payload.PayloadBuilder(reader), "", lambda name: name.startswith("id:"))
    return sections.begin("charts", reader, "a1b2c3d4", "en", writer, {"version": "1", "home": "index.html"})


def drawn(reader: Reader) -> dict[str, Chart]:
    """Return the charts of a reader by name, with those that are drawn from analyses."""
    study = Study(reader)
    results = [analyses.ANALYSES[name].run(study) for name in ("overlap", "pace")]
    return {chart.name: chart for chart in charts.charts(begun(reader), reader, results)}


def links(chart: Chart) -> list[tuple[str, str]]:
    """Return where the marks of a chart lead and what they are called in English, in the order of drawing."""
    english = str(chart.section().blocks[0])
    return re.findall(r'<a href="([^"]+)"><title>(.*?)</title>', english)


def test_trade_has_a_mark_for_each_speaker_and_bounds_are_drawn_as_bounds(world: Reader) -> None:
    points, unit, others = trade.points(world, f"{CODE}trade-turnover")
    # The Daily puts the trade of 2023 at about 2.7, the Gazette at over 4.0: neither is a value.
    assert [(p.year, p.stated, p.sign, world.voices(p.passage)) for p in points] == [
        (2023, "2.7", "ring", "The Daily"),
        (2023, "4", "least", "Southland"),
    ]
    assert (compact(unit), others) == ("code:usd-billion", 0)
    assert len(links(drawn(world)["trade"])) == 2


def test_no_line_joins_rival_figures(world: Reader) -> None:
    picture = str(drawn(world)["trade"].section().blocks[0])
    assert "<polyline" not in picture
    assert set(re.findall(r'<path class="(\w+)"', picture)) == {"ring", "least", "full"}


def test_votes_are_alike_where_one_choice_of_each_party_is_the_same(annexed: Reader) -> None:
    recorded, others = votes.votes(annexed)
    # Southland took the seat of Old Southland, which voted against; both abstained on the seat.
    assert [(compact(v.record), v.year, v.alike) for v in recorded] == [
        ("id:seat-vote", 1999, True),
        ("id:dues-vote", 1999, False),
    ]
    assert others == 1, "the vote on the harbour has no day, and Southland did not vote"
    assert [(compact(a.figure), a.year) for a in votes.agreements(annexed)] == [("id:votes-alike", 2024)]


def test_memberships_are_those_of_organizations_of_both(world: Reader) -> None:
    assert [(compact(s.record), s.side) for s in membership.standings(world)] == [
        ("id:northland-in-league-full-member", 1),
        ("id:southland-in-league-observer", 2),
    ]
    picture = str(drawn(world)["membership"].section().blocks[0])
    [northland, southland] = re.findall(r'<svg class="s[12]".*?</svg>', picture)
    # Of Northland no end is stated, of Southland one.
    assert ('class="open"' in northland, 'class="open"' in southland) == (True, False)


def test_opinions_stand_with_their_camp_and_the_year_of_their_source(world: Reader) -> None:
    shown = [(compact(v.record), compact(v.camp), v.year, compact(v.stance)) for v in voices.voiced(world)]
    assert shown == [
        ("id:volkov-treaty-good", "code:group-others", "2025", "code:supportive"),
        ("id:daily-treaty-paper", "code:group-west", "2025", "code:critical"),
    ]


def test_a_map_has_the_places_around_the_parties_and_says_how_many_are_elsewhere(
    told: Callable[[str], Reader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = told(PLACES)
    folder = tmp_path / "node_modules" / places.PACKAGE
    folder.mkdir(parents=True)
    monkeypatch.setenv("KG_NODE", str(tmp_path))
    assert places.chart(begun(reader), reader) is None
    assert "world-atlas" in charts.render(reader), "without outlines the page says why there is no map"
    (folder / places.FILE).write_text(json.dumps(ISLAND), encoding="utf-8")
    chart = places.chart(begun(reader), reader)
    assert chart is not None
    assert "world-atlas" not in charts.render(reader)
    assert chart.places == {"n": 2, "outside": 1, "unknown": 1, "lines": 0, "undrawn": 0}
    assert "Dashed lines" not in charts.render(reader), "what is not drawn is not told of"
    assert [address for address, _ in links(chart)] == ["id/port.html", "id/quay.html"]
    picture = str(chart.section().blocks[0])
    assert picture.count('class="dot s1"') == 2, "the quay lies in the port, which lies in the first party"
    # The island is north-east of the middle: right of half the width, around half the height.
    [path] = re.findall(r'class="land".*? d="M(.*?)Z"', picture)
    assert all(500 < int(x) < 1000 for x in re.findall(r"(\d+) \d+", path))


LINES = """
    id:east a kg:Place ; skos:prefLabel "East"@en ; kg:latitude 10.0 ; kg:longitude 12.0 .
    id:daily a kg:MediaOutlet ; skos:prefLabel "The Daily"@en .
    id:rail a kg:Facility ; skos:prefLabel "Railway"@en .
    id:pipe a kg:Facility ; skos:prefLabel "Pipeline"@en .
    src:daily {
        src:daily a kg:Source .
        src:daily.p1 a kg:Passage ; dcterms:isPartOf src:daily ; kg:holder id:daily ; kg:locator "paragraph 1" .
        src:daily.p2 a kg:Passage ; dcterms:isPartOf src:daily ; kg:holder id:daily ; kg:locator "paragraph 2" .
    }
    src:daily.p1 { id:rail kg:joins id:east , id:port . id:pipe kg:joins id:nowhere , id:port . }
    src:daily.p2 { id:rail kg:joins id:port , id:quay . }
"""


def test_a_map_joins_by_a_dashed_line_the_two_ends_that_a_passage_names(
    told: Callable[[str], Reader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "node_modules" / places.PACKAGE
    folder.mkdir(parents=True)
    (folder / places.FILE).write_text(json.dumps(ISLAND), encoding="utf-8")
    monkeypatch.setenv("KG_NODE", str(tmp_path))
    reader = told(PLACES + LINES)
    rail = [("id:pipe", ["id:nowhere", "id:port"]), ("id:rail", ["id:east", "id:port"])]
    rail += [("id:rail", ["id:port", "id:quay"])]
    found = places.lines(reader)
    assert [(compact(line.record), [compact(end) for end in line.ends]) for line in found] == rail
    chart = places.chart(begun(reader), reader)
    assert chart is not None
    assert {key: chart.places[key] for key in ("lines", "undrawn")} == {"lines": 2, "undrawn": 1}
    picture = str(chart.section().blocks[0])
    drawn = re.findall(r'<line class="schematic" x1="(.*?)%" y1="(.*?)" x2="(.*?)%" y2="(.*?)"/>', picture)
    (first, second) = [tuple(map(float, line)) for line in drawn]
    # East lies on the port's parallel, the quay north-east of the port.
    assert first[1] == first[3]
    assert first[0] > first[2]
    assert second[0] < second[2]
    assert second[1] > second[3]
    assert "Railway: joins East and Port; not the route. Said by The Daily" in picture
    assert "Dashed: joins the ends; not the route" in picture
    row = [cell.text for cell in chart.rows[-1]]
    assert row == ["id:rail", "", "", "", "id:port id:quay", "The Daily"]
    # On the page places and lines have a table each, in which every column has something to say.
    tables = re.findall(r"<h3>(.*?)</h3>.*?<thead>(.*?)</thead>", str(chart.section().blocks[-1]), re.DOTALL)
    assert [re.findall(r"lang=en>(.*?)<", title + heads) for title, heads in tables] == [
        ["Places", "Name", "Latitude", "Longitude", "Relations"],
        ["Lines between places", "Name", "Joins", "Who says so"],
    ]
    text = str(chart.section().text)
    assert "Dashed lines join the two ends" in text
    assert "Further accounts stand in the table alone (1)" in text


def test_degrees_have_the_side_on_which_they_are_counted() -> None:
    shown = str(places._degrees(-0.13, "east", "west"))
    assert all(words in shown for words in ("0.13° W", "۰٫۱۳ درجهٔ غربی", "0,13° з. д."))


def test_a_name_at_the_edge_of_a_map_stands_before_its_dot() -> None:
    labels = [(0.9, 0.92, 0.5)]
    assert not places._is_free(labels, 0.93, 1.1, 0.5), "beyond the edge"
    assert places._is_free(labels, 0.7, 0.89, 0.5)
    assert not places._is_free(labels, 0.8, 0.85, 0.51), "over the name before"


def test_marks_lead_to_records_and_files_say_the_same_without_links(published: Path, world: Reader) -> None:
    page = (published / "charts.html").read_text(encoding="utf-8")
    for name in ("trade", "membership", "pace", "voices"):
        assert f"<section id={name}>" in page
        for tag in LANGUAGES:
            file = published / "charts" / f"{name}.{tag}.svg"
            tree = ElementTree.fromstring(file.read_text(encoding="utf-8"))
            assert not list(tree.iter(f"{SVG}a"))
            assert list(tree.iter(f"{SVG}title"))
    with (published / "charts" / "trade.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:3] for row in rows[1:]] == [
        ["2023", "about 2.7", "The Daily"],
        ["2023", "at least 4", "Southland"],
    ]
    assert "href=id/figure-trade-turnover-2023.html" in page
    # The page has footnotes, the file the identifiers of their passages.
    assert all(row[-1].startswith("src:") for row in rows[1:])
    assert ">src:" not in page


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fa"])
def test_charts_fit_a_phone_in_the_language_of_the_page(chromium: Any, published: Path, language: str) -> None:
    options = {"viewport": {"width": 390, "height": 800}}
    with opened(chromium, published / "charts.html", f"lang={language}", **options) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        shown = page.locator("#trade svg.drawing:visible")
        assert shown.count() == 1
        assert shown.get_attribute("lang") == language
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#trade .tick')).fontSize)")
        assert size >= 11
        ticks = shown.locator("text.tick").all_text_contents()
        # Of 2023, all but the first 79 days are of the Solar Hijri year 1402.
        assert ({"۲۰۲۳ م", "۱۴۰۲ ش"} if language == "fa" else {"2023"}).issubset(ticks)
        page.locator("#trade a[href='id/figure-trade-turnover-2023.html']:visible").first.click()
        assert page.url.split("#")[0].endswith("id/figure-trade-turnover-2023.html")
