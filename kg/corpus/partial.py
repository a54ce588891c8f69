"""Checking what a change of some files can break, without a look at everything else.

Local rules and shapes look at a record's own statements and at the classes of what they lead to, no further: they
run on the records that the files speak of and on those that link to them. The other rules look at how files fit
together, and run whole.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.corpus import check as whole
from kg.corpus.check import Report
from kg.corpus.files import DESCRIPTION, SHAPES
from kg.corpus.load import Corpus, CorpusFaults, load, without_collector
from kg.corpus.rules import LOCAL, RULES, Facts
from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode, Quad
from kg.rdf.vocabulary import ONTOLOGY


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
