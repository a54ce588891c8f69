"""A Model Context Protocol server of the graph: tools that answer with passages, resources, and prompts.

The protocol is the business of its official Python SDK (the extra `mcp`). Tools read one compiled store and write
nothing; of SPARQL they run the questions of the library only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Annotated, Any, ParamSpec
from typing import Literal as OneOf

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.prompts.base import Prompt, PromptArgument
from mcp.server.mcpserver.tools.base import Tool
from mcp.types import ToolAnnotations
from pydantic import Field, TypeAdapter, WithJsonSchema

from kg.assistant import answers
from kg.assistant.answers import Answer, CitedPassage, Library
from kg.dataset.names import NameFault
from kg.errors import Error
from kg.model import description, plain
from kg.query.questions import Question, UnknownQuestion, find
from kg.rdf.vocabulary import LANGUAGES
from kg.text.phrases import say

P = ParamSpec("P")

Name = Annotated[str, Field(description="A name in English, Persian or Russian, or an identifier (id:…).")]
Day = Annotated[str, Field(description="YYYY, YYYY-MM or YYYY-MM-DD; Solar Hijri days such as 1404-05-10 too.")]
Language = Annotated[OneOf["en", "fa", "ru"], Field(description="The language of labels and sentences.")]
Most = Annotated[int, Field(description="The most rows to return.", ge=1, le=500)]
Style = OneOf["chicago", "apa", "mla", "oscola", "gost", "bibtex", "biblatex", "ris", "csl-json"]

#: Of a question of which no parameter is given.
_DEFAULTS: dict[str, Any] = {}
#: The prompts by name, with the arguments that each takes; its texts are the phrase `mcp.prompt.NAME`.
PROMPTS = {
    "who-says-what": ("subject",),
    "in-force-on-a-day": ("instrument", "day"),
    "two-instruments": ("one", "other"),
    "dispute": ("subject",),
}


def serving(library: Library) -> MCPServer[Any]:
    """Return the server of a graph; its `run` serves on standard input and output, or by HTTP."""
    corpus = description.of(library.reader)
    reads_only = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    tools = Tools(library)
    fixed = (tools.search, tools.show, tools.says, tools.status, tools.conflicts, tools.article, tools.cite)
    offered = [Tool.from_function(_explaining(tool), annotations=reads_only) for tool in (*fixed, _ask(library))]
    # Several clients resolve no reference within a schema, and then leave out the tool.
    schema = TypeAdapter(Answer).json_schema()
    schema["properties"]["passages"]["items"] = schema.pop("$defs")[CitedPassage.__name__]
    for tool in offered:
        tool.fn_metadata.output_schema = schema
    server: MCPServer[Any] = MCPServer(
        name="kg",
        title=corpus.title,
        version=corpus.edition(library.digest),
        website_url=corpus.base,
        instructions=say("mcp.instructions", title=corpus.title),
        tools=offered,
    )
    _add_resources(server, library)
    for prompt, arguments in PROMPTS.items():
        for language in LANGUAGES:
            server.add_prompt(
                Prompt(
                    name=f"{prompt}-{language}",
                    title=say(f"mcp.title.{prompt}", language),
                    description=None,
                    arguments=[PromptArgument(name=word, description=None, required=True) for word in arguments],
                    fn=partial(say, f"mcp.prompt.{prompt}", language),
                    context_kwarg=None,
                )
            )
    return server


class Tools:
    """The tools of fixed signature; the SDK shows a model their names, parameters and docstrings."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, words: str, gists: bool = False, limit: Most = 20, language: Language = "en") -> Answer:
        """Find records by any of their names, in any of three scripts and spellings.

        With `gists` true, find what is said by words that summaries hold. Begin here where you have no identifier.
        """
        return answers.search(self._library, words, gists=gists, limit=limit, language=language)

    def show(self, record: Name, limit: Most = 60, language: Language = "en") -> Answer:
        """Return all that is stated of a record: each value with its agreement and the passages that state it."""
        return answers.show(self._library, record, limit=limit, language=language)

    def says(
        self,
        speaker: Name,
        about: str = "",
        first_day: str = "",
        last_day: str = "",
        limit: Most = 40,
        language: Language = "en",
    ) -> Answer:
        """Return what a person or body says, in order of time.

        `about` names a record; between `first_day` and `last_day`, only what has a day is returned.
        """
        return answers.says(
            self._library, speaker, about=about, first=first_day, last=last_day, limit=limit, language=language
        )

    def status(self, instrument: Name, day: Day = "", language: Language = "en") -> Answer:
        """Return whether a treaty or an article is in force on a day (today without one), with every account.

        Answers are: surely, presumably, by some accounts, no, cannot tell. Report them as they are.
        """
        return answers.status(self._library, instrument, day=day, language=language)

    def conflicts(self, record: str = "", limit: Most = 40, language: Language = "en") -> Answer:
        """Return where accounts exclude each other, of one record or of all: each side with those who state it."""
        return answers.conflicts(self._library, record, limit=limit, language=language)

    def article(
        self,
        instrument: Name,
        number: Annotated[int, Field(description="The number of the article; 0 is the preamble.", ge=0)],
        language: Language = "en",
    ) -> Answer:
        """Return what an article of a treaty says (in summaries, never its wording) and how it is coded."""
        return answers.article(self._library, instrument, number, language=language)

    def cite(
        self,
        record: Name,
        style: OneOf[
            "chicago", "apa", "mla", "oscola", "gost", "bibtex", "biblatex", "ris", "csl-json"
        ] = "chicago",
    ) -> Answer:
        """Cite a record, a source or a passage, with the version of the data and today's date."""
        return answers.cite(self._library, record, style=style)


def _explaining(tool: Callable[P, Answer]) -> Callable[P, Answer]:
    """Report a fault of the request, such as a day that is none, to the model, which can then ask rightly."""

    @wraps(tool)
    def explaining(*args: P.args, **kwargs: P.kwargs) -> Answer:
        """Answer, or raise the fault as the SDK's kind of error."""
        try:
            return tool(*args, **kwargs)
        except Error as fault:
            raise ToolError(str(fault)) from None

    return explaining


def _ask(library: Library) -> Callable[..., Answer]:
    """Return the tool that asks the library's questions; its schema has their names and their typed parameters.

    The parameters of all questions are optional properties of one object; a question refuses those that are not its
    own, and says which are. The schema is written out, since several clients resolve no `$ref` and take no
    alternatives (https://github.com/google-gemini/gemini-cli/issues/13326).
    """
    properties: dict[str, dict[str, str]] = {}
    for question in library.questions.values():
        for parameter in question.parameters:
            kind = "integer" if parameter.kind in ("xsd:integer", "xsd:gYear") else "string"
            described = {"type": kind, "description": say(f"type.{parameter.kind}")}
            properties.setdefault(parameter.name, described)
    schema = {"type": "object", "properties": properties, "additionalProperties": False}

    def ask(question: str, parameters: dict[str, Any] = _DEFAULTS, limit: int = 60, language: str = "en") -> Answer:
        """Answer a question of the library."""
        return answers.ask(library, question, parameters, limit=limit, language=language)

    # The SDK reads the schema from annotations, which depend on the library here.
    ask.__annotations__ = {
        "question": OneOf[tuple(library.questions)],
        "parameters": Annotated[dict[str, Any], WithJsonSchema(schema)],
        "limit": Most,
        "language": Language,
        "return": Answer,
    }
    ask.__doc__ = "\n".join(
        [
            "Answer a question of the library. Parameters without a value take their defaults. The questions:",
            *map(_signature, library.questions.values()),
        ]
    )
    return ask


def _signature(question: Question) -> str:
    """Write a question in a line: its name, its parameters with their defaults, and its title."""
    parameters = ", ".join(f"{parameter.name}={parameter.default}" for parameter in question.parameters)
    return f"{question.name}({parameters}): {question.title()}"


def _add_resources(server: MCPServer[Any], library: Library) -> None:
    """Add what a host can attach to a conversation: the graph's description, questions and records by name."""

    @server.resource("kg://graph", title="The graph: title, version, licence, citation", mime_type="text/plain")
    def graph() -> str:
        """Describe the corpus: title, abstract, licence and citation."""
        corpus = description.of(library.reader)
        return "\n".join([corpus.title, corpus.abstract, corpus.licence, library.cite()])

    @server.resource("kg://questions", title="The questions of the library", mime_type="text/plain")
    def questions() -> str:
        """List the questions, one on each line."""
        return "\n".join(map(_signature, library.questions.values()))

    @server.resource("kg://question/{name}", title="A question in SPARQL", mime_type="application/sparql-query")
    def question(name: str) -> str:
        """Return a question in SPARQL, with the defaults of its parameters."""
        try:
            return find(library.questions, name).sparql()
        except UnknownQuestion as fault:
            raise ResourceNotFoundError(str(fault)) from None

    @server.resource("kg://record/{name}", title="A record, with its passages as footnotes", mime_type="text/plain")
    def record(name: str) -> str:
        """Show a record as `kg show` does."""
        try:
            return plain.show(library.reader, library.reader.names.find(name))
        except NameFault as fault:
            raise ResourceNotFoundError(str(fault)) from None
