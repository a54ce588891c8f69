"""`kg check`: check every file of the corpus."""

from __future__ import annotations

import click

from kg.cli import main, options


@main.command()
@click.pass_context
def check(ctx: click.Context, /) -> None:
    """Check every file of the corpus: syntax, terms, holders, dates, labels, shapes.

    Each fault has its address, what is wrong and what to do; all are listed at once.

    \b
    kg check
    """
    from kg.corpus import check as checking

    corpus, report = checking.check(options.corpus_root(ctx))
    options.print_report(report)
    if corpus is None or report.errors:
        ctx.exit(1)
