"""Checking what a change of some files can break, without the shapes of everything else.

The rules look at how files fit together and are quick, so they run whole. The shapes take most of the time of a
check; they run on the records that the files speak of and on those that link to them: a shape looks at a record's
own statements and at the classes of what they lead to, no further.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kg.corpus import check as whole
from kg.corpus.check import Report
from kg.corpus.load import Corpus, CorpusFaults, load, without_collector
from kg.corpus.rules import RULES, Facts
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


def of_files(corpus: Corpus, paths: Iterable[Path], today: date | None = None) -> Report:
    """Check what some files of a corpus that was read can break."""
    facts = Facts(corpus, today)
    raised = {fault for rule in RULES for fault in rule(facts)}
    if not any("blank node" in fault.message for fault in raised):
        raised |= set(whole.shape_faults(narrowed(facts, paths)))
    return Report(sorted(raised), len(corpus.quads_of))


def narrowed(facts: Facts, paths: Iterable[Path]) -> Facts:
    """Return the facts on the records of some files and on those that link to them; all for an ontology file."""
    own = [quad for path in paths for quad in facts.corpus.quads_of.get(path.resolve(), ())]
    if any(quad.graph_name == ONTOLOGY for quad in own):
        return facts
    subjects = {quad.subject for quad in own}
    affected = subjects | {quad.subject for quad in facts.corpus.quads if quad.object in subjects}
    narrow = copy.copy(facts)
    narrow.register = {record: quads for record, quads in facts.register.items() if record in affected}
    narrow.said = {}
    for passage, quads in facts.said.items():
        if statements := [quad for quad in quads if quad.subject in affected]:
            narrow.said[passage] = statements
    ends = affected | _ends((*narrow.register.values(), *narrow.said.values()))
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
