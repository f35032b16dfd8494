"""Mutt: the message in a terminal, first the plain text, then the HTML through w3m."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tools.clients.nouns import Desk, Draft, Engine, Kind, Package, Reading, Seen
from tools.clients.processes import environment, run, running, wait_until
from tools.clients.text_browsers import read_version

_WAYS = (
    ("tekst", "gewone tekst", "alternative_order text/plain"),
    ("opmaak", "opgemaakt, via w3m", "alternative_order text/html\nauto_view text/html"),
)
_RC = """set folder="{home}" spoolfile="{mbox}" record="" postponed="" header_cache="" certificate_file=""
set mailcap_path="{home}/mailcap" pager_index_lines=0 wait_key=no beep=no sleep_time=0 help=no
set charset="utf-8" send_charset="utf-8" markers=no
ignore *
unignore from reply-to to subject date
{way}
"""
_MAILCAP = "text/html; w3m -dump -cols 78 -T text/html -I UTF-8 -O UTF-8 %s; copiousoutput\n"


def look(draft: Draft, desk: Desk) -> Seen:
    """Opens the message in both ways and keeps what stands on a terminal of 80 by 400."""
    env = environment(desk.home, TERM="screen")
    mbox = desk.home / "mbox"
    body = draft.eml.read_bytes().replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
    mbox.write_bytes(b"From nieuwsbrief@example.nl Thu Jan  1 00:00:00 1970\n" + body + b"\n")
    (desk.home / "mailcap").write_text(_MAILCAP, encoding="utf-8")
    readings = tuple(_open(name, title, way, env, mbox, desk) for name, title, way in _WAYS)
    return Seen(version=read_version(run(["mutt", "-v"], env=env, seconds=20).out), readings=readings)


def _open(name: str, title: str, way: str, env: Mapping[str, str], mbox: Path, desk: Desk) -> Reading:
    settings = desk.home / f"{name}.rc"
    settings.write_text(_RC.format(home=desk.home, mbox=mbox, way=way), encoding="utf-8")
    tmux = ["tmux", "-L", name, "-f", "/dev/null"]
    mutt = ["mutt", "-n", "-R", "-F", str(settings), "-f", str(mbox), "-e", "push <enter>"]
    # -D keeps the server in the foreground, so that it is our child and ends with its id.
    with running([*tmux, "-D"], env=env):
        wait_until(
            lambda: run([*tmux, "start-server"], env=env, seconds=10).code == 0, seconds=10, what="tmux"
        )
        run([*tmux, "new-session", "-d", "-x", "80", "-y", "400", *mutt], env=env, seconds=10)
        last = [""]

        def settled() -> str:
            shown = run([*tmux, "capture-pane", "-p"], env=env, seconds=10).out.rstrip()
            is_same = shown == last[0] and "Subject:" in shown
            last[0] = shown
            return shown if is_same else ""

        shown = wait_until(settled, seconds=20, what="the message in mutt", pause=0.5)
        run([*tmux, "kill-server"], env=env, seconds=10)
    file = f"mutt-{name}.txt"
    (desk.out / file).write_text(shown + "\n", encoding="utf-8")
    return Reading(file, title)


MUTT = Engine(
    key="mutt",
    title="Mutt",
    kind=Kind.REAL,
    needs=(Package("mutt", apt="mutt"), Package("tmux", apt="tmux"), Package("w3m", apt="w3m")),
    look=look,
    note="Laat zien wat iemand leest die mail in een terminal leest.",
)
