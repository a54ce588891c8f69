"""The page of people and bodies: every agent and office by kind, with its side and how much is stated on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.rdf.vocabulary import ID, kg
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the page of agents and offices as HTML, by class and name, with the number of statements on each."""
    page = sections.begin("agents", reader, digest, lang, writer, meta)

    def sides(agent: str) -> Markup:
        """Write the perspectives under which the project's coding places an agent."""
        return sections.joined([page.term(perspective) for perspective in reader.perspectives.get(agent, ())])

    per_record = Counter(record for record, _ in reader.claims())
    spoken = Counter(quad.object.value for quad in reader.everything(kg.holder))
    by_kind: dict[str, list[str]] = defaultdict(list)
    for agent in sorted({agent for cls in (kg.Agent, kg.Office) for agent in reader.of_class(cls.value)}):
        if agent.startswith(ID) and (kinds := reader.kinds(agent)):
            by_kind[kinds[0]].append(agent)
    heads = sections.heads("col.name", "col.side", "col.passages", "col.claims")
    # People first, then the kinds of bodies of which there are most.
    ranked = sorted(by_kind, key=lambda kind: (kind != kg.Person.value, -len(by_kind[kind]), kind))
    for kind in ranked:
        members = sorted(by_kind[kind], key=lambda agent: (reader.label(agent, lang).casefold(), agent))
        rows = [
            [page.record(agent), sides(agent), static.count(spoken[agent]), static.count(per_record[agent])]
            for agent in members
        ]
        title = sections.joined([page.term(kind), sections.tally(len(members))], " ")
        anchor = kind.rpartition("#")[2].lower()
        page.sections.append(sections.Section(title, anchor, columns=heads, rows=rows))
    return page.html()
