"""In how many organizations two states sat together, year by year."""

from __future__ import annotations

from kg.dataset.intervals import POSITIVE, Answer, Interval, strongest, weaker
from kg.model import belonging
from kg.network import projections
from kg.network.findings import finding
from kg.network.result import Cell, Lines, Result, number
from kg.network.study import Study
from kg.rdf.vocabulary import kg
from kg.text import dates
from kg.text.phrases import say

#: The projection whose roles make a member, and its happenings.
_SHARED = "shared-memberships"


def run(study: Study) -> Result:
    """Report in how many organizations both states sat at the end of each year, surely and by some accounts.

    Roles are those of the projection of shared memberships. A state sits where any of its memberships holds;
    memberships of the states it succeeds are its own. Jaccard: shared organizations over those of either.
    """
    reader, language = study.reader, study.language
    states = study.state_pair
    seats = [memberships(study, state) for state in states]
    founded = {
        organization: min(
            (dates.earliest(day.value) for day in reader.values(organization, kg.foundedOn)), default=""
        )
        for organization in {*seats[0], *seats[1]}
    }
    common = sorted(set(seats[0]) & set(seats[1]))
    years: list[tuple[Cell, ...]] = []
    spans = [span for side in seats for organization in side.values() for span in organization]
    for year in dates.years(day for span in spans for day in span.days):
        day = f"{year:04}-12-31"
        sits: list[dict[str, Answer]] = [
            {o: "no" if founded[o] > day else strongest([span.holds(day) for span in side[o]]) for o in side}
            for side in seats
        ]
        joint = {o: weaker(sits[0][o], sits[1][o]) for o in common}
        # Where no source tells of an end, a seat presumably goes on.
        sure = [o for o, answer in joint.items() if answer in ("surely", "presumably")]
        possible = len(sure) + sum(answer == "by some accounts" for answer in joint.values())
        unknown = sum(answer == "cannot tell" for answer in joint.values())
        of_one, of_other = ({o for o, answer in side.items() if answer in POSITIVE} for side in sits)
        either = len(of_one | of_other)
        jaccard = (len(sure) / either, possible / either) if either else (None, None)
        names = say("semicolon", language).join(map(study.label, sure))
        years.append((year, len(sure), possible, unknown, len(of_one), len(of_other), *jaccard, names))
    columns = (
        "year", "surely shared", "shared at most", "cannot tell", *(f"of {study.label(state)}" for state in states),
        "Jaccard at least", "Jaccard at most", "shared",
    )  # fmt: skip
    numbers: dict[str, Cell] = {"years": len(years), "organizations_of_both": len(common)}
    if years:
        numbers |= dict(zip(("last_year", "surely_shared", "shared_at_most"), years[-1], strict=False))
        numbers |= {f"surely_shared_{row[0]}": row[1] for row in years if row[0] in (1991, 2000, 2010, 2020)}
    low, high = say("figure.surely", language), say("figure.by some accounts", language)
    plot = Lines(
        tuple(int(str(row[0])) for row in years),
        {low: tuple(number(row[1]) for row in years), high: tuple(number(row[2]) for row in years)},
        say("figure.shared organizations", language),
        say("figure.year", language),
        (low, high),
        steps=True,
    )
    notes = (say("analysis.note.overlap", language), say("analysis.note.overlap-open", language))
    caption = study.caption("overlap", _SHARED)
    return Result("overlap", caption, columns, tuple(years), notes, numbers, plot if years else None)


def sentences(result: Result) -> list[str]:
    """Say in words what the analysis finds."""
    return [finding(result, "overlap")] if result.rows else []


def memberships(study: Study, state: str) -> dict[str, list[Interval]]:
    """Return the organizations in which a state or one that it succeeds had a seat, with the time of each seat."""
    reader = study.reader
    line = belonging.succession(reader, state)
    sitting = set(projections.find(reader, _SHARED).only_with)
    seats: dict[str, list[Interval]] = {}
    for record in reader.of_class(kg.Membership.value):
        members, organizations, roles = (
            {end.value for end in reader.values(record, term)} for term in (kg.member, kg.organization, kg.role)
        )
        if members & line and roles & sitting:
            for organization in organizations:
                seats.setdefault(organization, []).append(reader.interval(record))
    return seats
