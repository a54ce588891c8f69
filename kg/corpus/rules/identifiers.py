"""Rules on identifiers: their form, their namespaces, and which part of the corpus may say what of which."""

from __future__ import annotations

from collections.abc import Iterator

from kg.corpus.files import DESCRIPTION
from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.rdf.closure import closure
from kg.rdf.identifiers import LONGEST, fault_of
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import (
    ALT_LABEL,
    BASE,
    DEFINITION,
    IS_PART_OF,
    LABEL,
    OWL,
    RDF,
    RDFS,
    SH,
    SHORT_NAME,
    A,
    bound_base,
    compact,
    dcterms,
    is_record,
    kg,
    local_name,
    of_source,
    owl,
    record_iri,
    skos,
    source_iri,
)

_NAMES = (LABEL, ALT_LABEL, SHORT_NAME, DEFINITION)
#: Properties that lead out of the graph: the same thing elsewhere, and a licence.
_OUTWARD = (skos.exactMatch, dcterms.license)
_SCHEMA, _PLAIN = (OWL, RDF, RDFS, SH), (A, owl.versionInfo)
#: More reporters than this never stood between a speaker and a reader.
_DEEPEST = 12


@local_rule
def identifiers_in_form(facts: Facts) -> Iterator[Fault]:
    """An identifier is lower-case ASCII: it is the name of a page and of a file, on every system."""
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            subject = statements[0].subject
            if (is_record(subject.value) or of_source(subject.value)) and (fault := fault_of(subject.value)):
                yield facts.fault(
                    statements[0],
                    f"has an identifier that {fault}",
                    f"Rename it: words of a to z and 0 to 9, joined by hyphens, at most {LONGEST} letters.",
                )


@local_rule
def subjects_of_this_graph(facts: Facts) -> Iterator[Fault]:
    """The register and passages describe records, under the namespace of records; only the corpus has another."""
    about_itself = facts.corpus.quads_of.get(facts.corpus.root / DESCRIPTION, ())
    others = {statement.subject for statement in about_itself}
    for table in (facts.register, facts.said):
        for statements in table.values():
            for statement in {s.subject: s for s in statements}.values():
                if not is_record(statement.subject.value) and statement.subject not in others:
                    yield facts.fault(
                        statement,
                        "is described, but is no record",
                        f"Records are id:…, which is short for {record_iri('')}: correct the prefix or the name.",
                    )


@local_rule
def links_within_this_graph(facts: Facts) -> Iterator[Fault]:
    """A link leads to a record, a source or a term of this graph, and never back to the record it starts from."""
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            for statement in statements:
                end, prop = statement.object, compact(statement.predicate.value)
                if not isinstance(end, NamedNode):
                    continue
                if end == statement.subject:
                    yield facts.fault(statement, f"has itself as its {prop}", "Link another record, or none.")
                elif not end.value.startswith((BASE, bound_base())) and statement.predicate not in (*_OUTWARD, A):
                    yield facts.fault(
                        statement,
                        f"has the {prop} {compact(end.value)}, which is not of this graph",
                        "Write id:…, src:… or a term of the ontology; skos:exactMatch leads elsewhere.",
                    )


@local_rule
def plain_statements(facts: Facts) -> Iterator[Fault]:
    """Data states nothing in the vocabularies of schemas, such as `owl:sameAs`, save its types."""
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            for statement in statements:
                if statement.predicate.value.startswith(_SCHEMA) and statement.predicate not in _PLAIN:
                    yield facts.fault(
                        statement,
                        f"has {compact(statement.predicate.value)}, which speaks of terms",
                        "Use a property of ontology/kg.ttl; for records that may be one, kg:maybeSame.",
                    )


@local_rule
def classes_declared(facts: Facts) -> Iterator[Fault]:
    """A type is a class of the ontology; a source is a `kg:Source` and a passage a `kg:Passage`, nothing else."""
    classes = {term for term, declared in facts.ontology.items() if owl.Class in facts.links(declared, A)}
    for table in (facts.register, facts.described, facts.said):
        for statements in table.values():
            for statement in statements:
                if statement.predicate != A:
                    continue
                own: NamedNode | None = None
                if of_source(statement.subject.value):
                    own = kg.Passage if "." in local_name(statement.subject.value) else kg.Source
                if statement.object not in classes or own not in (None, statement.object):
                    cls = statement.object.value
                    shown = compact(cls) if isinstance(statement.object, NamedNode) else cls
                    yield facts.fault(
                        statement,
                        f"has the type {shown}",
                        f"It is {f'a {compact(own.value)}' if own else 'of a class of ontology/kg.ttl'}.",
                    )


@local_rule
def passages_of_their_source(facts: Facts) -> Iterator[Fault]:
    """A source and its passages are described in its own block; a passage is part of it and named after it."""
    for subject, statements in facts.described.items():
        key, dot, _ = local_name(subject.value).partition(".")
        source = NamedNode(source_iri(key))
        for statement in statements:
            if statement.graph_name != source:
                yield facts.fault(
                    statement, f"is described outside src:{key}", f"Describe it in the block src:{key} of its file."
                )
                break
        parts = facts.values(statements, IS_PART_OF)
        if dot and parts and parts != [source]:  # a shape reports a passage of no source
            yield facts.fault(
                statements[0], f"is not part of src:{key} alone", f"State dcterms:isPartOf src:{key}, once."
            )


@local_rule
def passages_name_nothing(facts: Facts) -> Iterator[Fault]:
    """Names and definitions come from the register only, so that no source renames what others speak of."""
    for statements in facts.said.values():
        for statement in statements:
            if statement.predicate in _NAMES:
                yield facts.fault(
                    statement,
                    f"has {compact(statement.predicate.value)} in a passage",
                    "Names are stated in graphs/records/; another spelling is a skos:altLabel there.",
                )


@rule
def quotations_of_reasonable_depth(facts: Facts) -> Iterator[Fault]:
    """Nobody is quoted through more than a dozen others."""

    def reporters(passage: NamedNode) -> list[NamedNode]:
        """Return the passages that report a passage."""
        return facts.links(facts.described.get(passage, ()), kg.quotedIn)

    for passage in facts.described:
        chain = [passage]
        while len(chain) <= _DEEPEST and (above := reporters(chain[-1])):
            chain.append(above[0])
        if len(chain) > _DEEPEST and len(closure([passage], reporters)) > _DEEPEST:
            yield facts.fault(
                facts.described[passage][0],
                f"is quoted through more than {_DEEPEST} passages",
                "Leave out the reporters between those who matter.",
            )
