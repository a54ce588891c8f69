"""The page of charts: each with a sentence that it bears out, its table, and both as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.model.reader import Reader
from kg.network.result import Result
from kg.site import frame, sections, static
from kg.site.charts import membership, pace, places, trade, voices, votes
from kg.site.charts.chart import FOLDER, Chart


def charts(page: sections.Page, reader: Reader, results: Sequence[Result] = ()) -> list[Chart]:
    """Return the charts for which the graph has data."""
    made = [
        trade.chart(page, reader),
        votes.chart(page, reader),
        membership.chart(page, reader, results),
        pace.chart(results),
        voices.chart(page, reader),
        places.chart(page, reader),
    ]
    return [chart for chart in made if chart]


def render(
    reader: Reader,
    results: Sequence[Result] = (),
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of charts as HTML, for a folder in which `write` puts its files."""
    page = sections.begin("charts", reader, digest, lang, writer, meta)
    return _filled(page, charts(page, reader, results)).html()


def write(
    reader: Reader, folder: Path, results: Sequence[Result], meta: Mapping[str, Any], writer: static.Writer
) -> list[str]:
    """Write the page into the folder of a site, and beside it the files of its charts; return what was left out.

    Args:
        reader: of the compiled graph.
        folder: of the index.
        results: of analyses, from which some charts are drawn.
        meta: version, digest, lang, site, doors, and the addresses home and assets.
        writer: of names and links, for pages in the folder of the index.
    """
    page = sections.begin("charts", reader, meta["digest"], meta["lang"], writer, meta)
    drawn = charts(page, reader, results)
    origin = " · ".join(filter(None, (frame.choose(meta["site"]), meta["version"], meta["digest"])))
    for chart in drawn:
        for name, text in chart.files(origin):
            frame.write(folder / FOLDER / name, text)

    def beside(address: str, text: str) -> None:
        """Write a further page, of what would make one page too long."""
        frame.write(folder / address, text)

    beside("charts.html", _filled(page, drawn).divided(beside))
    needed = f"the map of charts.html: left out. It needs the npm package {places.PACKAGE} (docs/pages.md)"
    return [needed] if places.lacks_outlines(reader) else []


def _filled(page: sections.Page, drawn: Sequence[Chart]) -> sections.Page:
    """Return the page with the sections of its charts, and a line on the map where its outlines are missing."""
    page.sections = [chart.section() for chart in drawn]
    if places.lacks_outlines(page.writer.builder.reader):
        missing = static.say("chart.places.missing")
        page.sections.append(sections.Section(static.say("chart.places.title"), "places", missing))
    return page
