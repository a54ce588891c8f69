"""Rules on filing: the file in which a source or a record belongs, by its kind or class and its name.

A source is in the folder of its kind, under the first character of its key, so that no folder holds more files
than a person or a hosting service lists. An instrument has a file of its own, with its provisions and its
actions; every other record is in the file of its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.corpus.files import source_key
from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import IS_PART_OF, IS_REPLACED_BY, REGISTER, compact, kg, local_name, source_iri

_PLURALS = {"person": "people"}


def source_file(key: str, kind: NamedNode) -> PurePosixPath:
    """Return the path of the file of a source; its table, if it has one, is beside it.

    >>> from kg.rdf.vocabulary import PREFIXES
    >>> str(source_file("tass-1940345", NamedNode(PREFIXES["code"] + "press-report")))
    'graphs/sources/press-report/t/tass-1940345.trig'
    >>> str(source_file("coding-identity", NamedNode(PREFIXES["code"] + "project-coding")))
    'graphs/coding/identity.trig'
    """
    folder = compact(kind.value).removeprefix("code:")
    if folder == "project-coding":
        return PurePosixPath("graphs/coding", f"{key.removeprefix('coding-')}.trig")
    return PurePosixPath("graphs/sources", folder, key[:1], f"{key}.trig")


def class_file(cls: NamedNode) -> PurePosixPath:
    """Return the path of the file of the records of a class, named by the class in the plural.

    >>> [class_file(kg(name)).name for name in ("StateOrgan", "ResearchBody", "Person")]
    ['state-organs.ttl', 'research-bodies.ttl', 'people.ttl']
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", compact(cls.value).removeprefix("kg:")).lower()
    plural = _PLURALS.get(words) or re.sub(r"y$", "ie", words) + "s"
    return PurePosixPath("graphs/records", f"{plural}.ttl")


def record_file(facts: Facts, record: NamedNode) -> PurePosixPath | None:
    """Return the path of the file in which a record's entry belongs, or None where the record has no class.

    A retired record stays with the one that replaces it. A provision or an act without a link to an instrument
    has no file either: other rules require the link.
    """
    *_, record = _chain(facts, record, IS_REPLACED_BY)
    *_, whole = _chain(facts, record, IS_PART_OF, kg.treaty)
    if kg.Instrument in facts.types.get(whole, ()):
        return PurePosixPath("graphs/records/instruments", f"{local_name(whole.value)}.ttl")
    classes = facts.types.get(record, set())
    if classes & {kg.Provision, kg.Action}:
        return None
    narrowest = (c for c in classes if not any(c in facts.above.get(other, ()) for other in classes - {c}))
    return class_file(cls) if (cls := min(narrowest, key=str, default=None)) else None


def _chain(facts: Facts, record: NamedNode, *links: NamedNode) -> Iterator[NamedNode]:
    """Yield a record, and each next one along the links of the register; of several the first by IRI."""
    seen: list[NamedNode] = []
    while record not in seen:
        seen.append(record)
        statements = facts.register.get(record, [])
        ends = [end for link in links for end in facts.links(statements, link)]
        record = min(ends, key=str, default=record)
    yield from seen


@local_rule
def sources_filed_by_kind(facts: Facts) -> Iterator[Fault]:
    """A source is in the folder of its kind, under the first character of its key."""
    for path in facts.corpus.quads_of:
        if path.suffix == ".trig":
            source = NamedNode(source_iri(source_key(path)))
            kinds = facts.links(facts.described.get(source, []), kg.kind)
            place = source_file(source_key(path), kinds[0]) if len(kinds) == 1 else None
            if place and place != PurePosixPath(facts.corpus.relative(path).as_posix()):
                remedy = "Move the file there: a source lies by its kind and the first character of its key."
                yield facts.fault_at(source, source, f"belongs in {place}", remedy)


@rule
def records_filed_by_class(facts: Facts) -> Iterator[Fault]:
    """An entry of the register is in the file of its class, or of the instrument that it belongs to."""
    for record, paths in facts.entries.items():
        place = record_file(facts, record)
        if len(paths) > 1 or not place:
            continue  # a rule of its own reports an entry in two files, and a record of which nothing is known
        if place != PurePosixPath(facts.corpus.relative(*paths).as_posix()):
            remedy = "Move its block there: records are filed by class, and with an instrument its parts and acts."
            yield facts.fault_at(REGISTER, record, f"belongs in {place}", remedy)
