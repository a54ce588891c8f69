"""Every exception that kg defines can be caught as one."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import kg
from kg.errors import Error


def exceptions() -> list[type[BaseException]]:
    """The exception classes that the modules of kg define."""
    names = [m.name for m in pkgutil.walk_packages(kg.__path__, "kg.") if m.name != "kg.cli.__main__"]
    found = {cls for name in names for _, cls in inspect.getmembers(import_module(name), inspect.isclass)}
    own = [c for c in found if issubclass(c, BaseException) and c.__module__.split(".")[0] == "kg"]
    return sorted(own, key=lambda cls: (cls.__module__, cls.__qualname__))


def test_every_exception_is_an_error_of_kg() -> None:
    found = exceptions()
    assert len(found) > 20
    assert [cls for cls in found if not issubclass(cls, Error)] == []


def test_built_in_bases_are_kept() -> None:
    from kg.dataset.names import NameFault
    from kg.network.figure import MissingLibrary
    from kg.text.dates import NotADate

    assert issubclass(NameFault, LookupError)
    assert issubclass(NotADate, ValueError)
    assert issubclass(MissingLibrary, ImportError)
