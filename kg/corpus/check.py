"""Checking a corpus: the data rules, and the SHACL shapes run once over all passages.

On the merged data a `sh:maxCount` would report rival accounts, and a run for each passage would take minutes.
So the shapes are run once on a copy in which each subject is renamed per passage, and once on the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.corpus.files import SHAPES, NoCorpus
from kg.corpus.load import Corpus, CorpusFaults, Fault, load, without_collector
from kg.corpus.rules import RULES, Facts
from kg.corpus.rules.files import is_program
from kg.corpus.shapes import Stated, UnusableShapes, Violation, validate
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


@without_collector()
def check(root: Path, today: date | None = None) -> tuple[Corpus | None, Report]:
    """Read and check a corpus, as on a day; the corpus is None where it cannot be read."""
    try:
        corpus = load(root)
    except CorpusFaults as faults:
        return None, Report(faults.faults, faults.files)
    except NoCorpus as error:
        remedy = "Add a data file, or name another corpus with --corpus DIR."
        return None, Report([Fault(Path(), 1, "", str(error), remedy)], 0)
    return corpus, of_corpus(corpus, today)


@without_collector()
def of_corpus(corpus: Corpus, today: date | None = None) -> Report:
    """Check a corpus that was read, as on a day."""
    facts = Facts(corpus, today)
    raised = {fault for rule in RULES for fault in rule(facts)}
    # The shapes have no form for a blank node.
    if not any("blank node" in fault.message for fault in raised):
        raised |= set(shape_faults(facts))
    return Report(sorted(raised), len(corpus.quads_of))


def shape_faults(facts: Facts) -> Iterator[Fault]:
    """Run the shapes of a corpus over its passages and over its register."""
    written = shapes_of(facts)
    # A rule reports programs in shapes: they are never run.
    if not written or any(map(is_program, written)):
        return
    try:
        for violation in [violation for data in nodes(facts) for violation in validate(written, data)]:
            yield _fault(facts, violation)
    except UnusableShapes as error:
        remedy = "Correct the shape; others are not tried meanwhile."
        yield Fault(Path(SHAPES), 1, "", f"cannot be used: {error}", remedy)


def nodes(facts: Facts) -> tuple[list[Stated], list[Stated]]:
    """Return the statements of passages and those of the register as the shapes see them, each with the classes.

    Each subject of a passage is a node of its own there, so that a shape counts within each passage.
    """
    testimony: list[Stated] = [
        ((quad.subject, passage), quad.predicate, quad.object)
        for passage, statements in facts.said.items()
        for quad in statements
    ]
    described, register = (
        [((quad.subject, None), quad.predicate, quad.object) for quads in table.values() for quad in quads]
        for table in (facts.described, facts.register)
    )
    # Passages type happenings; the rule `links_to_happenings` checks the links that lead to them.
    context: list[Stated] = [
        ((record, None), A, cls)
        for record, classes in facts.types.items()
        if is_record(record.value) and not classes & facts.happenings
        for cls in classes
    ]
    context += [
        ((quad.subject, None), quad.predicate, quad.object)
        for quads in facts.ontology.values()
        for quad in quads
        if quad.predicate in (A, SUBCLASS)
    ]
    return [*testimony, *described, *context], [*register, *context]


def _fault(facts: Facts, violation: Violation) -> Fault:
    """Return the fault of a violation, with the file and line of its node."""
    subject, graph = violation.focus
    if graph is None:
        described = of_source(subject.value)
        graph = NamedNode(source_iri(local_name(subject.value).split(".")[0])) if described else REGISTER
    try:
        return facts.fault_at(graph, subject, violation.message, violation.remedy)
    except KeyError:
        # A record without an entry in the register: report its first statement.
        statement = next(quad for quad in facts.corpus.quads if quad.subject == subject)
        return facts.fault(statement, violation.message, violation.remedy)


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
