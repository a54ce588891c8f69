"""What the pages of a published folder share, in one script: the translations of texts, and the form of citations.

A page alone has every text in all languages wherever it stands. Written so, translations would be more than half of
a published folder, and without a script they are not shown. There, a page has its texts in the language in which it
opens; the translations of those that many pages have are in the shared script, those of the others in a block at
the end of the page, and the script of the page puts them in (`assets/translations.js`). Citations name the edition,
which changes with any change of the data: the script of the page fills them in (`assets/cite.js`), so that a page
changes only where its own content does.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.dataset.intervals import Interval
from kg.model import description, plain
from kg.rdf.vocabulary import LABEL, LANGUAGES, ONTOLOGY, kg
from kg.site import citations, frame
from kg.site.payload import PayloadBuilder
from kg.text.phrases import bound, catalogue, decimal, digits, number

if TYPE_CHECKING:
    from markupsafe import Markup

    from kg.model.reader import Reader

#: The script that pages share, and the block of a page's own translations.
FILE, BLOCK = "shared.js", "translations"
#: Longer phrases stand on single pages.
_SHORT = 240
#: The classes of what many records name.
_NAMED = (kg.Agent, kg.Office, kg.Place, kg.Instrument)
#: A locator that so many passages have, and a name to which so many records link, stand on as many pages: there
#: they would take more bytes than pages save by a smaller script.
_MANY = 5
#: Phrases into which pages put days and links, by the beginnings of their keys; and those with small numbers.
_AROUND = ("stated", "says.published", "note.again", "note.same", "span.")
_NUMBERED, _COUNTED = ("treaty.wordings",), ("account.origins", "rivals", "more")
_COUNTS = range(1, 31)
#: Numbers in the forms in which pages have them; as patterns, they stand for all.
_NUMBERS = ("1", "1000", "1000000", "1.5", "1000.5")
_SLOT = re.compile(r"\{(\w+)\}")
_WITHIN = r"[^<]*(?:<(?:a|time)\b[^>]*>[^<]*</(?:a|time)>[^<]*)*"
#: A text as `static.in_languages`, `static.say` and `static.dated` write it, perhaps with links and days in it, or
#: the title of a mark in a drawing.
_TEXT = re.compile(
    r"<(?P<tag>span|bdi|title) class=t "
    + r"</(?P=tag)><(?P=tag) class=t ".join(rf"lang={tag}>(?P<{tag}>{_WITHIN})" for tag in LANGUAGES)
    + r"</(?P=tag)>"
)
_ELEMENT = re.compile(r"<(a|time)\b.*?</\1>")
#: Precedes the number of an element in a text; no text of data has it (`static.tidy`).
_PLACE = "\x01"
#: Stands in a shared text for a number, of which each page has its own.
_ANY = "#"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(rf"{_PLACE}[0-9]+|[0-9۰-۹]+")

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Shared:
    """What the pages of a folder share, if they open in one language.

    A text of `texts` is known by its wording in that language, as it stands in HTML, with `#` for each number.
    `citation` is the form of the citation of a record, `brief` the same without the digest of the data, `editions`
    how they name the data.
    """

    lang: str
    texts: Mapping[str, Texts] = field(default_factory=dict)
    citation: Mapping[str, str] = field(default_factory=dict)
    brief: Mapping[str, str] = field(default_factory=dict)
    editions: tuple[str, str] = ("", "")

    def script(self) -> str:
        """Return the script that all pages load: the translations, in the order of languages, and the form."""
        rows = {html.unescape(shown): self._translations(texts) for shown, texts in self.texts.items()}
        whole = {"translations": rows, "citation": self.citation, "editions": self.editions}
        return f"globalThis.SHARED = {frame.encoded(whole)};\n"

    def moved(self, body: Markup, title: Texts = ()) -> tuple[Markup, list[list[str]]]:
        """Return a page with its texts in its own language, and the translations of those that are not shared.

        A text that is not shared has the number of its translations; the title of a page that lists its names in
        all languages is known as such.

        >>> from markupsafe import Markup
        >>> page = "<b><bdi class=t lang=en>a</bdi><bdi class=t lang=fa>b</bdi><bdi class=t lang=ru>c</bdi></b>"
        >>> print(*Shared("fa").moved(Markup(page)))
        <b><bdi data-t=0>b</bdi></b> [['a', 'c']]
        """
        from markupsafe import Markup

        own: dict[Texts, int] = {}

        def shortened(match: re.Match[str]) -> str:
            """Return one text, marked as translated."""
            texts = _with_places(match.group(*LANGUAGES), match[self.lang])
            if not texts:
                return match[0]
            if self._has(texts):
                number = ""
            else:
                number = "=title" if texts == title else f"={own.setdefault(texts, len(own))}"
            return f"<{match['tag']} data-t{number}>{match[self.lang]}</{match['tag']}>"

        return Markup(_TEXT.sub(shortened, body)), [self._translations(texts) for texts in own]  # it was markup

    def _has(self, texts: Texts) -> bool:
        """Tell whether the script finds a text: by its wording, else by its wording without numbers."""
        shown = texts[LANGUAGES.index(self.lang)]
        return (self.texts.get(shown) or self.texts.get(_without_numbers(shown)[0])) in (texts, _pattern(texts))

    def _translations(self, texts: Texts) -> list[str]:
        """Return what the script of a page puts in: a text, unescaped, in the languages other than the page's."""
        return [html.unescape(text) for tag, text in zip(LANGUAGES, texts, strict=True) if tag != self.lang]


@lru_cache(maxsize=10_000)
def _without_numbers(text: str) -> tuple[str, list[str]]:
    r"""Return a text in HTML with a mark for each of its numbers, and the numbers.

    >>> _without_numbers("ماده ۱۲ \x010")
    ('ماده # \x010', ['۱۲'])
    """
    from markupsafe import escape

    numbers: list[str] = []

    def marked(match: re.Match[str]) -> str:
        """Return the mark of a number; the number of an element stays."""
        if match[0].startswith(_PLACE):
            return match[0]
        numbers.append(match[0])
        return _ANY

    return str(escape(_NUMBER.sub(marked, html.unescape(text)))), numbers


@lru_cache(maxsize=100_000)
def _pattern(texts: Texts) -> Texts:
    """Return a text with marks for its numbers, where each language has the same ones in its own digits.

    Any other text is returned as it is.

    >>> _pattern(("article 12", "ماده ۱۲", "статья 12")), _pattern(("1 of 2", "۲ / ۱", "1 из 2"))
    (('article #', 'ماده #', 'статья #'), ('1 of 2', '۲ / ۱', '1 из 2'))
    """
    if any(_ANY in html.unescape(text) for text in texts):
        return texts
    patterns, numbers = zip(*map(_without_numbers, texts), strict=True)
    first = ["".join(str(int(digit)) for digit in number) for number in numbers[0]]
    fits = all(
        own == [digits(number, tag) for number in first] for own, tag in zip(numbers, LANGUAGES, strict=True)
    )
    return patterns if fits else texts


@lru_cache(maxsize=10_000)
def _with_places(texts: Texts, shown: str) -> Texts:
    """Replace the elements within a text by their numbers in the shown one, which keeps them.

    Nothing is returned where the languages differ in their elements: such a text stays as it is.
    """
    elements = [match[0] for match in _ELEMENT.finditer(shown)]
    if any(sorted(match[0] for match in _ELEMENT.finditer(text)) != sorted(elements) for text in texts):
        return ()

    def numbered(text: str) -> str:
        """Write a text with numbers; of two elements that are alike, each language has the first one first."""
        places: dict[str, list[int]] = {}
        for place, element in enumerate(elements):
            places.setdefault(element, []).append(place)
        return _ELEMENT.sub(lambda match: f"{_PLACE}{places[match[0]].pop(0)}", text)

    return tuple(map(numbered, texts)) if elements else texts


def of(reader: Reader, lang: str, digest: str) -> Shared:
    """Return what pages share: phrases of the interface, terms, names of agents, places and texts, citations."""
    builder = PayloadBuilder(reader)
    corpus = description.of(reader)
    phrases = catalogue()
    terms = {statement.subject.value for statement in reader.everything(LABEL) if statement.graph_name == ONTOLOGY}
    doors = [label for key, label in phrases.items() if key.startswith("door.")]
    # Where two texts have one wording, pages share the first: the most frequent come before the others.
    labels: list[Mapping[str, str | None]] = [*doors, corpus.titles, *map(reader.labels, sorted(terms))]
    labels += phrases.values()
    labels += [builder.short(iri) for cls in _NAMED for iri in sorted(reader.of_class(cls.value))]
    labels += [_around(label, lang) for key, label in phrases.items() if key.startswith(_AROUND)]
    labels += [{tag: bound(side, True, tag).strip() for tag in LANGUAGES} for side in ("least", "most", "about")]
    labels += _spans(lang)
    labels += [{tag: decimal(text, tag) for tag in LANGUAGES} for text in _NUMBERS]
    labels += [
        {tag: f"{reader.label(kind.value, tag)} {digits('1', tag)}" for tag in LANGUAGES}
        for kind in (kg.Article, kg.Paragraph)
    ]
    labels += [
        {tag: phrases[key][tag].format(n=digits("1", tag), m=digits("2", tag)) for tag in LANGUAGES}
        for key in _NUMBERED
    ]
    labels += [
        {tag: phrases[key][tag].format(n=number(count, tag)) for tag in LANGUAGES}
        for key in _COUNTED
        for count in _COUNTS
    ]
    frequent: Counter[Texts] = Counter()
    links = reader.links()
    for locator, count in reader.locators().items():
        frequent[_shareable(_locator(builder, locator))] += count
    for iri in reader.records():
        row = _shareable(builder.short(iri))
        # What differs from others in a number alone, such as the year of a vote, is also named by its neighbours.
        frequent[row] += links[iri] + any(_ANY in text for text in row)
    rows = [*map(_shareable, labels), *(row for row, count in sorted(frequent.items()) if count >= _MANY)]
    texts: dict[str, Texts] = {}
    for row in filter(None, rows):
        texts.setdefault(row[LANGUAGES.index(lang)], row)
    forms = citations.form(reader, digest), citations.form(reader, "")
    return Shared(lang, texts, *forms, (corpus.edition(""), corpus.edition(digest)))


def _spans(lang: str) -> Iterator[dict[str, str]]:
    """Yield what pages write around the days of a beginning and an end, in the order of a language."""
    first, begun, certain, until = "2001-01-01", "2002-02-02", "2003-03-03", "2004-04-04"
    for earliest in (first, begun, None):
        for surely, possibly, attested in (
            (certain, until, None),
            (until, until, None),
            (None, until, None),
            (None, None, until),
        ):
            span = Interval(earliest, begun, surely, possibly, last_attested=attested)
            texts = {tag: plain.span_text(span, tag) for tag in LANGUAGES}
            places = {day: f"{_PLACE}{place}" for place, day in enumerate(_DAY.findall(texts[lang]))}
            yield {tag: _DAY.sub(lambda day, of=places: of[day[0]], text) for tag, text in texts.items()}  # type: ignore[misc]


def _shareable(label: Mapping[str, str | None]) -> Texts:
    """Return a label as pages share it, by language; nothing, where one is lacking or all are alike."""
    from markupsafe import escape

    given = [label.get(tag) or "" for tag in LANGUAGES]
    if not all(given) or len(set(given)) == 1 or "{" in given[0] or len(given[0]) > _SHORT:
        return ()
    return _pattern(tuple(str(escape(text)) for text in given))


def _around(label: Mapping[str, str], lang: str) -> dict[str, str]:
    r"""Return a phrase with numbers for its slots, in the order of a language, as pages write it around elements.

    >>> _around({"en": "{a} to {b}", "fa": "{a} تا {b}", "ru": "{b} до {a}"}, "en")["ru"]
    '\x011 до \x010'
    """
    order = list(dict.fromkeys(_SLOT.findall(label[lang])))
    return {
        tag: _SLOT.sub(lambda slot: f"{_PLACE}{order.index(slot[1])}" if slot[1] in order else slot[0], text)
        for tag, text in label.items()
    }


def _locator(builder: PayloadBuilder, text: str) -> dict[str, str]:
    """Return a locator in each language, with the names of its records; nothing, where a part is not translated."""
    lines = {}
    for tag in LANGUAGES:
        parts = [
            (builder.short(piece.record) if piece.record else {piece.language: piece.text}).get(tag)
            for piece in builder.reader.locator(text, tag)
        ]
        lines[tag] = "".join(map(str, parts)) if all(parts) else ""
    return lines
