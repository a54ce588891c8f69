# ruff: noqa: E501 - an edit reads best on the line of its rule
"""Edits that spoil the miniature world: one for each rule and each shape."""

from __future__ import annotations

DAILY = "graphs/sources/press-report/d/daily-2025.trig"
GAZETTE = "graphs/sources/official-record/g/gazette-2025.trig"
MEMOIR = "graphs/sources/scholarly-work/m/memoir.trig"
CODING = "graphs/coding/world.trig"
TREATY = "graphs/records/instruments/treaty-new.ttl"
#: The register: an edit is made in the one file of it that holds the text.
WORLD = "graphs/records"
KG = "ontology/kg.ttl"
FIELDS = "ontology/fields.ttl"
ROLES = "ontology/roles.ttl"
MORE = "graphs/records/more.ttl"
CORPUS = "graphs/corpus.ttl"

_HEADS = """@prefix code: <https://w3id.org/iran-russia/code/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix field: <https://w3id.org/iran-russia/field/> .
@prefix id: <https://w3id.org/iran-russia/id/> .
@prefix kg: <https://w3id.org/iran-russia/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/iran-russia/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def turtle(body: str) -> str:
    """Put the prefixes before statements."""
    return _HEADS + body.lstrip("\n")


_TERM = """
kg:tribute
    a owl:DatatypeProperty ;
    skos:prefLabel "tribute"@en ;
    skos:prefLabel
        "خراج"@fa ;
    skos:prefLabel "дань"@ru ;
    skos:definition "What one land pays another."@en ;
"""


def saying(statements: str) -> tuple[str, str, str]:
    """Add statements to what The Daily says in its first paragraph."""
    return DAILY, "src:daily-2025.p1 {\n", f"src:daily-2025.p1 {{\n{statements}\n"


_VOTE = "id:league-vote\n    kg:body id:league ;\n.\n"
_BALLOT = "id:league-vote-ballot-northland\n    kg:vote id:league-vote ;\n    kg:voter id:northland ;\n.\n"
#: A vote with one ballot, and what The Daily says of both.
BALLOT: tuple[tuple[str, ...], ...] = (
    ("graphs/records/votes.ttl", turtle(_VOTE)),
    ("graphs/records/ballots.ttl", turtle(_BALLOT)),
    saying(
        "    id:league-vote\n        a kg:Vote ;\n    .\n\n    id:league-vote-ballot-northland\n"
        "        a kg:Ballot ;\n        kg:choice code:voted-for ;\n    .\n"
    ),
)


_QUESTION = """id:question-new-treaty
    a kg:ContestedQuestion ;
    skos:prefLabel "Does the New Treaty serve both lands?"@en ;
    skos:prefLabel
        "آیا معاهدهٔ نو به سود هر دو سرزمین است؟"@fa ;
    skos:prefLabel "Служит ли Новый договор обеим странам?"@ru ;
    kg:asksAbout id:treaty-new ;
.

id:question-old-treaty
    a kg:ContestedQuestion ;
    skos:prefLabel "Does the Old Treaty serve both lands?"@en ;
    skos:prefLabel
        "آیا معاهدهٔ کهن به سود هر دو سرزمین است؟"@fa ;
    skos:prefLabel "Служит ли Старый договор обеим странам?"@ru ;
    kg:asksAbout id:treaty-old ;
.
"""
_ANSWER = "id:answer-volkov\n    kg:answeredIn id:volkov-treaty-good ;\n    kg:answersQuestion id:question-new-treaty ;\n.\n"
#: A question, and how the project reads what Volkov says as an answer to it.
ANSWER: tuple[tuple[str, ...], ...] = (
    ("graphs/records/contested-questions.ttl", turtle(_QUESTION)),
    ("graphs/records/answers.ttl", turtle(_ANSWER)),
    (
        CODING,
        "src:coding-world.3 {\n",
        "src:coding-world.3 {\n    id:answer-volkov\n        a kg:Answer ;\n        kg:answer code:answer-yes ;\n    .\n\n",
    ),
)


def unlike(before: str, after: str, edits: tuple[tuple[str, ...], ...] = BALLOT) -> list[tuple[str, ...]]:
    """Change one place of what is added to the world: a vote with one ballot, or other edits."""
    assert sum(before in text for edit in edits for text in edit) == 1
    return [tuple(text.replace(before, after, 1) for text in edit) for edit in edits]


_PASSAGE = """    src:daily-2025.p{number}
        a kg:Passage ;
        dcterms:isPartOf src:daily-2025 ;
        kg:fingerprint "42bab5a2f6e6671b1b911a44c59d50921c2cb7cc45dc5ad96745f2da12972477" ;
        kg:holder id:daily ;
        kg:locator "paragraph {number}" ;
        kg:quotedIn src:daily-2025.p{above} ;
    .
"""
#: A dozen more passages, each quoted in the one before, and the last one through more than may be.
_CHAIN = (
    "    src:daily-2025.p2\n",
    "\n".join(_PASSAGE.format(number=n, above=n - 1 if n > 10 else 1) for n in range(10, 22))
    + "\n    src:daily-2025.p2\n",
)


def translating(language: str, *texts: str) -> tuple[str, str]:
    """Return an edit that gives locators of the paper's first passage in a language."""
    locator = '        kg:locator "paragraph 1" ;\n'
    return locator, locator + "".join(f'        kg:translatedLocator "{text}"@{language} ;\n' for text in texts)


#: A rule of `kg.corpus.rules` by name, and edits that break it and nothing else.
RULE_CASES: dict[str, list[tuple[str, ...]]] = {
    "no_comments": [(WORLD, "id:ali-yusefi\n", "# seen once\nid:ali-yusefi\n")],
    "no_blank_nodes": [(DAILY, "kg:about id:hostile ;", "kg:about [] ;")],
    "every_triple_in_a_block": [
        (MEMOIR, "src:memoir {\n", "id:treaty-old\n    kg:articleCount 2 ;\n.\n\nsrc:memoir {\n")
    ],
    "file_named_like_source": [
        (
            "graphs/sources/diary.trig",
            turtle(
                'src:northern-diary {\n    src:northern-diary\n        a kg:Source ;\n        dcterms:language "en" ;\n        dcterms:title "A diary"@en ;\n        kg:extentSeen code:extent-full ;\n        kg:kind code:press-report ;\n    .\n}\n'
            ),
        )
    ],
    "one_description": [(CORPUS, "    a kg:Corpus ;\n", "    a kg:Group ;\n")],
    "one_register_each": [(MORE, turtle('id:northland\n    skos:altLabel "The North"@en ;\n.\n'))],
    "sources_filed_by_kind": [(DAILY, "kg:kind code:press-report", "kg:kind code:interview")],
    "records_filed_by_class": [(MORE, turtle('id:pier\n    a kg:Place ;\n    skos:prefLabel "Pier"@en ;\n.\n'))],
    "one_file_per_address": [
        (
            GAZETTE,
            "        kg:extentSeen",
            '        kg:address "https://daily.example/1"^^xsd:anyURI ;\n        kg:extentSeen',
        )
    ],
    "literals_in_form": [(GAZETTE, '"2005-07-05"^^xsd:date', '"2005-02-30"^^xsd:date')],
    "days_of_sources": [
        (
            MEMOIR,
            '        dcterms:language "ru"',
            '        dcterms:issued "1405-08-14"^^xsd:date ;\n        dcterms:language "ru"',
        )
    ],
    "days_of_issue_are_printed": [
        (DAILY, "@prefix src:", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix src:"),
        (
            DAILY,
            "        kg:kind code:press-report ;",
            '        kg:kind code:press-report ;\n        skos:editorialNote "The day is that of the address."@en ;',
        ),
    ],
    "days_of_the_world": [(GAZETTE, '"2005-07-05"^^xsd:date', '"1384-04-14"^^xsd:date')],
    "days_of_speech": [
        (DAILY, '"2025-07-18"^^xsd:date ;\n    .\n\n    src:', '"2025-07-22"^^xsd:date ;\n    .\n\n    src:')
    ],
    "days_no_later_than_their_source": [(DAILY, '"2025-05-21"^^xsd:date', '"2025-08-21"^^xsd:date')],
    "printed_days_agree": [(GAZETTE, "22 Esfand", "21 Esfand")],
    "links_to_records": [(DAILY, "kg:about id:hostile ;", 'kg:about "a man"@en ;')],
    "literals_of_their_range": [(DAILY, "kg:votesFor 191 ;", "kg:votesFor 191.0 ;")],
    "known_records": [(DAILY, "kg:about id:hostile ;", "kg:about id:nobody ;")],
    "passages_described": [
        (
            MEMOIR,
            "src:memoir.1 {",
            "src:memoir.2 {\n    id:treaty-old\n        kg:articleCount 2 ;\n    .\n}\n\nsrc:memoir.1 {",
        )
    ],
    "translated_locators": [(DAILY, *translating("en", "paragraph 1"))],
    "testimony_of_types": [saying("    id:harbour\n        a kg:Place ;\n    .\n")],
    "statements_about_attested_records": [(GAZETTE, "        a kg:Signature ;\n", "")],
    "labels_of_things": [(WORLD, '    skos:prefLabel "Pyotr Volkov"@en ;\n', "")],
    "alternative_labels_differ": [(WORLD, 'skos:altLabel "LL"@en', 'skos:altLabel "League of Lands"@en')],
    "defining_links_in_register": [
        saying('    id:event-x\n        a kg:Event ;\n        kg:onDate "2001"^^xsd:gYear ;\n    .\n')
    ],
    "register_is_spoken_of": [(MORE, turtle("id:ghost\n    kg:participant id:northland ;\n.\n"))],
    "retired_records_rest": [
        (
            WORLD,
            "id:pyotr-volkov\n",
            "id:volkov\n    <http://purl.org/dc/terms/isReplacedBy> id:pyotr-volkov ;\n.\n\nid:pyotr-volkov\n",
        ),
        (MEMOIR, "kg:holder id:pyotr-volkov", "kg:holder id:volkov"),
    ],
    "links_to_happenings": unlike("kg:vote id:league-vote", "kg:vote id:treaty-new-signature"),
    "holders_can_speak": [(MEMOIR, "kg:holder id:pyotr-volkov", "kg:holder id:harbour")],
    "copies_declare_their_origin": [
        (MEMOIR, "@prefix src:", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix src:"),
        (
            MEMOIR,
            "        kg:kind code:scholarly-work ;",
            '        kg:kind code:scholarly-work ;\n        skos:editorialNote "A reprint from The Daily."@en ;',
        ),
    ],
    "locators_of_codings_lead_somewhere": [(CODING, '"reports of the New Treaty"', '"daily-2025.p9, articles"')],
    "publishers_have_a_kind": [(WORLD, "    kg:publisherKind code:national-press ;\n", "")],
    "figures_have_numbers": [(DAILY, "        kg:valueAbout 2.7 ;\n", "")],
    "terms_plausible": [(DAILY, "P20Y", "P8000Y")],
    "articles_complete": [(DAILY, "kg:articleCount 2", "kg:articleCount 3")],
    "articles_numbered": [
        (
            WORLD,
            "    dcterms:isPartOf id:treaty-old ;\n    kg:number 2 ;\n",
            "    dcterms:isPartOf id:treaty-old ;\n",
        )
    ],
    "paragraphs_within_count": [
        (
            WORLD,
            "id:treaty-new-article-2\n",
            'id:treaty-new-article-1-paragraph-3\n    a kg:Paragraph ;\n    skos:prefLabel "New Treaty, article 1(3)"@en ;\n'
            "    dcterms:isPartOf id:treaty-new-article-1 ;\n    kg:number 3 ;\n.\n\nid:treaty-new-article-2\n",
        )
    ],
    "lineage_between_instruments": [
        (WORLD, "kg:earlier id:treaty-old-article-1", "kg:earlier id:treaty-new-article-2")
    ],
    "actors_of_treaty_actions": [(WORLD, "    kg:actor id:assembly ;", "    kg:actor id:league ;")],
    "order_of_actions": [(GAZETTE, '"2025-10-02"^^xsd:date', '"2024-12-02"^^xsd:date')],
    "declared_terms": [(DAILY, "kg:votesFor 191", "kg:voteFor 191")],
    "terms_explained": [
        (
            KG,
            '    skos:prefLabel "place"@en ;\n    skos:prefLabel\n        "محل"@fa ;\n',
            '    skos:prefLabel "place"@en ;\n',
        )
    ],
    "codes_exemplified": [
        (
            FIELDS,
            '    kg:counterExample "A general condemnation of the use of force in world affairs, which falls under world order."@en ;\n    kg:counterExample\n        "محکومیت کلی توسل به زور در امور جهان، که در «نظم جهانی» جای می‌گیرد."@fa ;\n    kg:counterExample "Общее осуждение применения силы в мировых делах: относится к области «Миропорядок»."@ru ;\n    kg:counterExample id:treaty-2025-article-2 ;\n',
            "",
        ),
        (
            ROLES,
            "    kg:counterExample id:treaty-1921-article-4 ;\n",
            "    kg:counterExample id:treaty-new-article-1 ;\n",
        ),
        (
            ROLES,
            "    skos:example id:treaty-2001-clause-no-force ;\n",
            "    skos:example id:treaty-old-article-1 ;\n",
        ),
        (
            CODING,
            "    id:treaty-old-article-1\n        kg:commitment code:non-aggression ;\n",
            "    id:treaty-old-article-1\n        kg:commitment code:consult ;\n",
        ),
    ],
    "labels_distinct": [(KG, 'skos:prefLabel "place"@en', 'skos:prefLabel "seat"@en')],
    "datatypes_declared": [(KG, "kg:term\n", _TERM.lstrip() + ".\n\nkg:term\n")],
    "every_file_read": [("graphs/sources/DAILY.TRIG", "<http://a/b> {}")],
    "shapes_present": [
        (
            "ontology/shapes.ttl",
            "    a sh:PropertyShape ;\n",
            '    a sh:PropertyShape ;\n    sh:sparql "ASK {}" ;\n',
        )
    ],
    "identifiers_in_form": [
        (
            WORLD,
            "id:harbour-palace\n    a",
            'id:a\\/b\n    a kg:Place ;\n    skos:prefLabel "B"@en ;\n.\n\nid:harbour-palace\n    a',
        )
    ],
    "subjects_of_this_graph": [
        saying("    <https://w3id.org/iran-rusia/id/treaty-new>\n        kg:articleCount 2 ;\n    .\n")
    ],
    "links_within_this_graph": [
        (DAILY, "kg:about id:hostile ;", "kg:about <https://w3id.org/iran-rusia/id/hostile> ;")
    ],
    "plain_statements": [
        (
            WORLD,
            "    kg:locatedIn id:northland ;\n",
            "    <http://www.w3.org/2002/07/owl#sameAs> id:harbour-palace ;\n    kg:locatedIn id:northland ;\n",
        )
    ],
    "classes_declared": [
        (DAILY, "        a kg:Source ;\n", "        a kg:Source ;\n        a <http://evil.example/Thing> ;\n")
    ],
    "passages_of_their_source": [saying('    src:memoir\n        dcterms:title "Renamed"@en ;\n    .\n')],
    "passages_name_nothing": [
        (DAILY, "@prefix src:", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix src:"),
        saying('    id:ali-yusefi\n        skos:prefLabel "Zzz, war criminal"@en ;\n    .\n'),
    ],
    "quotations_of_reasonable_depth": [(DAILY, *_CHAIN)],
    "datatypes_known": [(GAZETTE, '"2025-10"^^xsd:gYearMonth', '"2025-10"^^xsd:dat')],
    "counts_plausible": [(DAILY, "kg:votesFor 191 ;", "kg:votesFor -5 ;")],
    "texts_visible": [(WORLD, '"Pyotr Volkov"@en', '"Pyotr\\u200B Volkov"@en')],
    "told_once": [
        (
            DAILY,
            '        kg:gist "The treaty serves both lands."@en ;\n',
            '        kg:gist "The treaty serves both lands."@en ;\n        kg:gist "It lasts."@en ;\n',
        )
    ],
    "descriptions_in_three_languages": [
        (DAILY, 'dcterms:title "The treaty is signed"@en', 'dcterms:title "[Report on the signature]"@en'),
        (
            MEMOIR,
            'dcterms:title "Мемуары"@ru ;\n',
            'dcterms:title "[Memoirs]"@en ;\n        dcterms:title "Мемуары"@ru ;\n',
        ),
    ],
    "told_in_own_words": [
        (
            DAILY,
            'dcterms:title "The treaty is signed"@en',
            'dcterms:title "The treaty serves both lands, leaders say"@en',
        )
    ],
    "gists_name_their_subject": [(DAILY, '"The treaty is worth little."', '"They gain little by the treaty."')],
    "languages_known": [(MEMOIR, 'dcterms:language "ru"', 'dcterms:language "<b>"')],
    "periods_in_order": [(GAZETTE, '"2023"^^xsd:gYear', '"2003"^^xsd:gYear')],
    "no_cycles": [(WORLD, "    kg:locatedIn id:northland ;\n", "    kg:locatedIn id:harbour-palace ;\n")],
}

_SANCTION = "id:ban\n    kg:imposer id:northland ;\n{}.\n"

#: A shape of `ontology/shapes.ttl` by name, and edits that break it and nothing else.
SHAPE_CASES: dict[str, list[tuple[str, ...]]] = {
    "action-actor": [
        (WORLD, "    kg:actor id:assembly ;\n    kg:treaty id:treaty-new ;\n", "    kg:actor id:assembly ;\n")
    ],
    "answer-assessment": unlike(
        "    kg:answeredIn id:volkov-treaty-good ;\n",
        "    kg:answeredIn id:daily-treaty-paper ;\n    kg:answeredIn id:volkov-treaty-good ;\n",
        ANSWER,
    ),
    "answer-question": unlike(
        "    kg:answersQuestion id:question-new-treaty ;\n",
        "    kg:answersQuestion id:question-new-treaty ;\n    kg:answersQuestion id:question-old-treaty ;\n",
        ANSWER,
    ),
    "answer-value": unlike("        kg:answer code:answer-yes ;\n", "", ANSWER),
    "as-printed": [(GAZETTE, "22 Esfand 1379 AP", "12 March 2001")],
    "assessment-about": [
        (
            DAILY,
            '        kg:about id:treaty-new ;\n        kg:gist "The treaty serves',
            '        kg:gist "The treaty serves',
        )
    ],
    "assessment-gist": [(DAILY, '        kg:gist "The treaty serves both lands."@en ;\n', "")],
    "assessment-kind": [(DAILY, "        kg:kind code:states ;\n", "")],
    "ballot-choice": unlike("        kg:choice code:voted-for ;\n", ""),
    "ballot-vote": unlike("    kg:vote id:league-vote ;\n", ""),
    "ballot-voter": unlike("    kg:voter id:northland ;\n", ""),
    "corpus-base": [(CORPUS, '    kg:base "https://w3id.org/iran-russia/"^^xsd:anyURI ;\n', "")],
    "corpus-compared": [
        (
            CORPUS,
            "    kg:comparedInstrument id:treaty-old ;\n",
            "    kg:comparedInstrument id:treaty-old ;\n    kg:comparedInstrument id:treaty-old-article-1 ;\n",
        )
    ],
    "source-review-day": [
        (
            DAILY,
            "        kg:kind code:press-report ;\n",
            '        kg:kind code:press-report ;\n        kg:reviewedBy "Jane Doe" ;\n',
        )
    ],
    "source-reviewer": [
        (
            DAILY,
            "        kg:kind code:press-report ;\n",
            '        kg:kind code:press-report ;\n        kg:reviewedOn "2026-01-02"^^xsd:date ;\n',
        )
    ],
    "corpus-creator": [(CORPUS, "    dcterms:creator id:world-coding ;\n", "")],
    "corpus-licence": [
        (CORPUS, "    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;\n", "")
    ],
    "corpus-party": [(CORPUS, "    kg:describedParty id:southland ;\n", "")],
    "corpus-version": [(CORPUS, '    owl:versionInfo "1.2.0" ;\n', "")],
    "figure-measure": [
        (
            WORLD,
            "    kg:measure code:trade-turnover ;\n",
            "    kg:measure code:trade-turnover ;\n    kg:measure code:contract-value ;\n",
        )
    ],
    "figure-unit": [
        (WORLD, "    kg:unit code:usd-billion ;\n", "    kg:unit code:percent ;\n    kg:unit code:usd-billion ;\n")
    ],
    "line-ends": [
        (
            "graphs/records/facilities.ttl",
            turtle(
                'id:rail\n    a kg:Facility ;\n    skos:prefLabel "Rail"@en ;\n    skos:prefLabel\n        "ریل"@fa ;\n'
                '    skos:prefLabel "Рельс"@ru ;\n    kg:joins id:harbour ;\n.\n'
            ),
        )
    ],
    "lineage-earlier": [(WORLD, "    kg:earlier id:treaty-old-article-1 ;\n", "")],
    "lineage-gist": [(CODING, '        kg:gist "Both articles bar attacks."@en ;\n', "")],
    "lineage-kind": [(WORLD, "    kg:kind code:continues ;\n", "")],
    "lineage-later": [(WORLD, "    kg:later id:treaty-new-article-1 ;\n", "")],
    "membership-member": [
        (
            WORLD,
            "    kg:member id:northland ;\n    kg:organization id:league ;\n",
            "    kg:organization id:league ;\n",
        )
    ],
    "membership-organization": [
        (WORLD, "    kg:organization id:league ;\n    kg:role code:full", "    kg:role code:full")
    ],
    "membership-role": [(WORLD, "    kg:role code:full-member ;\n", "")],
    "modality-commitment": [
        (
            CODING,
            "        kg:commitment code:non-aggression ;\n        kg:mainField field:aggression-response ;\n",
            "        kg:mainField field:aggression-response ;\n        kg:modality code:obligation ;\n",
        )
    ],
    "passage-fingerprint": [(DAILY, "42bab5", "42BAB5")],
    "passage-holder": [(DAILY, "        kg:holder id:pyotr-volkov ;\n", "")],
    "passage-locator": [(DAILY, '        kg:locator "paragraph 1" ;\n', "")],
    "passage-quoted-once": [
        (
            DAILY,
            "        kg:quotedIn src:daily-2025.p2 ;\n",
            "        kg:quotedIn src:daily-2025.p1 ;\n        kg:quotedIn src:daily-2025.p2 ;\n",
        )
    ],
    "positioning-agent": [(WORLD, "    kg:agent id:ali-yusefi ;\n", "")],
    "positioning-perspective": [(WORLD, "    kg:perspective code:iran-official ;\n", "")],
    "sanction-imposer": [
        ("graphs/records/sanctions.ttl", turtle("id:ban\n    kg:target id:southland ;\n.\n")),
        saying("    id:ban\n        a kg:Sanction ;\n    .\n"),
    ],
    "sanction-target": [
        ("graphs/records/sanctions.ttl", turtle(_SANCTION.format(""))),
        saying("    id:ban\n        a kg:Sanction ;\n    .\n"),
    ],
    "short-name": [
        (
            WORLD,
            "id:league\n    a kg:IntergovernmentalOrganization ;\n",
            "id:league\n    a kg:IntergovernmentalOrganization ;\n"
            '    kg:shortName "LL"@en ;\n    kg:shortName "LoL"@en ;\n',
        )
    ],
    "source-extent": [(MEMOIR, "        kg:extentSeen code:extent-excerpts ;\n", "")],
    "source-kind": [(MEMOIR, "        kg:kind code:scholarly-work ;\n", "")],
    "source-language": [(MEMOIR, '        dcterms:language "ru" ;\n', "")],
    "source-title": [(MEMOIR, '        dcterms:title "Мемуары"@ru ;\n', "")],
    "stance-of": [(DAILY, "        kg:stance code:critical ;\n", "")],
    "stance-towards": [(DAILY, "        kg:stanceTowards id:treaty-new ;\n", "")],
    "tenure-office": [(WORLD, "    kg:office id:president-of-southland ;\n", "")],
    "tenure-person": [(WORLD, "    kg:person id:ali-yusefi ;\n", "")],
    "text-check-gist": [(CODING, '        kg:gist "The text has articles 1 and 2."@en ;\n', "")],
    "text-check-report": [(CODING, "        kg:checkedReport src:daily-2025.p2 ;\n", "")],
    "text-check-text": [
        (
            WORLD,
            "    kg:checkedAgainst id:treaty-new ;\n.\n\nid:check-daily-worth",
            "    kg:checkedAgainst id:treaty-new ;\n    kg:checkedAgainst id:treaty-old ;\n.\n\nid:check-daily-worth",
        )
    ],
    "text-check-verdict": [(CODING, "        kg:verdict code:not-in-the-text ;\n", "")],
    "translated-locator": [(DAILY, *translating("fa", "بند ۱", "بند یک"))],
    "vote-body": unlike("    kg:body id:league ;\n", "    kg:body id:assembly ;\n    kg:body id:league ;\n"),
    "once": [(DAILY, "kg:votesFor 191 ;", "kg:votesFor 190 ;\n        kg:votesFor 191 ;")],
    "class": [(DAILY, "kg:place id:harbour-palace", "kg:place id:league")],
}
