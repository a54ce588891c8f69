"""The form of identifiers: one that is in order is the name of a file on every system, and of no other record's."""

from __future__ import annotations

import re

from kg.errors import Error
from kg.rdf.vocabulary import compact, is_record, local_name, of_source

#: The longest local name: with an extension and the mark of an unfinished file it fits every file system.
LONGEST = 120
_WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_RECORD = re.compile(_WORDS)
_SOURCE = re.compile(rf"{_WORDS}(?:\.{_WORDS})*")
#: Names that Windows keeps for devices, whatever the extension.
_DEVICES = frozenset(["con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))])


class BadIdentifier(Error, ValueError):
    """An identifier that cannot be the name of a file."""


def fault_of(iri: str) -> str:
    """Say what is wrong with the identifier of a record, a source or a passage; empty where it is in order.

    >>> from kg.rdf.vocabulary import record_iri, source_iri
    >>> fault_of(record_iri("iran")), fault_of(source_iri("tass-1.p2.putin"))
    ('', '')
    >>> fault_of(record_iri("../evil"))
    'is not of lower-case letters a to z and digits, with single hyphens between'
    """
    local = local_name(iri)
    if len(local) > LONGEST:
        return f"has more than {LONGEST} letters"
    if local.partition(".")[0] in _DEVICES:
        return "is a name that Windows keeps for a device"
    if not (_RECORD if is_record(iri) else _SOURCE).fullmatch(local):
        between = " or dots" if of_source(iri) else ""
        return f"is not of lower-case letters a to z and digits, with single hyphens{between} between"
    return ""


def file_name(iri: str) -> str:
    """Return the local name of a record or source, for use as the name of a file.

    Raises:
        BadIdentifier: the identifier is not in form, which `kg check` reports.

    >>> from kg.rdf.vocabulary import record_iri
    >>> file_name(record_iri("treaty-2001"))
    'treaty-2001'
    """
    if not (is_record(iri) or of_source(iri)) or (fault := fault_of(iri)):
        raise BadIdentifier(f"{compact(iri)} cannot name a file: it {fault or 'is no record'}.")
    return local_name(iri)
