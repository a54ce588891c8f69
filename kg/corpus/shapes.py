"""Validating data against shapes: plain property shapes directly, all others by pySHACL.

A plain shape counts the values of one property of its targets, or looks at their text, language or class. Every
shape of the project is plain, and pySHACL takes six seconds for what one pass over 180,000 statements decides;
so it is imported only where a corpus has a shape of another form. A test holds that both find the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.errors import Error
from kg.rdf.closure import closure
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import SUBCLASS, A, sh, skos, xsd

#: A node of the data: a subject, and the passage in which its values are counted apart from those elsewhere.
Focus = tuple[NamedNode, NamedNode | None]
#: A statement of the data about such a node.
Stated = tuple[Focus, NamedNode, Value]

_MARK = "?passage="
_PLAIN = frozenset(
    [
        *(A, sh.path, sh.message, skos.editorialNote, sh.targetClass, sh.targetSubjectsOf),
        *(sh.maxCount, sh.minCount, sh.pattern, sh.uniqueLang, sh.class_),
    ]
)
_TRUE = Literal("true", datatype=xsd.boolean)


class UnusableShapes(Error):
    """Shapes that the validator refuses; the message says why."""


@dataclass(frozen=True)
class Violation:
    """A node that breaks a shape, with the message of the shape and its remedy."""

    focus: Focus
    message: str
    remedy: str


def validate(shapes: list[Quad], data: list[Stated]) -> Iterator[Violation]:
    """Yield what breaks any of some shapes; nothing is inferred but the classes above a type.

    Raises:
        UnusableShapes: a shape is malformed.
    """
    plain = plain_shapes(shapes)
    yield from by_pyshacl(shapes, data) if plain is None else directly(plain, data)


@dataclass(frozen=True)
class PlainShape:
    """A property shape that `directly` evaluates, with the constraints that it has."""

    path: NamedNode
    message: str
    remedy: str
    of_class: NamedNode | None
    subjects_of: NamedNode | None
    least: int
    most: int | None
    pattern: re.Pattern[str] | None
    one_in_a_language: bool
    cls: NamedNode | None

    def breaks(self, values: set[Value], classes: dict[NamedNode, set[NamedNode]]) -> bool:
        """Return whether the values of a node break the shape; `classes` holds those of each node."""
        if len(values) < self.least or (self.most is not None and len(values) > self.most):
            return True
        if self.cls and any(isinstance(v, Literal) or self.cls not in classes.get(v, ()) for v in values):
            return True
        if self.pattern and not all(self.pattern.search(value.value) for value in values):
            return True
        if not self.one_in_a_language:
            return False
        languages = [value.language for value in values if isinstance(value, Literal) and value.language]
        return len(languages) != len(set(languages))


def plain_shapes(shapes: list[Quad]) -> list[PlainShape] | None:
    """Read shapes as plain ones; None where one of them is not, or is malformed."""
    stated: dict[NamedNode, dict[NamedNode, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for quad in dict.fromkeys(shapes):
        stated[quad.subject][quad.predicate].append(quad.object)
    try:
        return [_plain_shape(properties) for properties in stated.values()]
    except (KeyError, ValueError, re.error):
        return None


def _plain_shape(properties: dict[NamedNode, list[Value]]) -> PlainShape:
    """Read one shape.

    Raises:
        KeyError, ValueError, re.error: it is not plain: pySHACL says what is wrong with it, if anything is.
    """
    if any(len(values) > 1 for values in properties.values()) or not properties.keys() <= _PLAIN:
        raise ValueError("more than a plain shape has")
    if properties[A] != [sh.PropertyShape] or properties.get(sh.uniqueLang, [_TRUE]) != [_TRUE]:
        raise ValueError("not a property shape")

    def link(predicate: NamedNode) -> NamedNode | None:
        """Return the term to which a property of the shape leads, if it is there."""
        values = properties.get(predicate, [])
        if any(isinstance(value, Literal) for value in values):
            raise ValueError("a text for a term")
        return NamedNode(values[0].value) if values else None

    def text(predicate: NamedNode, datatype: NamedNode = xsd.string) -> str | None:
        """Return the literal of a property of the shape, if it is there."""
        for value in properties.get(predicate, []):
            if not isinstance(value, Literal) or value.datatype != datatype:
                raise ValueError("another datatype")
            return value.value
        return None

    path, message, remedy = link(sh.path), text(sh.message), text(skos.editorialNote)
    if path is None or message is None or remedy is None:
        raise ValueError("nothing to say, or of nothing")
    least, most, pattern = text(sh.minCount, xsd.integer), text(sh.maxCount, xsd.integer), text(sh.pattern)
    return PlainShape(
        path=path,
        message=message,
        remedy=remedy,
        of_class=link(sh.targetClass),
        subjects_of=link(sh.targetSubjectsOf),
        least=int(least or 0),
        most=None if most is None else int(most),
        pattern=None if pattern is None else re.compile(pattern),
        one_in_a_language=sh.uniqueLang in properties,
        cls=link(sh.class_),
    )


def directly(shapes: list[PlainShape], data: Iterable[Stated]) -> Iterator[Violation]:
    """Yield what breaks plain shapes, in one pass over the data."""
    constrained = {predicate for shape in shapes for predicate in (shape.path, shape.subjects_of)}
    values: dict[NamedNode, dict[Focus, set[Value]]] = defaultdict(lambda: defaultdict(set))
    kinds: dict[Focus, set[NamedNode]] = defaultdict(set)
    parents: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for focus, predicate, value in data:
        if predicate in constrained:
            values[predicate][focus].add(value)
        if predicate == A and isinstance(value, NamedNode):
            kinds[focus].add(value)
        elif predicate == SUBCLASS and isinstance(value, NamedNode):
            parents[focus[0]].append(value)
    above = {cls: closure([cls], lambda step: parents.get(step, [])) for cls in set().union(*kinds.values())}
    instances: dict[NamedNode, list[Focus]] = defaultdict(list)
    classes: dict[NamedNode, set[NamedNode]] = {}
    for focus, direct in kinds.items():
        every = {cls for kind in direct for cls in above[kind]}
        for cls in every:
            instances[cls].append(focus)
        if focus[1] is None:  # a value is a node by itself, in no passage
            classes[focus[0]] = every
    for shape in shapes:
        targets = [*values[shape.subjects_of]] if shape.subjects_of else []
        targets += instances.get(shape.of_class, []) if shape.of_class else []
        for focus in dict.fromkeys(targets):
            if shape.breaks(values[shape.path].get(focus, set()), classes):
                yield Violation(focus, shape.message, shape.remedy)


def by_pyshacl(shapes: list[Quad], data: Iterable[Stated]) -> Iterator[Violation]:
    """Yield what breaks shapes of any form.

    Raises:
        UnusableShapes: a shape is malformed.
    """
    # pySHACL and RDFLib are slow to import, and only this function needs them.
    import logging

    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    from kg.rdf.conversion import graph_of

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # malformed literals are reported by a rule
    # The subject carries the passage, so that a shape counts within each passage.
    marked = (
        Quad(NamedNode(f"{subject.value}{_MARK}{passage.value}") if passage else subject, predicate, value)
        for (subject, passage), predicate, value in data
    )
    shapes_graph = graph_of(shapes)
    # No inference: the data has the super-classes of every record.
    try:
        _, results, _ = pyshacl.validate(
            graph_of(marked), shacl_graph=shapes_graph, inference="none", advanced=False
        )
    except (ReportableRuntimeError, ShapeLoadError, re.error) as error:
        results = error
    if not isinstance(results, rdflib.Graph):
        raise UnusableShapes(" ".join(str(getattr(results, "message", results)).split()))
    for result in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
        shape = results.value(result, rdflib.SH.sourceShape)
        subject, _, passage = str(results.value(result, rdflib.SH.focusNode)).partition(_MARK)
        yield Violation(
            (NamedNode(subject), NamedNode(passage) if passage else None),
            str(results.value(result, rdflib.SH.resultMessage)),
            str(shapes_graph.value(shape, rdflib.SKOS.editorialNote)),
        )
