"""When an instrument was in force: a bar with a pattern for each answer, and a table."""

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
#: The phrase and the fill of each answer.
_ANSWERS = {
    "surely": ("in-force.surely", "sure"),
    "presumably": ("in-force.presumably", "presumed"),
    "by some accounts": ("in-force.some", "some"),
    "cannot tell": ("in-force.unknown", "unknown"),
    "no": ("in-force.no", "none"),
}
#: The patterns of two fills: hatching for some accounts, dots for the unknown.
PATTERNS = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="ground" width="7" height="7"/>'
    '<rect class="ink" width="3" height="7"/></pattern>'
    '<pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect class="ground" width="7" height="7"/>'
    '<circle class="ink" cx="3.5" cy="3.5" r="1.3"/></pattern></defs>'
)


class Stretch(NamedTuple):
    """A period with one answer, both days included."""

    first: str
    last: str
    answer: str


def stretches(reader: Reader, iri: str) -> list[Stretch]:
    """Return the answers to "was it in force?" from the first dated act to the latest year of a publication.

    The answer changes only at a day of the instrument's interval or of a restoration.
    """
    turning = _turning_days(reader, iri)
    if not turning:
        return []
    last_year = max(latest_year(reader), int(max(turning)[:4]))
    series: list[Stretch] = []
    for day in sorted({*turning, *(dates.day_after(day) for day in turning)}):
        answer = treaty.status(reader, iri, day).in_force
        if series and series[-1].answer == answer:
            continue
        if series:
            series[-1] = series[-1]._replace(last=dates.day_before(day))
        series.append(Stretch(day, f"{last_year:04}-12-31", answer))
    return series


def _turning_days(reader: Reader, iri: str) -> list[str]:
    """Return the derived days of an instrument and of its acts."""
    spans = [reader.interval(iri), *(act.interval for act in treaty.acts(reader, iri))]
    return [day for span in spans for day in asdict(span).values() if isinstance(day, str)]


def latest_year(reader: Reader) -> int:
    """Return the year of the latest publication, the last that a source of the graph can describe."""
    sources = reader.subjects(dcterms.issued)
    days = [day.value for source in sources for day in reader.values(source, dcterms.issued)]
    return max((int(day[:4]) for day in days if day[:4].isdecimal()), default=2000)


def section(reader: Reader, iri: str) -> sections.Section | None:
    """Return the section with the bar and its table; None where no act has a date."""
    from markupsafe import Markup

    series, turning = stretches(reader, iri), set(_turning_days(reader, iri))
    if not series:
        return None
    rows = []
    for stretch in series:
        phrase, fill = _ANSWERS[stretch.answer]
        first, last = static.worked_out(stretch.first), static.worked_out(stretch.last)
        # A stretch may begin or end on the day beside a derived one: the derived day is shown instead.
        if stretch.first not in turning:
            first = static.say("in-force.after", day=static.worked_out(dates.day_before(stretch.first)))
        if stretch is series[-1]:
            last = Markup("…")
        elif stretch.last not in turning:
            last = static.say("in-force.before", day=static.worked_out(dates.day_after(stretch.last)))
        swatch = Markup(
            '<svg class="swatch" width="30" height="14" aria-hidden="true">'
            '<rect class="{}" x="1" y="1" width="28" height="12"/></svg>'
        ).format(fill)
        rows.append([sections.joined([swatch, static.say(phrase)], " "), first, last])
    heads = sections.heads("in-force.answer", "in-force.from", "in-force.until")
    text = sections.joined([static.say("in-force.text"), static.say("days.worked-out")], " ")
    return sections.Section(static.say("in-force.title"), "standing", text, heads, rows, [_bar(series)])


def _bar(series: list[Stretch]) -> Markup:
    """Draw the bar with its years; screen readers have the table below it."""
    from markupsafe import Markup

    start = date.fromisoformat(series[0].first).toordinal()
    days = max(1, date.fromisoformat(series[-1].last).toordinal() - start)
    first_year, last_year = int(series[0].first[:4]), int(series[-1].last[:4])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last_year - first_year) / step <= 10)
    years = range(first_year + step - first_year % step, last_year + 1, step)
    marks = {*(day for stretch in series for day in stretch[:2]), *(f"{year:04}-01-01" for year in years)}
    x = {day: round((date.fromisoformat(day).toordinal() - start) / days * WIDTH, 1) for day in marks}
    stretch_bar = Markup('<rect class="{}" x="{}" y="1" width="{}" height="{}"/>')
    parts = [
        stretch_bar.format(
            _ANSWERS[stretch.answer][1],
            x[stretch.first],
            max(2.0, round(x[stretch.last] - x[stretch.first], 1)),
            HIGH,
        )
        for stretch in series
    ]
    label = Markup('<text class="t year" lang="{}" x="{}" y="{}">{}</text>')
    for year in years:
        # A label is centred on its day: at the very edge, half of it would be cut off.
        centre = min(max(x[f"{year:04}-01-01"], 14), WIDTH - 14)
        parts += [label.format(tag, centre, HIGH + 16, static.digits(str(year), tag)) for tag in LANGUAGES]
    return Markup('<svg class="chart standing" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>').format(
        WIDTH, HIGH + 22, Markup(PATTERNS), Markup("").join(parts)
    )
