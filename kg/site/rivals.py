"""Rival values side by side: who states each, from how many origins, and apart from them what only fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import plain
from kg.model.agreement import Account, Finding, Side
from kg.rdf.vocabulary import LANGUAGES, PREFIXES
from kg.site import sheet, still

if TYPE_CHECKING:
    from markupsafe import Markup


def block(writer: still.Writer, notes: still.Notes, finding: Finding) -> Markup:
    """Write the class of a dispute, its sides, the accounts that fit several of them, and its notes."""
    dispute = writer.name(writer.gatherer.term(PREFIXES["code"] + finding.dispute))
    head = sheet.joined([still.say("rivals", n=len(finding.sides)), dispute], " — ")
    sides = sheet.joined([_side(writer, notes, side) for side in finding.sides], "")
    parts = [sheet.wrapped("p", head, "flag"), sheet.wrapped("div", sides, "side")]
    parts += _apart(writer, notes, "account.undecided", finding.undecided)
    languages = [plain.notes_on(writer.gatherer.reader, finding, tag) for tag in LANGUAGES]
    for note in zip(*languages, strict=True):
        line = still.dated(dict(zip(LANGUAGES, note, strict=True)))
        parts.append(sheet.wrapped("p", sheet.joined([still.say("show.note"), line], ": "), "note"))
    return sheet.joined(parts, "")


def _side(writer: still.Writer, notes: still.Notes, side: Side) -> Markup:
    """Write a side: its value with the passages that state it, who states it, and apart what fits it."""
    numbers = writer.gatherer.cite(side.passages)
    value = [still.bounded(side.bound, writer, side.value), notes.mark(numbers)]
    count = still.say("account.origin") if side.origins == 1 else still.say("account.origins", n=side.origins)
    near = sheet.joined([count, still.say(f"nearness.{side.nearness}")], " — ")
    holders = dict.fromkeys(writer.speakers(number) for number in numbers)
    parts = [
        sheet.wrapped("div", sheet.joined(value, " "), "value"),
        sheet.wrapped("p", near, "pale"),
        sheet.listed(list(holders), "holders"),
        *_apart(writer, notes, "account.fits", side.fitting),
    ]
    return sheet.wrapped("div", sheet.joined(parts, ""), "rival")


def _apart(writer: still.Writer, notes: still.Notes, key: str, accounts: Iterable[Account]) -> list[Markup]:
    """Write the accounts that support no side: the value of each, and who gives it."""
    lines = []
    for account in accounts:
        numbers = writer.gatherer.cite([account.passage.iri])
        value = still.bounded(account.bound, writer, account.value)
        lines.append(sheet.joined([value, writer.speakers(numbers[0]), notes.mark(numbers)], " "))
    return [sheet.wrapped("p", still.say(key), "pale"), sheet.listed(lines, "apart")] if lines else []
