"""`kg fmt`: write files in the canonical layout."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.argument(
    "paths", metavar="[FILES]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list the files that differ and exit 1.")
@click.pass_context
def fmt(ctx: click.Context, /, paths: tuple[Path, ...], only_check: bool) -> None:
    """Write files in the canonical layout, so that a change is a small difference.

    \b
    kg fmt --check
    """
    from kg.corpus import files
    from kg.rdf import turtle

    targets = list(paths) or [
        file for file in files.files(options.corpus_root(ctx)) if file.suffix in turtle.FORMATS
    ]
    # All files are read before the exit: one that cannot be parsed must not hide the others.
    wrong = False
    for path in targets:
        data = path.read_bytes()
        try:
            formatted = turtle.format_data(path, data)
        except turtle.ParseFault as fault:
            click.echo(f"{path}:{fault.line}: {fault.message}\n    {fault.remedy}", err=True)
            wrong = True
            continue
        except KeyError:
            raise click.UsageError(f"{path} is neither Turtle (.ttl) nor TriG (.trig).") from None
        if formatted != data:
            wrong = wrong or only_check
            if only_check:
                click.echo(f"{path} is not in the canonical layout", err=True)
            else:
                options.write_output(str(path), formatted)
                options.remark(f"{path} written")
    if wrong:
        ctx.exit(1)
