"""What a browser is told about a page: nothing runs, nothing comes from elsewhere, nothing is passed on."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_NONE = "'none'"
_FORMS, _NO_FORMS = "form-action 'self'", "form-action 'none'"
_STRICT = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'"


def policy(page: bytes) -> str:
    """Returns the Content-Security-Policy for `page`: the style sheets in it, and no others."""
    allowed = dict.fromkeys(f"'sha256-{_digest(style)}'" for style in _STYLE.findall(page))
    return f"{_STRICT}; style-src {' '.join(allowed) or _NONE}"


def mail_policy() -> str:
    """Returns the policy for a mail shown as a page: a mail has its styles on every element."""
    return f"{_STRICT.replace(_FORMS, _NO_FORMS)}; style-src 'unsafe-inline'"


@lru_cache(maxsize=256)
def _digest(style: bytes) -> str:
    return base64.b64encode(sha256(style).digest()).decode()
