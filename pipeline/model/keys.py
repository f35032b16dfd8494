"""Keys, and what is made with them: keyed hashes of addresses, and the tokens in links.

A token is `<key id>.<what it says>.<mac>`: whose it is, for which purpose, and when it was made. It proves
nothing but that we made it, and it is never a key in a table: whoever asks compares what it says.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

_EPOCH = date(2020, 1, 1)
# Multiples of three bytes, so that no character of the text has bits that say nothing: two texts are never
# one token.
_ID_BYTES, _ROUND_BYTES, _DAY_BYTES, _MAC_BYTES = 5, 2, 2, 18
_BODY_BYTES = _ID_BYTES + _ROUND_BYTES + _DAY_BYTES
_LONGEST = 64


class Purpose(StrEnum):
    """What a token is for; one for another purpose is worth nothing."""

    CONFIRM = "bevestigen"
    UNSUBSCRIBE = "afmelden"
    VERP = "retour"

    @property
    def lasts(self) -> timedelta:
        """How long it works: a mail keeps its way out for two years, a request waits a week."""
        return timedelta(days=8) if self is Purpose.CONFIRM else timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `id` is written before all that was made with it."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: which subscriber, which of their requests, and on which day it was made."""

    subscriber: int
    round: int
    on: date


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys there are, the newest first: it makes, all of them recognise. Never empty."""

    all: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return self.all[0]

    def hashes(self, text: str) -> tuple[str, ...]:
        """Returns `<key id>:<hex>` of `text` under every key, the newest first."""
        return tuple(f"{key.id}:{_mac(key, 'adres', text.encode()).hex()}" for key in self.all)

    def hash(self, purpose: str, text: str) -> str:
        """Returns 32 hex digits for `text` under the newest key, without the key's id."""
        return _mac(self.newest, purpose, text.encode()).hex()[:32]

    def token(self, purpose: Purpose, subscriber: int, *, on: date, round: int = 0) -> str:
        """Returns the token, of characters that need no care in an address."""
        body = (
            subscriber.to_bytes(_ID_BYTES, "big")
            + (round & 0xFFFF).to_bytes(_ROUND_BYTES, "big")
            + (on - _EPOCH).days.to_bytes(_DAY_BYTES, "big")
        )
        mac = _mac(self.newest, purpose.value, body)[:_MAC_BYTES]
        return f"{self.newest.id}.{_text(body)}.{_text(mac)}"

    def read(self, purpose: Purpose, token: str, *, now: datetime) -> Claim | None:
        """Returns what a token of ours says, None for one that is forged, old or for another purpose.

        It takes as long for all of these.
        """
        name, body, mac = _parts(token)
        key = next((one for one in self.all if one.id == name), Key("", b"nobody"))
        is_ours = hmac.compare_digest(_mac(key, purpose.value, body)[:_MAC_BYTES], mac)
        if not (is_ours and key.id):
            return None
        on = _EPOCH + timedelta(days=int.from_bytes(body[-_DAY_BYTES:], "big"))
        if now.astimezone(UTC).date() - on > purpose.lasts:
            return None
        round = int.from_bytes(body[_ID_BYTES : _ID_BYTES + _ROUND_BYTES], "big")
        return Claim(int.from_bytes(body[:_ID_BYTES], "big"), round, on)


def _mac(key: Key, purpose: str, body: bytes) -> bytes:
    return hmac.digest(key.secret, purpose.encode() + b"\0" + body, sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _parts(token: str) -> tuple[str, bytes, bytes]:
    """Returns key id, body and mac; for what has another form, bytes that no key ever made."""
    nothing = ("", bytes(_BODY_BYTES), bytes(_MAC_BYTES))
    parts = token.split(".") if len(token) <= _LONGEST and token.isascii() else []
    if len(parts) != 3:
        return nothing
    try:
        body, mac = (base64.urlsafe_b64decode(part) for part in parts[1:])
    except (binascii.Error, ValueError):
        return nothing
    # The library reads over signs that do not belong there; only the text that we would write is a token.
    is_whole = (len(body), len(mac)) == (_BODY_BYTES, _MAC_BYTES) and parts[1:] == [_text(body), _text(mac)]
    return (parts[0], body, mac) if is_whole else nothing
