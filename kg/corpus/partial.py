"""Checking what a change of some files can break, without a look at everything else.

Local rules and shapes look at a record's own statements and at the classes of what they lead to, no further: they
run on the records that the files speak of and on those that link to them. The other rules look at how files fit
together, and run whole.

Where the statements of the whole corpus lie in a store, and those before the edit were sound, not even that is
needed (`is_sound`): every rule runs on an `Excerpt`, which goes through what the edit touches and looks everything
else up. What it finds wrong, or cannot judge, is left to a check of the files, which knows their lines.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NoReturn, Protocol, TypeVar

from kg.corpus import check as whole
from kg.corpus.check import Report
from kg.corpus.files import DESCRIPTION, SHAPES
from kg.corpus.load import Corpus, CorpusFaults, load, without_collector
from kg.corpus.rules import LOCAL, RULES, Facts
from kg.corpus.rules.facts import CODES
from kg.corpus.rules.filing import record_file
from kg.corpus.shapes import plain_shapes
from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    IS_PART_OF,
    IS_REPLACED_BY,
    ONTOLOGY,
    REGISTER,
    A,
    compact,
    dcterms,
    is_record,
    kg,
    of_source,
)

T = TypeVar("T")
#: Links of the register between things, along which rules walk further than from a record to its neighbour.
_CHAINS = frozenset([*(kg.organOf, kg.officeOf, kg.succeeds, kg.affiliation, kg.owner), IS_PART_OF, IS_REPLACED_BY])


@without_collector()
def check(root: Path, paths: Iterable[Path], today: date | None = None) -> tuple[Corpus | None, Report]:
    """Read a corpus, and check what some of its files can break; the corpus is None where it cannot be read.

    A file of the ontology can break anything: then everything is checked.
    """
    try:
        corpus = load(root)
    except CorpusFaults as faults:
        return None, Report(faults.faults, faults.files)
    return corpus, of_files(corpus, paths, today)


@without_collector()
def of_files(
    corpus: Corpus, paths: Iterable[Path], today: date | None = None, before: Iterable[NamedNode] = ()
) -> Report:
    """Check what some files of a corpus that was read can break.

    Args:
        corpus: the one that the files belong to.
        paths: the files.
        today: the day of the check.
        before: what the files spoke of before they were changed, where that is known.
    """
    facts = Facts(corpus, today)
    narrow = narrowed(facts, paths, before)
    raised = {fault for rule in RULES for fault in rule(narrow if rule in LOCAL else facts)}
    if not any("blank node" in fault.message for fault in raised):
        raised |= set(whole.shape_faults(narrow))
    return Report(sorted(raised), len(corpus.quads_of))


@dataclass
class Part(Corpus):
    """Some files of a corpus; addresses are looked up in all of it."""

    whole: Corpus | None = None

    def address(self, graph: str, subject: str) -> tuple[Path, int]:
        """Find the file and line of a subject's block within a graph, in whatever file."""
        return self.whole.address(graph, subject) if self.whole else super().address(graph, subject)


def narrowed(facts: Facts, paths: Iterable[Path], before: Iterable[NamedNode] = ()) -> Facts:
    """Return the facts on the records of some files and on those that link to them; all for an ontology file."""
    corpus = facts.corpus
    files = {path: corpus.quads_of[path] for path in map(Path.resolve, paths) if path in corpus.quads_of}
    own = [quad for quads in files.values() for quad in quads]
    if any(quad.graph_name == ONTOLOGY for quad in own):
        return facts
    subjects = {*before, *(quad.subject for quad in own)}
    affected = subjects | {quad.subject for quad in facts.corpus.quads if quad.object in subjects}
    narrow = copy.copy(facts)
    # Rules and shapes are read from there, whichever files they look at.
    always = {corpus.root / name for name in (DESCRIPTION, SHAPES)} & corpus.quads_of.keys()
    files |= {path: corpus.quads_of[path] for path in always}
    narrow.corpus = Part(corpus.root, files, corpus.contents, whole=corpus)
    narrow.register = {record: quads for record, quads in facts.register.items() if record in affected}
    narrow.said = {}
    for passage, quads in facts.said.items():
        if statements := [quad for quad in quads if quad.subject in affected]:
            narrow.said[passage] = statements
    ends = affected | narrow.said.keys() | _ends((*narrow.register.values(), *narrow.said.values()))
    # Sources and passages have their classes in their descriptions, and lead on to others.
    described = closure(ends & facts.described.keys(), lambda source: _ends([facts.described.get(source, [])]))
    narrow.described = {source: facts.described[source] for source in described if source in facts.described}
    # The instance's own dictionary, in which `cached_property` keeps what it has computed.
    narrow.__dict__["types"] = {
        record: facts.types[record] for record in (*ends, *described) if record in facts.types
    }
    return narrow


def _ends(statements: Iterable[Iterable[Quad]]) -> set[NamedNode]:
    """Return what statements lead to."""
    return {quad.object for quads in statements for quad in quads if isinstance(quad.object, NamedNode)}


class Suspect(Error):
    """An edit that breaks a rule, or may break one."""


class Statements(Protocol):
    """The statements of a whole corpus, found by any of their terms, none of those that are derived."""

    def __call__(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: Value | None = None,
        graph: NamedNode | None = None,
    ) -> list[Quad]:
        """Return the statements with those terms; None stands for any."""


@dataclass
class Edit:
    """An edit of sources: their files as parsed, what they stated before it, and all statements after it.

    `files` holds the description of the corpus and its shapes as well; `ontology` and `rows`, the register's
    statements from tables, are as in `statements`.
    """

    files: Part
    before: set[Quad]
    statements: Statements
    ontology: list[Quad]
    rows: Callable[[], list[Quad]]

    @cached_property
    def after(self) -> set[Quad]:
        """What the files state now."""
        beside = {self.files.root / name for name in (DESCRIPTION, SHAPES)}
        return {quad for path, quads in self.files.quads_of.items() if path not in beside for quad in quads}

    @cached_property
    def retyped(self) -> set[NamedNode]:
        """The records, sources and passages that the edit gives another class, or takes one from."""
        typed = {quad.subject for quad in self.before ^ self.after if quad.predicate == A}
        gone = {quad.subject for quad in self.before} - {quad.subject for quad in self.after}
        return typed | gone

    def touched(self) -> set[NamedNode]:
        """Return whatever a rule could judge otherwise than before the edit."""
        lost, changed = self.before - self.after, self.before ^ self.after
        subjects = {quad.subject for quad in self.before | self.after}
        subjects |= {quad.subject for quad in self.files.quads_of.get(self.files.root / DESCRIPTION, ())}
        # What links to a record depends on its classes; what it linked to, on being linked at all.
        subjects |= {quad.subject for record in self.retyped for quad in self.statements(value=record)}
        subjects |= _data(quad.object for quad in lost)
        subjects |= _data(q.object for q in self.before | self.after if q.subject in self.retyped)
        subjects |= set(closure(self.retyped, self._replaced))
        subjects |= set(closure(filter(_is_of_source, subjects), self._quoted))
        for quad in changed:
            if quad.predicate == kg.publisherKind:
                subjects |= self._leading(dcterms.publisher, quad.subject)
            elif quad.predicate == kg.paragraphCount:
                subjects |= self._leading(IS_PART_OF, quad.subject)
        # The actions of one treaty are judged together.
        for record in {quad.subject for quad in changed}:
            treaties = {quad.object for quad in self.statements(record, kg.treaty)}
            subjects |= {act for treaty in {record, *treaties} for act in self._leading(kg.treaty, treaty)}
        return subjects

    def _leading(self, predicate: NamedNode, value: Value) -> set[NamedNode]:
        """Return the subjects from which a property leads to a value."""
        return {quad.subject for quad in self.statements(None, predicate, value)}

    def _replaced(self, record: NamedNode) -> set[NamedNode]:
        """Return the retired records that a record replaces."""
        return self._leading(IS_REPLACED_BY, record)

    def _quoted(self, passage: NamedNode) -> set[NamedNode]:
        """Return the passages that a passage reports."""
        return self._leading(kg.quotedIn, passage)


def _is_of_source(subject: NamedNode) -> bool:
    """Return whether a node is a source or a passage."""
    return of_source(subject.value)


def _data(terms: Iterable[Value]) -> set[NamedNode]:
    """Return the records, sources and passages among terms."""
    named = (term for term in terms if isinstance(term, NamedNode))
    return {term for term in named if is_record(term.value) or of_source(term.value)}


class Table(dict[NamedNode, T]):
    """A table that goes through its own entries and looks those of all other subjects up."""

    def __init__(self, own: dict[NamedNode, T], look_up: Callable[[NamedNode], T]) -> None:
        super().__init__(own)
        self._look_up = look_up
        self._others: dict[NamedNode, T] = {}

    def __missing__(self, subject: NamedNode) -> T:
        if subject not in self._others:
            self._others[subject] = self._look_up(subject)
        return self._others[subject]

    def get(self, subject: NamedNode, default: T = None) -> T:  # type: ignore[override, assignment]
        """Return an entry, or the default for one that is empty."""
        return self[subject] or default

    def __contains__(self, subject: object) -> bool:
        return isinstance(subject, NamedNode) and bool(self[subject])


class Excerpt(Facts):
    """The facts that an edit touches; a fault among them is raised as `Suspect`."""

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit.files)
        self.edit = edit
        self.ontology = defaultdict(list)
        for quad in edit.ontology:
            self.ontology[quad.subject].append(quad)
        register: dict[NamedNode, list[Quad]] = {}
        said: dict[NamedNode, list[Quad]] = defaultdict(list)
        touched = edit.touched()
        for subject in touched:
            if not of_source(subject.value):
                for quad in edit.statements(subject):
                    if quad.graph_name == REGISTER:
                        register.setdefault(subject, []).append(quad)
                    else:
                        said[quad.graph_name].append(quad)
        self.register = Table(register, self._entry)
        self.said = Table(said, self._stated)
        ends = touched | said.keys() | _ends((*register.values(), *said.values()))
        described = closure(filter(_is_of_source, ends), lambda source: _data(_ends([self._description(source)])))
        descriptions = {source: self._description(source) for source in described if of_source(source.value)}
        self.described = Table(
            {source: quads for source, quads in descriptions.items() if quads}, self._description
        )
        classes = {record: self._classes(record) for record in {*ends, *described}}
        self.types = Table({record: types for record, types in classes.items() if types}, self._classes)

    def statements_of(self, predicate: NamedNode, value: Value | None = None) -> list[Quad]:
        """Return the statements of a property in the whole corpus, all or of one value."""
        return [q for q in self.edit.statements(None, predicate, value) if q.graph_name != ONTOLOGY]

    def fault_at(self, *_: object, **__: object) -> NoReturn:
        """Raise the suspicion that there is a fault.

        Raises:
            Suspect: always.
        """
        raise Suspect("a rule is broken")

    def _entry(self, record: NamedNode) -> list[Quad]:
        """Return the entry of a record in the register."""
        return self.edit.statements(record, graph=REGISTER)

    def _stated(self, passage: NamedNode) -> list[Quad]:
        """Return what a passage states."""
        quads = self.edit.statements(graph=passage) if of_source(passage.value) else []
        return [quad for quad in quads if not of_source(quad.subject.value)]

    def _description(self, source: NamedNode) -> list[Quad]:
        """Return the description of a source or passage."""
        quads = self.edit.statements(source) if of_source(source.value) else []
        return [quad for quad in quads if quad.graph_name != REGISTER]

    def _classes(self, record: NamedNode) -> set[NamedNode]:
        """Return the classes of a record, whoever states them, super-classes included."""
        stated = (quad.object for quad in self.edit.statements(record, A) if quad.graph_name != ONTOLOGY)
        named = (cls for cls in stated if isinstance(cls, NamedNode))
        return {above for cls in named for above in self.above.get(cls, {cls})}

    @cached_property
    def coded(self) -> dict[NamedNode, set[NamedNode]]:
        """The concepts that provisions are coded with, each with its provisions; none where no code was changed."""
        return {} if CODES.isdisjoint(q.predicate for q in self.edit.before ^ self.edit.after) else super().coded

    @cached_property
    def parts(self) -> dict[NamedNode, dict[int, NamedNode]]:
        """Each instrument among the records with its articles by number."""
        articles: dict[NamedNode, dict[int, NamedNode]] = defaultdict(dict)
        for instrument in self.register:
            for quad in self.edit.statements(None, IS_PART_OF, instrument, REGISTER):
                if kg.Article in self.types[quad.subject]:
                    for number in self.counts(self.register[quad.subject], kg.number):
                        articles[instrument][number] = quad.subject
        return articles

    @cached_property
    def entries(self) -> dict[NamedNode, set[Path]]:
        """The records of another class than before with the file in which they belong, if their entry is there."""
        files: dict[NamedNode, set[Path]] = {}
        moved = [r for r in closure(self.edit.retyped, self.edit._replaced) if self.register.get(r)]
        rows = set(self.edit.rows()) if moved else set()
        root = self.corpus.root
        for record in moved:
            if set(self.register[record]) - rows and (place := record_file(self, record)):
                text = self.corpus.contents.get(root / place, b"").decode()
                files[record] = {root / place if turtle.line_of(text, compact(record.value)) else root}
        return files


@without_collector()
def is_sound(edit: Edit) -> bool:
    """Return whether an edit of a corpus without errors surely breaks no rule and no shape, warnings included."""
    changed = edit.before ^ edit.after
    if any(quad.graph_name == REGISTER and quad.predicate in _CHAINS for quad in changed):
        return False
    try:
        excerpt = Excerpt(edit)
        if plain_shapes(whole.shapes_of(excerpt)) is None or any(
            fault for rule in RULES for fault in rule(excerpt)
        ):
            return False
        return not any(whole.shape_faults(excerpt))
    except Suspect:
        return False
