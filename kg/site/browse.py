"""Lists to browse: items with facets and counts, which a script shows fifty at a time.

Every item is in the page: without a script all are shown, one below the other, and no facet is offered. A facet's
values are tokens such as `side:iran`; the script reads them from the items (`assets/browse.js`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model.perspectives import groups
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, compact
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many values of a facet without an order are offered: the rarer ones are soon found in the list.
MOST_VALUES = 24


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list: its name in tokens, its heading, and the labels of its values by token.

    Values are offered in the order of `labels` where it is `ordered`, else the most frequent first.
    """

    name: str
    heading: Markup
    labels: Mapping[str, Markup]
    ordered: bool = False


def year(day: str) -> str:
    """Return the year of a day as a value of a facet, or `unknown`.

    >>> year("2025-01-17"), year("")
    ('2025', 'unknown')
    """
    return day[:4] or "unknown"


def years(days: Iterable[str]) -> Facet:
    """Return the facet of the years of some days, the latest first."""
    present = {year(day) for day in days}
    known = sorted(present - {"unknown"}, reverse=True)
    labels = {value: static.in_languages({tag: static.digits(value, tag) for tag in LANGUAGES}) for value in known}
    if "unknown" in present:
        labels["unknown"] = static.say("undated")
    return Facet("year", static.say("browse.year"), labels, ordered=True)


def sides(page: sections.Page, reader: Reader) -> Facet:
    """Return the facet of the groups of perspectives from which speakers speak."""
    labels = {compact(group): page.term(group) for group in groups(reader)}
    return Facet("side", static.say("col.side"), labels, ordered=True)


@dataclass(frozen=True)
class Item:
    """One entry of a list: its anchor, its content, and its values under each facet."""

    anchor: str
    content: Markup
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Items under a heading; a folded group is closed until a reader opens it or chooses one of its values."""

    anchor: str
    heading: Markup
    items: Sequence[Item]
    text: Markup | str = ""
    folded: bool = False


def listing(groups: Sequence[Group], facets: Sequence[Facet], tag: str = "article") -> Markup:
    """Return the facets, the groups with their items, and the pager, as HTML.

    Args:
        groups: in the order in which they are shown.
        facets: those that some item has no value of are left out.
        tag: the element of an item.
    """
    from markupsafe import Markup

    items = [item for group in groups for item in group.items]
    counts = {
        facet.name: Counter(value for item in items for value in dict.fromkeys(item.values.get(facet.name, ())))
        for facet in facets
    }
    box = Markup('<label><input type=checkbox value="{}:{}"> {} {}</label>')
    panels = []
    for facet in facets:
        of_value = counts[facet.name]
        # A facet with one value narrows nothing.
        if len(of_value) < 2:
            continue
        order = [value for value, _ in of_value.most_common(MOST_VALUES)]
        if facet.ordered:
            order = [value for value in facet.labels if of_value[value]]
        boxes = [
            box.format(facet.name, value, facet.labels[value], sections.tally(of_value[value])) for value in order
        ]
        panel = Markup("<details class=facet><summary>{}</summary><div>{}</div></details>")
        panels.append(panel.format(facet.heading, Markup("").join(boxes)))
    pager = Markup(
        "<nav class=pager hidden><button type=button data-step=-1>{}</button><output></output>"
        "<button type=button data-step=1>{}</button></nav>"
    ).format(static.say("browse.previous"), static.say("browse.next"))
    form = Markup("<form class=facets hidden>{}<button type=reset>{}</button></form>").format(
        Markup("").join(panels), static.say("browse.all")
    )
    # Hidden until the script runs: without it no box would do anything.
    none = Markup("<p class=none hidden>{}</p>").format(static.say("browse.none"))
    body = Markup("").join(_group(group, tag) for group in groups)
    return Markup("<div class=browse>{}{}{}{}{}</div>").format(form, pager, none, body, pager)


def _group(group: Group, tag: str) -> Markup:
    """Write a group: its heading with the number of its items, and the items with their tokens."""
    from markupsafe import Markup

    element = Markup('<{0} class=item id="{1}" data-facets="{2}">{3}</{0}>')
    items = Markup("").join(
        element.format(
            Markup(tag),
            item.anchor,
            " ".join(f"{facet}:{token}" for facet, values in item.values.items() for token in values),
            item.content,
        )
        for item in group.items
    )
    heading = sections.joined([group.heading, sections.tally(len(group.items))], " ")
    hint = sections.wrapped("p", group.text, "hint") if group.text else ""
    if group.folded:
        fold = Markup("<details><summary>{}</summary>{}</details>").format(
            static.say("more", n=len(group.items)), items
        )
        items = fold
    line = Markup('<section class=group id="{}"><h2>{}</h2>{}{}</section>')
    return line.format(group.anchor, heading, hint, items)
