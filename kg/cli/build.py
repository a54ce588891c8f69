"""`kg build`: compile the corpus into the store that the other commands read."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.option(
    "--with",
    "other",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="CORPUS",
    help="Join another corpus of the same base, in the folder of --into.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A new folder for the joined corpus.",
)
@click.pass_context
def build(ctx: click.Context, /, other: Path | None, into: Path | None) -> None:
    """Check the corpus and compile it into the store that the other commands read.

    A corpus with faults leaves the last good store in use; a damaged store is made again. With another corpus, a
    third that states what either states is written and compiled: kg --corpus FOLDER reads it. What both describe
    differently is a fault, and then nothing is written.

    \b
    kg build
    kg build --with iran-china --into joined
    """
    from kg.corpus import check
    from kg.dataset import build as building
    from kg.dataset import cache, store

    root = options.corpus_root(ctx)
    if (other is None) != (into is None):
        raise click.UsageError("--with CORPUS and --into FOLDER go together.")
    if other and into:
        root = _joined(root, other.resolve(), into.resolve())
    with options.progress("corpus.compiling"):
        corpus, report = check.check(root)
        if corpus is None or report.errors:
            options.print_report(report)
            ctx.exit(1)
        # A store that this command has just written needs no reading through.
        if existing := store.complete(corpus.digest, store.Choice()):
            cache.heal(existing)
        compiled = building.compile_view(corpus, store.Choice(), whole=True)
    quads = sum(map(len, corpus.quads_of.values()))
    options.remark(f"{quads} statements in {len(corpus.quads_of)} files, version {compiled.digest[:12]}")


def _joined(root: Path, other: Path, into: Path) -> Path:
    """Write the corpus that joins two into a new folder, and return it; a disagreement is an error."""
    from kg import atomic
    from kg.corpus.check import Report
    from kg.corpus.files import NoCorpus
    from kg.corpus.join import OtherNames, join
    from kg.corpus.load import CorpusFaults, load

    if into.exists() and any(into.iterdir()):
        raise click.ClickException(f"{into} is not empty. Name a new folder.")
    try:
        contents = join(load(root), load(other))
    except (NoCorpus, OtherNames) as error:
        raise click.ClickException(str(error)) from None
    except CorpusFaults as faults:
        options.print_report(Report(faults.faults, faults.files))
        raise click.ClickException("The two corpora do not agree; nothing was written.") from None
    with atomic.folder(into) as folder:
        for path, data in contents.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    return into
