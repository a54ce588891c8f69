"""The page of analyses: each result with its caption, table, notes and, where it can be drawn, its figure."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.network.result import Result
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many rows of a result a page shows.
MOST_ROWS = 60


def render(
    reader: Reader,
    results: Iterable[Result],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of analyses as HTML, with a section for each result."""
    page = sections.begin("analyses", reader, digest, lang, writer, meta)
    for result in results:
        table = result.table()
        rows = [[static.tidy(cell, 200) for cell in row] for row in table.rows[:MOST_ROWS]]
        blocks = [*_figure(result), *(sections.wrapped("p", static.tidy(note), "hint") for note in result.notes)]
        title, question = static.tidy(result.caption.title, 300), static.tidy(result.caption.question, 600)
        columns = [static.tidy(column, 80) for column in table.columns]
        page.sections.append(sections.Section(title, result.name, question, columns, rows, blocks))
    return page.html()


def _figure(result: Result) -> list[Markup]:
    """Return the figure of a result as an inline image; an empty list where it cannot be drawn."""
    from markupsafe import Markup

    from kg.network.figure import MissingLibrary, NoFigure, draw

    try:
        drawn = base64.b64encode(draw(result, "svg")).decode()
    except (NoFigure, MissingLibrary):
        return []
    alt = static.tidy(result.caption.title, 200)
    return [Markup('<img class="figure" alt="{}" src="data:image/svg+xml;base64,{}">').format(alt, drawn)]
