"""How fast an edition goes out: `python -m tools.bench_send [MESSAGES]`.

    build      messages made a second on one core, with their keyed hashes and marks
    send       into smtp-sink, with every row claimed and recorded, beside smtp-source and Django, in one run
    memory     the most a sender takes for 10,000 and for 100,000 readers

smtp-source and smtp-sink come with Postfix: on the path, or in the folder that SMTP_TOOLS names. Django is
measured where the python that DJANGO_PYTHON names has it. What is not there is said and left out.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.jobs.root import load_root
from pipeline.jobs.send.prepare import Addressing, cut
from pipeline.model import Month
from pipeline.shell.secret import make_keys
from pipeline.stages.withdraw import parts_of
from tests.ready import SENT, ready_root, relay_table, sent
from tools.ports import free_port, wait_for

MONTH = Month(2026, 12)
ROUNDS = 3
# The message that docs of measurements speak of: 66 kB on the wire.
SIZE = 66_000


def main(messages: int) -> int:
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {datetime.now(UTC):%Y-%m-%d}\n")
    with tempfile.TemporaryDirectory(prefix="nieuwsbrief-bench-") as folder:
        place = Path(folder)
        bench_build(place / "build")
        bench_sending(place, messages)
        bench_memory(place)
    return 0


def bench_build(place: Path) -> None:
    """One core: token, two marks, and 66 kB joined, for each reader."""
    root = ready_root(place, readers=0)
    message = _grown((root.archive(MONTH) / "newsletter.eml").read_bytes())
    letter = cut(root, MONTH, message, sent_at=SENT)
    mail = Addressing(make_keys(root.subscriber_keys), MONTH, root.config.bounce_address, "example.nl", SENT)
    rates = []
    for _ in range(5):
        began, number = time.process_time(), 0
        while time.process_time() - began < 1.0:
            for _ in range(500):
                number += 1
                address = f"lezer{number}@lezers.example"
                letter.wire.fill(mail.reader(number, address, mail.message_id(number)))
                mail.envelope(number)
        rates.append(number / (time.process_time() - began))
    kilobytes = len(letter.wire.fill(mail.reader(1, "lezer1@lezers.example", mail.message_id(1)))) / 1000
    print(f"build: {statistics.median(rates):,.0f} messages of {kilobytes:.0f} kB a second on one core\n")


def bench_sending(place: Path, messages: int) -> None:
    tools = {name: _tool(name) for name in ("smtp-sink", "smtp-source")}
    missing = [name for name, path in tools.items() if path is None]
    if missing:
        print(f"send: left out; there is no {' and no '.join(missing)}\n")
        return
    sink, source = str(tools["smtp-sink"]), str(tools["smtp-source"])
    rates: dict[str, list[float]] = {}
    for number in range(ROUNDS):
        with _sink(sink) as port:
            rates.setdefault("smtp-source, 10 sessions", []).append(_source(source, port, messages))
        for connections in (1, 4):
            with _sink(sink) as port:
                rate = _ours(place / f"ours-{number}-{connections}", port, messages, connections)
                rates.setdefault(f"ours, {connections} connections", []).append(rate)
        django = os.environ.get("DJANGO_PYTHON")
        if django:
            with _sink(sink) as port:
                rates.setdefault("Django send_messages", []).append(
                    _django(django, port, min(messages, 500), place)
                )
    best = statistics.median(rates["smtp-source, 10 sessions"])
    print(f"send: {messages:,} messages of {SIZE // 1000} kB into smtp-sink, median of {ROUNDS} rounds")
    for name, found in rates.items():
        rate = statistics.median(found)
        print(f"  {name:<26}{rate:>8,.0f} a second ({min(found):,.0f}-{max(found):,.0f}){rate / best:>7.2f}")
    print()


def bench_memory(place: Path) -> None:
    for readers in (10_000, 100_000):
        root = ready_root(place / f"memory-{readers}", readers=readers)
        with _blackhole() as port:
            (root.path / "config.toml").write_text(
                (root.path / "config.toml").read_text(encoding="utf-8").replace("[delivery]\nfirst = 0\n", "")
                + relay_table(port, connections=2),
                encoding="utf-8",
            )
            line = _in_process("--send-once", str(root.path))
        seconds, megabytes = (float(word) for word in line.split())
        print(
            f"memory: {readers:>7,} readers, at most {megabytes:.0f} MB ({readers / seconds:,.0f} a second)"
        )


def send_once(path: str) -> None:
    """What a process of its own does: sends, and says seconds and megabytes."""
    began = time.monotonic()
    sending = sent(load_root(Path(path)))
    seconds = time.monotonic() - began
    if sending.next_at is not None:
        raise RuntimeError(f"not all of it went out: {sending}")
    # Not getrusage: what it says of a process begins with the peak of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(seconds, int(peak.split()[1]) / 1024)


def _ours(place: Path, port: int, messages: int, connections: int) -> float:
    root = ready_root(place, readers=messages, extra=relay_table(port, connections=connections))
    _swell(root.path)
    line = _in_process("--send-once", str(root.path))
    return messages / float(line.split()[0])


def _in_process(*words: str) -> str:
    command = [sys.executable, "-m", "tools.bench_send", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def _swell(path: Path) -> None:
    """Makes the approved message as large as the one of a full edition, and its hashes fit."""
    mail = path / "archive" / str(MONTH) / "newsletter.eml"
    mail.write_bytes(_grown(mail.read_bytes()))
    with contextlib.closing(sqlite3.connect(path / "var" / "pipeline.db")) as connection:
        (text,) = connection.execute("SELECT hashes FROM editions").fetchone()
        hashes = json.loads(text) | {"newsletter.eml": hashlib.sha256(mail.read_bytes()).hexdigest()}
        connection.execute("UPDATE editions SET hashes = ?", (json.dumps(hashes),))
        connection.commit()


def _grown(message: bytes) -> bytes:
    # As quoted-printable: `één` with its accents, as Dutch has them.
    line = b"<p>Een zin over =C3=A9=C3=A9n gezin, en wat een ander daarvan leert.</p>\r\n"
    return message.replace(b"</body>", line * ((SIZE - len(message)) // len(line)) + b"</body>", 1)


def _source(path: str, port: int, messages: int) -> float:
    began = time.monotonic()
    subprocess.run(  # noqa: S603
        [
            *(path, "-s", "10", "-m", str(messages), "-l", str(SIZE), "-f", "a@example.nl"),
            *("-t", "b@example.nl", "-M", "localhost", f"127.0.0.1:{port}"),
        ],
        check=True,
        capture_output=True,
    )
    return messages / (time.monotonic() - began)


_DJANGO = """
import json, sys, time
from django.conf import settings
settings.configure(EMAIL_HOST="127.0.0.1", EMAIL_PORT=int(sys.argv[1]), DEFAULT_CHARSET="utf-8")
import django; django.setup()
from django.core.mail import EmailMultiAlternatives, get_connection
count, (html, text) = int(sys.argv[2]), json.load(open(sys.argv[3]))
made = []
for number in range(count):
    mail = EmailMultiAlternatives("Een onderwerp", text, "a@example.nl", [f"lezer{number}@lezers.example"])
    mail.attach_alternative(html, "text/html"); made.append(mail)
began = time.monotonic()
with get_connection("django.core.mail.backends.smtp.EmailBackend") as connection:
    connection.send_messages(made)
print(count / (time.monotonic() - began))
"""


def _django(python: str, port: int, messages: int, place: Path) -> float:
    """The same two parts as ours, given to Django as texts: it builds each message when it sends it."""
    root = ready_root(place / "django", readers=0)
    parts = parts_of(_grown((root.archive(MONTH) / "newsletter.eml").read_bytes()))
    texts = place / "texts.json"
    names = ("newsletter.html", "newsletter.txt")
    texts.write_text(json.dumps([parts[name].decode() for name in names]), encoding="utf-8")
    command = [python, "-c", _DJANGO, str(port), str(messages), str(texts)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def _tool(name: str) -> Path | None:
    told = Path(os.environ.get("SMTP_TOOLS", "")) / name
    if os.environ.get("SMTP_TOOLS") and told.is_file():
        return told
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    return Path(found) if found else None


@contextlib.contextmanager
def _sink(path: str) -> Iterator[int]:
    port = free_port()
    command = [path, *(("-u", "nobody") if os.geteuid() == 0 else ()), f"127.0.0.1:{port}", "200"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _blackhole() -> Iterator[int]:
    """A relay that takes everything and keeps nothing."""
    sink = _tool("smtp-sink")
    if sink is not None:
        with _sink(str(sink)) as port:
            yield port
        return
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tools.bench_send", "--blackhole", str(port)])  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


def blackhole(port: int) -> None:
    from tests.relay import Relay  # noqa: PLC0415

    with Relay(port=port) as relay:
        while True:
            time.sleep(1)
            relay.taken.clear()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--send-once"]:
        send_once(sys.argv[2])
    elif sys.argv[1:2] == ["--blackhole"]:
        blackhole(int(sys.argv[2]))
    else:
        raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
