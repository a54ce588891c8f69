"""Conflicts: the weightiest first, each with its rivals and who stands behind each; likely slips at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model.agreement import Finding
from kg.model.reader import Reader
from kg.site import rivals, sheet, still

if TYPE_CHECKING:
    from markupsafe import Markup

_SLIP = "likely-slip"


def render(
    reader: Reader,
    findings: Iterable[Finding],
    digest: str = "",
    lang: str = "en",
    writer: still.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of findings as HTML: disputes by weight, and the likely slips folded after them."""
    page = sheet.begin("contest", reader, digest, lang, writer, meta)
    ranked = sorted(findings, key=lambda f: (-f.weight, f.record, f.predicate))
    slips = [f for f in ranked if f.dispute == _SLIP]
    others = [_block(page, f) for f in ranked if f.dispute != _SLIP]
    title = sheet.joined([still.say("contest.ranked"), sheet.tally(len(others))], " ")
    page.sections.append(sheet.Section(title, "ranked", blocks=others))
    if slips:
        title = sheet.joined([still.say("contest.slips"), sheet.tally(len(slips))], " ")
        blocks = sheet.joined([_block(page, f) for f in slips], "")
        folded = sheet.wrapped("details", sheet.wrapped("summary", still.say("more", n=len(slips))) + blocks)
        text = still.say("contest.slips.text")
        page.sections.append(sheet.Section(title, "slips", text, blocks=[folded]))
    return page.html()


def _block(page: sheet.Sheet, finding: Finding) -> Markup:
    name = sheet.joined([page.record(finding.record), page.term(finding.predicate)], ": ")
    return sheet.wrapped("h3", name) + sheet.wrapped(
        "div", rivals.block(page.writer, page.notes, finding), "rivals"
    )
