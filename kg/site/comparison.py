"""The comparison matrix: fields and commitments by instrument; each cell links to its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.model import plain, treaty
from kg.model.reader import Reader
from kg.model.treaty import Cell, Comparison
from kg.site import sections, static
from kg.site.record import MOST_MARKS

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
    treaties = [page.record(treaty) for treaty in comparison.treaties]
    counts: list[list[Markup | str]] = [
        [instrument, static.count(len(parts)), static.count(len(open_ones))]
        for instrument, parts, open_ones in zip(treaties, comparison.provisions, comparison.uncoded, strict=True)
    ]
    heads = sections.heads("col.instrument", "col.provisions", "uncoded")
    page.sections.append(sections.Section(static.say("comparison.coding"), "coding", columns=heads, rows=counts))
    for key, cells in (("fields", comparison.fields), ("commitments", comparison.commitments)):
        page.sections.append(_matrix(page, reader, key, comparison, treaties, cells))
    for earlier, later in comparison.linked():
        page.sections.append(_changes(page, comparison, treaties, earlier, later))
    if comparison.lineage:
        links = [
            [page.record(later), page.record(kind), page.record(earlier), page.cite(reader.attesting(record))]
            for record, kind, later, earlier in comparison.lineage
        ]
        heads = sections.heads("col.later", "col.relation", "col.earlier", "sources")
        page.sections.append(sections.Section(static.say("lineage"), "lineage", columns=heads, rows=links))
    return page.html()


def _matrix(
    page: sections.Page,
    reader: Reader,
    key: str,
    comparison: Comparison,
    treaties: Sequence[Markup],
    subjects: Mapping[str, Sequence[Cell]],
) -> sections.Section:
    """Write subjects by instruments, fields grouped under the broadest one; each cell links to its provisions."""
    lines: list[list[Markup | str]] = []
    group = ""
    for subject, cells in subjects.items():
        top = treaty.top_field(reader, subject)
        if key == "fields" and top != group:
            group = top
            if top != subject:
                lines.append([sections.wrapped("strong", page.term(top)), *("" for _ in treaties)])
        by_strength = key == "commitments"
        written = [
            _cell(page, cell, whole, by_strength) for cell, whole in zip(cells, comparison.whole, strict=True)
        ]
        title = page.record(subject)
        lines.append([sections.wrapped("strong", title) if subject == top and key == "fields" else title, *written])
    heads = [static.say("col.subject"), *treaties]
    return sections.Section(static.say(key), key, static.say("comparison.empty"), heads, lines)


def _cell(page: sections.Page, cell: Cell, whole: bool, by_strength: bool) -> Markup | str:
    """Write an instrument's provisions on a subject by number; an empty cell means absence only if all is coded.

    A cell has footnotes for a few passages; the pages of the provisions have them all.
    """
    if not cell:
        return static.say("comparison.absent" if whole else "uncoded")
    if by_strength:
        groups = [
            sections.joined(
                [
                    page.term(modality) if modality else static.say("comparison.no-modality"),
                    _listed([page.pinpoint(provision) for provision in provisions]),
                ],
                ": ",
            )
            for modality, provisions in plain.by_modality(cell).items()
        ]
        strengths = sections.joined(groups, static.say("semicolon"))
        return sections.joined([strengths, page.cite(cell.passages[:MOST_MARKS])], " ")
    # Bold is the main field of an article; the others only touch it.
    main = [sections.wrapped("strong", page.pinpoint(provision)) for provision in cell.main]
    touched = [page.pinpoint(provision) for provision in cell.touched]
    return sections.joined([_listed([*main, *touched]), page.cite(cell.passages[:MOST_MARKS])], " ")


def _listed(items: Sequence[Markup]) -> Markup:
    """Join items with the comma of each language."""
    return sections.joined(items, static.say("comma"))


def _changes(
    page: sections.Page,
    comparison: Comparison,
    treaties: Sequence[Markup],
    earlier: int,
    later: int,
) -> sections.Section:
    """Write how each commitment changed between two instruments, and the lineage that supports it."""
    lines = []
    for subject, cells in comparison.commitments.items():
        pair = cells[earlier], cells[later]
        if not any(pair):
            continue
        whole = comparison.whole[earlier], comparison.whole[later]
        links = [
            sections.joined([page.pinpoint(after), page.term(kind), page.pinpoint(before)], " ")
            for _, kind, after, before in comparison.between(*pair)
        ]
        written = [_cell(page, cell, known, by_strength=True) for cell, known in zip(pair, whole, strict=True)]
        change = static.say(f"change.{treaty.change(*pair, whole)}")
        lines.append([page.record(subject), change, *written, sections.joined(links, static.say("semicolon"))])
    heads = [
        static.say("col.subject"),
        static.say("col.change"),
        treaties[earlier],
        treaties[later],
        static.say("lineage"),
    ]
    title = sections.joined(
        [static.say("comparison.changes"), sections.joined([treaties[earlier], treaties[later]], " → ")], ": "
    )
    return sections.Section(
        static.say("comparison.changes"),
        f"changes-{earlier}-{later}",
        static.say("comparison.changes.text"),
        heads,
        lines,
        # The list of sections names the kind of section; its heading links the two instruments.
        heading=title,
    )
