"""The page of opinions: who values, explains, foresees, proposes, alleges or denies what, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model import treaty
from kg.model.coverage import dominant_voices
from kg.model.perspectives import groups_of
from kg.model.reader import Reader
from kg.rdf.vocabulary import compact, kg
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
    """Return the page of all assessments and denials as HTML, with facets; undated ones come last."""
    page = sections.begin("opinions", reader, digest, lang, writer, meta)
    # Who fills a third of a perspective alone is said first: a list hides it.
    voices = [
        [page.plain(v.perspective), page.record(v.person), static.say("coverage.of", n=v.part, all=v.whole)]
        for v in dominant_voices(reader)
    ]
    if voices:
        heads = sections.heads("aspect.perspective", "col.holders", "coverage.opinions")
        text = static.say("opinions.voices.text")
        title = static.say("opinions.voices")
        page.sections.append(sections.Section(title, "voices", text, columns=heads, rows=voices))
    opinions = [Opinion(reader, record) for record in reader.of_class(kg.Assessment.value)]
    opinions.sort(key=lambda opinion: opinion.record)
    # Two sorts, the second of which keeps the order of the first: by day downwards, within a day by name.
    opinions.sort(key=lambda opinion: opinion.day, reverse=True)
    facets = [
        browse.sides(page, reader),
        _facet(page, "speaker", "col.holders", (name for o in opinions for name in o.holders)),
        _facet(page, "stance", "col.stance", (name for o in opinions for name in o.stances)),
        _facet(page, "subject", "col.subject", (name for o in opinions for name in o.subjects)),
        _facet(page, "kind", "col.kind", (name for o in opinions for name in o.kinds)),
        browse.years(opinion.day for opinion in opinions),
    ]
    items = [
        browse.Item(
            compact(opinion.record).partition(":")[2],
            _opinion(page, reader, opinion),
            {
                "side": [compact(group) for group in groups_of(reader, opinion.holders)],
                "speaker": [compact(iri) for iri in opinion.holders],
                "stance": [compact(iri) for iri in opinion.stances],
                "subject": [compact(iri) for iri in opinion.subjects],
                "kind": [compact(iri) for iri in opinion.kinds],
                "year": [browse.year(opinion.day)],
            },
        )
        for opinion in opinions
    ]
    group = browse.Group("opinions", static.say("coverage.opinions"), items)
    return browse.render(page, sections.Section(""), [group], facets, beside=beside)


class Opinion:
    """An assessment or denial: its passages, and what it can be found by."""

    def __init__(self, reader: Reader, record: str) -> None:
        self.record = record
        self.passages = reader.attesting(record)
        spoken = [reader.passage(passage) for passage in self.passages]
        self.holders = list(dict.fromkeys(holder for passage in spoken for holder in passage.holders))
        self.subjects, self.stances, kinds = (
            [end.value for end in reader.values(record, predicate)] for predicate in (kg.about, kg.stance, kg.kind)
        )
        # A denial without a kind of its own is known by its class.
        self.kinds = kinds or reader.kinds(record)[:1]
        #: The first day on which it is known to have been uttered; empty where no passage has a day.
        self.day = min(filter(None, map(reader.day, spoken)), default="")


def _facet(page: sections.Page, name: str, heading: str, values: Iterable[str]) -> browse.Facet:
    """Return a facet whose values are records or terms."""
    return browse.Facet(
        name, static.say(heading), {compact(iri): page.plain(iri, 60) for iri in dict.fromkeys(values)}
    )


def _opinion(page: sections.Page, reader: Reader, opinion: Opinion) -> Markup:
    """Write an opinion: its gists with their passages, then who holds it, its kind and stance, subjects and day."""
    numbers = page.writer.builder.cite(opinion.passages)
    speakers = dict.fromkeys(page.writer.speakers(number) for number in numbers)
    gists = treaty.gists(reader, opinion.record)
    lines = [sections.joined([static.in_languages(g.texts), page.cite(g.passages)], " ") for g in gists]
    with_gist = {passage for gist in gists for passage in gist.passages}
    others = [passage for passage in opinion.passages if passage not in with_gist]
    if not gists:
        lines = [page.record(opinion.record)]
    if others:
        lines.append(sections.joined([static.say("col.also"), page.cite(others)], " "))
    comma = static.say("comma")
    facts = [
        sections.joined(list(speakers), static.say("semicolon")),
        sections.joined([page.plain(iri) for iri in (*opinion.kinds, *opinion.stances)], comma),
        sections.joined([page.record(iri) for iri in opinion.subjects], comma),
        static.day(opinion.day) if opinion.day else static.say("undated"),
        page.details(opinion.record),
    ]
    gist = sections.wrapped("div", sections.joined([sections.wrapped("p", line) for line in lines], ""), "gist")
    return gist + sections.wrapped("p", sections.joined([fact for fact in facts if fact], " — "), "pale")
