"""Search over the whole site without a server: an index of names, one of gists, and the page of results.

A page that is opened from disk may not fetch data, but may load a script beside it; so each index is a script.
The page's own script folds names and words (`assets/fold.js`), so the index has them as they stand.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.dataset.names import NAMING
from kg.model import plain, treaty
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, kg, local_name
from kg.site import frame, static
from kg.site.days import Precision
from kg.site.pack import Table
from kg.site.payload import PayloadBuilder
from kg.text.dates import day_in_words
from kg.text.phrases import bound, catalogue, decimal, listed, say

NAMES, GISTS = "search-names.js", "search-gists.js"
_FILES = {"SEARCH_NAMES": NAMES, "SEARCH_GISTS": GISTS}
#: What this project's coding says of its sources and texts, which is no subject of the corpus.
_OF_CODING = (kg.Positioning, kg.TextCheck)
#: What has no name of its own and is found by the caption that is composed for it.
_CAPTIONED = (kg.Membership, kg.Tenure, kg.Figure, kg.Event, kg.Ballot)
#: How many rival values of a figure a hit shows.
_MOST_VALUES = 4


def render(**meta: Any) -> str:
    """Return the page of results as HTML; its script fills it from the words in its address."""
    about = {"page": "search", "address": "search.html", "about": catalogue()["search.lead"]["en"]}
    return static.render("search.html", catalogue()["search.title"], {**meta, **about})


def scripts(reader: Reader) -> dict[str, str]:
    """Return the two indexes as scripts, by file name: each sets a variable to one compressed string."""
    return {
        _FILES[name]: f'globalThis.{name} = "{frame.packed(frame.encoded(index))}";\n'
        for name, index in indexes(reader).items()
    }


def indexes(reader: Reader) -> dict[str, dict[str, Any]]:
    """Return the two indexes, by the name of the variable that they become.

    `SEARCH_NAMES` has the kinds as [en, fa, ru, other names …] and a row for each record that is found by its name
    or caption: its identifier, the number of its kind, the date on which all accounts agree ("" for none), the
    number of claims on it and its provisions, what answers the commonest question about it as [en, fa, ru] (0 for
    none), its short names in the three languages (0 for none), and its other names. `SEARCH_GISTS` has a row for
    each gist: the identifier of its record, the number of the kind, the day on which it was said, the rows of
    those who say it, and its text in the three languages.
    """
    builder, kinds = PayloadBuilder(reader), Table()
    claims = Counter(record for record, _ in reader.claims())
    rows: list[list[Any]] = []
    gists: list[list[Any]] = []
    places: dict[str, int] = {}
    searched = [iri for iri in reader.records() if not _classes(reader, iri).intersection(_OF_CODING)]
    for iri in searched:
        # What is told of an article is told of its treaty, which so comes before each of its articles.
        if (whole := treaty.instrument_of(reader, iri)) not in (None, iri):
            claims[whole] += claims[iri]
    for iri in searched:
        own = {naming.value for predicate in NAMING for naming in reader.stated(iri, predicate)}
        if own or _classes(reader, iri).intersection(_CAPTIONED):
            shown = [builder.short(iri).get(tag) or 0 for tag in LANGUAGES]
            places[iri] = len(rows)
            row = [local_name(iri), kinds.number(_kind(reader, iri)), _date(reader, iri), claims[iri]]
            rows.append([*row, _answer(reader, iri), *shown, *sorted(own.difference(shown))])
    for iri in searched:
        for gist in treaty.gists(reader, iri):
            passage = reader.passage(gist.passages[0])
            said_by = [places[holder] for holder in passage.holders if holder in places]
            texts = [gist.texts.get(tag) or 0 for tag in LANGUAGES]
            gists.append([local_name(iri), kinds.number(_kind(reader, iri)), reader.day(passage), said_by, *texts])
    labels = [
        [*(builder.label(kind).get(tag) for tag in LANGUAGES), *(name.value for name in reader.alternatives(kind))]
        for kind in kinds.names
    ]
    return {"SEARCH_NAMES": {"kinds": labels, "rows": rows}, "SEARCH_GISTS": {"rows": gists}}


def _classes(reader: Reader, iri: str) -> set[NamedNode]:
    """Return the classes of a record and those above them."""
    return {NamedNode(cls) for kind in reader.kinds(iri) for cls in reader.above(kind)}


def _kind(reader: Reader, iri: str) -> str:
    """Return what a hit says that a record is: its most specific class, but of a figure what it measures."""
    measures = [measure.value for measure in reader.values(iri, kg.measure)]
    return next(iter([*measures, *reader.kinds(iri)]), kg.Record.value)


def _date(reader: Reader, iri: str) -> str:
    """Return the day, month or year in which a record began by all accounts, or an empty text.

    An instrument begins with its signature, a ballot with the vote in which it was cast, a figure with its period
    as the register has it.
    """
    if starts := [start.value for start in reader.values(iri, kg.periodStart)]:
        return min(starts)
    spans = [act.interval for act in treaty.acts(reader, iri) if act.kind == "Signature"]
    spans += [reader.interval(vote.value) for vote in reader.values(iri, kg.vote)]
    dated = [span.as_dated() for span in spans or [reader.interval(iri)]]
    days = {day or "" for span in dated for day in (span.possibly_from, span.surely_from)}
    shared = ({day[: len(form)] for day in days} for form in ("YYYY-MM-DD", "YYYY-MM", "YYYY"))
    return next((min(dates) for dates in shared if len(dates) == 1), "")


def _answer(reader: Reader, iri: str) -> list[str] | int:
    """Return a figure's values or the days of a membership or tenure, in each language; 0 for other records."""
    classes = _classes(reader, iri)
    parts: dict[str, list[str]] = {}
    if kg.Figure in classes:
        stated = [
            side
            for finding in findings(reader, iri)
            if finding.predicate == kg.value.value
            for side in finding.sides
        ]
        stated.sort(key=lambda side: -side.origins)
        more = ["…"] if len(stated) > _MOST_VALUES else []
        for tag in LANGUAGES:
            values = [
                bound(side.bound, date=False, language=tag) + decimal(side.value.value, tag)
                for side in stated[:_MOST_VALUES]
            ]
            parts[tag] = [*values, *more]
        # A comma may be the mark of a decimal.
        return [say("semicolon", tag).join(parts[tag]) for tag in LANGUAGES] if stated else 0
    if classes.intersection((kg.Membership, kg.Tenure)):
        phrases = list(plain.span_phrases(reader.interval(iri)))
        precision = Precision.of(reader, iri)
        for tag in LANGUAGES:
            in_words = [
                {slot: day_in_words(precision.date(day), tag) for slot, day in days.items()} for _, days in phrases
            ]
            parts[tag] = [say(key, tag, **days) for (key, _), days in zip(phrases, in_words, strict=True)]
    return [listed(parts[tag], tag) for tag in LANGUAGES] if any(parts.values()) else 0
