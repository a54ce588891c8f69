"""The page of conflicts: by weight, each with its rivals and their holders; likely slips at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model.agreement import Finding
from kg.model.reader import Reader
from kg.site import rivals, sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

_SLIP = "likely-slip"


def render(
    reader: Reader,
    findings: Iterable[Finding],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of findings as HTML: disputes by weight, and after them the likely slips, collapsed."""
    page = sections.begin("conflicts", reader, digest, lang, writer, meta)
    ranked = sorted(findings, key=lambda f: (-f.weight, f.record, f.predicate))
    slips = [f for f in ranked if f.dispute == _SLIP]
    others = [_block(page, f) for f in ranked if f.dispute != _SLIP]
    title = sections.joined([static.say("conflicts.ranked"), sections.tally(len(others))], " ")
    page.sections.append(sections.Section(title, "ranked", blocks=others))
    if slips:
        title = sections.joined([static.say("conflicts.slips"), sections.tally(len(slips))], " ")
        blocks = sections.joined([_block(page, f) for f in slips], "")
        folded = sections.wrapped("details", sections.wrapped("summary", static.say("more", n=len(slips))) + blocks)
        text = static.say("conflicts.slips.text")
        page.sections.append(sections.Section(title, "slips", text, blocks=[folded]))
    return page.html()


def _block(page: sections.Page, finding: Finding) -> Markup:
    """Write a dispute: its record and property, and the rivals."""
    name = sections.joined([page.record(finding.record), page.term(finding.predicate)], ": ")
    return sections.wrapped("h3", name) + sections.wrapped(
        "div", rivals.block(page.writer, page.notes, finding), "rivals"
    )
