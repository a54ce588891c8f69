"""Membership over time: who stood in which organization, in which role, from when to when, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.page import sheet, still
from kg.record import Reader
from kg.terms import kg

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: still.Writer | None = None, **meta: Any
) -> str:
    """Return the page of all memberships as HTML, a section an organization."""
    page = sheet.begin("membership", reader, digest, lang, writer, meta)
    members: dict[str, list[str]] = {}
    for record in reader.of_class(kg("Membership").value):
        for organization in reader.values(record, kg("organization")):
            members.setdefault(organization.value, []).append(record)
    heads = sheet.heads("col.member", "col.role", "col.start", "col.end", "sources")
    for number, iri in enumerate(sorted(members, key=lambda iri: (-len(members[iri]), iri))):
        rows = sorted((_first(reader, record), record) for record in members[iri])
        cells = [_row(page, reader, record) for _, record in rows]
        title, heading = page.plain(iri, 60), page.record(iri)
        page.sections.append(sheet.Section(title, f"o{number}", columns=heads, rows=cells, heading=heading))
    return page.html()


def _first(reader: Reader, record: str) -> str:
    return min((v.value for v in reader.values(record, kg("startDate"))), default="9")


def _row(page: sheet.Sheet, reader: Reader, record: str) -> list[Markup]:
    def named(name: str) -> Markup:
        return sheet.joined([page.record(v.value) for v in reader.values(record, kg(name))])

    def days(name: str) -> Markup:
        said = [still.day(v.value) for v in reader.values(record, kg(name))]
        for bound, sign in ((f"{name[:-4]}NoEarlierThan", "≥ "), (f"{name[:-4]}NoLaterThan", "≤ ")):
            said += [sheet.joined([sign, still.day(v.value)], "") for v in reader.values(record, kg(bound))]
        return sheet.joined(said, " / ")

    marks = page.cite(reader.attesting(record))
    return [named("member"), named("role"), days("startDate"), days("endDate"), marks]
