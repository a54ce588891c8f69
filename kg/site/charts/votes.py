"""Votes alike by year: shares of roll calls that somebody counted, and the votes that the graph itself records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import belonging, description
from kg.model.reader import Passage, Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, code, compact, kg
from kg.site import sections, static
from kg.site.charts.chart import Cell, Chart
from kg.site.charts.drawing import Canvas, Link, Year, phrase
from kg.site.record import address
from kg.site.spans import Axis
from kg.text.phrases import percent

#: The height of the scale, and of the square of a vote with the gap above it.
HEIGHT, TOP, SQUARE = 220, 24, 10


@dataclass(frozen=True)
class Agreement:
    """The share of a year's roll calls in which both parties voted alike, in percent, as one passage states it."""

    figure: str
    year: int
    share: str
    passage: Passage


@dataclass(frozen=True)
class Vote:
    """A recorded vote of both parties: its year, how each voted, and whether alike."""

    record: str
    year: int
    choices: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether both made the same choice."""
        return len(set(self.choices)) == 1


def agreements(reader: Reader) -> list[Agreement]:
    """Return the stated shares of votes alike of both parties and of those whose seats they took, by year."""
    seats = [belonging.succession(reader, party) for party in description.of(reader).parties[:2]]
    stated = []
    for figure in reader.subjects(kg.measure, code.voting_agreement):
        between = {term.value for term in reader.values(figure, kg.between)}
        # Two seats, one in each line of succession.
        if len(between) != 2 or not all(between & line for line in seats):
            continue
        for year in reader.values(figure, kg.periodStart):
            for share, passages in reader.stated(figure, kg.value).items():
                stated += [Agreement(figure, int(year.value[:4]), share.value, reader.passage(p)) for p in passages]
    return sorted(stated, key=lambda a: (a.year, a.figure, a.passage.iri))


def votes(reader: Reader) -> tuple[list[Vote], int]:
    """Return the votes in which one choice of each party is recorded, by year, and how many others name both.

    The others lack a year on which all accounts agree, or have rival choices, or one party did not vote.
    """
    lines = [belonging.succession(reader, party) for party in description.of(reader).parties[:2]]
    cast: list[dict[str, set[str]]] = []
    for line in lines:
        by_vote: dict[str, set[str]] = {}
        ballots = [ballot for seat in line for ballot in reader.subjects(kg.voter, NamedNode(seat))]
        for ballot in ballots:
            choices = {choice.value for choice in reader.values(ballot, kg.choice)}
            for vote in reader.values(ballot, kg.vote):
                by_vote.setdefault(vote.value, set()).update(choices)
        cast.append(by_vote)
    both = set(cast[0]) & set(cast[1]) if len(cast) == 2 else set()
    recorded = []
    for iri in both:
        span, made = reader.interval(iri), [by_vote[iri] for by_vote in cast]
        first, begun = span.possibly_from, span.surely_from
        told = all(len(choices) == 1 and code.not_voting.value not in choices for choices in made)
        if told and first and begun and first[:4] == begun[:4]:
            recorded.append(Vote(iri, int(first[:4]), tuple(min(choices) for choices in made)))
    return sorted(recorded, key=lambda v: (v.year, not v.alike, v.record)), len(both) - len(recorded)


def chart(page: sections.Page, reader: Reader) -> Chart | None:
    """Return the chart of votes; None where neither a share nor a vote of both parties is recorded."""
    shares, (recorded, others) = agreements(reader), votes(reader)
    years = [*(entry.year for entry in shares), *(vote.year for vote in recorded)]
    if not years:
        return None
    alike = sum(vote.alike for vote in recorded)
    if shares:
        low, high = (pick(shares, key=lambda a: (float(a.share), a.year)) for pick in (min, max))
        finding = phrase(
            "chart.votes.finding",
            low=Year(low.share),
            low_year=Year(low.year),
            high=Year(high.share),
            high_year=Year(high.year),
        )
    else:
        finding = phrase("chart.votes.recorded", n=alike, all=len(recorded))
    tallest = max((sum(v.year == year for v in recorded) for year in years), default=0)
    axis = Axis(min(years), max(years))

    def draw(canvas: Canvas) -> None:
        """Draw the shares as points above, and below the years a square for each recorded vote."""
        base = HEIGHT + canvas.below + 12 + SQUARE * tallest
        canvas.height = base + 6
        canvas.years(HEIGHT, TOP)
        scale = canvas.scale(TOP, HEIGHT, 100, lambda n: percent(n, canvas.language))
        canvas.line(HEIGHT, "base")
        for entry in shares:
            shape = canvas.sign(canvas.at(entry.year), scale.at(float(entry.share)), "dot", "plain")
            titles = {
                tag: f"{static.digits(str(entry.year), tag)}: {percent(entry.share, tag)} — "
                f"{reader.voices(entry.passage, tag)}"
                for tag in LANGUAGES
            }
            canvas.link(Link(address(compact(entry.figure)), titles), shape)
        stacked: dict[int, int] = {}
        for vote in recorded:
            y = HEIGHT + canvas.below + 12 + SQUARE * stacked.get(vote.year, 0)
            stacked[vote.year] = stacked.get(vote.year, 0) + 1
            kind = "full plain" if vote.alike else "hollow opposed"
            # As wide as the year, so that those of two years never cover each other on a phone.
            width = 0.8 * (canvas.at(vote.year, 1) - canvas.at(vote.year, 0))
            square = canvas.bar(canvas.at(vote.year, 0.1), y, width, SQUARE - 2, kind)
            titles = {tag: f"{reader.short(vote.record, tag)}: {_choices(reader, vote)[tag]}" for tag in LANGUAGES}
            canvas.link(Link(address(compact(vote.record)), titles), square)

        signs = [("dot", "plain", "share"), ("full", "plain", "alike"), ("hollow", "opposed", "apart")]
        canvas.legend([(sign, kind, phrase(f"chart.votes.{key}")[canvas.language]) for sign, kind, key in signs])

    rows = _rows(page, reader, shares, recorded)
    columns = ("browse.year", "col.happening", "col.value", "col.holders")
    return Chart("votes", finding, axis, draw, columns, rows, {"n": alike, "all": len(recorded), "others": others})


def _rows(
    page: sections.Page, reader: Reader, shares: Sequence[Agreement], recorded: Sequence[Vote]
) -> list[list[Cell]]:
    """Write the same as a table: the shares of agreement, then each vote with the choices of both parties."""
    rows = []
    for entry in shares:
        year = page.writer.link(compact(entry.figure), text=static.year_texts(entry.year))
        who = sections.joined([page.voice(entry.passage), page.cite([entry.passage.iri])], " ")
        share = static.in_languages({tag: percent(entry.share, tag) for tag in LANGUAGES})
        cells = [Cell(year, str(entry.year)), Cell(static.say("chart.votes.share"), "share of roll calls")]
        rows.append([*cells, Cell(share, entry.share), Cell(who, reader.voices(entry.passage))])
    for vote in recorded:
        name = sections.joined([page.record(vote.record), page.cite(reader.attesting(vote.record))], " ")
        choices = _choices(reader, vote)
        spoken = [reader.passage(iri) for iri in reader.attesting(vote.record)]
        rows.append(
            [
                Cell(static.year(vote.year), str(vote.year)),
                Cell(name, compact(vote.record)),
                Cell(static.in_languages(choices), choices["en"]),
                Cell(
                    sections.joined(map(page.voice, spoken), "; "),
                    "; ".join(map(reader.voices, spoken)),
                ),
            ]
        )
    return rows


def _choices(reader: Reader, vote: Vote) -> dict[str, str]:
    """Say in each language how each party voted."""
    parties = description.of(reader).parties[:2]
    return {
        tag: "; ".join(
            f"{reader.short(party, tag)}: {reader.label(choice, tag)}"
            for party, choice in zip(parties, vote.choices, strict=True)
        )
        for tag in LANGUAGES
    }
