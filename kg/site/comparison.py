"""The comparison matrix: instruments side by side by field and commitment; each cell leads to its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.model.treaty import Cell, Comparison
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader,
    comparison: Comparison,
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of a comparison as HTML."""
    page = sections.begin("comparison", reader, digest, lang, writer, meta)
    names = [page.record(treaty) for treaty in comparison.treaties]
    rows: list[list[Markup | str]] = [
        [name, static.count(len(parts)), static.count(len(open_ones))]
        for name, parts, open_ones in zip(names, comparison.provisions, comparison.uncoded, strict=True)
    ]
    heads = sections.heads("col.instrument", "col.provisions", "uncoded")
    page.sections.append(sections.Section(static.say("comparison.coding"), "coding", columns=heads, rows=rows))
    for key, cells in (("fields", comparison.fields), ("commitments", comparison.commitments)):
        page.sections.append(_matrix(page, key, names, cells, [bool(parts) for parts in comparison.uncoded]))
    if comparison.lineage:
        rows = [
            [page.record(later), page.record(kind), page.record(earlier), page.cite(reader.attesting(record))]
            for record, kind, later, earlier in comparison.lineage
        ]
        heads = sections.heads("col.later", "col.relation", "col.earlier", "sources")
        page.sections.append(sections.Section(static.say("lineage"), "lineage", columns=heads, rows=rows))
    return page.html()


def _matrix(
    page: sections.Page,
    key: str,
    names: Sequence[Markup],
    cells: Mapping[str, Sequence[Cell]],
    uncoded: Sequence[bool],
) -> sections.Section:
    """Write subjects by instruments; an empty cell is silence only where every provision has been coded."""
    rows = []
    for subject, row in cells.items():
        texts: list[Markup | str] = [page.record(subject)]
        for cell, is_open in zip(row, uncoded, strict=True):
            if cell:
                main = [sections.wrapped("strong", page.record(p, 60)) for p in cell.main]
                touched = [page.record(p, 60) for p in cell.touched]
                texts.append(sections.joined([sections.joined([*main, *touched]), page.cite(cell.passages)], " "))
            else:
                texts.append(static.say("uncoded") if is_open else "—")
        rows.append(texts)
    columns = [static.say("col.subject"), *names]
    return sections.Section(static.say(key), key, static.say("comparison.empty"), columns, rows)
