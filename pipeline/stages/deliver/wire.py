"""A message as the DATA command of SMTP wants it."""

from __future__ import annotations


def on_wire(message: bytes) -> bytes:
    """Returns a message with CRLF line ends, dots doubled and the last dot behind it (RFC 5321, 4.5.2)."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    return (b"\r\n" + whole).replace(b"\r\n.", b"\r\n..").removeprefix(b"\r\n") + b".\r\n"
