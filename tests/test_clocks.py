"""The two clocks on the real corpus: what held on a day, and what had been published by a day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.dataset import build, view
from kg.dataset.store import Choice
from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode, Quad, Store
from kg.rdf.vocabulary import ID, A, kg

Clocks = Callable[[str | None, str | None], view.Selection]
SURE, SOME, PRESUMED = "surely", "by some accounts", "presumably"


@pytest.fixture(scope="module")
def clocks(real_quads: list[Quad]) -> Clocks:
    """Select from the real corpus by both clocks; each pair is selected once."""
    index = view.Index(real_quads)
    made: dict[tuple[str | None, str | None], view.Selection] = {}

    def select(as_of: str | None, known_by: str | None) -> view.Selection:
        pair = as_of, known_by
        if pair not in made:
            # A day of valid time changes no derived value, so the days of one clock of sources share them.
            made[pair] = (
                view.on_day(select(None, known_by), as_of)
                if as_of
                else view.select(index, Choice(known_by=known_by))
            )
        return made[pair]

    return select


@pytest.fixture(scope="module")
def readers(clocks: Clocks, real: Reader) -> Callable[[str | None], Reader]:
    """Read what had been published by a day."""
    made: dict[str | None, Reader] = {None: real}

    def read(known_by: str | None) -> Reader:
        if known_by not in made:
            store = Store()
            selection = clocks(None, known_by)
            store.bulk_extend(build.compiled_quads(selection.quads, selection.derived))
            made[known_by] = Reader(store)
        return made[known_by]

    return read


@pytest.mark.parametrize(
    ("record", "day", "known_by", "answer"),
    [
        # By August 2025 only an ambassador's word of July was known; in October both ministries named 2 October.
        ("treaty-2025", "2025-08-01", "2025-08-31", PRESUMED),
        ("treaty-2025", "2025-08-01", "2025-10-31", SOME),
        ("treaty-2025", "2025-10-10", "2025-10-31", PRESUMED),
        ("treaty-2025", "2025-03-01", "2025-08-31", "cannot tell"),
        ("treaty-2025", "2025-10-10", "2025-02-01", "cannot tell"),
        ("eaeu-iran-fta-2023", "2025-05-16", "2025-02-01", "cannot tell"),
        ("eaeu-iran-fta-2023", "2025-05-16", "2025-10-31", PRESUMED),
        ("eaeu-iran-fta-2023", "2025-05-14", "2025-10-31", "no"),
        ("treaty-2001", "2000-01-01", None, "no"),
        ("treaty-1921", "1950-01-01", None, SURE),
        ("treaty-of-turkmenchay-1828", "1900-01-01", None, SURE),
        ("treaty-of-turkmenchay-1828", "1930-01-01", None, "no"),
    ],
)
def test_whether_an_instrument_is_in_force_depends_on_both_days(
    readers: Callable[[str | None], Reader], record: str, day: str, known_by: str | None, answer: str
) -> None:
    assert treaty.status(readers(known_by), ID + record, day).in_force == answer


def holding(selection: view.Selection, cls: str, link: str, value: str, start: str = "") -> dict[str, str]:
    """Return the records of a class that a selection attests with a link, and how surely they hold."""
    attested = {q.subject.value for q in selection.quads if q.predicate == A and q.object == kg(cls)}
    linked = {
        q.subject.value for q in selection.quads if q.predicate == kg(link) and q.object == NamedNode(ID + value)
    }
    doubtful = set(selection.doubtful)
    return {
        record.removeprefix(ID): SOME if record in doubtful else SURE
        for record in sorted(attested & linked)
        if record.startswith(ID + start)
    }


@pytest.mark.parametrize(
    ("organization", "as_of", "known_by", "roles"),
    [
        ("sco", "2005-12-31", None, {"observer": SURE}),
        ("sco", "2021-12-31", None, {"applicant": SURE, "candidate": SOME, "full-member": SOME, "observer": SURE}),
        ("sco", "2023-07-10", None, {"full-member": SURE}),
        ("brics", "2023-07-10", None, {"applicant": SURE}),
        ("brics", "2024-02-01", None, {"full-member": SURE}),
        ("brics", "2024-02-01", "2023-06-30", {"applicant": SURE}),
        ("eaeu", "2025-06-01", "2025-10-31", {"applicant": SURE, "free-trade-partner": SURE, "observer": SURE}),
    ],
)
def test_the_standing_of_iran_depends_on_both_days(
    clocks: Clocks, organization: str, as_of: str, known_by: str | None, roles: dict[str, str]
) -> None:
    found = holding(clocks(as_of, known_by), "Membership", "organization", organization, "iran-in-")
    assert found == {f"iran-in-{organization}-{role}": answer for role, answer in sorted(roles.items())}


@pytest.mark.parametrize(
    ("office", "as_of", "known_by", "holder", "answer"),
    [
        ("president-of-russia", "2010-01-01", None, "dmitry-medvedev", SURE),
        ("president-of-russia", "2025-01-17", None, "dmitry-medvedev", None),
        ("president-of-iran", "2024-06-15", None, "mohammad-mokhber", SURE),
        ("president-of-iran", "2025-01-17", None, "masoud-pezeshkian", SURE),
        ("president-of-iran", "2025-01-17", "2023-06-30", "masoud-pezeshkian", None),
    ],
)
def test_who_holds_an_office_depends_on_both_days(
    clocks: Clocks, office: str, as_of: str, known_by: str | None, holder: str, answer: str | None
) -> None:
    assert holding(clocks(as_of, known_by), "Tenure", "office", office).get(f"{holder}-{office}") == answer


def test_the_clock_of_sources_never_adds(clocks: Clocks) -> None:
    earlier, later = clocks(None, "2025-08-31"), clocks(None, "2025-10-31")
    assert {q.graph_name for q in earlier.quads} < {q.graph_name for q in later.quads}
