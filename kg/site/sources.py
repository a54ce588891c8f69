"""The sources and their balance: how many by kind, perspective, language and decade, and each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.model.coverage import coverage
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, SRC, kg
from kg.site import sections, static
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the page of sources as HTML: the counts, then what is not coded, then every source."""
    page = sections.begin("sources", reader, digest, lang, writer, meta)
    found, values = coverage(reader, None, "en"), _values(reader)
    aspects = dict.fromkeys(count.aspect for count in found.counts)
    heads = sections.heads("col.value", "col.sources", "col.passages", "col.claims")
    for aspect in aspects:
        rows = [
            [
                values.get((c.aspect, c.value)) or static.tidy(c.value, 120),
                static.count(c.sources),
                static.count(c.passages),
                static.count(c.claims),
            ]
            for c in sorted(found.counts, key=lambda c: (-c.claims, c.value))
            if c.aspect == aspect
        ]
        page.sections.append(
            sections.Section(_aspect(aspect), f"by-{len(page.sections)}", columns=heads, rows=rows)
        )
    shares = [
        [static.say(f"share.{s.name}"), static.say("coverage.of", n=s.part, all=s.whole)] for s in found.shares
    ]
    heads = sections.heads("col.value", "coverage.share")
    page.sections.append(sections.Section(static.say("sources.shares"), "shares", columns=heads, rows=shares))
    page.sections.append(_silence(page, found.uncoded))
    page.sections.append(_sources(page, reader))
    return page.html()


def _values(reader: Reader) -> dict[tuple[str, str], Markup]:
    """Return the values of aspects in all languages, where the counts of each language run alike."""
    counts = {tag: coverage(reader, None, tag).counts for tag in LANGUAGES}
    found: dict[tuple[str, str], Markup] = {}
    for same in zip(*counts.values(), strict=False):
        if len({(c.sources, c.passages, c.claims) for c in same}) == 1:
            label = dict(zip(LANGUAGES, (c.value for c in same), strict=True))
            found[same[0].aspect, same[0].value] = static.in_languages(label, 120)
    return found


def _aspect(name: str) -> Markup:
    key = f"aspect.{name.replace(' ', '-')}"
    return static.say("sources.by", name=static.say(key) if key in catalogue() else name)


def _silence(page: sections.Page, uncoded: tuple[tuple[str, int, int], ...]) -> sections.Section:
    rows = [[page.record(iri), static.count(parts), static.count(open_ones)] for iri, parts, open_ones in uncoded]
    heads = sections.heads("col.instrument", "col.provisions", "uncoded")
    return sections.Section(
        static.say("sources.silence"), "silence", static.say("sources.silence.text"), heads, rows
    )


def _sources(page: sections.Page, reader: Reader) -> sections.Section:
    heads = sections.heads("col.title", "col.publisher", "col.date", "col.kind")
    iris = reader.of_class(kg.Source.value)
    rows = [_source(page, page.writer.builder.source(iri)) for iri in iris if iri.startswith(SRC)]
    return sections.Section(static.say("sources"), "sources", columns=heads, rows=rows)


def _source(page: sections.Page, source: dict[str, Any]) -> list[Markup | str]:
    return [
        static.out_link(
            source["address"],
            static.in_languages({source["lang"] if source["lang"] in ("fa", "ru") else "en": source["title"]}),
        ),
        page.writer.link(source["publisher"]) if source["publisher"] else "",
        static.day(source["issued"]) if source["issued"] else static.say("undated"),
        page.writer.name(source["kind"]) if source["kind"] else "",
    ]
