"""What an agent says, and what others say of a record: gists in order of time, with stance and reporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kg.model.reader import Reader
from kg.model.sayings import Saying, opinions_on, sayings
from kg.rdf.terms import Literal, Value
from kg.rdf.vocabulary import kg
from kg.site import frame, sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many sayings of its agent a page prints, and how many of others, the latest; `kg show` prints all.
MOST, MOST_OF_OTHERS = 150, 45
#: A page with more sayings of its agent, or of others, folds the years before the last.
MOST_OPEN, MOST_OPEN_OF_OTHERS = 120, 15
#: The classes of what an instrument says.
_TEXTS = {kg.Instrument.value, kg.Provision.value}
#: Up to so many sayings need no index.
FEW = 12


def says(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    """Write what an agent says by year, with indexes of months and subjects that lead to each saying."""
    in_order = sorted(sayings(reader, iri), key=lambda s: (s.day or "9", s.subjects, s.record))
    shown = _latest(in_order, MOST)
    page.shown.update(saying.record for saying in shown)
    places = {saying: f"says-{number}" for number, saying in enumerate(shown, 1)}
    blocks = [*_months(places), _subjects(page, places)] if len(shown) > FEW else []
    blocks += _by_year(shown, lambda saying: _own_line(page, saying, places[saying]))
    if len(in_order) > MOST:
        command = sections.wrapped("code", f"kg show {page.meta['record']}")
        more = sections.joined([static.say("says.earlier", n=len(in_order) - MOST), command], " ")
        blocks.append(sections.wrapped("p", more, "pale"))
    title = sections.joined([static.say("says.title"), sections.tally(len(in_order))], " ")
    return sections.Section(title, "says", blocks=blocks if shown else [])


def said_of(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    """Write what others say of a record by year: each gist with its day, speaker, reporter and source."""
    others = [saying for saying in opinions_on(reader, iri) if iri not in saying.passage.holders]
    shown = _latest(others, MOST_OF_OTHERS)
    blocks = _by_year(shown, lambda saying: _line_of_others(page, saying, iri), MOST_OPEN_OF_OTHERS)
    if len(others) > MOST_OF_OTHERS:
        command = sections.wrapped("code", f"kg show {page.meta['record']}")
        more = sections.joined([static.say("says.earlier", n=len(others) - MOST_OF_OTHERS), command], " ")
        blocks.append(sections.wrapped("p", more, "pale"))
    title = sections.joined([static.say("said-of.title"), sections.tally(len(others))], " ")
    return sections.Section(title, "said-of", blocks=blocks if shown else [])


def _latest(in_order: list[Saying], most: int) -> list[Saying]:
    """Return the latest sayings; those without a day, which stand last, only where there is room for them."""
    dated = [saying for saying in in_order if saying.day]
    return [*dated[-most:], *in_order[len(dated) : len(dated) + max(0, most - len(dated))]]


def _by_year(shown: Sequence[Saying], line: Callable[[Saying], Markup], most: int = MOST_OPEN) -> list[Markup]:
    """Fold sayings by year, those of unknown day last; of a long list only the last year is open."""
    years = [(year, list(same)) for year, same in groupby(shown, key=lambda saying: saying.day[:4])]
    last = max((year for year, _ in years), default="")
    folds = []
    for year, same in years:
        heading = sections.joined(
            [static.year(year) if year else static.say("undated"), sections.tally(len(same))],
            " ",
        )
        lines = sections.joined([line(saying) for saying in same], "")
        opened = len(shown) <= most or year == last
        folds.append(sections.folded(heading, sections.wrapped("ul", lines, "says"), opened=opened))
    return folds


def _own_line(page: sections.Page, saying: Saying, place: str) -> Markup:
    """Write one saying of the agent whose page it is, with its footnote."""
    about = [page.record(subject) for subject in saying.subjects if subject != saying.record]
    about += [_kind(page, saying)] if saying.gists else []
    about += [page.term(stance) for stance in saying.stances]
    reporter = saying.passage.quoted_in
    remarks = [sections.joined(about)] if about else []
    if reporter:
        remarks.append(sections.joined([static.say("voice.reported"), page.voice(reporter)], " "))
    return frame.filled(
        '<li id="{}">{} <div>{} {}{}</div></li>',
        place,
        _day(page, saying),
        _text(page, saying),
        page.cite([saying.passage.iri]),
        sections.wrapped("p", sections.joined(remarks, " — "), "pale") if remarks else "",
    )


def _day(page: sections.Page, saying: Saying) -> Markup | str:
    """Write the day of a saying; nothing without one, since the heading above says so.

    A text of an instrument was agreed when it was signed, and not on the day on which someone published it.
    """
    reader = page.writer.builder.reader
    classes = {above for kind in reader.kinds(saying.record) for above in reader.above(kind)}
    if saying.day and not saying.passage.stated_on and classes & _TEXTS:
        return static.say("says.published", date=static.day(saying.day))
    return static.day(saying.day) if saying.day else ""


def _line_of_others(page: sections.Page, saying: Saying, iri: str) -> Markup:
    """Write one saying about a record, with who says it; the day leads to the source."""
    page.shown.add(saying.record)
    manner = sections.joined([_kind(page, saying), *(page.term(stance) for stance in saying.stances)])
    remarks = [page.voice(saying.passage), manner]
    also = [page.record(subject) for subject in saying.subjects if subject not in (iri, saying.record)]
    if also:
        remarks.append(sections.joined(also))
    return frame.filled(
        "<li>{} <div>{} {}</div></li>",
        page.source_day(saying.passage, saying.day),
        _text(page, saying),
        sections.wrapped("p", sections.joined(remarks, " — "), "pale voice"),
    )


def _kind(page: sections.Page, saying: Saying) -> Markup:
    """Write what sort of saying it is, such as a forecast, as a link to its record."""
    builder = page.writer.builder
    reader = builder.reader
    concepts = [concept.value for concept in reader.values(saying.record, kg.kind)] or reader.kinds(saying.record)
    label = builder.label(concepts[0]) if concepts else None
    return page.writer.link(builder.name(saying.record), text=label)


def _text(page: sections.Page, saying: Saying) -> Markup:
    """Write the gist of a saying in all languages, else the record that it describes with the stated values."""
    if saying.gists:
        return sections.joined([page.gist(texts) for texts in _sentences(saying.gists)], " ")
    by_predicate: dict[str, list[Value]] = {}
    for predicate, value in saying.values:
        by_predicate.setdefault(predicate, []).append(value)
    builder = page.writer.builder
    lines = []
    for predicate, values in by_predicate.items():
        texts = [value for value in values if isinstance(value, Literal) and value.language]
        written = [page.writer.value(builder.value(value)) for value in values if value not in texts]
        written += [static.in_languages(text) for text in _sentences(texts)]
        lines += [sections.joined([page.term(predicate), value], " ") for value in written]
    return sections.joined([page.record(saying.record), *([sections.joined(lines)] if lines else [])], ": ")


def _sentences(texts: Iterable[Literal]) -> list[dict[str, str]]:
    """Gather texts into sentences by language: a second text in a language begins another sentence."""
    sentences: list[dict[str, str]] = []
    for text in texts:
        tag = text.language or "en"
        sentence = next((sentence for sentence in sentences if tag not in sentence), None)
        if sentence is None:
            sentences.append({tag: text.value})
        else:
            sentence[tag] = text.value
    return sentences


def _months(places: dict[Saying, str]) -> list[Markup]:
    """Write the months in which the agent speaks, each with a link to its first saying."""
    first_of: dict[str, str] = {}
    count_of: Counter[str] = Counter()
    for saying, place in places.items():
        if len(saying.day) >= len("YYYY-MM"):
            first_of.setdefault(saying.day[:7], place)
            count_of[saying.day[:7]] += 1
    lines = []
    for year, months in groupby(first_of, key=lambda month: month[:4]):
        links = []
        for month in months:
            link = static.page_link(f"#{first_of[month]}", static.say(f"month.short.{int(month[5:])}"))
            links.append(sections.joined([link, sections.tally(count_of[month])], " "))
        lines.append(sections.joined([static.year(year), sections.joined(links)], ": "))
    index = sections.listed(lines, "index")
    return [sections.folded(static.say("says.by-month"), index, opened=True)] if lines else []


def _subjects(page: sections.Page, places: dict[Saying, str]) -> Markup:
    """Write the subjects of which the agent speaks, each with the days of the sayings and links to them."""
    by_subject: dict[str, list[Saying]] = {}
    for saying in places:
        for subject in saying.subjects:
            by_subject.setdefault(subject, []).append(saying)
    lines = []
    for subject, same in sorted(by_subject.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        links = [
            static.page_link(f"#{places[s]}", static.day(s.day) if s.day else static.say("undated")) for s in same
        ]
        heading = sections.joined([page.plain(subject), sections.tally(len(same))], " ")
        lines.append(sections.joined([heading, sections.joined(links)], ": "))
    return sections.folded(static.say("says.by-subject"), sections.listed(lines, "index"))
