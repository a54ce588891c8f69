"""The doors of a published site: five subjects under which all its pages are listed, on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model.reader import Reader
from kg.rdf.vocabulary import kg

Title = Mapping[str, str | None]

#: The pages behind each door by name, the first of which it opens: tables to read, then graphs.
PAGES = {
    "treaties": ("instruments", "comparison", "treaties", "lineage", "treaty-actions"),
    "agents": ("agents", "organizations", "actors", "memberships", "shared-memberships"),
    "timeline": ("timeline", "events"),
    "disputes": ("conflicts", "reports", "opinions", "discourse"),
    "method": (
        *("about", "sources", "changes", "charts", "questions", "query", "analyses", "codebook"),
        *("everything", "co-statement"),
    ),
}
#: The door behind which the page of a record is listed: that of the first of these classes that it belongs to.
_DOOR_OF_CLASS = (
    (kg.Instrument, "treaties"),
    (kg.Provision, "treaties"),
    (kg.Lineage, "treaties"),
    (kg.Action, "treaties"),
    (kg.Agent, "agents"),
    (kg.Office, "agents"),
    (kg.Tenure, "agents"),
    (kg.Membership, "agents"),
    (kg.Positioning, "agents"),
    (kg.Assessment, "disputes"),
    (kg.Happening, "timeline"),
    (kg.Place, "timeline"),
    (kg.Infrastructure, "timeline"),
)
#: The door of what no other names.
LAST = "method"


@dataclass(frozen=True)
class Leaf:
    """A page behind a door: its name, its address from the folder of the index, its title by language."""

    name: str
    title: Title

    @property
    def address(self) -> str:
        """The address of the page, seen from the folder of the index."""
        return f"{self.name}.html"


@dataclass(frozen=True)
class Door:
    """A door with the pages behind it; its label is the phrase `door.NAME`."""

    name: str
    pages: tuple[Leaf, ...]


@dataclass(frozen=True)
class Place:
    """Where a page stands in a site: the doors, the way to the folder of the index, its door and its name."""

    doors: Sequence[Door]
    root: str
    door: str
    page: str

    @property
    def here(self) -> Door | None:
        """The door behind which the page lies."""
        return next((door for door in self.doors if door.name == self.door), None)

    @property
    def listed(self) -> bool:
        """Whether the door lists the page itself, as it does not list those of single records."""
        return self.here is not None and any(leaf.name == self.page for leaf in self.here.pages)


def over(titles: Mapping[str, Title]) -> tuple[Door, ...]:
    """Distribute the pages of a site, given by name with their titles, over the doors; no door is empty.

    A page that no door names, such as that of a corpus's own projection, is behind the last one.

    >>> [(door.name, [leaf.name for leaf in door.pages]) for door in over({"own": {}, "conflicts": {}})]
    [('disputes', ['conflicts']), ('method', ['own'])]
    """
    named = {page for names in PAGES.values() for page in names}
    listed = {**PAGES, LAST: (*PAGES[LAST], *(page for page in titles if page not in named))}
    doors = [
        Door(door, tuple(Leaf(page, titles[page]) for page in names if page in titles))
        for door, names in listed.items()
    ]
    return tuple(door for door in doors if door.pages)


def behind(doors: Sequence[Door], page: str) -> str:
    """Return the door that lists a page; an empty text for one that stands before the doors.

    >>> behind(over({"conflicts": {}}), "conflicts"), behind(over({"conflicts": {}}), "index")
    ('disputes', '')
    """
    return next((door.name for door in doors if any(leaf.name == page for leaf in door.pages)), "")


def of_record(reader: Reader, iri: str) -> str:
    """Return the door behind which a record lies, by its class."""
    classes = {cls for kind in reader.kinds(iri) for cls in reader.above(kind)}
    return next((door for cls, door in _DOOR_OF_CLASS if cls.value in classes), LAST)
