"""Roundcube, a webmail that many organisations run, over a mailbox of one message (Dovecot, PHP, Chromium).

Its sanitiser is the strictest here: it drops roles and labels, renames classes, and with a class on `<body>`
all style is gone (roundcubemail#9911). What is left is kept as `roundcube.html`.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import html as parser

from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Package, Reading, Seen
from tools.clients.processes import environment, is_open, running, wait_until
from tools.clients.text_browsers import read_version
from tools.clients.webmail import Webmail, open_message
from tools.ports import free_port

_ROOT = Path("/var/lib/roundcube")
_SETTINGS = Path("/etc/roundcube")
_SCHEMA = Path("/usr/share/roundcube/SQL/sqlite.initial.sql")
_VERSION = Path("/usr/share/roundcube/program/include/iniset.php")
_NOBODY = 65534
_DOVECOT = """protocols = imap
listen = 127.0.0.1
base_dir = {home}/dovecot
state_dir = {home}/dovecot
log_path = {home}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
first_valid_uid = 1
mail_location = maildir:{mail}
passdb {{
  driver = static
  args = password=lezer
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
{users}"""
_PHP = """<?php
$config = [
  'db_dsnw' => 'sqlite:///{home}/roundcube.db?mode=0640',
  'imap_host' => '127.0.0.1:{port}',
  'smtp_host' => '127.0.0.1:9',
  'des_key' => 'geheim-van-een-ogenblik!',
  'product_name' => 'Roundcube',
  'plugins' => [],
  'skin' => 'elastic',
  'language' => 'nl_NL',
  'log_dir' => '{home}/',
  'temp_dir' => '{home}/tmp/',
  'use_https' => false,
  'session_lifetime' => 10,
  'enable_spellcheck' => false,
];
"""


def look(draft: Draft, desk: Desk) -> Seen:
    """Reads the message in the webmail, wide, narrow and in the dark, and compares what is left of it."""
    with _webmail(draft, desk) as webmail:
        pictures, kept = open_message(webmail, desk.out)
    (desk.out / "roundcube.html").write_text(kept, encoding="utf-8")
    lost = lost_parts(draft.html.read_text(encoding="utf-8"), kept)
    return Seen(
        version=read_version(_version()),
        pictures=pictures,
        readings=(Reading("roundcube.html", "wat de webmail van de HTML overlaat"),),
        measures=(Measure("links, koppen en kleuren kwijt", len(lost), 0, lost),),
    )


def lost_parts(given: str, kept: str) -> tuple[str, ...]:
    """Returns what of `given` is not in `kept`: links, headings, coloured grounds and the style block."""
    before, after = parser.fromstring(given), parser.fromstring(kept)
    lost = []
    for what, path in (
        ("links", "//a[@href]"),
        ("headings", "//*[self::h1 or self::h2 or self::h3 or self::h4]"),
        ("coloured grounds", "//*[contains(@style, 'background')] | //*[@bgcolor]"),
        ("style blocks", "//style[contains(., '@media')]"),
    ):
        had, has = _count(before, path), _count(after, path)
        if has < had:
            lost.append(f"{what}: {had - has} of {had}")
    return tuple(lost)


def _count(page: parser.HtmlElement, path: str) -> int:
    found = page.xpath(path)
    return len(found) if isinstance(found, list) else 0


@contextmanager
def _webmail(draft: Draft, desk: Desk) -> Iterator[Webmail]:
    home = desk.home
    env = environment(home, ROUNDCUBE_CONFIG_DIR=str(home / "settings"))
    imap, web = free_port(), free_port()
    _write_settings(draft, home, imap)
    server = ["php", "-S", f"127.0.0.1:{web}", "-t", str(_ROOT / "public_html")]
    with (
        running(["dovecot", "-F", "-c", str(home / "dovecot.conf")], env=env),
        running(server, env=env),
    ):
        for port, what in ((imap, "Dovecot"), (web, "PHP")):
            _await(port, what)
        yield Webmail(address=f"http://127.0.0.1:{web}/", user="lezer", password="lezer")  # noqa: S106


def _await(port: int, what: str) -> None:
    wait_until(lambda: is_open(port), seconds=20, what=what)


def _write_settings(draft: Draft, home: Path, port: int) -> None:
    mail, settings = home / "mail", home / "settings"
    for folder in (mail / "new", mail / "cur", mail / "tmp", settings, home / "dovecot"):
        folder.mkdir(parents=True)
    (mail / "new" / "1.proef").write_bytes(draft.eml.read_bytes().replace(b"\r\n", b"\n"))
    uid, gid, users = os.getuid(), os.getgid(), ""
    if uid == 0:
        # Dovecot reads no mail as root; somebody else must then be let through to the mailbox.
        uid = gid = _NOBODY
        for folder in (home, home.parent):
            folder.chmod(0o711)
        for path in (mail, *mail.rglob("*")):
            os.chown(path, uid, gid)
    else:
        name, group = _me()
        users = (
            f"default_internal_user = {name}\ndefault_login_user = {name}\ndefault_internal_group = {group}\n"
        )
    (home / "dovecot.conf").write_text(
        _DOVECOT.format(home=home, mail=mail, port=port, uid=uid, gid=gid, users=users), encoding="utf-8"
    )
    for name in ("defaults.inc.php", "mimetypes.php"):
        shutil.copy(_SETTINGS / name, settings / name)
    (settings / "config.inc.php").write_text(_PHP.format(home=home, port=port), encoding="utf-8")
    with sqlite3.connect(home / "roundcube.db") as store:
        store.executescript(_SCHEMA.read_text(encoding="utf-8"))


def _me() -> tuple[str, str]:
    import grp  # noqa: PLC0415  # only where there are users
    import pwd  # noqa: PLC0415

    return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name


def _version() -> str:
    found = re.search(r"RCMAIL_VERSION'\s*,\s*'([^']+)'", _VERSION.read_text(encoding="utf-8"))
    return found[1] if found else ""


ROUNDCUBE = Engine(
    key="roundcube",
    title="Roundcube",
    kind=Kind.REAL,
    needs=(
        Package("/usr/share/roundcube/index.php", apt="roundcube-core roundcube-sqlite3"),
        Package("php", apt="php-cli php-sqlite3 php-intl php-mbstring php-xml php-curl"),
        Package("dovecot", apt="dovecot-imapd"),
        Package("chromium", apt="chromium"),
    ),
    look=look,
    note="Webmail die veel uit de HTML haalt, bekeken in Chromium.",
)
