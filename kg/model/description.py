"""The title, makers, version and licence of a corpus, read from its own description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kg.memoize import memoized
from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import LABEL, A, bound_base, dcterms, kg, owl


@dataclass(frozen=True)
class Description:
    """A corpus as it describes itself; what it does not say is empty.

    `makers` holds the IRI and the English name of each, `parties` the IRIs of those whose relations are described,
    `compared` the IRIs of the instruments that analyses compare by default; all in the order of the IRIs.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    makers: tuple[tuple[str, str], ...] = ()
    abstract: str = ""
    licence: str = ""
    version: str = ""
    base: str = field(default_factory=bound_base)
    parties: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The English title."""
        return self.titles.get("en", "Untitled corpus")

    @property
    def stem(self) -> str:
        """The last part of the base, with which the names of exported files begin.

        >>> Description(base="https://example.org/iran-china/").stem
        'iran-china'
        """
        return re.split("[/#]", self.base.rstrip("/#"))[-1]

    def edition(self, digest: str) -> str:
        """Return the version with the first twelve digits of the data's digest, as SemVer's build metadata.

        >>> Description(version="1.2.0").edition("488bedf9358a77c0")
        '1.2.0+488bedf9358a'
        """
        return "+".join(part for part in (self.version, digest[:12]) if part)


@memoized
def of(reader: Reader) -> Description:
    """Read the description of the corpus of a compiled graph."""
    return _read(reader.of_class(kg.Corpus.value), reader.values)


def among(quads: Iterable[Quad]) -> Description:
    """Read the description of a corpus from its quads."""
    terms = (LABEL, A, dcterms.creator, dcterms.description, dcterms.license, owl.versionInfo)
    own_terms = (kg.base, kg.comparedInstrument, kg.describedParty)
    stated: dict[tuple[str, NamedNode], list[Value]] = {}
    for statement in quads:
        if statement.predicate in (*terms, *own_terms):
            stated.setdefault((statement.subject.value, statement.predicate), []).append(statement.object)
    corpora = [subject for (subject, predicate), values in stated.items() if predicate == A and kg.Corpus in values]
    return _read(corpora, lambda subject, predicate: stated.get((subject, predicate), []))


def _read(corpora: list[str], values: Callable[[str, NamedNode], list[Value]]) -> Description:
    """Read the first of the corpora; `kg check` holds that there is one."""
    if not corpora:
        return Description()
    corpus = corpora[0]

    def text(predicate: NamedNode, otherwise: str = "") -> str:
        """Return a text of the corpus."""
        return next((term.value for term in values(corpus, predicate)), otherwise)

    def labels(iri: str) -> dict[str, str]:
        """Return the labels of a record by language."""
        return {label.language or "": label.value for label in values(iri, LABEL) if isinstance(label, Literal)}

    def iris(predicate: NamedNode) -> tuple[str, ...]:
        """Return the records to which a property of the corpus leads, in order."""
        return tuple(sorted(term.value for term in values(corpus, predicate)))

    return Description(
        labels(corpus),
        tuple((maker, labels(maker).get("en", maker)) for maker in iris(dcterms.creator)),
        text(dcterms.description),
        text(dcterms.license),
        text(owl.versionInfo),
        text(kg.base, bound_base()),
        iris(kg.describedParty),
        iris(kg.comparedInstrument),
    )
