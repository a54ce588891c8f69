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
    found: Comparison,
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of a comparison as HTML."""
    page = sections.begin("comparison", reader, digest, lang, writer, meta)
    names = [page.record(treaty) for treaty in found.treaties]
    coding = [
        [name, static.count(len(parts)), static.count(len(open_ones))]
        for name, parts, open_ones in zip(names, found.provisions, found.uncoded, strict=True)
    ]
    heads = sections.heads("col.instrument", "col.provisions", "uncoded")
    page.sections.append(sections.Section(static.say("comparison.coding"), "coding", columns=heads, rows=coding))
    for key, cells in (("fields", found.fields), ("commitments", found.commitments)):
        page.sections.append(_matrix(page, key, names, cells, [bool(parts) for parts in found.uncoded]))
    if found.lineage:
        rows = [
            [page.record(later), page.record(kind), page.record(earlier), page.cite(reader.attesting(record))]
            for record, kind, later, earlier in found.lineage
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
    rows = [
        [page.record(subject), *(_cell(page, cell, opened) for cell, opened in zip(row, uncoded, strict=True))]
        for subject, row in cells.items()
    ]
    return sections.Section(
        static.say(key), key, static.say("comparison.empty"), [static.say("col.subject"), *names], rows
    )


def _cell(page: sections.Page, cell: Cell, uncoded: bool) -> Markup | str:
    if not cell:
        return static.say("uncoded") if uncoded else "—"
    main = [sections.wrapped("strong", page.record(p, 60)) for p in cell.main]
    touched = [page.record(p, 60) for p in cell.touched]
    return sections.joined([sections.joined([*main, *touched]), page.cite(cell.passages)], " ")
