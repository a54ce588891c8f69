"""Drafting proposals from a document: names, speakers, days, figures, votes, memberships and acts.

Everything here is a rule that can be read (`kg.curation.cues`), and every proposal says which rule made it. A
proposal is never more than a place to look at: what it proposes enters the graph through `kg.curation.review` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.curation import cues, days
from kg.curation.proposals import Draft, Kind, Proposal
from kg.curation.register import Register, local
from kg.documents.copies import Copy
from kg.documents.gazetteer import Mention
from kg.documents.paragraphs import Paragraph
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import code, compact, dcterms, kg, source_iri

#: Digits become ASCII and Arabic letters Persian, one to one, so that places stay those of the printed text.
_PLAIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩يكى", "01234567890123456789یکی")
_SENTENCE = re.compile(r"(?<=[.!?؟])[”»\")]*\s+(?=[A-ZА-ЯЁ«“\"\u0600-\u06ff])")
#: How far from a verb of saying its subject may stand, in letters.
_REACH = 90
#: The length of what may stand before the subject that opens a sentence, such as "Meanwhile, the".
_OPENING = 20
#: Persian papers put names in quotation marks, as all do with ships and firms: so few words are no speech.
_TERM = 3


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a paragraph, with the names and days in it; places are those of the paragraph."""

    paragraph: Paragraph
    start: int
    end: int
    plain: str
    mentions: tuple[Mention, ...]
    days: tuple[days.Day, ...]

    def is_quoted(self, place: int) -> bool:
        """Return whether a place stands within quotation marks that hold more than a name or a term."""
        plain = self.paragraph.text.translate(_PLAIN)
        return any(m.start() < place < m.end() and len(m[0].split()) > _TERM for m in cues.QUOTED.finditer(plain))


def draft(register: Register, copy: Copy, source: str, issued: str) -> Draft:
    """Draft proposals from a document, in the order of its text.

    Args:
        register: the records whose names are looked for.
        copy: the document.
        source: the key of its source, or nothing where it has none yet.
        issued: the day of its publication, from which weekdays and days without a year are read.
    """
    mentions = _mentions(register, copy)
    described = register.facts.described.get(NamedNode(source_iri(source)), [])
    publishers = {compact(publisher.value) for publisher in register.facts.links(described, dcterms.publisher)}
    proposals: list[Proposal] = []
    speaker, introduced = "", False
    for paragraph in copy.paragraphs:
        sentences = list(_sentences(paragraph, mentions[paragraph.number], issued))
        batch = list(_names(sentences))
        for sentence in sentences:
            batch += [
                _proposal(sentence, "day", (day.start, day.end), [day.why], {"day": day.day})
                for day in sentence.days
            ]
        # A paper that reports under its own name quotes nobody.
        speakers = [
            speaking
            for speaking in _speakers(register, sentences, copy.language, speaker)
            if speaking.values.get("kg:holder") not in publishers
        ]
        if introduced and speaker and not speakers:
            whole = (0, len(paragraph.text))
            speakers.append(_proposal(sentences[0], "speaker", whole, ["introduced"], {"kg:holder": speaker}))
        speaker = next((p.values["kg:holder"] for p in reversed(speakers) if "kg:holder" in p.values), speaker)
        introduced = bool(speakers) and paragraph.text.rstrip().endswith(":")
        batch += speakers
        for sentence in sentences:
            holders = [
                speaking.values["kg:holder"]
                for speaking in speakers
                if sentence.start <= speaking.start < sentence.end and "kg:holder" in speaking.values
            ]
            for propose in (_figures, _votes, _memberships, _acts):
                for proposal in propose(register, sentence):
                    # What a sentence states is said by its speaker, not by the paper.
                    if holders:
                        proposal.values["speaker"] = holders[-1]
                    batch.append(proposal)
        proposals += sorted(batch, key=lambda p: (p.start, p.end))
    numbered = [replace(proposal, number=number) for number, proposal in enumerate(proposals, 1)]
    return Draft(f"src:{source}" if source else "", copy.language, issued, numbered)


def _mentions(register: Register, copy: Copy) -> dict[int, list[Mention]]:
    """Return the names in each paragraph; a surname may have its full name in another one."""
    texts = [paragraph.text for paragraph in copy.paragraphs]
    found: dict[int, list[Mention]] = {paragraph.number: [] for paragraph in copy.paragraphs}
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    for mention in register.gazetteer.find("\n".join(texts)):
        n = max(n for n, start in enumerate(starts) if start <= mention.start)
        shifted = replace(mention, start=mention.start - starts[n], end=mention.end - starts[n])
        found[copy.paragraphs[n].number].append(shifted)
    return found


def _sentences(paragraph: Paragraph, mentions: Iterable[Mention], issued: str) -> Iterator[_Sentence]:
    """Split a paragraph into sentences, each with its names and days."""
    plain = paragraph.text.translate(_PLAIN)
    # The year in the name of a treaty is no day of its own.
    dated = [
        day
        for day in days.find(paragraph.text, issued)
        if not any(day.start < mention.end and mention.start < day.end for mention in mentions)
    ]
    ends = [match.end() for match in _SENTENCE.finditer(plain)]
    for start, end in zip([0, *ends], [*ends, len(plain)], strict=True):
        own = tuple(mention for mention in mentions if start <= mention.start < end)
        yield _Sentence(paragraph, start, end, plain, own, tuple(day for day in dated if start <= day.start < end))


def _proposal(
    sentence: _Sentence,
    kind: Kind,
    span: tuple[int, int],
    why: list[str],
    values: dict[str, str] | None = None,
    candidates: Iterable[str] = (),
) -> Proposal:
    """Return a proposal at a place of a sentence, not yet numbered."""
    paragraph = sentence.paragraph
    return Proposal(
        0, kind, paragraph.number, paragraph.fingerprint, *span, why, values or {}, [compact(c) for c in candidates]
    )


def _names(sentences: Iterable[_Sentence]) -> Iterator[Proposal]:
    """Propose each name once in a paragraph."""
    seen: set[tuple[str, ...]] = set()
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.records in seen:
                continue
            seen.add(mention.records)
            why = ["surname" if mention.surname else "inflected" if mention.inflected else "name"]
            values: dict[str, str] = {}
            if len(mention.records) == 1:
                values["record"] = compact(mention.records[0])
            else:
                why = [f"{why[0]}-of-several", str(len(mention.records))]
            yield _proposal(sentence, "mention", (mention.start, mention.end), why, values, mention.records)


# --- speakers -----------------------------------------------------------------------------------------------


def _speakers(register: Register, sentences: Iterable[_Sentence], language: str, last: str) -> Iterator[Proposal]:
    """Propose each speaker once in a paragraph; a pronoun means the last one, in the paragraph before too."""
    seen: set[str] = set()
    for sentence in sentences:
        for proposal in _speakers_of(register, sentence, language, last):
            holder = proposal.values.get("kg:holder") or f"at {proposal.start}"
            last = proposal.values.get("kg:holder", last)
            if holder not in seen:
                seen.add(holder)
                yield proposal


def _speakers_of(register: Register, sentence: _Sentence, language: str, last: str) -> Iterator[Proposal]:
    """Propose the subjects of the verbs of saying in a sentence."""
    if language not in cues.SAYING:
        return
    agents = [m for m in sentence.mentions if any(register.is_a(record, kg.Agent) for record in m.records)]
    for cue in cues.ACCORDING[language].finditer(sentence.plain, sentence.start, sentence.end):
        after = [
            m
            for m in agents
            if 0 <= m.start - cue.end() < _REACH and not re.search("[,،]", sentence.plain[cue.end() : m.start])
        ]
        if after and not sentence.is_quoted(cue.start()):
            yield _speaker(sentence, _preferred(register, after), ["follows", cue[0]])
    for mention in agents:
        if language == "en" and cues.POSSESSED.match(sentence.plain, mention.end):
            yield _speaker(sentence, mention, ["possessed"])
    for cue in cues.AS_BEFORE[language].finditer(sentence.plain, sentence.start, sentence.end):
        if last and not sentence.is_quoted(cue.start()):
            values = {"kg:holder": last} | _stated_on(sentence)
            yield _proposal(sentence, "speaker", cue.span(), ["as-before", cue[0]], values)
    for verb in cues.SAYING[language].finditer(sentence.plain, sentence.start, sentence.end):
        if sentence.is_quoted(verb.start()):
            continue
        if (chosen := _subject(register, sentence, language, verb, agents)) is not None:
            yield _speaker(sentence, chosen, ["subject", verb[0]])
        elif name := _unknown(sentence, language, verb):
            near = [hit.record for hit in register.names.search(sentence.plain[slice(*name)], 3)]
            yield _proposal(sentence, "speaker", name, ["unknown", verb[0]], {}, near)
        elif last and cues.PRONOUNS[language].search(sentence.plain, sentence.start, sentence.end):
            values = {"kg:holder": last} | _stated_on(sentence)
            span = (sentence.start, verb.end())
            yield _proposal(sentence, "speaker", span, ["pronoun", verb[0]], values)


def _speaker(sentence: _Sentence, mention: Mention, why: list[str]) -> Proposal:
    """Propose a mention as speaker, with the day of speech where the sentence names one before its verb."""
    values = _stated_on(sentence)
    if len(mention.records) == 1:
        values["kg:holder"] = compact(mention.records[0])
    return _proposal(sentence, "speaker", (mention.start, mention.end), why, values, mention.records)


def _stated_on(sentence: _Sentence) -> dict[str, str]:
    """Return the day of speech: the only day of the sentence outside of a quotation, if it is a whole one."""
    outside = [day.day for day in sentence.days if len(day.day) == 10 and not sentence.is_quoted(day.start)]
    return {"kg:statedOn": outside[0]} if len(outside) == 1 else {}


def _subject(
    register: Register, sentence: _Sentence, language: str, verb: re.Match[str], agents: list[Mention]
) -> Mention | None:
    """Return the agent that is the subject of a verb of saying, if one is.

    After its verb a subject is sought in English behind a quotation («…,» said X) and in Russian anywhere; before
    its verb, unless a preposition makes it the object. Russian subjects are in the nominative, as in the register.
    """
    free = [m for m in agents if not sentence.is_quoted(m.start) and not _governed(sentence, language, m.start)]
    if language == "ru":
        free = [m for m in free if not m.inflected]
    if language == "ru" or (language == "en" and sentence.plain[: verb.start()].rstrip().endswith(cues.CLOSING)):
        following = [m for m in free if 0 <= m.start - verb.end() < _REACH]
        following = [m for m in following if not re.search(r"[,;:“«\"]", sentence.plain[verb.end() : m.start])]
        if following:
            return _preferred(register, following)
    if language == "fa":
        # "The foreign minister of Russia said": the office speaks, not the state of which it is.
        free = [
            m
            for m in free
            if _is_person(register, m) or not cues.OFFICE_OF.search(sentence.plain, sentence.start, m.start)
        ]
    preceding = [m for m in free if m.end <= verb.start()]
    if persons := [m for m in preceding if _is_person(register, m)]:
        # Another clause between them has its own subject.
        return persons[-1] if language == "fa" and len(persons) > 1 else persons[0]
    # A body or a paper that opens the sentence is its subject, however long the sentence.
    opening = [m for m in preceding if m.start - sentence.start < _OPENING]
    close = [m for m in preceding if verb.start() - m.end < _REACH // 2]
    return next(iter(opening or close[-1:]), None)


def _preferred(register: Register, mentions: list[Mention]) -> Mention:
    """Return the first person among mentions, else the first: the person speaks, not the office before the name."""
    return next((m for m in mentions if _is_person(register, m)), mentions[0])


def _is_person(register: Register, mention: Mention) -> bool:
    """Return whether a mention means a person."""
    return any(register.is_a(record, kg.Person) for record in mention.records)


def _governed(sentence: _Sentence, language: str, start: int) -> bool:
    """Return whether a preposition stands right before a place, or before the title of whom is named there."""
    words = [word.casefold().strip('“«"(') for word in sentence.plain[:start].split()[-3:]]
    words = [word for word in words if word not in cues.TITLES]
    return bool(words) and words[-1] in cues.PREPOSITIONS[language]


def _unknown(sentence: _Sentence, language: str, verb: re.Match[str]) -> tuple[int, int] | None:
    """Return the place of a capitalized name beside a verb of saying that is no name of the register."""
    if language not in cues.NAME:
        return None
    taken = [(m.start, m.end) for m in sentence.mentions]
    for match in cues.NAME[language].finditer(sentence.plain, sentence.start, sentence.end):
        gap = match.start() - verb.end() if match.start() >= verb.end() else verb.start() - match.end()
        if 0 <= gap < 3 and not any(match.start() < end and start < match.end() for start, end in taken):
            return match.span()
    return None


# --- figures, votes, memberships, acts ----------------------------------------------------------------------


def _figures(register: Register, sentence: _Sentence) -> Iterator[Proposal]:
    """Propose each number with a unit that the register of codes has, with its bound."""
    units = {compact(unit.value): unit for unit in register.codes(code.units)}
    for name, patterns in cues.UNITS.items():
        unit = units.get(f"code:{name}")
        for match in (m for p in patterns for m in p.finditer(sentence.plain, sentence.start, sentence.end)):
            if unit is None:
                continue
            before = sentence.plain[sentence.start : match.start()].rstrip()
            bound = next((prop for prop, words in cues.BOUNDS if words.search(before)), "kg:value")
            values = {bound: number(match["number"]), "kg:unit": compact(unit.value)}
            text = sentence.plain[sentence.start : sentence.end]
            measure = next((measure for measure, words in cues.MEASURES.items() if words.search(text)), "")
            if measure:
                values["kg:measure"] = f"code:{measure}"
            why = ["number", compact(unit.value)]
            candidates = _figures_of(register, sentence, unit, f"code:{measure}")
            yield _proposal(sentence, "figure", match.span(), why, values, candidates)


def number(printed: str) -> str:
    """Return a printed number as a decimal in the form of the files.

    >>> number("4,8"), number("1,200"), number("1 200,5"), number("4.50"), number("۴٫۸".translate(_PLAIN))
    ('4.8', '1200.0', '1200.5', '4.5', '4.8')
    """
    plain = re.sub(r"[ \u00a0\u202f٬]", "", printed).replace("٫", ".").replace("/", ".")
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", plain):
        plain = plain.replace(".", "")
    whole, _, part = plain.replace(",", ".").partition(".")
    return f"{int(whole)}.{part.rstrip('0') or '0'}"


def _figures_of(register: Register, sentence: _Sentence, unit: NamedNode, measure: str) -> list[str]:
    """Return the figures of the register in a unit that concern the records named, those of the year first."""
    years = {day.day[:4] for day in sentence.days}
    named = {record for mention in sentence.mentions for record in mention.records}
    ranked = []
    for record, quads in register.facts.register.items():
        if unit not in register.facts.links(quads, kg.unit):
            continue
        ends = {q.object.value for q in quads if isinstance(q.object, NamedNode)} & named
        periods = {q.object.value[:4] for q in quads if q.predicate in (kg.periodStart, kg.periodEnd)} & years
        if ends and (periods or not years):
            other = measure not in {compact(link.value) for link in register.facts.links(quads, kg.measure)}
            ranked.append((other, -len(periods), -len(ends), record.value))
    return [record for *_, record in sorted(ranked)[:5]]


def _votes(register: Register, sentence: _Sentence) -> Iterator[Proposal]:
    """Propose the counts of a vote, with the votes and approvals of the bodies and instruments named nearby."""
    values: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    for prop, patterns in cues.VOTES.items():
        for pattern in patterns:
            match = pattern.search(sentence.plain, sentence.start, sentence.end)
            if match and prop not in values:
                values[prop] = match[1]
                spans.append(match.span())
    if not values or not cues.VOTING.search(sentence.plain, sentence.start, sentence.end):
        return
    near = {record for mention in sentence.mentions for record in mention.records}
    ends = {
        record: {link.value for prop in _ENDS for link in register.facts.links(quads, prop)} & near
        for record, quads in register.facts.register.items()
    }
    deciding = [
        record.value
        for record, named in ends.items()
        if named and not {kg.Approval, kg.Ratification, kg.Vote}.isdisjoint(register.facts.types.get(record, ()))
    ]
    candidates = sorted(deciding, key=lambda record: (-len(ends[NamedNode(record)]), record))
    if candidates:
        values["record"] = compact(candidates[0])
    span = (min(start for start, _ in spans), max(end for _, end in spans))
    yield _proposal(sentence, "vote", span, ["votes"], values, candidates[:8])


#: What tells of a vote or an approval which one it is.
_ENDS = (kg.treaty, kg.actor, kg.body, kg.about)


def _memberships(register: Register, sentence: _Sentence) -> Iterator[Proposal]:
    """Propose the membership of a state in an organization, both named in a sentence that speaks of joining."""
    cue = cues.MEMBERSHIP.search(sentence.plain, sentence.start, sentence.end)
    if not cue:
        return
    states = _of_class(register, sentence, kg.State)
    bodies = _of_class(register, sentence, kg.IntergovernmentalOrganization)
    role = next(
        name for name, pattern in cues.ROLES if pattern.search(sentence.plain, sentence.start, sentence.end)
    )
    for state in states:
        for body in bodies:
            values = {"kg:member": compact(state), "kg:organization": compact(body), "kg:role": f"code:{role}"}
            if len(sentence.days) == 1:
                values["kg:startDate"] = sentence.days[0].day
            candidates = [
                record.value
                for record, quads in register.facts.register.items()
                if NamedNode(state) in register.facts.links(quads, kg.member)
                and NamedNode(body) in register.facts.links(quads, kg.organization)
            ]
            candidates.sort(key=lambda record: (not record.endswith(role), record))
            if candidates and candidates[0].endswith(role):
                values["record"] = compact(candidates[0])
            else:
                values["key"] = f"{local(state)}-in-{local(body)}-{role}"
            yield _proposal(sentence, "membership", cue.span(), ["membership", cue[0]], values, candidates)


def _of_class(register: Register, sentence: _Sentence, cls: NamedNode) -> list[str]:
    """Return the records of a class that a sentence names without doubt, each once."""
    sure = [m.records[0] for m in sentence.mentions if len(m.records) == 1]
    return list(dict.fromkeys(record for record in sure if register.is_a(record, cls)))


def _acts(register: Register, sentence: _Sentence) -> Iterator[Proposal]:
    """Propose the acts in the life of the instruments that a sentence names."""
    instruments = _of_class(register, sentence, kg.Instrument)
    if not instruments:
        return
    # A chamber approves what a state then ratifies, though the papers say "ratified" of both.
    chamber = bool(_of_class(register, sentence, kg.Parliament))
    for verb, words in cues.ACTS.items():
        name = "Approval" if verb == "Ratification" and chamber else verb
        cue = words.search(sentence.plain, sentence.start, sentence.end)
        if not cue:
            continue
        for instrument in instruments:
            values = {"class": f"kg:{name}", "kg:treaty": compact(instrument)}
            if len(sentence.days) == 1:
                values["kg:onDate"] = sentence.days[0].day
            candidates = [
                act.value
                for act in register.acts.get(instrument, ())
                if f"kg:{name}" in direct_classes(register, act)
            ]
            actors = {record for mention in sentence.mentions for record in mention.records}
            by_others = {
                act
                for act in candidates
                if actors.isdisjoint(
                    link.value for link in register.facts.links(register.facts.register[NamedNode(act)], kg.actor)
                )
            }
            candidates.sort(key=lambda act: (act in by_others, act))
            if candidates:
                values["record"] = compact(candidates[0])
            else:
                values["key"] = f"{local(instrument)}-{re.sub(r'(?<=[a-z])(?=[A-Z])', '-', name).casefold()}"
            yield _proposal(sentence, "act", cue.span(), ["act", cue[0]], values, candidates)


def direct_classes(register: Register, record: NamedNode) -> set[str]:
    """Return the classes that passages state of a happening, without those above them."""
    return {compact(cls.value) for cls in register.direct_types.get(record, ())}


def issued_of(register: Register, source: str) -> str:
    """Return the day of publication of a source that is described; nothing where it is not known."""
    quads = register.facts.described.get(NamedNode(source_iri(source)), [])
    days_of = [value.value for value in register.facts.values(quads, dcterms.issued) if isinstance(value, Literal)]
    return days_of[0] if days_of else ""
