"""Questions to DNS; dnspython's home. It decides nothing, and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable

import dns.exception
import dns.name
import dns.resolver
from dns.rdtypes.txtbase import TXTBase

from pipeline.model.deliverability import Answer, Question


class Nameserver:
    """Asks the nameservers of this machine, or `host` and `port` where they are given."""

    def __init__(self, host: str = "", port: int = 53, *, seconds: float = 5.0) -> None:
        self._resolver = dns.resolver.Resolver(configure=not host)
        if host:
            self._resolver.nameservers = [host]
            self._resolver.port = port
        self._resolver.lifetime = seconds
        self._resolver.cache = None

    def ask(self, question: Question) -> Answer:
        """Returns what DNS says. Never raises: a fault is an answer that says why there is none."""
        try:
            found = self._resolver.resolve(question.name, question.kind, search=False)
        except dns.resolver.NXDOMAIN:
            return Answer(exists=False)
        except dns.resolver.NoAnswer:
            return Answer()
        except (dns.exception.DNSException, OSError, ValueError) as error:
            return Answer(fault=str(error) or type(error).__name__)
        return Answer(tuple(sorted(_texts(found))))


def _texts(found: Iterable[object]) -> Iterable[str]:
    for record in found:
        if isinstance(record, TXTBase):
            # RFC 7208, 3.3: the strings of one record join without a blank.
            yield b"".join(record.strings).decode("utf-8", "replace")
        else:
            yield str(record)
