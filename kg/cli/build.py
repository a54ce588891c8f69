"""`kg build`: compile the corpus into the store that the other commands read."""

from __future__ import annotations

import click

from kg.cli import main, options


@main.command()
@click.pass_context
def build(ctx: click.Context, /) -> None:
    """Check the corpus and compile it into the store that the other commands read.

    A corpus with faults leaves the last good store in use; a damaged store is made again.

    \b
    kg build
    """
    from kg.corpus import check
    from kg.dataset import build as building
    from kg.dataset import cache, store

    options.announce("corpus.compiling")
    corpus, report = check.check(options.corpus_root(ctx))
    if corpus is None or report.errors:
        options.print_report(report)
        ctx.exit(1)
    # A store that this command has just written needs no reading through.
    if existing := store.complete(corpus.digest, store.Choice()):
        cache.heal(existing)
    compiled = building.compile_view(corpus, store.Choice(), whole=True)
    quads = sum(map(len, corpus.quads_of.values()))
    click.echo(f"{quads} statements in {len(corpus.quads_of)} files, version {compiled.digest[:12]}", err=True)
