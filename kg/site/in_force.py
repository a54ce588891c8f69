"""When an instrument was in force: a bar with a pattern for each answer, and a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from kg.memoize import memoized
from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import dcterms
from kg.site import sections, static
from kg.site.days import Precision
from kg.site.spans import Axis
from kg.text import dates

if TYPE_CHECKING:
    from markupsafe import Markup

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
    """Return the answers to "in force?" from the first dated act to the latest year of a publication.

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


@memoized
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
    write = _Days(reader, iri)
    rows = []
    for stretch in series:
        phrase, fill = _ANSWERS[stretch.answer]
        first, last = write.start(stretch.first), write.end(stretch.last)
        # A stretch may begin or end on the day beside a derived one: the derived day is shown instead.
        if stretch.first not in turning:
            first = static.say("in-force.after", day=write.end(dates.day_before(stretch.first)))
        if stretch is series[0] and stretch.answer == "no":
            first = Markup("…")
        if stretch is series[-1]:
            last = Markup("…")
        elif stretch.last not in turning:
            last = static.say("in-force.before", day=write.start(dates.day_after(stretch.last)))
        swatch = Markup(
            '<svg class="swatch" width="30" height="14" aria-hidden="true">'
            '<rect class="{}" x="1" y="1" width="28" height="12"/></svg>'
        ).format(fill)
        rows.append([sections.joined([swatch, static.say(phrase)], " "), first, last])
    heads = sections.heads("in-force.answer", "in-force.from", "in-force.until")
    text = sections.joined([static.say("in-force.text"), static.say("days.worked-out")], " ")
    return sections.Section(static.say("in-force.title"), "standing", text, heads, rows, [_bar(series)])


class _Days:
    """Writes the days of stretches no more precisely than the dates of the acts from which they follow."""

    def __init__(self, reader: Reader, iri: str) -> None:
        findings = [finding for act in treaty.acts(reader, iri) for finding in act.dates]
        accounts = [a for f in findings for s in f.sides for a in (*s.accounts, *s.fitting)]
        spoken = [reader.day(account.passage) for account in accounts]
        self._known = Precision([*(account.value.value for account in accounts), *filter(None, spoken)])

    def start(self, day: str) -> Markup:
        """Write the first day of a stretch: after the end of a month or year where it is the last of one."""
        if day in self._known.ending:
            return static.say("day.end-of", day=static.worked_out(self._known.ending[day]))
        return self._known.write(day)

    def end(self, day: str) -> Markup:
        """Write the last day of a stretch: before the start of a month or year where it is the first of one."""
        if day in self._known.starting:
            return static.say("day.start-of", day=static.worked_out(self._known.starting[day]))
        return self._known.write(day)


def _bar(series: list[Stretch]) -> Markup:
    """Draw the bar with its years; it fades at the end, which is no end. Screen readers have the table below it."""
    from markupsafe import Markup

    axis = Axis(int(series[0].first[:4]), int(series[-1].last[:4]))
    piece = Markup('<rect class="{}" x="{}%" y="2" width="{}%" height="22"/>')
    parts = []
    for stretch in series:
        start = 0.0 if stretch is series[0] and stretch.answer == "no" else axis.at(stretch.first)
        width = max(0.3, round(axis.at(stretch.last) - start, 1))
        parts.append(piece.format(_ANSWERS[stretch.answer][1], start, width))
    parts.append(Markup('<rect class="veil" x="94%" y="0" width="7%" height="26"/>'))
    veil = Markup(
        '<linearGradient id="veil"><stop class="gone" offset="0"/><stop class="paper" offset="1"/></linearGradient>'
    )
    bar = Markup('<svg class="standing" aria-hidden="true">{}{}{}</svg>')
    return bar.format(Markup(PATTERNS), veil, Markup("").join(parts)) + axis.labels()
