"""`kg publish`: write the published folder: pages, exports and an index."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import LANGUAGES, corpus_root, main, open_sound_store


@main.command(name="publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language in which pages open.",
)
@click.pass_context
def publish_command(ctx: click.Context, /, folder: Path, lang: str) -> None:
    """Do everything: check, compile, answer, analyse, write pages, exports and an index.

    The folder is complete or left as it was.

    \b
    kg publish site
    """
    from kg.site import publish

    compiled = open_sound_store(ctx, None, "published")
    try:
        publish.publish(corpus_root(ctx), compiled, folder, lang, lambda line: click.echo(line, err=True))
    except publish.NotOurs as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"Published. Open {folder / 'index.html'} by double-click; it needs no network.")
