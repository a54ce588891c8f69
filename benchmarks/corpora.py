"""Make corpora of any size in the shape of this project's: what the benchmark of growth measures.

    python benchmarks/corpora.py FOLDER --treaties 12

Everything in them is made up, by a seed, so that the same size is the same corpus on every machine and does not
change with the project's own data. The unit is a treaty with whatever stands around one in the corpus: articles
and acts, sources in three languages, people, outlets, events, figures, votes, memberships, tenures, assessments and
coding, in the proportions that the corpus had in November 2026. A few states, bodies and treaties are spoken of
everywhere, as the two parties are. `kg check` finds no fault. Twelve treaties make 171,000 compiled quads, and each
more about 12,500, of which a half are in the default graph.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kg.corpus.files import find_root
from kg.rdf.vocabulary import PREFIXES

BASE = "https://example.org/growth/"
SEED = 18
STATES, OUTLETS, PEOPLE, PRESS = 12, 12, 9, 28
ARTICLES, EVENTS, FIGURES, VOTES, MEMBERSHIPS, TENURES = 11, 7, 6, 3, 4, 4
FIELDS = ("customs", "banking-finance", "culture", "agriculture", "arms-control", "counter-terrorism-crime")
COMMITMENTS = ("cooperate", "principle", "exchange-information", "facilitate", "promote", "consult", "refrain")
_WORDS = {
    "en": "parties trade border agree treaty minister joint rail energy council region defence visit port bank "
    "transit customs gas plan loan court fleet summit text article vote law crisis grain corridor",
    "fa": "طرفین بازرگانی مرز توافق معاهده وزیر مشترک راه‌آهن انرژی شورا منطقه دفاع دیدار بندر بانک "
    "ترانزیت گمرک گاز برنامه وام دادگاه ناوگان نشست متن ماده رأی قانون بحران غله کریدور",
    "ru": "стороны торговля граница согласие договор министр совместный дорога энергия совет регион оборона визит "
    "порт банк транзит таможня газ план заём суд флот встреча текст статья голос закон кризис зерно",
}
WORDS = {tag: words.split() for tag, words in _WORDS.items()}
#: One source in three is in each.
LANGUAGES = tuple(WORDS)
Values = dict[str, str | list[str]]


class Made:
    """A corpus in the making: its register by file, and its sources, each written when it is complete."""

    def __init__(self, root: Path, seed: int = SEED) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.register: dict[str, list[str]] = defaultdict(list)

    def enter(self, file: str, record: str, kind: str = "", values: Values | None = None, name: str = "") -> str:
        """Enter a record into a file of the register, with a name in three languages where it has one."""
        named: Values = {"skos:prefLabel": self.texts(name)} if name else {}
        typed: Values = {"a": kind} if kind else {}
        self.register[file].append(block(record, typed | named | (values or {})))
        return record

    def texts(self, name: str) -> list[str]:
        """Return a name in each language: words of that language and the name's own number."""
        head, _, number = name.rpartition(" ")
        return [
            literal(head if tag == "en" else WORDS[tag][len(head) % len(WORDS[tag])], number, tag)
            for tag in LANGUAGES
        ]

    def gist(self) -> list[str]:
        """Return a sentence in English, and in every third case one in each language."""
        tags = LANGUAGES if self.random.random() < 1 / 3 else LANGUAGES[:1]
        return [f'"{" ".join(self.random.choices(WORDS[tag], k=9))}."@{tag}' for tag in tags]

    def day(self, first: int = 1990, last: int = 2024) -> str:
        """Return a day of some years; one in five is known by its month or year only."""
        year, month, number = (
            self.random.randint(first, last),
            self.random.randint(1, 12),
            self.random.randint(1, 28),
        )
        texts = [f'"{year}-{month:02}-{number:02}"^^xsd:date'] * 8
        return self.random.choice([*texts, f'"{year}-{month:02}"^^xsd:gYearMonth', f'"{year}"^^xsd:gYear'])

    def write(self) -> None:
        """Write the register."""
        for file, blocks in self.register.items():
            save(self.root / "graphs" / "records" / file, blocks)


class Source:
    """A source in the making, with its passages."""

    def __init__(self, made: Made, key: str, kind: str, makers: Values, issued: str, language: str = "en") -> None:
        self.made, self.key, self.kind = made, key, kind
        head: Values = {"a": "kg:Source", "dcterms:issued": issued, "dcterms:language": f'"{language}"'}
        title = {"dcterms:title": literal("Source", key, language)}
        told: Values = {"kg:extentSeen": "code:extent-full", "kg:kind": f"code:{kind}"}
        self.described = [block(f"src:{key}", head | makers | title | told)]
        self.said: dict[str, list[str]] = {}

    def passage(self, locator: str, holders: list[str], quoted_in: str = "", speaker: str = "") -> str:
        """Add a passage, and return its name."""
        name = f"{quoted_in or f'src:{self.key}.{locator}'}{f'.{speaker}' if speaker else ''}"
        values: Values = {"a": "kg:Passage", "dcterms:isPartOf": f"src:{self.key}", "kg:holder": holders}
        values |= {"kg:locator": f'"paragraph {locator[1:]}"'} | ({"kg:quotedIn": quoted_in} if quoted_in else {})
        self.described.append(block(name, values))
        self.said[name] = []
        return name

    def state(self, passage: str, record: str, values: Values) -> None:
        """State something of a record in a passage."""
        self.said[passage].append(block(record, values))

    def write(self) -> None:
        """Write the file of the source."""
        coding = self.kind == "project-coding"
        folder = Path("coding") if coding else Path("sources") / self.kind / self.key[0]
        stem = self.key.removeprefix("coding-") if coding else self.key
        graphs = {f"src:{self.key}": self.described} | {
            passage: said for passage, said in self.said.items() if said
        }
        blocks = [f"{graph} {{\n{''.join(blocks)}}}\n" for graph, blocks in graphs.items()]
        save(self.made.root / "graphs" / folder / f"{stem}.trig", blocks)


def literal(text: str, number: str, tag: str) -> str:
    """Write a text with a number in a language."""
    return f'"{text} {number}"@{tag}'


def block(subject: str, values: Values) -> str:
    """Write the statements of a subject."""
    lines = [
        f"    {prop} {value} ;\n"
        for prop, stated in values.items()
        for value in ([stated] if isinstance(stated, str) else stated)
    ]
    return f"{subject}\n{''.join(lines)}.\n"


def save(path: Path, blocks: Iterable[str]) -> None:
    """Write blocks as a file, with every prefix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spaces = PREFIXES | {"id": f"{BASE}id/", "src": f"{BASE}source/"}
    heads = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in spaces.items())
    path.write_text(heads + "".join(blocks), encoding="utf-8")


def make(root: Path, treaties: int, seed: int = SEED) -> None:
    """Make a corpus of so many treaties, at least two, in a new folder."""
    shutil.copytree(find_root() / "ontology", root / "ontology")
    made = Made(root, seed)
    everyone(made)
    for number in range(treaties):
        around(made, number)
    made.write()


def everyone(made: Made) -> None:
    """Make what every corpus has: the states, two parliaments, an assembly, the coders, the description."""
    for i in range(STATES):
        made.enter(
            "states.ttl", f"id:state-{i}", "kg:State", {"kg:publisherKind": "code:public-body"}, f"State {i}"
        )
    for i in (0, 1):
        made.enter(
            "parliaments.ttl", f"id:parliament-{i}", "kg:Parliament", {"kg:organOf": f"id:state-{i}"}, f"House {i}"
        )
    made.enter(
        "intergovernmental-organizations.ttl", "id:assembly", "kg:IntergovernmentalOrganization", None, "Assembly 1"
    )
    made.enter(
        "research-bodies.ttl",
        "id:coders",
        "kg:ResearchBody",
        {"kg:publisherKind": "code:scholarly-publisher"},
        "Coders 1",
    )
    description: Values = {
        "a": "kg:Corpus",
        "skos:prefLabel": ['"A corpus that is made up"@en', '"پیکرهٔ ساختگی"@fa', '"Вымышленный корпус"@ru'],
        "dcterms:creator": "id:coders",
        "dcterms:description": '"Nothing in it is true; its size and shape are measured."@en',
        "dcterms:license": "<https://creativecommons.org/publicdomain/zero/1.0/>",
        "kg:base": f'"{BASE}"^^xsd:anyURI',
        "kg:comparedInstrument": ["id:treaty-0", "id:treaty-1"],
        "kg:describedParty": ["id:state-0", "id:state-1"],
        "owl:versionInfo": '"1.0.0"',
    }
    save(made.root / "graphs" / "corpus.ttl", [block(f"<{BASE}dataset>", description)])


def around(made: Made, n: int) -> None:
    """Make a treaty and what stands around it in a corpus."""
    people = [
        made.enter("people.ttl", f"id:person-{n}-{i}", "kg:Person", None, f"Person {n * PEOPLE + i}")
        for i in range(PEOPLE)
    ]
    outlets = [
        made.enter(
            "media-outlets.ttl",
            f"id:outlet-{n}-{i}",
            "kg:MediaOutlet",
            {"kg:publisherKind": "code:national-press"},
            f"Outlet {n * OUTLETS + i}",
        )
        for i in range(OUTLETS)
    ]
    made.enter("places.ttl", f"id:place-{n}", "kg:Place", {"kg:locatedIn": f"id:state-{n % STATES}"}, f"Place {n}")
    league = made.enter(
        "intergovernmental-organizations.ttl",
        f"id:league-{n}",
        "kg:IntergovernmentalOrganization",
        None,
        f"League {n + 2}",
    )
    signed = made.random.randint(1990, 2022)
    text_of(made, n, signed)
    record_of(made, n, signed, league)
    tenures = office_of(made, n, people)
    press(made, n, signed, people, outlets, tenures)
    coding_of(made, n, people, outlets)


def text_of(made: Made, n: int, signed: int) -> None:
    """Make a treaty, its provisions and acts, and its text, whose passages both parties hold."""
    file, treaty = f"instruments/treaty-{n}.ttl", f"id:treaty-{n}"
    parties = ["id:state-0", "id:state-1"]
    names: Values = {"kg:party": parties, "kg:shortName": made.texts(f"Pact {n}")}
    made.enter(file, treaty, "kg:Treaty", names, f"Treaty {n}")
    acts = {"signature": parties, "ratification-0": parties[:1], "ratification-1": parties[1:]}
    acts |= {"entry-into-force": parties, "approval": ["id:parliament-0"]}
    for act, actors in acts.items():
        made.enter(file, f"{treaty}-{act}", "", {"kg:actor": actors, "kg:treaty": treaty})
    for i in range(1, ARTICLES + 1):
        article: Values = {"dcterms:isPartOf": treaty, "kg:number": str(i)}
        made.enter(file, f"{treaty}-article-{i}", "kg:Article", article, f"Treaty {n}, article {i}")
    text = Source(made, f"text-{n}", "treaty-text", {"dcterms:creator": parties}, f'"{signed}"^^xsd:gYear')
    for i in range(1, ARTICLES + 1):
        passage = text.passage(f"a{i}", parties)
        if i == 1:
            text.state(passage, treaty, {"kg:articleCount": str(ARTICLES), "kg:term": '"P20Y"^^xsd:duration'})
        cited = {"kg:cites": f"id:treaty-{made.random.randrange(n)}"} if n and i % 4 == 0 else {}
        text.state(passage, f"{treaty}-article-{i}", {"kg:gist": made.gist()} | cited)
    text.write()


def record_of(made: Made, n: int, signed: int, league: str) -> None:
    """Make an official record: the votes of an assembly with their ballots, memberships, sanctions, an approval."""
    source = Source(
        made, f"record-{n}", "official-record", {"dcterms:publisher": "id:state-0"}, '"2025-06-01"^^xsd:date'
    )
    for i in range(VOTES):
        vote = f"id:vote-{n}-{i}"
        made.enter(
            "votes.ttl",
            vote,
            "",
            {
                "kg:about": f"id:treaty-{n}",
                "kg:body": "id:assembly",
                "kg:kind": "code:vote",
                "kg:participant": "id:assembly",
            },
            f"Vote {n * VOTES + i}",
        )
        passage = source.passage(f"p{i + 1}", ["id:state-0"])
        counts = {
            prop: str(made.random.randint(0, 99)) for prop in ("kg:votesFor", "kg:votesAgainst", "kg:abstentions")
        }
        on = {"a": "kg:Vote", "kg:field": f"field:{made.random.choice(FIELDS)}", "kg:onDate": made.day()}
        source.state(passage, vote, {**on, **counts})
        for voter in made.random.sample(range(STATES), 3):
            ballot = made.enter(
                "ballots.ttl", f"{vote}-ballot-{voter}", "", {"kg:vote": vote, "kg:voter": f"id:state-{voter}"}
            )
            choice = made.random.choice(("voted-for", "voted-against", "abstained"))
            source.state(passage, ballot, {"a": "kg:Ballot", "kg:choice": f"code:{choice}"})
    last = source.passage(f"p{VOTES + 1}", ["id:state-0"])
    for member in made.random.sample(range(STATES), MEMBERSHIPS):
        membership = made.enter(
            "memberships.ttl",
            f"id:state-{member}-in-league-{n}",
            "",
            {"kg:member": f"id:state-{member}", "kg:organization": league, "kg:role": "code:full-member"},
        )
        source.state(last, membership, {"a": "kg:Membership", "kg:startDate": made.day()})
    sanction = made.enter(
        "sanctions.ttl", f"id:sanction-{n}", "", {"kg:imposer": "id:state-2", "kg:target": "id:state-0"}
    )
    source.state(last, sanction, {"a": "kg:Sanction", "kg:gist": made.gist(), "kg:startDate": made.day()})
    source.state(
        last,
        f"id:treaty-{n}-approval",
        {"a": "kg:Approval", "kg:onDate": f'"{signed + 1}-03-01"^^xsd:date', "kg:votesFor": "190"},
    )
    source.write()


def office_of(made: Made, n: int, people: list[str]) -> list[str]:
    """Make an office and its successive holders, and a table that dates their tenures; return these."""
    office = made.enter("offices.ttl", f"id:office-{n}", "kg:Office", {"kg:officeOf": "id:state-0"}, f"Office {n}")
    lines = ["record,a,kg:person,kg:office,kg:startDate,kg:endDate\n"]
    tenures = []
    for i, person in enumerate(people[:TENURES]):
        tenures.append(f"id:tenure-{n}-{i}")
        lines.append(f"id:tenure-{n}-{i},kg:Tenure,{person},{office},{2000 + 4 * i}-05-01,{2004 + 4 * i}-04-30\n")
    table = Source(made, f"table-{n}", "dataset", {"dcterms:publisher": "id:coders"}, '"2025-06-01"^^xsd:date')
    table.write()
    path = made.root / "graphs" / "sources" / "dataset" / "t" / f"table-{n}.csv"
    path.write_text("".join(lines), encoding="utf-8")
    return tenures


def press(made: Made, n: int, signed: int, people: list[str], outlets: list[str], tenures: list[str]) -> None:
    """Make the press and scholarship: outlets date acts, events and figures, and quote people who assess."""
    treaty = f"id:treaty-{n}"
    events = [f"id:event-{n}-{i}" for i in range(EVENTS)]
    for event in events:
        who = made.random.sample(people, 2)
        made.enter("events.ttl", event, "", {"kg:about": treaty, "kg:kind": "code:meeting", "kg:participant": who})
    figures = [f"id:figure-{n}-{i}" for i in range(FIGURES)]
    for i, figure in enumerate(figures):
        period = f'"{2000 + i}"^^xsd:gYear'
        about: Values = {"kg:between": ["id:state-0", "id:state-1"], "kg:measure": "code:trade-turnover"}
        about |= {"kg:periodEnd": period, "kg:periodStart": period, "kg:unit": "code:usd-billion"}
        made.enter("figures.ttl", figure, "", about)
    acts = {"signature": ("kg:Signature", signed), "entry-into-force": ("kg:EntryIntoForce", signed + 2)}
    acts |= {f"ratification-{i}": ("kg:Ratification", signed + 1) for i in (0, 1)}
    for i in range(PRESS):
        language = LANGUAGES[i % 3]
        outlet = made.random.choice(outlets)
        study = i < 2
        kind, key = ("scholarly-work", f"study-{n}-{i}") if study else ("press-report", f"news-{n}-{i}")
        holder = people[i] if study else outlet
        makers: Values = {"dcterms:creator": holder} if study else {"dcterms:publisher": holder}
        source = Source(made, key, kind, makers, f'"2025-{i % 12 + 1:02}-11"^^xsd:date', language)
        first, second = source.passage("p1", [holder]), source.passage("p2", [holder])
        for act in made.random.sample(list(acts), 2):
            cls, year = acts[act]
            # Now and then another day of the same year: rivals.
            day = 17 if made.random.random() < 0.8 else made.random.randint(18, 28)
            source.state(first, f"{treaty}-{act}", {"a": cls, "kg:onDate": f'"{year}-01-{day}"^^xsd:date'})
        event, figure = events[i % EVENTS], figures[i % FIGURES]
        told: Values = {
            "a": "kg:Event",
            "kg:gist": made.gist(),
            "kg:onDate": f'"2010-0{n % 9 + 1}-1{i % 2}"^^xsd:date',
        }
        source.state(second, event, told | {"kg:place": f"id:place-{n}"})
        source.state(second, figure, {"a": "kg:Figure", "kg:value": f"{made.random.randint(20, 23) / 10}"})
        source.state(
            second,
            tenures[i % TENURES],
            {"a": "kg:Tenure", "kg:heldOn": f'"{2002 + 4 * (i % TENURES)}"^^xsd:gYear'},
        )
        speaker = made.random.choice(people)
        quoted = source.passage("p2", [speaker], second, speaker.removeprefix("id:"))
        # One in four speaks of the treaties that everybody speaks of.
        subject = made.random.choice([treaty, treaty, treaty, "id:treaty-0"])
        view: Values = {"kg:about": [subject, f"id:state-{i % STATES}"]}
        view |= {"kg:stance": f"code:{made.random.choice(('supportive', 'critical', 'neutral'))}"}
        view |= {
            "a": "kg:Assessment",
            "kg:gist": made.gist(),
            "kg:kind": "code:values",
            "kg:stanceTowards": subject,
        }
        source.state(quoted, f"id:assessment-{n}-{i}", view)
        source.write()


def coding_of(made: Made, n: int, people: list[str], outlets: list[str]) -> None:
    """Make the coding of a treaty: fields and commitments of its articles, a lineage, perspectives, a check."""
    source = Source(
        made, f"coding-treaty-{n}", "project-coding", {"dcterms:creator": "id:coders"}, '"2025-11-01"^^xsd:date'
    )
    for i in range(1, ARTICLES + 1):
        passage = source.passage(f"a{i}", ["id:coders"])
        coded: Values = {
            "kg:commitment": f"code:{made.random.choice(COMMITMENTS)}",
            "kg:mainField": f"field:{made.random.choice(FIELDS)}",
            "kg:modality": f"code:{made.random.choice(('obligation', 'statement', 'permission'))}",
        }
        source.state(passage, f"id:treaty-{n}-article-{i}", coded)
    last = source.passage(f"p{ARTICLES + 1}", ["id:coders"])
    if n:
        ends: Values = {"kg:earlier": f"id:treaty-{n - 1}-article-1", "kg:later": f"id:treaty-{n}-article-1"}
        lineage = made.enter("lineages.ttl", f"id:lineage-{n}", "", ends | {"kg:kind": "code:continues"})
        source.state(last, lineage, {"a": "kg:Lineage", "kg:gist": made.gist()})
    for agent in [*people, *outlets]:
        perspective = made.random.choice(("iran-official", "russia-official", "western-press", "iran-press"))
        positioning = made.enter(
            "positionings.ttl",
            f"{agent}-perspective",
            "",
            {"kg:agent": agent, "kg:perspective": f"code:{perspective}"},
        )
        source.state(last, positioning, {"a": "kg:Positioning"})
    check = made.enter("text-checks.ttl", f"id:check-{n}", "", {"kg:checkedAgainst": f"id:treaty-{n}"})
    told: Values = {"a": "kg:TextCheck", "kg:checkedReport": f"src:news-{n}-5.p1", "kg:gist": made.gist()}
    source.state(last, check, told | {"kg:verdict": "code:in-the-text"})
    source.write()


def main() -> None:
    """Make one corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--treaties", type=int, default=12)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    make(options.folder, options.treaties, options.seed)


if __name__ == "__main__":
    main()
