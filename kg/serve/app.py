"""The server: its routes, what each request asks of the pool of workers, and its log.

The server itself reads no graph: it checks requests, hands tasks to workers and passes their answers on. Nothing in
it can write: workers open the store read-only, and SPARQL Update is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.dataset.store import Compiled
from kg.export.dataset import media_type
from kg.rdf.vocabulary import LANGUAGES
from kg.serve import negotiation, reconciliation
from kg.serve.compression import Compression
from kg.serve.pool import ClientGone, Limits, Overload, Pool
from kg.serve.tasks import Answer, as_json, refusal

#: Bytes that the body of a request may have.
MOST_BYTES = 1 << 20
#: Bytes of an answer that is kept for the next who asks the same, and of all that are kept.
_ANSWER_BYTES, _ANSWERS_BYTES = 1 << 20, 1 << 26
#: Characters of a query that the log shows.
_SHOWN = 500
_KEY = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?\Z", re.ASCII)
#: Functions of SPARQL whose value differs each time, so that an answer has no lasting tag.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
#: Parameters that a request may have.
_MOST_FIELDS = 1000
#: A search returns at most so many records or gists.
_MOST_HITS = 200
_TOO_MANY = f"The request has more than {_MOST_FIELDS:,} parameters."
_NOT_UTF8 = "The request is not UTF-8. Encode it so, whatever the charset of its header."
_READ_ONLY = "This endpoint is read-only: it has no SPARQL Update. Send a query."
_NO_DATASET = (
    "{} is not supported: the default graph here holds each statement once, beside a graph for each passage, and "
    "merging graphs would count statements twice. Leave the parameter out, and write GRAPH in the query."
)


@dataclass(frozen=True)
class Published:
    """What is served: a compiled graph, its title, the folder of the published site if there is one, and questions.

    `examples` are the questions of the library in Turtle, as editors read them in the description of the service.
    """

    compiled: Compiled
    title: str
    site: Path | None = None
    examples: bytes = b""


class Service:
    """Answers requests: each handler checks one and asks the pool for what it needs."""

    def __init__(self, published: Published, limits: Limits) -> None:
        self.published, self.limits = published, limits
        self.pool = Pool(published.compiled, limits)
        self._descriptions: dict[tuple[str, str], Answer] = {}
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._answer_bytes = 0

    async def sparql(self, request: Request) -> Response:
        """Answer a query by the SPARQL 1.1 Protocol; without a query, describe the service."""
        parameters, fault = await _parameters(request)
        if fault:
            return _response(fault)
        names = [parameter for parameter, _ in parameters]
        for parameter in ("default-graph-uri", "named-graph-uri"):
            if parameter in names:
                return _response(refusal(400, _NO_DATASET.format(parameter)))
        if "update" in names:
            return _response(refusal(403, _READ_ONLY))
        accept = request.headers.get("accept", "*/*")
        if "query" not in names:
            return await self._describe(request, accept)
        if names.count("query") > 1:
            return _response(refusal(400, "Send one query at a time."))
        text = dict(parameters)["query"]
        request.state.query = text
        tag = None if _CHANGING.search(text) else self._tag(text, accept)
        values = {"text": text, "accept": accept, "rows": self.limits.rows}
        return await self._answer(request, "query", values, tag)

    async def _describe(self, request: Request, accept: str) -> Response:
        """Describe the service in RDF, or lead a browser to the query page of the site."""
        site = self.published.site
        if request.method == "POST":
            return _response(refusal(400, "There is no query. Send it as `query`, or as application/sparql-query."))
        html = negotiation.choose(accept, {"text/turtle": "", "text/html": ""}) == "text/html"
        if html and site and (site / "query.html").is_file():
            return RedirectResponse("query.html", 303, {"Vary": "Accept"})
        endpoint = str(request.url.replace(query=""))
        values = {"endpoint": endpoint, "accept": accept, "examples": self.published.examples}
        # It counts the whole graph, and is the same until the server ends.
        key = (endpoint, negotiation.choose(accept, negotiation.GRAPHS) or "")
        if key not in self._descriptions:
            answer = await self._task(request, "describe", values, long=True)
            if not isinstance(answer, Answer) or answer.status != 200:
                return answer if isinstance(answer, Response) else _response(answer)
            self._descriptions = {**dict(list(self._descriptions.items())[-20:]), key: answer}
        return _response(self._descriptions[key], self._tag(*key), request)

    async def record(self, request: Request) -> Response:
        """Lead from a record, which is no document, to the document that the client prefers, or return one."""
        address = request.path_params["name"]
        key, _, extension = address.rpartition(".")
        if not _KEY.match(address):
            return _response(refusal(404, f"{address} is no identifier of a record."))
        if extension in negotiation.DOCUMENTS.values():
            return await self._document(request, key, extension)
        media = negotiation.choose(request.headers.get("accept", "*/*"), negotiation.DOCUMENTS)
        if media is None:
            offers = ", ".join(negotiation.DOCUMENTS)
            return _response(refusal(406, f"A record can be had as: {offers}. Name one of them in Accept."))
        return RedirectResponse(f"{address}.{negotiation.DOCUMENTS[media]}", 303, {"Vary": "Accept"})

    async def _document(self, request: Request, key: str, extension: str) -> Response:
        """Return a document about a record: a file of the published site, else made from the graph."""
        page = self.published.site / "id" / f"{key}.html" if self.published.site else None
        if extension == "html" and page and page.is_file():
            return await _Site(directory=page.parent).get_response(page.name, request.scope)
        values = {"key": key, "extension": extension, "digest": self.published.compiled.digest}
        return await self._answer(request, "record", values, self._tag(key, extension), long=extension == "html")

    async def search(self, request: Request) -> Response:
        """Find records by names, or by the words of gists."""
        asked = request.query_params
        limit = _number(asked.get("limit", "20"))
        if not limit or limit > _MOST_HITS:
            return _response(refusal(400, f"limit is a number from 1 to {_MOST_HITS}."))
        # A misspelt choice would otherwise be answered as the usual one, and nobody would notice.
        for name, known in (("lang", LANGUAGES), ("in", ("names", "gists"))):
            if asked.get(name, known[0]) not in known:
                return _response(refusal(400, f"{name} is one of: {', '.join(known)}."))
        values = {
            "words": asked.get("q", ""),
            "limit": limit,
            "language": _language(request),
            "text": asked.get("in", "names") == "gists",
        }
        return await self._answer(request, "search", values, self._tag(repr(values)))

    async def reconcile(self, request: Request) -> Response:
        """Answer the Reconciliation API: its manifest, or a batch of queries."""
        parameters, fault = await _parameters(request)
        if fault:
            return _response(fault)
        batch = dict(parameters).get("queries")
        if batch is None:
            address = str(request.base_url).rstrip("/")
            return _response(as_json(reconciliation.manifest(address, self.published.title)))
        try:
            queries = json.loads(batch)
        except (ValueError, RecursionError):
            queries = None
        if not isinstance(queries, dict) or not all(isinstance(one, dict) for one in queries.values()):
            return _response(refusal(400, "`queries` is a JSON object of queries, each with a key of its own."))
        if len(queries) > reconciliation.MOST_QUERIES:
            return _response(refusal(413, f"Send at most {reconciliation.MOST_QUERIES} queries at a time."))
        return await self._answer(request, "reconcile", {"queries": queries, "language": _language(request)})

    async def suggest(self, request: Request) -> Response:
        """Suggest records, classes or properties while a user types."""
        what = request.path_params["what"]
        if what not in reconciliation.SUGGESTIONS:
            return _response(refusal(404, f"Suggestions are of: {', '.join(reconciliation.SUGGESTIONS)}."))
        values = {
            "what": what,
            "prefix": request.query_params.get("prefix", ""),
            "cursor": _number(request.query_params.get("cursor", "")) or 0,
            "language": _language(request),
        }
        return await self._answer(request, "suggest", values)

    async def preview(self, request: Request) -> Response:
        """Show a record in the small frame that OpenRefine opens."""
        values = {"key": request.query_params.get("id", ""), "language": _language(request)}
        return await self._answer(request, "preview", values)

    async def feed(self, request: Request) -> Response:
        """Return the newest sources as an Atom feed."""
        values = {"address": str(request.url)}
        return await self._answer(request, "feed", values, self._tag(values["address"]))

    async def home(self, request: Request) -> Response:
        """Say what is served where."""
        values = {"digest": self.published.compiled.digest}
        return await self._answer(request, "home", values, self._tag("home"), long=True)

    def _tag(self, *parts: str) -> str:
        """Return the entity tag of an answer: of one compiled graph, the same request has the same answer."""
        text = "\n".join([self.published.compiled.digest, str(self.limits.rows), *parts])
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'

    async def _answer(
        self, request: Request, name: str, values: Mapping[str, Any], tag: str | None = None, long: bool = False
    ) -> Response:
        """Run a task and return its answer as a response; a client that has it already is told so at once."""
        if tag and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
        if tag and (known := self._answers.get(tag)):
            self._answers.move_to_end(tag)
            return _response(known, tag)
        answer = await self._task(request, name, values, long)
        if not isinstance(answer, Answer):
            return answer
        if tag and answer.status == 200:
            self._remember(tag, answer)
        return _response(answer, tag)

    def _remember(self, tag: str, answer: Answer) -> None:
        """Keep an answer, which is the same until the server ends, and forget those that were used longest ago."""
        if len(answer.body) <= _ANSWER_BYTES:
            self._answers[tag] = answer
            self._answer_bytes += len(answer.body)
        while self._answer_bytes > _ANSWERS_BYTES:
            _, forgotten = self._answers.popitem(last=False)
            self._answer_bytes -= len(forgotten.body)

    async def _task(
        self, request: Request, name: str, values: Mapping[str, Any], long: bool = False
    ) -> Answer | Response:
        """Run a task in the pool; a full queue and a client that hung up have responses of their own."""
        try:
            answer = await self.pool.run(name, values, request.is_disconnected, long)
        except Overload as overload:
            return _response(refusal(503, str(overload)), headers={"Retry-After": str(overload.seconds)})
        except ClientGone:
            return Response(status_code=499)
        request.state.seconds = answer.seconds
        return answer


async def _parameters(request: Request) -> tuple[list[tuple[str, str]], Answer | None]:
    """Return the parameters of a request by the SPARQL Protocol, or what is wrong with it."""
    address: bytes = request.scope["query_string"]
    if len(address) > MOST_BYTES:
        return [], refusal(414, f"The address has more than {MOST_BYTES:,} bytes.")
    try:
        parameters = _pairs(address)
    except UnicodeDecodeError:
        return [], refusal(400, _NOT_UTF8)
    except ValueError:
        return [], refusal(400, _TOO_MANY)
    if request.method != "POST":
        return parameters, None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return [], refusal(413, f"The request has more than {MOST_BYTES:,} bytes.")
    except ClientDisconnect:
        return [], refusal(499, "The client has hung up.")
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "application/sparql-update":
        return [], refusal(403, _READ_ONLY)
    try:
        if media == "application/sparql-query":
            return [*parameters, ("query", body.decode("utf-8"))], None
        if media == "application/x-www-form-urlencoded":
            return [*parameters, *_pairs(bytes(body))], None
    except UnicodeDecodeError:
        return [], refusal(400, _NOT_UTF8)
    except ValueError:
        return [], refusal(400, _TOO_MANY)
    if not body and not media:  # a POST whose parameters are all in the address
        return parameters, None
    accepted = "application/x-www-form-urlencoded or application/sparql-query"
    return [], refusal(415, f"The content type {media or '(none)'} is not known here. Send {accepted}.")


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Return the pairs of a form or an address.

    Raises:
        UnicodeDecodeError: they are not UTF-8. To replace what cannot be read would answer another query.
        ValueError: there are more of them than any client has.
    """
    text = encoded.decode("utf-8")
    return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)


def _number(text: str) -> int | None:
    """Read a number of at most nine digits; None for anything else. Python refuses to read thousands of digits."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _language(request: Request) -> str:
    """Return the language that a request names, or the first of ours that its client prefers."""
    stated = request.query_params.get("lang", "")
    preferred = [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((tag for tag in (stated, *preferred) if tag in LANGUAGES), "en")


def _response(
    answer: Answer, tag: str | None = None, request: Request | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an answer as a response; only what succeeded has an entity tag."""
    fields = {"Vary": "Accept, Accept-Language", "X-Content-Type-Options": "nosniff", **(headers or {})}
    if tag and answer.status == 200:
        fields |= {"ETag": tag, "Cache-Control": "no-cache"}
        if request and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=fields)
    return Response(answer.body, answer.status, fields, answer.media)


class _Site(StaticFiles):
    """The published folder, with the media types of RDF, and of compressed files as they are."""

    def file_response(self, full_path: Any, *args: Any, **options: Any) -> Response:
        """Return a file with its media type."""
        response = super().file_response(full_path, *args, **options)
        path = str(full_path)
        known = media_type(path)
        if path.endswith(".gz"):
            response.headers["content-type"] = "application/gzip"
        elif not known.startswith("text/") and "content-type" in response.headers:
            response.headers["content-type"] = known
        elif known in ("text/turtle", "text/csv"):
            response.headers["content-type"] = f"{known}; charset=utf-8"
        return response


class _Log:
    """Writes a line of JSON for each request on standard error."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, sent = time.monotonic(), {"status": 0, "bytes": 0}

        async def count(message: Message) -> None:
            """Note the status and the size of the response."""
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
            sent["bytes"] += len(message.get("body", b""))
            await send(message)

        scope.setdefault("state", {})
        try:
            await self.app(scope, receive, count)
        finally:
            state = scope["state"]
            line = {
                "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "client": (scope.get("client") or ("",))[0],
                "method": scope["method"],
                "path": scope["path"],
                **sent,
                "milliseconds": round(1000 * (time.monotonic() - begun)),
                **({"computed": round(1000 * state["seconds"])} if "seconds" in state else {}),
                **({"query": state["query"][:_SHOWN]} if "query" in state else {}),
            }
            log(line)


def log(line: Mapping[str, Any]) -> None:
    """Write a line of the log: one JSON object."""
    sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stderr.flush()


def application(published: Published, limits: Limits) -> Starlette:
    """Return the ASGI application of a compiled graph; its workers end with it."""
    service = Service(published, limits)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        """Begin the workers with the server, and end them when it stops."""
        service.pool.start()
        try:
            yield
        finally:
            await service.pool.stop()

    def route(path: str, handler: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
        """Return a route for reading, and for posting where a protocol asks for it."""
        return Route(path, handler, methods=["GET", *methods])

    site = published.site
    routes = [
        route("/sparql", service.sparql, "POST"),
        route("/id/{name}", service.record),
        route("/search", service.search),
        route("/reconcile", service.reconcile, "POST"),
        route("/reconcile/suggest/{what}", service.suggest),
        route("/reconcile/preview", service.preview),
        *([] if site and (site / "feed.xml").is_file() else [route("/feed.xml", service.feed)]),
        Mount("/", _Site(directory=site, html=True)) if site else route("/", service.home),
    ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", "Retry-After"],
    )
    middleware = [Middleware(_Log), cors, Middleware(Compression)]
    return Starlette(routes=routes, middleware=middleware, lifespan=life)
