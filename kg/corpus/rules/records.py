"""Rules on things, happenings and passages: in which file and graph each is described."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    IS_PART_OF,
    IS_REPLACED_BY,
    LABEL,
    RANGE,
    REGISTER,
    A,
    code,
    compact,
    dcterms,
    is_record,
    kg,
    local_name,
    of_source,
    prov,
    record_iri,
    skos,
    source_iri,
)

_ORIGINS = (prov.wasDerivedFrom, kg.copies)
#: Words with which a note names another origin; "undated copy" and "read in a copy at" speak of the page read.
_COPIED = re.compile(
    r"\b(copy of|copy on|mirror|re(?:print|post|publish|tell)\w*|machine translation|text of|as published by"
    r"|as (?:its|their) (?:sources?|writer)|rests on|taken over from|the same (?:\w+ )?(?:report|text))\b",
    re.IGNORECASE,
)

#: What the locator of a coding says by name: the passage that was read, or the records that were compared.
_PASSAGE_READ = re.compile(r"([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:, .*)?")
_COMPARED = re.compile(r"lineage of ([a-z0-9-]+) and ([a-z0-9-]+)")


@rule
def known_records(facts: Facts) -> Iterator[Fault]:
    """Every record that is mentioned is described in the register or attested as a happening."""
    seen: set[tuple[str, str]] = set()
    remedies: dict[NamedNode, str] = {}
    for statements in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in statements:
            for term in (quad.subject, quad.object):
                if (
                    isinstance(term, NamedNode)
                    and (is_record(term.value) or of_source(term.value))
                    and term not in facts.types
                    and term not in facts.register
                ):
                    key = (quad.subject.value, term.value)
                    if key not in seen:
                        seen.add(key)
                        if term not in remedies:
                            # A search among all names takes a tenth of a second: a moved folder makes hundreds.
                            near_names = _near(term, facts) if len(remedies) < _MOST_SEARCHES else []
                            meant = (
                                f"Did you mean {' or '.join(near_names)}? Else describe"
                                if near_names
                                else "Describe"
                            )
                            remedies[term] = f"{meant} it in graphs/records/, or correct the name."
                        yield facts.fault(quad, f"{compact(term.value)} is unknown", remedies[term])


#: The number of unknown records for which near names are sought in one check.
_MOST_SEARCHES = 20


def _near(term: NamedNode, facts: Facts) -> list[str]:
    """Return the records, or the sources and passages, whose names are most like an unknown one."""
    from kg.text.folding import near

    iri, alike = (record_iri, is_record) if is_record(term.value) else (source_iri, of_source)
    known = {**facts.register, **facts.types}
    names = [local_name(record.value) for record in known if record != term and alike(record.value)]
    return [compact(iri(similar)) for similar in near(local_name(term.value), names)]


@rule
def passages_described(facts: Facts) -> Iterator[Fault]:
    """Every graph of statements is a described passage; a passage says something, is quoted from, or is a locator.

    A locator is a passage with a fingerprint, as `kg import-text` proposes one for each paragraph.
    """
    for passage, statements in facts.said.items():
        if passage not in facts.described:
            source = compact(passage.value).split(".")[0]
            yield facts.fault(
                statements[0],
                f"is stated in {compact(passage.value)}, which is not described",
                f"Describe the passage in the block {source}: source, locator, holder.",
            )
    for subject, statements in facts.described.items():
        speaks = subject in facts.said or facts.values(statements, kg.fingerprint)
        if (
            kg.Passage in facts.links(statements, A)
            and not speaks
            and not facts.statements_of(kg.quotedIn, subject)
        ):
            yield facts.fault(
                statements[0],
                "is a passage that states nothing",
                "Remove it, or write what its holder says there.",
            )


@rule
def translated_locators(facts: Facts) -> Iterator[Fault]:
    """A locator is translated into Persian and Russian, and equal locators are translated alike."""
    first: dict[tuple[str, str | None], Quad] = {}
    for quad in facts.statements_of(kg.translatedLocator):
        text = quad.object
        language = text.language if isinstance(text, Literal) else None
        if language not in ("fa", "ru"):
            yield facts.fault(
                quad,
                "has a kg:translatedLocator that is neither Persian nor Russian",
                "kg:locator is in English; translate it with @fa and with @ru.",
            )
            continue
        for locator in facts.texts(facts.described.get(quad.subject, ()), kg.locator):
            other = first.setdefault((locator.value, language), quad)
            if other.object != text and other.subject != quad.subject:
                yield facts.fault(
                    quad,
                    f'translates "{locator.value}" otherwise than {compact(other.subject.value)}',
                    "Pages show one translation of a locator: write both alike, or make the locator more exact.",
                )


@local_rule
def testimony_of_types(facts: Facts) -> Iterator[Fault]:
    """Things are typed in the register, happenings in the passages that attest them."""
    for statements in facts.register.values():
        for quad in statements:
            if quad.predicate == A and quad.object in facts.happenings:
                yield facts.fault(
                    quad,
                    f"is typed {compact(quad.object.value)} in the register",
                    "A happening is typed in the passages that attest it: move the type there.",
                )
    for statements in facts.said.values():
        for quad in statements:
            if quad.predicate == A and quad.object in facts.ontology and quad.object not in facts.happenings:
                yield facts.fault(
                    quad,
                    f"is typed {compact(quad.object.value)} in a passage",
                    "A thing is typed once, in graphs/records/: move the type there.",
                )


@local_rule
def statements_about_attested_records(facts: Facts) -> Iterator[Fault]:
    """A passage that describes a happening also states its type."""
    for statements in facts.said.values():
        typed = {q.subject for q in statements if q.predicate == A}
        untyped = {q.subject: q for q in statements if q.subject not in typed and q.predicate != kg.maybeSame}
        for quad in untyped.values():
            if facts.types.get(quad.subject, set()) & facts.happenings:
                classes = facts.types[quad.subject] & facts.happenings
                cls = compact(max(classes, key=lambda c: (len(facts.above[c]), c.value)).value)
                yield facts.fault(
                    quad,
                    "is described here without its type",
                    f"A passage that speaks of a happening attests it: add `a {cls}` or its sub-class.",
                )


@local_rule
def labels_of_things(facts: Facts) -> Iterator[Fault]:
    """Every thing has one English label, at most one label in a language, and none in a regional form of one."""
    for entry in facts.register.values():
        labels = [label.language for label in facts.texts(entry, LABEL)]
        if facts.links(entry, A) and "en" not in labels:
            yield facts.fault(entry[0], "has no English label", 'Add skos:prefLabel "…"@en.')
        for language in {tag for tag in labels if labels.count(tag) > 1}:
            yield facts.fault(
                entry[0],
                f"has {labels.count(language)} labels @{language}",
                "Keep one; the others are skos:altLabel.",
            )
        for language in {tag for tag in labels if tag and "-" in tag}:
            yield facts.fault(
                entry[0],
                f"has a label @{language}, which no reader would see",
                f"Labels are looked up by the language alone: write @{language.partition('-')[0]}.",
            )


@local_rule
def alternative_labels_differ(facts: Facts) -> Iterator[Fault]:
    """An alternative label says something that the preferred label of its language does not."""
    for entry in facts.register.values():
        preferred = {(label.value, label.language) for label in facts.texts(entry, LABEL)}
        for label in facts.texts(entry, ALT_LABEL):
            if (label.value, label.language) in preferred:
                yield facts.fault(
                    entry[0],
                    f'repeats its label "{label.value}" as an alternative',
                    "Remove the alternative.",
                )


@local_rule
def defining_links_in_register(facts: Facts) -> Iterator[Fault]:
    """The defining links of a happening other than an assessment are in the register."""
    links = {p for statements in facts.ontology.values() for p in facts.links(statements, kg.definingLink)}
    searches = 0
    for record, classes in facts.types.items():
        if classes & facts.happenings and kg.Assessment not in classes:
            entry = {quad.predicate for quad in facts.register.get(record, ())}
            if links & entry:
                continue
            quad = next((q for statements in facts.said.values() for q in statements if q.subject == record), None)
            if quad is None:
                continue  # a passage or source of such a type, which a rule of its own reports
            own = {p for c in classes for p in facts.links(facts.ontology.get(c, []), kg.definingLink)}
            names = ", ".join(sorted(compact(link.value) for link in own))
            near_names = []
            if not entry and searches < _MOST_SEARCHES:
                # A name that is spelt otherwise than in the register looks like a new happening.
                near_names = _near(record, facts)
                searches += 1
            meant = f"Did you mean {' or '.join(near_names)}? Else say" if near_names else "Say"
            yield facts.fault(
                quad,
                "is a happening without defining links in the register",
                f"{meant} in graphs/records/ which happening it is: {names}.",
            )


@rule
def register_is_spoken_of(facts: Facts) -> Iterator[Fault]:
    """Defining links in the register belong to a happening that a passage attests or denies, or that is retired."""

    def is_denied(record: NamedNode) -> bool:
        """Return whether a passage denies a record."""
        denials = {(quad.subject, quad.graph_name) for quad in facts.statements_of(A, kg.Denial)}
        return any((quad.subject, quad.graph_name) in denials for quad in facts.statements_of(kg.about, record))

    for record, statements in facts.register.items():
        retired = facts.links(statements, IS_REPLACED_BY)
        if not facts.values(statements, A) and not retired and record not in facts.types and not is_denied(record):
            yield facts.fault(
                statements[0],
                "has defining links, but no passage attests it and no type makes it a thing",
                "Write the passage that attests it, or remove the entry.",
            )


@rule
def retired_records_rest(facts: Facts) -> Iterator[Fault]:
    """No passage speaks of a retired record, and nothing links to it: what took its place does."""
    successors: dict[Value, Value] = {q.subject: q.object for q in facts.statements_of(IS_REPLACED_BY)}
    for statements in (*facts.register.values(), *facts.described.values(), *facts.said.values()):
        for quad in statements:
            named: list[Value] = [quad.object] if quad.graph_name == REGISTER else [quad.subject, quad.object]
            for record in named:
                if record in successors and quad.predicate != IS_REPLACED_BY:
                    yield facts.fault(
                        quad,
                        f"speaks of {compact(record.value)}, which is retired",
                        f"Write {compact(successors[record].value)}, which took its place.",
                    )


@local_rule
def links_to_happenings(facts: Facts) -> Iterator[Fault]:
    """A property whose range is a class of happenings leads to a record that passages attest as one of them."""
    ranges = {p: set(facts.links(statements, RANGE)) & facts.happenings for p, statements in facts.ontology.items()}
    for statements in (*facts.register.values(), *facts.said.values()):
        for quad in statements:
            target = quad.object
            for cls in ranges.get(quad.predicate, ()):
                if isinstance(target, NamedNode) and cls not in facts.types.get(target, {cls}):
                    prop = compact(quad.predicate.value)
                    yield facts.fault(
                        quad,
                        f"has a {prop} that no passage attests as a {compact(cls.value)}",
                        f"{prop} leads to a {compact(cls.value)}: correct the value, or its type in the passages.",
                    )


@local_rule
def holders_can_speak(facts: Facts) -> Iterator[Fault]:
    """A passage is held by an agent or an office."""
    speakers = {kg.Agent, kg.Office}
    for description in facts.described.values():
        for quad in description:
            holder = quad.object
            if quad.predicate != kg.holder or not isinstance(holder, NamedNode) or holder not in facts.types:
                continue
            if not facts.types[holder] & speakers:
                yield facts.fault(
                    quad,
                    f"is held by {compact(holder.value)}, which is neither an agent nor an office",
                    "Name the person, body, group or office that speaks.",
                )


@local_rule
def copies_declare_their_origin(facts: Facts) -> Iterator[Fault]:
    """A source whose note names another origin declares it: a copy is not an independent account."""
    for description in facts.described.values():
        if any(facts.links(description, predicate) for predicate in _ORIGINS):
            continue
        for note in facts.texts(description, skos.editorialNote):
            if words := _COPIED.search(note.value):
                yield facts.fault(
                    description[0],
                    f'has a note that says "{words[0]}", but declares no origin',
                    "Add prov:wasDerivedFrom src:… if the graph has it, else kg:copies id:…; or correct the note.",
                )
                break


@rule
def locators_of_codings_lead_somewhere(facts: Facts) -> Iterator[Fault]:
    """A locator of the project's own coding that names a passage or two records names such as exist."""
    codings = {quad.subject for quad in facts.statements_of(kg.kind, code.project_coding)}
    for description in facts.described.values():
        if codings.isdisjoint(facts.links(description, IS_PART_OF)):
            continue
        for locator in facts.texts(description, kg.locator):
            named: list[str] = []
            if read := _PASSAGE_READ.fullmatch(locator.value):
                named = [source_iri(read[1])]
            elif compared := _COMPARED.fullmatch(locator.value):
                named = [record_iri(name) for name in compared.groups()]
            for iri in named:
                if (term := NamedNode(iri)) not in facts.described and term not in facts.types:
                    yield facts.fault(
                        description[0],
                        f"has a locator that names {compact(iri)}, which is unknown",
                        "Name the passage that was read, or the records that were compared, as they are called.",
                    )


@rule
def publishers_have_a_kind(facts: Facts) -> Iterator[Fault]:
    """Every publisher of a source has a kind, by which facts attested by copies or propaganda alone are found."""
    placed = {quad.subject for quad in facts.statements_of(kg.publisherKind)}
    for statements in facts.described.values():
        for publisher in facts.links(statements, dcterms.publisher):
            if publisher not in placed:
                yield facts.fault(
                    statements[0],
                    f"is published by {compact(publisher.value)}, which has no kind",
                    "Add it with a kind of code:publisher-kinds to graphs/coding/publishers.csv.",
                )


@local_rule
def figures_have_numbers(facts: Facts) -> Iterator[Fault]:
    """A passage that attests a figure gives its number, or a bound of it."""
    numbers = {kg.value} | {p for p, q in facts.ontology.items() if kg.value in facts.links(q, kg.bounds)}
    for statements in facts.said.values():
        stated = {q.subject for q in statements if q.predicate in numbers}
        for quad in statements:
            if quad.predicate == A and quad.object == kg.Figure and quad.subject not in stated:
                yield facts.fault(
                    quad, "is a figure without a number", "Add kg:value, or kg:valueAbout and the like."
                )
