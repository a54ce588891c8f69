"""The page of analyses: each result with its caption, table, notes and, where it can be drawn, its figure."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.network.result import Cell, Result
from kg.rdf.vocabulary import expand
from kg.site import sections, static
from kg.site.charts.chart import FOLDER

if TYPE_CHECKING:
    from markupsafe import Markup

_RECORD = re.compile(r"id:[a-z0-9.-]+")
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
        named = _named(result.columns)
        shown = [place for place in range(len(result.columns)) if place not in named.values()]
        heads = {tag: table.heads or table.columns for tag, table in tables.items()}
        columns = [_texts({tag: _head(page, heads[tag][place], tag) for tag in heads}, 80) for place in shown]
        rows = [
            [
                _cell(
                    page,
                    row[named.get(place, place)],
                    {tag: table.rows[line][place] for tag, table in tables.items()},
                    result.columns[place],
                )
                for place in shown
            ]
            for line, row in enumerate(result.rows[:MOST_ROWS])
        ]
        if "definition" in result.columns:
            # Sentences in a table of figures would make each of its rows many lines high on a phone.
            at = shown.index(result.columns.index("definition"))
            lines = [sections.joined([sections.wrapped("strong", row[0]), row.pop(at)], ": ") for row in rows]
            blocks.append(sections.folded(columns.pop(at), sections.listed(lines)))
        page.sections.append(sections.Section(title, result.name, question, columns, rows, blocks))
    return page.html()


def _named(columns: Sequence[str]) -> dict[int, int]:
    """Return the columns of names, by place, each with that of the records or codes that it names.

    >>> _named(("rank", "record", "label", "degree")), _named(("one", "label of one", "shared"))
    ({2: 1}, {1: 0})
    """
    return {
        place: columns.index(column.removeprefix("label of ")) if column != "label" else place - 1
        for place, column in enumerate(columns)
        if column.startswith("label")
    }


def _head(page: sections.Page, head: str, tag: str) -> str:
    """Write the head of a column; a record in it, as in "degree of id:iran", has its name."""
    builder = page.writer.builder
    return _RECORD.sub(lambda record: builder.short(expand(record[0])).get(tag) or record[0], head)


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


def _cell(page: sections.Page, cell: Cell, texts: Mapping[str, str], column: str) -> Markup:
    """Write a cell of a column in all languages: a record's name as a link, a number in their digits."""
    if isinstance(cell, str) and cell.startswith("id:"):
        # A column of records without one of their labels has their compact names.
        named = None if texts["en"] == cell else texts
        return page.writer.link(page.writer.builder.name(expand(cell)), text=named)
    if isinstance(cell, float):
        return static.in_languages({tag: static.decimal(text, tag) if text else "" for tag, text in texts.items()})
    if isinstance(cell, int):
        return static.year(cell) if column == "year" else static.count(cell)
    return _texts(texts, 800)


def _texts(texts: Mapping[str, str], limit: int = 0) -> Markup:
    """Write a text in all languages, each with its own digits."""
    return static.in_languages({tag: static.digits(text, tag) for tag, text in texts.items()}, limit)
