"""Groups of perspectives: from which camp a passage speaks, as the code lists sort the coded perspectives."""

from __future__ import annotations

from collections.abc import Iterable

from kg.memoize import memoized
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import code, skos


@memoized
def groups(reader: Reader) -> list[str]:
    """Return the groups, in the order in which pages show them: the nearest to the subject first."""
    members = {
        group: len(reader.subjects(skos.broader, NamedNode(group)))
        for group in reader.subjects(skos.inScheme, code.perspective_groups)
    }
    # The scheme divides most finely where it knows most; what it could not place is the last.
    return sorted(members, key=lambda group: (group == code.group_others.value, -members[group], group))


@memoized
def group_of(reader: Reader, agent: str) -> str:
    """Return the group of an agent's first coded perspective; one that is not coded is among the others."""
    for perspective in reader.perspectives.get(agent, ()):
        for group in reader.values(perspective, skos.broader):
            return group.value
    return code.group_others.value


def groups_of(reader: Reader, agents: Iterable[str]) -> list[str]:
    """Return the groups of some agents, each once, in the order of `groups`."""
    present = {group_of(reader, agent) for agent in agents}
    return [group for group in groups(reader) if group in present]
