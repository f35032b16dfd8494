"""The Postfix and OpenDKIM of docs/deliverability.md are run as they stand, and the check misses nothing.

Only their ports and folders are others. Asks for root, since Postfix does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.jobs.deliverability import catch_probe, check_deliverability
from pipeline.model.deliverability import Level
from pipeline.shell.dns import Nameserver
from tests.nameserver import FakeNameserver, Zone
from tests.roots import CONFIG, CUT_OFF, REPOSITORY, build_edition, make_root
from tools.ports import free_port, wait_for

pytestmark = pytest.mark.slow

HOME = "nieuws.example.nl"
SELECTOR = "n2026a"
TOOLS = ("postfix", "opendkim", "opendkim-genkey")


def block(first_line: str) -> str:
    text = (REPOSITORY / "docs" / "deliverability.md").read_text(encoding="utf-8")
    found = re.search(rf"```\n{re.escape(first_line)}\n(.*?)```", text, re.DOTALL)
    assert found is not None, first_line
    return found[1]


@dataclass(frozen=True, slots=True)
class Server:
    """The relay of the document, on ports of its own; what it sends to vangst.example goes to `catch`."""

    port: int
    catch: int
    key: str


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing or os.geteuid() != 0:
        pytest.skip(f"runs a real relay: needs root, and {', '.join(TOOLS)}")
    # Both run as users of their own, who must get at their files.
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.is_relative_to(tempfile.gettempdir()) or folder == Path(tempfile.gettempdir()):
            break
        folder.chmod(0o755)
    port, milter, catch = free_port(), free_port(), free_port()
    key = make_key(tmp_path)
    signing = write_opendkim(tmp_path, milter)
    conf = write_postfix(tmp_path, port, milter, catch)
    opendkim = subprocess.Popen(["opendkim", "-x", str(signing), "-f"])
    try:
        wait_for(milter)
        subprocess.run(["postfix", "-c", conf, "start"], check=True, capture_output=True)
        wait_for(port)
        yield Server(port, catch, key)
    finally:
        subprocess.run(["postfix", "-c", conf, "stop"], check=False, capture_output=True)
        opendkim.terminate()
        opendkim.wait(10)


def make_key(folder: Path) -> str:
    words = ["opendkim-genkey", "-b", "2048", "-d", HOME, "-s", SELECTOR, "-D", str(folder)]
    subprocess.run(words, check=True)
    shutil.chown(folder / f"{SELECTOR}.private", "opendkim")
    return "".join(re.findall(r'"([^"]*)"', (folder / f"{SELECTOR}.txt").read_text(encoding="ascii")))


def write_opendkim(folder: Path, milter: int) -> Path:
    text = block("# /etc/opendkim.conf").replace("inet:8891@", f"inet:{milter}@")
    text = text.replace("/etc/dkimkeys/", f"{folder}/")
    file = folder / "opendkim.conf"
    # A folder for temporary files is writable for all, which it refuses elsewhere.
    file.write_text(f"{text}RequireSafeKeys no\n", encoding="ascii")
    return file


def write_postfix(folder: Path, port: int, milter: int, catch: int) -> Path:
    conf = folder / "conf"
    shutil.copytree("/etc/postfix", conf)
    for name in ("spool", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    places = (
        f"queue_directory = {folder}/spool\ndata_directory = {folder}/data\nmeta_directory = {conf}\n"
        f"maillog_file = {folder}/maillog\nmaillog_file_prefixes = {folder}\n"
        "alias_maps =\nalias_database =\ninet_protocols = ipv4\n"
        f"transport_maps = inline:{{ {{ vangst.example = smtp:[127.0.0.1]:{catch} }} }}\n"
    )
    text = block("# /etc/postfix/main.cf").replace("127.0.0.1:8891", f"127.0.0.1:{milter}")
    (conf / "main.cf").write_text(text + places, encoding="ascii")
    master = (conf / "master.cf").read_text(encoding="ascii")
    master = re.sub(r"(?m)^smtp(\s+inet\s+n\s+\S+\s+)\S+", rf"{port}\1n", master)
    # Without a chroot: it would have to be filled first.
    master = re.sub(r"(?m)^(\S+\s+unix(?:-dgram)?\s+\S+\s+\S+\s+)y", r"\1n", master)
    (conf / "master.cf").write_text(master, encoding="ascii")
    return conf


def zone(key: str) -> Zone:
    return {
        HOME: {"TXT": ["v=spf1 ip4:192.0.2.10 ~all"], "MX": [f"10 mail.{HOME}."]},
        f"{SELECTOR}._domainkey.{HOME}": {"TXT": [key]},
        f"_dmarc.{HOME}": {"TXT": [f"v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:dmarc@{HOME}"]},
        "10.2.0.192.in-addr.arpa": {"PTR": [f"mail.{HOME}."]},
        f"mail.{HOME}": {"A": ["192.0.2.10"]},
    }


def test_the_relay_of_the_document_signs_what_receivers_ask_for(tmp_path: Path, server: Server) -> None:
    config = CONFIG.replace("reply_to", f'from_address = "nieuwsbrief@{HOME}"\nreply_to', 1)
    extra = (
        f'[delivery]\nbackend = "smtp"\nbounce_address = "retour@{HOME}"\n'
        f'[[relay]]\nhost = "127.0.0.1"\nport = {server.port}\n'
    )
    root = make_root(tmp_path / "root", config=config, extra=extra)
    build_edition(root)

    probe, message = catch_probe(
        root, month=None, to=["proef@vangst.example"], port=server.catch, now=CUT_OFF
    )
    with FakeNameserver(zone(server.key)) as nameserver:
        asked = Nameserver("127.0.0.1", nameserver.port)
        report = check_deliverability(root, asked, message=message, before=[probe])

    # Where dkimpy is installed it also verifies the signature, and says that it holds.
    assert {one.code for one in report.findings if one.level is not Level.GOOD} <= {"dkim-not-verified"}
    assert [one.code for one in report.findings if one.code.startswith(("relay", "unsub", "align"))] == [
        "relay-good",
        "unsubscribe-good",
        "alignment-good",
    ]
