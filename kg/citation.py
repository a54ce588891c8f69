"""Citing what the graph holds: sources, passages, treaties, and its own records, views, questions and pages.

A source or treaty is cited as itself, with the passage and through whom it is heard; everything else as a part of
this graph. Each citation ends with the version of the data, the address here and the day of access, which the
caller gives. Names are romanized as in the graph's English labels, titles stand as printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg import dates
from kg.agreement import findings
from kg.rdf import NamedNode
from kg.record import Passage, Reader
from kg.terms import DCTERMS, IS_PART_OF, SRC, compact, kg

GRAPH = "Iran–Russia Knowledge Graph"
MAKERS = "Iran–Russia KG contributors"
TRANSLITERATION = "Names are romanized as in the graph's English labels; titles stand as printed."

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
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


class UnknownStyle(LookupError):
    """A style of citation that is not offered."""


class NotCitable(LookupError):
    """An IRI of which the graph says nothing."""


@dataclass(frozen=True)
class Name:
    """A person, by family and given name, or a body, whole."""

    family: str
    given: str = ""

    @property
    def initials(self) -> str:
        """The first letters of given names.

        >>> Name("Volkov", "Pyotr Ivanovich").initials
        'P. I.'
        """
        return " ".join(f"{part[0]}." for part in self.given.split())


@dataclass(frozen=True)
class Work:
    """What is cited, before any style."""

    iri: str
    type: str
    title: str
    authors: tuple[Name, ...] = ()
    container: str = ""
    issued: str = ""
    bounds: tuple[str, str] = ("", "")
    language: str = ""
    address: str = ""
    archive: str = ""
    read: str = ""
    locator: str = ""
    voices: str = ""
    parties: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    in_force: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether this graph made it: a record, a view, a question, a page."""
        return self.container == GRAPH


@dataclass(frozen=True)
class Edition:
    """The version of the data and the day on which it was used, both given by the caller."""

    version: str
    accessed: str
    iri: str

    @property
    def words(self) -> str:
        """The edition in one clause, for notes."""
        version = f", version {self.version}" if self.version else ""
        return f"{GRAPH}{version}, {self.iri}, accessed {day_first(self.accessed)}"


def cite(reader: Reader, iri: str, style: str, *, version: str, accessed: str, title: str = "") -> str:
    """Cite a source, a passage, a treaty or provision, or any other record, view, question or page.

    The day of access is `YYYY-MM-DD`. `title` names what the graph itself has no name for, such as a page.

    Raises:
        UnknownStyle: with the styles that are offered.
        NotCitable: the graph does not speak of the IRI, and no title is given.
        NotADate: the day of access is no date.
    """
    if style not in STYLES:
        raise UnknownStyle(f"No style is named {style}. Styles: {', '.join(STYLES)}.")
    edition = Edition(version, dates.check(accessed), iri)
    return STYLES[style](work_of(reader, iri, title), edition)


def work_of(reader: Reader, iri: str, title: str = "") -> Work:
    """Gather what is to be said of an IRI.

    Raises:
        NotCitable: the graph does not speak of it, and no title is given.
    """
    if not title and not reader.names.held(iri):
        raise NotCitable(f"{compact(iri)} is not in the graph, or not in this view of it.")
    if iri.startswith(SRC):
        return _source(reader, iri)
    above = {step for kind in reader.kinds(iri) for step in reader.above(kind)}
    if kg("Instrument").value in above:
        return _treaty(reader, iri, iri)
    whole = reader.values(iri, IS_PART_OF)
    if kg("Provision").value in above and whole:
        return _treaty(reader, iri, whole[0].value)
    return Work(iri, "dataset", title or reader.label(iri), (Name(MAKERS),), GRAPH, address=iri, language="en")


# --- what is cited ----------------------------------------------------------------------------


def _source(reader: Reader, iri: str) -> Work:
    passage = _passage(reader, iri)
    source = passage.source if passage else iri
    creators, publishers = (_values(reader, source, DCTERMS + p) for p in ("creator", "publisher"))
    kind = next(iter(_values(reader, source, kg("kind").value)), "").rpartition("/")[2]
    languages = _values(reader, source, DCTERMS + "language")
    return Work(
        iri,
        _TYPES.get(kind, "document"),
        _title(reader, source, languages),
        tuple(_name(reader, c) for c in creators or publishers),
        " and ".join(reader.label(p) for p in publishers) if creators else "",
        next(iter(_values(reader, source, DCTERMS + "issued")), "") or _common(_bounds(reader, source)),
        _bounds(reader, source),
        ", ".join(languages),
        next(iter(_values(reader, source, kg("address").value)), ""),
        next(iter(_values(reader, source, kg("archiveAddress").value)), ""),
        next(iter(_values(reader, source, DCTERMS + "accessed")), ""),
        passage.locator if passage else "",
        _voices(reader, passage, creators or publishers) if passage else "",
    )


def _passage(reader: Reader, iri: str) -> Passage | None:
    try:
        return reader.passage(iri)
    except KeyError:
        return None


def _values(reader: Reader, iri: str, predicate: str) -> list[str]:
    return [v.value for v in reader.values(iri, NamedNode(predicate))]


def _title(reader: Reader, source: str, languages: list[str]) -> str:
    titles = reader.values(source, NamedNode(DCTERMS + "title"))
    printed = [t.value for t in titles if getattr(t, "language", None) in languages]
    return (printed or [t.value for t in titles] or [compact(source)])[0]


def _bounds(reader: Reader, source: str) -> tuple[str, str]:
    least, most = (_values(reader, source, kg(f"issuedNo{side}Than").value) for side in ("Earlier", "Later"))
    return next(iter(least), ""), next(iter(most), "")


def _voices(reader: Reader, passage: Passage, makers: list[str]) -> str:
    """Name the speakers of a passage where they are others than the makers of its source."""
    return "" if passage.direct and set(passage.holders) == set(makers) else reader.voices(passage)


_PARTICLES = ("al", "bin", "da", "de", "del", "der", "di", "ibn", "la", "van", "von")


def _name(reader: Reader, iri: str) -> Name:
    label = reader.label(iri)
    person = any(kg("Person").value in reader.above(kind) for kind in reader.kinds(iri))
    return _split(label) if person else Name(label)


def _split(label: str) -> Name:
    """Take the last word of a person's name, with particles before it, as the family name.

    >>> _split("Masoud Sadrmohammadi")
    Name(family='Sadrmohammadi', given='Masoud')
    >>> _split("Alfred von Tirpitz").family, _split("Homer")
    ('von Tirpitz', Name(family='Homer', given=''))
    """
    words = label.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return Name(" ".join(words[cut:]), " ".join(words[:cut]))


def _treaty(reader: Reader, iri: str, treaty: str) -> Work:
    signed = _days(reader, treaty, "Signature")
    return Work(
        iri,
        "treaty",
        reader.label(treaty),
        issued=_common(signed),
        language="en",
        locator="" if iri == treaty else _provision(reader, iri, treaty),
        parties=tuple(reader.label(v.value) for v in reader.values(treaty, kg("party"))),
        signed=signed,
        in_force=_days(reader, treaty, "EntryIntoForce"),
    )


def _provision(reader: Reader, iri: str, treaty: str) -> str:
    number = reader.values(iri, kg("number"))
    if number and kg("Article").value in reader.kinds(iri):
        return f"article {number[0].value}"
    return reader.label(iri).removeprefix(reader.label(treaty)).strip(" ,")


def _days(reader: Reader, treaty: str, kind: str) -> tuple[str, ...]:
    """Return the days of a treaty's acts of a kind: rivals side by side, most voices first, none chosen."""
    acts = [
        r for r, p, _ in reader.mentions(treaty) if p == kg("treaty").value and kg(kind).value in reader.kinds(r)
    ]
    dated = [f for act in acts for f in findings(reader, act) if f.predicate == kg("onDate").value]
    sides = [s for f in dated for s in f.sides if not s.bound]
    return tuple(dict.fromkeys(s.value.value for s in sides))


def _common(days: tuple[str, ...]) -> str:
    """Return the date that is common to days: their month or year where they differ, nothing where these do too.

    >>> _common(("2025-01-16", "2025-01-17")), _common(("2024-12-31", "2025-01-01")), _common(())
    ('2025-01', '', '')
    """
    shared: list[str] = []
    for parts in zip(*(day.split("-") for day in days), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "-".join(shared)


# --- dates in words ---------------------------------------------------------------------------


def day_first(day: str) -> str:
    """Write a date day first.

    >>> day_first("2025-10-03"), day_first("2025-10"), day_first("2025")
    ('3 October 2025', 'October 2025', '2025')
    """
    year, *rest = day.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*words, *([_MONTHS[int(rest[0]) - 1]] if rest else []), year])


def month_first(day: str) -> str:
    """Write a date month first.

    >>> month_first("2025-10-03"), month_first("2025-10")
    ('October 3, 2025', 'October 2025')
    """
    words = day_first(day).split()
    return f"{words[1]} {words[0]}, {words[2]}" if len(words) == 3 else " ".join(words)


def _year_first(day: str) -> str:
    """Write a date as APA does.

    >>> _year_first("2025-10-03"), _year_first("2025")
    ('2025, October 3', '2025')
    """
    *rest, year = month_first(day).replace(",", "").split()
    return f"{year}, {' '.join(rest)}" if rest else year


# --- texts ------------------------------------------------------------------------------------


def apa(work: Work, edition: Edition) -> str:
    """Write a reference in the manner of APA, 7th edition."""
    if work.type == "treaty" and work.parties:
        return _sentences(
            f"{_treaty_title(work)}, {_treaty_days(work, month_first)}", _place(work), _apa_edition(edition)
        )
    day = _year_first(work.issued) if work.issued else "n.d."
    head = f"{_apa_names(work)} ({day})" if work.authors else f"({day})"
    if work.own:
        version = f" (Version {edition.version})" if edition.version else ""
        title = f"{work.title}. In {GRAPH}{version} [Data set]"
        return _sentences(head, title, f"Retrieved {month_first(edition.accessed)}, from {edition.iri}")
    return _sentences(head, work.title, work.container, _place(work), work.address, _apa_edition(edition))


def _apa_names(work: Work) -> str:
    names = [f"{n.family}, {n.initials}" if n.given else n.family for n in work.authors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _apa_edition(edition: Edition) -> str:
    version = f" (Version {edition.version})" if edition.version else ""
    return (
        f"As recorded in {GRAPH}{version} [Data set]. Retrieved {month_first(edition.accessed)}, from {edition.iri}"
    )


def chicago(work: Work, edition: Edition) -> str:
    """Write a bibliography entry in the manner of the Chicago Manual of Style, 17th edition."""
    graph = f"{GRAPH}{f', version {edition.version}' if edition.version else ''}"
    accessed = f"Accessed {month_first(edition.accessed)}. {edition.iri}"
    if work.type == "treaty" and work.parties:
        return _sentences(_treaty_title(work), _treaty_days(work, month_first), _place(work), graph, accessed)
    day = month_first(work.issued) if work.issued else "n.d."
    head = (
        " and ".join([_chicago_first(work.authors[0]), *map(_plain_name, work.authors[1:])]) if work.authors else ""
    )
    title = f"“{work.title.rstrip('.')}.”"
    if work.own:
        return _sentences(f"{head}. {title} {graph}", accessed)
    line = ", ".join(part for part in (work.container, day) if part)
    return _sentences(
        f"{head}. {title} {line}" if head else f"{title} {line}", _place(work), work.address, graph, accessed
    )


def _chicago_first(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family


def _plain_name(name: Name) -> str:
    return f"{name.given} {name.family}".strip()


def oscola(work: Work, edition: Edition) -> str:
    """Write a reference in the manner of OSCOLA, 4th edition."""
    here = f"{GRAPH}{f' (version {edition.version})' if edition.version else ''} <{edition.iri}>"
    accessed = f"accessed {day_first(edition.accessed)}"
    if work.type == "treaty" and work.parties:
        article = f" {re.sub('^article ', 'art ', work.locator)}" if work.locator else ""
        return f"{_treaty_title(work)} ({_treaty_days(work, day_first)}){article}, {here} {accessed}"
    head = f"{' and '.join(map(_plain_name, work.authors))}, " if work.authors else ""
    if work.own:
        return f"{head}‘{work.title}’, {here} {accessed}"
    day = day_first(work.issued) if work.issued else "undated"
    line = ", ".join(part for part in (work.container, day) if part)
    address = f" <{work.address}>" if work.address else ""
    place = f" {_place(work)}" if _place(work) else ""
    return f"{head}‘{work.title}’ ({line}){address}{place}, as recorded in {here} {accessed}"


def _place(work: Work) -> str:
    voices = f" ({work.voices})" if work.voices else ""
    return f"{work.locator}{voices}"


def _treaty_title(work: Work) -> str:
    return f"{work.title} ({'–'.join(work.parties)})"


def _treaty_days(work: Work, write: Callable[[str], str]) -> str:
    acts = (("signed", work.signed), ("entered into force", work.in_force))
    return ", ".join(f"{act} {_either(days, write)}" for act, days in acts if days) or "undated"


def _either(days: tuple[str, ...], write: Callable[[str], str]) -> str:
    """Write a day; rival days stand side by side.

    >>> _either(("2001-03-12", "2001-03-22"), day_first)
    '12 March 2001 or 22 March 2001 (sources differ)'
    """
    words = " or ".join(map(write, days))
    return f"{words} (sources differ)" if len(days) > 1 else words


def _sentences(*parts: str) -> str:
    found = [_capital(re.sub(r"\s+", " ", part).strip()) for part in parts if part.strip()]
    return " ".join(p if p.endswith((".", ".”")) or "://" in p.split()[-1] else f"{p}." for p in found)


def _capital(text: str) -> str:
    return text if "://" in text.split()[0] else text[0].upper() + text[1:]


# --- data -------------------------------------------------------------------------------------


def csl(work: Work, edition: Edition) -> str:
    """Write a list with one CSL-JSON item."""
    return json.dumps([_csl_item(work, edition)], ensure_ascii=False, indent=2)


def _csl_item(work: Work, edition: Edition) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key(work),
        "type": work.type,
        "title": _treaty_title(work) if work.parties else work.title,
    }
    if work.authors:
        item["author"] = [_csl_name(n) for n in work.authors]
    if issued := _csl_issued(work):
        item["issued"] = issued
    item["accessed"] = _csl_date(_accessed(work, edition))
    item["URL"] = work.address or edition.iri
    optional = {
        "container-title": work.container,
        "archive_location": work.archive,
        "language": work.language,
        "version": edition.version if work.own else "",
        "note": _note(work, edition),
    }
    return {**item, **{k: v for k, v in optional.items() if v}}


def _csl_name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def _csl_date(*days: str) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in day.split("-")] for day in days]}


def _csl_issued(work: Work) -> dict[str, Any] | None:
    if work.issued:
        return _csl_date(work.issued)
    return {**_csl_date(*work.bounds), "circa": True} if all(work.bounds) else None


def _accessed(work: Work, edition: Edition) -> str:
    return work.read if work.read and not work.own else edition.accessed


def _note(work: Work, edition: Edition) -> str:
    return ". ".join(_remarks(work, edition)) + "."


def _remarks(work: Work, edition: Edition) -> Iterator[str]:
    """Say what no field of a reference manager holds."""
    if work.locator:
        yield f"Passage: {_place(work)}"
    if work.type == "treaty" and work.parties:
        yield _capital(_treaty_days(work, day_first))
    if any(work.bounds):
        yield f"Published between {' and '.join(day_first(b) if b else 'an unknown day' for b in work.bounds)}"
    yield edition.words if work.own else f"As recorded in {edition.words}"
    yield TRANSLITERATION.rstrip(".")


def key(work: Work) -> str:
    """Return the key of an entry: the last part of the IRI, which ASCII tools take.

    >>> key(Work(SRC + "daily-2025.p2", "document", "x"))
    'daily-2025.p2'
    """
    return re.sub(r"[^A-Za-z0-9.:_-]", "-", work.iri.rpartition("/")[2].rpartition("#")[2]) or "iran-russia-kg"


def bibtex(work: Work, edition: Edition) -> str:
    """Write a BibTeX entry; letters beyond ASCII stand in UTF-8."""
    kind = "article" if work.type == "article-newspaper" and work.container else "misc"
    year, month = _year_and_month(work)
    fields = {
        **_bibtex_core(work),
        "journal" if kind == "article" else "howpublished": _tex(work.container),
        "year": year or "n.d.",
        "month": month,
        "url": _tex_url(work.address or edition.iri),
        "note": _tex(_note(work, edition)),
    }
    return _entry(kind, work, fields)


def biblatex(work: Work, edition: Edition) -> str:
    """Write a BibLaTeX entry."""
    kinds = {"treaty": "legal", "dataset": "dataset", "article-newspaper": "article", "report": "report"}
    kind = kinds.get(work.type, "online" if work.address else "misc")
    fields = {
        **_bibtex_core(work),
        "journaltitle" if kind == "article" else "organization": _tex(work.container),
        "date": work.issued or (f"{work.bounds[0]}/{work.bounds[1]}" if all(work.bounds) else ""),
        "version": _tex(edition.version) if work.own else "",
        "url": _tex_url(work.address or edition.iri),
        "urldate": _accessed(work, edition),
        "note": _tex(_note(work, edition)),
    }
    return _entry(kind, work, fields)


def _bibtex_core(work: Work) -> dict[str, str]:
    names = [f"{_tex(n.family)}, {_tex(n.given)}" if n.given else f"{{{_tex(n.family)}}}" for n in work.authors]
    title = _treaty_title(work) if work.parties else work.title
    return {"author": " and ".join(names), "title": f"{{{_tex(title)}}}", "language": work.language}


def _year_and_month(work: Work) -> tuple[str, str]:
    year, _, rest = work.issued.partition("-")
    return year, _MONTHS[int(rest[:2]) - 1][:3].lower() if rest else ""


def _entry(kind: str, work: Work, fields: dict[str, str]) -> str:
    lines = [f"  {k} = {v if k == 'month' else f'{{{v}}}'},\n" for k, v in fields.items() if v]
    return f"@{kind}{{{key(work)},\n{''.join(lines)}}}"


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
}


def _tex(text: str) -> str:
    r"""Escape what TeX would run, and fold white space and control characters.

    >>> _tex("50% of {x} & \\y")
    '50\\% of \\textbraceleft{}x\\textbraceright{} \\& \\textbackslash{}y'
    """
    flat = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    return "".join(_TEX.get(c, c) for c in flat)


def _tex_url(address: str) -> str:
    return re.sub(r"[{}\\%\s](?![0-9A-Fa-f]{2})|[{}\\\s]", lambda m: f"%{ord(m[0]):02X}", address)


def ris(work: Work, edition: Edition) -> str:
    """Write a RIS record."""
    kinds = {"treaty": "LEGAL", "dataset": "DATA", "article-newspaper": "NEWS", "report": "RPRT"}
    fields = [
        ("TY", kinds.get(work.type, "GEN")),
        ("ID", key(work)),
        *(("AU", f"{n.family}, {n.given}" if n.given else n.family) for n in work.authors),
        ("TI", _treaty_title(work) if work.parties else work.title),
        ("T2", work.container),
        ("PY", _year_and_month(work)[0]),
        ("DA", work.issued.replace("-", "/")),
        ("LA", work.language),
        ("ET", edition.version if work.own else ""),
        ("SP", work.locator),
        ("UR", work.address or edition.iri),
        ("L2", work.archive),
        ("Y2", _accessed(work, edition).replace("-", "/")),
        ("N1", _note(work, edition)),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value.strip()]
    return "\n".join([*lines, "ER  - "])


#: The styles by name.
STYLES: dict[str, Callable[[Work, Edition], str]] = {
    "apa": apa,
    "chicago": chicago,
    "oscola": oscola,
    "bibtex": bibtex,
    "biblatex": biblatex,
    "ris": ris,
    "csl-json": csl,
}
