"""Splitting the text of an instrument into preamble, articles, numbered paragraphs and closing formula.

The text itself is not stored: a proposal holds counts, fingerprints, cross-references and the known records
that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from kg.documents import paragraphs as document
from kg.documents.gazetteer import Gazetteer
from kg.errors import Error
from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.identifiers import file_name
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import IS_PART_OF, A, code, compact, dcterms, kg, source_iri, xsd

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_WORDS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "первая вторая третья четвёртая пятая шестая седьмая восьмая девятая десятая одиннадцатая двенадцатая",
        "первая вторая третья четвертая пятая шестая седьмая восьмая девятая десятая одиннадцатая двенадцатая",
        "اول دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم",
        "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده",
    )
    for number, word in enumerate(words.split(), 1)
}
_NUMBER = r"(?P<number>\d+|[ivxlc]+|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
_HEADING = re.compile(
    rf"^\W*(?P<word>article|art\.|статья|ماده|مادهٔ|ماده‌ی|فصل)\s*[-–—:]?\s*{_NUMBER}(?!\w)\s*"
    r"(?P<mark>[.:)\-–—ـ]*)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PARAGRAPH = re.compile(r"^\(?(?P<number>\d{1,2})\s*[.)\-–—ـ]+\s*(?P<rest>\S.*)$", re.DOTALL)
_CLOSING_LABEL = re.compile(r"^\W*closing formula\W*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:(?:done|signed|concluded)\s+(?:at|in)\b|in\s+(?:witness|faith)\s+whereof"
    r"|this\s[^.]*\b(?:done|signed|concluded)\s+(?:at|in)\b"
    r"|(?:совершено|учинено|подписано)\s+в\b|в\s+удостоверение\b"
    r"|настоящ\w+\s[^.]*\b(?:заключ[её]н|совершён|совершен|подписан)\w*\s+в\b"
    r"|این\s.*نسخه|در\s+تأیید\s+مراتب)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;:؛,،]$")
_REFERENCES = (
    re.compile(r"\barticles?\s+(\d+)(?P<after>[^.;]{0,40})", re.IGNORECASE),
    re.compile(r"\bстат(?:ья|ьи|ье|ью|ьей|ей|ьями|ьях)\s+(\d+)(?P<after>[^.;]{0,40})", re.IGNORECASE),
    re.compile(r"(?:ماده|مادهٔ|مواد)\s+(\d+)(?P<after>[^.؛;]{0,40})"),
)
_OWN = re.compile(r"\bth(?:is|e present)\b|\bhereof\b|\bнастоящ|\bданн|این\s|حاضر", re.IGNORECASE)
_OTHERS = re.compile(
    r"^(?:\s*\([^)]*\))?[\s,]*(?:of|устав|конвенц|договор|соглашен|конституц|منشور|کنوانسیون|قانون)", re.IGNORECASE
)


class TextFault(Error):
    """A text that cannot be split, with the first missing or repeated article and its line."""


@dataclass
class Part:
    """A preamble (number 0) or an article with its numbered paragraphs; the last has the closing formula."""

    number: int
    line: int
    blocks: list[str] = field(default_factory=list)
    closing: str = ""

    @property
    def text(self) -> str:
        """The whole text, on one line."""
        return " ".join(self.blocks)

    @property
    def paragraphs(self) -> dict[int, str]:
        """The numbered paragraphs; an unnumbered block belongs to the one before it.

        Numbers that follow an unnumbered opening with a colon are the items of a list, not paragraphs.
        """
        texts: dict[int, str] = {}
        if self.blocks and self.blocks[0].endswith(":") and not _PARAGRAPH.match(self.blocks[0].translate(_DIGITS)):
            return texts
        for block in self.blocks:
            match = _PARAGRAPH.match(block.translate(_DIGITS))
            # In order only: a line that happens to begin with a number is no paragraph.
            if match and int(match["number"]) == len(texts) + 1:
                texts[len(texts) + 1] = block
            elif texts:
                texts[len(texts)] += " " + block
        return texts


def number_of(text: str) -> int | None:
    """Parse the number of an article: digits of any script, Roman numerals, or the words for one to twelve.

    >>> number_of("۱۲"), number_of("XIV"), number_of("دوم")
    (12, 14, 2)
    """
    plain = text.translate(_DIGITS).lower()
    if plain.isdecimal():
        return int(plain)
    if plain in _WORDS:
        return _WORDS[plain]
    if not plain or set(plain) - set(_ROMAN):
        return None
    # A smaller Roman numeral before a larger one is subtracted.
    values = [_ROMAN[c] for c in plain]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-numeral if numeral < following else numeral for numeral, following in pairs)


def split(text: str) -> list[Part]:
    r"""Split a text into preamble and articles, in the order of the text.

    Raises:
        TextFault: there is no article, or one is missing or repeated (the message names the first).

    >>> parts = split("Preamble\n\nArticle 1\n\n1. One.\n2. Two.\n\nArticle 2\n\nThree.")
    >>> [(part.number, len(part.paragraphs)) for part in parts]
    [(0, 0), (1, 2), (2, 0)]
    """
    parts = [Part(0, 1)]
    for line, words in enumerate(map(str.split, document.plain_text(text).replace("\ufeff", "").splitlines()), 1):
        if not words:
            continue
        block = " ".join(words)
        match = _HEADING.match(block.translate(_DIGITS))
        number = number_of(match["number"]) if match else None
        rest = (match["rest"] or "") if match else ""
        # A long line, or one that ends as a sentence does, begins with a reference to an article: it is no heading.
        short = len(rest.split()) <= 16 and not _SENTENCE.search(rest) and rest[:1].isupper()
        if match and number is not None and (not rest or match["mark"] or short):
            parts.append(Part(number, line))
            # Counted from the end of the original: digits are translated one to one, so lengths agree.
            if printed := block[len(block) - len(rest) :].strip():
                parts[-1].blocks.append(printed)
        else:
            parts[-1].blocks.append(block)
    _in_order(parts)
    # The closing formula, with all that follows it, is no part of the last article; its label is dropped.
    last = parts[-1]
    for index, block in enumerate(last.blocks):
        label = _CLOSING_LABEL.match(block)
        if label or (index and _CLOSING.match(block)):
            last.closing = " ".join(last.blocks[index + 1 if label else index :])
            del last.blocks[index:]
            break
    return parts


def _in_order(parts: list[Part]) -> None:
    """Raise a fault where an article is missing or repeated, or there is none."""
    if len(parts) == 1:
        raise TextFault(
            "No article found. Each article begins on a line of its own: Article 1, Статья 1 or ماده ۱ "
            "(an official page: save it as HTML or as plain text)."
        )
    for before, part in pairwise(parts):
        expected = before.number + 1
        if part.number < expected:
            raise TextFault(
                f"Line {part.line}: article {part.number} is repeated; article {expected} was expected."
            )
        if part.number > expected:
            raise TextFault(
                f"Line {part.line}: article {expected} is missing; "
                f"article {part.number} follows article {before.number}."
            )


def cross_references(part: Part) -> list[int]:
    """Return the articles of the same instrument that a part refers to.

    A reference followed by the name of another text, such as Article 51 of the Charter, is left out.

    >>> cross_references(Part(2, 1, ["As Article 3 of this Treaty says, and Article 51 of the Charter."]))
    [3]
    """
    text = part.text.translate(_DIGITS)
    numbers = set()
    for pattern in _REFERENCES:
        for match in pattern.finditer(text):
            own = _OWN.search(match["after"])
            if int(match[1]) != part.number and (own or not _OTHERS.match(match["after"])):
                numbers.add(int(match[1]))
    return sorted(numbers)


def gazetteer_of(reader: Reader, leave_out: set[str]) -> Gazetteer:
    """Return the names of the bodies, places and instruments of the graph, for finding them in a text."""
    classes = (kg.Instrument, kg.Organization, kg.Place, kg.Infrastructure, kg.Programme)
    records = {record for cls in classes for record in reader.of_class(cls.value)} - leave_out
    return Gazetteer(
        (record, label)
        for record in sorted(records)
        for label in (*reader.labels(record).values(), *(other.value for other in reader.alternatives(record)))
    )


@dataclass
class Proposal:
    """A proposed source file, and the provisions that it would cover for the first time."""

    quads: list[Quad]
    parts: list[Part]
    newly_coverable: list[str]


def propose(
    reader: Reader, instrument: str, parts: list[Part], name: str, language: str, titles: Mapping[str, str]
) -> Proposal:
    """Propose a source for the text of an instrument: passages, counts, fingerprints, references, names.

    Its titles are given by language.

    Raises:
        TextFault: the text has another number of articles than the record, or the record lacks an article.
    """
    by_number = {treaty.number(reader, provision): provision for provision in treaty.provisions(reader, instrument)}
    counts = sorted(int(count.value) for count in reader.values(instrument, kg.articleCount))
    if counts and parts[-1].number not in counts:
        alternatives = " or ".join(map(str, dict.fromkeys(counts)))
        raise TextFault(
            f"The text has {parts[-1].number} articles; {compact(instrument)} is said to have {alternatives}."
        )
    for part in parts[1:]:
        if part.number not in by_number:
            raise TextFault(
                f"{compact(instrument)} has no article {part.number} in the register: add it there first."
            )
    source = NamedNode(source_iri(name))
    parties = [party for party in reader.values(instrument, kg.party) if isinstance(party, NamedNode)]
    gazetteer = gazetteer_of(reader, {instrument, *(party.value for party in parties)})
    described: tuple[tuple[NamedNode, NamedNode | Literal], ...] = (
        (A, kg.Source),
        *((dcterms.title, Literal(title, language=tag)) for tag, title in titles.items()),
        (dcterms.language, Literal(language)),
        (kg.kind, code.treaty_text),
        (kg.extentSeen, code.extent_full),
        *((dcterms.creator, party) for party in parties),
    )
    quads = [Quad(source, predicate, value, source) for predicate, value in described]
    for part in parts:
        record = by_number.get(part.number)
        if part.blocks and record:
            quads += _passages(source, part, parties)
            quads += _statements(source, part, record, by_number, gazetteer)
    open_ones = [
        by_number[part.number]
        for part in parts
        if part.number in by_number and not treaty.coded(reader, by_number[part.number])
    ]
    return Proposal(quads, parts, open_ones)


def _passages(source: NamedNode, part: Part, parties: list[NamedNode]) -> Iterator[Quad]:
    """Yield the description of each article and paragraph as a passage."""
    places = {f"a{part.number}": (_locator(part.number), part.text)}
    for number, text in part.paragraphs.items():
        places[f"a{part.number}.{number}"] = (f"{_locator(part.number)}({number})", text)
    if part.closing:
        places["closing"] = ("closing formula", part.closing)
    for place, (locator, text) in places.items():
        passage = NamedNode(f"{source.value}.{place}")
        yield Quad(passage, A, kg.Passage, source)
        yield Quad(passage, IS_PART_OF, source, source)
        yield Quad(passage, kg.locator, Literal(locator), source)
        yield Quad(passage, kg.fingerprint, Literal(document.fingerprint(text)), source)
        for party in parties:
            yield Quad(passage, kg.holder, party, source)


def places(text: str) -> dict[str, str]:
    r"""Return the fingerprints of a text's parts by locator, with the closing formula; empty for other texts.

    >>> sorted(places("Article 1\n\n1. One.\n\n2. Two."))
    ['a1', 'a1.1', 'a1.2']
    """
    passages = {}
    try:
        parts = split(text)
    except TextFault:
        return {}
    for part in parts:
        if part.blocks:
            passages[f"a{part.number}"] = document.fingerprint(part.text)
            for number, paragraph in part.paragraphs.items():
                passages[f"a{part.number}.{number}"] = document.fingerprint(paragraph)
        if part.closing:
            passages["closing"] = document.fingerprint(part.closing)
    return passages


def _locator(number: int) -> str:
    """Return the locator of an article, or of the preamble."""
    return f"article {number}" if number else "preamble"


def _statements(
    source: NamedNode, part: Part, record: str, by_number: dict[int, str], gazetteer: Gazetteer
) -> Iterator[Quad]:
    """Yield the statements of an article on its provision: its count of paragraphs, references and names."""
    passage, subject = NamedNode(f"{source.value}.a{part.number}"), NamedNode(record)
    if part.number and part.paragraphs:
        count = Literal(str(len(part.paragraphs)), datatype=xsd.integer)
        yield Quad(subject, kg.paragraphCount, count, passage)
    for number in cross_references(part):
        if number in by_number:
            yield Quad(subject, kg.cites, NamedNode(by_number[number]), passage)
    mentions = gazetteer.find(part.text)
    for named in sorted({mention.records[0] for mention in mentions if len(mention.records) == 1}):
        yield Quad(subject, kg.names, NamedNode(named), passage)


def source_name(instrument: str, language: str) -> str:
    """Return the name of a proposed source.

    >>> source_name("https://w3id.org/iran-russia/id/treaty-2001", "ru")
    'treaty-2001-text-ru'
    """
    return f"{file_name(instrument)}-text-{language}"


def language_of(text: str) -> str:
    """Guess a text's language by its script: Persian, Russian, else English.

    >>> language_of("ماده ۱"), language_of("Статья 1"), language_of("Article 1")
    ('fa', 'ru', 'en')
    """
    arabic, cyrillic = len(re.findall(r"[\u0600-\u06ff]", text)), len(re.findall(r"[\u0400-\u04ff]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return max((arabic, "fa"), (cyrillic, "ru"), (latin, "en"))[1]
