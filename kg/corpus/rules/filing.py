"""Filing: the file of a corpus in which a source or a record belongs, by its kind or class and its name.

A source lies in the folder of its kind, under the first character of its key, so that no folder grows beyond what
an eye or a hosting service lists. An instrument has a file of its own, with its provisions and the acts of its
life; every other record stands in the file of its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.corpus.rules.facts import Facts
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import ID, IS_PART_OF, IS_REPLACED_BY, compact, kg

_PLURALS = {"person": "people"}


def source_file(key: str, kind: NamedNode) -> PurePosixPath:
    """Name the file of a source of a kind; a table of its own lies beside it.

    >>> from kg.rdf.vocabulary import PREFIXES
    >>> str(source_file("tass-1940345", NamedNode(PREFIXES["code"] + "press-report")))
    'graphs/sources/press-report/t/tass-1940345.trig'
    >>> str(source_file("coding-identity", NamedNode(PREFIXES["code"] + "project-coding")))
    'graphs/coding/identity.trig'
    """
    name = compact(kind.value).removeprefix("code:")
    if name == "project-coding":
        return PurePosixPath("graphs/coding", f"{key.removeprefix('coding-')}.trig")
    return PurePosixPath("graphs/sources", name, key[:1], f"{key}.trig")


def class_file(cls: NamedNode) -> PurePosixPath:
    """Name the file of the records of a class: the class in the plural.

    >>> [class_file(kg(name)).name for name in ("StateOrgan", "ResearchBody", "Person")]
    ['state-organs.ttl', 'research-bodies.ttl', 'people.ttl']
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", compact(cls.value).removeprefix("kg:")).lower()
    plural = _PLURALS.get(words) or re.sub(r"y$", "ie", words) + "s"
    return PurePosixPath("graphs/records", f"{plural}.ttl")


def record_file(facts: Facts, record: NamedNode) -> PurePosixPath | None:
    """Name the file in which the register's entry on a record belongs; none where nothing says what the record is.

    A retired record stays with the one that took its place.
    """
    *_, record = _chain(facts, record, IS_REPLACED_BY)
    *_, whole = _chain(facts, record, IS_PART_OF, kg.treaty)
    if kg.Instrument in facts.types.get(whole, ()):
        return PurePosixPath("graphs/records/instruments", f"{whole.value.removeprefix(ID)}.ttl")
    classes = facts.types.get(record, set())
    narrowest = (c for c in classes if not any(c in facts.above.get(other, ()) for other in classes - {c}))
    return class_file(cls) if (cls := min(narrowest, key=str, default=None)) else None


def _chain(facts: Facts, record: NamedNode, *links: NamedNode) -> Iterator[NamedNode]:
    """Yield a record, and each to which a link leads on in the register; of several the first by name."""
    seen: list[NamedNode] = []
    while record not in seen:
        seen.append(record)
        quads = facts.register.get(record, [])
        ends = [end for link in links for end in facts.links(quads, link)]
        record = min(ends, key=str, default=record)
    yield from seen
