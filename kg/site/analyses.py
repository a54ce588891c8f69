"""The page of analyses: each result with its caption, table, notes and, where it can be drawn, its figure."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.network.result import Cell, Result
from kg.rdf.vocabulary import expand
from kg.site import sections, static
from kg.site.charts.chart import FOLDER

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many rows of a result a page shows.
MOST_ROWS = 60


def render(
    reader: Reader,
    results: Iterable[Mapping[str, Result]],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of analyses as HTML, with a section for each result, which is given in each language.

    `beside` writes the figures as files of a published folder; without it, they stand in the page.
    """
    from markupsafe import Markup

    from kg.network.figure import MissingLibrary, NoFigure

    page = sections.begin("analyses", reader, digest, lang, writer, meta)
    for spoken in results:
        result = spoken[lang]
        tables = {tag: same.table() for tag, same in spoken.items()}
        notes = [
            _texts(dict(zip(spoken, same, strict=True)))
            for same in zip(*(same.notes for same in spoken.values()), strict=True)
        ]
        blocks = [sections.wrapped("p", note, "hint") for note in notes]
        title = _texts({tag: same.caption.title for tag, same in spoken.items()}, 300)
        question = _texts({tag: same.caption.question for tag, same in spoken.items()}, 600)
        # The table has all that a figure shows: an analysis without a figure, or without matplotlib, is complete.
        with suppress(NoFigure, MissingLibrary):
            blocks.insert(0, Markup("").join(_picture(same, beside) for same in spoken.values()))
        columns = [
            _texts({tag: (table.heads or table.columns)[place] for tag, table in tables.items()}, 80)
            for place in range(len(result.columns))
        ]
        rows = [
            [
                _cell(page, cell, {tag: table.rows[line][place] for tag, table in tables.items()})
                for place, cell in enumerate(row)
            ]
            for line, row in enumerate(result.rows[:MOST_ROWS])
        ]
        page.sections.append(sections.Section(title, result.name, question, columns, rows, blocks))
    return page.html()


def _picture(result: Result, beside: sections.Beside | None) -> Markup:
    """Draw a result in its language; the page's style shows one of its pictures, and only that one is loaded."""
    from markupsafe import Markup

    from kg.network.figure import draw

    # As text: in three languages, outlines would take more bytes than all else on the page.
    picture, language = draw(result, "svg", outlines=False), result.caption.language
    address = f"{FOLDER}analysis-{result.name}.{language}.svg"
    if beside:
        beside(address, picture.decode())
    else:
        address = f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"
    image = Markup('<img class="figure t" lang="{}" loading="lazy" alt="{}" src="{}">')
    return image.format(language, static.tidy(result.caption.title, 200), address)


def _cell(page: sections.Page, cell: Cell, texts: Mapping[str, str]) -> Markup:
    """Write a cell of a result in all languages: a record as a link, a number in their digits."""
    if isinstance(cell, str) and cell.startswith("id:"):
        return page.writer.link(page.writer.builder.name(expand(cell)), text={"en": cell})
    if isinstance(cell, float):
        return static.in_languages({tag: static.decimal(text, tag) if text else "" for tag, text in texts.items()})
    if isinstance(cell, int):
        # A year has no separator, and no other whole number here is so large that it needs one.
        return static.year(texts["en"])
    return _texts(texts, 200)


def _texts(texts: Mapping[str, str], limit: int = 0) -> Markup:
    """Write a text in all languages, each with its own digits."""
    return static.in_languages({tag: static.digits(text, tag) for tag, text in texts.items()}, limit)
