"""The page of opinions: who values, explains, foresees, proposes, alleges or denies what, by subject."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.model import treaty
from kg.model.coverage import Voice, dominant_voices
from kg.model.reader import Reader
from kg.rdf.vocabulary import kg
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


#: How many subjects the table of contents lists; the page has them all.
MOST_LISTED = 24


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the page of all assessments and denials as HTML, by subject, those with most opinions first."""
    page = sections.begin("opinions", reader, digest, lang, writer, meta)
    if voices := dominant_voices(reader):
        page.sections.append(_voices(page, voices))
    about: dict[str, list[str]] = {}
    for record in reader.of_class(kg.Assessment.value):
        for subject in reader.values(record, kg.about):
            about.setdefault(subject.value, []).append(record)
    heads = sections.heads("col.holders", "col.kind", "col.stance", "col.gist", "col.also")
    order = sorted(about, key=lambda iri: (-len(about[iri]), iri))
    for number, iri in enumerate(order):
        records = about[iri]
        count = sections.tally(len(records))
        title, heading = (sections.joined([named, count], " ") for named in (page.plain(iri, 60), page.record(iri)))
        anchor = f"s{number}" if number < MOST_LISTED else ""
        rows = [_row(page, reader, record) for record in records]
        tally = Counter(v.value for record in records for v in reader.values(record, kg.stance))
        text = sections.joined([page.plain(s) + " " + sections.tally(n) for s, n in tally.most_common()], ", ")
        page.sections.append(sections.Section(title, anchor, text, columns=heads, rows=rows, heading=heading))
    return page.html()


def _voices(page: sections.Page, voices: list[Voice]) -> sections.Section:
    """Write the section of dominant voices."""
    rows = [
        [page.plain(v.perspective), page.record(v.person), static.say("coverage.of", n=v.part, all=v.whole)]
        for v in voices
    ]
    heads = sections.heads("aspect.perspective", "col.holders", "coverage.opinions")
    text = static.say("opinions.voices.text")
    return sections.Section(static.say("opinions.voices"), "voices", text, columns=heads, rows=rows)


def _row(page: sections.Page, reader: Reader, record: str) -> list[Markup | str]:
    """Write an opinion: who holds it, its kind, its stance, its gists, and the passages that state no gist."""
    passages = reader.attesting(record)
    numbers = page.writer.builder.cite(passages)
    voices = list(dict.fromkeys(page.writer.speakers(number) for number in numbers))
    kinds = reader.kinds(record)
    kind = [page.record(v.value) for v in reader.values(record, kg.kind)] or [page.term(k) for k in kinds[:1]]
    stance = [page.record(v.value) for v in reader.values(record, kg.stance)]
    gists = treaty.gists(reader, record)
    lines = [sections.joined([static.in_languages(g.texts), page.cite(g.passages)], " ") for g in gists]
    with_gist = {passage for gist in gists for passage in gist.passages}
    others = [passage for passage in passages if passage not in with_gist]
    gist = sections.joined(lines, "; ") if gists else page.record(record)
    also = page.cite(others) if others else ""
    return [sections.joined(voices, "; "), sections.joined(kind), sections.joined(stance), gist, also]
