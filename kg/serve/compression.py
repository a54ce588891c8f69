"""Compressed responses (`Content-Encoding: gzip`) for the clients that take them."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: It compresses pages and answers to within two hundredths of the highest level in two thirds of its time.
_LEVEL = 6
#: Files that are compressed in themselves.
_COMPRESSED = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
_REFUSED = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|\Z)", re.IGNORECASE)


class Compression:
    """Compresses by Starlette's middleware, which leaves parts of files and small answers as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, compresslevel=_LEVEL, exclude_content_types=_COMPRESSED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark the entity tag of a compressed response as a weak one."""

        async def weaken(message: Message) -> None:
            """Make a tag weak: it stands for the same answer, but no longer for the same bytes."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if "content-encoding" in headers and headers.get("etag", "").startswith('"'):
                    headers["etag"] = f"W/{headers['etag']}"
            await send(message)

        # Starlette looks for the word alone, and so would compress for a client that declines it.
        refused = scope["type"] == "http" and _REFUSED.search(Headers(scope=scope).get("accept-encoding", ""))
        await (self._plain if refused else self._compressed)(scope, receive, weaken)
