"""`kg publish`: write the site: pages, exports and an index."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command(name="publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@options.language_for("Language in which pages open.")
@click.option("--replace", is_flag=True, help="Give up whatever the folder holds, also what kg did not write.")
@click.option(
    "--base-url",
    default="",
    metavar="ADDRESS",
    help="Address at which the site will be, for its map, its feed and what search engines read.",
)
@click.option(
    "--since",
    multiple=True,
    metavar="STATE",
    help="An earlier folder or revision: a page and the feed tell what changed. Several: earliest first.",
)
@click.pass_context
def publish_command(
    ctx: click.Context, /, folder: Path, lang: str, replace: bool, base_url: str, since: tuple[str, ...]
) -> None:
    """Publish the graph as a folder of pages, exports and an index.

    This checks and compiles the corpus, answers all questions and runs all analyses. An existing folder is replaced
    only when the new one is complete; what you added to it, such as CNAME or .git, is kept.

    \b
    kg publish site
    kg publish site --since v0.1.0 --base-url https://example.org/iran-russia/
    """
    from kg.corpus.diff import UnknownState
    from kg.corpus.load import CorpusFaults
    from kg.site import manifest, publish, workers

    if base_url and not base_url.startswith(("https://", "http://")):
        raise click.BadParameter(f"{base_url} is no web address: begin it with https://", param_hint="--base-url")
    # What is published outlives the corpus: faults are fixed before, not after.
    compiled = options.open_sound_store(ctx, None, "published")
    root = options.corpus_root(ctx)
    try:
        with options.progress("corpus.publishing"):
            publish.publish(
                root,
                compiled,
                folder,
                lang,
                options.remark,
                replace=replace,
                base_url=base_url,
                since=since,
                cores=workers.count(),
            )
    except (manifest.NotOurs, UnknownState) as error:
        raise click.UsageError(str(error)) from None
    except CorpusFaults as faults:
        raise click.ClickException(f"A state of --since cannot be read: {faults}.") from None
    if options.loudness() >= 0:
        click.echo(f"Published. Open {folder / 'index.html'} by double-click; it needs no network.")
