"""The published folder: complete or as it was, the same each time, every address in it leading somewhere."""

from __future__ import annotations

import filecmp
import gzip
import json
import os
import re
import shlex
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.cli import main
from kg.corpus.diff import diff
from kg.corpus.load import CorpusChanged
from kg.dataset import build
from kg.dataset.store import Choice, Compiled
from kg.export import dataset
from kg.model.reader import Reader
from kg.network import projections
from kg.rdf.vocabulary import BASE, ID, compact, dcat, of_source
from kg.site import manifest, publish, query, search, web
from tests.conftest import BASE_URL


def said(line: str) -> None:
    """Hear what is published, and forget it."""


@pytest.fixture(scope="module")
def root(published_root: Path) -> Path:
    return published_root


@pytest.fixture(scope="module")
def folder(published: Path) -> Path:
    return published


@pytest.fixture(autouse=True)
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish alike whether or not the npm package of the page that runs queries is installed."""
    monkeypatch.setattr(query, "engine", lambda: None)


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_folder_holds_pages_records_exports_and_descriptions(folder: Path) -> None:
    wanted = {
        *("index.html", "everything.html", "CITATION.cff", "ro-crate-metadata.json", "published-by-kg.txt"),
        *("data/iran-russia.nq.gz", "data/iran-russia.xlsx", "data/parquet/edges.parquet", "data/questions.ttl"),
        *("data/context.jsonld", "data/iran-russia.dcat.ttl", "data/iran-russia-tables.zip"),
    }
    assert wanted <= files(folder)
    assert not [p for p in folder.parent.iterdir() if p != folder]


def test_each_page_has_a_module_of_its_name(folder: Path, compiled: Compiled) -> None:
    drawn = {projection.name for projection in projections.projections(Reader(compiled.open()))}
    # A long page is divided: its further pages are numbered.
    stems = {re.sub(r"-\d+$", "", path.stem) for path in folder.glob("*.html")}
    pages = stems - drawn - {"404"}
    assert {"index", "instruments", "conflicts", "codebook"} <= pages
    assert [name for name in pages if not hasattr(import_module(f"kg.site.{name}"), "render")] == []


def test_pages_link_only_files_that_exist(folder: Path) -> None:
    linked = set()
    for page in folder.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for link in re.findall(
            r'<(?:link rel="?(?:stylesheet|icon)"? href|script src)="?([^": >]+(?:://[^" >]+)?)', html
        ):
            linked.add((page.parent / link.replace(BASE_URL, "")).resolve())
            if link.endswith("graph-start.js"):
                linked.add((page.parent / "assets/graph.js").resolve())
        # The two files of a list, which its script loads.
        for name in re.findall(r"<div class=browse data-list=([\w/-]+)>", html):
            linked |= {(page.parent / f"{name}{part}.js").resolve() for part in ("", "-facets")}
    loaded_when_needed = {folder.resolve() / "assets" / name for name in (search.NAMES, search.GISTS)}
    loaded_when_needed.add(folder.resolve() / web.PICTURE)
    assert linked | loaded_when_needed == set((folder.resolve() / "assets").iterdir())


def links(page: Path) -> set[Path]:
    """Return the files of the same folder to which a page links."""
    markup = re.sub(r"<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    addresses = [link.partition("#")[0] for link in re.findall(r'<a\b[^>]*\bhref="?([^" >]+)', markup)]
    return {(page.parent / link).resolve() for link in addresses if link and not link.startswith("http")}


def test_every_page_and_every_file_to_download_is_reached_from_the_index(folder: Path) -> None:
    reached, ahead = set(), {folder.resolve() / "index.html"}
    while ahead:
        page = ahead.pop()
        assert page.is_file(), page
        reached.add(page)
        if page.suffix == ".html":
            ahead |= links(page) - reached
    unreached = {folder.resolve() / name for name in files(folder) if name.endswith(".html")} - reached
    # The former addresses of instruments lead to their records and are for links from outside.
    assert {page.name for page in unreached if page.parent.name != "treaty"} == {"404.html"}
    assert folder.resolve() / "data" / "iran-russia.dcat.ttl" in reached


def test_every_page_has_all_doors_and_marks_its_own(folder: Path) -> None:
    doors = ("instruments", "agents", "timeline", "conflicts", "about")
    own = {"id/treaty-new.html": 0, "treaty/treaty-old.html": 0, "memberships.html": 1, "timeline.html": 2}
    own |= {"id/pyotr-volkov.html": 1, "opinions.html": 3, "everything.html": 4}
    for page in folder.rglob("*.html"):
        nav = re.search(r"<nav class=doors.*?</nav>", page.read_text(encoding="utf-8"), re.DOTALL)
        assert nav, page
        first = nav[0].split("</ul>")[0]
        assert re.findall(r'href="?[^" >]*?([a-z]+)\.html', first) == list(doors), page
        marked = ["aria-current=true" in link for link in first.split("<li>")[1:]]
        place = page.relative_to(folder).as_posix()
        assert sum(marked) == (place not in ("index.html", "search.html", "404.html")), page
        if place in own:
            assert marked[own[place]], page


def test_pages_name_the_picture_that_other_sites_show(folder: Path) -> None:
    picture = re.search(
        r'property="?og:image"? content="?([^" >]*)', (folder / "index.html").read_text(encoding="utf-8")
    )
    assert picture
    png = (folder / picture[1].removeprefix(BASE_URL)).read_bytes()
    assert png[12:24] == b"IHDR" + (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_the_map_names_every_page_and_each_page_its_own_address(folder: Path) -> None:
    locations = re.findall("<loc>(.*?)</loc>", (folder / "sitemap.xml").read_text(encoding="utf-8"))
    pages = {name for name in files(folder) if re.fullmatch("(?!404)(?:id/)?[^/]+.html", name)}
    assert set(locations) == {BASE_URL + name.removesuffix("index.html") for name in pages}
    assert len(locations) == len(pages)
    for name in ("index.html", "conflicts.html", "id/treaty-new.html", "about.html"):
        page = (folder / name).read_text(encoding="utf-8")
        address = BASE_URL + name.removesuffix("index.html")
        assert f"<link rel=canonical href={address}>" in page, name
        for language in ("en", "fa", "ru"):
            assert f'<link rel=alternate href="{address}?lang={language}" hreflang={language}>' in page, name
        assert re.search('<meta name=description content="[^"]{20,}">', page), name
        assert f"<meta property=og:url content={address}>" in page, name


def test_the_page_of_a_record_describes_it_to_machines(folder: Path) -> None:
    page = (folder / "id" / "pyotr-volkov.html").read_text(encoding="utf-8")
    block = re.search(r"<script type=application/ld\+json>(.*?)</script>", page)
    assert block
    described = json.loads(block[1])
    assert (described["@type"], described["@id"]) == ("Person", f"{BASE}id/pyotr-volkov")
    assert {"@language": "ru", "@value": "Пётр Волков"} in described["name"]
    assert '<meta name=citation_title content="Pyotr Volkov">' in page
    assert "<meta name=citation_publication_date content=2025/10/03>" in page


def test_a_page_without_an_address_describes_its_record_too(world: Reader) -> None:
    lines = web.head("Pyotr Volkov", web.of_record(world, ID + "pyotr-volkov"))
    assert [re.sub('<(\\w+)[^>]*?(?:name=.(\\w+)|type=.([^"]+)).*', r"\1 \2\3", line) for line in lines] == [
        *("meta description", "meta citation_title", "meta citation_author", "script application/ld+json")
    ]


@pytest.mark.parametrize(
    ("record", "schema_type"),
    [
        ("treaty-new", "Legislation"),
        ("northland", "Organization"),
        ("harbour", "Place"),
        ("visit-harbour-2001", "Event"),
        ("treaty-new-signature", "Event"),
        ("volkov-treaty-good", "Claim"),
        ("yusefi-denies-visit", "Claim"),
        ("yusefi-perspective", "Thing"),
        ("southland-in-league-observer", "Thing"),
        ("figure-trade-turnover-2023", "Thing"),
    ],
)
def test_machines_are_told_an_event_only_of_what_took_place(world: Reader, record: str, schema_type: str) -> None:
    assert web.of_record(world, ID + record)["subject"]["@type"] == schema_type


def test_a_lost_reader_and_a_feed_reader_are_led_on(folder: Path) -> None:
    lost = (folder / "404.html").read_text(encoding="utf-8")
    assert f"href={BASE_URL}instruments.html" in lost and f"src={BASE_URL}assets/static.js" in lost
    feed = ElementTree.parse(folder / "changes.atom")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [node.text for node in feed.findall("a:entry/a:updated", atom)] == ["2025-10-03T00:00:00Z"] * 2
    texts = [node.text or "" for node in feed.findall("a:entry/a:content", atom)]
    # the gazette is what the earlier state lacks; the release says in its own words what is new
    assert any("1 source added" in text and "changed: " in text for text in texts)
    assert "The first." in texts
    assert (folder / ".nojekyll").read_bytes() == b""


def test_the_page_of_changes_says_what_the_diff_says(folder: Path, root: Path, earlier_root: Path) -> None:
    page = (folder / "changes.html").read_text(encoding="utf-8")
    changed = diff(earlier_root, root)
    assert changed.removed == []
    assert changed.by_record
    for record, statements in changed.by_record.items():
        name = re.escape(compact(record).partition(":")[2])
        _, rest = re.split(rf'\.{name}"?(?=[ >])', page, maxsplit=1)
        listed = rest.partition("</article>")[0]
        assert listed.count("<li>") == len(statements), record
        # each statement of the gazette has the footnote of its passage
        cited = [s for s in statements if of_source(s.quad.graph_name.value)]
        assert listed.count("#note-") == len(cited)
    assert "Gazette of Southland" in page


def test_the_workflow_runs_the_command_as_it_is() -> None:
    path = Path(__file__).parent.parent / ".github" / "workflows" / "pages.yml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["publish"]["steps"]
    [command] = [step["run"] for step in steps if step.get("run", "").startswith("kg publish ")]
    _, name, *arguments = shlex.split(command)
    # The parent's settings name the options of help, which click keeps for good at the first use of a command.
    group = click.Context(main, **main.context_settings)
    known = main.get_command(group, name)
    assert known
    parsed = known.make_context(name, arguments, parent=group).params
    assert parsed["folder"].name == next(step["with"]["path"] for step in steps if "path" in step.get("with", {}))
    assert parsed["base_url"]


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "site"), "--base-url", "example.org"])
    assert result.exit_code == 2
    assert "begin it with https://" in result.output


def test_dcat_names_exactly_the_files_of_data(folder: Path) -> None:
    described = list(parse(path=folder / "data" / "iran-russia.dcat.ttl", format=RdfFormat.TURTLE))
    download = NamedNode(dataset.DCAT + "downloadURL")
    named = {q.object.value.removeprefix(BASE + "dataset/") for q in described if q.predicate == download}
    assert named == files(folder / "data") - {"iran-russia.dcat.ttl"}
    assert {file.format(stem="iran-russia") for file, _ in dataset.OFFERED} <= named


def test_the_n_quads_are_those_of_the_export_compressed_and_described_so(folder: Path, root: Path) -> None:
    with gzip.open(folder / "data" / "iran-russia.nq.gz") as file:
        published = file.read()
    result = CliRunner().invoke(main, ["--corpus", str(root), "export", "nquads"])
    assert (result.exit_code, result.stdout_bytes) == (0, published)
    described = list(parse(path=folder / "data" / "iran-russia.dcat.ttl", format=RdfFormat.TURTLE))
    media = "https://www.iana.org/assignments/media-types/"
    compressed = {q.subject for q in described if q.predicate == dcat.compressFormat}
    names = {name for name in files(folder / "data") if name.endswith(".gz")}
    assert compressed == {NamedNode(f"{BASE}dataset/{name}") for name in names}
    assert names == {f"iran-russia.{form}.gz" for form in ("nq", "trig", "ttl", "jsonld", "graphml", "gexf")}
    nquads = NamedNode(BASE + "dataset/iran-russia.nq.gz")
    types = {q.object.value for q in described if q.subject == nquads and q.object.value.startswith(media)}
    assert types == {f"{media}application/n-quads", f"{media}application/gzip"}
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    (entity,) = [e for e in crate["@graph"] if e["@id"] == "data/iran-russia.nq.gz"]
    assert entity["encodingFormat"] == ["application/n-quads", "application/gzip"]


def test_the_crate_names_every_file_and_the_day_that_the_citation_states(folder: Path) -> None:
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert {part["@id"] for part in entities["./"]["hasPart"]} == files(folder) - {
        *("ro-crate-metadata.json", "published-by-kg.txt")
    }
    assert entities["./"]["datePublished"] == "2025-10-03"


def test_the_index_describes_the_dataset_as_data_that_never_runs(folder: Path) -> None:
    page = (folder / "index.html").read_text(encoding="utf-8")
    found = re.search(r"<script type=application/ld\+json[^>]*>(.*?)</script>", page, re.DOTALL)
    assert found
    described = json.loads(found[1])
    assert described["@type"] == "Dataset"
    assert described["datePublished"] == "2025-10-03"
    for download in described["distribution"]:
        assert (folder / download["contentUrl"]).is_file()


def test_the_context_is_that_of_the_json_ld(folder: Path) -> None:
    alone, whole = (
        json.loads(text)["@context"]
        for text in (
            (folder / "data" / "context.jsonld").read_bytes(),
            gzip.decompress((folder / "data" / "iran-russia.jsonld.gz").read_bytes()),
        )
    )
    assert alone == whole


def test_questions_are_shacl_executables(folder: Path) -> None:
    found = [q.object.value for q in parse(path=folder / "data" / "questions.ttl", format=RdfFormat.TURTLE)]
    assert "http://www.w3.org/ns/shacl#SPARQLSelectExecutable" in found


def test_no_file_names_a_place_of_the_machine(folder: Path, root: Path) -> None:
    for name in files(folder):
        assert str(root.parent).encode() not in (folder / name).read_bytes(), name


def test_the_same_corpus_is_published_alike(
    folder: Path, root: Path, earlier_root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    publish.publish(root, compiled, tmp_path / "other", "en", said, base_url=BASE_URL, since=[str(earlier_root)])
    names = sorted(files(folder))
    assert sorted(files(tmp_path / "other")) == names
    assert filecmp.cmpfiles(folder, tmp_path / "other", names, shallow=False)[1:] == ([], [])


def test_after_an_edit_the_folder_is_as_published_anew_and_the_rest_keeps_its_date(
    folder: Path, root: Path, earlier_root: Path, tmp_path: Path
) -> None:
    place, corpus, since = tmp_path / "site", tmp_path / "corpus", [str(earlier_root)]
    shutil.copytree(folder, place)
    for name in files(place):
        os.utime(place / name, (1_000_000_000, 1_000_000_000))
    shutil.copytree(root, corpus)
    source = corpus / "graphs" / "sources" / "press-report" / "d" / "daily-2025.trig"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("The visit never took place.", "No such visit took place."), encoding="utf-8")
    compiled = build.ready(corpus, Choice())[0]
    publish.publish(corpus, compiled, place, "en", said, base_url=BASE_URL, since=since)
    publish.publish(corpus, compiled, tmp_path / "anew", "en", said, base_url=BASE_URL, since=since)
    names = sorted(files(tmp_path / "anew"))
    assert sorted(files(place)) == names
    assert filecmp.cmpfiles(place, tmp_path / "anew", names, shallow=False)[1:] == ([], [])
    written = {name for name in names if (place / name).stat().st_mtime > 1_000_000_000}
    assert written == {name for name in names if (place / name).read_bytes() != (folder / name).read_bytes()}
    # The denial's own page, those of its speaker and its subject, and none of the others.
    pages = {name for name in written if name.startswith("id/")}
    assert pages == {"id/yusefi-denies-visit.html", "id/ali-yusefi.html", "id/visit-harbour-2001.html"}
    assert not written & {"search.html", "codebook.html", "instruments.html", "assets/page.css", "404.html"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Fill folders with one file, or fail in the middle."""

    def choose(text: str) -> None:
        def fill(root: Path, compiled: Compiled, folder: Path, *choices: object) -> None:
            (folder / "index.html").write_text(text, encoding="utf-8")
            if not text:
                raise RuntimeError("in the middle")

        monkeypatch.setattr(publish, "_fill", fill)

    return choose


def test_a_failure_in_the_middle_leaves_the_earlier_folder(
    quick: Callable[[str], None], root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    place = tmp_path / "site"
    for text in ("first", "second"):
        quick(text)
        publish.publish(root, compiled, place, "en", said)
    quick("")
    with pytest.raises(RuntimeError):
        publish.publish(root, compiled, place, "en", said)
    assert (place / "index.html").read_text(encoding="utf-8") == "second"
    with pytest.raises(RuntimeError):
        publish.publish(root, compiled, tmp_path / "new", "en", said)
    assert list(tmp_path.iterdir()) == [place]


def test_a_failure_of_the_last_step_puts_the_earlier_folder_back(
    quick: Callable[[str], None], root: Path, compiled: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, rename = tmp_path / "site", Path.rename
    quick("first")
    publish.publish(root, compiled, place, "en", said)

    def failing(path: Path, target: Path) -> Path:
        if target == place and path.name != "old":
            raise OSError("no space")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="no space"):
        publish.publish(root, compiled, place, "en", said)
    assert (place / "index.html").read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [place]


def test_a_foreign_folder_or_a_file_is_refused(root: Path, compiled: Compiled, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(manifest.NotOurs, match="new or empty folder"):
            publish.publish(root, compiled, place, "en", said)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_what_others_added_is_kept_and_what_they_edited_is_not_overwritten(
    quick: Callable[[str], None], root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    place = tmp_path / "site"
    heard: list[str] = []
    quick("first")
    publish.publish(root, compiled, place, "en", said)
    (place / ".git" / "refs").mkdir(parents=True)
    for name in ("CNAME", ".git/HEAD"):
        (place / name).write_text("mine", encoding="utf-8")
    (place / "latest").symlink_to("index.html")
    quick("second")
    publish.publish(root, compiled, place, "en", heard.append)
    assert heard == ["changed: 1 of 1 files", "kept: .git, CNAME, latest"]
    assert files(place) == {".git/HEAD", "CNAME", "index.html", "latest", "published-by-kg.txt"}
    assert (place / "latest").is_symlink() and (place / ".git" / "refs").is_dir()
    (place / "index.html").write_text("edited", encoding="utf-8")
    with pytest.raises(manifest.NotOurs, match="edited after it was published"):
        publish.publish(root, compiled, place, "en", said)
    assert (place / "index.html").read_text(encoding="utf-8") == "edited"
    publish.publish(root, compiled, place, "en", said, replace=True)
    assert files(place) == {"index.html", "published-by-kg.txt"}


def test_a_folder_of_an_unknown_content_is_refused(
    quick: Callable[[str], None], root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    quick("first")
    (tmp_path / "published-by-kg.txt").write_text("digest\n", encoding="utf-8")
    (tmp_path / "CNAME").write_text("mine", encoding="utf-8")
    with pytest.raises(manifest.NotOurs, match="listed no files"):
        publish.publish(root, compiled, tmp_path, "en", said)
    assert files(tmp_path) == {"published-by-kg.txt", "CNAME"}


def test_a_corpus_that_changed_since_it_was_compiled_is_not_published(
    root: Path, compiled: Compiled, tmp_path: Path
) -> None:
    other = Compiled(compiled.path, "0" * 64)
    with pytest.raises(CorpusChanged):
        publish.publish(root, other, tmp_path / "site", "en", said)
    assert list(tmp_path.iterdir()) == []


def test_what_needs_a_library_is_left_out_by_name(
    root: Path, compiled: Compiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(publish, "find_spec", lambda _: None)
    publish.publish(root, compiled, tmp_path / "site", "en", heard.append)
    assert [line.split(":")[0] for line in heard if "left out." in line and "'.[tables]'" in line] == [
        *("data/parquet", "data/iran-russia.xlsx")
    ]
    described = (tmp_path / "site" / "data" / "iran-russia.dcat.ttl").read_text(encoding="utf-8")
    assert "parquet" not in described and "xlsx" not in described
