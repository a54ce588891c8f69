"""Rules on terms: declared, defined, distinctly labelled, and without cycles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import (
    BASE,
    DCTERMS,
    DEFINITION,
    IS_PART_OF,
    IS_REPLACED_BY,
    LABEL,
    LANGUAGES,
    OWL,
    PREFIXES,
    RANGE,
    RDF,
    RDFS,
    SH,
    SKOS,
    SUBCLASS,
    SUBPROPERTY,
    A,
    bound_base,
    compact,
    kg,
    owl,
    prov,
    skos,
)

_OWN = tuple(PREFIXES[p] for p in ("kg", "code", "field", "view", "projection"))


_FOREIGN = (DCTERMS, SKOS, OWL, RDF, RDFS, SH, PREFIXES["prov"])


_KINDS = {
    owl.Class: "class",
    owl.ObjectProperty: "property",
    owl.DatatypeProperty: "property",
    owl.AnnotationProperty: "property",
    skos.Concept: "concept",
    skos.ConceptScheme: "scheme",
    kg.View: "view",
    kg.Projection: "projection",
}


@local_rule
def declared_terms(facts: Facts) -> Iterator[Fault]:
    """Every class, property and concept used in data is declared in the ontology."""
    seen: set[tuple[str, str]] = set()
    for statements in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in statements:
            for term in (quad.predicate, quad.object):
                if not isinstance(term, NamedNode) or term in facts.ontology:
                    continue
                foreign = term.value.startswith(_FOREIGN) or not term.value.startswith((BASE, bound_base()))
                if term.value.startswith(_OWN) or (term == quad.predicate and not foreign):
                    key = (quad.subject.value, term.value)
                    if key not in seen:
                        seen.add(key)
                        yield facts.fault(quad, f"{compact(term.value)} is not declared", _suggest(facts, term))
                elif term == quad.predicate and not term.value.startswith(_FOREIGN):
                    yield facts.fault(
                        quad,
                        f"{compact(term.value)} is of a vocabulary that this graph does not use",
                        "Use a property of ontology/kg.ttl, Dublin Core or SKOS.",
                    )


def _suggest(facts: Facts, term: NamedNode) -> str:
    """Return the remedy for an undeclared term: the nearest declared ones of its namespace, if any."""
    from kg.text.folding import near

    namespace = max((n for n in _OWN if term.value.startswith(n)), key=len, default="")
    local = term.value[len(namespace) :]
    known = [s.value[len(namespace) :] for s in facts.ontology if s.value.startswith(namespace)]
    names = near(local, known)
    prefix = compact(namespace + "x").rpartition(":")[0]
    return (
        "Did you mean " + " or ".join(f"{prefix}:{similar}" for similar in names) + "?"
        if names
        else "Declare it in ontology/, or use a declared term."
    )


@rule
def terms_explained(facts: Facts) -> Iterator[Fault]:
    """Every term of the ontology is named in three languages and defined in one English sentence."""
    for declarations in facts.ontology.values():
        if not any(t in _KINDS for t in facts.links(declarations, A)):
            continue
        named = {label.language for label in facts.texts(declarations, LABEL)}
        for language in LANGUAGES:
            if language not in named:
                yield facts.fault(
                    declarations[0], f"has no label @{language}", f'Add skos:prefLabel "…"@{language}.'
                )
        definitions = [d.value for d in facts.texts(declarations, DEFINITION) if d.language == "en"]
        if len(definitions) != 1 or not definitions[0].endswith("."):
            yield facts.fault(
                declarations[0], "has no English definition of one full sentence", 'Add skos:definition "… ."@en.'
            )


@rule
def codes_exemplified(facts: Facts) -> Iterator[Fault]:
    """Every concept in use as a code has an example that is coded with it and a counter-example that is not."""
    every = {provision for provisions in facts.coded.values() for provision in provisions}
    for concept, provisions in facts.coded.items():
        statements = facts.ontology[concept]
        for predicate, others in ((skos.example, every - provisions), (kg.counterExample, provisions)):
            prop = compact(predicate.value)
            if not facts.values(statements, predicate):
                yield facts.fault(
                    statements[0],
                    f"is used in coding without {prop}",
                    f"Add {prop} id:…, a provision, or a case in words.",
                )
            for record in facts.links(statements, predicate):
                if record in others:
                    but = "is not coded with it" if predicate == skos.example else "is coded with it"
                    yield facts.fault(
                        statements[0],
                        f"has {prop} {compact(record.value)}, which {but}",
                        "Choose another, or correct the coding.",
                    )


@rule
def labels_distinct(facts: Facts) -> Iterator[Fault]:
    """No two terms of one kind have the same label in one language; concepts are compared within their scheme."""
    owners: dict[tuple[str, str, str], NamedNode] = {}
    for term, declarations in sorted(facts.ontology.items(), key=lambda pair: pair[0].value):
        kinds = {_KINDS[t] for t in facts.links(declarations, A) if t in _KINDS}
        scheme = next((s.value for s in facts.links(declarations, skos.inScheme)), "")
        for kind in kinds:
            for label in facts.texts(declarations, LABEL):
                key = (kind + scheme, label.language or "", label.value)
                other = owners.setdefault(key, term)
                if other != term:
                    yield facts.fault(
                        declarations[0],
                        f'has the label "{label.value}"@{label.language} of {compact(other.value)}',
                        "Give each its own label, or merge the two.",
                    )


@rule
def datatypes_declared(facts: Facts) -> Iterator[Fault]:
    """Every datatype property declares its datatype; one that declares none is a property of dates by its name."""
    bounded = {prop: facts.links(declarations, kg.bounds) for prop, declarations in facts.ontology.items()}
    for prop, declarations in facts.ontology.items():
        if owl.DatatypeProperty not in facts.links(declarations, A):
            continue
        if not facts.links(declarations, RANGE) and not _speaks_of_time(prop, bounded):
            yield facts.fault(declarations[0], "has no datatype", "Add rdfs:range xsd:…, or name it as a date.")


def _speaks_of_time(prop: NamedNode, bounded: dict[NamedNode, list[NamedNode]]) -> bool:
    """Return whether a property takes dates, by its own name or that of the property it bounds."""
    term = prop.value.rpartition("#")[2]
    return bool(re.search(r"(Date|date|On|Start|End|Than|From|Until|Attested|Before)$|^date", term)) or any(
        _speaks_of_time(b, bounded) for b in bounded[prop]
    )


_ORDERS = {
    *(SUBCLASS, SUBPROPERTY, skos.broader, IS_PART_OF, IS_REPLACED_BY, prov.wasDerivedFrom),
    *(kg.quotedIn, kg.locatedIn, kg.organOf, kg.officeOf, kg.copies),
}


@rule
def no_cycles(facts: Facts) -> Iterator[Fault]:
    """What is above, around, before or behind something is not below, in, after or before itself."""
    tables = (facts.ontology, facts.register, facts.described)
    next_to: dict[tuple[NamedNode, NamedNode], list[NamedNode]] = {}

    def following(order: NamedNode, subject: NamedNode) -> list[NamedNode]:
        """Return what one order leads to from a subject."""
        if (order, subject) not in next_to:
            statements = (quad for table in tables for quad in table.get(subject, ()))
            next_to[order, subject] = facts.links(statements, order)
        return next_to[order, subject]

    for table in tables:
        for subject, statements in table.items():
            for quad in {quad.predicate: quad for quad in statements if quad.predicate in _ORDERS}.values():
                order, ends = quad.predicate, following(quad.predicate, subject)
                # Nearly everything is above only what is above nothing, which needs no walk.
                if any(following(order, end) for end in ends) and subject in closure(
                    ends, partial(following, order)
                ):
                    message = f"{compact(order.value)} leads back to itself"
                    yield facts.fault(quad, message, "Break the circle.")
