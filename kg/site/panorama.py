"""Two centuries in one drawing: instruments by what was in force, with wars, revolutions and ruptures as marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.dataset.intervals import POSITIVE
from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, code, compact, kg
from kg.site import in_force, sections, static
from kg.site.record import address as record_address
from kg.site.spans import LINES, Axis
from kg.text.phrases import say

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, LANE, FADE = 1000, 15, 10
#: Where the names of events begin, how far their lines are apart, and the room for the crosses below them.
FIRST_NAME, NAME_LINE, CROSSES = 9, 12, 18
#: Years are labelled as on other axes, but there is room for more of them.
MOST_YEARS = 14
#: How many years before the first bar the drawing begins; earlier marks are in the table only.
BEFORE = 20
#: The most letters of a name beside its bar and of one above its line, and the room that a letter takes. Where the
#: name of a bar has no room, one of so few letters may have it.
NAME, EVENT_NAME, LETTER = 60, 60, 5.6
SHORTENED = 34
#: How each answer is drawn, as on the page of an instrument.
_FILLS = {"surely": "sure", "presumably": "presumed", "by some accounts": "some"}
#: The kinds of events that are marked, and the acts that end an instrument or refuse it.
_EVENTS = (code.war, code.revolution)
_RUPTURES = ("Termination", "Repudiation", "Rejection")


@dataclass(frozen=True)
class Bar:
    """The stretches of an instrument in which any answer says that it was in force, as years."""

    iri: str
    stretches: tuple[tuple[int, int, str, bool], ...]

    @property
    def first(self) -> int:
        """The year in which the first stretch begins."""
        return self.stretches[0][0]

    @property
    def last(self) -> int:
        """The year in which the last stretch ends."""
        return self.stretches[-1][1]


def bars(reader: Reader) -> list[Bar]:
    """Return the instruments that were ever in force by any account, by their first year."""
    drawn, latest = [], in_force.latest_year(reader)
    for instrument in treaty.instruments(reader):
        series = in_force.stretches(reader, instrument)
        # What a text foresees beyond the last publication has not come about yet: it is left open.
        shown = tuple(
            (int(s.first[:4]), min(int(s.last[:4]), latest), s.answer, s is series[-1] or int(s.last[:4]) > latest)
            for s in series
            if s.answer in POSITIVE and int(s.first[:4]) <= latest
        )
        if shown:
            drawn.append(Bar(instrument, shown))
    return sorted(drawn, key=lambda bar: (bar.first, bar.iri))


def marks(reader: Reader) -> list[tuple[int, str, str]]:
    """Return the marks as (year, record, phrase) in order of time: only what began in one year by all accounts."""
    events = [iri for iri in reader.of_class(kg.Event.value) if set(reader.values(iri, kg.kind)) & {*_EVENTS}]
    acts = [a for iri in treaty.instruments(reader) for a in treaty.acts(reader, iri) if a.kind in _RUPTURES]
    spans = [(iri, reader.interval(iri), "panorama.event") for iri in events]
    spans += [(act.record, act.interval, "panorama.rupture") for act in acts if not act.part_only]
    dated = [
        (int(span.possibly_from[:4]), iri, key)
        for iri, span, key in spans
        if span.possibly_from and span.surely_from and span.possibly_from[:4] == span.surely_from[:4]
    ]
    return sorted(dated)


def block(writer: static.Writer) -> Markup:
    """Draw instruments and marks, with the same as a table below; nothing where no instrument was in force."""
    from markupsafe import Markup

    reader = writer.builder.reader
    shown, marked = bars(reader), marks(reader)
    if not shown:
        return Markup("")
    known = len(treaty.instruments(reader))
    hint = static.say("panorama.text", n=len(shown), m=known - len(shown))
    rows = [
        [
            static.page_link(
                record_address(compact(bar.iri)), static.in_languages(writer.builder.short(bar.iri), 80)
            ),
            _periods(bar),
        ]
        for bar in shown
    ]
    rows += [
        [
            writer.link(compact(iri)),
            sections.joined([static.say(key), static.year(year)], " "),
        ]
        for year, iri, key in marked
    ]
    lines = [
        sections.wrapped(
            "tr",
            sections.wrapped("th", head) + sections.joined([sections.wrapped("td", cell) for cell in cells], ""),
        )
        for head, *cells in rows
    ]
    table = sections.wrapped("table", sections.joined(lines, ""))
    fold = sections.wrapped("summary", static.say("panorama.table")) + sections.wrapped("div", table, "scroll")
    picture = sections.wrapped("div", _drawing(writer, shown, marked), "scroll panorama")
    return picture + sections.wrapped("p", hint, "hint") + sections.wrapped("details", fold)


def _periods(bar: Bar) -> Markup:
    """Write the stretches of an instrument: the answer and its years, open where no end is known."""
    from markupsafe import Markup

    parts = []
    for first, last, answer, is_open in bar.stretches:
        until = Markup("…") if is_open else static.year(last)
        years = (
            static.year(first)
            if first == last and not is_open
            else sections.joined([static.year(first), until], "–")
        )
        parts.append(sections.joined([static.say(f"answer.{answer}"), years], " "))
    return sections.joined(parts, static.say("semicolon"))


def _drawing(writer: static.Writer, shown: list[Bar], marked: list[tuple[int, str, str]]) -> Markup:
    """Draw the bars in as few lanes as hold them, below the marks; each leads to its page."""
    from markupsafe import Markup

    start = (shown[0].first - BEFORE) // 10 * 10
    end = max(bar.last for bar in shown) + 1
    scale = (WIDTH - FADE) / (end - start)
    lanes: list[list[Bar]] = []
    for bar in shown:
        lane = next((lane for lane in lanes if lane[-1].last < bar.first), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(bar)
    drawn = [
        (round((year + 0.5 - start) * scale, 1), iri, key == "panorama.event")
        for year, iri, key in marked
        if year >= start
    ]
    names, top = _event_names(writer, [(x, iri) for x, iri, is_event in drawn if is_event])
    base = top + CROSSES + LANE * len(lanes)
    high = base + 10 + max(LINES.values())
    line = Markup('<path class="grid" d="M{0} 4 V{1}"/>')
    label = Markup('<text class="t year" lang="{}" x="{}" y="{}">{}</text>')
    axis = Axis(start, end - 1, MOST_YEARS)
    parts = [line.format(_across(place), base + 4) for calendar, _, place in axis.ticks if calendar != "axis.solar"]
    for tag in LANGUAGES:
        for calendar, year, place in axis.labelled(tag):
            words = say(calendar, tag, year=static.digits(year, tag))
            parts.append(label.format(tag, _across(place), base + 6 + LINES[calendar], words))
    shapes = Markup('<a href="{}">{}{}<path class="{}" d="{}"/></a>')
    for x, iri, is_event in drawn:
        shape = f"M{x} 4 V{base}" if is_event else f"M{x - 4} {top + 4} l8 8 m-8 0 l8 -8"
        kind = "panorama-event" if is_event else "panorama-rupture"
        parts.append(
            shapes.format(record_address(compact(iri)), _titles(writer, iri), names.get(iri, ""), kind, shape)
        )
    for row, lane in enumerate(lanes):
        for before, bar, following in zip([None, *lane], lane, [*lane[1:], None], strict=False):
            room = ((following.first if following else end) - bar.first) * scale
            left = (bar.first - (before.last + 1 if before else start)) * scale
            parts.append(_bar(writer, bar, top + CROSSES + row * LANE, start, scale, (room, left)))
    svg = Markup('<svg class="chart standing" viewBox="0 0 {} {}" role="group">{}{}</svg>')
    return svg.format(WIDTH, high, Markup(in_force.PATTERNS), Markup("").join(parts))


def _across(percent: float) -> float:
    """Return the place on the drawing of a place on its axis, beyond which there is room for what fades."""
    return round(percent * (WIDTH - FADE) / 100, 1)


def _name(writer: static.Writer, iri: str, tag: str) -> str:
    """Return the short name of a record in a language, else in English."""
    names = writer.builder.short(iri)
    return names.get(tag) or names.get("en") or compact(iri)


def _titles(writer: static.Writer, iri: str) -> Markup:
    """Write what a mark is called in each language; the page's script puts first the one that is shown."""
    from markupsafe import Markup

    line = Markup("<title class=t lang={}>{}</title>")
    return Markup("").join(line.format(tag, static.tidy(_name(writer, iri, tag), 90)) for tag in LANGUAGES)


def _event_names(writer: static.Writer, events: list[tuple[float, str]]) -> tuple[dict[str, Markup], int]:
    """Write the names of events before their lines, in as few rows as keep them apart, and where the rows end."""
    from markupsafe import Markup

    line = Markup('<text class="t before" lang="{}" x="{}" y="{}">{}</text>')
    texts: dict[str, list[Markup]] = {iri: [] for _, iri in events}
    most = 0
    for tag in LANGUAGES:
        ends: list[float] = []
        for x, iri in events:
            words = static.tidy(_name(writer, iri, tag), EVENT_NAME)
            begins = x - 4 - len(words) * LETTER
            row = next((row for row, end in enumerate(ends) if end < begins), len(ends))
            ends[row:] = [x, *ends[row + 1 :]]
            texts[iri].append(line.format(tag, x - 4, FIRST_NAME + NAME_LINE * row, words))
        most = max(most, len(ends))
    return {iri: Markup("").join(same) for iri, same in texts.items()}, FIRST_NAME + NAME_LINE * most


def _bar(writer: static.Writer, bar: Bar, y: int, start: int, scale: float, room: tuple[float, float]) -> Markup:
    """Draw the stretches of an instrument, pale beyond an end that nobody knows.

    Its name stands above the bar, or before it where the room from its beginning on is too short.
    """
    from markupsafe import Markup

    rect = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
    parts = []
    for first, last, answer, is_open in bar.stretches:
        x, width = round((first - start) * scale, 1), round((last + 1 - first) * scale, 1)
        parts.append(rect.format(_FILLS[answer], x, y + 9, width, 4))
        if is_open:
            parts.append(rect.format("faded", round(x + width, 1), y + 9, FADE, 4))
    text = Markup('<text class="t{}" lang="{}" x="{}" y="{}">{}</text>')
    x, (after, before) = round((bar.first - start) * scale, 1), room
    for tag in LANGUAGES:
        name = _name(writer, bar.iri, tag)
        for label in (static.tidy(name, NAME), static.tidy(name, SHORTENED)):
            wide = len(label) * LETTER
            if wide < after:
                parts.append(text.format("", tag, x, y + 7, label))
            elif wide < before:
                parts.append(text.format(" before", tag, x - 4, y + 14, label))
            if wide < max(after, before):
                break
    link = Markup('<a href="{}">{}{}</a>')
    return link.format(record_address(compact(bar.iri)), _titles(writer, bar.iri), Markup("").join(parts))
