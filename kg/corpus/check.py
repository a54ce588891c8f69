"""Checking a corpus: the data rules, and the SHACL shapes run once over all passages.

On the merged data a `sh:maxCount` would report rival accounts, and a run for each passage would take minutes.
So the shapes are run once on a copy in which each subject is renamed per passage, and once on the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.corpus.files import SHAPES, NoCorpus
from kg.corpus.load import Corpus, CorpusFaults, Fault, load
from kg.corpus.rules import RULES, Facts
from kg.corpus.rules.files import is_program
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    RANGE,
    RDF,
    REGISTER,
    SHAPE,
    SUBCLASS,
    XSD,
    A,
    compact,
    is_record,
    kg,
    local_name,
    of_source,
    sh,
    skos,
    source_iri,
)

if TYPE_CHECKING:
    import rdflib

_MARK = "?passage="


@dataclass(frozen=True)
class Report:
    """What a check found in how many files."""

    faults: list[Fault]
    files: int

    @property
    def errors(self) -> list[Fault]:
        """The faults that are more than warnings."""
        return [fault for fault in self.faults if not fault.warning]

    def lines(self) -> Iterator[str]:
        """Write the report: address, record, what is wrong; beneath it what to do; a count at the end."""
        for fault in self.faults:
            record = f" {fault.record}" if fault.record else ""
            tag = " (warning)" if fault.warning else ""
            yield f"{fault.path.as_posix()}:{fault.line}:{record}{':' if record else ''} {fault.message}{tag}"
            yield f"    {fault.remedy}"
        wrong = {fault.path for fault in self.errors}
        count = f"{len(self.errors)} fault{'' if len(self.errors) == 1 else 's'}"
        warnings = len(self.faults) - len(self.errors)
        noted = f", {warnings} warning{'' if warnings == 1 else 's'}" if warnings else ""
        yield f"{count} in {len(wrong)} of {self.files} files{noted}" if self.files else count


def check(root: Path, today: date | None = None) -> tuple[Corpus | None, Report]:
    """Read and check a corpus, as on a day; the corpus is None where it cannot be read."""
    try:
        corpus = load(root)
    except CorpusFaults as faults:
        return None, Report(faults.faults, faults.files)
    except NoCorpus as error:
        remedy = "Add a data file, or name another corpus with --corpus DIR."
        return None, Report([Fault(Path(), 1, "", str(error), remedy)], 0)
    facts = Facts(corpus, today)
    raised = {fault for rule in RULES for fault in rule(facts)}
    # `shape_faults` makes an IRI of every subject, which a blank node does not allow.
    if not any("blank node" in fault.message for fault in raised):
        raised |= set(shape_faults(facts))
    return corpus, Report(sorted(raised), len(corpus.quads_of))


def shape_faults(facts: Facts) -> Iterator[Fault]:
    """Run the shapes of a corpus over its passages and over its register."""
    written = shapes_of(facts)
    # A rule reports programs in shapes: they are never run.
    if not written or any(map(is_program, written)):
        return
    from kg.rdf.conversion import graph_of

    shapes = graph_of(written)
    # The subject carries the passage, so that a shape counts within each passage.
    testimony = [
        Quad(NamedNode(f"{quad.subject.value}{_MARK}{quad.graph_name.value}"), quad.predicate, quad.object)
        for statements in facts.said.values()
        for quad in statements
    ]
    described = [q for quads in facts.described.values() for q in quads]
    register = [q for quads in facts.register.values() for q in quads]
    types = [Quad(s, A, c) for s, classes in facts.types.items() if is_record(s.value) for c in classes]
    # Passages type happenings; the rule `links_to_happenings` checks the links that lead to them.
    types = [q for q in types if not facts.types[q.subject] & facts.happenings]
    concepts = [q for quads in facts.ontology.values() for q in quads if q.predicate in (A, SUBCLASS)]
    yield from _run(facts, shapes, [*testimony, *described, *types, *concepts])
    yield from _run(facts, shapes, [*register, *types, *concepts])


def shapes_of(facts: Facts) -> list[Quad]:
    """Return the shapes of `ontology/shapes.ttl` and those generated from the ontology's own declarations."""
    path = facts.corpus.root / SHAPES
    quads = list(facts.corpus.quads_of.get(path, []))
    for prop, declarations in facts.ontology.items():
        term = compact(prop.value)
        if facts.values(declarations, kg.singleValued):
            message = f"has more than one {term} in one passage"
            remedy = "A speaker gives one answer in one place: split the passage, or use bounds."
            quads += _shape(prop, "once", sh.maxCount, Literal(1), message, remedy)
        for cls in facts.values(declarations, RANGE):
            # passages, not the register, type a happening: the rule `links_to_happenings` looks at those
            if kg.Record != cls and cls not in facts.happenings and not cls.value.startswith((XSD, RDF)):
                message = f"has a {term} that is no {compact(cls.value)}"
                remedy = (
                    f"{term} leads to a {compact(cls.value)}: correct the value, or its type in graphs/records/."
                )
                quads += _shape(prop, "class", sh.class_, cls, message, remedy)
    return quads


def _shape(
    prop: NamedNode, name: str, constraint: NamedNode, value: Value, message: str, remedy: str
) -> list[Quad]:
    """Return a property shape as quads."""
    shape = NamedNode(f"{SHAPE}{prop.value.rpartition('#')[2]}-{name}")
    return [
        Quad(shape, A, sh.PropertyShape),
        Quad(shape, sh.path, prop),
        Quad(shape, sh.targetSubjectsOf, prop),
        Quad(shape, constraint, value),
        Quad(shape, sh.message, Literal(message)),
        Quad(shape, skos.editorialNote, Literal(remedy)),
    ]


def _run(facts: Facts, shapes: rdflib.Graph, data: list[Quad]) -> Iterator[Fault]:
    """Validate data and yield a fault for each result."""
    # pySHACL and RDFLib are slow to import, and only this function needs them.
    import logging

    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    from kg.rdf.conversion import graph_of

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # malformed literals are reported by a rule
    # No inference: `shape_faults` adds the super-classes of every record to its data.
    try:
        _, results, _ = pyshacl.validate(graph_of(data), shacl_graph=shapes, inference="none", advanced=False)
    except (ReportableRuntimeError, ShapeLoadError, re.error) as error:
        results = error
    if not isinstance(results, rdflib.Graph):
        message = f"cannot be used: {getattr(results, 'message', results)}"
        yield Fault(
            Path(SHAPES), 1, "", " ".join(message.split()), "Correct the shape; others are not tried meanwhile."
        )
        return
    for result in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
        shape = results.value(result, rdflib.SH.sourceShape)
        focus = str(results.value(result, rdflib.SH.focusNode))
        message = str(results.value(result, rdflib.SH.resultMessage))
        remedy = str(shapes.value(shape, rdflib.SKOS.editorialNote))
        subject, _, graph = focus.partition(_MARK)
        if not graph:
            graph = REGISTER.value
            if of_source(subject):
                graph = source_iri(local_name(subject)).split(".")[0]
        try:
            yield facts.fault_at(NamedNode(graph), NamedNode(subject), message, remedy)
        except KeyError:
            # A record without an entry in the register: report its first statement.
            statement = next(q for q in facts.corpus.quads if q.subject.value == subject)
            yield facts.fault(statement, message, remedy)
