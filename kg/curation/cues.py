"""The words by which a draft knows speech, bounds, units, votes, memberships and acts, in three languages.

They are patterns over the text as printed, its digits translated to 0-9. The letters of Persian are folded one to
one before (`kg.curation.draft`), so that patterns write ی and ک only.
"""

from __future__ import annotations

import re

#: Verbs of saying, each of which may stand after or before its subject.
SAYING = {
    "en": re.compile(
        r"\b(?:said|says|saying|stating|claiming|arguing|alleged|alleges|reported|reports|told|tells|stated|states|stressed|announced|added|noted|argued|claimed|emphasi[sz]ed|"
        r"declared|warned|reiterated|insisted|confirmed|denied|explained|remarked|underlined|underscored|expressed|"
        r"pointed out|called|described|praised|criticized|criticised|hailed|recalled|writes|wrote|believes|"
        r"commented|mentioned|responded|replied|asserted)\b"
    ),
    "ru": re.compile(
        r"\b(?:(?:заяви|сообщи|добави|подчеркну|сказа|отмети|рассказа|указа|объясни|поясни|напомни|подтверди|объяви|"
        r"завери|высказа|призна|вырази|назва|утвержда|говори|писа|написа|прокомментирова|обвини|призва|ответи|"
        r"предупреди|подели|поблагодари|констатирова|резюмирова|уточни)л[аи]?(?:сь|ся)?|опроверг(?:ла|ли)?|"
        r"говорит|считает|полагает|уверен[аы]?|пишет|переда[её]т|сообщает|сообщают|отмечает|подч[её]ркивает)\b",
        re.IGNORECASE,
    ),
    "fa": re.compile(
        r"(?<!\w)(?:گفت(?:ه است|ه بود|ند)?|می[\s\u200c]?گوید|افزود(?:ند)?|اظهار\s+(?:کرد|داشت|داشته است|نمود)|"
        r"ت[اأ]کید\s+(?:کرد|داشت|نمود)|اعلام\s+(?:کرد|داشت|نمود)|خاطر\s?نشان\s+(?:کرد|ساخت)|تصریح\s+(?:کرد|نمود)|"
        r"بیان\s+(?:کرد|داشت)|عنوان\s+کرد|ادامه\s+داد|یاد\s?آور\s+شد|نوشت|توضیح\s+داد|ابراز\s+(?:کرد|داشت)|"
        r"مدعی\s+شد|هشدار\s+داد|متذکر\s+شد|خواند|دانست)(?![\w\u200c]|\s+و\s*گو)"
    ),
}
#: Phrases after which the speaker follows.
ACCORDING = {
    "en": re.compile(r"\b(?:according to|in the words of|quoted by|as reported by|told by)\b", re.IGNORECASE),
    "ru": re.compile(
        r"\b(?:по словам|по мнению|по данным|по оценке|по заявлению|со ссылкой на|слова)\b", re.IGNORECASE
    ),
    "fa": re.compile(r"(?<!\w)(?:به\s+گفت[هۀ]ٔ?|به\s+گزارش|به\s+نقل\s+از|از\s+نظر|به\s+باور|به\s+اعتقاد)(?!\w)"),
}
#: Words that make what follows another thing than the subject of the sentence.
PREPOSITIONS = {
    "en": {"with", "to", "by", "of", "from", "for", "against", "between", "in", "at", "on", "into", "about"},
    "ru": {
        *("с", "со", "к", "ко", "от", "для", "против", "между", "в", "во", "о", "об", "обо"),
        *("из", "у", "при", "на", "по", "за", "под", "над"),
    },
    "fa": {"با", "به", "از", "برای", "میان", "بین", "درباره", "دربارۀ", "در", "بر", "علیه", "و"},
}
#: Words between a preposition and a name that are no part of the name.
TITLES = frozenset({"the", "سید", "آقای", "خانم", "دکتر"})
#: An office that ends right before the name of the state whose it is, in Persian.
OFFICE_OF = re.compile(
    r"(?<!\w)(?:وزیر|وزارت|سخنگوی|سفیر|رئیس|رییس|معاون|نماینده|دبیر|سرپرست)(?:\s+[\w\u200c]+){0,5}\s+\Z"
)
#: Marks that close or introduce a quotation: English turns verb and subject round after them.
CLOSING = ("”", '"', "»", "”,", '",', "»,", "» —", "”—")
#: Offices by which a text names its last speaker again, as it does by a pronoun; Russian in the nominative.
_ROLE = r"(?:diplomat|minister|ambassador|president|envoy|spokes(?:man|woman|person)|official|politician|leader)"
PRONOUNS = {
    "en": re.compile(rf"\b(?:he|she|the\s+(?:[\w-]+\s+){{0,3}}{_ROLE})\b", re.IGNORECASE),
    "ru": re.compile(r"\b(?:он|она|(?:зам)?министр|дипломат|посол|президент|политик|глава\s+\w+)\b", re.IGNORECASE),
    "fa": re.compile(r"(?<!\w)(?:وی|او|ایشان|این\s+(?:مقام|دیپلمات|نماینده))(?!\w)"),
}
#: Phrases that give the word to the last speaker without his name.
AS_BEFORE = {
    "en": re.compile(
        rf"\b(?:according\s+to\s+(?:him|her|the\s+(?:[\w-]+\s+){{0,3}}{_ROLE})|in\s+(?:his|her)\s+words)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\bпо\s+(?:(?:его|её|ее)\s+(?:словам|мнению|оценке|данным)|"
        r"(?:словам|мнению|оценке)\s+(?:(?:зам)?министра|дипломата|посла|президента|политика|главы\s+\w+))\b",
        re.IGNORECASE,
    ),
    "fa": re.compile(r"(?<!\w)(?:به\s+(?:گفت[هۀ]ٔ?|باور|اعتقاد)|از\s+نظر)\s+(?:وی|او|ایشان)(?!\w)"),
}
#: What follows a name whose bearer speaks: "in Rudenko's words".
POSSESSED = re.compile(r"['’]s?\s+words\b", re.IGNORECASE)
#: A name of two or three capitalized words; Persian has no capitals.
NAME = {
    "en": re.compile(r"\b[A-Z][\w'’-]+(?:\s+(?:[A-Z]\.\s+)?[A-Z][\w'’-]+){1,2}"),
    "ru": re.compile(r"\b[А-ЯЁ][а-яё-]+(?:\s+[А-ЯЁ][а-яё-]+){1,2}"),
}
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“]*“|\"[^\"]*\"")

#: A number as three languages print it: 4.8 and 4,8 and ۴٫۸, 1,200 and 1 200.
NUMBER = r"(?P<number>[0-9]+(?:[., \u00a0\u202f٬][0-9]{3}(?![0-9]))*(?:[.,٫/][0-9]+)?)"
#: Words at the end of what stands before a number, by the property that bounds it.
BOUNDS = tuple(
    (prop, re.compile(rf"(?:^|\W)(?:{words})\W*$", re.IGNORECASE))
    for prop, words in (
        (
            "kg:valueOver",
            r"over|more than|above|exceed(?:ed|s|ing)?|at least|более(?: чем)?|свыше|больше|не менее|превы\w+|"
            r"بیش از|بالغ بر|دست[\s\u200c]?کم|حداقل|فراتر از",
        ),
        ("kg:valueUnder", "less than|under|below|up to|at most|менее|меньше|не более|کمتر از|حداکثر"),
        (
            "kg:valueAbout",
            "about|around|nearly|almost|some|roughly|approximately|close to|около|почти|порядка|примерно|"
            "приблизительно|حدود|نزدیک به|تقریبا|تقریباً|قریب به",
        ),
    )
)
_MILLION, _BILLION, _THOUSAND = (
    r"(?:million|mln|m|миллион(?:а|ов)?|млн\.?|میلیون)",
    r"(?:billion|bn|миллиард(?:а|ов)?|млрд\.?|میلیارد)",
    r"(?:thousand|тыс(?:яч[аи]?|\.)?|тыс|هزار)",
)
_USD = r"(?:(?:US\s+)?dollars?|USD|долл(?:ар\w*|\.)?(?:\s+США)?|\$|دلار)"
_EUR = r"(?:euros?|EUR|€|евро|یورو)"
_RUB = r"(?:r(?:o)?ubles?|RUB|₽|руб(?:л\w*|\.)?|روبل)"
_TONNE = r"(?:(?:metric\s+)?ton(?:ne)?s?|тонн\w*|т\b|تن)"
_CUBIC = r"(?:cubic\s+met(?:er|re)s?|bcm|куб(?:\.|\w*)?\s*м(?:етр\w*|\.)?|кубометр\w*|متر\s*مکعب)"


def _amount(*forms: str) -> tuple[re.Pattern[str], ...]:
    """Compile the forms of an amount, in which N stands for the number."""
    return tuple(re.compile(form.replace("{n}", NUMBER), re.IGNORECASE) for form in forms)


#: The forms of each unit of `code:units`, by the name of its code.
UNITS = {
    "usd-billion": _amount(rf"(?:US)?\$\s?{{n}}\s?{_BILLION}", rf"{{n}}\s*{_BILLION}\s+{_USD}"),
    "usd-million": _amount(rf"(?:US)?\$\s?{{n}}\s?{_MILLION}\b", rf"{{n}}\s*{_MILLION}\s+{_USD}"),
    "eur-billion": _amount(rf"€\s?{{n}}\s?{_BILLION}", rf"{{n}}\s*{_BILLION}\s+{_EUR}"),
    "eur-million": _amount(rf"€\s?{{n}}\s?{_MILLION}\b", rf"{{n}}\s*{_MILLION}\s+{_EUR}"),
    "rub-billion": _amount(rf"{{n}}\s*{_BILLION}\s+{_RUB}"),
    "bcm-year": _amount(rf"{{n}}\s*{_BILLION}\s+{_CUBIC}"),
    "tonne-million": _amount(rf"{{n}}\s*{_MILLION}\s+{_TONNE}"),
    "tonne-thousand": _amount(rf"{{n}}\s*{_THOUSAND}\s+{_TONNE}"),
    "percent": _amount(r"{n}\s*(?:%|٪|per\s?cent\b|процент\w*|درصد)"),
    "megawatt": _amount(r"{n}\s*(?:MW\b|megawatts?|МВт|мегаватт\w*|مگاوات)"),
    "kilometre": _amount(r"{n}\s*(?:km\b|kilomet(?:er|re)s?|км\b|километр\w*|کیلومتر)"),
}

#: Words that tell what a figure measures, by the name of the code; the first that fits is proposed.
MEASURES = {
    measure: re.compile(words, re.IGNORECASE)
    for measure, words in {
        "national-currency-share": r"national\s+currenc|национальн\w+\s+валют|پول\s+ملی|ارزهای\s+ملی",
        "goods-flow": r"\bexport|\bimport|экспорт|импорт|صادرات|واردات",
        "trade-turnover": r"\btrade\b|turnover|товарооборот|торгов|مبادلات|تجارت",
        "investment": r"\binvest|инвест|سرمایه",
        "transit-volume": r"\btransit|\bcargo|транзит|грузо|ترانزیت",
        "tourists": r"\btourist|турист|گردشگر",
        "students": r"\bstudent|студент|دانشجو",
        "length": r"\blength|\blong\b|протяж[её]н|طول",
        "capacity": r"\bcapacity|мощност|ظرفیت",
    }.items()
}

_COUNT = r"([0-9]{1,4})"
_WHO = r"(?:votes?|lawmakers|members|deputies|senators|MPs|states|countries)"
#: The counts of a vote, by property; each pattern has one group, the count.
_VOTES = {
    "kg:votesFor": (
        rf"\b{_COUNT}\s+(?:{_WHO}\s+)?(?:voted\s+)?(?:in\s+favou?r|for\b)",
        rf"\bby\s+{_COUNT}\s+(?:votes\s+)?(?:to|against)\s+[0-9]",
        rf"«?\bза\b»?(?:\s+\w+){{0,4}}?\s+(?:проголосовал\w*\s+)?{_COUNT}",
        rf"{_COUNT}\s+(?:голос\w*|депутат\w*|парламентари\w*|сенатор\w*)\s+«?за\b",
        rf"{_COUNT}\s+ر[اأ]ی\s+موافق",
    ),
    "kg:votesAgainst": (
        rf"\b{_COUNT}\s+(?:{_WHO}\s+)?(?:voted\s+)?against\b(?!\s+[0-9])",
        rf"\bby\s+[0-9]{{1,4}}\s+(?:votes\s+)?(?:to|against)\s+{_COUNT}",
        rf"«?\bпротив\b»?\s*(?:[—–-]\s*|проголосовал\w*\s+)?{_COUNT}",
        rf"{_COUNT}\s+(?:голос\w*|депутат\w*|сенатор\w*)?\s*«?против\b",
        rf"{_COUNT}\s+ر[اأ]ی\s+مخالف",
    ),
    "kg:abstentions": (
        rf"\b{_COUNT}\s+(?:{_WHO}\s+)?(?:abstentions?|abstained|abstaining)",
        rf"воздержал\w*\s*(?:[—–-]\s*)?{_COUNT}",
        rf"{_COUNT}\s+(?:\w+\s+)?воздержал\w*",
        rf"{_COUNT}\s+ر[اأ]ی\s+ممتنع",
    ),
}
VOTES = {prop: tuple(re.compile(form, re.IGNORECASE) for form in forms) for prop, forms in _VOTES.items()}
#: Without one of these words a number for or against something is no vote.
VOTING = re.compile(r"\bvot|\bin\s+favou?r|голос|ر[اأ]ی", re.IGNORECASE)
MEMBERSHIP = re.compile(
    r"\b(?:joined|joins|joining|became\s+an?\s+(?:\w+\s+)?member|full\s+member|member\s+of|membership|accession|acceded|"
    r"observer(?:\s+status)?|dialogue\s+partner)\b|"
    r"\b(?:вступил\w*\s+в(?!\s+силу)|вступлени\w+\s+в(?!\s+силу)|присоединил\w*|членств\w*|член(?:ом|а|ы|ами)?|наблюдател\w*|партн[её]р\w*\s+по\s+диалогу)\b|"
    r"(?<!\w)(?:عضویت|عضو|پیوست|ناظر|شریک\s+گفت)(?!\w)",
    re.IGNORECASE,
)
ROLES = (
    ("observer", re.compile(r"observer|наблюдател|ناظر", re.IGNORECASE)),
    ("dialogue-partner", re.compile(r"dialogue\s+partner|партн[её]р\w*\s+по\s+диалогу|شریک\s+گفت", re.IGNORECASE)),
    ("full-member", re.compile("")),
)
#: Acts in the life of an instrument, by the name of their class; the first that fits is proposed.
_ACTS = {
    "EntryIntoForce": r"enter(?:ed|s|ing)?\s+into\s+force|came\s+into\s+(?:force|effect)|entry\s+into\s+force|"
    r"вступи\w*\s+в\s+силу|вступлени\w+\s+в\s+силу|لازم[\s\u200c]?الاجرا",
    "Ratification": r"\bratif\w+|ратифи\w+",
    "Approval": r"\bapprov(?:ed|al|es|ing)\b|одобри\w+|одобрен\w*|تصویب",
    "Signature": r"\bsign(?:ed|ing|s|ature)\b|подписа\w+|امضا",
    "Renewal": r"\bextended\b|\bextension\b|\brenew(?:ed|al)\b|продл[её]н\w*|продлил\w*|продлени\w+|تمدید",
    "Expiry": r"\bexpir(?:ed|es|y)\b|ист[её]к\w*|منقضی",
    "Submission": r"\bsubmitted\b|вн[её]с(?:ла|ли|ён|ен)?\s+(?:на\s+ратификацию|в\s+Госдуму)|внесен\w*",
}
ACTS = {name: re.compile(words, re.IGNORECASE) for name, words in _ACTS.items()}
