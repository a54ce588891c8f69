"""The CSL-JSON item of a source, passage, treaty, record, view, question or page.

A source or treaty is cited as itself, everything else as a part of the graph. BibTeX, RIS and prose are written
from the item, so that all formats have the same key, authors, title and version. What no CSL variable holds is
under `custom`, which the schema leaves to applications: the locator, who speaks there, the days of a treaty, and
the graph with the IRI under which it records the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kg.errors import Error
from kg.memoize import memoized
from kg.model import treaty
from kg.model.agreement import findings
from kg.model.citation import days
from kg.model.description import Description
from kg.model.reader import Passage, Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import IS_PART_OF, LANGUAGES, compact, dcterms, kg, of_source
from kg.text.phrases import say
from kg.text.titles import described

#: A CSL-JSON item, https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
Item = dict[str, Any]

_TYPES = {
    "dataset": "dataset",
    "interview": "interview",
    "official-record": "report",
    "official-statement": "document",
    "opinion-article": "article-newspaper",
    "press-report": "article-newspaper",
    "project-coding": "dataset",
    "reference-work": "entry-encyclopedia",
    "treaty-text": "treaty",
}


class NotCitable(Error, LookupError):
    """An IRI that the graph does not describe."""


@dataclass(frozen=True)
class Edition:
    """The corpus, its version, and the day on which it was used, where that is known."""

    corpus: Description
    version: str
    accessed: str = ""


def item(reader: Reader, iri: str, edition: Edition, title: str = "") -> Item:
    """Return the CSL-JSON item of an IRI.

    Args:
        reader: of a compiled graph.
        iri: of a record, source, passage, view, question or page, or of the graph itself (its base IRI).
        edition: of the graph; a day of use that is not known is left out.
        title: of what the graph itself has no name for, such as a page.

    Raises:
        NotCitable: the graph does not speak of the IRI, and no title is given.
    """
    whole = iri == edition.corpus.base
    if not title and not whole and not reader.names.held(iri):
        raise NotCitable(f"{compact(iri)} is not in the graph, or not in this view of it.")
    if of_source(iri):
        fields = _source(reader, iri)
    elif instrument := treaty.instrument_of(reader, iri):
        fields = _treaty(reader, iri, instrument)
    else:
        fields = _part(reader, iri, edition, title)
    fields["custom"] = {
        **fields.get("custom", {}),
        "graph": {"title": edition.corpus.title, "author": _makers(reader, edition), "version": edition.version},
        "recorded": iri,
        **({"used": edition.accessed} if edition.accessed else {}),
    }
    return {
        "id": key(iri, edition.corpus),
        **fields,
        **({"accessed": days.csl(edition.accessed)} if edition.accessed else {}),
        "URL": fields.get("URL") or iri,
        "note": _note(fields["custom"], edition),
    }


def key(iri: str, corpus: Description) -> str:
    """Return the key of an entry: the last part of its IRI, or of the title of the graph; ASCII tools take it.

    >>> from kg.rdf.vocabulary import source_iri
    >>> corpus = Description({"en": "A Graph"})
    >>> key(source_iri("daily-2025.p2"), corpus), key(corpus.base, corpus)
    ('daily-2025.p2', 'a-graph')
    """
    last = "" if iri == corpus.base else iri.rpartition("/")[2].rpartition("#")[2]
    return re.sub(r"[^A-Za-z0-9.:_-]", "-", last) or re.sub(r"[^a-z0-9]+", "-", corpus.title.lower()).strip("-")


def _part(reader: Reader, iri: str, edition: Edition, title: str) -> Item:
    """Describe a record, view, question or page as a part of the graph, or the graph itself."""
    whole = iri == edition.corpus.base and not title
    return {
        "type": "dataset",
        "title": flat(edition.corpus.title if whole else title or reader.label(iri)),
        "author": _makers(reader, edition),
        **({} if whole else {"container-title": edition.corpus.title}),
        **({"version": edition.version} if edition.version else {}),
        "language": "en",
        "custom": {"own": True},
    }


def _makers(reader: Reader, edition: Edition) -> list[dict[str, str]]:
    """Return the makers of the corpus as CSL names."""
    return [_name(reader, maker, label) for maker, label in edition.corpus.makers]


def own(cited: Item) -> bool:
    """Return whether an item is the graph or a part of it."""
    return "own" in cited["custom"]


def flat(text: str) -> str:
    r"""Write a text on one line, without control characters.

    >>> flat("a\n b\x07")
    'a b'
    """
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


# --- sources ----------------------------------------------------------------------------------


def _source(reader: Reader, iri: str) -> Item:
    """Describe a source, or a passage by its locator in its source and its holders."""
    passage: Passage | None = None
    with suppress(KeyError):  # the source as a whole is no passage
        passage = reader.passage(iri)
    if not passage:
        return dict(_whole_source(reader, iri))
    return {**_whole_source(reader, passage.source), "custom": said(reader, passage)}


def said(reader: Reader, passage: Passage) -> dict[str, Any]:
    """Return what no CSL variable holds of a passage: its locator, who speaks there, and bounds of its source."""
    custom = {**_whole_source(reader, passage.source).get("custom", {}), **_locator(reader, passage.locator)}
    # the maker of a source who speaks in it directly is named already, as its author
    if not passage.direct or set(passage.holders) != set(_makers_of(reader, passage.source)):
        custom["voices"] = {tag: flat(reader.voices(passage, tag)) for tag in LANGUAGES}
    return custom


def _locator(reader: Reader, text: str) -> dict[str, Any]:
    """Return a locator in English, and in the other languages in which styles cite."""
    others = {tag: flat(reader.locator_text(text, tag)) for tag in LANGUAGES if tag != "en"}
    return {"locator": flat(text), "locators": others}


@memoized  # each passage of a source needs them
def _makers_of(reader: Reader, source: str) -> list[str]:
    """Return the creators of a source, else its publishers."""
    made_by = (reader.values(source, predicate) for predicate in (dcterms.creator, dcterms.publisher))
    return next(([maker.value for maker in makers] for makers in made_by if makers), [])


@memoized  # each passage of a source needs it
def _whole_source(reader: Reader, source: str) -> Item:
    """Describe a source."""

    def values(predicate: str) -> list[str]:
        """Return the values of a property of the source."""
        return [term.value for term in reader.values(source, NamedNode(predicate))]

    def first(predicate: str) -> str:
        """Return the first value of a property of the source; empty where it has none."""
        return next(iter(values(predicate)), "")

    creators, publishers = values(dcterms.creator.value), values(dcterms.publisher.value)
    bounds = first(kg.issuedNoEarlierThan.value), first(kg.issuedNoLaterThan.value)
    # A paper that was made public later is cited by the day that it bears.
    issued = first(dcterms.created.value) or first(dcterms.issued.value) or days.common(bounds)
    languages = values(dcterms.language.value)
    custom: dict[str, Any] = {"bounds": list(bounds)} if any(bounds) else {}
    # A title as printed is in a language of the source; others are translations of it, or describe it.
    titles = [title for title in reader.values(source, dcterms.title) if isinstance(title, Literal)]
    printed = [title for title in titles if title.language in languages and not described(title.value)]
    title = printed[0] if printed else reader.title(source)
    # Styles of other languages describe what has no printed title in their own.
    if title and described(title.value):
        others = {tag: reader.title(source, tag) for tag in LANGUAGES if tag != "en"}
        custom |= {"titles": {tag: flat(t.value) for tag, t in others.items() if t and t.language == tag}}
    date = days.csl(issued) if issued else days.csl(*bounds, circa=True) if all(bounds) else None
    fields = {
        "type": _TYPES.get(first(kg.kind.value).rpartition("/")[2], "document"),
        "title": flat(title.value if title else compact(source)),
        "author": [_name(reader, agent, reader.label(agent)) for agent in _makers_of(reader, source)],
        "container-title": flat(" and ".join(reader.label(publisher) for publisher in publishers))
        if creators
        else "",
        "issued": date,
        "language": languages[0] if languages else "",
        "URL": first(kg.address.value),
        "archive_location": first(kg.archiveAddress.value),
        "custom": custom,
    }
    return {variable: content for variable, content in fields.items() if content}


_PARTICLES = ("al", "bin", "da", "de", "del", "der", "di", "ibn", "la", "van", "von")


def _name(reader: Reader, iri: str, label: str) -> dict[str, str]:
    """Return an agent as a CSL name: a person's family and given name, else a literal."""
    person = any(kg.Person.value in reader.above(kind) for kind in reader.kinds(iri))
    return split(flat(label)) if person else {"literal": flat(label)}


def split(label: str) -> dict[str, str]:
    """Take the last word of a person's name, with particles before it, as the family name.

    >>> split("Masoud Sadrmohammadi")
    {'family': 'Sadrmohammadi', 'given': 'Masoud'}
    >>> split("Alfred von Tirpitz")["family"], split("Homer")
    ('von Tirpitz', {'literal': 'Homer'})
    """
    words = label.split()
    cut = len(words) - 1
    # At least one word is left as the given name.
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return {"family": " ".join(words[cut:]), "given": " ".join(words[:cut])} if cut > 0 else {"literal": label}


# --- treaties ---------------------------------------------------------------------------------


def _treaty(reader: Reader, iri: str, instrument: str) -> Item:
    """Describe an instrument, or a provision by its locator: it has no author and is dated by its acts."""
    parties = "–".join(reader.label(party.value) for party in reader.values(instrument, kg.party))
    acts = {
        "signed": _days(reader, instrument, kg.Signature),
        "force": _days(reader, instrument, kg.EntryIntoForce),
    }
    issued = days.common(acts["signed"])
    return {
        "type": "treaty",
        "title": flat(f"{reader.label(instrument)} ({parties})" if parties else reader.label(instrument)),
        **({"issued": days.csl(issued)} if issued else {}),
        "language": "en",
        "custom": {
            **(_locator(reader, _provision(reader, iri, instrument)) if iri != instrument else {}),
            "acts": {phrase: list(stated) for phrase, stated in acts.items() if stated},
        },
    }


def _provision(reader: Reader, iri: str, instrument: str) -> str:
    """Return the locator of a provision in its instrument: an article by its number, another by its own name."""
    if kg.Article.value in reader.kinds(iri) and reader.values(iri, kg.number):
        wholes = [whole.value for whole in reader.values(iri, IS_PART_OF)]
        chapters = [whole for whole in wholes if kg.Annex.value in reader.kinds(whole)]
        # Articles of a chapter are numbered anew in each, so the number of the chapter comes first.
        numbers = [str(treaty.number(reader, part)) for part in (*chapters, iri)]
        return f"article {'.'.join(numbers)}"
    own = reader.label(iri)
    names = (reader.label(instrument), reader.short(instrument))
    return flat(next((own[len(title) :] for title in names if own.startswith(title)), own).strip(" ,"))


@memoized  # each provision of a treaty needs them
def _days(reader: Reader, instrument: str, kind: NamedNode) -> tuple[str, ...]:
    """Return the days of a treaty's acts of a kind: all rivals, those of most origins first."""
    acts = [r for r, p, _ in reader.mentions(instrument) if p == kg.treaty.value and kind.value in reader.kinds(r)]
    dated = [f for act in acts for f in findings(reader, act) if f.predicate == kg.onDate.value]
    sides = [s for f in dated for s in f.sides if not s.bound]
    return tuple(dict.fromkeys(s.value.value for s in sides))


# --- what no variable of CSL holds ------------------------------------------------------------


def _note(custom: dict[str, Any], edition: Edition) -> str:
    """Return a note for reference managers: what no CSL variable holds, and the IRI in the graph."""
    version = f", version {edition.version}" if edition.version else ""
    accessed = f", accessed {days.day_first(edition.accessed)}" if edition.accessed else ""
    here = f"{custom['graph']['title']}{version}, {custom['recorded']}{accessed}"
    parts = [*details(custom), here if "own" in custom else f"as recorded in {here}"]
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."


def details(custom: dict[str, Any], language: str = "en", month_first: bool = False) -> Iterator[str]:
    """Yield the locator with who speaks there, and the days of a treaty or of a publication with their rivals."""

    def day(text: str) -> str:
        """Write a day in the order of the style."""
        return days.month_first(text) if month_first else days.day_first(text, language)

    if locator := custom.get("locators", {}).get(language) or custom.get("locator", ""):
        voices = custom.get("voices", {}).get(language, "")
        yield f"{locator} ({voices})" if voices else locator
    acts = []
    for phrase, stated in custom.get("acts", {}).items():
        written = say("citation.or", language).join(map(day, stated))
        rivals = say("citation.rivals", language) if len(stated) > 1 else ""
        acts.append(say(f"citation.{phrase}", language, written) + rivals)
    if acts:
        yield ", ".join(acts)
    if bounds := custom.get("bounds"):
        yield say(
            "citation.between", language, *(day(b) if b else say("citation.unknown", language) for b in bounds)
        )
