"""`kg check`: check every file of the corpus."""

from __future__ import annotations

import click

from kg.cli import main, options


@main.command()
@click.pass_context
def check(ctx: click.Context, /) -> None:
    """Check every file of the corpus: syntax, terms, holders, dates, labels, shapes, questions.

    Each fault has its address, what is wrong and what to do; all are listed at once.

    \b
    kg check
    """
    from kg.corpus import check as checking
    from kg.query import questions

    root = options.corpus_root(ctx)
    corpus, report = checking.check(root)
    report = checking.Report(sorted([*report.faults, *questions.check(root)]), report.files)
    options.print_report(report)
    if corpus is None or report.errors:
        ctx.exit(1)
