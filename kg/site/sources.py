"""The page of sources: counts by kind, perspective, language and decade, and a list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.model.coverage import Count, coverage
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, SRC, kg
from kg.site import sections, static
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the page of sources as HTML: the counts, the provisions not coded, and every source."""
    page = sections.begin("sources", reader, digest, lang, writer, meta)
    coverage_in = {tag: coverage(reader, None, tag) for tag in LANGUAGES}
    totals = coverage_in["en"]
    labels = _labels_of_values({tag: counted.counts for tag, counted in coverage_in.items()})
    heads = sections.heads("col.value", "col.sources", "col.passages", "col.claims")
    for aspect in dict.fromkeys(count.aspect for count in totals.counts):
        rows = [
            [
                labels.get((c.aspect, c.value)) or static.tidy(c.value, 120),
                static.count(c.sources),
                static.count(c.passages),
                static.count(c.claims),
            ]
            for c in sorted(totals.counts, key=lambda c: (-c.claims, c.value))
            if c.aspect == aspect
        ]
        key = f"aspect.{aspect.replace(' ', '-')}"
        title = static.say("sources.by", name=static.say(key) if key in catalogue() else aspect)
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
    page.sections.append(_list_of_sources(page, reader))
    return page.html()


def _labels_of_values(counts: Mapping[str, Sequence[Count]]) -> dict[tuple[str, str], Markup]:
    """Return the labels of values in all languages, matched by position where the counts of all languages agree."""
    labels: dict[tuple[str, str], Markup] = {}
    for same in zip(*counts.values(), strict=False):
        if len({(c.sources, c.passages, c.claims) for c in same}) == 1:
            label = dict(zip(counts, (c.value for c in same), strict=True))
            labels[same[0].aspect, same[0].value] = static.in_languages(label, 120)
    return labels


def _list_of_sources(page: sections.Page, reader: Reader) -> sections.Section:
    """Write every source as a row: title as a link, publisher, date, kind."""
    rows = []
    for iri in reader.of_class(kg.Source.value):
        if not iri.startswith(SRC):
            continue
        source = page.writer.builder.source(iri)
        # A title in a language other than the site's three is shown unchanged, in place of the English one.
        title = static.in_languages({source["lang"] if source["lang"] in ("fa", "ru") else "en": source["title"]})
        rows.append(
            [
                static.out_link(source["address"], title),
                page.writer.link(source["publisher"]) if source["publisher"] else "",
                static.day(source["issued"]) if source["issued"] else static.say("undated"),
                page.writer.name(source["kind"]) if source["kind"] else "",
            ]
        )
    heads = sections.heads("col.title", "col.publisher", "col.date", "col.kind")
    return sections.Section(static.say("sources"), "sources", columns=heads, rows=rows)
