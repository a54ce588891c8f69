"""The page of instruments, each with its parties, its first date and a link to its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import kg
from kg.site import sections, static
from kg.site.treaty import address, rival_days
from kg.text import dates

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader,
    iris: Sequence[str],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page that lists instruments as HTML, in the order in which they are given."""
    page = sections.begin("instruments", reader, digest, lang, writer, meta)
    rows = []
    for iri in iris:
        provisions = treaty.provisions(reader, iri)
        uncoded = sum(not treaty.coded(reader, provision) for provision in provisions)
        rows.append(
            [
                static.page_link(address(iri), page.plain(iri)),
                _first_date(page, reader, iri),
                sections.joined([page.record(v.value) for v in reader.values(iri, kg.party)]),
                static.count(len(provisions)),
                static.count(uncoded),
            ]
        )
    heads = sections.heads("col.instrument", "col.first", "col.parties", "col.provisions", "uncoded")
    page.sections.append(sections.Section(static.say("instruments.title"), columns=heads, rows=rows))
    return page.html()


def _first_date(page: sections.Page, reader: Reader, iri: str) -> Markup:
    """Write the dates of the first act of an instrument, as accounts state them.

    An act that is known only by a bound comes first only where no account gives any act a date.
    """
    findings = [finding for act in treaty.acts(reader, iri) for finding in act.dates]
    ranked = [
        (side.bound != "", dates.earliest(side.value.value), number)
        for number, finding in enumerate(findings)
        for side in finding.sides
    ]
    return rival_days(page, findings[min(ranked)[2]].sides) if ranked else static.say("undated")
