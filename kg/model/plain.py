"""Records, findings and answers as plain text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kg.dataset.intervals import Interval
from kg.model import treaty
from kg.model.agreement import Account, Finding, Resolution, Side, findings
from kg.model.coverage import Coverage, WeakFact
from kg.model.reader import Reader, Statement
from kg.model.reports import Check
from kg.model.sayings import Saying, sayings, spoken_of
from kg.model.timeline import Entry
from kg.rdf.terms import Literal, NamedNode, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    DATE_TYPES,
    GIST,
    IS_PART_OF,
    IS_REPLACED_BY,
    LABEL,
    LANGUAGES,
    SHORT_NAME,
    A,
    code,
    compact,
    kg,
    xsd,
)
from kg.text import dates
from kg.text.phrases import bound, listed, say
from kg.text.tables import TextTable, printable


class _Notes:
    """Footnotes: passages are numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, passages: tuple[str, ...]) -> str:
        """Return the marks of passages, such as `[1][4]`."""
        return "".join(f"[{self.numbers.setdefault(passage, len(self.numbers) + 1)}]" for passage in passages)


def value_text(reader: Reader, value: Value, language: str = "en") -> str:
    """Write a value for a reader; in Persian a day is followed by its Solar Hijri date."""
    if isinstance(value, NamedNode):
        return reader.short(value.value, language)
    if value.datatype.value == xsd.date.value and language == "fa":
        return f"{value.value} ({dates.solar_hijri(value.value)})"
    return value.value


def show(reader: Reader, iri: str, language: str = "en") -> str:
    """Write all that is known of a record, with its passages as footnotes and rival values together."""
    notes = _Notes()
    lines = list(_head(reader, iri, language))
    disputed: dict[str, Finding] = {}
    for finding in findings(reader, iri):
        if finding.disputed:
            # A bound belongs to the property that it bounds.
            bounding = reader.subjects(kg.bounds, NamedNode(finding.predicate))
            disputed |= dict.fromkeys((finding.predicate, *bounding), finding)
    by_predicate: dict[str, list[Statement]] = {}
    for statement in reader.statements(iri):
        # The head has the names and classes.
        if statement.predicate not in (A.value, LABEL.value, ALT_LABEL.value, SHORT_NAME.value):
            by_predicate.setdefault(statement.predicate, []).append(statement)
    for predicate, statements in by_predicate.items():
        lines += _property(reader, predicate, statements, disputed.get(predicate), notes, language)
    lines += _days(reader, iri, language)
    retired = reader.values(iri, IS_REPLACED_BY)
    provision = any(kg.Provision.value in reader.above(kind) for kind in reader.kinds(iri))
    if provision and not retired and not treaty.coded(reader, iri):
        lines.append(f"  ({say('not-coded', language)})")
    lines += _parts(reader, iri, language)
    lines += _says(reader, sayings(reader, iri), notes, language)
    lines += _pointers(reader, iri, notes, language)
    if notes.numbers:
        lines += ["", say("show.sources", language)]
        lines += [f"  [{n}] {_footnote(reader, passage, language)}" for passage, n in notes.numbers.items()]
    return printable("\n".join(lines) + "\n")


def _days(reader: Reader, iri: str, language: str) -> Iterator[str]:
    """Write when a record holds and by which rule it ends, from the derived graph."""
    span = reader.interval(iri)
    if span == Interval():
        return
    yield f"  {say('show.days', language)}: {span_text(span, language)}"
    for link in reader.derived(iri):
        if link.predicate == kg.endsWith:
            rules = [rule.object.value for rule in reader.derived(iri) if rule.predicate == kg.endRule]
            names = [reader.label(rule, language) for rule in (*rules, link.object.value)]
            yield f"    {say('span.rule', language, *names)}"


def span_text(span: Interval, language: str = "en") -> str:
    """Write an interval in words, bounds as bounds, leaving out an unknown end.

    >>> span_text(Interval("2001-03-12", "2001-03-22", last_attested="2025-01-06"))
    'from between 2001-03-12 and 2001-03-22, last attested on 2025-01-06'
    """
    return listed((say(key, language, **days) for key, days in span_phrases(span)), language)


def span_phrases(span: Interval) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the phrases that describe an interval, each a key of the catalogue and the days that fill its slots.

    >>> list(span_phrases(Interval("2001-03-12", "2001-03-22", last_attested="2025-01-06")))
    [('span.from-between', {'first': '2001-03-12', 'last': '2001-03-22'}), ('span.attested', {'day': '2025-01-06'})]
    """
    span = span.as_dated()
    first, begun, certain, until = span.possibly_from, span.surely_from, span.surely_until, span.possibly_until
    if first and begun and (first, begun) == (certain, until):
        # A whole year or month is named as such, not as lying between its first and last day.
        whole = first == begun and len(first) < len("YYYY-MM-DD")
        yield ("span.in", {"day": first}) if whole else _between("span.on", first, begun)
    else:
        if first and begun:
            yield _between("span.from", first, begun)
        elif begun:
            yield "span.begun-by", {"day": begun}
        if span.not_before and not first:
            yield "span.not-before", {"day": span.not_before}
        if certain and until:
            yield _between("span.until", certain, until)
        elif until:
            yield "span.until-by", {"day": until}
        elif certain:
            yield "span.until-disputed", {"day": certain}
        elif span.last_attested:
            yield "span.attested", {"day": span.last_attested}
    if span.denied_in:
        yield "span.denied", {}


def _between(key: str, first: str, last: str) -> tuple[str, dict[str, str]]:
    """Return the phrase for a day, or the one for a day between two."""
    return (key, {"day": first}) if first == last else (f"{key}-between", {"first": first, "last": last})


def _head(reader: Reader, iri: str, language: str) -> Iterator[str]:
    """Write the head of a record: its label, other names, identifier and classes."""
    yield reader.label(iri, language)
    labels = reader.labels(iri)
    others = [
        f"{labels[tag]} ({tag})"
        for tag in LANGUAGES
        if tag in labels and labels[tag] != reader.label(iri, language)
    ]
    others += [f"{o.value} ({o.language})" for o in reader.alternatives(iri)]
    if others:
        yield "  " + say("semicolon", language).join(others)
    kinds = listed((reader.label(k, language) for k in reader.kinds(iri)), language)
    yield f"  {compact(iri)}{' · ' if kinds else ''}{kinds}"
    yield ""


def _property(
    reader: Reader,
    predicate: str,
    statements: list[Statement],
    finding: Finding | None,
    notes: _Notes,
    language: str,
) -> Iterator[str]:
    """Write a property with its values and who states each."""
    heading = reader.label(predicate, language)
    state = f" ({say('show.disputed', language)})" if finding else ""
    for i, statement in enumerate(statements):
        tag = (
            f" @{statement.value.language}"
            if isinstance(statement.value, Literal) and statement.value.language
            else ""
        )
        text = value_text(reader, statement.value, language) + tag
        lead = f"  {heading}{state}: " if i == 0 else " " * (len(heading) + len(state) + 4)
        marks = notes.mark(statement.passages)
        yield f"{lead}{text}{' ' + marks if marks else ''}"
    if finding and finding.predicate == predicate:
        yield from (f"    {say('show.note', language)}: {note}" for note in notes_on(reader, finding, language))


def notes_on(reader: Reader, finding: Finding, language: str = "en") -> list[str]:
    """Return notes on a dispute: likely slips, and who states both values in their own name."""
    notes = [say(f"slip.{kind}", language, *days) for kind, *days in finding.slips]
    if finding.torn:
        names = listed((reader.label(holder, language) for holder in finding.torn), language)
        notes.append(say("conflict.torn", language, names))
    return notes


def _parts(reader: Reader, iri: str, language: str) -> Iterator[str]:
    """Write the provisions of an instrument, each with its gist or with the note that it is not coded."""
    provisions = treaty.provisions(reader, iri)
    if not provisions:
        return
    uncoded = {provision for provision in provisions if not treaty.coded(reader, provision)}
    yield ""
    yield "  " + say("show.provisions", language, n=len(provisions), open=len(uncoded))
    for provision in provisions:
        gists = treaty.gists(reader, provision)
        text = gists[0].texts.get(language) or next(iter(gists[0].texts.values())) if gists else ""
        if provision in uncoded:
            text = f"({say('not-coded', language)})"
        yield f"    {reader.label(provision, language)}: {text}"


def _in_language(texts: Sequence[Literal], language: str) -> str:
    """Choose the text in a language, else in English, else any."""
    # Reversed, so that of several texts in a language the first is kept.
    by_language = {text.language: text.value for text in reversed(texts)}
    return by_language.get(language) or by_language.get("en") or texts[0].value


def _says(reader: Reader, entries: list[Saying], notes: _Notes, language: str) -> Iterator[str]:
    """Write what an agent says, by subject and in order of time, with those who report it."""
    if not entries:
        return
    yield from ("", say("show.says", language))
    subject: tuple[str, ...] = ()
    for saying in entries:
        if saying.subjects != subject:
            subject = saying.subjects
            yield "  " + listed((reader.label(r, language) for r in subject), language)
        mark = notes.mark((saying.passage.iri,))
        reporters = ""
        if saying.passage.quoted_in:
            names = listed((reader.label(h, language) for h in saying.passage.quoted_in.holders), language)
            reporters = f" ({say('voice.reported', language)} {names})"
        yield f"    {saying.day or '—'}  {saying_text(reader, saying, language)}{reporters} {mark}"


def saying_text(reader: Reader, saying: Saying, language: str = "en") -> str:
    """Write what an agent says in one line: the gist, else the record with the values that he gives it."""
    if saying.gists:
        return _in_language(saying.gists, language)
    values = [
        f"{reader.label(predicate, language)} {value_text(reader, value, language)}"
        for predicate, value in saying.values
    ]
    label = reader.label(saying.record, language)
    return f"{label}: {listed(values, language)}" if values else label


def _pointers(reader: Reader, iri: str, notes: _Notes, language: str) -> Iterator[str]:
    """Write which records link here: each link with its own passages, each gist with those that contain it."""
    pointers = spoken_of(reader, iri, language)
    if pointers:
        yield from ("", say("show.pointed", language))
    for pointer in pointers:
        links = listed((reader.label(predicate, language) for predicate in pointer.predicates), language)
        yield f"  {reader.short(pointer.record, language)} ({links}) {notes.mark(pointer.passages)}".rstrip()
        for gist, passages in pointer.gists:
            yield f"    {gist.value} {notes.mark(passages)}"


def _footnote(reader: Reader, passage: str, language: str) -> str:
    """Write a passage as a footnote: its holders, source, day and IRI."""
    place = reader.passage(passage)
    words = filter(None, (reader.passage_label(passage, language), reader.day(place)))
    return f"{listed(words, language)} ({compact(passage)})"


def as_json(reader: Reader, iri: str) -> dict[str, Any]:
    """Return all that is known of a record as JSON-serializable data."""
    states = {finding.predicate: finding.state for finding in findings(reader, iri)}
    spoken = sayings(reader, iri)
    passages = map(reader.passage, sorted({*reader.attesting(iri), *(saying.passage.iri for saying in spoken)}))
    return {
        "id": compact(iri),
        "kinds": [compact(k) for k in reader.kinds(iri)],
        "labels": {tag: reader.label(iri, tag) for tag in LANGUAGES},
        "alternatives": [[o.value, o.language] for o in reader.alternatives(iri)],
        "statements": [
            {
                "predicate": compact(s.predicate),
                "value": compact(s.value.value) if isinstance(s.value, NamedNode) else s.value.value,
                **({"language": s.value.language} if isinstance(s.value, Literal) and s.value.language else {}),
                **({"state": states[s.predicate]} if s.predicate in states else {}),
                "passages": [compact(passage) for passage in s.passages],
            }
            for s in reader.statements(iri)
        ],
        "days": {bound_name: day for bound_name, day in asdict(reader.interval(iri)).items() if day},
        "says": [
            {
                "record": compact(saying.record),
                "about": [compact(subject) for subject in saying.subjects],
                "text": saying_text(reader, saying),
                "day": saying.day,
                "passage": compact(saying.passage.iri),
            }
            for saying in spoken
        ],
        "passages": {
            compact(passage.iri): {
                "source": compact(passage.source),
                "holders": [compact(holder) for holder in passage.holders],
                "locator": passage.locator,
                "stated_on": passage.stated_on,
                "quoted_in": compact(passage.quoted_in.iri) if passage.quoted_in else None,
            }
            for passage in passages
        },
    }


def status(reader: Reader, standing: treaty.Status, language: str = "en") -> str:
    """Write the status of an instrument on a day: the answer, its reasons, acts by stated value, and denials."""
    notes = _Notes()
    answer = say(f"answer.{standing.in_force}", language)
    lines = [reader.label(standing.treaty, language)]
    lines += ["  " + say("status.in-force", language, day=standing.day, answer=answer)]
    lines += [f"    {reason_text(reader, reason, standing, language)}" for reason in standing.reasons]
    for act in standing.acts:
        by_day = say("status.by-day", language, day=standing.day)
        done = say(f"answer.{act.done_by(standing.day)}", language)
        lines += ["", f"  {reader.label(act.record, language)}: {by_day} {done}"]
        for finding in act.dates:
            for side in sorted(finding.sides, key=lambda s: dates.earliest(s.value.value)):
                lines.append(f"    {side_text(reader, side, language)} {notes.mark(tuple(side.passages))}")
                for account in side.fitting:
                    fits = _fitting_text(reader, account, "account.fits", language)
                    lines.append(f"      {fits} {_mark(notes, account)}")
            for account in finding.undecided:
                fits = _fitting_text(reader, account, "account.undecided", language)
                lines.append(f"    {fits} {_mark(notes, account)}")
        if act.undated:
            lines.append(f"    {say('status.undated', language)} {notes.mark(act.undated)}")
    if standing.denials:
        lines += ["", say("status.denials", language)]
        for denial in standing.denials:
            gists = [text for text in reader.values(denial, GIST) if isinstance(text, Literal)]
            text = _in_language(gists, language) if gists else ""
            marks = notes.mark(tuple(reader.attesting(denial)))
            lines.append(f"  {reader.label(denial, language)}: {text} {marks}")
    if standing.by_party:
        lines += ["", say("status.by-party", language)]
    for party, acts in standing.by_party.items():
        done_acts = [
            f"{reader.label(kg(a.kind).value, language)} ({say(f'answer.{a.done_by(standing.day)}', language)})"
            for a in acts
        ]
        text = say("semicolon", language).join(done_acts) or say("status.no-act", language)
        lines.append(f"  {reader.short(party, language)}: {text}")
    if notes.numbers:
        lines += ["", say("show.sources", language)]
        lines += [f"  [{n}] {_footnote(reader, passage, language)}" for passage, n in notes.numbers.items()]
    return printable("\n".join(lines) + "\n")


def reason_text(reader: Reader, reason: treaty.Reason, standing: treaty.Status, language: str = "en") -> str:
    """Write a reason for the status of an instrument."""
    names = [reader.short(record, language) for record in reason.records]
    answer = say(f"answer.{reason.answer}", language) if reason.answer else ""
    return say(reason.key, language, *names, answer=answer, day=standing.interval.last_attested)


def _mark(notes: _Notes, account: Account) -> str:
    """Return the footnote mark of an account."""
    return notes.mark((account.passage.iri,))


def _fitting_text(reader: Reader, account: Account, key: str, language: str) -> str:
    """Write an account that fits one side or several, with its holders."""
    shown = bound_text(reader, account.value, account.bound, language)
    return f"{say(key, language)}: {shown} — {holders_text(reader, account.passage.holders, language)}"


def bound_text(reader: Reader, value: Value, kind: str, language: str = "en") -> str:
    """Write a value with the words of its bound: "by 2025-04-20", "at most 4"."""
    date = isinstance(value, Literal) and value.datatype.value in DATE_TYPES
    return bound(kind, date, language) + value_text(reader, value, language)


def side_text(reader: Reader, side: Side, language: str = "en") -> str:
    """Write a side in a line: its value, the number of its origins, and the nearness of the nearest."""
    count = say("account.origin" if side.origins == 1 else "account.origins", language, n=side.origins)
    words = (
        bound_text(reader, side.value, side.bound, language),
        count,
        say(f"nearness.{side.nearness}", language),
    )
    return listed(words, language)


def holders_text(reader: Reader, holders: Iterable[str], language: str = "en") -> str:
    """Write the labels of the holders of one passage."""
    return " + ".join(sorted(reader.label(holder, language) for holder in holders))


def status_table(reader: Reader, standing: treaty.Status, language: str = "en") -> TextTable:
    """Return the acts behind a status as rows: one for each value that is stated, in order of time."""
    accounts = []
    in_force = say(f"answer.{standing.in_force}", language)
    for act in standing.acts:
        head = (in_force, reader.label(act.record, language), say(f"answer.{act.done_by(standing.day)}", language))
        sides = [side for finding in act.dates for side in finding.sides]
        for side in sorted(sides, key=lambda s: dates.earliest(s.value.value)):
            shown = bound_text(reader, side.value, side.bound, language)
            holders = say("semicolon", language).join(holders_text(reader, h, language) for h in side.holders)
            near = say(f"nearness.{side.nearness}", language)
            places = " ".join(map(compact, side.passages))
            accounts.append((*head, shown, str(side.origins), near, holders, places))
        for passage in act.undated:
            holders = holders_text(reader, reader.passage(passage).holders, language)
            accounts.append((*head, "", "", "", holders, compact(passage)))
    columns = ("in force", "act", f"by {standing.day}", "account", "origins", "nearness", "holders", "passages")
    heads = ["heads.by-day" if column.startswith("by ") else f"heads.{column}" for column in columns]
    return _table(columns, accounts, [say(head, language, day=standing.day) for head in heads])


def comparison_table(reader: Reader, comparison: treaty.Comparison, language: str = "en") -> TextTable:
    """Return a comparison as a matrix: fields and commitments by instruments, lineage, and counts of the uncoded.

    Two instruments have columns for what changed from the first to the second and for the lineage that supports it.
    """
    names = [reader.short(t, language) for t in comparison.treaties]
    pair = len(names) == 2
    rows: list[tuple[str, ...]] = []
    for what, subjects in (("field", comparison.fields), ("commitment", comparison.commitments)):
        for subject, cells in subjects.items():
            written = (
                _matrix_cell(reader, cell, language, whole=whole, by_strength=what == "commitment")
                for cell, whole in zip(cells, comparison.whole, strict=True)
            )
            row = (say(f"comparison.{what}", language), reader.label(subject, language), *written)
            if pair:
                change = treaty.change(cells[0], cells[1], (comparison.whole[0], comparison.whole[1]))
                links = [
                    f"{within(reader, later, language)} {reader.label(kind, language)} "
                    f"{within(reader, earlier, language)}"
                    for _, kind, later, earlier in comparison.between(cells[0], cells[1])
                ]
                row = (*row, say(f"change.{change}", language), say("semicolon", language).join(links))
            rows.append(row)
    for record, kind, later, earlier in comparison.lineage:
        gists = [text for text in reader.values(record, GIST) if isinstance(text, Literal)]
        gist = _in_language(gists, language) if gists else ""
        subject = (
            f"{reader.label(later, language)} {reader.label(kind, language)} {reader.label(earlier, language)}"
        )
        # Lineage is of two provisions, so the columns of instruments are empty; its gist comes last.
        empty = [""] * (len(names) + (1 if pair else -1))
        rows.append((say("comparison.lineage", language), subject, *empty, gist))
    counted = [
        say("coverage.of", language, n=len(u), all=len(provisions))
        for u, provisions in zip(comparison.uncoded, comparison.provisions, strict=True)
    ]
    rows.append(
        (say("comparison.silence", language), say("not-coded", language), *counted, *(("", "") if pair else ()))
    )
    ends = ("change", "lineage") if pair else ()
    heads = [*_heads(("what", "subject"), language), *names, *_heads(ends, language)]
    return _table(("what", "subject", *names, *ends), rows, heads)


def _matrix_cell(reader: Reader, cell: treaty.Cell, language: str, *, whole: bool, by_strength: bool) -> str:
    """Write an instrument's provisions on a subject: by modality for a commitment, touched ones last for a field.

    An empty cell is *absent* only where all of the instrument is coded.
    """
    if not cell:
        return say("comparison.absent" if whole else "not-coded", language)
    if by_strength:
        groups = [
            f"{reader.label(modality, language) if modality else say('comparison.no-modality', language)}: "
            + listed([within(reader, provision, language) for provision in provisions], language)
            for modality, provisions in by_modality(cell).items()
        ]
        return say("semicolon", language).join(groups)
    names = [within(reader, provision, language) for provision in cell.main]
    return listed([*names, *(f"({within(reader, provision, language)})" for provision in cell.touched)], language)


def by_modality(cell: treaty.Cell) -> dict[str, list[str]]:
    """Group the provisions of a cell by modality, the strongest first; without any, they come last under ""."""
    groups = {
        m: [provision for provision in cell.main if m in cell.modalities.get(provision, ())]
        for m in treaty.MODALITIES
    }
    groups[""] = [provision for provision in cell.main if provision not in cell.modalities]
    return {modality: provisions for modality, provisions in groups.items() if provisions}


def reports_table(reader: Reader, checks: Iterable[Check], language: str = "en") -> TextTable:
    """Return checks of reports as rows: who reports, where, what; the verdict, the provisions, the reason."""
    columns = ("speaker", "report", "says", "verdict", "provisions", "because")
    lines = [
        (
            reader.voices(check.report, language),
            compact(check.report.iri),
            next((check.claim[tag] for tag in (language, "en", *check.claim) if tag in check.claim), ""),
            reader.label(check.verdict, language),
            listed([pinpoint(reader, provision, language) for provision in check.provisions], language),
            _in_language(check.reasons, language) if check.reasons else "",
        )
        for check in checks
    ]
    return _table(columns, lines, _heads(columns, language))


def pinpoint(reader: Reader, provision: str, language: str) -> str:
    """Write the number of a provision within its instrument, a paragraph with its article: `3(4)`."""
    if kg.Paragraph.value in reader.kinds(provision):
        for article in reader.values(provision, IS_PART_OF):
            return f"{within(reader, article.value, language)}({treaty.number(reader, provision)})"
    return within(reader, provision, language)


def within(reader: Reader, provision: str, language: str) -> str:
    """Write a provision within its instrument: `12`, in a chapter `2.8`, `preamble`, `whole`, else its own name."""
    kinds = reader.kinds(provision)
    if kg.Instrument.value in (above for k in kinds for above in reader.above(k)):
        return say("comparison.whole", language)
    number = treaty.number(reader, provision)
    if number == 0:
        return say("comparison.preamble", language)
    wholes = [whole.value for whole in reader.values(provision, IS_PART_OF)]
    # 10,000 stands for a part without a number, which has a name only.
    if kg.Article.value in kinds and number < 10_000:
        chapter = [treaty.number(reader, w) for w in wholes if kg.Annex.value in reader.kinds(w)]
        return ".".join(map(str, [*chapter, number]))
    label = reader.label(provision, language)
    for whole in wholes:
        label = label.removeprefix(reader.short(whole, language)).lstrip(",، ")
    return label


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], heads: Sequence[str]) -> TextTable:
    """Return a table whose cells are free of control characters."""
    return TextTable(columns, [[printable(cell) for cell in row] for row in rows], heads)


def _heads(columns: Sequence[str], language: str) -> list[str]:
    """Return the headings of columns in a language."""
    return [say(f"heads.{column}", language) for column in columns]


def conflicts_table(reader: Reader, disputes: list[Finding], language: str = "en") -> TextTable:
    """Return findings as rows, one per side, that of most origins first; accounts that only fit are set apart."""
    sides = []
    separator = say("semicolon", language)
    for finding in disputes:
        head = (compact(finding.record), reader.short(finding.record, language), compact(finding.predicate))
        state = reader.label(_code(finding.state), language)
        dispute = reader.label(_code(finding.dispute), language) if finding.dispute else ""
        notes = separator.join(notes_on(reader, finding, language))
        undecided = list(dict.fromkeys(_apart(reader, account, language) for account in finding.undecided))
        for side in finding.sides:
            shown = bound_text(reader, side.value, side.bound, language)
            holders = separator.join(holders_text(reader, h, language) for h in side.holders)
            fits = separator.join(dict.fromkeys(_apart(reader, account, language) for account in side.fitting))
            places = " ".join(map(compact, side.passages))
            near = say(f"nearness.{side.nearness}", language)
            cells = (state, dispute, shown, str(side.origins), holders, near, fits, separator.join(undecided))
            sides.append((*head, *cells, places, notes))
    columns = (
        *("record", "label", "property", "state", "dispute", "value", "origins", "holders", "nearness"),
        *("fits also", "fits several", "passages", "note"),
    )
    return _table(columns, sides, _heads(columns, language))


def _apart(reader: Reader, account: Account, language: str) -> str:
    """Write the value of an account that supports no side alone, with its holders."""
    shown = bound_text(reader, account.value, account.bound, language)
    return f"{shown} ({holders_text(reader, account.passage.holders, language)})"


def _code(name: str) -> str:
    """Return the IRI of a concept by its local name."""
    return code(name).value


def resolved(reader: Reader, choices: list[Resolution], language: str = "en") -> Iterator[str]:
    """Yield a line for each resolution, and one with the number of rival values set aside."""
    aside = 0
    for choice in choices:
        values = listed((value_text(reader, side.value, language) for side in choice.kept), language)
        gone = listed((value_text(reader, side.value, language) for side in choice.set_aside), language)
        aside += len(choice.set_aside)
        names = (reader.label(i, language) for i in (choice.finding.record, choice.finding.predicate))
        gone = gone or say("resolve.nothing", language)
        yield say("resolve.line", language, listed(names, language), values, gone)
    yield say("resolve.total", language, n=aside)


def timeline_table(reader: Reader, entries: list[Entry], language: str = "en") -> TextTable:
    """Return dated occurrences as rows; rival dates are shown as a range, an unknown end is empty."""
    occurrences = []
    for entry in entries:
        cells = (compact(entry.record), reader.label(entry.kind, language), reader.short(entry.record, language))
        when = entry.dates[0] if len(entry.dates) == 1 else f"{entry.dates[0]} … {entry.dates[-1]}"
        state = say("show.disputed", language) if entry.disputed else ""
        last = "" if entry.open else entry.last
        occurrences.append((when, entry.first, last, state, *cells, " ".join(map(compact, entry.passages))))
    columns = ("date", "first day", "last day", "state", "record", "kind", "label", "passages")
    return _table(columns, occurrences, _heads(columns, language))


def coverage_table(reader: Reader, counted: Coverage, language: str = "en") -> TextTable:
    """Return coverage as rows: counts by aspect, shares, dominant voices, then provisions not yet coded."""
    counts = [
        (
            say(f"aspect.{c.aspect.replace(' ', '-')}", language),
            c.value,
            *map(str, (c.sources, c.passages, c.claims)),
        )
        for c in counted.counts
    ]
    for share in counted.shares:
        words = say("coverage.of", language, n=share.part, all=share.whole)
        counts.append(
            (say("coverage.share", language), f"{say(f'share.{share.name}', language)}: {words}", "", "", "")
        )
    for voice in counted.voices:
        names = [reader.label(iri, language) for iri in (voice.perspective, voice.person)]
        words = say("coverage.voice", language, *names, n=voice.part, all=voice.whole)
        counts.append((say("coverage.opinions", language), words, "", "", ""))
    for instrument, count, uncoded in counted.uncoded:
        words = f"{say('coverage.of', language, n=uncoded, all=count)} {say('not-coded', language)}"
        counts.append(
            (say("coverage.provisions", language), f"{reader.label(instrument, language)}: {words}", "", "", "")
        )
    columns = ("aspect", "value", "sources", "passages", "claims")
    return _table(columns, counts, _heads(columns, language))


def weak_table(reader: Reader, facts: list[WeakFact], language: str = "en") -> TextTable:
    """Return facts that only weak publishers state as rows, with the kinds of publishers and the sources."""
    lines = [
        (
            compact(fact.record),
            reader.short(fact.record, language),
            reader.label(fact.predicate, language),
            value_text(reader, fact.value, language) if fact.value else "",
            listed((reader.label(kind, language) for kind in fact.kinds), language),
            " ".join(map(compact, fact.sources)),
        )
        for fact in facts
    ]
    columns = ("record", "label", "property", "value", "kinds of publishers", "sources")
    return _table(columns, lines, _heads(columns, language))
