"""Proposals: what a document may say, each with its passage, its place there, and why it was proposed.

A file of proposals holds no word of the document: a proposal names its paragraph by number and fingerprint, and its
wording by the place of its first and last letter. Whoever reviews it has the document beside it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal as OneOf

from kg import atomic
from kg.documents.copies import Copy
from kg.documents.paragraphs import Paragraph
from kg.errors import Error

Kind = OneOf["mention", "speaker", "day", "figure", "vote", "membership", "act"]
#: Kinds whose acceptance states something; names and days are what the others are made of.
STATING = ("speaker", "figure", "vote", "membership", "act")
Verdict = OneOf["accepted", "edited", "skipped", "not stated"]
#: Raised when the form of the files changes.
FORM = 2


class ProposalFault(Error):
    """A file of proposals that cannot be read, or that belongs to another document."""


@dataclass
class Decision:
    """What a reviewer decided on a proposal, who and when, and whether it stands in the files already."""

    verdict: Verdict
    reviewer: str
    day: str
    written: bool = False


@dataclass
class Proposal:
    """One proposal.

    Attributes:
        number: its number in the file, counted from 1.
        kind: what it proposes.
        paragraph: the number of its paragraph; 0 is the opening.
        fingerprint: of the paragraph.
        start: the place of its first letter in the paragraph.
        end: the place after its last letter.
        why: the reason for it: the end of the key of a phrase (`draft.why.…`), then the words that fill its slots.
        values: what it says, by name: records and codes as prefixed names, days, numbers.
        candidates: the records that may be meant, best first, where it is not sure.
        decision: what the reviewer decided; None before.
    """

    number: int
    kind: Kind
    paragraph: int
    fingerprint: str
    start: int
    end: int
    why: list[str]
    values: dict[str, str] = field(default_factory=dict)
    candidates: list[str] = field(default_factory=list)
    decision: Decision | None = None

    @property
    def states(self) -> bool:
        """Whether accepting it writes a statement."""
        return self.kind in STATING

    @property
    def asked(self) -> bool:
        """Whether a reviewer is asked about it: it states something, or its record is not sure."""
        return self.states or not self.values


@dataclass
class Draft:
    """The proposals from one document: for which source, in which language, published when."""

    source: str
    language: str
    issued: str
    proposals: list[Proposal]

    @property
    def undecided(self) -> list[Proposal]:
        """The proposals that no reviewer has decided on."""
        return [proposal for proposal in self.proposals if proposal.decision is None]


def write(draft: Draft, path: Path) -> None:
    """Write a file of proposals, whole or not at all."""
    data = {"form": FORM, **asdict(draft)}
    atomic.write(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def read(path: Path) -> Draft:
    """Read a file of proposals.

    Raises:
        ProposalFault: it is no such file, or of another form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("form") != FORM:
            raise ProposalFault(f"{path} is of another version: draft the document again.")
        proposals = []
        for item in data.pop("proposals"):
            decision = item.pop("decision")
            proposals.append(Proposal(**item, decision=Decision(**decision) if decision else None))
        return Draft(**data, proposals=proposals)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ProposalFault(
            f"{path} is no file of proposals. Make one with kg draft FILE -o {path.name}."
        ) from None


def passages(draft: Draft, copy: Copy, path: Path) -> dict[int, Paragraph]:
    """Return the paragraphs of the document that proposals were drafted from, by number.

    Raises:
        ProposalFault: the document lacks a paragraph of a proposal, or has it in other words.
    """
    by_number = {paragraph.number: paragraph for paragraph in copy.paragraphs}
    for proposal in draft.proposals:
        paragraph = by_number.get(proposal.paragraph)
        if paragraph is None or paragraph.fingerprint != proposal.fingerprint:
            raise ProposalFault(
                f"{path} is not the document of these proposals: paragraph {proposal.paragraph} differs. "
                "Name the copy that was drafted, or draft this one."
            )
    return by_number
