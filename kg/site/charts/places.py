"""A map of the places whose coordinates the graph has, on outlines of land from an installed npm package.

The outlines are Natural Earth's, in the public domain, as the npm package `world-atlas` ships them. No border is
drawn, since none is stated; and no corridor, since the graph says of none which places it joins in which order.
"""

from __future__ import annotations

import json
import math
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

if TYPE_CHECKING:
    from markupsafe import Markup

PACKAGE, FILE = "world-atlas", "land-50m.json"
#: The height of the map in pixels, its proportion of width to height, and the room around places, in degrees.
HEIGHT, PROPORTION, ROOM = 640, 0.62, 3.0
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

    def draw(canvas: Canvas) -> None:
        """Draw the land, then each place with a dot, the larger the more records lead to it, and its name."""
        from markupsafe import Markup

        canvas.height, canvas.width = HEIGHT, HEIGHT * PROPORTION
        land = Markup('<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" height="{}">{}</svg>')
        canvas.parts.append(land.format(HEIGHT, outline))
        dots = [frame.at((site.longitude, site.latitude)) for site in shown]
        labels = [(x - 0.01, x + 0.01, y) for x, y in dots]
        for site in shown:
            x, y = frame.at((site.longitude, site.latitude))
            radius = 3 + 9 * math.sqrt(site.ties / most.ties)
            dot = Markup('<circle class="dot s{}" cx="{}%" cy="{}" r="{}"/>')
            shape = dot.format(sides[site.record], round(100 * x, 2), round(HEIGHT * y, 1), round(radius, 1))
            titles = phrase(
                "chart.places.title-of", name={t: reader.label(site.record, t) for t in LANGUAGES}, n=site.ties
            )
            canvas.link(Link(address(compact(site.record)), titles), shape)
            name = reader.short(site.record, canvas.language)
            if _is_free(labels, x + 0.022, y + (radius + 4) / HEIGHT, len(name)):
                canvas.text(round(100 * x + 2.2, 2), HEIGHT * y + radius + 8, name)

    rows = [
        [
            Cell(page.record(site.record), compact(site.record)),
            Cell(_degrees(site.latitude), str(site.latitude)),
            Cell(_degrees(site.longitude), str(site.longitude)),
            Cell(static.count(site.ties), str(site.ties)),
        ]
        for site in sites
    ]
    columns = ("col.name", "chart.places.latitude", "chart.places.longitude", "col.links")
    unlocated = set(reader.of_class(kg.Place.value)) - {site.record for site in sites}
    outside = {"n": len(shown), "outside": len(sites) - len(shown), "unknown": len(unlocated)}
    return Chart("places", finding, Axis(2000, 2000), draw, columns, rows, outside)


def _degrees(value: float) -> Markup:
    """Write degrees in the digits of each language."""
    return static.in_languages({tag: static.digits(f"{value:g}°", tag) for tag in LANGUAGES})


def _is_free(labels: list[tuple[float, float, float]], x: float, y: float, letters: int) -> bool:
    """Tell whether a label on a narrow screen covers no other, and note it if so."""
    # A letter is about a sixtieth of the width of a phone, a line a fortieth of the height.
    start, end = x, x + letters / 52
    if end > 1 or any(abs(y - v) < 0.028 and start < until and since < end for since, until, v in labels):
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
