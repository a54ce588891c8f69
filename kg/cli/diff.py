"""`kg diff`: list what changed between two corpora."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.argument("before")
@click.argument("after")
@click.option("--patch", is_flag=True, help="Write an RDF Patch instead of Markdown.")
@click.option("--by-record", is_flag=True, help="List every statement, record by record, with its passage.")
@click.option("--limit", type=int, help="The largest number of lines in each list.")
@options.output
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    before: str,
    after: str,
    patch: bool,
    by_record: bool,
    limit: int | None,
    output: str,
) -> None:
    """List what changed between two corpora: folders, or revisions of this repository.

    \b
    kg diff HEAD~1 HEAD
    """
    # Under another name: this function has the one of the module.
    from kg.corpus import diff as release
    from kg.corpus.load import CorpusFaults

    root = options.corpus_root(ctx)
    if release.is_corpus(Path(before)):
        options.bind_base(ctx, Path(before))
    try:
        changes = release.diff(before, after, root)
    except release.UnknownState as error:
        raise click.UsageError(str(error)) from None
    except CorpusFaults as faults:
        raise click.ClickException(f"A state cannot be read: {faults}. Check it with kg check.") from None
    if patch:
        data = release.patch(changes)
    else:
        data = (release.by_record if by_record else release.words)(changes, limit).encode()
    options.write_output(output, data)
