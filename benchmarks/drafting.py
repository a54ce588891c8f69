"""How drafts compare with sources that were coded by hand: precision and recall of names, speakers and days.

Give a folder of texts, each named by the key of its coded source (`tass-1940345.txt`); the texts are no part of the
project. Names and days are compared within the source: coding writes each once, where it matters. Speakers are
compared paragraph by paragraph, for passages whose place is a paragraph. Of a text that is only the beginning of a
document, what was coded of later paragraphs is not asked for.

A name or day that was proposed and not coded lowers the precision, though most were rightly left out: coding
records what a document states, not whatever it mentions. The precision tells how much a reviewer skips, not how
much is wrong.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.files import find_root
from kg.corpus.load import load
from kg.curation.draft import draft, issued_of
from kg.curation.register import Register
from kg.documents import copies
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import DATE_TYPES, compact, dcterms, is_record, kg, source_iri

KINDS = ("mentions", "speakers", "days")


@dataclass(frozen=True)
class Score:
    """How many of the things proposed were coded too, how many were proposed, and how many coded."""

    both: int
    proposed: int
    coded: int

    def __add__(self, other: Score) -> Score:
        """Add the counts of two documents."""
        return Score(self.both + other.both, self.proposed + other.proposed, self.coded + other.coded)

    def __str__(self) -> str:
        """Write precision and recall, with the counts that they rest on."""
        precision, recall = (f"{self.both / n:.2f}" if n else "–" for n in (self.proposed, self.coded))
        return f"{precision} {recall} ({self.both} of {self.proposed} proposed, {self.coded} coded)"


def compare(proposed: Iterable[Hashable], coded: Iterable[Hashable]) -> Score:
    """Compare two sets of things."""
    one, other = set(proposed), set(coded)
    return Score(len(one & other), len(one), len(other))


def scores(register: Register, path: Path, key: str, first: int = 0) -> tuple[str, dict[str, Score]]:
    """Draft a document and compare it with its coded source; return its language and a score for each kind.

    Args:
        register: the corpus.
        path: the document.
        key: of its source.
        first: of a document only the paragraphs that begin within so many letters; all of them for 0.
    """
    copy = copies.read(path)
    if first:
        kept, length = [], 0
        for paragraph in copy.paragraphs:
            kept += [paragraph] if length < first else []
            length += len(paragraph.text)
        copy.paragraphs[:] = kept
    made = draft(register, copy, key, issued_of(register, key) or copy.day)
    coded = coding(register, key, max((paragraph.number for paragraph in copy.paragraphs), default=0))
    proposals = made.proposals
    mentions = {p.values["record"] for p in proposals if p.kind == "mention" and "record" in p.values}
    speakers = {(p.paragraph, p.values["kg:holder"]) for p in proposals if "kg:holder" in p.values}
    days = {p.values["day"] for p in proposals if p.kind == "day"}
    return made.language, {
        "mentions": compare(mentions, coded["mentions"]),
        "speakers": compare(speakers, coded["speakers"]),
        "days": compare(days, coded["days"]),
    }


def coding(register: Register, key: str, last: int) -> dict[str, set[Hashable]]:
    """Return what was coded of a source: the things that its statements name, its quoted speakers, its days.

    Passages of paragraphs after the last of the text are left out.
    """
    source = source_iri(key)
    coded: dict[str, set[Hashable]] = defaultdict(set)
    things = (kg.Agent, kg.Instrument, kg.Place, kg.Infrastructure, kg.Programme)
    facts = register.facts
    for passage, quads in facts.said.items():
        if passage.value.startswith(f"{source}.") and not _beyond(passage.value, last):
            for quad in quads:
                # The ends of an act or a membership stand in the register: the passage names them all the same.
                ends = [quad.object, quad.subject, *(link.object for link in facts.register.get(quad.subject, []))]
                coded["mentions"] |= {
                    compact(end.value)
                    for end in ends
                    if isinstance(end, NamedNode)
                    and is_record(end.value)
                    and not facts.types.get(end, set()).isdisjoint(things)
                    and not facts.types.get(end, set()) & {kg.Provision}
                }
                if isinstance(quad.object, Literal) and quad.object.datatype.value in DATE_TYPES:
                    coded["days"].add(quad.object.value)
    own = {*facts.links(facts.described.get(NamedNode(source), []), dcterms.creator)}
    for passage, quads in facts.described.items():
        place = re.fullmatch(re.escape(source) + r"\.p(\d+)\..+", passage.value)
        if place and int(place[1]) <= last and facts.links(quads, kg.quotedIn):
            holders = [holder for holder in facts.links(quads, kg.holder) if holder not in own]
            coded["speakers"] |= {(int(place[1]), compact(holder.value)) for holder in holders}
            coded["days"] |= {value.value for value in facts.texts(quads, kg.statedOn)}
    return coded


def _beyond(passage: str, last: int) -> bool:
    """Return whether a passage is in a paragraph after the last one."""
    place = re.search(r"\.p(\d+)(?:\.|$)", passage)
    return place is not None and int(place[1]) > last


def report(results: Iterable[tuple[str, dict[str, Score]]]) -> str:
    """Write the scores by language, added up over its documents."""
    sums: dict[str, dict[str, Score]] = {}
    counts: dict[str, int] = defaultdict(int)
    for language, by_kind in results:
        counts[language] += 1
        before = sums.setdefault(language, dict.fromkeys(KINDS, Score(0, 0, 0)))
        sums[language] = {kind: before[kind] + by_kind[kind] for kind in KINDS}
    lines = ["language documents kind precision recall"]
    lines += [
        f"{language} {counts[language]} {kind} {by_kind[kind]}"
        for language, by_kind in sums.items()
        for kind in KINDS
    ]
    return "\n".join(lines)


def main() -> None:
    """Compare the drafts of documents with their coded sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="texts and saved pages, each named by the key of its coded source"
    )
    parser.add_argument(
        "--first", type=int, default=0, help="read so many letters of each text, to a paragraph’s end"
    )
    parser.add_argument("--corpus", type=Path, help="the corpus; else the one at hand")
    options = parser.parse_args()
    register = Register(load(find_root(options.corpus)))
    results = []
    for path in sorted(path for path in options.folder.iterdir() if path.is_file()):
        key = path.stem
        if NamedNode(source_iri(key)) not in register.facts.described:
            parser.error(f"{path} is named after no source: name it by the key, as in src:KEY.")
        language, by_kind = scores(register, path, key, options.first)
        results.append((language, by_kind))
        print(key, *(f"{kind} {by_kind[kind]}" for kind in KINDS), sep="\n  ")
    print(report(results))


if __name__ == "__main__":
    main()
