"""Search over the whole site without a server: an index of names, one of gists, and the page of results.

A page that is opened from disk may not fetch data, but may load a script beside it; so each index is a script.
The page's own script folds names and words (`assets/fold.js`), so the index has them as they stand.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.dataset.names import NAMING
from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, kg, local_name
from kg.site import frame, static
from kg.site.pack import Table
from kg.site.payload import PayloadBuilder
from kg.text.phrases import catalogue, digits, say

NAMES, GISTS = "search-names.js", "search-gists.js"
#: What this project's coding says of its sources and texts, which is no subject of the corpus.
_OF_CODING = (kg.Positioning, kg.TextCheck)
#: What has no name of its own and is found by the caption that is composed for it.
_CAPTIONED = (kg.Membership, kg.Tenure, kg.Figure)


def render(**meta: Any) -> str:
    """Return the page of results as HTML; its script fills it from the words in its address."""
    about = {"page": "search", "address": "search.html", "about": catalogue()["search.lead"]["en"]}
    return static.render("search.html", catalogue()["search.title"], {**meta, **about})


def scripts(reader: Reader) -> dict[str, str]:
    """Return the two indexes as scripts, by file name.

    `SEARCH_NAMES` has the kinds as [en, fa, ru] and a row for each record with a name of its own: its identifier,
    the number of its kind, a year or 0, the number of claims on it, its short names in the three languages (0 for
    none), and its other names. `SEARCH_GISTS` has a row for each gist: the identifier of its record, the number of
    the kind, the day on which it was said, the rows of those who say it, and its text in the three languages.
    """
    builder, kinds = PayloadBuilder(reader), Table()
    claims = Counter(record for record, _ in reader.claims())
    rows: list[list[Any]] = []
    gists: list[list[Any]] = []
    places: dict[str, int] = {}
    captioned = {cls.value for cls in _CAPTIONED}
    searched = [iri for iri in reader.records() if not any(cls.value in reader.kinds(iri) for cls in _OF_CODING)]
    for iri in searched:
        own = {naming.value for predicate in NAMING for naming in reader.stated(iri, predicate)}
        own |= _days(reader, iri)
        if own or captioned.intersection(reader.kinds(iri)):
            shown = [builder.short(iri).get(tag) or 0 for tag in LANGUAGES]
            places[iri] = len(rows)
            kind = kinds.number(_kind(reader, iri))
            # The year in which a record began, an instrument by its signature; 0 where accounts leave it open.
            signatures = [act.interval for act in treaty.acts(reader, iri) if act.kind == "Signature"]
            years = {
                (day or "")[:4]
                for span in signatures or [reader.interval(iri)]
                for day in (span.possibly_from, span.surely_from)
            }
            rows.append(
                [
                    local_name(iri),
                    kind,
                    int(years.pop() or 0) if len(years) == 1 else 0,
                    claims[iri],
                    *shown,
                    *sorted(own.difference(shown)),
                ]
            )
    for iri in searched:
        for gist in treaty.gists(reader, iri):
            passage = reader.passage(gist.passages[0])
            said_by = [places[holder] for holder in passage.holders if holder in places]
            texts = [gist.texts.get(tag) or 0 for tag in LANGUAGES]
            gists.append([local_name(iri), kinds.number(_kind(reader, iri)), reader.day(passage), said_by, *texts])
    labels = [[builder.label(kind).get(tag) for tag in LANGUAGES] for kind in kinds.names]
    return {
        NAMES: f"globalThis.SEARCH_NAMES = {frame.encoded({'kinds': labels, 'rows': rows})};\n",
        GISTS: f"globalThis.SEARCH_GISTS = {frame.encoded({'rows': gists})};\n",
    }


def _days(reader: Reader, iri: str) -> set[str]:
    """Return the day of a vote or an event in words, in each language, where all accounts agree on one."""
    span = reader.interval(iri)
    day = span.possibly_from or ""
    classes = {cls for kind in reader.kinds(iri) for cls in reader.above(kind)}
    if len(day) < len("YYYY-MM-DD") or day != span.surely_from or not classes & {kg.Vote.value, kg.Event.value}:
        return set()
    year, month, number = day.split("-")
    return {
        digits(f"{int(number)} {say(f'month.{int(month)}', language)} {year}", language) for language in LANGUAGES
    }


def _kind(reader: Reader, iri: str) -> str:
    """Return the most specific class of a record."""
    return next(iter(reader.kinds(iri)), kg.Record.value)
