"""The page of analyses: each result with its caption, table, notes and, where it can be drawn, its figure."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from kg.model.reader import Reader
from kg.network.result import Result
from kg.site import sections, static
from kg.site.charts.chart import FOLDER

#: How many rows of a result a page shows.
MOST_ROWS = 60


def render(
    reader: Reader,
    results: Iterable[Result],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of analyses as HTML, with a section for each result.

    `beside` writes the figures as files of a published folder; without it, they stand in the page.
    """
    from markupsafe import Markup

    from kg.network.figure import MissingLibrary, NoFigure, draw

    page = sections.begin("analyses", reader, digest, lang, writer, meta)
    for result in results:
        table = result.table()
        rows = [[static.tidy(cell, 200) for cell in row] for row in table.rows[:MOST_ROWS]]
        blocks = [sections.wrapped("p", static.tidy(note), "hint") for note in result.notes]
        title, question = static.tidy(result.caption.title, 300), static.tidy(result.caption.question, 600)
        # The table has all that a figure shows: an analysis without a figure, or without matplotlib, is complete.
        with suppress(NoFigure, MissingLibrary):
            picture = draw(result, "svg")
            address = f"{FOLDER}analysis-{result.name}.svg"
            if beside:
                beside(address, picture.decode())
            else:
                address = f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"
            image = Markup('<img class="figure" alt="{}" src="{}">')
            blocks.insert(0, image.format(static.tidy(result.caption.title, 200), address))
        columns = [static.tidy(column, 80) for column in table.columns]
        page.sections.append(sections.Section(title, result.name, question, columns, rows, blocks))
    return page.html()
