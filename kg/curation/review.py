"""Reviewing proposals: decisions of a person, and the statements that follow from those accepted.

A decision is kept in the file of proposals, so that a review can be left and taken up again. What was accepted is
written together, checked as `kg check` would; what the check refuses is asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.corpus.check import Report
from kg.corpus.load import load
from kg.corpus.rules.filing import source_file
from kg.curation import edits, frames, proposals
from kg.curation.draft import direct_classes
from kg.curation.frames import FrameFault
from kg.curation.proposals import Decision, Draft, Proposal, Verdict
from kg.curation.register import Register, local, named, slug
from kg.dataset.names import NameFault
from kg.documents.paragraphs import Paragraph
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import GIST, A, code, compact, dcterms, expand, kg, local_name, record_iri, source_iri, xsd
from kg.text.phrases import say

#: The class of the records of each kind that states something of a record.
_CLASSES = {"figure": "kg:Figure", "vote": "kg:Vote", "membership": "kg:Membership"}
#: Values that say where a statement stands, and of which record, rather than what.
_PLACING = ("record", "key", "class", "speaker", "gist", "about", "kind")
#: Values of a speaker that describe the passage.
_SPEECH = ("kg:holder", "kg:statedOn")


@dataclass(frozen=True)
class Refusal:
    """A proposal that was accepted and cannot be written, and why."""

    proposal: Proposal
    reason: str
    report: Report | None = None


class Review:
    """A review of the proposals from one document by one person.

    Args:
        register: the corpus that the statements go into.
        path: the file of proposals, in which the decisions are kept.
        paragraphs: the paragraphs of the document, by number.
        reviewer: the reviewer's name.
        day: the day of the review.

    Raises:
        FrameFault: the source of the proposals is not described.
    """

    def __init__(
        self,
        register: Register,
        path: Path,
        draft: Draft,
        paragraphs: dict[int, Paragraph],
        reviewer: str,
        day: str,
    ) -> None:
        self.register, self.path, self.draft, self.paragraphs = register, path, draft, paragraphs
        self.reviewer, self.day = reviewer, day
        self.source = NamedNode(expand(draft.source)) if draft.source else NamedNode(source_iri(""))
        if self.source not in register.facts.described:
            raise FrameFault(
                f"The proposals belong to no described source{f' ({draft.source})' if draft.source else ''}: "
                "write one with kg new source, and name it with --source KEY."
            )

    def questions(self, *, everything: bool = False) -> list[Proposal]:
        """Return the proposals that a reviewer decides on, those already decided on too.

        They are the ones that state something, and names that are not sure. Names and days that are sure are shown
        beside their paragraph: they write nothing, so that leaving them alone leaves nothing undecided.

        Args:
            everything: names and days that are sure too.
        """
        return [p for p in self.draft.proposals if everything or p.asked]

    def reason(self, proposal: Proposal, language: str) -> str:
        """Return why something was proposed, in words of a language; codes by their names."""
        key, *words = proposal.why
        named_words = [self.register.label(expand(w), language) if w.startswith("code:") else w for w in words]
        return say(f"draft.why.{key}", language, *named_words)

    def wording(self, proposal: Proposal) -> str:
        """Return the words of the document that a proposal rests on."""
        return self.paragraphs[proposal.paragraph].text[proposal.start : proposal.end]

    def label(self, record: str, language: str = "") -> str:
        """Return the name of a record in a language, else in English, else nothing.

        Args:
            record: its prefixed name.
            language: a tag; without one that of the document.
        """
        label = self.register.label(expand(record), language or self.draft.language)
        return "" if label == record else label

    def decide(self, proposal: Proposal, verdict: Verdict, values: dict[str, str] | None = None) -> None:
        """Decide on a proposal, with its values as edited, and keep the decision in the file.

        Raises:
            FrameFault: it was accepted, but its values make no statement.
        """
        if values is not None and values != proposal.values:
            verdict = "edited" if verdict == "accepted" else verdict
            proposal.values = {name: value for name, value in values.items() if value}
        if verdict in ("accepted", "edited") and proposal.states:
            # Built for its faults only: other decisions may still add the passage or record that it needs.
            self.additions(Register(self.register.corpus), [proposal])
        proposal.decision = Decision(verdict, self.reviewer, self.day)
        proposals.write(self.draft, self.path)

    def write(self) -> tuple[list[Path], list[Refusal]]:
        """Write what was accepted and is not in the files yet; return the files, and what was refused.

        What was refused is undecided again.
        """
        accepted = [
            proposal
            for proposal in self.draft.proposals
            if proposal.states
            and proposal.decision
            and proposal.decision.verdict in ("accepted", "edited")
            and not proposal.decision.written
        ]
        try:
            files = self._write(accepted)
        except (FrameFault, edits.Refused):
            pass
        else:
            return files, []
        # One by one, so that one fault does not hold up the others.
        written: dict[Path, None] = {}
        refusals = []
        for proposal in accepted:
            try:
                written |= dict.fromkeys(self._write([proposal]))
            except FrameFault as fault:
                refusals.append(Refusal(proposal, str(fault)))
            except edits.Refused as refused:
                refusals.append(Refusal(proposal, str(refused), refused.report))
        for refusal in refusals:
            refusal.proposal.decision = None
        proposals.write(self.draft, self.path)
        return list(written), refusals

    def _write(self, accepted: list[Proposal]) -> list[Path]:
        """Write proposals together, all or none, and mark them as written."""
        if not accepted:
            return []
        root = self.register.corpus.root
        # A register of its own: what fails must not leave its records in the one that the next attempt reads.
        files = edits.add(root, self.additions(Register(self.register.corpus), accepted))
        self.register = Register(load(root))
        for proposal in accepted:
            if proposal.decision:
                proposal.decision.written = True
        proposals.write(self.draft, self.path)
        return files

    def additions(self, register: Register, accepted: Iterable[Proposal]) -> edits.Additions:
        """Return what proposals add to the files, with who reviewed the source and when.

        Raises:
            FrameFault: a value is of no property, or names no record.
        """
        additions: dict[PurePosixPath, list[Quad]] = defaultdict(list)
        kind = register.facts.links(register.facts.described[self.source], kg.kind)[0]
        own = source_file(local_name(self.source.value), kind)
        for proposal in accepted:
            passage, described = self._passage(register, proposal)
            additions[own] += described
            try:
                stated = self._stated(register, proposal, passage)
            except NameFault as fault:
                raise FrameFault(str(fault)) from None
            for path, quads in stated.items():
                additions[path] += quads
        reviewed = ((kg.reviewedBy, Literal(self.reviewer)), (kg.reviewedOn, Literal(self.day, datatype=xsd.date)))
        additions[own] += [Quad(self.source, predicate, value, self.source) for predicate, value in reviewed]
        return dict(additions)

    def _passage(self, register: Register, proposal: Proposal) -> tuple[NamedNode, list[Quad]]:
        """Return the passage in which a proposal is stated, with the descriptions of passages that it needs."""
        place = f"p{proposal.paragraph}"
        described = register.facts.described
        quads: list[Quad] = []
        if NamedNode(f"{self.source.value}.{place}") not in described:
            own = described[self.source]
            holders = register.facts.links(own, dcterms.creator) or register.facts.links(own, dcterms.publisher)
            quads += frames.passage(self.source, place, [holder.value for holder in holders], proposal.fingerprint)
        speaker = proposal.values.get("kg:holder") or proposal.values.get("speaker")
        if proposal.kind == "speaker" and not speaker:
            raise FrameFault("A speaker is a record: choose one, or make one with kg new person.")
        if not speaker:
            return NamedNode(f"{self.source.value}.{place}"), quads
        holder = register.find(speaker, kg.Agent)
        nested = f"{place}.{local(holder)}"
        passage = NamedNode(f"{self.source.value}.{nested}")
        if passage not in described:
            quads += frames.passage(self.source, nested, [holder], proposal.fingerprint, place)
        if day := proposal.values.get("kg:statedOn"):
            quads.append(Quad(passage, kg.statedOn, frames.date_of(day), self.source))
        return passage, quads

    def _stated(
        self, register: Register, proposal: Proposal, passage: NamedNode
    ) -> dict[PurePosixPath, list[Quad]]:
        """Return the statements of a proposal on a record that exists, or on one that it makes."""
        values = proposal.values
        if proposal.kind == "speaker":
            return _assessment(register, values, passage) if values.get("gist") else {}
        statements = [
            frames.statement(register, prop, text) for prop, text in values.items() if prop not in _PLACING
        ]
        # The frame of a record needs a described passage, which this proposal may be the first to make.
        register.facts.described.setdefault(passage, [])
        if "record" in values:
            record = NamedNode(register.resolve(values["record"]))
            classes = [named(name) for name in sorted(direct_classes(register, record))]
            classes = classes or [_class_of(register, proposal)]
            defining = {link for cls in classes for link in frames.defining_links(register, cls)}
            quads = [Quad(record, A, cls, passage) for cls in classes]
            quads += [Quad(record, prop, value, passage) for prop, value in statements if prop not in defining]
            return {frames.file_of(register, passage.value): quads}
        if not values.get("key"):
            raise FrameFault(f"This {proposal.kind} belongs to a record: choose one, or give a new one its key.")
        cls = _class_of(register, proposal)
        return frames.record(register, cls, values["key"], {}, {}, statements, passage.value)


def _class_of(register: Register, proposal: Proposal) -> NamedNode:
    """Return the class of the record that a proposal makes."""
    cls = named(proposal.values.get("class") or _CLASSES[proposal.kind])
    if cls not in register.facts.above:
        raise FrameFault(f"{compact(cls.value)} is no class.")
    return cls


def _assessment(register: Register, values: dict[str, str], passage: NamedNode) -> dict[PurePosixPath, list[Quad]]:
    """Return what a speaker says as an assessment: a gist in the reviewer's own words, of something."""
    about = [register.resolve(name) for name in values.get("about", "").split(",") if name.strip()]
    if not about:
        raise FrameFault("A gist is about something: add about = a record, several with commas.")
    kind = register.code(values.get("kind", "states"), code.assessment_kinds)
    holder = register.find(values["kg:holder"], kg.Agent)
    words = "-".join(slug(values["gist"]).split("-")[:4])
    record = NamedNode(record_iri(values.get("key") or f"{local(holder)}-{local(about[0])}-{words}"))
    if register.has(record.value):
        raise FrameFault(f"{compact(record.value)} exists already: give this assessment another key.")
    # The passage states all of it: nobody else can state the same assessment, so the register need not identify it.
    quads = [Quad(record, A, kg.Assessment, passage), Quad(record, kg.kind, kind, passage)]
    quads += [Quad(record, kg.about, NamedNode(end), passage) for end in about]
    quads.append(Quad(record, GIST, Literal(values["gist"], language="en"), passage))
    for prop, text in values.items():
        if prop not in (*_PLACING, *_SPEECH):
            quads.append(Quad(record, *frames.statement(register, prop, text), passage))
    register.facts.described.setdefault(passage, [])
    return {frames.file_of(register, passage.value): quads}
