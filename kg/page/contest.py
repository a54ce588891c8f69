"""Conflicts: each disputed property with its rival values side by side, and who stands behind each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.agreement import Account, Finding, Side
from kg.page import sheet, still
from kg.page.record import SIGNS
from kg.record import Reader
from kg.terms import compact

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader,
    findings: Iterable[Finding],
    digest: str = "",
    lang: str = "en",
    writer: still.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of findings as HTML, a section a property."""
    page = sheet.begin("contest", reader, digest, lang, writer, meta)
    by_property: dict[str, list[Finding]] = {}
    for finding in findings:
        by_property.setdefault(finding.predicate, []).append(finding)
    for predicate, found in sorted(by_property.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        blocks = [_block(page, finding) for finding in found]
        title = sheet.joined([page.term(predicate), still.count(len(found))], " · ")
        page.sections.append(sheet.Section(title, _anchor(predicate), blocks=blocks))
    return page.html()


def _anchor(iri: str) -> str:
    return compact(iri).replace(":", "-").strip("<>")


def _block(page: sheet.Sheet, finding: Finding) -> Markup:
    sides = [_side(page, side) for side in finding.sides]
    state = sheet.wrapped("span", still.say(f"state.{finding.state}"), "flag")
    head = sheet.wrapped("h3", sheet.joined([page.record(finding.record), state], " "))
    return sheet.joined(
        [head, sheet.wrapped("div", sheet.wrapped("div", sheet.joined(sides, ""), "side"), "rivals")], ""
    )


def _side(page: sheet.Sheet, side: Side) -> Markup:
    """Write a side: its value with the passages that state it, who states it, and apart what fits it."""
    gatherer = page.writer.gatherer
    value = sheet.joined(
        [SIGNS.get(side.bound, ""), page.writer.value(gatherer.value(side.value)), " ", page.cite(side.passages)],
        "",
    )
    holders = dict.fromkeys(page.writer.speakers(number) for number in gatherer.cite(side.passages))
    blocks = [sheet.wrapped("div", value, "value"), sheet.listed(list(holders))]
    if side.fitting:
        blocks.append(sheet.wrapped("p", still.say("account.fits"), "apart"))
        blocks.append(sheet.listed([_account(page, account) for account in side.fitting]))
    return sheet.wrapped("div", sheet.joined(blocks, ""), "rival")


def _account(page: sheet.Sheet, account: Account) -> Markup:
    """Write an account that fits a side: its own value, and who gives it."""
    gatherer = page.writer.gatherer
    place = account.passage.iri
    value = page.writer.value(gatherer.value(account.value))
    speakers = page.writer.speakers(gatherer.cite([place])[0])
    return sheet.joined([SIGNS.get(account.bound, ""), value, " ", speakers, " ", page.cite([place])], "")
