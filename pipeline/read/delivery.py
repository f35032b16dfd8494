"""The tables of config.toml about approving and sending: [approval], [delivery], [[relay]], [listmonk]."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.model.settings import ApprovalRules, BounceRules, DeliveryRules, Listmonk, Relay
from pipeline.text.tables import Table
from pipeline.text.url import is_web

DELIVERY_TABLES = ("approval", "delivery", "relay", "listmonk", "bounces")
BACKENDS = ("files", "smtp", "listmonk")
_TLS = ("starttls", "tls", "none")
_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,10}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def read_approval(table: Table) -> ApprovalRules:
    if "approval" not in table.values:
        return ApprovalRules()
    return ApprovalRules(table.child("approval", known={"two_people"}).flag("two_people", False))


def read_delivery(table: Table) -> DeliveryRules:
    usual = DeliveryRules()
    known = {
        "backend", "bounce_address", "first", "first_pause_minutes", "per_minute", "timeout_seconds",
        "dot_timeout_seconds", "relay_log",
    }  # fmt: skip
    entry = table.child("delivery", known=known) if "delivery" in table.values else Table({}, ())
    rules = DeliveryRules(
        backend=entry.choice("backend", BACKENDS, usual.backend),
        bounce_address=_bounce_address(entry, usual.bounce_address),
        first=entry.whole("first", usual.first),
        first_pause_minutes=float(entry.number("first_pause_minutes", usual.first_pause_minutes)),
        per_minute=entry.whole("per_minute", usual.per_minute),
        timeout_seconds=float(entry.number("timeout_seconds", usual.timeout_seconds)),
        dot_timeout_seconds=float(entry.number("dot_timeout_seconds", usual.dot_timeout_seconds)),
        relay_log=entry.string("relay_log", usual.relay_log),
        relays=tuple(_relay(one) for one in table.children("relay", known=_RELAY_KEYS)),
        listmonk=_listmonk(table) if "listmonk" in table.values else None,
    )
    if rules.backend == "smtp" and not rules.relays:
        raise entry.error('backend = "smtp" asks for at least one [[relay]]', "backend")
    if rules.backend == "listmonk" and rules.listmonk is None:
        raise entry.error('backend = "listmonk" asks for [listmonk] with its url, user and lists', "backend")
    return rules


def read_bounces(table: Table) -> BounceRules:
    if "bounces" not in table.values:
        return BounceRules()
    known = {"maildir", "host", "port", "user", "password_file", "ca_file", "mailbox"}
    entry, usual = table.child("bounces", known=known), BounceRules()
    if ("maildir" in entry.values) == ("host" in entry.values):
        raise entry.error("[bounces] asks for a maildir or for an IMAP host, and not for both")
    return BounceRules(
        maildir=entry.string("maildir", usual.maildir),
        host=entry.string("host", usual.host),
        port=entry.whole("port", usual.port),
        user=entry.string("user", usual.user),
        password_file=entry.string("password_file", usual.password_file),
        ca_file=entry.string("ca_file", usual.ca_file),
        mailbox=entry.string("mailbox", usual.mailbox),
    )


_RELAY_KEYS = {"host", "port", "tls", "user", "password_file", "ca_file", "connections"}


def _relay(entry: Table) -> Relay:
    host = entry.string("host")
    tls = entry.choice("tls", _TLS, "none" if host in _LOOPBACK else "starttls")
    if tls == "none" and host not in _LOOPBACK:
        message = 'tls = "none" only goes to this machine; write "starttls" or "tls"'
        raise entry.error(message, "tls")
    connections = entry.whole("connections", 2)
    if not 1 <= connections <= 50:
        raise entry.error("connections must lie between 1 and 50", "connections")
    return Relay(
        host=host,
        port=entry.whole("port", {"starttls": 587, "tls": 465, "none": 25}[tls]),
        tls=tls,
        user=entry.string("user", ""),
        password_file=entry.string("password_file", ""),
        ca_file=entry.string("ca_file", ""),
        connections=connections,
    )


def _listmonk(table: Table) -> Listmonk:
    entry = table.child("listmonk", known={"url", "user", "lists", "template", "token_file"})
    url = entry.string("url").rstrip("/")
    if not is_web(url) or (urlsplit(url).scheme == "http" and urlsplit(url).hostname not in _LOOPBACK):
        raise entry.error("url must be a whole address beginning with https://", "url")
    lists = entry.values.get("lists")
    if not isinstance(lists, list) or not lists or not all(type(one) is int for one in lists):
        raise entry.error("lists must be the numbers of listmonk's lists, as in [1, 2]", "lists")
    usual = Listmonk(url, "", ())
    return Listmonk(
        url=url,
        user=entry.string("user"),
        lists=tuple(lists),
        template=entry.whole("template", usual.template),
        token_file=entry.string("token_file", usual.token_file),
    )


def _bounce_address(entry: Table, usual: str) -> str:
    value = entry.string("bounce_address", usual)
    if value and not _ADDRESS.fullmatch(value):
        message = "must be an address with at most 10 letters before the @: a mark is put behind them"
        raise entry.error(f"bounce_address {message}", "bounce_address")
    return value
