"""The graph in Python: questions, SPARQL, records, networks and conflicts, here or at an endpoint.

`kg.open` makes a graph of the corpus; `Graph.of` makes one of any statements.

>>> from kg.rdf.vocabulary import LABEL, record_iri
>>> g = Graph.of([Quad(NamedNode(record_iri("iran")), LABEL, Literal("Iran", language="en"), DefaultGraph())])
>>> g.query("SELECT ?who WHERE { ?who skos:prefLabel 'Iran'@en }").column("who")
['id:iran']
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, overload
from warnings import warn

from kg.dataset.names import NAMING, Names, address
from kg.errors import Error
from kg.query.questions import Question, ask, find, library
from kg.query.sparql import QueryFault, Table, Term, table, text_of
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import XSD, A, bind, code, compact, expand, kg, namespaces, xsd

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    from pyoxigraph import Triple
    from rdflib import Dataset
    from rdflib import Graph as RDFGraph

    from kg.dataset.store import Choice
    from kg.dataset.view import Selection
    from kg.model.reader import Reader
    from kg.model.treaty import Comparison, Status
    from kg.network.projections import Part

#: A cell as Python has it: records and terms as prefixed names, numbers and truth values as such, else text.
Cell = str | int | float | bool | None


class EndpointFault(Error):
    """An endpoint that cannot be reached or does not answer as SPARQL 1.1 asks, and what to do."""


class OtherBase(Error):
    """A corpus whose records have another base than those of the corpus that this process has opened."""


#: The bases of the corpora opened in this process: one, however often.
_BASES: list[str] = []


class Rows(Sequence[dict[str, Cell]]):
    """The rows of an answer: a sequence of dictionaries, with the exact RDF terms beside them.

    >>> from kg.query.sparql import Table
    >>> rows = Rows(Table(["who"], [[NamedNode("https://w3id.org/iran-russia/id/iran")]]))
    >>> list(rows), rows.columns
    ([{'who': 'id:iran'}], ['who'])
    """

    def __init__(self, answer: Table, reader: Callable[[], Reader] | None = None) -> None:
        self._answer = answer
        # A callable: at an endpoint a reader fetches the whole graph, which only labels need.
        self._reader = reader

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in the order of the query."""
        return self._answer.columns

    @property
    def terms(self) -> list[list[Term | None]]:
        """The cells as pyoxigraph terms, with their full IRIs, datatypes and languages."""
        return self._answer.rows

    def __len__(self) -> int:
        return len(self._answer.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Cell]: ...

    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Cell]]: ...

    def __getitem__(self, index: int | slice) -> dict[str, Cell] | list[dict[str, Cell]]:
        if isinstance(index, slice):
            return [self._row(row) for row in self._answer.rows[index]]
        return self._row(self._answer.rows[index])

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return map(self._row, self._answer.rows)

    def _row(self, row: list[Term | None]) -> dict[str, Cell]:
        """Return a row as a dictionary of Python values."""
        return dict(zip(self.columns, map(value_of, row), strict=True))

    def labelled(self, language: str = "en") -> Rows:
        """Return the rows with `<name>Label` after each column of records, terms or passages (`kg.query.labels`).

        Raises:
            ValueError: the rows come from no graph that could name what they hold.
        """
        from kg.query.labels import labelled

        if self._reader is None:
            raise ValueError("These rows come from no graph. Label what `Graph.ask` or `Graph.query` returns.")
        return Rows(labelled(self._answer, self._reader(), language), self._reader)

    def column(self, name: str) -> list[Cell]:
        """Return one column.

        Raises:
            KeyError: with the names of the columns.
        """
        if name not in self.columns:
            raise KeyError(f"No column is named {name}. Columns: {', '.join(self.columns)}.")
        place = self.columns.index(name)
        return [value_of(row[place]) for row in self._answer.rows]

    def to_pandas(self) -> Any:
        """Return the rows as a pandas data frame.

        Raises:
            ModuleNotFoundError: pandas is not installed.
        """
        # By its name as text: pandas is no dependency, and the types of this package do not rest on it.
        return import_module("pandas").DataFrame({column: self.column(column) for column in self.columns})

    def to_polars(self) -> Any:
        """Return the rows as a polars data frame.

        Raises:
            ModuleNotFoundError: polars is not installed.
        """
        columns = {column: self.column(column) for column in self.columns}
        # Not strict: a column of an answer may mix numbers and texts.
        return import_module("polars").DataFrame(columns, strict=False)

    def __repr__(self) -> str:
        shown = [[text_of(term) for term in row] for row in self._answer.rows[:10]]
        lines = ["\t".join(cells) for cells in [self.columns, *shown]]
        more = len(self) - len(shown)
        return "\n".join([*lines, f"… and {more} more"] if more else lines)

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table, for notebooks."""
        from html import escape

        def line(cells: Iterable[str], tag: str) -> str:
            """Return a row of the table, every cell escaped."""
            return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

        # A notebook keeps its output in the file: a long table would stay there.
        body = "".join(line(map(text_of, row), "td") for row in self._answer.rows[:50])
        more = f"<p>{len(self)} rows, the first 50 shown</p>" if len(self) > 50 else ""
        return f"<table>{line(self.columns, 'th')}{body}</table>{more}"


class Text(str):
    """A text that shows itself as it is, in a console and in a notebook."""

    def __repr__(self) -> str:
        return str(self)


class Page(str):
    """The HTML of an interactive page, which a notebook shows in a frame; `save` writes it to a file.

    >>> Page("<p>Hello", "a greeting")
    <Page: a greeting>
    """

    def __new__(cls, html: str, caption: str) -> Page:
        """Keep what the page shows, in a line, beside its HTML."""
        page = super().__new__(cls, html)
        page.caption = caption
        return page

    caption: str

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page to a file, which opens offline, by double-click."""
        from pathlib import Path

        from kg import atomic

        atomic.write(Path(path), self.encode())

    def __repr__(self) -> str:
        return f"<Page: {self.caption}>"

    def _repr_html_(self) -> str:
        """Return a frame that holds the page, sandboxed: what a label says has no access to the notebook."""
        from html import escape

        permissions = "allow-scripts allow-popups allow-downloads"
        style = "width:100%;height:640px;border:1px solid #999"
        return f'<iframe sandbox="{permissions}" style="{style}" srcdoc="{escape(self)}"></iframe>'


def value_of(term: Term | None) -> Cell:
    """Return a term as Python has it; dates stay texts, for they keep the precision of their source.

    >>> value_of(Literal("2025-01", datatype=xsd.gYearMonth))
    '2025-01'
    >>> value_of(Literal("4.8", datatype=xsd.decimal))
    4.8
    """
    if isinstance(term, Literal):
        match term.datatype.value[len(XSD) :] if term.datatype.value.startswith(XSD) else "":
            case "integer":
                return int(term.value)
            case "decimal" | "double" | "float":
                return float(term.value)
            case "boolean":
                return term.value in ("true", "1")
    return None if term is None else text_of(term)


class Engine(Protocol):
    """What answers SPARQL for a graph: a store in this process, or an endpoint."""

    def query(self, sparql: str) -> Table:
        """Answer a SELECT or ASK query."""

    def construct(self, sparql: str) -> Iterable[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query."""

    def ask(self, question: Question, values: Mapping[str, object]) -> Table:
        """Answer a question of the library."""

    def find(self, name: str, prefix: str = "id") -> str:
        """Return the IRI that a name means."""

    @property
    def store(self) -> Store:
        """The whole graph as a store in this process."""

    @property
    def names(self) -> Names:
        """The names of the whole graph."""


class Embedded:
    """A store in this process, and the index of its names where one was written."""

    def __init__(self, store: Store, index: Path | None = None) -> None:
        self.store = store
        self.names = Names(store, index)

    def query(self, sparql: str) -> Table:
        """Answer a SELECT or ASK query; a misspelt term gets its near names."""
        from kg.query import sparql as queries

        return _table(queries.ask(self.store, sparql))

    def construct(self, sparql: str) -> Iterable[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query; a misspelt term gets its near names."""
        from pyoxigraph import QueryTriples

        from kg.query import sparql as queries

        result = queries.ask(self.store, sparql)
        if isinstance(result, QueryTriples):
            return result
        raise QueryFault("This asks for rows. Ask CONSTRUCT or DESCRIBE here, SELECT or ASK with `query`.")

    def ask(self, question: Question, values: Mapping[str, object]) -> Table:
        """Answer a question of the library."""
        return ask(self.store, question, values, names=self.names)

    def find(self, name: str, prefix: str = "id") -> str:
        """Return the IRI that a name means."""
        return self.names.find(name, prefix)


class Endpoint:
    """A SPARQL 1.1 endpoint, asked by HTTP; the whole graph is fetched once where a call needs it.

    Raises:
        EndpointFault: the address is no http or https address.
    """

    def __init__(self, address: str, timeout: float = 60) -> None:
        if not address.startswith(("http://", "https://")):
            raise EndpointFault(f"{address} is no endpoint. Give an address such as http://localhost:7878/query.")
        self.address, self.timeout = address, timeout

    def query(self, sparql: str) -> Table:
        """Send a SELECT or ASK query, with the graph's prefixes declared, and read the SPARQL JSON answer.

        Raises:
            EndpointFault: the endpoint cannot be reached, refuses the query, or answers in another format.
        """
        from pyoxigraph import QueryResultsFormat, parse_query_results

        data = self._fetch(declared(sparql), "application/sparql-results+json")
        try:
            return _table(parse_query_results(data, format=QueryResultsFormat.JSON))
        except (SyntaxError, ValueError) as error:
            raise EndpointFault(f"{self.address} does not answer in SPARQL JSON: {error}") from None

    def construct(self, sparql: str) -> Iterable[Triple]:
        """Send a CONSTRUCT or DESCRIBE query and read the answer in N-Triples; faults are those of `query`."""
        from pyoxigraph import RdfFormat, parse

        data = self._fetch(declared(sparql), "application/n-triples")
        try:
            return [quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES)]
        except SyntaxError as error:
            raise EndpointFault(f"{self.address} does not answer in N-Triples: {error}") from None

    def _fetch(self, sparql: str, accept: str) -> bytes:
        """Send a query as it stands and return the bytes of the answer, in the media type asked for."""
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import Request, urlopen

        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        request = Request(self.address, data=sparql.encode(), headers=headers)
        try:
            with urlopen(request, timeout=self.timeout) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            # The first lines say what is wrong; some endpoints send a whole page after them.
            detail = error.read(500).decode("utf-8", "replace").strip()
            raise EndpointFault(f"{self.address} refuses the query ({error.code}): {detail}") from None
        except (HTTPException, OSError) as error:
            raise EndpointFault(f"{self.address} cannot be reached: {error}") from None

    def ask(self, question: Question, values: Mapping[str, object]) -> Table:
        """Answer a question of the library; an unknown record is an error here too."""
        return self.query(question.sparql(question.resolve(values, self.find)))

    def find(self, name: str, prefix: str = "id") -> str:
        """Return the IRI that a name means; all names are fetched only where it is no identifier."""
        with suppress(ValueError):  # a label with spaces is no IRI
            node = NamedNode(address(name.strip(), prefix))
            if value_of(self.query(f"ASK {{ {node} ?p ?o }}").rows[0][0]) is True:
                return node.value
        return self._labels.find(name, prefix)

    @cached_property
    def _labels(self) -> Names:
        """The types and names of all records and terms, without the graph itself."""
        naming = f"{A} {' '.join(map(str, NAMING))}"
        labels = self.query(f"SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {naming} }} ?s ?p ?o }}").rows
        store = Store()
        store.bulk_extend(Quad(s, p, o, DefaultGraph()) for s, p, o in labels)  # type: ignore[arg-type]
        return Names(store)

    @cached_property
    def names(self) -> Names:
        """The names and gists of the whole graph, which is fetched."""
        return Names(self.store)

    @cached_property
    def store(self) -> Store:
        """The graph at the endpoint, fetched property by property and counted, so that no answer is cut unseen.

        Raises:
            EndpointFault: the endpoint returns fewer statements than it counts.
        """
        store = Store()
        # Endpoints cut long answers without a word: the rows of each property are held against its count.
        counts = self.query("SELECT ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p")
        statements: dict[tuple[NamedNode, NamedNode, NamedNode | Literal], None] = {}
        for predicate, count in counts.rows:
            triples = self.query(f"SELECT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s {predicate} ?o }} }}").rows
            if not isinstance(count, Literal) or len(triples) != int(count.value):
                raise EndpointFault(
                    f"{self.address} returned {len(triples)} of {count} statements of {predicate}: it cuts "
                    "long answers. Use query and ask only, or open the corpus itself."
                )
            quads = [Quad(s, predicate, o, g) for s, o, g in triples]  # type: ignore[arg-type]
            statements |= dict.fromkeys((quad.subject, quad.predicate, quad.object) for quad in quads)
            store.bulk_extend(quads)
        # What `GRAPH ?g` returns leaves out the default graph, in which a compiled graph has every statement once.
        default = DefaultGraph()
        store.bulk_extend(Quad(*triple, default) for triple in statements)
        return store


class Graph:
    """The graph of one view. `open` makes it.

    `questions` is the library; `notes` holds what the clocks left out (`undated` sources) or could not decide
    (`doubtful` records).
    """

    def __init__(
        self,
        engine: Engine,
        questions: Mapping[str, Question],
        quads: Iterable[Quad] | None = None,
        notes: Mapping[str, list[str]] | None = None,
        digest: str = "",
        choice: Choice | None = None,
        selection: Callable[[], Selection] | None = None,
    ) -> None:
        from kg.dataset.store import Choice

        self._engine = engine
        self._digest = digest
        self._choice = choice or Choice()
        self._selection = selection
        self.questions = dict(questions)
        self.notes = dict(notes or {})
        self._quads = quads

    def __repr__(self) -> str:
        if isinstance(self._engine, Endpoint):  # to count there is to ask it, which a mere name should not
            return f"<kg.Graph at {self._engine.address}>"
        from kg.model import description

        edition = description.of(self.reader).edition(self._digest)
        counts = (
            (len(list(self.reader.records())), "records"),
            (len(self.reader.of_class(kg.Source.value)), "sources"),
            (len(self.reader.of_class(kg.Passage.value)), "passages"),
        )
        numbers = ", ".join(f"{number:,} {things}" for number, things in counts)
        return f"<kg.Graph {edition}, view {self._choice.key}: {numbers}>"

    @classmethod
    def of(cls, quads: Iterable[Quad], questions: Mapping[str, Question] | None = None) -> Graph:
        """Return the graph of compiled quads (`kg.dataset.build.compiled_quads`), held in memory."""
        statements = list(quads)
        store = Store()
        store.bulk_extend(statements)
        return cls(Embedded(store), questions or {}, statements)

    def ask(self, name: str, /, *, lang: str | None = None, **values: object) -> Rows:
        """Ask a question of the library; its parameters are keywords, and what is not given takes its default.

        With `lang` (en, fa or ru) the rows have labels in that language (`Rows.labelled`). Days may be given in any
        calendar that the command line takes; a doubtful reading is a warning.

        Raises:
            UnknownQuestion: with the near names.
            QuestionFault: a parameter or a value that does not fit.
        """
        question = find(self.questions, name)
        answer = self._engine.ask(question, values)
        for note in question.notes(values):
            warn(note, stacklevel=2)
        rows = Rows(answer, lambda: self.reader)
        return rows.labelled(lang) if lang else rows

    def query(self, sparql: str) -> Rows:
        """Ask in SPARQL (SELECT or ASK); the prefixes kg:, id:, src:, field:, code:, dcterms: … are declared.

        Raises:
            QueryFault: the query cannot be read, uses an unknown term, or is no SELECT or ASK.
        """
        return Rows(self._engine.query(sparql), lambda: self.reader)

    def construct(self, sparql: str) -> RDFGraph:
        """Ask for a graph in SPARQL (CONSTRUCT or DESCRIBE), as an RDFLib graph with the prefixes bound.

        Raises:
            QueryFault: the query cannot be read, uses an unknown term, or asks for rows.
        """
        from rdflib import Graph as RDFGraph

        from kg.rdf.conversion import Converter

        graph, convert = RDFGraph(), Converter()
        for prefix, namespace in namespaces().items():
            graph.bind(prefix, namespace)
        for triple in self._engine.construct(sparql):
            graph.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))  # type: ignore[arg-type]
        return graph

    def status(self, instrument: str, day: str | None = None) -> Status:
        """Return whether an instrument, or a provision of one, is in force on a day, with every account behind it.

        Args:
            instrument: its name as `find` takes it.
            day: `YYYY-MM-DD`, or a day in another calendar as `open` takes it; else today.

        Returns:
            The answer `in_force` (surely, by some accounts, presumably, no, cannot tell), `reasons`, `acts` with
            their dates and passages, `by_party` and `denials`; identifiers in it are full IRIs. How the answer is
            found: `kg.dataset.derived.instruments`.

        Raises:
            LookupError: no record has that name, or several have.
            NotADate: the day is no date.
        """
        import datetime

        from kg.model import treaty
        from kg.text import dates

        reading = dates.read(day) if day else dates.Reading(datetime.date.today().isoformat())
        if reading.note:
            warn(reading.note, stacklevel=2)
        return treaty.status(self.reader, self._engine.find(instrument), reading.day)

    def show(self, record: str, lang: str = "en") -> Text:
        """Return all that is known of a record, with who says it where; name it as `find` takes it.

        Args:
            record: its name as `find` takes it.
            lang: of labels and headings: en, fa or ru.

        Raises:
            LookupError: no record has that name, or several have.
        """
        from kg.model import plain as text

        return Text(text.show(self.reader, self._engine.find(record), lang))

    def says(self, agent: str, lang: str = "en") -> Rows:
        """Return what an agent says: a row for each record that a passage of the agent describes.

        Args:
            agent: a person, an organization or a state, named as `find` takes it.
            lang: of the texts, where they are written in it: en, fa or ru.

        Returns:
            `record`; `about`, the prefixed names of its subjects, separated by blanks; `text`, the gist, else the
            values that the agent gives; the `day`, absent where nobody dates it; `direct`, false where another
            reports it; `passage`. By subject, then by day. An agent who says nothing here has no rows.

        Raises:
            LookupError: no record has that name, or several have.
        """
        from kg.model.plain import saying_text
        from kg.model.sayings import sayings

        spoken: list[list[Term | None]] = [
            [
                NamedNode(saying.record),
                Literal(" ".join(map(compact, saying.subjects))),
                Literal(saying_text(self.reader, saying, lang)),
                Literal(saying.day) if saying.day else None,
                Literal(saying.direct),
                NamedNode(saying.passage.iri),
            ]
            for saying in sayings(self.reader, self._engine.find(agent))
        ]
        columns = ["record", "about", "text", "day", "direct", "passage"]
        return Rows(Table(columns, spoken), lambda: self.reader)

    def timeline(self, record: str | None = None) -> Rows:
        """Return dated actions, events, memberships, tenures and sanctions in order of time.

        Args:
            record: only what concerns it; its name as `find` takes it.

        Returns:
            `record` and `kind`; `first` and `last`, the outermost days that the accounts allow; `open`, true where
            nobody states an end; `dates`, those that accounts give, separated by blanks; `disputed`; and the
            `passages`, prefixed names separated by blanks.

        Raises:
            LookupError: no record has that name, or several have.
        """
        from kg.model.timeline import chronicle

        happenings: list[list[Term | None]] = [
            [
                NamedNode(entry.record),
                NamedNode(entry.kind),
                Literal(entry.first),
                Literal(entry.last),
                Literal(entry.open),
                Literal(" ".join(entry.dates)),
                Literal(entry.disputed),
                Literal(" ".join(map(compact, entry.passages))),
            ]
            for entry in chronicle(self.reader, self._engine.find(record) if record else None)
        ]
        columns = ["record", "kind", "first", "last", "open", "dates", "disputed", "passages"]
        return Rows(Table(columns, happenings), lambda: self.reader)

    def compare(self, *instruments: str) -> Comparison:
        """Compare instruments, the earlier first: by policy field, by type of commitment, by lineage.

        Returns:
            `fields` and `commitments`: for each subject a cell per instrument, with its provisions; `lineage`;
            `uncoded`, the provisions that nobody has coded yet, which are no absence; `whole`, for each instrument
            whether all of it is coded. Identifiers in it are full IRIs.

        Raises:
            ValueError: fewer than two instruments.
            LookupError: no record has one of the names, or several have.
        """
        from kg.model import treaty

        if len(instruments) < 2:
            raise ValueError('Name two instruments or more, such as compare("treaty-2001", "treaty-2025").')
        return treaty.compare(self.reader, [self._engine.find(name) for name in instruments])

    def find(self, name: str) -> str:
        """Return the prefixed name of a record by its IRI, prefixed name, slug (`treaty-2025`) or any name.

        Raises:
            LookupError: nothing has the name, with the near ones, or several have, with all of them.
        """
        return compact(self._engine.find(name))

    def search(self, words: str, text: bool = False, limit: int = 20) -> Rows:
        """Find records by any of their names, best first; with `text`, find what is said in gists.

        Args:
            words: in English, Persian or Russian, however spelt; each may be the beginning of a word.
            text: search gists instead of names; of three words or more each may lack one, where none has all.
            limit: the most rows.

        Returns:
            `record`, `label`, `language` and `kind`; of gists `record`, `gist`, `language`, `holder` (prefixed
            names), `day` and `passage`, the last three absent where the register says it.

        Raises:
            ValueError: the words hold no letter or digit.
        """
        names = self.reader.names
        if not text:
            columns = ["record", "label", "language", "kind"]
            hits: list[list[Term | None]] = [
                [NamedNode(h.record), Literal(h.label), Literal(h.language), NamedNode(h.kind) if h.kind else None]
                for h in names.search(words, limit)
            ]
            return Rows(Table(columns, hits), lambda: self.reader)
        columns = ["record", "gist", "language", "holder", "day", "passage"]
        gists: list[list[Term | None]] = []
        for mention in names.mentions(words, limit):
            gist: list[Term | None] = [NamedNode(mention.record), Literal(mention.gist), Literal(mention.language)]
            if mention.passage:
                passage = self.reader.passage(mention.passage)
                holders = " ".join(map(compact, passage.holders))
                day = self.reader.day(passage)
                gist += [Literal(holders), Literal(day) if day else None, NamedNode(passage.iri)]
            # A gist that the register states has no speaker, day or passage.
            gists.append([*gist, None, None, None][: len(columns)])
        return Rows(Table(columns, gists), lambda: self.reader)

    def cite(self, record: str, style: str = "chicago", *, accessed: str | None = None, title: str = "") -> Text:
        """Cite a record, source, passage, view, question or page, as `kg cite` does.

        Args:
            record: its name, prefixed name or IRI; the base IRI of the corpus is the graph as a whole.
            style: chicago, apa, mla, oscola or gost; bibtex, biblatex, ris or csl.
            accessed: the day of use (`YYYY-MM-DD`), else today; an empty text leaves it out.
            title: of what the graph has no name for, such as a page.

        Raises:
            LookupError: no record or no style has that name, with the near or known ones.
            NotADate: the day of use is no date.
        """
        import datetime

        from kg.model import citation, description

        # The graph as a whole, and a page that has a title, are no records: `find` would not know them.
        whole = (title and record.startswith("http")) or record == description.of(self.reader).base
        iri = record if whole else expand(self.find(record))
        day = datetime.date.today().isoformat() if accessed is None else accessed
        return Text(citation.cite(self.reader, iri, style, digest=self._digest, accessed=day, title=title))

    def network(
        self, projection: str = "everything", *, around: str | None = None, depth: int = 1, field: str | None = None
    ) -> nx.MultiDiGraph:
        """Return a projection, or a part of it, as a NetworkX graph; `kg projections` lists their names.

        Nodes are prefixed names; `kg.network.projections.build` tells the attributes of nodes, edges and graph.

        Args:
            projection: its name.
            around: only the neighbourhood of a record, named as `find` takes it.
            depth: the number of steps from that record.
            field: only what concerns a policy field, such as `field:energy`.

        Raises:
            UnknownProjection: with the names that are known.
            LookupError: no record has one of the names, or several have.
        """
        from kg.network import projections

        drawn = projections.find(self.reader, projection)
        return projections.build(self.reader, drawn, self._part(around, depth, field))

    def _part(self, around: str | None, depth: int, field: str | None) -> Part:
        """Return the part of a projection around a record and about a policy field, named as `find` takes them."""
        from kg.network.projections import Part

        return Part(self.find(around) if around else None, depth, self.find(field) if field else None)

    def page(
        self,
        projection: str = "everything",
        *,
        around: str | None = None,
        depth: int = 1,
        field: str | None = None,
        lang: str = "en",
    ) -> Page:
        """Draw a projection, or a part of it, as an interactive page, which a notebook shows in a frame.

        Args:
            projection: as in `network`, and so are `around`, `depth` and `field`.
            around: the neighbourhood to draw.
            depth: the number of steps from that record.
            field: the policy field to draw.
            lang: in which the page opens: en, fa or ru.

        Returns:
            The HTML of a page that needs no network and no other file; its method `save` writes it to a file.

        Raises:
            UnknownProjection, LookupError: as in `network`.
            ValueError: nothing is left to draw.
        """
        from kg.network import projections
        from kg.site.projection import page_alone

        drawn, part = projections.find(self.reader, projection), self._part(around, depth, field)
        choice = {"view": self._choice.view, "as_of": self._choice.as_of, "known_by": self._choice.known_by}
        alone = page_alone(self.reader, drawn, part, self._digest, lang, **choice)
        if alone is None:
            raise ValueError("Nothing is left to draw. Widen the view, the depth or the field.")
        return Page(alone.html, f"{projection}, {alone.nodes:,} nodes, {alone.edges:,} edges")

    def export(
        self,
        out: str | os.PathLike[str],
        form: str | None = None,
        *,
        projection: str = "everything",
        table: str = "statements",
        raw: bool = False,
        issued: str | None = None,
    ) -> list[str]:
        """Write the graph in another tool's format, as `kg export` does; return what the format could not hold.

        It is made from the files of the corpus, where literals stand as written, and reading them takes seconds.

        Args:
            out: the file, whose extension chooses the format, or the folder.
            form: the name of the format; `kg export --list` has them all.
            projection: the network for graph formats.
            table: the table for CSV, TSV and Parquet files.
            raw: leave texts unmarked that a spreadsheet would run as formulas.
            issued: the day of release (`YYYY-MM-DD`), for descriptions of the dataset.

        Raises:
            ExportFault: the format or table is unknown, the path is unsuitable, a library is missing, or the graph
                was not made from a corpus that passes its checks.
            UnknownProjection: with the names that are known.
            CorpusChanged: the files are no longer those of the graph.
        """
        from pathlib import Path

        from kg import export

        if self._selection is None:
            raise export.ExportFault("An export is made from the files of a corpus without faults: open one.")
        return export.export(
            self._selection(),
            form or export.by_extension(os.fspath(out)),
            Path(out),
            projection=projection,
            table=table,
            raw=raw,
            release=export.Release(issued=issued or ""),
            reader=self.reader,
        )

    def conflicts(self) -> Rows:
        """Return where accounts exclude each other: one row for each side of each dispute, the weightiest first.

        Returns:
            `record` and `property` (prefixed names), `dispute` (its class) and `weight`, a number without unit;
            then of the side its `value`, `bound` (`least` or `most`; absent for an exact value), the number of its
            `origins`, and its `holders` and `passages`, prefixed names separated by blanks. How sides are found:
            `kg.dataset.derived.sides`.
        """
        from kg.model.agreement import disputes

        columns = ["record", "property", "dispute", "weight", "value", "bound", "origins", "holders", "passages"]
        sides: list[list[Term | None]] = [
            [
                NamedNode(finding.record),
                NamedNode(finding.predicate),
                code(finding.dispute),
                Literal(str(finding.weight), datatype=xsd.decimal),
                side.value,
                Literal(side.bound) if side.bound else None,
                Literal(side.origins),
                Literal(" ".join(sorted({compact(h) for holders in side.holders for h in holders}))),
                Literal(" ".join(compact(passage) for passage in side.passages)),
            ]
            for finding in sorted(disputes(self.reader), key=lambda f: (-f.weight, f.record, f.predicate))
            for side in finding.sides
        ]
        return Rows(Table(columns, sides), lambda: self.reader)

    @cached_property
    def reader(self) -> Reader:
        """The graph record by record."""
        from kg.model.reader import Reader

        return Reader(self._engine.store, self._engine.names)

    @cached_property
    def dataset(self) -> Dataset:
        """The graph as an RDFLib dataset: each statement once in the default graph and in its passages' graphs.

        It is made from the files of the corpus, so that literals stand as written there.
        """
        from rdflib import Dataset

        from kg.rdf.conversion import Converter

        dataset = Dataset(default_union=False)
        for prefix, namespace in namespaces().items():
            dataset.bind(prefix, namespace)
        convert = Converter()
        graphs: dict[NamedNode | DefaultGraph, Any] = {DefaultGraph(): dataset.default_graph}
        for statement in self._compiled():
            if statement.graph_name not in graphs:
                graphs[statement.graph_name] = dataset.graph(convert(statement.graph_name))
            triple = convert(statement.subject), convert(statement.predicate), convert(statement.object)
            dataset.store.add(triple, graphs[statement.graph_name])
        return dataset

    def _compiled(self) -> Iterable[Quad]:
        """Return all quads of the graph: from the files where there are any, else those given or in the store."""
        if self._selection is None:
            return self._engine.store if self._quads is None else self._quads
        from kg.dataset.build import compiled_quads

        selection = self._selection()
        return compiled_quads(selection.quads, selection.worked_out)


def _select(root: Path, choice: Choice, digest: str) -> Selection:
    """Select the quads of a choice anew from the files of a corpus, where literals stand as written.

    Raises:
        CorpusChanged: the files are no longer those of the graph.
    """
    from kg.corpus.load import load
    from kg.dataset import view

    return view.select(load(root, digest).quads, choice)


def _table(result: Any) -> Table:
    """Return the table of a SELECT or ASK result, and refuse the triples of other queries."""
    from pyoxigraph import QueryTriples

    if isinstance(result, QueryTriples):
        raise QueryFault("This asks for a graph. Ask SELECT or ASK here, CONSTRUCT or DESCRIBE with `construct`.")
    return table(result)


def declared(sparql: str) -> str:
    """Return a query with a PREFIX line for each prefix of the graph that it uses and does not declare.

    >>> print(declared("ASK { id:iran a kg:State }"))
    PREFIX id: <https://w3id.org/iran-russia/id/>
    PREFIX kg: <https://w3id.org/iran-russia/ontology#>
    ASK { id:iran a kg:State }
    """
    import re

    declarations = {prefix.lower() for prefix in re.findall(r"(?i)\bPREFIX\s+(\w*):", sparql)}
    used = [
        f"PREFIX {prefix}: <{namespace}>\n"
        for prefix, namespace in namespaces().items()
        if prefix not in declarations and re.search(rf"(?<![\w:]){prefix}:", sparql)
    ]
    return "".join(used) + sparql


def _claimed(root: Path) -> Path:
    """Return the folder of a corpus, to whose namespaces `id:` and `src:` are bound from now on.

    Raises:
        OtherBase: a corpus of another base has been opened in this process.
    """
    from kg.corpus import files

    base = files.base_of(root)
    # A graph that is open reads names such as id:iran when it is asked: no later one may change what they mean.
    if _BASES and base not in _BASES:
        raise OtherBase(
            f"{root} names its records under {base}, and a corpus opened earlier under {_BASES[0]}. "
            "Open it in another process, or join corpora of one base with kg build --with."
        )
    _BASES.append(base)
    bind(base)
    return root


def open(
    view: str = "all",
    *,
    as_of: str | None = None,
    known_by: str | None = None,
    direct: bool = False,
    coding: bool = True,
    corpus: str | os.PathLike[str] | None = None,
    endpoint: str | None = None,
) -> Graph:
    """Open the graph of a view, on a day of valid time or of publication time, or at an endpoint.

    Args:
        view: a named selection of passages; `kg views` lists them.
        as_of: valid time, what held on that day (YYYY, YYYY-MM, YYYY-MM-DD, a Solar Hijri day such as
            1404-05-10, or a day marked AP, AH, O.S. or CE); a doubtful reading is a warning.
        known_by: publication time, only what had been published by that day.
        direct: leave out statements that are known only from another's report.
        coding: False leaves out this project's own coding.
        corpus: a folder with `ontology/` and `graphs/`, else the one that the command line would take.
        endpoint: the address of a SPARQL 1.1 endpoint that serves the compiled graph of a view.

    Raises:
        ValueError: a choice of view or time together with an endpoint, which serves one view.
        NotADate, UnknownView, NoCorpus: the choice does not fit.
        NotReady: the corpus has faults and no earlier store is left.
        OtherBase: a corpus whose records have another base has been opened in this process.
    """
    from kg.corpus import files
    from kg.dataset import build, store
    from kg.text import dates

    world, sources = (dates.read(day) if day else dates.Reading("") for day in (as_of, known_by))
    for note in filter(None, (world.note, sources.note)):
        warn(note, stacklevel=2)
    choice = store.Choice(view, world.day or None, sources.day or None, direct, coding)
    if endpoint is None:
        root = _claimed(files.find_root(corpus))
        compiled = store.current(root, choice) or build.ready(root, choice)[0]
        if compiled.stale:
            warn("The corpus has faults (`kg check`): answers come from its last good state.", stacklevel=2)
        engine, questions = Embedded(compiled.open(), compiled.names), library(root)
        # The files of a corpus with faults are not those of the store that answers.
        selection = None if compiled.stale else partial(_select, root, choice, compiled.digest)
        return Graph(engine, questions, None, compiled.notes, compiled.digest, choice, selection)
    if choice != store.Choice():
        raise ValueError("An endpoint serves one view: leave out view, as_of, known_by, direct and coding.")
    return Graph(Endpoint(endpoint), library(_claimed(files.find_root(corpus))))
