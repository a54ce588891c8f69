"""Records, findings and answers as plain text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg import dates, treaty
from kg.agreement import Finding, Judge, Resolution
from kg.chronicle import Entry
from kg.coverage import Coverage
from kg.rdf import Literal, NamedNode, Value
from kg.record import Reader, Statement
from kg.table import TextTable
from kg.terms import ALT_LABEL, DATE_TYPES, IS_PART_OF, IS_REPLACED_BY, LABEL, LANGUAGES, XSD, A, compact, kg
from kg.words import SEMICOLON, bound, listed, printable

_NOT_CODED = {"en": "not yet coded", "fa": "هنوز کدگذاری نشده", "ru": "ещё не кодировано"}
_HEADINGS = {
    "en": {"pointed": "Spoken of by", "sources": "Passages", "disputed": "disputed"},
    "fa": {"pointed": "اشاره‌ها", "sources": "فرازها", "disputed": "محل اختلاف"},
    "ru": {
        "pointed": "Упоминается в",
        "sources": "Фрагменты",
        "disputed": "оспаривается",
    },
}


class _Notes:
    """Footnotes: each passage gets its number when it is first cited."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, passages: tuple[str, ...]) -> str:
        """Return the marks of passages, such as `[1][4]`."""
        return "".join(f"[{self.numbers.setdefault(p, len(self.numbers) + 1)}]" for p in passages)


def value_text(reader: Reader, value: Value, language: str = "en") -> str:
    """Write a value for a reader; days carry the Solar Hijri day beside them in Persian."""
    if isinstance(value, NamedNode):
        return reader.label(value.value, language)
    if value.datatype.value == XSD + "date" and language == "fa":
        return f"{value.value} ({dates.solar_hijri(value.value)})"
    return value.value


def show(reader: Reader, iri: str, language: str = "en") -> str:
    """Write all that is known of a record, with its passages as footnotes and rivals side by side."""
    notes, words = _Notes(), _HEADINGS.get(language, _HEADINGS["en"])
    lines = list(_head(reader, iri, language))
    disputed = _disputed(reader, iri)
    for predicate, statements in _by_predicate(reader, iri).items():
        lines += _property(reader, predicate, statements, disputed.get(predicate), notes, language)
    retired = reader.values(iri, IS_REPLACED_BY)
    if _is_provision(reader, iri) and not retired and not treaty.coded(reader, iri):
        lines.append(f"  ({_NOT_CODED.get(language, _NOT_CODED['en'])})")
    lines += _parts(reader, iri, language)
    lines += _pointers(reader, iri, notes, words["pointed"], language)
    if notes.numbers:
        lines += ["", words["sources"]]
        lines += [f"  [{n}] {_footnote(reader, p, language)}" for p, n in notes.numbers.items()]
    return printable("\n".join(lines) + "\n")


def _head(reader: Reader, iri: str, language: str) -> Iterator[str]:
    yield reader.label(iri, language)
    labels = reader.labels(iri)
    others = [
        f"{labels[tag]} ({tag})"
        for tag in LANGUAGES
        if tag in labels and labels[tag] != reader.label(iri, language)
    ]
    others += [f"{o.value} ({o.language})" for o in reader.alternatives(iri)]
    if others:
        yield "  " + SEMICOLON.get(language, "; ").join(others)
    kinds = listed((reader.label(k, language) for k in reader.kinds(iri)), language)
    yield f"  {compact(iri)}{' · ' if kinds else ''}{kinds}"
    yield ""


def _disputed(reader: Reader, iri: str) -> dict[str, Finding]:
    """Return the findings with rivals by property; a bound belongs to the property that it bounds."""
    found: dict[str, Finding] = {}
    for finding in Judge(reader).findings(iri):
        if finding.disputed:
            found[finding.predicate] = finding
            bounding = reader.store.quads_for_pattern(None, kg("bounds"), NamedNode(finding.predicate))
            found |= {q.subject.value: finding for q in bounding}
    return found


def _by_predicate(reader: Reader, iri: str) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in reader.statements(iri):
        if statement.predicate not in (A.value, LABEL.value, ALT_LABEL.value):
            found.setdefault(statement.predicate, []).append(statement)
    return found


def _property(
    reader: Reader,
    predicate: str,
    statements: list[Statement],
    finding: Finding | None,
    notes: _Notes,
    language: str,
) -> Iterator[str]:
    name = reader.label(predicate, language)
    state = f" ({finding.state})" if finding else ""
    for i, statement in enumerate(statements):
        tag = (
            f" @{statement.value.language}"
            if isinstance(statement.value, Literal) and statement.value.language
            else ""
        )
        text = value_text(reader, statement.value, language) + tag
        lead = f"  {name}{state}: " if i == 0 else " " * (len(name) + len(state) + 4)
        marks = notes.mark(statement.passages)
        yield f"{lead}{text}{' ' + marks if marks else ''}"
    if finding and finding.predicate == predicate:
        yield from (f"    note: {note}" for note in finding.notes)


def _is_provision(reader: Reader, iri: str) -> bool:
    return any(kg("Provision").value in reader.above(k) for k in reader.kinds(iri))


def _parts(reader: Reader, iri: str, language: str) -> Iterator[str]:
    provisions = treaty.provisions(reader, iri)
    if not provisions:
        return
    open_ones = [p for p in provisions if not treaty.coded(reader, p)]
    yield ""
    yield f"  {len(provisions)} provisions, {len(open_ones)} {_NOT_CODED.get(language, _NOT_CODED['en'])}"
    for provision in provisions:
        gists = [v for v in reader.values(provision, kg("gist")) if isinstance(v, Literal)]
        text = (
            next((g.value for g in gists if g.language == language), gists[0].value)
            if gists
            else ("" if provision not in open_ones else f"({_NOT_CODED.get(language, 'not yet coded')})")
        )
        yield f"    {reader.label(provision, language)}: {text}"


def _pointers(reader: Reader, iri: str, notes: _Notes, heading: str, language: str) -> Iterator[str]:
    pointers: dict[str, tuple[list[str], set[str]]] = {}
    for record, predicate, passages in reader.mentions(iri):
        if predicate != IS_PART_OF.value:
            names, where = pointers.setdefault(record, ([], set()))
            names.append(reader.label(predicate, language))
            where.update(passages or reader.attesting(record))
    if pointers:
        yield ""
        yield heading
    for record, (names, where) in pointers.items():
        gist = next((v.value for v in reader.values(record, kg("gist")) if isinstance(v, Literal)), "")
        said = f": {gist}" if gist else ""
        marks = notes.mark(tuple(sorted(where)))
        yield f"  {reader.label(record, language)} ({listed(names, language)}){said} {marks}".rstrip()


def _footnote(reader: Reader, passage: str, language: str) -> str:
    found = reader.passage(passage)
    day = found.stated_on or _issued(reader, found.source)
    told = listed(filter(None, (reader.passage_label(passage, language), day)), language)
    return f"{told} ({compact(passage)})"


def _issued(reader: Reader, source: str) -> str:
    issued = reader.values(source, NamedNode("http://purl.org/dc/terms/issued"))
    return issued[0].value if issued else ""


def as_json(reader: Reader, iri: str) -> dict[str, Any]:
    """Return all that is known of a record as plain data, for programs."""
    disputed = {f.predicate: f.state for f in Judge(reader).findings(iri)}
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
                **({"state": disputed[s.predicate]} if s.predicate in disputed else {}),
                "passages": [compact(p) for p in s.passages],
            }
            for s in reader.statements(iri)
        ],
        "passages": {compact(p): _passage_json(reader, p) for p in reader.attesting(iri)},
    }


def _passage_json(reader: Reader, iri: str) -> dict[str, Any]:
    passage = reader.passage(iri)
    return {
        "source": compact(passage.source),
        "holders": [compact(h) for h in passage.holders],
        "locator": passage.locator,
        "stated_on": passage.stated_on,
        "quoted_in": compact(passage.quoted_in.iri) if passage.quoted_in else None,
    }


def status(reader: Reader, found: treaty.Status, language: str = "en") -> str:
    """Write where an instrument stands on a day: the answer, why, each party's acts, all accounts as footnotes."""
    notes = _Notes()
    lines = [f"{reader.label(found.treaty, language)}", f"  in force on {found.day}: {found.in_force}"]
    lines += [f"    {reason}" for reason in found.reasons]
    for act in found.acts:
        lines += ["", *_act_lines(reader, act, found.day, notes, language)]
    if found.denials:
        lines += ["", "Denials"]
        for denial in found.denials:
            gist = next((v.value for v in reader.values(denial, kg("gist"))), "")
            lines.append(
                f"  {reader.label(denial, language)}: {gist} {notes.mark(tuple(reader.attesting(denial)))}"
            )
    lines += ["", "By party"]
    for party, acts in found.by_party.items():
        done = [f"{reader.label(kg(a.kind).value, language)} ({a.done_by(found.day)})" for a in acts]
        lines.append(
            f"  {reader.label(party, language)}: {SEMICOLON.get(language, '; ').join(done) or 'no act recorded'}"
        )
    lines += ["", _HEADINGS[language]["sources"]]
    lines += [f"  [{n}] {_footnote(reader, p, language)}" for p, n in notes.numbers.items()]
    return printable("\n".join(lines) + "\n")


def _act_lines(reader: Reader, act: treaty.Act, day: str, notes: _Notes, language: str) -> Iterator[str]:
    yield f"  {reader.label(act.record, language)}: by {day} {act.done_by(day)}"
    for account in act.accounts:
        yield f"    {account.words} {notes.mark((account.passage,))}"
    if act.undated:
        yield f"    without a date {notes.mark(act.undated)}"


def status_table(reader: Reader, found: treaty.Status, language: str = "en") -> TextTable:
    """Return the acts behind a status as rows: one per account."""
    rows = []
    for act in found.acts:
        for account in act.accounts or (treaty.Account(p, "", "", "") for p in act.undated):
            who = reader.voices(reader.passage(account.passage), language)
            cells = (found.in_force, reader.label(act.record, language), act.done_by(found.day), account.words)
            rows.append((*cells, who, compact(account.passage)))
    return _table(("in force", "act", f"by {found.day}", "account", "holder", "passage"), rows)


def comparison_table(reader: Reader, found: treaty.Comparison, language: str = "en") -> TextTable:
    """Return a comparison as rows: each field, each commitment, each link of lineage, each count of the uncoded."""
    names = [reader.label(t, language) for t in found.treaties]
    rows = [
        ("field", reader.label(f, language), *map(_cell_text(reader, language), c)) for f, c in found.fields.items()
    ]
    rows += [
        ("commitment", reader.label(c, language), *map(_cell_text(reader, language), cells))
        for c, cells in found.commitments.items()
    ]
    for record, kind, later, earlier in found.lineage:
        gist = next((v.value for v in reader.values(record, kg("gist"))), "")
        subject = (
            f"{reader.label(later, language)} {reader.label(kind, language)} {reader.label(earlier, language)}"
        )
        rows.append(("lineage", subject, gist, *[""] * (len(names) - 1)))
    counted = [f"{len(u)} of {len(p)}" for u, p in zip(found.uncoded, found.provisions, strict=True)]
    rows.append(("silence", _NOT_CODED.get(language, _NOT_CODED["en"]), *counted))
    return _table(("what", "subject", *names), rows)


def _cell_text(reader: Reader, language: str) -> Callable[[treaty.Cell], str]:
    def text(cell: treaty.Cell) -> str:
        main = [_short(reader, p) for p in cell.main]
        return listed([*main, *(f"({_short(reader, p)})" for p in cell.touched)], language) or "—"

    return text


def _short(reader: Reader, provision: str) -> str:
    """Name a provision within its instrument: its number, `preamble`, or `whole` for the instrument itself."""
    kinds = reader.kinds(provision)
    if kg("Instrument").value in (above for k in kinds for above in reader.above(k)):
        return "whole"
    number = treaty.number(reader, provision)
    return "preamble" if number == 0 else str(number) if number < 10_000 else reader.label(provision)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> TextTable:
    return TextTable(columns, [[printable(cell) for cell in row] for row in rows])


def _is_date(value: Value) -> bool:
    return isinstance(value, Literal) and value.datatype.value in DATE_TYPES


def conflicts_table(reader: Reader, findings: list[Finding], language: str = "en") -> TextTable:
    """Return findings as rows, one per side, the side with most voices first."""
    rows = []
    for finding in findings:
        for side in finding.sides:
            voices = sorted({" + ".join(sorted(reader.label(h, language) for h in v)) for v in side.voices})
            opened = next((a.side for a in side.accounts if a.value == side.value), "")
            value = bound(opened, _is_date(side.value), language) + value_text(reader, side.value, language)
            where = " ".join(compact(a.passage.iri) for a in side.accounts)
            cells = (compact(finding.record), reader.label(finding.record, language), compact(finding.predicate))
            notes, names = (SEMICOLON.get(language, "; ").join(texts) for texts in (finding.notes, voices))
            rows.append((*cells, finding.state, value, str(len(side.voices)), names, where, notes))
    return _table(("record", "label", "property", "state", "value", "voices", "holders", "passages", "note"), rows)


def resolved(reader: Reader, choices: list[Resolution], language: str = "en") -> Iterator[str]:
    """Say what a rule chose and how many rival values it set aside."""
    aside = 0
    for choice in choices:
        kept = listed((value_text(reader, side.value, language) for side in choice.kept), language)
        gone = listed((value_text(reader, side.value, language) for side in choice.set_aside), language)
        aside += len(choice.set_aside)
        name = listed(
            (reader.label(i, language) for i in (choice.finding.record, choice.finding.predicate)), language
        )
        yield f"{name}: kept {kept}; set aside {gone or 'nothing'}"
    yield f"{aside} rival values set aside"


def timeline_table(reader: Reader, entries: list[Entry], language: str = "en") -> TextTable:
    """Return dated happenings as rows; rival dates stand as a range."""
    rows = []
    for entry in entries:
        cells = (compact(entry.record), reader.label(entry.kind, language), reader.label(entry.record, language))
        when = entry.dates[0] if len(entry.dates) == 1 else f"{entry.dates[0]} … {entry.dates[-1]}"
        state = _HEADINGS[language]["disputed"] if entry.disputed else ""
        rows.append((when, entry.first, entry.last, state, *cells, " ".join(map(compact, entry.passages))))
    return _table(("date", "first day", "last day", "state", "record", "kind", "label", "passages"), rows)


def coverage_table(reader: Reader, found: Coverage, language: str = "en") -> TextTable:
    """Return coverage as rows: counts by aspect, then provisions not yet coded by instrument."""
    rows = [(c.aspect, c.value, str(c.sources), str(c.passages), str(c.claims)) for c in found.counts]
    for instrument, count, uncoded in found.uncoded:
        words = f"{uncoded} of {count} {_NOT_CODED.get(language, _NOT_CODED['en'])}"
        rows.append(("provisions", f"{reader.label(instrument, language)}: {words}", "", "", ""))
    return _table(("aspect", "value", "sources", "passages", "claims"), rows)
