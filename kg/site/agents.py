"""The page of people and bodies: every agent and office with its kind and side, those who speak most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.model.perspectives import groups_of
from kg.model.reader import Reader
from kg.model.sayings import attributions
from kg.rdf.vocabulary import compact, is_record, kg
from kg.site import browse, sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader,
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of agents and offices as HTML: a list with facets, by passages of theirs, then name."""
    page = sections.begin("agents", reader, digest, lang, writer, meta)
    spoken = attributions(reader)
    agents = {iri for cls in (kg.Agent, kg.Office) for iri in reader.of_class(cls.value) if is_record(iri)}
    kinds = {iri: reader.kinds(iri)[:1] for iri in agents}

    def facts(iri: str) -> Markup:
        """Write the kind of an agent, its sides by the project's coding, and in how many passages it speaks."""
        parts = [page.term(term) for term in (*kinds[iri], *reader.perspectives.get(iri, ()))]
        if spoken[iri]:
            parts.append(static.say("agents.speaks", n=spoken[iri]))
        return sections.wrapped("span", sections.joined(parts), "pale")

    items = [
        browse.Item(
            compact(iri).partition(":")[2],
            sections.joined([page.record(iri), facts(iri)], " — "),
            {
                "kind": [compact(kind) for kind in kinds[iri]],
                "side": [compact(g) for g in groups_of(reader, [iri])],
            },
        )
        for iri in sorted(agents, key=lambda iri: (-spoken[iri], reader.label(iri, lang).casefold(), iri))
    ]
    labels = {compact(kind): page.term(kind) for kind in sorted({kind for same in kinds.values() for kind in same})}
    facets = [browse.Facet("kind", static.say("col.kind"), labels), browse.sides(page, reader)]
    group = browse.Group("every-agent", static.say("agents.every"), items)
    return browse.render(page, sections.Section(""), [group], facets, tag="div", beside=beside)
