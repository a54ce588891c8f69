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

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, LANE, TOP, FADE = 1000, 15, 34, 10
#: How many years before the first bar the drawing begins; earlier marks are in the table only.
BEFORE = 20
#: The most letters of a name beside its bar, and the room that a letter takes.
NAME, LETTER = 34, 5.6
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
        [writer.link(compact(iri)), sections.joined([static.say(key), _year(year)], " ")]
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


def _year(year: int) -> Markup:
    """Write a year in the digits of each language."""
    return static.in_languages({tag: static.digits(str(year), tag) for tag in LANGUAGES})


def _periods(bar: Bar) -> Markup:
    """Write the stretches of an instrument: the answer and its years, open where no end is known."""
    from markupsafe import Markup

    parts = []
    for first, last, answer, is_open in bar.stretches:
        until = Markup("…") if is_open else _year(last)
        years = _year(first) if first == last and not is_open else sections.joined([_year(first), until], "–")
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
    high = TOP + LANE * len(lanes) + 24
    line = Markup('<path class="grid" d="M{0} 4 V{1}"/>')
    label = Markup('<text class="t year" lang="{}" x="{}" y="{}">{}</text>')
    parts = []
    # A line and a label for every twentieth year.
    for year in range(start + -start % 20, end, 20):
        x = round((year - start) * scale, 1)
        parts.append(line.format(x, high - 20))
        parts += [label.format(tag, max(x, 14), high - 6, static.digits(str(year), tag)) for tag in LANGUAGES]
    for year, iri, key in marked:
        if year < start:
            continue
        x = round((year + 0.5 - start) * scale, 1)
        shape = (
            f"M{x} 6 V{high - 22}"
            if key == "panorama.event"
            else f"M{x - 4} 20 L{x + 4} 28 M{x - 4} 28 L{x + 4} 20"
        )
        title = writer.builder.short(iri).get("en") or compact(iri)
        mark = Markup('<a href="{}"><title>{}, {}</title><path class="{}" d="{}"/></a>')
        parts.append(
            mark.format(record_address(compact(iri)), static.tidy(title, 90), year, key.replace(".", "-"), shape)
        )
    for row, lane in enumerate(lanes):
        for bar, following in zip(lane, [*lane[1:], None], strict=True):
            room = ((following.first if following else end) - bar.first) * scale
            parts.append(_bar(writer, bar, TOP + row * LANE, start, scale, room))
    svg = Markup('<svg class="chart standing" viewBox="0 0 {} {}" role="group">{}{}</svg>')
    return svg.format(WIDTH, high, Markup(in_force.PATTERNS), Markup("").join(parts))


def _bar(writer: static.Writer, bar: Bar, y: int, start: int, scale: float, room: float) -> Markup:
    """Draw the stretches of an instrument, pale beyond an end that nobody knows, with its name where it fits."""
    from markupsafe import Markup

    names = writer.builder.short(bar.iri)
    rect = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')
    parts = []
    for first, last, answer, is_open in bar.stretches:
        x, width = round((first - start) * scale, 1), round((last + 1 - first) * scale, 1)
        parts.append(rect.format(_FILLS[answer], x, y + 9, width, 4))
        if is_open:
            parts.append(rect.format("faded", round(x + width, 1), y + 9, FADE, 4))
    text = Markup('<text class="t" lang="{}" x="{}" y="{}">{}</text>')
    for tag in LANGUAGES:
        label = static.tidy(names.get(tag) or names.get("en") or "", NAME)
        if label and len(label) * LETTER < room:
            parts.append(text.format(tag, round((bar.first - start) * scale, 1), y + 7, label))
    link = Markup('<a href="{}"><title>{}</title>{}</a>')
    title = static.tidy(names.get("en") or compact(bar.iri), 90)
    return link.format(record_address(compact(bar.iri)), title, Markup("").join(parts))
