"""Matching spellings: folding letters, digits and joiners, reducing transliterations, suggesting names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ё": "е",
        "й": "и",
        "‌": " ",
        "ı": "i",
        "ə": "a",
        "ø": "o",
        "ł": "l",
        "ß": "ss",
    }
    | {digit: str(value) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for value, digit in enumerate(digits)}
)


class _BareLetters(dict[int, str | int | None]):
    """Letters as they are folded, without marks and joiners; of others, what is found once is kept."""

    def __missing__(self, code: int) -> str | int | None:
        """Return what becomes of a character that is looked up for the first time."""
        gone = unicodedata.category(chr(code)) in ("Mn", "Cf")
        self[code] = None if gone else _LETTERS.get(code, code)
        return self[code]


_BARE = _BareLetters()
# Longer spellings first: shch is one sound, sh and ch are two.
_SOUNDS = (
    ("shch", "s"),
    ("dzh", "j"),
    ("tch", "c"),
    ("sch", "s"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "q"),
    ("sh", "s"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("x", "ks"),
    ("w", "v"),
)
#: American spellings with the British ones that they become, or where those have more letters, the other way round:
#: a word that is still being typed then mostly finds what the whole word will find. Each rule names its words or,
#: as -ize, an ending that no name of the register has, since other words and names must stay apart.
_SPELLINGS = tuple(
    (re.compile(american), common)
    for american, common in (
        (r"^([a-z]{4,})iz(?=(?:e[drs]?|ers|ing|able|ations?|ational)$)", r"\1is"),
        (r"^((?:dis|re)?organi|(?:anal|catal|paral)y)z", r"\1s"),
        (
            r"^((?:dis|mis|un)?(?:arm|behavi|col|endeav|fav|harb|hon|hum|lab|neighb|rig|rum|vig))ou(?=r|$)",
            r"\1o",
        ),
        (r"^((?:epi)?cent|theat|(?:centi|kilo|milli)?met|lit|calib|fib|spect)er(?=s?$)", r"\1re"),
        (r"^((?:un)?def|off|pret)ens", r"\1enc"),
        (r"^(licen|practi)s", r"\1c"),
        (r"^programm+(?:e(?=s?$)|$)", "program"),
        (r"^(catalog|dialog)(?=s?$)", r"\1ue"),
        (r"^(cance|counci|counse|enro|fue|fulfi|insta|labe|leve|mode|signa|trave)ll+", r"\1l"),
        (r"^(acknowledg|judg)ement", r"\1ment"),
        (r"^maneuver(?=s?$)", "manoeuvre"),
        (r"^maneuver", "manoeuvr"),
        (r"^aluminium", "aluminum"),
        (r"^encyclopaed", "encycloped"),
        (r"^sceptic", "skeptic"),
        (r"^sulph", "sulf"),
    )
)
#: What the forms of a word share, by its letters: the first pattern that a folded word has says what is cut off, or
#: which word has its place. Pages have the same (`kg/site/assets/fold.js`).
_FORMS = tuple(
    (re.compile(form), re.compile(ending), beginning)
    for form, ending, beginning in (
        (r"russians?", r"^.*$", "russia"),
        (r"iranians?", r"^.*$", "iran"),
        (r"посл(?:а|у|ом|е|ы|ов|ам|ами|ах)", r"^.*$", "посол"),
        (r"[a-z]{5,}", r"(?<=...)(?:ing|ed|es|s|d)$", ""),
        (r"[а-я]{5,6}", r".$", ""),
        (r"[а-я]{7,}", r"..$", ""),
        # The ending of the plural is that of many a name too, which its beginning finds as well.
        (r"[آ-ی]{4,}(?:ان|ها|های)", r"(?:ان|های?)$", ""),
        (r"[آ-ی]{4,}", r"(?<=..)یی?$", ""),
    )
)
_WORD = re.compile(r"\w+")
#: Where a letter of the Persian alphabet stands among those of all scripts.
_PERSIAN = {letter: ord("ا") + at for at, letter in enumerate("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")}
_NOT_LATIN = re.compile(r"[^\x00-\x7f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]+")
_BETWEEN_ARABIC = re.compile(r"(?<=[\u0600-\u06ff]) (?=[\u0600-\u06ff])")
#: The least similarity, of 100, at which a name is suggested.
_LEAST = 50


def fold(text: str) -> str:
    """Fold case, letter forms, diacritics, digits, joiners, punctuation and American spellings, so that all match.

    >>> fold("آیت‌الله علي خامنه‌اي، ۱۳۶۸") == fold("ایت الله علی خامنه ای 1368")
    True
    >>> fold("Алексей Лихачёв")
    'алексеи лихачев'
    >>> fold("World Trade Center") == fold("World Trade Centre")
    True
    """
    text = text.replace("ʿ", "").replace("ʾ", "").replace("'", "").replace("’", "").replace("`", "")
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
        # Once more: without its accent, a letter can be one that is folded (ǿ becomes ø, then o).
        text = unicodedata.normalize("NFKD", text).translate(_BARE)
    return " ".join(map(_common_spelling, _WORD.findall(text.replace("_", " "))))


# Texts repeat their words: looking one up takes a hundredth of the time that the rules take.
@lru_cache(maxsize=100_000)
def _common_spelling(word: str) -> str:
    """Return the spelling that a word of American or British English has in an index."""
    for american, common in _SPELLINGS:
        word = american.sub(common, word)
    return word


def alphabetical(text: str) -> list[int]:
    """Return what puts names in the order of the alphabet of their script, whatever their case and accents.

    >>> sorted(["چین", "پاکستان", "تاجیکستان", "آلمان"], key=alphabetical)
    ['آلمان', 'پاکستان', 'تاجیکستان', 'چین']
    >>> sorted(["Ёлкин", "Егоров", "Железняк"], key=alphabetical)
    ['Егоров', 'Ёлкин', 'Железняк']
    """
    return [_PERSIAN.get(letter, ord(letter)) for letter in fold(text)]


def skeleton(text: str) -> str:
    """Reduce Latin words to the consonants on which transliterations of one name agree.

    >>> skeleton("Sergey Lavrov") == skeleton("Sergei Lawrow")
    True
    >>> skeleton("Mohammad Bagher Ghalibaf") == skeleton("Muhammad Baqer Qalibaf")
    True
    """
    skeletons = []
    for word in fold(text).split():
        if _NOT_LATIN.search(word):
            continue
        for spelling, sound in _SOUNDS:
            word = word.replace(spelling, sound)
        # A vowel at the beginning is kept, by its sound: without it, Ali and Li would be one name.
        first = {"y": "i", "j": "j", "e": "i", "o": "u"}.get(word[:1], word[:1])
        bones = first + re.sub(r"[aeiouy]", "", word[1:])
        # Writers leave an h within a word out as often as not, and use g and q for one letter.
        bones = re.sub(r"(?<=.)h", "", bones).replace("g", "q") if len(bones) > 1 else bones
        skeletons.append(re.sub(r"(.)\1+", r"\1", bones))
    return " ".join(filter(None, skeletons))


def joined(folded: str) -> str:
    """Join each pair of neighbouring Persian words of a folded text.

    Writers separate the parts of a word by a space or a half-space, or join them.
    """
    words = folded.split()
    return " ".join(a + b for a, b in pairwise(words) if _ARABIC.fullmatch(a + b))


def solid(folded: str) -> str:
    """Remove the spaces between Persian letters of a folded text, so that half-spaces make no difference.

    >>> solid(fold("ترکمان‌چای")) == solid(fold("ترکمان چای")) == fold("ترکمانچای")
    True
    """
    return _BETWEEN_ARABIC.sub("", folded)


def variants(folded: str) -> list[str]:
    """Return folded words unchanged, and with each pair of neighbouring Persian words joined."""
    words = folded.split()
    joined = [
        " ".join([*words[:i], words[i] + words[i + 1], *words[i + 2 :]])
        for i in range(len(words) - 1)
        if _ARABIC.fullmatch(words[i] + words[i + 1])
    ]
    return list(dict.fromkeys([folded, *joined, solid(folded)]))


def stem(word: str) -> str:
    """Shorten a folded word to what its inflected forms share.

    >>> stem(fold("arrested")) == stem(fold("arrests")), stem(fold("договора")) == stem(fold("договору"))
    (True, True)
    """
    return next((ending.sub(beginning, word) for form, ending, beginning in _FORMS if form.fullmatch(word)), word)


def near(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known names most similar to an unknown one, best first.

    >>> near("signedOn", ["signatory", "onDate", "singleValued"], 1)
    ['signatory']
    """
    from rapidfuzz import fuzz, process

    by_fold: dict[str, list[str]] = {}
    # Of names that fold alike, one of the same case comes first: a class for a class, a property for a property.
    for k in sorted(known, key=lambda k: (k[:1].isupper() != name[:1].isupper(), k)):
        by_fold.setdefault(fold(k), []).append(k)
    nearest = process.extract(fold(name), list(by_fold), scorer=fuzz.ratio, limit=count, score_cutoff=_LEAST)
    return [k for folded, _, _ in nearest for k in by_fold[folded]][:count]
