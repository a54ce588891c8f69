"""`kg ask`: ask a question of the library; each brings its own options and its own help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    TABLE_FORMATS,
    answer_within,
    corpus_root,
    format_of,
    language,
    limited,
    main,
    open_reader,
    open_store,
    output,
    reading,
    write_output,
)

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
    from kg.query.questions import Question


@main.command(add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@click.option("--sparql", is_flag=True, help="Print the query with its parameters filled in, for any engine.")
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), help="How to write it.")
@click.option(
    "--labels/--no-labels", default=True, help="Put names beside identifiers (the default), or leave them out."
)
@limited
@language
@output
@reading
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this message, or the help of the question.")
@click.pass_context
def ask(
    ctx: click.Context,
    /,
    name: str | None,
    sparql: bool,
    form: str | None,
    labels: bool,
    lang: str,
    output: str,
    wants_help: bool,
    **options: Any,
) -> None:
    """Ask a question of the library; without a name, list them.

    Each question's own parameters are options: `kg ask NAME --help` shows them. Days are taken as --as-of does.
    Beside each column of records, terms or passages stands one with their names, in the language of --lang.

    \b
    kg ask in-force-on --help
    kg ask in-force-on --day 1980-01-01
    kg ask articles-of-a-treaty --treaty treaty-2001 --format csv
    """
    from kg.query import questions
    from kg.query.sparql import QueryFault

    if wants_help and name is None:
        click.echo(ctx.get_help())
        return
    try:
        library = questions.library(corpus_root(ctx))
        if name is None:
            _list(library.values(), lang)
            return
        asked = questions.find(library, name)
        if wants_help:
            click.echo(help_of(ctx, asked, lang))
            return
        values = _parameters(ctx.args)
        for note in asked.notes(values, lang):
            click.echo(note, err=True)
        if sparql:
            if any(p.kind == "iri" and p.name in values for p in asked.parameters):
                values = asked.resolve(values, open_reader(open_store(ctx, options)).names.find)
            write_output(output, (asked.sparql(values).rstrip("\n") + "\n").encode())
            return
        _answer(ctx, asked, values, form, lang if labels else None, output, options)
    except (questions.UnknownQuestion, QueryFault) as error:
        raise click.UsageError(str(error)) from None


def help_of(ctx: click.Context, asked: Question, lang: str) -> str:
    """Return the help of a question: what it asks, what its answer holds, its parameters, lines to paste."""
    from kg.text.phrases import say

    told = ctx.make_formatter()
    told.write_usage("kg ask", f"{asked.name} [OPTIONS]", prefix=say("ask.usage", lang))
    for text in (asked.title(lang), asked.about(lang)):
        told.write_paragraph()
        with told.indentation():
            told.write_text(text)
    if asked.parameters:
        with told.section(say("ask.parameters", lang)):
            told.write_dl(
                [
                    (f"--{p.name}", f"{say('type.' + p.kind, lang)}  [{say('ask.default', lang, value=p.default)}]")
                    for p in asked.parameters
                ]
            )
    told.write_paragraph()
    with told.indentation():
        for line in _examples(asked):
            told.write(f"{'':>{told.current_indent}}{line}\n")
    told.write_paragraph()
    told.write_text(say("ask.options", lang))
    return told.getvalue().rstrip("\n")


def _examples(asked: Question) -> list[str]:
    import shlex

    given = "".join(f" --{p.name} {shlex.quote(p.default.removeprefix('id:'))}" for p in asked.parameters)
    return [f"kg ask {asked.name}{given}", f"kg ask {asked.name} --format csv"]


def _list(questions: Any, lang: str) -> None:
    from kg.text.phrases import say

    theme = ""
    for found in questions:
        if found.theme != theme:
            theme = found.theme
            click.echo(say(f"theme.{theme}", lang))
        takes = " ".join(f"--{p.name} {p.default}" for p in found.parameters)
        click.echo(f"  {found.name}\t{found.title(lang)}\t{takes}".rstrip())


def _parameters(words: list[str]) -> dict[str, object]:
    """Read `--name value` and `--name=value` pairs."""
    from kg.query.questions import QuestionFault

    found: dict[str, object] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise QuestionFault(f"{word} is no parameter. Write --NAME VALUE.")
        if not equals and not rest:
            raise QuestionFault(f"--{name} lacks its value.")
        found[name.replace("-", "_")] = value if equals else rest.pop(0)
    return found


def _answer(
    ctx: click.Context,
    asked: Question,
    values: dict[str, object],
    form: str | None,
    labels: str | None,
    output: str,
    options: dict[str, Any],
) -> None:
    from kg.text.tables import EXTENSIONS

    chosen = form or format_of(output, EXTENSIONS)
    compiled = open_store(ctx, options)
    values = asked.resolve(values, open_reader(compiled).names.find)
    asked.bind(values)
    click.echo(asked.title(ctx.params["lang"]), err=True)
    answer_within(lambda rows: _rows(compiled, asked, values, labels, chosen, rows), options, chosen, output)


def _rows(
    compiled: Compiled,
    asked: Question,
    values: dict[str, object],
    labels: str | None,
    form: str | None,
    rows: int | None,
) -> tuple[bytes, bool]:
    """Return the answer in its format, with labels in a language if one is given, and whether rows were cut."""
    import sys

    from kg.query import questions
    from kg.query.labels import labelled
    from kg.text.tables import TextTable

    reader = open_reader(compiled)
    answer = questions.ask(reader.store, asked, values, rows)
    if labels:
        answer = labelled(answer, reader, labels)
    chosen = form or ("table" if sys.stdout.isatty() else "text")
    return TextTable(answer.columns, questions.cells(answer)).encode(chosen), answer.cut
