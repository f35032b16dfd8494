"""Which sites links lead to, and whether every reader gets in there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult

from pipeline.stages.check.document import Document
from pipeline.stages.check.links import web_links_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot

_NUMBER = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*:[0-9a-f:]*")
LOCAL_HOST = re.compile(
    r"localhost|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+"
    r"|\[::1?\]|.*\.(?:local|localhost|internal|lan|test)",
    re.IGNORECASE,
)


_SHORTENERS = frozenset(
    {
        "bit.ly",
        "t.co",
        "goo.gl",
        "tinyurl.com",
        "ow.ly",
        "buff.ly",
        "is.gd",
        "lnkd.in",
        "rebrand.ly",
        "t.ly",
        "cutt.ly",
    }
)


_TEST_LABEL = re.compile(
    r"(?:test|tst|testing|acc|acpt|accept|acceptatie|acceptance|uat|staging|stage|stg|dev|develop|ontw"
    r"|ontwikkel|ontwikkeling|preprod|preproductie|preview|sandbox|concept)"
)


_CLOSED_HOST = re.compile(
    r"(?:\A|\.)(?:intranet|extranet|sharepoint|onedrive|1drv|teams\.microsoft|office365|yammer|viva|plaza"
    r"|samenwerkingsruimte|docs\.google|drive\.google|dropbox|wetransfer)(?:\.|-|\Z)",
    re.IGNORECASE,
)


_CLOSED_PATH = re.compile(
    r"/(?:wp-admin|wp-login|admin|beheer|umbraco|typo3|cms|user/login|inloggen|signin|login)(?:[/?.]|\Z)"
    r"|/node/\d+/edit\b|[?&](?:preview(?:_id|_nonce)?|draft|edit)=",
    re.IGNORECASE,
)


_EXAMPLE_HOST = re.compile(
    r"example\.(?:com|org|net)|(?:your|jouw|uw|mijn)-?(?:domain|domein|site|website|bedrijf)\.[a-z.]+"
    r"|(?:domain|domein|placeholder|website|voorbeeldsite)\.(?:com|nl|org)|.*\.invalid",
    re.IGNORECASE,
)


_MISTYPED_HOST = re.compile(r"\A(?:w{1,2}|w{4,})\.|\.(?:con|cmo|comm|nll|nlk|ogr|orgg|ln)\Z", re.IGNORECASE)


def _local(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if LOCAL_HOST.fullmatch(parts.hostname or ""):
            yield document.spot(link, parts.hostname or "")


def _shortened(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        host = (parts.hostname or "").removeprefix("www.")
        # A host that only begins like a shortener is a disguise.
        if host in _SHORTENERS or any(host.startswith(f"{one}.") for one in _SHORTENERS):
            yield document.spot(link, parts.hostname or "")


def _labels(parts: SplitResult) -> list[str]:
    """The parts of a host name before the site's own name."""
    return (parts.hostname or "").split(".")[:-2]


def _on_a_test_site(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        words = [word for label in _labels(parts) for word in re.split(r"[-_\d]+", label)]
        if any(map(_TEST_LABEL.fullmatch, words)):
            yield document.spot(link, parts.hostname or "")


def _to_a_number(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        host = parts.hostname or ""
        # One of the own network has its own rule.
        if _NUMBER.fullmatch(host) and not LOCAL_HOST.fullmatch(host):
            yield document.spot(link, host)


def _behind_a_login(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if _CLOSED_HOST.search(parts.hostname or "") or _CLOSED_PATH.search(f"{parts.path}?{parts.query}"):
            yield document.spot(link, parts.hostname or "")


def _of_an_example(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        if _EXAMPLE_HOST.fullmatch((parts.hostname or "").removeprefix("www.")):
            yield document.spot(link, parts.hostname or "")


def _with_an_odd_host(document: Document) -> Iterator[Spot]:
    for link, parts in web_links_of(document):
        host = parts.hostname or ""
        if not host.isascii() or "xn--" in host or _MISTYPED_HOST.search(host):
            yield document.spot(link, host)


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "link-local",
        BLOCKING,
        "Deze link werkt alleen op een eigen computer of netwerk: {detail}.",
        "Verwijs naar het adres waar iedereen de pagina vindt.",
        _local,
        why="localhost en namen op het eigen netwerk bestaan bij de lezer niet.",
        source="RFC 6761, 6.3",
        example=Example(
            '<a href="https://localhost/verslag">Lees het verslag van de leersessie</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-shortener",
        ADVICE,
        "Deze link gaat via een verkorter: {detail}. "
        "De lezer ziet niet waar hij uitkomt, en spamfilters houden er niet van.",
        "Gebruik het hele adres van de pagina.",
        _shortened,
        why="Een verkorter telt bovendien wie er klikt.",
        source="redactie; SpamAssassin, URI-lijsten",
        example=Example(
            '<a href="https://bit.ly/3abc">Lees het verslag van de leersessie</a>',
            ('<a href="https://verslag.example/leersessie">Lees het verslag van de leersessie</a>'),
        ),
    ),
    Rule(
        "link-test-site",
        ADVICE,
        "Deze link gaat naar een testversie van een website: {detail}.",
        "Neem het adres van de echte website.",
        _on_a_test_site,
        why="Een testversie vraagt om een wachtwoord, of toont pagina’s die niet af zijn.",
        source="redactie",
        example=Example(
            '<a href="https://acc.verslag.example/2026">Lees het verslag van de leersessie</a>',
            '<a href="https://www.verslag.example/2026">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-ip",
        ADVICE,
        "Deze link gaat naar een nummer in plaats van een naam: {detail}.",
        "Neem het adres met de naam van de website.",
        _to_a_number,
        why="Zo ziet nepmail eruit, en een nummer heeft bijna nooit een geldig certificaat.",
        source="SpamAssassin, NORMAL_HTTP_TO_IP",
        example=Example(
            '<a href="https://192.0.2.14/verslag">Lees het verslag van de leersessie</a>',
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-login",
        ADVICE,
        "Deze link gaat naar een plek waar je moet inloggen: {detail}.",
        "Verwijs naar een pagina die iedereen kan openen.",
        _behind_a_login,
        why="Jij bent ingelogd en ziet het niet. De lezer staat voor een dichte deur.",
        source="redactie",
        example=Example(
            '<a href="https://organisatie.sharepoint.com/sites/team/verslag.docx">Lees het verslag in '
            "Word</a>",
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-host-example",
        BLOCKING,
        "Deze link gaat naar een voorbeeldadres: {detail}.",
        "Vul het echte adres in.",
        _of_an_example,
        why="Het adres stond er om later te vervangen.",
        source="RFC 2606, 3",
        example=Example(
            '<a href="https://www.example.com/verslag">Lees het verslag van de leersessie</a>',
            '<a href="https://verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
    Rule(
        "link-host-odd",
        ADVICE,
        "De naam van deze website ziet er vreemd uit: {detail}.",
        "Kijk of er een tikfout in zit, en of alle letters gewone letters zijn.",
        _with_an_odd_host,
        why="Letters die op andere lijken worden gebruikt om mensen te misleiden.",
        source="Unicode Technical Report 36",
        example=Example(
            '<a href="https://wwww.verslag.example/a">Lees het verslag van de leersessie</a>',
            '<a href="https://www.verslag.example/a">Lees het verslag van de leersessie</a>',
        ),
    ),
)
