"""Commands for curators: check, lay out, build, prove locators, take in a treaty's text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    corpus_root,
    find_record,
    main,
    open_reader,
    open_store,
    print_report,
    reading,
    write_output,
)

if TYPE_CHECKING:
    from kg.model.reader import Reader


@main.command()
@click.pass_context
def check(ctx: click.Context, /) -> None:
    """Check every file of the corpus: syntax, terms, holders, dates, labels, shapes.

    Each fault has its address, what is wrong and what to do; all are listed at once.

    \b
    kg check
    """
    from kg.corpus import check as checking

    corpus, report = checking.check(corpus_root(ctx))
    print_report(report)
    if corpus is None or report.errors:
        ctx.exit(1)


@main.command()
@click.argument(
    "paths", metavar="[FILES]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list the files that differ and exit 1.")
@click.pass_context
def fmt(ctx: click.Context, /, paths: tuple[Path, ...], only_check: bool) -> None:
    """Write files in the canonical layout, so that a change shows as a small difference.

    \b
    kg fmt --check
    """
    from kg.corpus import files
    from kg.rdf import turtle

    chosen = list(paths) or [p for p in files.files(corpus_root(ctx)) if p.suffix in turtle.FORMATS]
    wrong = False
    for path in chosen:
        try:
            text = turtle.format_text(path)
        except turtle.ParseFault as fault:
            click.echo(f"{path}:{fault.line}: {fault.message}\n    {fault.remedy}", err=True)
            wrong = True
            continue
        except KeyError:
            raise click.UsageError(f"{path} is neither Turtle (.ttl) nor TriG (.trig).") from None
        if text != path.read_text(encoding="utf-8"):
            wrong = wrong or only_check
            click.echo(f"{path} {'is not in the canonical layout' if only_check else 'written'}", err=True)
            if not only_check:
                write_output(str(path), text.encode())
    if wrong:
        ctx.exit(1)


@main.command()
@click.pass_context
def build(ctx: click.Context, /) -> None:
    """Check the corpus and compile it into the store that the other commands read.

    A corpus with faults leaves the last good store in use.

    \b
    kg build
    """
    from kg.corpus import check as checking
    from kg.dataset import build as building
    from kg.dataset import store

    corpus, report = checking.check(corpus_root(ctx))
    if corpus is None or report.errors:
        print_report(report)
        ctx.exit(1)
    compiled = building.compile_view(corpus, store.Choice())
    quads = sum(map(len, corpus.quads_of.values()))
    click.echo(f"{quads} statements in {len(corpus.quads_of)} files, version {compiled.digest[:12]}", err=True)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", metavar="NAME", help="The source that the file is a copy of; else the one that fits best."
)
@reading
@click.pass_context
def verify(ctx: click.Context, /, file: Path, source: str | None, **options: Any) -> None:
    """Prove that the locators of a source still match a copy of the document that you hold.

    \b
    kg verify article.txt --source sadrmohammadi-2025
    """
    from kg.documents import paragraphs, treaty_text

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if not text.strip():
        raise click.ClickException(f"{file} is empty.")
    prints = _fingerprints(open_reader(open_store(ctx, options)))
    if source and source not in prints:
        raise click.ClickException(
            f"No source named {source} has fingerprints. Sources that have: {', '.join(sorted(prints))}."
        )
    known = treaty_text.places(text)
    checked = {n: paragraphs.verify(text, marks, known) for n, marks in prints.items() if source in (None, n)}
    if not checked:
        raise click.ClickException("No source of this corpus has fingerprints.")
    name = max(checked, key=lambda n: (sum(c.outcome == "matches" for c in checked[n]), n))
    if not any(c.outcome != "missing" for c in checked[name]):
        raise click.ClickException(f"{file} is a copy of no source that has fingerprints.")
    for found in checked[name]:
        where = f" (found as {found.found})" if found.outcome == "moved" else ""
        click.echo(f"{found.locator}\t{found.outcome}{where}")
    good = sum(c.outcome == "matches" for c in checked[name])
    click.echo(f"{name}: {good} of {len(checked[name])} locators match {file}", err=True)
    if good < len(checked[name]):
        ctx.exit(1)


def _fingerprints(reader: Reader) -> dict[str, dict[str, str]]:
    from kg.rdf.turtle import natural
    from kg.rdf.vocabulary import SRC, kg

    found: dict[str, dict[str, str]] = {}
    marks = {
        (q.subject.value, q.object.value) for q in reader.store.quads_for_pattern(None, kg("fingerprint"), None)
    }
    for passage, mark in sorted(marks, key=lambda pair: natural(pair[0])):
        source, _, locator = passage[len(SRC) :].partition(".")
        found.setdefault(source, {})[locator] = mark
    return found


@main.command(name="import-text")
@click.argument("treaty")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder in which the proposed source file is written.",
)
@click.option(
    "--text-lang",
    type=click.Choice(["en", "fa", "ru"]),
    help="The language of the text, where its script does not tell.",
)
@click.option("--title", help="The title as printed; else a description in square brackets.")
@reading
@click.pass_context
def import_text(
    ctx: click.Context,
    /,
    treaty: str,
    file: Path,
    folder: Path,
    text_lang: str | None,
    title: str | None,
    **options: Any,
) -> None:
    """Split the text of an instrument that you hold, and propose a source file from it.

    The proposal holds paragraph counts, fingerprints, cross-references and the known records that are named,
    never the text itself. Read it, complete it, and move it to graphs/sources/.

    \b
    kg import-text treaty-2001 treaty-2001-ru.txt --into proposals
    """
    from kg.documents import treaty_text
    from kg.rdf import turtle

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    record = find_record(reader, treaty)
    try:
        text = file.read_text(encoding="utf-8")
        parts = treaty_text.split(text)
        tag = text_lang or treaty_text.language_of(text)
        name = treaty_text.source_name(record, tag)
        printed = title or f"[Text of {reader.label(record)}]"
        proposal = treaty_text.propose(reader, record, parts, name, tag, printed)
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    except treaty_text.TextFault as fault:
        raise click.ClickException(f"{file}: {fault}") from None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.trig"
    write_output(str(target), turtle.write(proposal.quads).encode())
    for part in parts[1:]:
        click.echo(f"article {part.number}\t{len(part.paragraphs) or 'no'} numbered paragraphs")
    click.echo(f"{target}: {len(parts) - 1} articles, language {tag}", err=True)
    for provision in proposal.newly_coverable:
        click.echo(f"now coverable: {reader.label(provision)}", err=True)
