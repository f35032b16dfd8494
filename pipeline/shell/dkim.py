"""Whether DKIM signatures hold; dkimpy's home, which is an extra: `pip install 'nieuwsbrief[dkim]'`."""

from __future__ import annotations

import importlib
from collections.abc import Callable


def verify(message: bytes, count: int, text_of: Callable[[str], str]) -> tuple[bool, ...]:
    """Returns for each of the first `count` signatures whether it holds; () where dkimpy is not installed.

    `text_of` gives the TXT record of a name, "" without one.
    """
    try:
        library = importlib.import_module("dkim")
    except ModuleNotFoundError:
        return ()

    def look_up(name: bytes, timeout: int = 5) -> bytes:  # noqa: ARG001 - as dkimpy calls it
        return text_of(name.decode("ascii", "replace").rstrip(".").lower()).encode()

    return tuple(
        _holds(library.DKIM(message), index, look_up, library.DKIMException) for index in range(count)
    )


def _holds(signed: object, index: int, look_up: Callable[[bytes], bytes], broken: type[Exception]) -> bool:
    try:
        return bool(signed.verify(idx=index, dnsfunc=look_up))  # type: ignore[attr-defined]
    except broken:
        return False
