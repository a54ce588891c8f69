"""A map of the places whose coordinates the graph has, on outlines of land from an installed npm package.

The outlines are Natural Earth's, in the public domain, as the npm package `world-atlas` ships them. No border is
drawn, since none is stated. A railway, pipeline or corridor is a straight dashed line between the two ends that a
passage names: its route is stated nowhere.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import description
from kg.model.reader import Reader
from kg.rdf.closure import closure
from kg.rdf.vocabulary import LANGUAGES, compact, kg
from kg.site import node, sections, static
from kg.site.charts.chart import Cell, Chart
from kg.site.charts.drawing import Canvas, Link, phrase
from kg.site.record import address
from kg.site.spans import Axis
from kg.text.phrases import say, ungrouped

if TYPE_CHECKING:
    from markupsafe import Markup

PACKAGE, FILE = "world-atlas", "land-50m.json"
#: The height of the map in pixels, its proportion of width to height, and the room around places, in degrees.
HEIGHT, PROPORTION, ROOM = 640, 0.62, 3.0
#: How far from the edge of a dot its name begins, in pixels.
APART = 3
#: How far beyond the window outlines are kept, in degrees: none of their edges is so long.
BEYOND = 3.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Site:
    """A place on the earth: its record, longitude and latitude in degrees, and what took place or lies there."""

    record: str
    longitude: float
    latitude: float
    ties: int


@dataclass(frozen=True)
class Line:
    """What a facility joins: its record, the places in order, and the passages that name just these.

    Passages that name other ends of the facility make a line of their own.
    """

    record: str
    ends: tuple[str, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """The part of the earth that is drawn, in degrees; a degree of latitude is as long everywhere on it."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, places: Sequence[Site]) -> Window:
        """Return the window of the map's proportion that has some places in it."""
        west, east = min(s.longitude for s in places) - ROOM, max(s.longitude for s in places) + ROOM
        south, north = min(s.latitude for s in places) - ROOM, max(s.latitude for s in places) + ROOM
        narrow = math.cos(math.radians((south + north) / 2))
        high = max(north - south, (east - west) * narrow / PROPORTION)
        wide = high * PROPORTION / narrow
        middle, centre = (west + east) / 2, (south + north) / 2
        return cls(middle - wide / 2, centre - high / 2, middle + wide / 2, centre + high / 2)

    def holds(self, place: Site) -> bool:
        """Whether a place lies in it."""
        return self.west <= place.longitude <= self.east and self.south <= place.latitude <= self.north

    def at(self, point: Point) -> Point:
        """Return where a point lies, as shares of the width from the left and of the height from above."""
        x, y = (point[0] - self.west) / (self.east - self.west), (self.north - point[1]) / (self.north - self.south)
        return x, y


def places(reader: Reader) -> list[Site]:
    """Return the records with coordinates, those to which most records lead first."""
    sites = []
    for record in reader.subjects(kg.latitude):
        east, north = ([float(v.value) for v in reader.values(record, p)] for p in (kg.longitude, kg.latitude))
        # Rival coordinates have no one place.
        if len(east) == len(north) == 1:
            ties = len({subject for subject, _, _ in reader.mentions(record)})
            sites.append(Site(record, east[0], north[0], ties))
    return sorted(sites, key=lambda s: (-s.ties, s.record))


def lines(reader: Reader) -> list[Line]:
    """Return the accounts of which places a facility joins, by facility."""
    accounts = []
    for record in reader.subjects(kg.joins):
        ends: dict[str, list[str]] = defaultdict(list)
        for place, passages in reader.stated(record, kg.joins).items():
            for passage in passages:
                ends[passage].append(place.value)
        tellers: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for passage in sorted(ends):
            tellers[tuple(sorted(ends[passage]))].append(passage)
        accounts += [Line(record, named, tuple(passages)) for named, passages in sorted(tellers.items())]
    return accounts


def side(reader: Reader, record: str) -> int:
    """Return in which described party a place lies: 1, 2, or 0 for neither."""

    def around(place: str) -> list[str]:
        """Return where a place lies."""
        return [larger.value for larger in reader.values(place, kg.locatedIn)]

    places_around = closure([record], around)
    parties = enumerate(description.of(reader).parties[:2], 1)
    return next((number for number, party in parties if party in places_around), 0)


def lacks_outlines(reader: Reader) -> bool:
    """Tell whether only the outlines of land are missing for a map."""
    return node.package(PACKAGE, FILE) is None and any(side(reader, site.record) for site in places(reader))


def chart(page: sections.Page, reader: Reader) -> Chart | None:
    """Return the map; None where no place of a party has coordinates, or the outlines are not installed."""
    sites = places(reader)
    sides = {site.record: side(reader, site.record) for site in sites}
    own = [site for site in sites if sides[site.record]]
    folder = node.package(PACKAGE, FILE)
    if not own or folder is None:
        return None
    frame = Window.around(own)
    shown = [site for site in sites if frame.holds(site)]
    most = shown[0]
    finding = phrase(
        "chart.places.finding", name={tag: reader.short(most.record, tag) for tag in LANGUAGES}, n=most.ties
    )
    outline = _outline(folder / FILE, frame)
    at = {site.record: frame.at((site.longitude, site.latitude)) for site in sites}
    accounts = lines(reader)
    drawn = [line for line in accounts if len(line.ends) == 2 and all(end in at for end in line.ends)]

    def draw(canvas: Canvas) -> None:
        """Draw the land and the lines, then each place with its name and a dot, the larger the more lead to it."""
        from markupsafe import Markup

        canvas.height, canvas.width = HEIGHT, HEIGHT * PROPORTION
        land = Markup('<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" height="{}">{}</svg>')
        canvas.parts.append(land.format(HEIGHT, outline))
        _draw_lines(canvas, reader, drawn, at)
        radii = {site.record: 3 + 9 * math.sqrt(site.ties / most.ties) for site in shown}
        labels = []
        for site in shown:
            (x, y), wide = at[site.record], radii[site.record] / canvas.width
            labels.append((x - wide, x + wide, y))
        for site in shown:
            (x, y), radius = at[site.record], radii[site.record]
            dot = Markup('<circle class="dot s{}" cx="{}%" cy="{}" r="{}"/>')
            shape = dot.format(sides[site.record], round(100 * x, 2), round(HEIGHT * y, 1), round(radius, 1))
            titles = phrase(
                "chart.places.title-of", name={t: reader.label(site.record, t) for t in LANGUAGES}, n=site.ties
            )
            canvas.link(Link(address(compact(site.record)), titles), shape)
            name = reader.short(site.record, canvas.language)
            below = y + (radius + 4) / HEIGHT
            # A letter is about a sixtieth of the width of a phone.
            wide, apart = len(name) / 52, (radius + APART) / canvas.width
            if _is_free(labels, x + apart, x + apart + wide, below):
                canvas.text(round(100 * (x + apart), 2), HEIGHT * y + radius + 8, name)
            elif _is_free(labels, x - apart - wide, x - apart, below):
                canvas.text(round(100 * (x - apart), 2), HEIGHT * y + radius + 8, name, anchor="end")

    rows = [*_place_rows(page, sites), *(_line_row(page, reader, line) for line in accounts)]
    located = ("col.name", "chart.places.latitude", "chart.places.longitude", "col.links")
    columns = (*located, "chart.places.joins", "col.holders")
    unlocated = set(reader.of_class(kg.Place.value)) - {site.record for site in sites}
    outside = {"n": len(shown), "outside": len(sites) - len(shown), "unknown": len(unlocated)}
    outside |= {"lines": len(drawn), "undrawn": len(accounts) - len(drawn)}
    remarks = [f"chart.places.{key}" for key in ("lines", "undrawn") if outside[key]]
    kinds = [("chart.places.title", len(sites)), ("chart.places.between", len(accounts))]
    return Chart("places", finding, Axis(2000, 2000), draw, columns, rows, outside, remarks=remarks, kinds=kinds)


def _draw_lines(canvas: Canvas, reader: Reader, drawn: Sequence[Line], at: Mapping[str, Point]) -> None:
    """Draw each line straight between its ends, up to the edge of the map, and say below that it is no route."""
    from markupsafe import Markup

    if not drawn:
        return
    straight = Markup('<line class="schematic" x1="{}%" y1="{}" x2="{}%" y2="{}"/>')
    # An SVG within another ends at its own edge.
    canvas.parts.append(Markup('<svg width="100%" height="{}">').format(HEIGHT))
    for line in drawn:
        one, other = line.ends
        titles = phrase(
            "chart.places.line",
            name={tag: reader.label(line.record, tag) for tag in LANGUAGES},
            one={tag: reader.short(one, tag) for tag in LANGUAGES},
            other={tag: reader.short(other, tag) for tag in LANGUAGES},
            who={tag: "; ".join(dict.fromkeys(_voices(reader, line, tag))) for tag in LANGUAGES},
        )
        places = (round(v, 2) for x, y in (at[one], at[other]) for v in (100 * x, HEIGHT * y))
        canvas.link(Link(address(compact(line.record)), titles), straight.format(*places))
    canvas.parts.append(Markup("</svg>"))
    canvas.text(0, HEIGHT + 16, say("chart.places.schematic", canvas.language), "tick")
    canvas.height += 22


def _voices(reader: Reader, line: Line, language: str) -> list[str]:
    """Write who says which places a line joins, a text for each passage."""
    return [reader.voices(reader.passage(passage), language) for passage in line.passages]


def _place_rows(page: sections.Page, sites: Sequence[Site]) -> list[list[Cell]]:
    """Return the rows of the table for places."""
    return [
        [
            Cell(page.record(site.record), compact(site.record)),
            Cell(_degrees(site.latitude, "north", "south"), str(site.latitude)),
            Cell(_degrees(site.longitude, "east", "west"), str(site.longitude)),
            Cell(static.count(site.ties), str(site.ties)),
            Cell("", ""),
            Cell("", ""),
        ]
        for site in sites
    ]


def _line_row(page: sections.Page, reader: Reader, line: Line) -> list[Cell]:
    """Return the row of the table for a line: its ends, and who names them."""
    who = sections.joined((page.voice(reader.passage(passage)) for passage in line.passages), "; ")
    return [
        Cell(page.record(line.record), compact(line.record)),
        *[Cell("", "")] * 3,
        Cell(sections.joined([page.record(end) for end in line.ends]), " ".join(map(compact, line.ends))),
        Cell(
            sections.joined([who, page.cite(line.passages)], " "),
            "; ".join(_voices(reader, line, "en")),
        ),
    ]


def _degrees(value: float, positive: str, negative: str) -> Markup:
    """Write degrees with the side on which they are counted, in each language."""
    key = f"chart.places.{negative if value < 0 else positive}"
    return static.in_languages({tag: say(key, tag, n=ungrouped(f"{abs(value):g}", tag)) for tag in LANGUAGES})


def _is_free(labels: list[tuple[float, float, float]], start: float, end: float, y: float) -> bool:
    """Tell whether a label lies on the map and covers no other, and note it if so."""
    # A line is about a fortieth of the height.
    covered = any(abs(y - v) < 0.028 and start < until and since < end for since, until, v in labels)
    if start < 0 or end > 1 or covered:
        return False
    labels.append((start, end, y))
    return True


@cache
def _outline(file: Path, frame: Window) -> Markup:
    """Return the outlines of the land within a window as a path in thousandths of it."""
    from markupsafe import Markup

    topology = json.loads(file.read_text(encoding="utf-8"))
    rings = []
    for ring in _rings(topology):
        near: list[tuple[int, int]] = []
        for point in ring:
            # Beyond the window, a point on its far edge does as well, and many become one.
            east = min(max(point[0], frame.west - BEYOND), frame.east + BEYOND)
            north = min(max(point[1], frame.south - BEYOND), frame.north + BEYOND)
            x, y = frame.at((east, north))
            place = round(1000 * x), round(1000 * y)
            if not near or near[-1] != place:
                near.append(place)
        inside = any(0 <= x <= 1000 and 0 <= y <= 1000 for x, y in near)
        if len(near) > 3 and inside:
            rings.append("M" + "L".join(f"{x} {y}" for x, y in near) + "Z")
    return Markup('<path class="land" fill-rule="evenodd" d="{}"/>').format("".join(rings))


def _rings(topology: Mapping[str, Any]) -> Iterator[list[Point]]:
    """Yield the rings of the land of a TopoJSON file, in degrees.

    Arcs are written as steps on a grid; a negative number names an arc that is read backwards
    (https://github.com/topojson/topojson-specification).
    """
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for across, up, *_ in steps:
            x, y = x + across, y + up
            arc.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
        arcs.append(arc)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                yield [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
