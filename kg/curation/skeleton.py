"""The skeleton of a corpus on another relationship: its description, its parties, and the ontology adapted to them.

The vocabulary is shared, so that corpora are asked alike; the base of its records is the new corpus's own. What
belongs to the relationship that they were made for stays behind: examples that are records, the perspectives and
views of a party that is not described, and what is known of the answers to questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import cast

from kg.corpus.files import DESCRIPTION, is_base
from kg.curation.register import Register, local
from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    CODE,
    DEFINITION,
    LABEL,
    LANGUAGES,
    VIEW,
    A,
    bound,
    dcterms,
    is_record,
    kg,
    local_name,
    of_source,
    owl,
    record_iri,
    skos,
    source_iri,
    xsd,
)
from kg.text.phrases import say

#: The perspectives that every party has; others, such as factions, are declared by hand.
_PERSPECTIVES = ("official", "press", "state-media", "opposition", "expert")
#: The licence of a new corpus until its makers choose another.
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class SkeletonFault(Error):
    """A skeleton that cannot be made: its parties are not two states, or its folder is not empty."""


def files(register: Register, parties: tuple[str, str], base: str = "") -> dict[PurePosixPath, str]:
    """Return the files of a new corpus by their path: description, states, ontology, questions.

    Args:
        register: the corpus whose ontology is adapted.
        parties: the IRIs of the two states whose relations are described.
        base: with which the IRIs of its records begin; else an example named after the parties.

    Raises:
        SkeletonFault: a party is no state of the register, both are the same, or the base can begin no IRI.
    """
    base = base or f"https://example.org/{'-'.join(map(local, parties))}/"
    if not is_base(base):
        raise SkeletonFault(f"{base} can begin no IRI. Give an http address that ends with a slash.")
    if len(set(parties)) < 2 or not all(register.is_a(party, kg.State) for party in parties):
        raise SkeletonFault("Two states of the register are needed; kg new state makes one that is missing.")
    replaced = _replaced(register, parties)
    root = register.corpus.root
    written = {
        PurePosixPath(DESCRIPTION): _rebased(_description(register, parties, base), base),
        PurePosixPath("graphs/records/states.ttl"): _rebased(_states(register, parties), base),
    }
    for path in sorted((root / "ontology").glob("*.ttl")):
        written[PurePosixPath("ontology", path.name)] = list(_adapted(register, turtle.read(path), replaced))
    own = {f"<{make('')}>": make("") for make in (record_iri, source_iri)}
    with bound(base):
        texts = {path: turtle.write(quads) for path, quads in written.items()}
        spaces = {old: f"<{space}>" for old, space in zip(own, (record_iri(""), source_iri("")), strict=True)}
    for path in sorted((root / "ontology" / "questions").glob("*")):
        text = _question(path, replaced)
        for old, new in spaces.items():
            text = text.replace(old, new)
        texts[PurePosixPath("ontology/questions", path.name)] = text
    return texts


def _rebased(quads: Iterable[Quad], base: str) -> list[Quad]:
    """Return quads with their records under another base."""

    def moved(term: Value) -> Value:
        """Return a record under the other base; what else there is stays."""
        if not (isinstance(term, NamedNode) and is_record(term.value)):
            return term
        key = local_name(term.value)
        with bound(base):
            return NamedNode(record_iri(key))

    return [Quad(cast("NamedNode", moved(q.subject)), q.predicate, moved(q.object), q.graph_name) for q in quads]


def _replaced(register: Register, parties: tuple[str, str]) -> dict[str, str]:
    """Return each party of the register's own corpus that is not described anew, with the one in its place."""
    described = sorted(
        party.value
        for quads in register.facts.register.values()
        for party in register.facts.links(quads, kg.describedParty)
    )
    new = [party for party in parties if party not in described]
    return dict(zip((party for party in described if party not in parties), new, strict=False))


def names(register: Register, party: str) -> dict[str, str]:
    """Return the names of a party by language, in English where it has none."""
    return {tag: register.label(party, tag) for tag in LANGUAGES}


def _description(register: Register, parties: tuple[str, str], base: str) -> Iterator[Quad]:
    """Yield the description of the corpus: title, makers, licence, version, base and parties."""
    pair = "-".join(map(local, parties))
    corpus, makers = NamedNode(f"{base}dataset"), NamedNode(record_iri(f"{pair}-contributors"))
    one, other = (names(register, party) for party in parties)
    for tag in LANGUAGES:
        yield Quad(corpus, LABEL, Literal(say("skeleton.title", tag, one[tag], other[tag]), language=tag))
        yield Quad(makers, LABEL, Literal(say("skeleton.makers", tag, one[tag], other[tag]), language=tag))
    about = say("skeleton.about", "en", one["en"], other["en"])
    described: tuple[tuple[NamedNode, Value], ...] = (
        (A, kg.Corpus),
        (dcterms.creator, makers),
        (dcterms.description, Literal(about, language="en")),
        (dcterms.license, NamedNode(_LICENCE)),
        (kg.base, Literal(base, datatype=xsd.anyURI)),
        (owl.versionInfo, Literal("0.1.0")),
        *((kg.describedParty, NamedNode(party)) for party in parties),
    )
    for predicate, value in described:
        yield Quad(corpus, predicate, value)
    yield Quad(makers, A, kg.Group)


def _states(register: Register, parties: Iterable[str]) -> Iterator[Quad]:
    """Yield the entries of the parties: their class, names and links to other vocabularies, no others' records."""
    for party in parties:
        for quad in register.facts.register[NamedNode(party)]:
            if not (isinstance(quad.object, NamedNode) and is_record(quad.object.value)):
                yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _adapted(register: Register, quads: Iterable[Quad], replaced: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the statements of an ontology file, its parties in place of others, without records of their corpus."""
    composed: set[NamedNode] = set()
    for quad in quads:
        subject = _renamed(quad.subject, replaced)
        value = _renamed(quad.object, replaced) if isinstance(quad.object, NamedNode) else quad.object
        # An example that is a record or a passage is one of another corpus.
        if (
            subject is None
            or value is None
            or (isinstance(value, NamedNode) and (is_record(value.value) or of_source(value.value)))
        ):
            continue
        texts = (LABEL, ALT_LABEL, DEFINITION, skos.scopeNote)
        if subject != quad.subject and quad.predicate in texts:
            if subject not in composed:
                composed.add(subject)
                yield from _composed(register, subject, replaced)
            continue
        if isinstance(value, Literal) and (adapted := _text(register, quad.predicate, value, replaced)) is not None:
            yield Quad(subject, quad.predicate, adapted, DefaultGraph())
        elif isinstance(value, NamedNode):
            yield Quad(subject, quad.predicate, value, DefaultGraph())


def _text(register: Register, predicate: NamedNode, text: Literal, replaced: Mapping[str, str]) -> Literal | None:
    """Return a text of the ontology with the new party in it; None for one that is about another alone.

    A label or an English definition that names both parties is about their relations, and stays with the new name;
    a definition that names one is about the world (the Russian rouble), and stays as it is.
    """
    tables = register.facts.register.values()
    described = {party for quads in tables for party in register.facts.links(quads, kg.describedParty)}
    for old, new in replaced.items():
        tag = text.language or "en"
        name, called = register.label(old, tag), register.label(new, tag)
        # Without its last letter, which in Russian is the ending of a case.
        if name[:-1].casefold() not in text.value.casefold():
            continue
        others = [register.label(party.value, tag) for party in described if party.value != old]
        together = all(other in text.value for other in others)
        if tag == "en" and (predicate == LABEL or (predicate == DEFINITION and together)):
            return Literal(re.sub(rf"\b{name}\b", called, text.value), language=text.language)
        if predicate == LABEL:
            english = say("skeleton.ontology", tag, register.label(new, tag))
            return Literal(english, language=text.language)
        if predicate != DEFINITION or tag != "en":
            return None
    return text


def _renamed(term: NamedNode, replaced: Mapping[str, str]) -> NamedNode | None:
    """Return the term in the place of one named after a replaced party; None where it has no counterpart."""
    for namespace in (CODE, VIEW):
        name = term.value.removeprefix(namespace) if term.value.startswith(namespace) else ""
        for old, new in replaced.items():
            if name == f"group-{local(old)}":
                return NamedNode(f"{namespace}group-{local(new)}")
            if name.startswith(f"{local(old)}-"):
                kind = name.removeprefix(f"{local(old)}-")
                return NamedNode(f"{namespace}{local(new)}-{kind}") if kind in _PERSPECTIVES else None
    return term


def _composed(register: Register, term: NamedNode, replaced: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the labels and the definition of a perspective or view of a party, from the names of the party."""
    name = term.value.rpartition("/")[2]
    party = next(new for new in replaced.values() if re.search(rf"(?:^|-){local(new)}(?:-|$)", name))
    kind = "group" if name.startswith("group-") else name.removeprefix(f"{local(party)}-")
    view = "view" if term.value.startswith(VIEW) else "perspective"
    called = names(register, party)
    for tag in LANGUAGES:
        yield Quad(term, LABEL, Literal(say(f"skeleton.{kind}", tag, called[tag]), language=tag))
    definition = say(f"skeleton.{view}.{kind}", "en", called["en"])
    yield Quad(term, DEFINITION, Literal(definition, language="en"))


def _question(path: Path, replaced: Mapping[str, str]) -> str:
    """Return a question with the new party in its defaults, or the head of its table of expected rows."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return text.split("\n", 1)[0] + "\n"
    for old, new in replaced.items():
        text = re.sub(rf"\bid:{re.escape(local(old))}\b(?!-)", f"id:{local(new)}", text)
    return re.sub(r"^#\+ least:.*\n", "", text, flags=re.MULTILINE)
