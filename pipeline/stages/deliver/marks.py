"""Marks: a token in small letters and digits, for the part of an address before the @.

An envelope address comes back as it was given, but not every mail system on the way keeps capitals. A mark
holds the same bytes as its token and proves the same; who it is about only our key can tell.
"""

from __future__ import annotations

import base64
import binascii

from pipeline.model import Month


def mark_of(token: str) -> str:
    """Returns the token as a mark of at most 53 characters."""
    key, body, mac = token.split(".")
    raw = base64.urlsafe_b64decode(body + mac)
    return f"{key}-{base64.b32encode(raw).decode().rstrip('=').lower()}"


def token_of(mark: str) -> str | None:
    """Returns the token that a mark was made of, None for what has another form."""
    key, _, text = mark.lower().partition("-")
    try:
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 27:
        return None
    token = f"{key}.{base64.urlsafe_b64encode(raw[:9]).decode()}.{base64.urlsafe_b64encode(raw[9:]).decode()}"
    # The last sign has bits that say nothing: only the text that we would write is a mark.
    return token if mark_of(token) == mark.lower() else None


def envelope(bounce_address: str, mark: str) -> str:
    """Returns the address with the mark behind a plus sign, as in `retour+k1-…@example.nl`."""
    local, _, domain = bounce_address.rpartition("@")
    return f"{local}+{mark}@{domain}"


def month_number(month: Month) -> int:
    """Returns the month as one number, as the round of a token holds it."""
    return month.year * 12 + month.month - 1


def month_of_number(number: int) -> Month:
    return Month(number // 12, number % 12 + 1)
