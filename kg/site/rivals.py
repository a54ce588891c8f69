"""Rival values side by side: who states each, from how many origins, and which accounts only fit it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import plain
from kg.model.agreement import Account, Finding
from kg.rdf.vocabulary import LANGUAGES, code
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


def block(writer: static.Writer, notes: static.Notes, finding: Finding) -> Markup:
    """Write the class of a dispute, its sides, the accounts that fit several of them, and its notes."""
    dispute = writer.name(writer.builder.term(code(finding.dispute).value))
    head = sections.joined([static.say("rivals", n=len(finding.sides)), dispute], " — ")
    sides = []
    for side in finding.sides:
        numbers = writer.builder.cite(side.passages)
        value = [static.bounded(side.bound, writer, side.value), notes.mark(numbers)]
        count = static.say("account.origin") if side.origins == 1 else static.say("account.origins", n=side.origins)
        near = sections.joined([count, static.say(f"nearness.{side.nearness}")], " — ")
        holders = dict.fromkeys(writer.speakers(number) for number in numbers)
        lines = [
            sections.wrapped("div", sections.joined(value, " "), "value"),
            sections.wrapped("p", near, "pale"),
            sections.listed(list(holders), "holders"),
            *_apart(writer, notes, "account.fits", side.fitting),
        ]
        sides.append(sections.wrapped("div", sections.joined(lines, ""), "rival"))
    parts = [
        sections.wrapped("p", head, "flag"),
        sections.wrapped("div", sections.joined(sides, ""), "side"),
    ]
    parts += _apart(writer, notes, "account.undecided", finding.undecided)
    languages = [plain.notes_on(writer.builder.reader, finding, tag) for tag in LANGUAGES]
    for note in zip(*languages, strict=True):
        line = static.dated(dict(zip(LANGUAGES, note, strict=True)))
        parts.append(sections.wrapped("p", sections.joined([static.say("show.note"), line], ": "), "note"))
    return sections.joined(parts, "")


def _apart(writer: static.Writer, notes: static.Notes, key: str, accounts: Iterable[Account]) -> list[Markup]:
    """Write the accounts that support no side: the value of each, and its holders."""
    lines = []
    for account in accounts:
        numbers = writer.builder.cite([account.passage.iri])
        shown = static.bounded(account.bound, writer, account.value)
        lines.append(sections.joined([shown, writer.speakers(numbers[0]), notes.mark(numbers)], " "))
    return [sections.wrapped("p", static.say(key), "pale"), sections.listed(lines, "apart")] if lines else []
