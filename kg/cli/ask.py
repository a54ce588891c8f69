"""`kg ask`: run a question of the library; each has its own options and its own help."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kg.cli import main, options

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
    from kg.query.questions import Question


# The parameters of a question are options that click does not know: `_parameters` parses them, and `help_of`
# shows them.
@main.command(add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@click.option("--sparql", is_flag=True, help="Print the query with its parameters bound, for any engine.")
@options.format_among(*options.TABLE_FORMATS)
@click.option(
    "--labels/--no-labels",
    default=True,
    help="Put names beside identifiers (the default), or leave them out.",
)
@options.limited
@options.language
@options.output
@options.reading
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
    **choices: Any,
) -> None:
    """Ask a question of the library; without a name, list them.

    Each question's own parameters are options: `kg ask NAME --help` shows them. Days have the forms that --as-of
    accepts. Each column of records, terms or passages is followed by one of their names, in the language of
    --lang.

    \b
    kg ask in-force-on --help
    kg ask in-force-on --day 1980-01-01
    kg ask articles-of-a-treaty --treaty treaty-2001 --format csv
    """
    from kg.query import questions
    from kg.query.sparql import QueryFault
    from kg.text.tables import EXTENSIONS

    if wants_help and name is None:
        click.echo(ctx.get_help())
        return
    try:
        library = questions.library(options.corpus_root(ctx))
        if name is None:
            _list(library.values(), lang)
            return
        question = questions.find(library, name)
        if wants_help:
            click.echo(help_of(ctx, question, lang))
            return
        values = _parameters(ctx.args)
        for note in question.notes(values, lang):
            click.echo(note, err=True)
        if sparql:
            if any(parameter.kind == "iri" and parameter.name in values for parameter in question.parameters):
                values = question.resolve(values, options.open_reader(options.open_store(ctx, choices)).names.find)
            options.write_output(output, (question.sparql(values).rstrip("\n") + "\n").encode())
            return
        form = form or options.format_of(output, EXTENSIONS)
        compiled = options.open_store(ctx, choices)
        values = question.resolve(values, options.open_reader(compiled).names.find)
        question.bind(values)
        options.remark(question.title(lang))
        labels_in = lang if labels else None
        work = partial(_rows, compiled, question, values, labels_in, form or options.form_on_screen())
        options.answer_within(work, choices, form, output)
    except (questions.UnknownQuestion, QueryFault) as error:
        raise click.UsageError(str(error)) from None


def help_of(ctx: click.Context, question: Question, lang: str) -> str:
    """Return the help of a question: its title, the content of its answer, its parameters, and examples."""
    import shlex

    from kg.text.phrases import say

    formatter = ctx.make_formatter()
    formatter.write_usage("kg ask", f"{question.name} [OPTIONS]", prefix=say("ask.usage", lang))
    for text in (question.title(lang), question.about(lang)):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)
    if question.parameters:
        with formatter.section(say("ask.parameters", lang)):
            formatter.write_dl(
                [
                    (
                        f"--{option.name}",
                        f"{say('type.' + option.kind, lang)}  [{say('ask.default', lang, value=option.default)}]",
                    )
                    for option in question.parameters
                ]
            )
    formatter.write_paragraph()
    with formatter.indentation():
        pairs = "".join(
            f" --{parameter.name} {shlex.quote(parameter.default.removeprefix('id:'))}"
            for parameter in question.parameters
        )
        for line in (f"kg ask {question.name}{pairs}", f"kg ask {question.name} --format csv"):
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
    formatter.write_paragraph()
    formatter.write_text(say("ask.options", lang))
    return formatter.getvalue().rstrip("\n")


def _list(questions: Iterable[Question], lang: str) -> None:
    """Print the questions by theme, each with its title and its parameters."""
    from kg.text.phrases import say

    theme = ""
    for question in questions:
        if question.theme != theme:
            theme = question.theme
            click.echo(say(f"theme.{theme}", lang))
        parameters = " ".join(f"--{parameter.name} {parameter.default}" for parameter in question.parameters)
        click.echo(f"  {question.name}\t{question.title(lang)}\t{parameters}".rstrip())


def _parameters(words: list[str]) -> dict[str, object]:
    """Parse pairs `--name value` and `--name=value`.

    Raises:
        QuestionFault: a word is no option, or an option has no value.
    """
    from kg.query.questions import QuestionFault

    values: dict[str, object] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        parameter, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise QuestionFault(f"{word} is no parameter. Write --NAME VALUE.")
        if not equals and not rest:
            raise QuestionFault(f"--{parameter} has no value. Write --{parameter} VALUE.")
        values[parameter.replace("-", "_")] = value if equals else rest.pop(0)
    return values


def _rows(
    compiled: Compiled,
    question: Question,
    values: dict[str, object],
    labels: str | None,
    form: str,
    rows: int | None,
) -> tuple[bytes, bool]:
    """Return the answer in its format, with labels in a language if one is given, and whether rows were cut."""
    from kg.query import questions
    from kg.query.labels import labelled
    from kg.text.tables import TextTable

    reader = options.open_reader(compiled)
    answer = questions.ask(reader.store, question, values, rows)
    if labels:
        answer = labelled(answer, reader, labels)
    return TextTable(answer.columns, questions.cells(answer)).encode(form), answer.cut
