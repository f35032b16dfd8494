"""Hands a campaign to a listmonk over its HTTP API, as its documentation describes that API.

POST /api/campaigns             makes a draft; a person starts it there
GET  /api/campaigns?tags=…      tells whether it is there already
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.errors import RelayError
from pipeline.model.settings import Listmonk

_TIMEOUT = 30.0
_MOST_BYTES = 5_000_000


def has_campaign(rules: Listmonk, token: str, tag: str) -> bool:
    """Returns whether a campaign with this tag exists. Raises RelayError."""
    answer = _ask(rules, token, "GET", f"/api/campaigns?per_page=all&tags={quote(tag)}")
    data = answer.get("data")
    results = data.get("results") if isinstance(data, dict) else None
    return any(tag in (one.get("tags") or ()) for one in results or () if isinstance(one, dict))


def make_campaign(rules: Listmonk, token: str, campaign: Mapping[str, object]) -> int:
    """Makes a draft campaign and returns its number. Raises RelayError."""
    answer = _ask(rules, token, "POST", "/api/campaigns", json.dumps(campaign))
    data = answer.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("id"), int) or data.get("status") != "draft":
        raise RelayError(f"{rules.url}: did not say that it made a draft; look there before you try again")
    number: int = data["id"]
    return number


def _ask(rules: Listmonk, token: str, method: str, path: str, body: str = "") -> dict[str, Any]:
    parts = urlsplit(rules.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    headers = {
        "Authorization": f"token {rules.user}:{token}",
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
    }
    try:
        connection.request(method, f"{parts.path}{path}", body.encode() or None, headers)
        response = connection.getresponse()
        text = response.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise RelayError(f"{rules.url}: no answer ({error})") from error
    finally:
        connection.close()
    answer = _parsed(text)
    if response.status != 200:
        said = answer.get("message", response.reason)
        raise RelayError(f"{rules.url}: {response.status} {said}", is_ours=response.status < 500)
    return answer


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
