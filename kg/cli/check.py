"""`kg check`: check every file of the corpus, or what some files can break."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.argument("paths", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[Path, ...]) -> None:
    """Check every file of the corpus: syntax, terms, holders, dates, labels, shapes, questions.

    Each fault has its address, what is wrong and what to do; all are listed at once. With files, only what a
    change of them, or of others edited since the last good state, can break is looked at, and without faults the
    next command reads the edited corpus at once; a folder stands for its files. Before you commit, check
    everything.

    \b
    kg check
    """
    from kg.corpus import check as whole
    from kg.corpus import files, load
    from kg.dataset import build
    from kg.query import questions

    root = options.corpus_root(ctx)
    if paths:
        own = files.files(root)
        chosen = [written for written in own if any(written.is_relative_to(path.resolve()) for path in paths)]
        if not chosen:
            raise click.UsageError(f"{paths[0]} is no file of the corpus {root}. Name its files, or none at all.")
        corpus, report = build.checked(load.read(root), chosen)
        if corpus is not None and not report.errors:
            build.take_over(corpus)
    else:
        with options.progress("corpus.checking"):
            corpus, report = whole.check(root)
            report = whole.Report(sorted([*report.faults, *questions.check(root)]), report.files)
    options.print_report(report)
    if corpus is None or report.errors:
        ctx.exit(1)
