"""Rules on instruments: articles, paragraphs, lineage, actors and the order of actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.corpus.load import Fault
from kg.corpus.rules.facts import Facts, local_rule, rule
from kg.corpus.rules.values import MOST_PARTS
from kg.rdf.closure import closure
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import DATE_TYPES, IS_PART_OF, A, code, compact, kg
from kg.text import dates


@rule
def articles_complete(facts: Facts) -> Iterator[Fault]:
    """An instrument's register lists every article up to its count, the least one where counts differ."""
    counts: dict[NamedNode, set[int]] = defaultdict(set)
    for statements in facts.said.values():
        for quad in statements:
            if quad.predicate == kg.articleCount:
                counts[quad.subject].update(facts.counts([quad], kg.articleCount))
    for instrument, articles in facts.parts.items():
        # A count that no text can have is one fault, of a rule of its own, and not a thousand million.
        for number in range(1, min(min(counts.get(instrument, ()), default=0), MOST_PARTS) + 1):
            if number not in articles:
                yield facts.fault(
                    facts.register[instrument][0],
                    f"has no article {number}, though it is said to have {min(counts[instrument])}",
                    f"Register id:…-article-{number}; an article without coding shows as not yet coded.",
                )


@local_rule
def articles_numbered(facts: Facts) -> Iterator[Fault]:
    """An article has one number and is part of one instrument."""
    for entry in facts.register.values():
        if kg.Article in facts.links(entry, A):
            for predicate, remedy in ((kg.number, "kg:number 12"), (IS_PART_OF, "dcterms:isPartOf id:…")):
                if len(facts.values(entry, predicate)) != 1:
                    yield facts.fault(
                        entry[0],
                        f"is an article without exactly one {compact(predicate.value)}",
                        f"Add {remedy}.",
                    )


@rule
def paragraphs_within_count(facts: Facts) -> Iterator[Fault]:
    """A numbered paragraph lies within the count of its article."""
    counts: dict[NamedNode, int] = {}
    for statements in facts.said.values():
        for quad in statements:
            for count in facts.counts([quad], kg.paragraphCount) if quad.predicate == kg.paragraphCount else ():
                counts[quad.subject] = max(count, counts.get(quad.subject, 0))
    for statements in facts.register.values():
        if kg.Paragraph in facts.links(statements, A):
            for article in facts.links(statements, IS_PART_OF):
                for number in facts.counts(statements, kg.number):
                    if article in counts and number > counts[article]:
                        yield facts.fault(
                            statements[0],
                            f"is paragraph {number} of an article of {counts[article]} paragraphs",
                            "Correct the number, or record the source that counts more.",
                        )


@rule
def lineage_between_instruments(facts: Facts) -> Iterator[Fault]:
    """Articles of one instrument only cite each other: lineage runs between instruments."""
    cites = code.cites_text

    def whole(record: NamedNode) -> NamedNode:
        """Return the instrument that a provision is part of, or the record itself."""
        return (facts.links(facts.register.get(record, ()), IS_PART_OF) or [record])[-1]

    for entry in facts.register.values():
        later, earlier = facts.links(entry, kg.later), facts.links(entry, kg.earlier)
        if not later or not earlier or cites in facts.values(entry, kg.kind):
            continue
        if whole(later[0]) == whole(earlier[0]):
            yield facts.fault(
                entry[0], "is lineage within one instrument", "Use code:cites-text, or link two instruments."
            )


@rule
def actors_of_treaty_actions(facts: Facts) -> Iterator[Fault]:
    """An actor of a treaty action is a party, an organ or office of one, a member of it, or the depositary."""
    parties: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for predicate in (kg.party, kg.depositary):
        for quad in facts.statements_of(predicate):
            if isinstance(quad.object, NamedNode):
                parties[quad.subject].add(quad.object)
    relations = (kg.organOf, kg.officeOf, kg.succeeds, kg.affiliation, kg.owner)

    def above(agent: NamedNode) -> list[NamedNode]:
        """Return the bodies, states and owners to which an agent belongs."""
        return [o for relation in relations for o in facts.links(facts.register.get(agent, ()), relation)]

    for statements in facts.register.values():
        for treaty in facts.links(statements, kg.treaty):
            for actor in facts.links(statements, kg.actor):
                line = closure([actor], above)
                if parties[treaty] and parties[treaty].isdisjoint(line):
                    yield facts.fault(
                        statements[0],
                        f"{compact(actor.value)} is neither party to {compact(treaty.value)} nor an organ of one",
                        "Correct the actor, or say whose organ it is (kg:organOf) or that it is a party "
                        "(kg:party).",
                    )


@rule
def order_of_actions(facts: Facts) -> Iterator[Fault]:
    """No account has an instrument in force, ratified or approved surely before it was signed by every account."""
    signed: dict[NamedNode, set[str]] = defaultdict(set)
    later: dict[NamedNode, list[tuple[str, Quad]]] = defaultdict(list)
    for statements in facts.said.values():
        kinds = {typing.subject: typing.object for typing in statements if typing.predicate == A}
        for quad in statements:
            if quad.predicate != kg.onDate or not _is_date(quad.object):
                continue
            treaty = next(iter(facts.links(facts.register.get(quad.subject, []), kg.treaty)), None)
            if treaty and kinds.get(quad.subject) == kg.Signature:
                signed[treaty].add(quad.object.value)
            elif treaty and kinds.get(quad.subject) in (
                kg.EntryIntoForce,
                kg.Ratification,
                kg.Notification,
            ):
                later[treaty].append((quad.object.value, quad))
    for treaty, days in signed.items():
        for day, quad in later[treaty]:
            before = [s for s in days if dates.latest(day) < dates.earliest(s)]
            if before:
                # Where only some accounts date the signature later, one of them may be wrong: only a warning.
                sure = len(before) == len(days)
                yield facts.fault(
                    quad,
                    f"is dated {day}, before the signature ({', '.join(sorted(days))})",
                    "Correct the date." if sure else "Rival accounts: read both sources once more.",
                    warning=not sure,
                )


def _is_date(term: Value) -> bool:
    """Return whether a term is a literal that states a possible date."""
    if not isinstance(term, Literal) or term.datatype.value not in DATE_TYPES:
        return False
    try:
        return bool(dates.check(term.value))
    except dates.NotADate:
        return False
