"""The page of sources: counts by kind, perspective, language and decade, and a list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.model.coverage import coverage
from kg.model.perspectives import groups_of
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, compact, dcterms, kg, of_source
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
    """Return the page of sources as HTML: the counts, the provisions not coded, and every source."""
    page = sections.begin("sources", reader, digest, lang, writer, meta)
    coverage_in = {tag: coverage(reader, None, tag) for tag in LANGUAGES}
    totals = coverage_in["en"]
    labels: dict[tuple[str, str], Markup] = {}
    # Equal counts stand in the order of their names, which is another one in each language.
    named = {tag: {(c.aspect, c.key): c.value for c in counted.counts} for tag, counted in coverage_in.items()}
    for aspect, key in named["en"]:
        label = {tag: values[aspect, key] for tag, values in named.items()}
        labels[aspect, key] = static.language(key) if aspect == "language" else static.in_languages(label, 120)
    heads = sections.heads("col.value", "col.sources", "col.passages", "col.claims")
    for aspect in dict.fromkeys(count.aspect for count in totals.counts):
        rows = [
            [
                labels[c.aspect, c.key],
                static.count(c.sources),
                static.count(c.passages),
                static.count(c.claims),
            ]
            for c in sorted(totals.counts, key=lambda c: (-c.claims, c.value))
            if c.aspect == aspect
        ]
        title = static.say(f"sources.by.{aspect.replace(' ', '-')}")
        page.sections.append(sections.Section(title, f"by-{len(page.sections)}", columns=heads, rows=rows))
    shares = [
        [static.say(f"share.{s.name}"), static.say("coverage.of", n=s.part, all=s.whole)] for s in totals.shares
    ]
    share_heads = sections.heads("col.value", "coverage.share")
    page.sections.append(sections.Section(static.say("sources.shares"), "shares", columns=share_heads, rows=shares))
    heads = sections.heads("col.instrument", "col.provisions", "uncoded")
    rows = [
        [page.record(iri), static.count(parts), static.count(open_ones)] for iri, parts, open_ones in totals.uncoded
    ]
    text = static.say("sources.silence.text")
    page.sections.append(sections.Section(static.say("sources.silence"), "silence", text, heads, rows))
    every, facets = list_of_sources(page, reader)
    section = sections.Section(static.say("sources"), "sources")
    return browse.render(page, section, [every], facets, tag="div", beside=beside)


def list_of_sources(page: sections.Page, reader: Reader) -> tuple[browse.Group, list[browse.Facet]]:
    """Return every source, the newest first: title as a link, publisher, day and kind; and the facets."""
    builder = page.writer.builder
    described = {
        source_iri: builder.source(source_iri)
        for source_iri in reader.of_class(kg.Source.value)
        if of_source(source_iri)
    }
    days = {
        source_iri: reader.day_of_source(source_iri) or source["issued"] or ""
        for source_iri, source in described.items()
    }
    # By name first, then by day downwards: a stable sort keeps the names of one day in order.
    newest = sorted(sorted(described), key=lambda source_iri: days[source_iri], reverse=True)
    labels: dict[str, dict[str, Markup]] = {"kind": {}, "publisher": {}, "language": {}}
    items = []
    for source_iri in newest:
        source = described[source_iri]
        publishers = [value.value for value in reader.values(source_iri, dcterms.publisher)]
        kinds = [value.value for name in publishers for value in reader.values(name, kg.publisherKind)]
        languages = [value.value for value in reader.values(source_iri, dcterms.language)]
        for name, iris in (
            ("kind", [value.value for value in reader.values(source_iri, kg.kind)]),
            ("publisher", kinds),
        ):
            labels[name] |= {compact(term): page.term(term) for term in iris}
        labels["language"] |= {tag: static.language(tag) for tag in languages}
        values = {
            "kind": [source["kind"]] if source["kind"] else [],
            "publisher": [compact(kind) for kind in dict.fromkeys(kinds)],
            "side": [compact(group) for group in groups_of(reader, publishers)],
            "language": languages,
            "year": [browse.year(days[source_iri])],
        }
        title = static.in_languages(static.titled(source))
        facts = [
            page.writer.link(source["publisher"]) if source["publisher"] else "",
            static.appeared(source),
            page.writer.name(source["kind"]) if source["kind"] else "",
        ]
        shown = sections.joined([fact for fact in facts if fact], static.say("comma"))
        parts = [static.out_link(source["address"], title), sections.wrapped("span", shown, "pale")]
        items.append(browse.Item(compact(source_iri).partition(":")[2], sections.joined(parts, " — "), values))
    facets = [
        browse.Facet("kind", static.say("col.kind"), labels["kind"]),
        browse.Facet("publisher", static.say("col.publisher"), labels["publisher"]),
        browse.sides(page, reader),
        browse.Facet("language", static.say("col.language"), labels["language"]),
        browse.years(days.values()),
    ]
    return browse.Group("every-source", static.say("sources.every"), items), facets
