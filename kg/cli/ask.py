"""The command that asks the question library; each question brings its own options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    corpus_root,
    format_of,
    language,
    main,
    open_reader,
    open_store,
    output,
    reading,
    write_output,
)

if TYPE_CHECKING:
    from kg.question import Question

_EXTENSIONS = {"csv": "csv", "tsv": "tsv", "json": "json", "md": "markdown", "txt": "text"}


@main.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@click.option("--sparql", is_flag=True, help="Print the query with its parameters filled in, for any engine.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "text", "csv", "tsv", "json", "markdown"]),
    help="How to write it.",
)
@language
@output
@reading
@click.pass_context
def ask(
    ctx: click.Context, /, name: str | None, sparql: bool, form: str | None, lang: str, output: str, **options: Any
) -> None:
    """Ask a question of the library; without a name, list them.

    Each question's own parameters are options: see them with the list, or name a wrong one.

    \b
    kg ask in-force-on --day 1980-01-01
    kg ask articles-of-a-treaty --treaty treaty-2001 --format csv
    """
    from kg import question
    from kg.query import QueryFault

    try:
        library = question.library(corpus_root(ctx))
        if name is None:
            _list(library.values(), lang)
            return
        asked = question.find(library, name)
        values = _parameters(ctx.args, asked)
        if sparql:
            write_output(output, (asked.sparql(values).rstrip("\n") + "\n").encode())
            return
        _answer(ctx, asked, values, form, lang, output, options)
    except (question.UnknownQuestion, QueryFault) as error:
        raise click.UsageError(str(error)) from None


def _list(questions: Any, lang: str) -> None:
    from kg import question

    theme = ""
    for found in questions:
        if found.theme != theme:
            theme = found.theme
            click.echo(question.THEMES[theme][lang])
        takes = " ".join(f"--{p.name} {p.default}" for p in found.parameters)
        click.echo(f"  {found.name}\t{found.title(lang)}\t{takes}".rstrip())


def _parameters(words: list[str], asked: Question) -> dict[str, str]:
    """Read `--name value` and `--name=value` pairs."""
    from kg.question import QuestionFault

    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise QuestionFault(f"{word} is no parameter. Write --NAME VALUE.")
        if not equals and not rest:
            raise QuestionFault(f"--{name} lacks its value.")
        found[name.replace("-", "_")] = value if equals else rest.pop(0)
    asked.bind(found)
    return found


def _answer(
    ctx: click.Context,
    asked: Question,
    values: dict[str, str],
    form: str | None,
    lang: str,
    output: str,
    options: dict[str, Any],
) -> None:
    import sys

    from kg import question
    from kg.table import TextTable

    reader = open_reader(open_store(ctx, options))
    answer = question.ask(reader.store, asked, values)
    chosen = form or format_of(output, _EXTENSIONS) or ("table" if sys.stdout.isatty() else "text")
    click.echo(asked.title(lang), err=True)
    write_output(output, TextTable(answer.columns, question.cells(answer)).write(chosen).encode())
