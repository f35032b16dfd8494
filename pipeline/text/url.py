"""Addresses: one form for each page, without trackers, and nothing but http and https.

`tidy` is what readers of the newsletter get; `canonical` is the same without a trailing slash, to
recognise a page by; `identity` also forgets whether it was http or https, and is the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

# Parameters that say who shared or mailed a link, never what it shows.
_TRACKERS = frozenset(
    {
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "igshid", "twclid", "yclid"),
        *("mkt_tok", "_hsenc", "_hsmi", "_ga", "_gl", "wt.mc_id"),
    }
)
_TRACKER_PREFIXES = ("utm_", "pk_", "mtm_", "piwik_", "mc_", "oly_")
# The same by host: `si` names the sharer on Spotify and YouTube, and means anything elsewhere.
_TRACKERS_BY_HOST = {
    "open.spotify.com": frozenset({"si", "context"}),
    "youtube.com": frozenset({"si", "feature"}),
    "www.youtube.com": frozenset({"si", "feature"}),
    "youtu.be": frozenset({"si", "feature"}),
}
_SAFELINK_HOST = re.compile(r"(?:.+\.)?safelinks\.protection\.(?:outlook\.com|office365\.us)", re.ASCII)
# `data` holds the mail address of the person the link was sent to.
_SAFELINK_LEAKS = frozenset({"data", "sdata", "reserved"})

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_TRIPLET = re.compile(r"%([0-9A-Fa-f]{2})|(.)", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.ASCII)


def canonical(url: str) -> str:
    """Returns the one form of `url` to compare pages by; what is no web address comes back stripped.

    Scheme and host lower, default port and user part gone, Safe Links unwrapped, trackers gone, percent
    encoding normal, dot segments resolved, no trailing slash but that of the root. Fragments stay, for
    they may name an item of their own, unless empty, "top" or a text directive.
    """
    return _settled(url, keep_slash=False)


def tidy(url: str) -> str:
    """Returns `url` as `canonical` does, but with the trailing slash its site gave it.

    Meant for showing and fetching: some sites answer 404 without that slash.
    """
    return _settled(url, keep_slash=True)


def identity(url: str) -> str:
    """Returns the key form of `url`: canonical, and https whether it was http or https."""
    key = canonical(url)
    return "https://" + key.removeprefix("http://") if key.startswith("http://") else key


def is_web(url: str) -> bool:
    """Says whether `url` is absolute, http or https, and names a host."""
    return _split(url) is not None


def is_safelink(url: str) -> bool:
    """Says whether `url` is an Outlook Safe Link, which carries its receiver's mail address."""
    parts = _split(url)
    return parts is not None and _SAFELINK_HOST.fullmatch(_host(parts)) is not None


def has_tracking(url: str) -> bool:
    """Says whether `url` carries a tracker, or is wrapped in a Safe Link."""
    parts = _split(url)
    if parts is None:
        return False
    return is_safelink(url) or any(_is_tracker(name, _host(parts)) for name, _ in _pairs(parts.query))


def join(base: str, relative: str) -> str | None:
    """Returns `relative` as an absolute address seen from `base`, or None when that is not http(s)."""
    reference = _stripped(relative)
    if not reference:
        return None
    try:
        joined = urljoin(_stripped(base), reference)
    except ValueError:
        return None
    return joined if is_web(joined) else None


def host_of(url: str) -> str:
    """Returns the host of a web address in lower case without "www.", or ""."""
    parts = _split(url)
    return "" if parts is None else _host(parts).removeprefix("www.")


def path_of(url: str) -> str:
    """Returns the path of `url` in its canonical form: "/" or "/a/b", never with a slash at the end."""
    parts = _split(canonical(url))
    return "/" if parts is None else parts.path


def _settled(url: str, *, keep_slash: bool) -> str:
    # Normalising may bring a Safe Link to light that was spelled with odd letters: go on until it rests.
    current = _stripped(url)
    for _ in range(len(current) + 1):
        following = _normal(_unwrapped(current), keep_slash=keep_slash)
        if following == current:
            break
        current = following
    return current


def _stripped(url: str) -> str:
    # Browsers drop line ends inside an address, so "java\nscript:" is one word to them: it is to us too.
    text = _CONTROLS.sub("", url).strip()
    # "site.nl/ page": seen where a mail or PDF broke the line.
    return re.sub(r"/\s+", "/", text)


def _split(url: str) -> SplitResult | None:
    text = _stripped(url)
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises ValueError for a port that is no number
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not _HOST.fullmatch(_host(parts)):
        return None
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return ""


def _unwrapped(url: str) -> str:
    parts = _split(url)
    while parts is not None and _SAFELINK_HOST.fullmatch(_host(parts)):
        inner = next((unquote(value) for name, value in _pairs(parts.query) if name == "url"), "")
        # In quoted-printable mail the "=" is written "=3D", of which "3D" may be left.
        inner = _stripped(inner.removeprefix("3D"))
        parts = _split(inner)
        if parts is None:
            break
        url = inner
    return url


def _normal(url: str, *, keep_slash: bool) -> str:
    parts = _split(url)
    if parts is None:
        return url
    scheme, host = parts.scheme.lower(), _host(parts)
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    query = _normal_query(parts.query, host)
    fragment = _normal_fragment(parts.fragment)
    return (
        f"{scheme}://{host}{port}{_normal_path(parts.path, keep_slash=keep_slash)}"
        + (f"?{query}" if query else "")
        + (f"#{fragment}" if fragment else "")
    )


def _normal_path(path: str, *, keep_slash: bool) -> str:
    kept: list[str] = []
    segments = _normal_percent(path, safe="/!$&'()*+,;=:@").split("/")
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    body = "/".join(kept).strip("/")
    if not body:
        return "/"
    ends_in_slash = segments[-1] in ("", ".", "..")
    return f"/{body}/" if keep_slash and ends_in_slash else f"/{body}"


def _normal_query(query: str, host: str) -> str:
    kept = (
        raw
        for raw in query.split("&")
        if raw.removeprefix("amp;") and not _is_tracker(raw.removeprefix("amp;").partition("=")[0], host)
    )
    return _normal_percent("&".join(kept), safe="!$&'()*+,;=:@/?|[]{}")


def _normal_fragment(fragment: str) -> str:
    # "#:~:text=…" marks words on the page for one visitor; it names no part of it.
    element = fragment.split(":~:", maxsplit=1)[0]
    return "" if element.lower() == "top" else _normal_percent(element, safe="!$&'()*+,;=:@/?")


def _normal_percent(text: str, *, safe: str) -> str:
    def one(match: re.Match[str]) -> str:
        code, literal = match.groups()
        if code is not None:
            character = chr(int(code, 16))
            return character if character in _UNRESERVED else f"%{code.upper()}"
        if literal in _UNRESERVED or literal in safe:
            return str(literal)
        return quote(literal, safe="", errors="replace")

    return _TRIPLET.sub(one, text)


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for raw in query.split("&"):
        name, _, value = raw.removeprefix("amp;").partition("=")
        yield name, value


def _is_tracker(name: str, host: str) -> bool:
    word = unquote(name).lower()
    return (
        word in _TRACKERS
        or word.startswith(_TRACKER_PREFIXES)
        or word in _TRACKERS_BY_HOST.get(host, frozenset())
        or (word in _SAFELINK_LEAKS and _SAFELINK_HOST.fullmatch(host) is not None)
    )
