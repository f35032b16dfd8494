"""Addresses: one form for each page, without trackers, and nothing but http and https.

`tidy` is what readers of the newsletter get; `canonical` is the same without a trailing slash, to
recognise a page by; `identity` also forgets whether it was http or https and under which programme of its
site a dated page was found, and is the key.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
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

# Mail gateways and social media that put their own address around a link, and the parameter that holds it.
_WRAPPERS = (
    (_SAFELINK_HOST, re.compile(r"/.*|"), ("url",)),
    (re.compile(r"lm?\.(?:facebook|instagram)\.com"), re.compile(r"/(?:l\.php)?"), ("u",)),
    (re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?"), re.compile(r"/url"), ("q", "url")),
    (re.compile(r"(?:www\.)?youtube\.com"), re.compile(r"/redirect"), ("q",)),
    (re.compile(r"(?:www\.)?linkedin\.com"), re.compile(r"/(?:redir/redirect|safety/go)/?"), ("url",)),
    (re.compile(r"linkprotect\.cudasvc\.com"), re.compile(r"/url"), ("a",)),
)
_URLDEFENSE = re.compile(r"urldefense(?:\.proofpoint)?\.(?:com|us)")
_URLDEFENSE_3 = re.compile(r"/v3/__(.+?)__;([A-Za-z0-9_-]*)")

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_TRIPLET = re.compile(r"%([0-9A-Fa-f]{2})|(.)", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PAGE = re.compile(r"\{page(?::([0-9]{1,2}))?\}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# A page with a date in its path, below the part of the site it belongs to.
_DATED = re.compile(
    r"(?P<before>(?:/[^/]+)*?)/(?P<part>nieuws|weblogs?|documenten(?:/[a-z-]+)?)"
    r"/(?P<year>(?:19|20)[0-9]{2})/(?P<month>[0-9]{1,2})(?P<day>/[0-9]{1,2})?(?P<slug>/[^/]+)"
)
_LANGUAGE = re.compile(r"/[a-z]{2}(?:-[a-z]{2})?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.ASCII)


# Most addresses are as they should be: a plain host in small letters, a plain path, and nothing behind it.
# They need none of the work below.
_RESTS = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?",
    re.ASCII,
)


# Only a dated page, or one under its programme, has a second address.
_MAY_STAND_TWICE = re.compile(r"/programmas/|/[0-9]{4}(?:/|$)")


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


@lru_cache(maxsize=4096)
def identity(url: str) -> str:
    """Returns the key form of `url`: canonical, https, and one address for a page that stands in two places.

    Sites show one dated page under "/actueel/nieuws/2025/03/06/…", under "/<programme>/nieuws/2025/03/06/…"
    and formerly under "/programmas/<programme>/…": the first is the key, dates in the path with two digits.
    The key is to recognise by, and need not be an address that answers.
    """
    key = canonical(url)
    key = "https://" + key.removeprefix("http://") if key.startswith("http://") else key
    if not _MAY_STAND_TWICE.search(key):
        return key
    parts = _split(key)
    path = "" if parts is None else _without_programme(parts.path)
    return key if parts is None or path == parts.path else parts._replace(path=path).geturl()


def is_web(url: str) -> bool:
    """Says whether `url` is absolute, http or https, and names a host."""
    return _RESTS.fullmatch(url) is not None or _split(url) is not None


def is_safelink(url: str) -> bool:
    """Says whether `url` is an Outlook Safe Link, which carries its receiver's mail address."""
    parts = _split(url)
    return parts is not None and _SAFELINK_HOST.fullmatch(_host(parts)) is not None


def has_tracking(url: str) -> bool:
    """Says whether `url` carries a tracker, or is wrapped in the address of a mail gateway or the like."""
    parts = _split(url)
    if parts is None:
        return False
    has_tracker = any(_is_tracker(name, _host(parts)) for name, _ in _pairs(parts.query))
    return has_tracker or is_safelink(url) or _inside(url) is not None


def join(base: str, relative: str) -> str | None:
    """Returns `relative` as an absolute address seen from `base`, or None when that is not http(s)."""
    if _RESTS.fullmatch(relative):
        return relative
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
    if _RESTS.fullmatch(url):
        return url.split("/", 3)[2].removeprefix("www.")
    parts = _split(url)
    return "" if parts is None else _host(parts).removeprefix("www.")


def path_of(url: str) -> str:
    """Returns the path of `url` in its canonical form: "/" or "/a/b", never with a slash at the end."""
    if _RESTS.fullmatch(url):
        return f"/{url.split('/', 3)[3].rstrip('/')}"
    parts = _split(canonical(url))
    return "/" if parts is None else parts.path


def with_page(template: str, number: int) -> str:
    """Returns the address of a list's page `number`, of which the first is 1.

    "{page}" is that number; "{page:1}" says that the second page is called 1, as some systems count.
    """
    return _PAGE.sub(lambda place: str(number - 2 + int(place[1] or 2)), template)


def page_number(template: str, url: str) -> int:
    """Returns which page of `template` the address is, 1 for an address without a number."""
    place = _PAGE.search(template)
    if place is None:
        return 1
    behind = (_PAGE.split(template)[0], _PAGE.split(template)[-1])
    before, after = (re.escape(unquote(part)) for part in behind)
    found = re.fullmatch(f"{before}([0-9]{{1,4}}){after}", unquote(url))
    return int(found[1]) + 2 - int(place[1] or 2) if found else 1


@lru_cache(maxsize=512)
def _settled(url: str, *, keep_slash: bool) -> str:
    if _RESTS.fullmatch(url):
        return url if keep_slash or url.count("/") == 3 else url.rstrip("/")
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
    # A "=" at a line's end is quoted-printable's sign that the line goes on.
    text = _CONTROLS.sub("", re.sub(r"=\r?\n", "", url)).strip()
    # "site.nl/ page": seen where a mail or PDF broke the line.
    return re.sub(r"/\s+", "/", text)


# One address is taken apart some twenty times on its way; the last few hundred are remembered.
@lru_cache(maxsize=512)
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
    while (inner := _inside(url)) is not None and len(inner) < len(url):
        url = inner
    return url


def _inside(url: str) -> str | None:
    """Returns the address that `url` wraps, or None."""
    parts = _split(url)
    if parts is None:
        return None
    host = _host(parts)
    if _URLDEFENSE.fullmatch(host):
        return _inside_urldefense(parts)
    for hosts, path, names in _WRAPPERS:
        if hosts.fullmatch(host) and path.fullmatch(parts.path):
            held = (value for name, value in _pairs(parts.query) if name in names)
            return next((inner for value in held if (inner := _decoded(value))), None)
    return None


def _decoded(value: str, decode: Callable[[str], str] = unquote) -> str | None:
    # In quoted-printable mail the "=" is written "=3D", of which "3D" may be left; some encode twice.
    inner = value.removeprefix("3D")
    for _ in range(3):
        inner = _stripped(decode(inner))
        if _split(inner) is not None:
            return inner
    return None


def _inside_urldefense(parts: SplitResult) -> str | None:
    if found := _URLDEFENSE_3.match(parts.path + (f"?{parts.query}" if parts.query else "")):
        # Characters that a mail may not hold were taken out, and stand in base64 behind the address.
        padded = found[2] + "=" * (-len(found[2]) % 4)
        try:
            taken = iter(base64.urlsafe_b64decode(padded).decode())
        except (binascii.Error, UnicodeDecodeError):
            taken = iter("")
        inner = re.sub(r"\*", lambda star: next(taken, star[0]), found[1])
        inner = re.sub(r"^(https?:)/(?=[^/])", r"\1//", inner)
        return inner if _split(inner) else None
    held = next((value for name, value in _pairs(parts.query) if name == "u"), "")
    # Version 2 writes "%" as "-" and "/" as "_".
    return _decoded(held, lambda text: unquote(text.translate({ord("-"): "%", ord("_"): "/"})))


def _without_programme(path: str) -> str:
    found = _DATED.fullmatch(path)
    if found is None:
        return re.sub(r"^/programmas(?=/[^/]+)", "", path)
    before, part = found["before"], found["part"]
    if before and not _LANGUAGE.fullmatch(before):
        before = "" if part.startswith("documenten") else "/actueel"
    day = f"/{int(found['day'][1:]):02}" if found["day"] else ""
    return f"{before}/{part}/{found['year']}/{int(found['month']):02}{day}{found['slug']}"


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
