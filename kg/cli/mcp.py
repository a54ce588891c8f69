"""`kg mcp`: offer the graph to language-model assistants by the Model Context Protocol."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.option("--http", is_flag=True, help="Serve by HTTP, at /mcp, instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on, with --http.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port, with --http."
)
@options.reading
@click.pass_context
def mcp(ctx: click.Context, /, http: bool, host: str, port: int, **choices: Any) -> None:
    """Offer the graph to assistants by the Model Context Protocol, read-only.

    Tools: search, show, says, status, conflicts, article, ask, cite. Each answer has its passages, holders and a
    citation, or says that it is not known. An assistant starts this command itself; docs/assistants.md shows how.

    \b
    kg mcp
    kg mcp --http --port 8765
    """
    import datetime

    try:
        from kg.assistant import server
    except ImportError as error:
        raise click.ClickException(
            f"Assistants need the library {error.name}. In a clone of the repository: pip install '.[mcp]'"
        ) from None

    from kg.assistant.answers import Library
    from kg.query import questions

    compiled = options.open_store(ctx, choices)
    library = Library(
        options.open_reader(compiled),
        questions.library(options.corpus_root(ctx)),
        compiled.digest,
        lambda: datetime.date.today().isoformat(),
    )
    offered = server.serving(library)
    if http:
        offered.run("streamable-http", host=host, port=port)
    else:
        offered.run("stdio")
