"""Lists to browse: items with facets and counts, fifty on a page.

A page alone has every item in it. In a published folder a longer list has several pages, which lead to one another
without a script. Facets and the whole list are in two files beside them: the script of a page loads the one at once
and the other when a reader narrows the list (`assets/browse.js`). Without a script no facet is offered. A facet's
values are tokens such as `side:iran`, which the script reads from the items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model.perspectives import groups
from kg.model.reader import Reader
from kg.rdf.vocabulary import compact
from kg.site import frame, sections, static
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many values of a facet without an order are offered: the rarer ones are soon found in the list.
MOST_VALUES = 24
#: How many items a page has.
PAGE = 50
#: So many pages before and after its own a page names, besides the first and the last.
_NEAR = 2


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
    labels = {value: static.year(value) for value in known}
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


def render(
    page: sections.Page,
    section: sections.Section,
    groups: Sequence[Group],
    facets: Sequence[Facet],
    *,
    tag: str = "article",
    beside: sections.Beside | None = None,
    most: int | None = None,
) -> str:
    """Return a page whose last section is a list.

    Args:
        page: with all that stands before the list, and the footnotes of all items.
        section: to which the list is added.
        groups: of the list, in the order in which they are shown.
        facets: those that some item has no value of are left out.
        tag: the element of an item.
        beside: writes further pages and the file with the whole list; without it, the page has every item.
        most: items on a page, if not `PAGE`.
    """
    from markupsafe import Markup

    most = most or PAGE
    count = sum(len(group.items) for group in groups)
    whole = _joined(_group(group, tag, len(group.items)) for group in groups)
    form = _facets(groups, facets)
    if beside is None or count <= most:
        section.blocks = [*section.blocks, _browser(form, whole)]
        page.sections.append(section)
        return page.html()
    notes = page.writer.notes(page.notes)
    data = f"{page.meta['assets']}list-{page.name}"
    beside(f"{data}-facets.js", f"globalThis.FACETS = {_moved(page, form)};\n")
    packed = frame.packed(_moved(page, static.footnotes(notes) + whole))
    beside(f"{data}.js", f'globalThis.LIST = "{packed}";\n')
    pages = []
    for first in range(0, count, most):
        part = _joined(_group(group, tag, total) for group, total in _slice(groups, first, most))
        number = first // most + 1
        links = _links(page.name, number, -(-count // most), first + 1, min(first + most, count), count)
        meta = {**page.meta, "address": f"{page.name}-{number}.html", "part": number}
        own = page if number == 1 else replace(page, sections=[], meta=meta)
        blocks = [*section.blocks, _browser(Markup(), part, links, data)]
        own.sections = [*own.sections, replace(section, blocks=blocks)]
        pages.append(own.html(notes=own.cited(notes)))
    for number, text in enumerate(pages[1:], 2):
        beside(f"{page.name}-{number}.html", text)
    return pages[0]


def _joined(parts: Iterable[Markup]) -> Markup:
    """Join parts with nothing between them."""
    return sections.joined(parts, "")


def _slice(groups: Sequence[Group], first: int, most: int) -> Iterable[tuple[Group, int]]:
    """Yield the groups of some items of a list, with those items only; and how many each group has in all."""
    before = 0
    for group in groups:
        start, end = max(first - before, 0), first + most - before
        before += len(group.items)
        if end > 0 and (items := group.items[start:end]):
            yield replace(group, items=items), len(group.items)


def _moved(page: sections.Page, markup: Markup) -> str:
    """Return markup without its translations, and them, as JSON."""
    moved, rows = page.meta["shared"].moved(static.bind_marks(markup))
    return frame.encoded({"markup": moved, "translations": rows})


def _links(name: str, number: int, last: int, first: int, end: int, count: int) -> Markup:
    """Write the links from one page of a list to the others: the one before, some numbers, and the one after."""
    from markupsafe import Markup

    def link(to: int, shown: Markup, kind: str = "") -> Markup:
        """Link to a page by its number."""
        address = f"{name}-{to}.html" if to > 1 else f"{name}.html"
        return Markup('<a href="{}"{}>{}</a>').format(address, Markup(kind), shown)

    named = sorted({1, last, *range(max(1, number - _NEAR), min(last, number + _NEAR) + 1)})
    parts = [link(number - 1, static.say("browse.previous"), " rel=prev")] if number > 1 else []
    for before, to in zip([0, *named], named, strict=False):
        parts += [Markup("<span>…</span>")] if to > before + 1 else []
        here = Markup("<span aria-current=page>{}</span>").format(static.count(to))
        parts.append(here if to == number else link(to, static.count(to)))
    parts += [link(number + 1, static.say("browse.next"), " rel=next")] if number < last else []
    extent = static.say("browse.extent", first=first, last=end, all=count)
    return Markup("<p class=extent>{}</p>").format(extent) + _joined(parts)


def _browser(form: Markup, body: Markup, links: Markup | None = None, data: str = "") -> Markup:
    """Return facets, the groups of a list, and the ways to its other pages above and below."""
    from markupsafe import Markup

    # Two landmarks of one name could not be told apart: what is below the list is none.
    pager = Markup(
        "<{0} class=pager hidden><button type=button data-step=-1>{1}</button><output></output>"
        "<button type=button data-step=1>{2}</button></{0}>"
    )
    above, below = (
        pager.format(Markup(element), static.say("browse.previous"), static.say("browse.next"))
        for element in ("nav", "div")
    )
    if links:
        key = "browse.pages"
        label = Markup(' data-say-aria-label="{}" aria-label="{}"').format(key, catalogue()[key]["en"])
        line = Markup("<{0} class=pages{1}>{2}</{0}>")
        above, below = (
            line.format(Markup("nav"), label, links) + above,
            line.format(Markup("div"), "", links) + below,
        )
    # Hidden until the script runs: without it no box would do anything.
    none = Markup("<p class=none hidden>{}</p>").format(static.say("browse.none"))
    whole = Markup(" data-list={}").format(data) if data else ""
    return Markup("<div class=browse{}>{}{}{}{}{}</div>").format(whole, form, above, none, body, below)


def _facets(groups: Sequence[Group], facets: Sequence[Facet]) -> Markup:
    """Return the boxes of the facets, each with the number of items of its value."""
    from markupsafe import Markup

    items = [item for group in groups for item in group.items]
    box = Markup('<label><input type=checkbox value="{}:{}"> {} {}</label>')
    panels = []
    for facet in facets:
        of_value = Counter(value for item in items for value in dict.fromkeys(item.values.get(facet.name, ())))
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
        panels.append(panel.format(facet.heading, _joined(boxes)))
    return Markup("<form class=facets hidden>{}<button type=reset>{}</button></form>").format(
        _joined(panels), static.say("browse.all")
    )


def _group(group: Group, tag: str, total: int) -> Markup:
    """Write a group: its heading with the number of its items in all, and the items with their tokens."""
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
    heading = sections.joined([group.heading, sections.tally(total)], " ")
    hint = sections.wrapped("p", group.text, "hint") if group.text else ""
    if group.folded:
        fold = Markup("<details><summary>{}</summary>{}</details>").format(
            static.say("more", n=len(group.items)), items
        )
        items = fold
    line = Markup('<section class=group id="{}"><h2>{}</h2>{}{}</section>')
    return line.format(group.anchor, heading, hint, items)
