"""`kg serve`: serve the graph over HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    default=7979,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen at; 0 takes a free one.",
)
@click.option("--workers", default=4, show_default=True, type=click.IntRange(min=2), help="Processes that compute.")
@click.option(
    "--queue",
    default=64,
    show_default=True,
    type=click.IntRange(min=1),
    help="Long queries that may wait in each lane, and four times as many quick ones.",
)
@click.option(
    "--time-limit",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds after which a query is stopped.",
)
@click.option(
    "--memory-limit",
    default=1024,
    show_default=True,
    type=click.IntRange(min=1),
    help="Megabytes of memory that a query may use.",
)
@click.option(
    "--rows",
    default=200_000,
    show_default=True,
    type=click.IntRange(min=1),
    help="Rows that an answer may have; a longer one is refused, never cut.",
)
@click.pass_context
def serve(
    ctx: click.Context,
    /,
    folder: Path | None,
    host: str,
    port: int,
    workers: int,
    queue: int,
    time_limit: float,
    memory_limit: int,
    rows: int,
) -> None:
    """Serve the graph over HTTP: SPARQL, records, search, reconciliation.

    FOLDER is what `kg publish` wrote from the same corpus. Without it, the pages of records are made when they are
    asked for, and no others are served. Nothing can be changed through the server. Ctrl-C stops it.

    \b
    kg serve site
    kg serve site --port 8080
    """
    try:
        from kg.serve import app, server
        from kg.serve.pool import Limits
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"kg serve needs the library {error.name}. In a clone of the repository: pip install '.[serve]'"
        ) from None
    from kg.model import description
    from kg.query import questions

    compiled = options.open_store(ctx)
    if folder:
        from kg.site import manifest

        # The pages of a site that was published from other data would contradict the answers.
        digest = manifest.digest_of(folder)
        if digest is None:
            raise click.UsageError(f"{folder} was not written by kg publish. Name a published folder, or none.")
        if digest != compiled.digest:
            raise click.UsageError(
                f"{folder} was published from other data than these. Write it anew: kg publish {folder}"
            )
    title = description.of(options.open_reader(compiled)).title
    if not server.is_local(host):
        click.echo(f"Everybody who reaches {host} can query this graph: put a proxy with TLS before it.", err=True)
    limits = Limits(time_limit, memory_limit, rows, workers, queue)
    examples = questions.shacl_turtle(questions.library(options.corpus_root(ctx)).values())
    application = app.application(app.Published(compiled, title, folder, examples), limits)
    try:
        server.run(application, host, port, click.echo)
    except OSError as error:
        raise click.ClickException(f"{host}:{port} cannot be listened at: {error.strerror}.") from None
