"""Whether an instrument was in force, over time: a bar of patterns, and the same as a table."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, dcterms
from kg.site import sections, static
from kg.text import dates

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, HIGH = 720, 24
_KEYS = {
    "surely": "in-force.surely",
    "presumably": "in-force.presumably",
    "by some accounts": "in-force.some",
    "cannot tell": "in-force.unknown",
    "no": "in-force.no",
}
_FILLS = {
    "surely": "sure",
    "presumably": "presumed",
    "by some accounts": "some",
    "cannot tell": "unknown",
    "no": "none",
}


class Stretch(NamedTuple):
    """Days on which the answer is the same, both ends included."""

    first: str
    last: str
    answer: str


def stretches(reader: Reader, iri: str) -> list[Stretch]:
    """Return the answers to "was it in force?" from the first dated act to the last year a source speaks of.

    The answer changes only at a day of the instrument's interval or of a restoration.
    """
    dated = _days(reader, iri)
    if not dated:
        return []
    ends = max(latest_year(reader), int(max(dated)[:4]))
    days = sorted({*dated, *(dates.day_after(day) for day in dated)})
    series: list[Stretch] = []
    for day in days:
        answer = treaty.status(reader, iri, day).in_force
        if series and series[-1].answer == answer:
            continue
        if series:
            series[-1] = series[-1]._replace(last=dates.day_before(day))
        series.append(Stretch(day, f"{ends:04}-12-31", answer))
    return series


def _days(reader: Reader, iri: str) -> list[str]:
    """Return the days that were worked out for an instrument and for the acts in its life."""
    spans = [reader.interval(iri), *(act.interval for act in treaty.acts(reader, iri))]
    return [day for span in spans for day in asdict(span).values() if isinstance(day, str)]


def _ends(stretch: Stretch, dated: set[str], *, last: bool) -> list[Markup | str]:
    """Write both ends of a stretch by days that were worked out; nobody has stated an end to the last one."""
    first = static.worked_out(stretch.first)
    if stretch.first not in dated:
        first = static.say("in-force.after", day=static.worked_out(dates.day_before(stretch.first)))
    if last:
        return [first, "…"]
    until = static.worked_out(stretch.last)
    if stretch.last not in dated:
        until = static.say("in-force.before", day=static.worked_out(dates.day_after(stretch.last)))
    return [first, until]


def latest_year(reader: Reader) -> int:
    """Return the last year of which a source of the graph can speak: that of the latest publication."""
    sources = reader.subjects(dcterms.issued)
    days = [day.value for source in sources for day in reader.values(source, dcterms.issued)]
    return max((int(day[:4]) for day in days if day[:4].isdecimal()), default=2000)


def section(reader: Reader, iri: str) -> sections.Section | None:
    """Return the bar and its table; nothing where no act has a date."""
    found, dated = stretches(reader, iri), set(_days(reader, iri))
    if not found:
        return None
    rows = [
        [
            sections.joined([_swatch(s.answer), static.say(_KEYS[s.answer])], " "),
            *_ends(s, dated, last=s is found[-1]),
        ]
        for s in found
    ]
    heads = sections.heads("in-force.answer", "in-force.from", "in-force.until")
    text = sections.joined([static.say("in-force.text"), static.say("days.worked-out")], " ")
    return sections.Section(static.say("in-force.title"), "standing", text, heads, rows, [_bar(found)])


def _bar(found: list[Stretch]) -> Markup:
    """Draw the bar; readers of the screen have the table below it."""
    from markupsafe import Markup

    start, end = date.fromisoformat(found[0].first).toordinal(), date.fromisoformat(found[-1].last).toordinal()

    def place(day: str) -> float:
        return round((date.fromisoformat(day).toordinal() - start) / max(1, end - start) * WIDTH, 1)

    line = Markup('<rect class="{}" x="{}" y="1" width="{}" height="{}"/>')
    parts = [
        line.format(_FILLS[s.answer], place(s.first), max(2.0, round(place(s.last) - place(s.first), 1)), HIGH)
        for s in found
    ]
    first, last = int(found[0].first[:4]), int(found[-1].last[:4])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= 10)
    for year in range(first + step - first % step, last + 1, step):
        x = min(max(place(f"{year:04}-01-01"), 14), WIDTH - 14)
        parts += [
            Markup('<text class="t year" lang="{}" x="{}" y="{}">{}</text>').format(
                tag, x, HIGH + 16, static.digits(str(year), tag)
            )
            for tag in LANGUAGES
        ]
    return Markup('<svg class="chart standing" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>').format(
        WIDTH, HIGH + 22, _patterns(), Markup("").join(parts)
    )


def _patterns() -> Markup:
    from markupsafe import Markup

    return Markup(
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="ground" width="7" height="7"/>'
        '<rect class="ink" width="3" height="7"/></pattern>'
        '<pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<rect class="ground" width="7" height="7"/>'
        '<circle class="ink" cx="3.5" cy="3.5" r="1.3"/></pattern></defs>'
    )


def _swatch(answer: str) -> Markup:
    from markupsafe import Markup

    line = '<svg class="swatch" width="30" height="14" aria-hidden="true"><rect class="{}" x="1" y="1" {}/></svg>'
    return Markup(line).format(_FILLS[answer], Markup('width="28" height="12"'))
