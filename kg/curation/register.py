"""The register of a corpus as a curator needs it: read from the files as they stand, without compiling."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.corpus.load import Corpus
from kg.corpus.rules import Facts
from kg.dataset.names import NAMING, NameFault, Names, address
from kg.documents.gazetteer import Gazetteer
from kg.rdf.terms import NamedNode, Quad, Store
from kg.rdf.vocabulary import (
    IS_REPLACED_BY,
    LABEL,
    SHORT_NAME,
    A,
    compact,
    expand,
    kg,
    local_name,
    skos,
)
from kg.text.folding import near


class Register:
    """The records, names and codes of a corpus that was read."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.facts = Facts(corpus)

    @cached_property
    def names(self) -> Names:
        """The resolver of names, over the records and terms of these files."""
        store = Store()
        tables = (self.facts.register, self.facts.ontology)
        quads = [quad for table in tables for quads in table.values() for quad in quads]
        naming = [quad for quad in quads if quad.predicate in NAMING or quad.predicate == A]
        store.bulk_extend(naming)
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in naming)
        return Names(store)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of all things of the register that a text may mention."""
        things = (kg.Agent, kg.Instrument, kg.Place, kg.Infrastructure, kg.Programme)
        pairs = []
        for record, quads in self.facts.register.items():
            classes = self.facts.types.get(record, set())
            if classes.isdisjoint(things) or self.facts.links(quads, IS_REPLACED_BY):
                continue
            pairs += [(record.value, label.value) for name in NAMING for label in self.facts.texts(quads, name)]
        return Gazetteer(pairs, {record for record, _ in pairs if self.is_a(record, kg.Person)})

    @cached_property
    def acts(self) -> dict[str, list[NamedNode]]:
        """The acts in the life of each instrument."""
        acts = defaultdict(list)
        for record, quads in self.facts.register.items():
            for instrument in self.facts.links(quads, kg.treaty):
                acts[instrument.value].append(record)
        return acts

    @cached_property
    def direct_types(self) -> dict[NamedNode, set[NamedNode]]:
        """Each record with the classes that files state of it, without those above them."""
        types = defaultdict(set)
        for quad in self.corpus.quads:
            if quad.predicate == A and isinstance(quad.object, NamedNode):
                types[quad.subject].add(quad.object)
        return types

    def is_a(self, record: str, cls: NamedNode) -> bool:
        """Return whether a record is of a class, by whatever file states it."""
        return cls in self.facts.types.get(NamedNode(record), ())

    def resolve(self, name: str) -> str:
        """Return the record that a name means; a happening, which has no label of its own, by its identifier.

        Raises:
            NameFault: no record has that name, or several have it.
        """
        return iri if self.has(iri := address(name)) else self.names.find(name)

    def find(self, name: str, cls: NamedNode) -> str:
        """Return the record of a class that a name means.

        Raises:
            NameFault: no record has that name, or several have it, or it is of another class.
        """
        record = self.resolve(name)
        if not self.is_a(record, cls):
            raise NameFault(f"{name} is {compact(record)}, which is no {compact(cls.value)}.")
        return record

    def label(self, record: str, language: str = "en") -> str:
        """Return the short name or label of a record or term in a language, else in English, else its name."""
        quads = self.facts.register.get(NamedNode(record)) or self.facts.ontology.get(NamedNode(record)) or []
        for tag in (language, "en"):
            for predicate in (SHORT_NAME, LABEL):
                for text in self.facts.texts(quads, predicate):
                    if text.language == tag:
                        return text.value
        return compact(record)

    def codes(self, scheme: NamedNode) -> list[NamedNode]:
        """Return the concepts of a scheme."""
        return [
            code for code, quads in self.facts.ontology.items() if scheme in self.facts.links(quads, skos.inScheme)
        ]

    def code(self, name: str, scheme: NamedNode) -> NamedNode:
        """Return the concept of a scheme that a name, or the beginning of one, means.

        Raises:
            NameFault: no concept of the scheme, or several, begin so.
        """
        codes = {code.value.rpartition("/")[2]: code for code in self.codes(scheme)}
        name = name.removeprefix("code:")
        if name in codes:
            return codes[name]
        beginning = [local for local in codes if local.startswith(name)]
        if len(beginning) == 1:
            return codes[beginning[0]]
        meant = sorted(beginning) or near(name, codes) or sorted(codes)
        raise NameFault(f"{name} is no code of {compact(scheme.value)}. Near: {', '.join(meant)}.")

    def has(self, iri: str) -> bool:
        """Return whether the files describe a record, or state something of it."""
        try:
            record = NamedNode(iri)
        except ValueError:
            return False
        return record in self.facts.types or record in self.facts.register


def local(record: str) -> str:
    """Return the name of a record without its namespace.

    >>> from kg.rdf.vocabulary import record_iri
    >>> local(record_iri("treaty-2025"))
    'treaty-2025'
    """
    return local_name(record)


def slug(text: str) -> str:
    """Return a text as part of a record's name: lower-case ASCII letters and digits, joined by hyphens.

    >>> slug("The Tehran Times – Économie")
    'the-tehran-times-economie'
    """
    import re
    import unicodedata

    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def named(prefixed: str) -> NamedNode:
    """Return the term or record of a prefixed name; a bare name is that of a record.

    >>> named("iran") == named("id:iran")
    True
    """
    return NamedNode(expand(prefixed if ":" in prefixed else f"id:{prefixed}"))
