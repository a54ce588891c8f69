"""Findings of the index page: sentences with numbers counted at publishing, each with a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model.agreement import Finding, disputes
from kg.model.reader import Reader
from kg.model.sayings import attributions
from kg.network.result import Result
from kg.rdf.vocabulary import compact, kg
from kg.site import static
from kg.site.conflicts import anchor
from kg.site.record import address

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many sides the finding on speakers names.
MOST_SIDES = 4


@dataclass(frozen=True)
class Highlight:
    """A finding: its sentence, the page on which it rests, and a series by year or rows of names with counts."""

    address: str
    text: Markup
    series: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[Markup, int], ...] = ()


def highlights(writer: static.Writer, results: Iterable[Result]) -> list[Highlight]:
    """Return the findings for which the corpus has data."""
    candidates = [_entry(writer), _contested(writer) or _denied(writer), *_shared(results), _speakers(writer)]
    return [highlight for highlight in candidates if highlight]


def _name(writer: static.Writer, iri: str) -> Markup:
    """Write the short name of a record."""
    return static.in_languages(writer.builder.short(iri), 120)


def _entry(writer: static.Writer) -> Highlight | None:
    """Return the weightiest dispute on the day of an entry into force, with its dates and origins."""
    reader = writer.builder.reader
    entries = set(reader.of_class(kg.EntryIntoForce.value))
    rivals = [finding for finding in disputes(reader) if finding.record in entries]
    if not rivals:
        return None
    dispute = max(rivals, key=lambda f: (f.weight, f.record))
    origins = sum(side.origins for side in dispute.sides)
    treaty = next(iter(reader.values(dispute.record, kg.treaty)))
    text = static.say("highlight.entry", n=origins, m=len(dispute.sides), name=_name(writer, treaty.value))
    return Highlight(address(compact(dispute.record)), text)


def _contested(writer: static.Writer) -> Highlight | None:
    """Return the weightiest contested question, one on a single provision before others, with its answers.

    What a provision means is narrower than what a treaty or an event is worth, so its answers exclude each other.
    """
    reader = writer.builder.reader
    provisions = set(reader.of_class(kg.Provision.value))

    def rank(finding: Finding) -> tuple[bool, float, str]:
        """Return what the foremost question has most of; the name breaks ties."""
        about = {subject.value for subject in reader.values(finding.record, kg.asksAbout)}
        return bool(about & provisions), finding.weight, finding.record

    questions = [finding for finding in disputes(reader) if finding.predicate == kg.answer.value]
    if not questions:
        return None
    foremost = max(questions, key=rank)
    sides = sorted(foremost.sides, key=lambda side: -side.origins)
    answers = tuple((writer.name(writer.builder.term(side.value.value)), side.origins) for side in sides)
    text = static.say("highlight.contested", name=_name(writer, foremost.record))
    return Highlight(f"conflicts.html#{anchor(foremost)}", text, rows=answers)


def _denied(writer: static.Writer) -> Highlight | None:
    """Return the act on which attestation and denial are most evenly matched, with their voices."""
    reader = writer.builder.reader
    acts = set(reader.of_class(kg.Action.value))
    denials: dict[str, set[tuple[str, ...]]] = {}
    for denial in reader.of_class(kg.Denial.value):
        for about in reader.values(denial, kg.about):
            if about.value in acts:
                denials.setdefault(about.value, set()).update(_voices(reader, denial))
    voices = {act: (len(_voices(reader, act)), len(against)) for act, against in denials.items()}
    contested = {act: pair for act, pair in voices.items() if min(pair)}
    if not contested:
        return None
    foremost = max(contested, key=lambda act: (min(contested[act]), max(contested[act]), act))
    stated, denied = contested[foremost]
    text = static.say("highlight.denied", n=stated, m=denied, name=_name(writer, foremost))
    return Highlight(address(compact(foremost)), text)


def _voices(reader: Reader, iri: str) -> set[tuple[str, ...]]:
    """Return the holders of the passages that speak of a record."""
    return {reader.passage(passage).holders for passage in reader.attesting(iri)}


def _shared(results: Iterable[Result]) -> Iterator[Highlight]:
    """Yield the number of organizations that the two states share, from the analysis of their overlap."""
    for result in results:
        if result.name == "overlap" and result.rows:
            last = str(result.numbers["last_year"])
            # A year is no count: it has no separator.
            year = static.year(last)
            text = static.say("finding.overlap", **{**result.numbers, "last_year": year})
            series = tuple((int(str(row[0])), int(str(row[1]))) for row in result.rows)
            yield Highlight("analyses.html", text, series=series)


def _speakers(writer: static.Writer) -> Highlight | None:
    """Return how many passages speak from each side under which the project's coding places their holders."""
    reader = writer.builder.reader
    spoken = attributions(reader)
    sides: Counter[str] = Counter()
    for holder, number in spoken.items():
        sides.update(dict.fromkeys(reader.perspectives.get(holder, ()), number))
    counts = tuple((writer.name(writer.builder.term(side)), count) for side, count in sides.most_common(MOST_SIDES))
    text = static.say("highlight.speakers", n=spoken.total())
    return Highlight("sources.html", text, rows=counts) if counts else None
