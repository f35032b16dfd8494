"""Rspamd's judgement of the message as a sender of ours would deliver it, with a name server of our own."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

from tests.nameserver import FakeNameserver, Zone
from tools.clients.draft import READER
from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Package, Reading, Seen
from tools.clients.processes import ClientError, environment, is_open, run, running, wait_until
from tools.clients.text_browsers import read_version
from tools.ports import free_port

MOST = 1.0
# An address for documentation (RFC 5737), so that rspamd does not skip SPF as it does for its own machine.
_SENDS_FROM = "192.0.2.25"
# What needs a network, a Redis or a memory of other mails.
_OFF = (
    *("rbl", "surbl", "fuzzy_check", "neural", "phishing", "asn", "greylist", "ratelimit", "clickhouse"),
    *("history_redis", "bayes_expiry", "statistic", "replies", "mx_check", "url_redirector", "dkim_signing"),
    *("antivirus", "external_services", "reputation", "multimap", "milter_headers", "p0f", "dcc"),
)


def look(draft: Draft, desk: Desk) -> Seen:
    """Starts rspamd on this machine, has the message judged, and stops it."""
    env = environment(desk.home)
    message = draft.eml.read_bytes()
    sender = parseaddr(str(message_from_bytes(message, policy=default)["From"]))[1]
    domain = sender.rpartition("@")[2]
    # Without a nameserver rspamd waits for answers that never come, and judges the network, not the mail.
    with FakeNameserver(sender_zone(domain, _SENDS_FROM)) as names:
        port = free_port()
        _write_settings(desk.home, names.port, port)
        with running(_start(desk.home), env=env):
            wait_until(lambda: is_open(port), seconds=60, what="rspamd")
            ask = ["rspamc", "--json", "-t", "40", "-h", f"127.0.0.1:{port}", "-i", _SENDS_FROM]
            ask += [
                "--hostname",
                f"mail.{domain}",
                "--helo",
                f"mail.{domain}",
                "-F",
                sender,
                "-r",
                READER,
                str(draft.eml),
            ]
            judged = run(ask, env=env, seconds=60)
    measure = read_score(judged.out)
    (desk.out / "rspamd.txt").write_text("\n".join(measure.details) + "\n", encoding="utf-8")
    return Seen(
        version=read_version(run(["rspamd", "--version"], env=env, seconds=20).out),
        readings=(Reading("rspamd.txt", "welke regels iets vonden"),),
        measures=(measure,),
    )


def sender_zone(domain: str, address: str) -> Zone:
    """Returns what a sender at `domain` that mails from the IPv4 `address` should have in the DNS."""
    host, backwards = f"mail.{domain}", ".".join(reversed(address.split(".")))
    return {
        domain: {"TXT": [f"v=spf1 ip4:{address} -all"], "MX": [f"10 {host}."]},
        host: {"A": [address]},
        f"_dmarc.{domain}": {"TXT": ["v=DMARC1; p=quarantine; adkim=s; aspf=s"]},
        f"{backwards}.in-addr.arpa": {"PTR": [f"{host}."]},
    }


def read_score(out: str) -> Measure:
    """Reads score and symbols from rspamc's JSON; raises ClientError when there is none."""
    start = out.find("{")
    try:
        said = json.loads(out[start:]) if start >= 0 else {}
    except json.JSONDecodeError:
        said = {}
    if "score" not in said:
        raise ClientError(f"rspamd gave no score: {out.strip()[:200]}")
    symbols = sorted(said.get("symbols", {}).values(), key=lambda one: (-abs(one["score"]), one["name"]))
    rows = [
        f"{one['score']:.2f} {one['name']}: {one.get('description', '')} {one.get('options', '')}".strip()
        for one in symbols
    ]
    return Measure("score", round(float(said["score"]), 2), MOST, tuple(rows))


def _start(home: Path) -> list[str]:
    folders = {"LOCAL_CONFDIR": home / "rspamd", "RUNDIR": home / "run", "DBDIR": home / "db", "LOGDIR": home}
    given = [f"--var={name}={path}" for name, path in folders.items()]
    return ["rspamd", "--insecure", "-f", "-c", "/etc/rspamd/rspamd.conf", *given]


def _write_settings(home: Path, names: int, port: int) -> None:
    local = home / "rspamd" / "local.d"
    local.mkdir(parents=True)
    (home / "db").mkdir()
    other = free_port()
    files = {
        "options.inc": f'dns {{ nameserver = ["127.0.0.1:{names}:1"]; timeout = 1s; retransmits = 1; }}\n'
        f'control_socket = "{home}/run/control.sock mode=0600";\n',
        "worker-normal.inc": f'bind_socket = "127.0.0.1:{port}"; count = 1;\n',
        "worker-controller.inc": f'bind_socket = "127.0.0.1:{other}"; count = 1;\n',
        "worker-proxy.inc": "enabled = false;\n",
        "worker-fuzzy.inc": "enabled = false;\n",
        "logging.inc": 'type = "console"; level = "warning";\n',
        **{f"{module}.conf": "enabled = false;\n" for module in _OFF},
    }
    for name, text in files.items():
        (local / name).write_text(text, encoding="utf-8")


RSPAMD = Engine(
    key="rspamd",
    title="Rspamd",
    kind=Kind.JUDGE,
    needs=(Package("rspamd", apt="rspamd"), Package("rspamc", apt="rspamd")),
    look=look,
    note="Hoe lager hoe beter. Met SPF en DMARC van een afzender; de handtekening (DKIM) zet de mailserver.",
)
