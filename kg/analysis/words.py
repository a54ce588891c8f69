"""The titles of analyses, the questions they answer, and the words of figures, in three languages."""

from __future__ import annotations

from typing import Final

_TITLES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "networks": {
        "en": ("Projections in numbers", "How large and how dense is each way to read the graph as a network?"),
        "fa": ("نگاشت‌ها به عدد", "هر خوانش شبکه‌ای از گراف چه اندازه و چه تراکمی دارد؟"),
        "ru": ("Проекции в числах", "Насколько велика и плотна каждая сетевая проекция графа?"),
    },
    "centrality": {
        "en": ("Centralities", "Who stands at the centre of the network, by each measure?"),
        "fa": ("مرکزیت‌ها", "بر پایهٔ هر سنجه چه کسی در مرکز شبکه است؟"),
        "ru": ("Центральности", "Кто стоит в центре сети по каждой из мер?"),
    },
    "ranges": {
        "en": (
            "Ranks with their ranges",
            "How far does each rank hang on the projection, the view and the voices?",
        ),
        "fa": ("رتبه‌ها با بازه‌هایشان", "هر رتبه چقدر به نگاشت، نما و صداها وابسته است؟"),
        "ru": ("Ранги и их разброс", "Насколько каждый ранг зависит от проекции, выборки и голосов?"),
    },
    "communities": {
        "en": ("Communities", "Does the network fall into groups more than its degrees alone would bring about?"),
        "fa": ("اجتماع‌ها", "آیا شبکه بیش از آنچه از درجه‌ها برمی‌آید به گروه‌ها تقسیم می‌شود؟"),
        "ru": ("Сообщества", "Делится ли сеть на группы сильнее, чем следует из одних степеней?"),
    },
    "fields": {
        "en": ("Policy fields of two treaties", "Which fields does each treaty cover, and what is not yet coded?"),
        "fa": ("حوزه‌های دو معاهده", "هر معاهده کدام حوزه‌ها را در بر می‌گیرد و چه چیزی هنوز کدگذاری نشده است؟"),
        "ru": ("Области двух договоров", "Какие области охватывает каждый договор и что ещё не закодировано?"),
    },
    "overlap": {
        "en": ("Shared organizations by year", "In how many organizations did both states sit, year by year?"),
        "fa": ("سازمان‌های مشترک به تفکیک سال", "دو کشور هر سال در چند سازمان با هم عضو بودند؟"),
        "ru": ("Общие организации по годам", "В скольких организациях состояли оба государства в каждом году?"),
    },
    "evolution": {
        "en": ("The network year by year", "How did the network grow and change?"),
        "fa": ("شبکه سال به سال", "شبکه چگونه رشد و تغییر کرد؟"),
        "ru": ("Сеть по годам", "Как сеть росла и менялась?"),
    },
    "pace": {
        "en": ("Pace of events", "How many treaty actions and events fall in each year?"),
        "fa": ("آهنگ رویدادها", "در هر سال چند اقدام معاهده‌ای و رویداد رخ داده است؟"),
        "ru": ("Темп событий", "Сколько договорных действий и событий приходится на каждый год?"),
    },
    "brokerage": {
        "en": ("Brokers", "Who links actors of one state with actors of the other?"),
        "fa": ("میانجی‌ها", "چه کسی کنشگران یک کشور را به کنشگران کشور دیگر پیوند می‌دهد؟"),
        "ru": ("Посредники", "Кто связывает акторов одного государства с акторами другого?"),
    },
    "cuts": {
        "en": ("Points where the network breaks", "Whose removal would part the network?"),
        "fa": ("نقطه‌های گسست شبکه", "حذف چه کسی شبکه را از هم جدا می‌کند؟"),
        "ru": ("Точки разрыва сети", "Чьё удаление разделило бы сеть?"),
    },
    "assortativity": {
        "en": ("Agreement within perspectives", "Do speakers agree more with speakers of their own perspective?"),
        "fa": ("هم‌نظری درون چشم‌اندازها", "آیا گویندگان با هم‌چشم‌اندازهای خود بیشتر هم‌نظرند؟"),
        "ru": ("Согласие внутри точек зрения", "Чаще ли говорящие согласны с теми, кто разделяет их точку зрения?"),
    },
    "polarization": {
        "en": ("Contested subjects", "On which subjects do voices divide into supporters and critics?"),
        "fa": ("موضوع‌های محل اختلاف", "در کدام موضوع‌ها صداها به موافق و منتقد تقسیم می‌شوند؟"),
        "ru": ("Спорные предметы", "По каким предметам голоса делятся на сторонников и критиков?"),
    },
    "balance": {
        "en": ("Structural balance", "Do the stances form two consistent camps more than chance would?"),
        "fa": ("تعادل ساختاری", "آیا موضع‌ها بیش از تصادف دو اردوگاه سازگار می‌سازند؟"),
        "ru": ("Структурный баланс", "Образуют ли позиции два согласованных лагеря чаще, чем случайно?"),
    },
    "similarity": {
        "en": ("Likeness of instruments", "Which instruments bind their parties to the same kinds of commitment?"),
        "fa": ("همانندی اسناد", "کدام اسناد طرف‌ها را به تعهدهای همسان متعهد می‌کنند؟"),
        "ru": ("Сходство документов", "Какие документы налагают обязательства одних и тех же видов?"),
    },
}

_FIGURES: Final[dict[str, tuple[str, str]]] = {
    "rank": ("رتبه", "ранг"),
    "year": ("سال", "год"),
    "shared organizations": ("سازمان‌های مشترک", "общие организации"),
    "surely": ("به‌یقین", "несомненно"),
    "by some accounts": ("به روایتی", "по некоторым сведениям"),
    "provisions": ("مقرره‌ها", "положения"),
    "events and actions": ("رویدادها و اقدام‌ها", "события и действия"),
    "voices": ("صداها", "голоса"),
    "supportive": ("موافق", "поддержка"),
    "critical": ("منتقد", "критика"),
    "edges": ("یال‌ها", "рёбра"),
    "nodes": ("گره‌ها", "узлы"),
    "density": ("تراکم", "плотность"),
    "likeness": ("همانندی", "сходство"),
}


def titles(name: str, language: str) -> tuple[str, str]:
    """Return the title of an analysis and the question it answers.

    >>> titles("overlap", "ru")[0]
    'Общие организации по годам'
    """
    return _TITLES[name][language]


def figure(word: str, language: str) -> str:
    """Return a word of figures in a language; one that is not translated stays as it is.

    >>> figure("year", "ru"), figure("PageRank", "fa")
    ('год', 'PageRank')
    """
    if language == "en" or word not in _FIGURES:
        return word
    return _FIGURES[word][0 if language == "fa" else 1]
