"""Frames of new sources and records: what `kg new` and `kg review` add to the files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kg.corpus.rules.filing import record_file, source_file
from kg.curation.register import Register, slug
from kg.dataset.names import NameFault, address
from kg.documents.copies import Copy
from kg.errors import Error
from kg.rdf.identifiers import fault_of
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    IS_PART_OF,
    LABEL,
    LANGUAGES,
    RANGE,
    REGISTER,
    SHORT_NAME,
    XSD,
    A,
    code,
    compact,
    dcterms,
    expand,
    kg,
    local_name,
    of_source,
    owl,
    prov,
    rdf,
    record_iri,
    skos,
    source_iri,
    xsd,
)
from kg.text import dates
from kg.text.folding import near

#: The place of a paragraph in the name of its passage, and the words of its locator.
OPENING = "title, standfirst and byline"
#: Classes of which no record is one itself.
_ABSTRACT = (kg.Record, kg.Thing, kg.Happening, kg.Agent, kg.Instrument, kg.Action, kg.Infrastructure)
#: Properties of other vocabularies that the files use: those that link, and those whose values are texts.
_LINKS, _TEXTS = (IS_PART_OF, prov.wasDerivedFrom, skos.exactMatch), (ALT_LABEL, skos.editorialNote)


class FrameFault(Error):
    """A frame that cannot be written, with what is missing or in the way, and the remedy."""


@dataclass(frozen=True)
class Description:
    """A source as its frame describes it; titles are by language, agents and codes are IRIs."""

    key: str
    kind: NamedNode
    titles: Mapping[str, str]
    language: str
    creators: tuple[str, ...] = ()
    publisher: str = ""
    day: str = ""
    address: str = ""
    statements: tuple[tuple[NamedNode, Value], ...] = ()

    @property
    def holders(self) -> tuple[str, ...]:
        """Who speaks where nobody else is quoted: the authors, else the publisher."""
        return self.creators or ((self.publisher,) if self.publisher else ())


def key_of(publisher: str, creators: Iterable[str], day: str, address: str) -> str:
    """Propose the key of a source: its publisher or last author, then the number in its address, or its day.

    >>> key_of(record_iri("tass"), [], "2025-01-17", "https://tass.example/politics/1940345")
    'tass-1940345'
    >>> key_of("", [record_iri("masoud-sadrmohammadi")], "2025", "")
    'masoud-sadrmohammadi-2025'
    """
    first = publisher or next(iter(creators), "")
    numbers = re.findall(r"(?<![0-9])[0-9]{4,}(?![0-9])", address)
    last = numbers[-1] if numbers else day
    return f"{local_name(first)}-{last}" if first and last else ""


def source(register: Register, described: Description, copy: Copy) -> dict[PurePosixPath, list[Quad]]:
    """Return the frame of a source: its description, and each paragraph as a passage with its fingerprint.

    Raises:
        FrameFault: the source exists, its key is no key, or nobody is known who speaks.
    """
    iri = NamedNode(source_iri(described.key))
    place = source_file(described.key, described.kind)
    if fault := fault_of(iri.value):
        raise FrameFault(f"{described.key} is no key: it {fault}.")
    if iri in register.facts.described or (register.corpus.root / place).exists():
        raise FrameFault(f"src:{described.key} exists already: choose another --key, or edit {place}.")
    if not described.holders:
        raise FrameFault(
            "Nobody is known who speaks: name a record with --author or --publisher; "
            "one that is missing is made by kg new person or kg new media-outlet."
        )
    quads = [
        Quad(iri, A, kg.Source, iri),
        *(Quad(iri, dcterms.title, Literal(title, language=tag), iri) for tag, title in described.titles.items()),
        Quad(iri, dcterms.language, Literal(described.language), iri),
        Quad(iri, kg.kind, described.kind, iri),
    ]
    quads += [Quad(iri, predicate, value, iri) for predicate, value in described.statements]
    if kg.extentSeen not in dict(described.statements):
        quads.append(Quad(iri, kg.extentSeen, code.extent_full, iri))
    quads += [Quad(iri, dcterms.creator, NamedNode(creator), iri) for creator in described.creators]
    if described.publisher:
        quads.append(Quad(iri, dcterms.publisher, NamedNode(described.publisher), iri))
    if described.day:
        quads.append(Quad(iri, dcterms.issued, date_of(described.day), iri))
    if described.address:
        quads.append(Quad(iri, kg.address, Literal(described.address, datatype=xsd.anyURI), iri))
    for paragraph in copy.paragraphs:
        quads += passage(iri, f"p{paragraph.number}", described.holders, paragraph.fingerprint)
    return {place: quads}


def passage(
    source: NamedNode, place: str, holders: Iterable[str], fingerprint: str = "", quoted_in: str = ""
) -> list[Quad]:
    """Return the description of a passage of a source, such as `p2` or, with a speaker, `p2.ali-yusefi`."""
    iri = NamedNode(f"{source.value}.{place}")
    number = place.partition(".")[0][1:]
    quads = [
        Quad(iri, A, kg.Passage, source),
        Quad(iri, IS_PART_OF, source, source),
        Quad(iri, kg.locator, Literal(f"paragraph {number}" if number != "0" else OPENING), source),
    ]
    quads += [Quad(iri, kg.holder, NamedNode(holder), source) for holder in holders]
    if fingerprint:
        quads.append(Quad(iri, kg.fingerprint, Literal(fingerprint), source))
    if quoted_in:
        quads.append(Quad(iri, kg.quotedIn, NamedNode(f"{source.value}.{quoted_in}"), source))
    return quads


def record(
    register: Register,
    cls: NamedNode,
    key: str,
    labels: Mapping[str, str],
    short_names: Mapping[str, str],
    statements: Iterable[tuple[NamedNode, Value]],
    passage: str = "",
    *,
    further: bool = False,
) -> dict[PurePosixPath, list[Quad]]:
    """Return the frame of a record: its entry in the register and, for a happening, what a passage states of it.

    Of a happening, its defining links stand in the register, and its class and all else in the passage. The
    register learns of the record, so that further frames can name it.

    Args:
        register: the corpus.
        cls: the class of the record.
        key: its key.
        labels: by language.
        short_names: by language.
        statements: pairs of a property and a value.
        passage: that speaks of it, for a happening.
        further: a happening of the class that exists is meant, and the passage says more of it.

    Raises:
        FrameFault: the record exists, its key is no key, or a happening is without a passage, a thing with one.
    """
    iri = NamedNode(record_iri(key))
    happening = cls in register.facts.happenings
    _admit(register, cls, key, bool(passage), further)
    entry = [Quad(iri, LABEL, Literal(text, language=tag), REGISTER) for tag, text in labels.items()]
    entry += [Quad(iri, SHORT_NAME, Literal(text, language=tag), REGISTER) for tag, text in short_names.items()]
    testimony: list[Quad] = []
    defining = defining_links(register, cls)
    if not happening:
        entry.append(Quad(iri, A, cls, REGISTER))
    else:
        testimony.append(Quad(iri, A, cls, NamedNode(passage)))
    for predicate, value in statements:
        if happening and predicate not in defining:
            testimony.append(Quad(iri, predicate, value, NamedNode(passage)))
        else:
            entry.append(Quad(iri, predicate, value, REGISTER))
    register.facts.register[iri] = [*register.facts.register.get(iri, []), *entry]
    register.facts.types[iri] = set(register.facts.above.get(cls, {cls}))
    additions: dict[PurePosixPath, list[Quad]] = defaultdict(list)
    if entry:
        place = record_file(register.facts, iri)
        if place is None:
            raise FrameFault(
                f"id:{key} belongs to an instrument: name it by "
                f"--set {'kg:treaty' if happening else 'dcterms:isPartOf'} NAME."
            )
        additions[place] += [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in entry]
    if testimony:
        additions[file_of(register, passage)] += testimony
    return dict(additions)


def _admit(register: Register, cls: NamedNode, key: str, spoken: bool, further: bool) -> None:
    """Raise FrameFault where a record of that class and key cannot be added, with or without a passage."""
    iri = record_iri(key)
    if fault := fault_of(iri):
        raise FrameFault(f"{key} is no key: it {fault}.")
    happening = cls in register.facts.happenings
    if register.has(iri) and not (further and happening and register.is_a(iri, cls)):
        raise FrameFault(f"id:{key} exists already: kg show {key}.")
    if happening != spoken:
        raise FrameFault(
            f"A {compact(cls.value)} is spoken of by a passage: name one, such as --passage src:tass-1940345.p2."
            if happening
            else f"A {compact(cls.value)} stands in the register only: leave out --passage."
        )


def lacking(register: Register, cls: NamedNode, given: Iterable[Quad]) -> list[str]:
    """Return what the frame of a thing lacks beside what is checked: names in each language, short names."""
    named = [(LABEL, "--label")]
    if not {kg.Instrument, kg.IntergovernmentalOrganization}.isdisjoint(register.facts.above.get(cls, ())):
        named.append((SHORT_NAME, "--short"))
    texts = {(q.predicate, q.object.language) for q in given if isinstance(q.object, Literal)}
    return [f"{option} {tag}" for prop, option in named for tag in LANGUAGES if (prop, tag) not in texts]


def defining_links(register: Register, cls: NamedNode) -> set[NamedNode]:
    """Return the properties of a class that say which happening is meant.

    An assessment has none: nobody but its speaker can state it, so that his passage states all of it.
    """
    facts = register.facts
    if kg.Assessment in facts.above.get(cls, ()):
        return set()
    return {
        link for above in facts.above.get(cls, ()) for link in facts.links(facts.ontology[above], kg.definingLink)
    }


def file_of(register: Register, passage: str) -> PurePosixPath:
    """Return the path of the file of a passage's source.

    Raises:
        FrameFault: the source is not known.
    """
    key = local_name(passage).partition(".")[0]
    kinds = register.facts.links(register.facts.described.get(NamedNode(source_iri(key)), []), kg.kind)
    if not of_source(passage) or not kinds:
        known = near(key, (local_name(s.value) for s in register.facts.described if "." not in local_name(s.value)))
        raise FrameFault(f"src:{key} is no source. Near: {', '.join(known)}.")
    return source_file(key, kinds[0])


def class_of(register: Register, name: str) -> NamedNode:
    """Return the class of records that a name such as `person` or `media-outlet` means.

    Raises:
        FrameFault: no class has that name; the near ones are listed.
    """
    classes = {
        slug(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", compact(cls.value).removeprefix("kg:"))): cls
        for cls, above in register.facts.above.items()
        if kg.Record in above
    }
    if name not in classes:
        known = near(name, classes, 5)
        raise FrameFault(
            f"{name} is no class of records. "
            + (
                f"Near: {', '.join(known)}."
                if known
                else "Codes and policy fields stand in ontology/, written by hand."
            )
        )
    if classes[name] == kg.Passage:
        raise FrameFault(
            "A passage stands in the file of its source: kg new source makes one of each paragraph, "
            "and kg review one for a speaker."
        )
    if classes[name] in _ABSTRACT:
        above = register.facts.above
        narrower = sorted(o for o, cls in classes.items() if classes[name] in above[cls] and cls not in _ABSTRACT)
        raise FrameFault(f"{name} is too wide. Choose a class below it: {', '.join(narrower)}.")
    return classes[name]


def statement(register: Register, predicate: str, text: str) -> tuple[NamedNode, Value]:
    """Read a property and its value as typed: a record or code by name, a date, a number, a text with its language.

    Raises:
        FrameFault: the property is not declared, or the value is none of its range.
    """
    ontology, kinds = register.facts.ontology, {owl.ObjectProperty, owl.DatatypeProperty}
    properties = {
        compact(p.value): p for p, quads in ontology.items() if kinds.intersection(q.object for q in quads)
    }
    if predicate not in properties and f"kg:{predicate}" in properties:
        predicate = f"kg:{predicate}"
    properties |= {compact(foreign.value): foreign for foreign in (*_LINKS, *_TEXTS)}
    term = properties.get(predicate)
    if term is None:
        raise FrameFault(f"{predicate} is not declared. Near: {', '.join(near(predicate, properties))}.")
    ranges = register.facts.links(register.facts.ontology.get(term, []), RANGE)
    datatype = next((r for r in ranges if r.value.startswith(XSD)), None)
    if datatype is not None:
        return term, Literal(text, datatype=datatype)
    if rdf.langString in ranges or term in _TEXTS:
        words, at, language = text.rpartition("@")
        if not at or language not in LANGUAGES:
            raise FrameFault(f"{predicate} takes a text with its language: write it as “{text}@en”.")
        return term, Literal(words, language=language)
    if text.startswith(("src:", "wd:")):
        return term, NamedNode(expand(text))
    if re.fullmatch(r"[0-9۰-۹٠-٩][0-9۰-۹٠-٩./-]*", text):
        try:
            return term, date_of(dates.read(text).day)
        except dates.NotADate as error:
            raise FrameFault(f"{predicate}: {error}.") from None
    for prefix in ("id", "code", "field"):
        if register.names.held(iri := address(text, prefix)):
            return term, NamedNode(iri)
    try:
        return term, NamedNode(register.resolve(text))
    except NameFault as error:
        raise FrameFault(f"{predicate}: {error}") from None


def date_of(day: str) -> Literal:
    """Return a year, month or day as a literal of its precision.

    >>> date_of("2025-04").datatype == xsd.gYearMonth
    True
    """
    datatype = {4: xsd.gYear, 7: xsd.gYearMonth}.get(len(day), xsd.date)
    return Literal(dates.check(day), datatype=datatype)


def local_codes(register: Register, scheme: NamedNode) -> list[str]:
    """Return the names of the codes of a scheme, without prefix."""
    return [compact(concept.value).partition(":")[2] for concept in register.codes(scheme)]
