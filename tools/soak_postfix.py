"""Senders killed while they hand mail to a real Postfix on loopback, which keeps its own log.

It runs from a folder of its own, as root, on a free port, and throws the mail away once it is in its queue.
POSTFIX_ROOT names the folder of an unpacked package, where Postfix is not installed.
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.stages.deliver import read_relay_log
from tests.crashes import Toll, sender
from tests.ready import ready_root, relay_table, sent
from tools.ports import free_port, wait_for


def _unpacked() -> Path:
    return Path(os.environ.get("POSTFIX_ROOT", "/"))


def why_not() -> str:
    """Returns why it cannot be done here, "" when it can."""
    if not (_unpacked() / "usr/sbin/postfix").is_file():
        return "there is no Postfix; install it, or name its folder in POSTFIX_ROOT"
    if os.geteuid() != 0:
        return "only root may start Postfix"
    try:
        pwd.getpwnam("postfix")
    except KeyError:
        return "there is no user `postfix`"
    return ""


def kill_senders(folder: Path, *, readers: int, kills: int, seed: int) -> Toll:
    """As `tests.crashes.kill_senders`; who has what is read from the queue's log."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, no secret
    with running(folder / "postfix") as (port, log):
        delivery = f'first = 0\nrelay_log = "{log}"'
        root = ready_root(folder / "root", readers=readers, extra=relay_table(port, delivery=delivery))
        killed = 0
        for moment in sorted(chance.randrange(readers) for _ in range(kills)):
            process = sender(root)
            while process.poll() is None and _accepted(log) < moment:
                time.sleep(0.002)
            time.sleep(chance.random() * 0.003)
            if process.poll() is None:
                process.kill()
                killed += 1
            process.communicate()
        sent(root)
        with root.open_deliveries() as deliveries:
            (sending,) = deliveries.load_sendings()
        counts = _queued(log)
    doubles = sum(number - 1 for number in counts.values())
    lost = readers - len(counts)
    if sending.accepted != readers:
        raise RuntimeError(f"the database says otherwise: {sending}")
    return Toll(readers, killed, lost, doubles)


@contextmanager
def running(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yields the port and the log of a Postfix that runs meanwhile."""
    port, log = free_port(), folder / "mail.log"
    config = _write_config(folder, port, log)
    command = [str(_unpacked() / "usr/sbin/postfix"), "-c", str(config)]
    log.parent.chmod(0o755)
    subprocess.run([*command, "start"], check=True, capture_output=True)  # noqa: S603
    try:
        wait_for(port)
        yield port, log
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)  # noqa: S603


def _write_config(folder: Path, port: int, log: Path) -> Path:
    base = _unpacked()
    config = folder / "etc"
    config.mkdir(parents=True)
    for name in ("queue", "data"):
        (folder / name).mkdir()
    (folder / "queue").chmod(0o755)
    shutil.chown(folder / "data", "postfix")
    for above in (folder, *folder.parents):
        if above.stat().st_mode & 0o055 != 0o055 and str(above).startswith("/tmp/"):  # noqa: S108
            above.chmod(0o755)
    (config / "main.cf").write_text(
        "\n".join(
            (
                "compatibility_level = 3.6",
                f"queue_directory = {folder}/queue",
                f"data_directory = {folder}/data",
                f"command_directory = {base / 'usr/sbin'}",
                f"daemon_directory = {base / 'usr/lib/postfix/sbin'}",
                f"shlib_directory = {base / 'usr/lib/postfix'}",
                f"meta_directory = {base / 'etc/postfix'}",
                "mail_owner = postfix",
                "setgid_group = postdrop",
                "inet_interfaces = 127.0.0.1",
                "inet_protocols = ipv4",
                "myhostname = relay.example",
                "mydestination =",
                "local_recipient_maps =",
                "alias_maps =",
                "alias_database =",
                "smtpd_tls_security_level = none",
                "mynetworks = 127.0.0.0/8",
                "default_transport = discard:",
                "relay_transport = discard:",
                "smtpd_relay_restrictions = permit_mynetworks, reject",
                "smtpd_peername_lookup = no",
                "smtpd_client_connection_rate_limit = 0",
                "in_flow_delay = 0",
                f"maillog_file = {log}",
                f"maillog_file_prefixes = {folder}",
                "maillog_file_permissions = 0644",
                "",
            )
        ),
        encoding="ascii",
    )
    lines = [
        f"127.0.0.1:{port} inet n - n - - smtpd",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "proxymap unix - - n - - proxymap",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "trace unix - - n - 0 bounce",
        "flush unix n - n 1000? 0 flush",
        "discard unix - - n - - discard",
        "error unix - - n - - error",
        "retry unix - - n - - error",
        "anvil unix - - n - 1 anvil",
        "scache unix - - n - 1 scache",
        "postlog unix-dgram n - n - 1 postlogd",
        "showq unix n - n - - showq",
        "",
    ]
    (config / "master.cf").write_text("\n".join(lines), encoding="ascii")
    return config


def _accepted(log: Path) -> int:
    return log.read_text(encoding="utf-8", errors="replace").count("(queue active)") if log.is_file() else 0


def _queued(log: Path) -> Counter[str]:
    """How often each Message-ID is in the relay's queue, by its log."""
    counts: Counter[str] = Counter()
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    active = {line.split("]: ")[1].partition(":")[0] for line in lines if "(queue active)" in line}
    for line in lines:
        if "/cleanup[" in line and "message-id=<" in line:
            queue_id = line.split("]: ")[1].partition(":")[0]
            if queue_id in active:
                counts[line.rpartition("message-id=<")[2].rstrip(">")] += 1
    wanted = frozenset(counts)
    if read_relay_log(lines, wanted).accepted != wanted:
        raise RuntimeError("our reading of the log misses what is in the queue")
    return counts
