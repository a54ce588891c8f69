"""Running the application: listening, announcing the address, and stopping in order."""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from kg.serve.app import MOST_BYTES, log

#: Seconds that requests under way are given when the server is told to stop.
_PATIENCE = 10


class _LogHandler(logging.Handler):
    """Writes what uvicorn warns of, such as a request that is no HTTP, as lines of the log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        log({"event": record.levelname.lower(), "message": self.format(record)})


def is_local(host: str) -> bool:
    """Return whether a host is reached from this machine only.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run(app: Starlette, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve an application until the process is told to stop (SIGINT, SIGTERM); requests under way are finished.

    Args:
        app: the application.
        host: name or address to listen at.
        port: number of the port; 0 for one that is free.
        announce: called with the address as soon as connections are accepted.

    Raises:
        OSError: the address cannot be listened at.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=1024)
    shown = f"[{host}]" if ":" in host else host
    announce(f"http://{shown}:{listener.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
        # A query may be as long in an address as in a body; beyond, h11 ends the connection without a word.
        h11_max_incomplete_event_size=2 * MOST_BYTES,
    )
    # When it has stopped, uvicorn raises the signal again for those who handled it before: here that is an end
    # without a fault.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    logging.getLogger("uvicorn.error").addHandler(_LogHandler(logging.WARNING))
    uvicorn.Server(config).run(sockets=[listener])
    log({"event": "stopped"})
