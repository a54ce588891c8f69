"""Words that the ontology does not hold: names of other vocabularies' terms, and what joins a list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.terms import LANGUAGES, compact

COMMA = {"en": ", ", "fa": "، ", "ru": ", "}
SEMICOLON = {"en": "; ", "fa": "؛ ", "ru": "; "}
AND = {"en": " and ", "fa": " و ", "ru": " и "}

#: What the terms of other vocabularies are called, in the order of `LANGUAGES`.
FOREIGN = {
    "dcterms:creator": ("author", "نویسنده", "автор"),
    "dcterms:identifier": ("identifier", "شناسه", "идентификатор"),
    "dcterms:isPartOf": ("part of", "بخشی از", "часть"),
    "dcterms:isReplacedBy": ("replaced by", "جایگزین‌شده با", "заменено на"),
    "dcterms:issued": ("published on", "تاریخ انتشار", "опубликовано"),
    "dcterms:language": ("language", "زبان", "язык"),
    "dcterms:publisher": ("publisher", "ناشر", "издатель"),
    "dcterms:title": ("title", "عنوان", "название"),
    "prov:wasDerivedFrom": ("derived from", "برگرفته از", "восходит к"),
    "skos:Concept": ("Concept", "مفهوم", "Понятие"),
    "skos:ConceptScheme": ("Concept scheme", "طرح‌وارهٔ مفاهیم", "Схема понятий"),
    "skos:broader": ("broader", "مفهوم عام‌تر", "более широкое"),
    "skos:closeMatch": ("close match", "نزدیک به", "близкое соответствие"),
    "skos:definition": ("definition", "تعریف", "определение"),
    "skos:editorialNote": ("editor's note", "یادداشت ویراستار", "примечание редактора"),
    "skos:exactMatch": ("same as", "برابر با", "то же, что"),
    "skos:example": ("example", "نمونه", "пример"),
    "skos:inScheme": ("scheme", "طرح‌واره", "схема"),
    "skos:scopeNote": ("scope", "دامنه", "область применения"),
    "skos:topConceptOf": ("top concept of", "مفهوم برتر در", "верхнее понятие схемы"),
}

#: What stands before a bound, by its side: of a number, and of a date.
_BOUNDS = {
    "least": {"en": "at least ", "fa": "دست‌کم ", "ru": "не менее "},
    "most": {"en": "at most ", "fa": "حداکثر ", "ru": "не более "},
    "about": {"en": "about ", "fa": "حدود ", "ru": "около "},
}
_DATE_BOUNDS = {
    "least": {"en": "not before ", "fa": "نه پیش از ", "ru": "не ранее "},
    "most": {"en": "by ", "fa": "تا ", "ru": "не позднее "},
}
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb]")


def foreign(iri: str) -> dict[str, str]:
    """Return what a term of another vocabulary is called, by language; empty where it has no words here.

    >>> foreign("http://purl.org/dc/terms/isPartOf")["ru"]
    'часть'
    """
    words = FOREIGN.get(compact(iri))
    return dict(zip(LANGUAGES, words, strict=True)) if words else {}


def listed(texts: Iterable[str], language: str = "en") -> str:
    """Join texts with the comma of a language.

    >>> listed(["الف", "ب"], "fa")
    'الف، ب'
    """
    return COMMA.get(language, ", ").join(texts)


def bound(side: str, date: bool, language: str = "en") -> str:
    """Return what stands before a bound: "at most" four, but "by" a day.

    >>> bound("most", date=True), bound("most", date=False), bound("", date=True)
    ('by ', 'at most ', '')
    """
    words = _DATE_BOUNDS.get(side) if date else None
    return (words or _BOUNDS.get(side, {})).get(language, "")


def printable(text: str) -> str:
    r"""Make a text from data safe to print: no direction overrides, control characters visible.

    >>> printable("a\u202eb\x1b[0m")
    'ab\ufffd[0m'
    """
    return _CONTROLS.sub("\ufffd", _OVERRIDES.sub("", text))
