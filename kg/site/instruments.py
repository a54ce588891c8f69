"""The page of instruments, each with its parties, the day of its signature and a link to its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import kg
from kg.site import sections, static
from kg.site.treaty import rival_days

if TYPE_CHECKING:
    pass


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
    for instrument in iris:
        acts = [act for act in treaty.acts(reader, instrument) if any(finding.sides for finding in act.dates)]
        # The acts are in order of time, and of two signatures the first is that of the instrument itself.
        signatures = [act for act in acts if act.kind == "Signature" and not act.part_only]
        signed = static.say("undated")
        for act in (signatures or acts)[:1]:
            signed = rival_days(page, [side for finding in act.dates for side in finding.sides])
            # Where no signature is dated, the first act is shown, with its kind.
            if act.kind != "Signature":
                signed = sections.joined([page.term(reader.kinds(act.record)[0]), signed], ": ")
        provisions = treaty.provisions(reader, instrument)
        uncoded = sum(not treaty.coded(reader, provision) for provision in provisions)
        rows.append(
            [
                page.record(instrument),
                signed,
                sections.joined([page.record(v.value) for v in reader.values(instrument, kg.party)]),
                static.count(len(provisions)),
                static.count(uncoded),
            ]
        )
    heads = sections.heads("col.instrument", "col.signed", "col.parties", "col.provisions", "uncoded")
    page.sections.append(sections.Section(static.say("instruments.title"), columns=heads, rows=rows))
    return page.html()
