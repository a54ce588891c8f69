"""In how many organizations two states sat together, year by year."""

from __future__ import annotations

from kg.dataset.intervals import POSITIVE, Answer, Interval, strongest, weaker
from kg.network import projections
from kg.network.result import Cell, Lines, Result
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
    one, other = (_line(study, study.reader.names.find(name)) for name in study.states)
    sits = [_organizations(study, line) for line in (one, other)]
    founded = {org: _founded(study, org) for side in sits for org in side}
    common = sorted(set(sits[0]) & set(sits[1]))
    every = [span for side in sits for found in side.values() for span in found]
    rows: list[tuple[Cell, ...]] = []
    for year in dates.years(day for span in every for day in span.days):
        held = [{org: _held(found, founded[org], year) for org, found in side.items()} for side in sits]
        rows.append((year, *_counts(study, held, common)))
    columns = (
        "year", "surely shared", "shared at most", "cannot tell", f"of {study.states[0]}", f"of {study.states[1]}",
        "Jaccard at least", "Jaccard at most", "shared",
    )  # fmt: skip
    caption = study.caption("overlap", _SHARED)
    last = rows[-1] if rows else None
    numbers: dict[str, Cell] = {"years": len(rows), "organizations_of_both": len(common)}
    if last:
        numbers |= {"last_year": last[0], "surely_shared": last[1], "shared_at_most": last[2]}
        numbers |= {f"surely_shared_{row[0]}": row[1] for row in rows if row[0] in (1991, 2000, 2010, 2020)}
    notes = (
        say("analysis.note.overlap", study.language),
        say("analysis.note.overlap-open", study.language),
    )
    return Result("overlap", caption, columns, tuple(rows), notes, numbers, _overlap_plot(study, rows))


def _overlap_plot(study: Study, rows: list[tuple[Cell, ...]]) -> Lines | None:
    low, high = say("figure.surely", study.language), say("figure.by some accounts", study.language)
    years = tuple(int(str(row[0])) for row in rows)
    values: dict[str, tuple[float | None, ...]] = {
        low: tuple(float(str(row[1])) for row in rows),
        high: tuple(float(str(row[2])) for row in rows),
    }
    axis = say("figure.shared organizations", study.language)
    return Lines(years, values, axis, say("figure.year", study.language), (low, high), steps=True) if rows else None


def _line(study: Study, state: str) -> list[str]:
    """Return a state with those that it succeeds, however far back."""
    line = [state]
    for here in line:
        line += [v.value for v in study.reader.values(here, kg("succeeds")) if v.value not in line]
    return line


def _organizations(study: Study, line: list[str]) -> dict[str, list[Interval]]:
    """Return the organizations in which a line of states has a seat, with the spans of its memberships."""
    roles = set(projections.find(study.reader, _SHARED).only_with)
    found: dict[str, list[Interval]] = {}
    for record in study.reader.of_class(kg("Membership").value):
        said = {
            n: {v.value for v in study.reader.values(record, kg(n))} for n in ("member", "organization", "role")
        }
        if said["member"] & set(line) and said["role"] & roles:
            span = study.reader.interval(record)
            for organization in said["organization"]:
                found.setdefault(organization, []).append(span)
    return found


def _founded(study: Study, organization: str) -> str:
    """Return the earliest day on which anybody says an organization was founded, or an empty text."""
    return min((dates.earliest(v.value) for v in study.reader.values(organization, kg("foundedOn"))), default="")


def _held(found: list[Interval], founded: str, year: int) -> Answer:
    day = f"{year:04}-12-31"
    return "no" if founded > day else strongest([span.holds(day) for span in found])


def _counts(study: Study, held: list[dict[str, Answer]], common: list[str]) -> tuple[Cell, ...]:
    joint = {org: weaker(held[0][org], held[1][org]) for org in common}
    sure = [org for org, answer in joint.items() if answer in ("surely", "presumably")]
    maybe = [org for org, answer in joint.items() if answer == "by some accounts"]
    unknown = [org for org, answer in joint.items() if answer == "cannot tell"]
    sizes = [{org for org, answer in side.items() if answer in POSITIVE} for side in held]
    either = len(sizes[0] | sizes[1])
    least, at_most = (n / either if either else None for n in (len(sure), len(sure) + len(maybe)))
    names = say("semicolon", study.language).join(study.label(org) for org in sure)
    return (len(sure), len(sure) + len(maybe), len(unknown), len(sizes[0]), len(sizes[1]), least, at_most, names)
