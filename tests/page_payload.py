"""Payloads for the tests of pages: a small world with rivals and hostile labels, and grown ones for scale."""

from __future__ import annotations

import random
from typing import Any

from kg.rdf.vocabulary import BASE, namespaces
from kg.site.citations import ADDRESS, KEY, TITLE

HOSTILE = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>'
OVERRIDE = "safe\u202eevil\u202c\u0007 javascript:alert(1)"
LONG = "Very long name " * 700


def label(en: str, fa: str | None = None, ru: str | None = None) -> dict[str, str | None]:
    return {"en": en, "fa": fa, "ru": ru}


def text(value: str, lang: str) -> dict[str, str]:
    return {"text": value, "lang": lang}


TERMS: dict[str, dict[str, Any]] = {
    "kg:State": {"label": label("State", "دولت", "Государство"), "glyph": "dot", "colour": "#D55E00"},
    "kg:Treaty": {
        "label": label("Treaty", "معاهده", "Договор"),
        "definition": {"en": "An agreement between states governed by international law."},
        "glyph": "diamond",
        "colour": "#009E73",
    },
    "kg:Article": {"label": label("Article", "ماده", "Статья"), "glyph": "diamond", "colour": "#009E73"},
    "kg:Person": {"label": label("Person", "شخص", "Человек"), "glyph": "dot", "colour": "#56B4E9"},
    "kg:IntergovernmentalOrganization": {
        "label": label("Intergovernmental organization", "سازمان بین‌دولتی", "Межправительственная организация"),
        "glyph": "square",
        "colour": "#0072B2",
    },
    "skos:Concept": {"label": label("Concept", "مفهوم", "Понятие"), "glyph": "hexagon", "colour": "#E69F00"},
    "kg:Membership": {"label": label("Membership", "عضویت", "Членство"), "colour": "#CC79A7"},
    "kg:EntryIntoForce": {
        "label": label("Entry into force", "لازم‌الاجرا شدن", "Вступление в силу"),
        "colour": "#F0E442",
    },
    "kg:Signature": {"label": label("Signature", "امضا", "Подписание"), "colour": "#F0E442"},
    "kg:party": {"label": label("party", "طرف", "сторона"), "definition": {"en": "A state that is bound."}},
    "dcterms:isPartOf": {"label": label("part of", "بخشی از", "часть")},
    "kg:mainField": {"label": label("main field", "حوزهٔ اصلی", "основная область")},
    "kg:term": {"label": label("term", "مدت", "срок")},
    "kg:onDate": {"label": label("date", "تاریخ", "дата")},
    "kg:value": {"label": label("value", "مقدار", "значение")},
    "kg:gist": {"label": label("gist", "چکیده", "суть")},
    "kg:address": {"label": label("address", "نشانی", "адрес")},
    "field:energy": {"label": label("Energy", "انرژی", "Энергетика")},
    "code:press-report": {"label": label("Press report", "گزارش خبری", "Сообщение прессы")},
    "code:official-statement": {"label": label("Official statement", "بیانیهٔ رسمی", "Официальное заявление")},
    "code:iran-official": {"label": label("Iranian official", "رسمی ایران", "Официальная иранская")},
    "code:western-press": {"label": label("Western press", "مطبوعات غربی", "Западная пресса")},
}


def node(identifier: str, kind: str, names: dict[str, str | None], **more: Any) -> dict[str, Any]:
    return {"id": identifier, "kind": kind, "label": names, **more}


def edge(source: str, target: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"from": source, "to": target, "kind": kind, **more}


def small() -> dict[str, Any]:
    """A world with two states, rival dates, parallel relations, reported speech at two removes, and traps."""
    nodes = [
        node(
            "id:iran",
            "kg:State",
            label("Iran", "ایران", "Иран"),
            alt=["Persia", "پرشیا", "Islamic Republic of Iran"],
        ),
        node("id:russia", "kg:State", label("Russia", "روسیه", "Россия"), alt=["RF"]),
        node(
            "id:treaty-2025",
            "kg:Treaty",
            label(
                "Treaty on the Comprehensive Strategic Partnership",
                "معاهدهٔ مشارکت جامع راهبردی",
                "Договор о всеобъемлющем стратегическом партнёрстве",
            ),
            disputed=True,
        ),
        node("id:treaty-2001", "kg:Treaty", label("Treaty of 2001", "معاهدهٔ ۲۰۰۱", "Договор 2001 года")),
        node(
            "id:treaty-2025-article-1",
            "kg:Article",
            label("Article 1", "مادهٔ ۱", "Статья 1"),
            fields=["field:energy"],
        ),
        node("id:treaty-2025-article-2", "kg:Article", label("Article 2", "مادهٔ ۲", "Статья 2"), uncoded=True),
        node(
            "id:sco",
            "kg:IntergovernmentalOrganization",
            label("Shanghai Cooperation Organisation", "سازمان همکاری شانگهای", "ШОС"),
        ),
        node("id:lavrov", "kg:Person", label("Sergey Lavrov", "سرگئی لاوروف", "Сергей Лавров")),
        node("id:ali", "kg:Person", label("Ali Khamenei", "علی خامنه‌ای", "Али Хаменеи"), alt=["علي خامنه‌اي"]),
        node("field:energy", "skos:Concept", label("Energy", "انرژی", "Энергетика")),
        node("id:hostile", "kg:Person", label(HOSTILE)),
        node("id:override", "kg:Person", label(OVERRIDE, None, "Обычное имя")),
        node("id:long", "kg:Person", label(LONG)),
        node("id:only-russian", "kg:Person", label("", None, "Пётр Королёв")),
        node("id:lone", "kg:Person", label("Lone person", "تنها", "Одиночка")),
    ]
    edges = [
        edge("id:treaty-2025", "id:iran", "kg:party", passages=[0]),
        edge("id:treaty-2025", "id:russia", "kg:party", passages=[0]),
        edge("id:treaty-2001", "id:iran", "kg:party"),
        edge("id:treaty-2001", "id:russia", "kg:party"),
        edge("id:treaty-2025-article-1", "id:treaty-2025", "dcterms:isPartOf"),
        edge("id:treaty-2025-article-2", "id:treaty-2025", "dcterms:isPartOf"),
        edge("id:treaty-2025-article-1", "field:energy", "kg:mainField", passages=[0]),
        edge(
            "id:iran",
            "id:treaty-2025",
            "kg:Signature",
            record="id:signature-iran",
            start="2025-01-17",
            end="2025-01-17",
            passages=[0, 1],
        ),
        edge(
            "id:russia",
            "id:treaty-2025",
            "kg:Signature",
            record="id:signature-russia",
            start="2025-01-17",
            end="2025-01-17",
            passages=[0],
        ),
        edge(
            "id:iran",
            "id:treaty-2025",
            "kg:EntryIntoForce",
            record="id:force",
            start="2025-10-02",
            end="2025-10-02",
            passages=[1, 2],
            disputed=True,
        ),
        edge(
            "id:iran",
            "id:sco",
            "kg:Membership",
            record="id:iran-observer",
            start="2005-07",
            end="2023-07-04",
            passages=[0],
        ),
        edge("id:iran", "id:sco", "kg:Membership", record="id:iran-member", start="2023-07-04", passages=[1]),
        edge("id:lavrov", "id:russia", "kg:party", passages=[3]),
        edge("id:ali", "id:iran", "kg:party", passages=[3]),
        edge("id:hostile", "id:iran", "kg:party", passages=[4]),
        edge("id:override", "id:long", "kg:party"),
        edge("id:only-russian", "id:russia", "kg:party"),
    ]
    force = {
        "kind": "kg:EntryIntoForce",
        "label": label("Entry into force of the 2025 treaty", "لازم‌الاجرا شدن معاهدهٔ ۲۰۲۵", "Вступление в силу"),
        "wikidata": None,
        "statements": [
            {
                "p": "kg:onDate",
                "o": {"value": "2025-10-02", "type": "xsd:date"},
                "passages": [2],
            },
            {
                "p": "kg:onDate",
                "o": {"value": "2025-07", "type": "xsd:gYearMonth"},
                "passages": [1, 4],
            },
            {"p": "kg:gist", "o": text(HOSTILE, "en"), "passages": [4]},
        ],
        "rivals": [
            {
                "p": "kg:onDate",
                "dispute": "code:differs-in-days",
                "sides": [
                    {
                        "o": {"value": "2025-10-02", "type": "xsd:date"},
                        "side": "",
                        "passages": [2],
                        "origins": 1,
                        "fits": [{"o": {"value": "2025-10", "type": "xsd:gYearMonth"}, "side": "", "passage": 3}],
                    },
                    {
                        "o": {"value": "2025-07", "type": "xsd:gYearMonth"},
                        "side": "most",
                        "passages": [1, 4],
                        "origins": 2,
                        "fits": [],
                    },
                ],
                "undecided": [{"o": {"value": "2025", "type": "xsd:gYear"}, "side": "", "passage": 0}],
            }
        ],
        "span": {
            "phrases": [("span.begun-by", {"day": "2025-10-02"}), ("span.not-before", {"day": "2025-01-17"})],
            "possibly_from": None,
            "not_before": "2025-01-17",
        },
    }
    treaty = {
        "kind": "kg:Treaty",
        "label": nodes[2]["label"],
        "wikidata": "Q131748363",
        "statements": [
            {"p": "kg:party", "o": {"iri": "id:iran"}, "passages": [0]},
            {
                "p": "kg:term",
                "o": {"value": "P20Y", "type": "xsd:duration"},
                "passages": [0, 2],
            },
            {
                "p": "kg:address",
                "o": {"value": "javascript:alert(1)", "type": "xsd:anyURI"},
                "passages": [],
            },
        ],
    }
    records: dict[str, Any] = {"id:force": force, "id:treaty-2025": treaty}
    for item in edges:
        if item.get("record") and item["record"] not in records:
            records[item["record"]] = {
                "kind": item["kind"],
                "label": label(f"{item['kind']} of {item['from']}"),
                "statements": [],
            }
    return {
        "meta": {
            "title": label("Treaties and their parties", "معاهده‌ها و طرف‌ها", "Договоры и стороны"),
            "projection": {"id": "projection:test", "label": label("Test", "آزمون", "Тест")},
            "version": "0.1.0",
            "digest": "a1b2c3d4",
            "view": {"id": "view:all", "label": label("All voices", "همهٔ صداها", "Все голоса")},
            "base": BASE,
            "prefixes": namespaces(),
            "site": label("The graph", "گراف", "Граф"),
            "stories": [
                {
                    "title": label("How the treaty came into force"),
                    "steps": [
                        {
                            "text": label("It was signed.", "امضا شد.", "Он подписан."),
                            "show": "sel=id%3Atreaty-2025",
                        },
                        {"text": label("Who disagrees?"), "show": "disputed=1"},
                    ],
                }
            ],
        },
        "terms": TERMS,
        "nodes": nodes,
        "edges": edges,
        "records": records,
        "passages": [
            {
                "id": "src:text.1",
                "source": 0,
                "holders": ["id:iran", "id:russia"],
                "locator": "article 1",
                "stated": None,
                "quoted_in": None,
                "perspectives": ["code:iran-official"],
            },
            {
                "id": "src:press.2",
                "source": 1,
                "holders": ["id:ambassador"],
                "locator": "paragraph 2",
                "stated": "2025-07-18",
                "quoted_in": 3,
                "perspectives": ["code:iran-official"],
            },
            {
                "id": "src:press.3",
                "source": 1,
                "holders": ["id:mfa"],
                "locator": "paragraph 3",
                "stated": None,
                "quoted_in": None,
                "perspectives": [],
            },
            {
                "id": "src:press.2.b",
                "source": 1,
                "holders": ["id:bbc"],
                "locator": "paragraph 2",
                "stated": None,
                "quoted_in": 4,
                "perspectives": ["code:western-press"],
            },
            {
                "id": "src:trap.1",
                "source": 2,
                "holders": ["id:hostile"],
                "locator": HOSTILE,
                "stated": None,
                "quoted_in": None,
                "perspectives": [],
            },
        ],
        "sources": [
            {
                "id": "src:text",
                "title": "Text of the treaty",
                "lang": "en",
                "kind": "code:official-statement",
                "issued": "2025-01-17",
                "address": "https://example.org/treaty",
            },
            {
                "id": "src:press",
                "title": "گزارش یک روزنامه",
                "lang": "fa",
                "kind": "code:press-report",
                "issued": "2025-08",
                "address": "https://example.org/press?a=1&b=2",
                "publisher": "id:bbc",
            },
            {
                "id": "src:trap",
                "title": HOSTILE,
                "lang": "en",
                "kind": "code:press-report",
                "issued": None,
                "address": "javascript:alert(1)",
            },
        ],
        "citations": {
            "page": {"text": "The makers. “Test.” Version 0.1.0+a1b2c3d4.", "bibtex": "@misc{test,\n}"},
            "own": {
                "text": f"The makers. “{TITLE}.” Version 0.1.0. {ADDRESS}.",
                "bibtex": f"@misc{{{KEY},\n  title = {{{TITLE}}},\n}}",
            },
            "records": {"id:treaty-2025": {"text": "A treaty, 2025.", "bibtex": "@misc{treaty-2025,\n}"}},
            "recorded": f"As recorded there: {ADDRESS}.",
        },
        "names": {
            "id:ambassador": {"label": label("The ambassador", "سفیر", "Посол")},
            "id:mfa": {"label": label("Foreign Ministry", "وزارت خارجه", "МИД")},
            "id:bbc": {"label": label("BBC Persian", "بی‌بی‌سی فارسی", "Би-би-си")},
        },
    }


def grown(count: int, relations: int) -> dict[str, Any]:
    """A payload of a wished size: hubs and leaves, a few components, some lone nodes."""
    chance = random.Random(count)
    kinds = ["kg:Person", "kg:Article", "kg:Treaty", "kg:IntergovernmentalOrganization", "kg:State"]
    weights = [50, 30, 10, 8, 2]
    joined = int(count * 0.95)
    nodes = [
        node(f"id:n{i}", kind, label(f"Name {i} of a record", f"نام {i}", f"Имя {i}"))
        for i, kind in enumerate(chance.choices(kinds, weights, k=count))
    ]
    relation = ["kg:party", "dcterms:isPartOf", "kg:Membership", "kg:Signature"]
    parts = max(1, joined // 12)
    edges = []
    for i in range(relations):
        a = i % joined if i < joined else chance.randrange(joined)
        hub = int(a * chance.random() ** 3) if a >= parts else chance.randrange(max(1, a))
        year = 1900 + chance.randrange(125)
        edges.append(
            edge(
                f"id:n{a}",
                f"id:n{hub}",
                chance.choice(relation),
                start=str(year),
                end=str(year + 5),
                passages=[i % 5],
                disputed=i % 20 == 0,
            )
        )
    return {**small(), "nodes": nodes, "edges": edges, "records": {}}
