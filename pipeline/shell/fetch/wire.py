"""requests and urllib3, bent so that every socket comes from the dialer and every read ends in time.

There is no `requests.Session` here: it would read the whole body of a redirect before following it, keep
cookies, and look for proxies and a .netrc. An adapter alone does none of these.
"""

from __future__ import annotations

import functools
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from pipeline.shell.fetch.dial import Dialer, ExpiringSocket, seconds_until

# More hosts than one run visits at once, so that a pool in use is never the oldest.
_POOLS = 64
_READING = threading.Lock()


class _ExpiringTlsSocket(ssl.SSLSocket):
    """`ExpiringSocket` under TLS, which makes a socket of its own from ours."""

    until: float | None = None

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        if self.until is not None:
            self.settimeout(seconds_until(self.until))
        return super().recv_into(buffer, nbytes, flags)


class _Connection(HTTPConnection):
    def __init__(self, *args: Any, dialer: Dialer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dialer = dialer

    def _new_conn(self) -> ExpiringSocket:
        return self._dialer.dial(self._dns_host, self.port, _seconds(self.timeout))

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3 does
        _set_end(self)
        return super().getresponse()


class _TlsConnection(HTTPSConnection):
    # The name stays the connection's host, so SNI and the certificate are about the name, not the address.
    def __init__(self, *args: Any, dialer: Dialer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dialer = dialer

    def _new_conn(self) -> ExpiringSocket:
        return self._dialer.dial(self._dns_host, self.port, _seconds(self.timeout))

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3 does
        _set_end(self)
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class Adapter(HTTPAdapter):
    """Sends one request over sockets of the dialer and follows nothing.

    `ca_file` holds the certificates to trust instead of the bundled ones.
    """

    def __init__(self, dialer: Dialer, ca_file: str | None = None, connections: int = 1) -> None:
        self._dialer = dialer
        self._ca_file = ca_file or DEFAULT_CA_BUNDLE_PATH
        super().__init__(pool_connections=_POOLS, pool_maxsize=connections)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **_: Any) -> None:
        pools = urllib3.PoolManager(num_pools=connections, maxsize=maxsize, block=block)
        # Only these two: a scheme without a pool cannot be asked at all.
        pools.pool_classes_by_scheme = {
            "http": functools.partial(_Pool, dialer=self._dialer),  # type: ignore[dict-item]
            "https": functools.partial(_TlsPool, dialer=self._dialer),  # type: ignore[dict-item]
        }
        self.poolmanager = pools

    def cert_verify(self, *_: Any, **__: Any) -> None:
        # The context above verifies and holds the certificates; requests would load them again for every
        # connection.
        return

    def ask(
        self, method: str, url: str, headers: Mapping[str, str], seconds: float
    ) -> tuple[str, urllib3.HTTPResponse]:
        """Returns the address as it was sent, and the answer with its body still unread.

        Raises CollectError from the dialer, and what requests and urllib3 raise.
        """
        prepared = requests.Request(method, url, headers=dict(headers)).prepare()
        if (prepared.url or url).startswith("https:"):
            # By the first that needs it: the certificates take 20 ms to read.
            self.poolmanager.connection_pool_kw["ssl_context"] = _tls_context(self._ca_file)
        # `total` covers connecting, TLS and the headers; the body ends with the socket's `until`.
        limit = urllib3.Timeout(total=seconds)
        response = self.send(prepared, stream=True, timeout=limit)  # type: ignore[arg-type]  # stubs lag
        return prepared.url or url, response.raw


def _tls_context(ca_file: str) -> ssl.SSLContext:
    """Reads the certificates once, also when several threads need them at once."""
    with _READING:
        return _read_tls_context(ca_file)


@functools.cache
def _read_tls_context(ca_file: str) -> ssl.SSLContext:
    context = create_urllib3_context()
    context.load_verify_locations(cafile=ca_file)
    context.sslsocket_class = _ExpiringTlsSocket
    return context


def _set_end(connection: HTTPConnection) -> None:
    """Gives the answer's headers and body together what urllib3 says is left for reading."""
    if isinstance(connection.sock, (ExpiringSocket, _ExpiringTlsSocket)):
        connection.sock.until = time.monotonic() + _seconds(connection.timeout)


def _seconds(timeout: object) -> float:
    # urllib3 hands every connection the number it made of our `total`; anything else would be no limit.
    if not isinstance(timeout, (int, float)):
        raise TypeError("a connection without a timeout")
    return float(timeout)
