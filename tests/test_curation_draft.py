"""Drafts: names, speakers, days, figures, votes, memberships and acts, in three languages, without the wording."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.corpus.load import load
from kg.curation import days, proposals
from kg.curation.draft import draft, number
from kg.curation.proposals import Draft
from kg.curation.register import Register
from kg.documents import copies

Run = Callable[..., Result]

#: One story in three languages, of the miniature world; each paragraph is a sentence or two.
STORY = {
    "en": """The treaty is signed

Northland and Southland signed the New Treaty on 17 January 2025.

The Assembly of Southland ratified the New Treaty by 191 votes to 3 on 21 May 2025.

“It already binds,” said Ali Yusefi on Friday, after talks with Pyotr Volkov.

He added that trade grew to more than $2.7 billion in 2023.

According to Pyotr Volkov, Northland joined the League of Lands in 2001. “No,” John Smith said.""",
    "ru": """Договор подписан

Северия и Южия подписали Новый договор 17 января 2025 года.

Ассамблея Южии ратифицировала Новый договор 21 мая 2025 года, за проголосовали 191 депутат, против — 3.

«Он уже действует», — заявил в пятницу Али Юсефи после встречи с Петром Волковым.

Он добавил, что товарооборот превысил 2,7 млрд долларов в 2023 году.

По словам Петра Волкова, Северия вступила в Лигу земель в 2001 году.""",
    "fa": """معاهده امضا شد

شمالستان و جنوبستان معاهدهٔ نو را در ۲۸ دی ۱۴۰۳ امضا کردند.

مجلس جنوبستان معاهدهٔ نو را در ۳۱ اردیبهشت ۱۴۰۴ با ۱۹۱ رأی موافق و ۳ رأی مخالف تصویب کرد.

علی یوسفی روز جمعه گفت: «این معاهده الزام‌آور است.»

وی افزود که مبادلات تجاری در سال ۲۰۲۳ به بیش از ۲٫۷ میلیارد دلار رسید.

به گفتهٔ پیوتر ولکوف، شمالستان در سال ۲۰۰۱ به عضویت اتحادیهٔ سرزمین‌ها درآمد.""",
}


@pytest.fixture(scope="module")
def register(world_root: Path) -> Register:
    return Register(load(world_root))


@pytest.fixture(scope="module")
def drafts(register: Register, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Draft]:
    folder = tmp_path_factory.mktemp("stories")
    made = {}
    for language, text in STORY.items():
        (folder / f"{language}.txt").write_text(text, encoding="utf-8")
        copy = copies.read(folder / f"{language}.txt")
        assert (copy.language, len(copy.paragraphs)) == (language, 6)
        made[language] = draft(register, copy, "", "2025-07-20")
    return made


#: Values that say of which record and by whom; what is stated is tested apart from them.
PLACING = ("record", "key", "speaker")


def of_kind(made: Draft, kind: str) -> list[tuple[int, dict[str, str]]]:
    """The paragraph of each proposal of a kind, and what it states."""
    return [
        (p.paragraph, {name: value for name, value in p.values.items() if name not in PLACING})
        for p in made.proposals
        if p.kind == kind
    ]


@pytest.mark.parametrize("language", STORY)
def test_each_kind_is_proposed_in_each_language(language: str, drafts: dict[str, Draft]) -> None:
    made = drafts[language]
    signed, approved = of_kind(made, "act")
    assert signed == (1, {"class": "kg:Signature", "kg:treaty": "id:treaty-new", "kg:onDate": "2025-01-17"})
    assert approved == (2, {"class": "kg:Approval", "kg:treaty": "id:treaty-new", "kg:onDate": "2025-05-21"})
    assert of_kind(made, "vote") == [(2, {"kg:votesFor": "191", "kg:votesAgainst": "3"})]
    holders = [(n, values.get("kg:holder")) for n, values in of_kind(made, "speaker")]
    assert holders[:3] == [(3, "id:ali-yusefi"), (4, "id:ali-yusefi"), (5, "id:pyotr-volkov")]
    assert of_kind(made, "speaker")[0][1]["kg:statedOn"] == "2025-07-18"
    ((paragraph, figure),) = of_kind(made, "figure")
    assert (paragraph, figure["kg:valueOver"], figure["kg:unit"], figure["kg:measure"]) == (
        4,
        "2.7",
        "code:usd-billion",
        "code:trade-turnover",
    )
    assert of_kind(made, "membership") == [
        (
            5,
            {
                "kg:member": "id:northland",
                "kg:organization": "id:league",
                "kg:role": "code:full-member",
                "kg:startDate": "2001",
            },
        )
    ]


def test_a_speaker_whom_the_register_lacks_is_proposed_without_a_record(drafts: dict[str, Draft]) -> None:
    assert of_kind(drafts["en"], "speaker")[3:] == [(5, {})]


#: How texts go on after they have named a speaker: an office, a phrase with a pronoun, a name with its words.
GOING_ON = {
    "The treaty\n\n“It binds,” said Ali Yusefi.\n\n“It works,” the senior diplomat said.": "id:ali-yusefi",
    "The treaty\n\n“It binds,” said Ali Yusefi.\n\nAccording to the minister, it works.": "id:ali-yusefi",
    "The treaty\n\nIt has an article, in Ali Yusefi's words, “for friends”.": "id:ali-yusefi",
    "Договор\n\n«Он действует», — заявил Али Юсефи.\n\nПо его словам, он нужен.": "id:ali-yusefi",
    "Договор\n\n«Он действует», — заявил Али Юсефи.\n\n«Он нужен», — отметил дипломат.": "id:ali-yusefi",
    "معاهده\n\nعلی یوسفی گفت: «این معاهده برقرار است.»\n\nبه گفته وی این معاهده لازم است.": "id:ali-yusefi",
}


@pytest.mark.parametrize("text", GOING_ON)
def test_the_last_speaker_goes_on(text: str, register: Register, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    copy = copies.read(tmp_path / "text.txt")
    paragraph, values = of_kind(draft(register, copy, "", "2025-07-20"), "speaker")[-1]
    assert (paragraph, values.get("kg:holder")) == (copy.paragraphs[-1].number, GOING_ON[text])


#: Persian sentences with who speaks in each: a name in quotation marks, a title before a name, an office
#: of a state that is no speaker itself, and a word for talks that is no verb.
PERSIAN = {
    "«علی یوسفی»، وزیر جنوبستان در دیدار با سید پیوتر ولکوف گفت: «این معاهده الزام‌آور است.»": ["id:ali-yusefi"],
    "وزیر خارجه شمالستان گفت که این معاهده الزام‌آور است.": [],
    "به نقل از نووستی، وزیر خارجه شمالستان از سفر خود بازگشت.": [],
    "گفت‌وگوی علی یوسفی با همتای خود پایان یافت.": [],
    "گفت و گوی علی یوسفی با همتای خود پایان یافت.": [],
    "شمالستان اعلام کرد که این معاهده الزام‌آور است.": ["id:northland"],
}


@pytest.mark.parametrize("text", PERSIAN)
def test_in_persian_the_person_speaks_and_no_state_for_its_minister(
    text: str, register: Register, tmp_path: Path
) -> None:
    (tmp_path / "text.txt").write_text(f"معاهده\n\n{text}", encoding="utf-8")
    made = draft(register, copies.read(tmp_path / "text.txt"), "", "2025-07-20")
    assert [values.get("kg:holder") for _, values in of_kind(made, "speaker")] == PERSIAN[text]


def test_a_paper_does_not_quote_itself(register: Register, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("A treaty\n\nThe Daily reported that it works.", encoding="utf-8")
    copy = copies.read(tmp_path / "text.txt")
    counts = [len(of_kind(draft(register, copy, key, "2025-07-20"), "speaker")) for key in ("", "daily-2025")]
    assert counts == [1, 0]


def test_candidates_are_the_records_of_the_act(drafts: dict[str, Draft]) -> None:
    candidates = {p.kind: p.candidates for p in drafts["en"].proposals if p.kind in ("vote", "membership")}
    placed = {p.kind: [p.values.get(name) for name in PLACING] for p in drafts["en"].proposals}
    assert placed["vote"] == ["id:treaty-new-approval-assembly", None, None]
    assert placed["membership"] == ["id:northland-in-league-full-member", None, "id:pyotr-volkov"]
    assert placed["figure"] == [None, None, "id:ali-yusefi"]
    assert candidates["vote"][0] == "id:treaty-new-approval-assembly"
    assert candidates["membership"] == ["id:northland-in-league-full-member"]


@pytest.mark.parametrize("language", STORY)
def test_the_file_holds_no_wording(language: str, drafts: dict[str, Draft], tmp_path: Path) -> None:
    path = tmp_path / "proposals.json"
    proposals.write(drafts[language], path)
    assert proposals.read(path) == drafts[language]
    written = path.read_text(encoding="utf-8")
    words = [word.strip("“”«».,:—") for word in STORY[language].split()]
    # a cue is told as the reason; all other words of the story stay out of the file
    kept = {word for word in words if len(word) > 7 and word in written}
    cues = {cue for p in drafts[language].proposals for cue in p.why[1:]}
    assert all(any(word in cue for cue in cues) for word in kept), kept - cues


@pytest.mark.parametrize("text", ["", "[]", '{"form": 0, "proposals": []}', '{"form": 1}'])
def test_another_file_is_no_file_of_proposals(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(proposals.ProposalFault):
        proposals.read(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 17 January 2025 and Jan. 5, 2024", ["2025-01-17", "2024-01-05"]),
        ("in January 2023, in 2001, of 12 men, 12 may come", ["2023-01", "2001"]),
        ("on December 15, on Friday, yesterday", ["2024-12-15", "2025-07-18", "2025-07-19"]),
        ("17 января 2025 года, в марте 2024 года, 17.01.2025", ["2025-01-17", "2024-03", "2025-01-17"]),
        ("в пятницу, вчера, в 2001 году", ["2025-07-18", "2025-07-19", "2001"]),
        ("۲۸ دی ۱۴۰۳، ۱۴۰۳/۱۰/۲۸، ۱۷ ژانویه ۲۰۲۵", ["2025-01-17", "2025-01-17", "2025-01-17"]),
        ("روز پنج‌شنبه و ۵ مرداد ماه ۱۴۰۳", ["2025-07-17", "2024-07-26"]),
        ("5 Shaban 1243 AH, 29 July 1828 O.S.", ["1828-02-21", "1828-08-10"]),
        ("30 February 2025, 45 March 2024", []),
    ],
)
def test_days_are_read_in_four_calendars(text: str, found: list[str]) -> None:
    assert [day.day for day in days.find(text, "2025-07-20")] == found


def test_without_a_day_of_publication_nothing_is_told_from_it() -> None:
    assert days.find("on Friday, yesterday, on 5 May") == []


@pytest.mark.parametrize(
    ("printed", "value"),
    [("4.8", "4.8"), ("4,8", "4.8"), ("1,200", "1200.0"), ("1 200,5", "1200.5"), ("4.50", "4.5"), ("12", "12.0")],
)
def test_numbers_are_read_as_three_languages_print_them(printed: str, value: str) -> None:
    assert number(printed) == value


def test_the_command_writes_a_file_and_counts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY["en"], encoding="utf-8")
    result = run("draft", str(path), "--source", "daily-2025")
    assert (result.exit_code, result.stdout) == (0, f"{path}.proposals.json\n")
    assert "4 speakers\n" in result.stderr
    written = json.loads((tmp_path / "story.txt.proposals.json").read_text(encoding="utf-8"))
    assert (written["source"], written["issued"]) == ("src:daily-2025", "2025-07-20")
    again = run("draft", str(path), "--source", "daily-2025")
    assert (again.exit_code, "exists already" in again.stderr) == (1, True)
    unknown = run("draft", str(path), "--source", "dayly-2025")
    assert (unknown.exit_code, "Near: daily-2025" in unknown.stderr) == (1, True)
