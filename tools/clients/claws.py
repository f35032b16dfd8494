"""Claws Mail with litehtml: a small engine of its own, unlike any browser's."""

from __future__ import annotations

from pathlib import Path

from tools.clients.nouns import Desk, Draft, Engine, Kind, Package, Picture, Seen
from tools.clients.processes import ClientError, environment, run, running
from tools.clients.screens import SCREEN, find_window, place_window, save_trimmed, screen, steady_picture
from tools.clients.text_browsers import read_version

_WIDE, _TALL = 900, 8600
_WAYS = (("litehtml", "opgemaakt, met litehtml", "litehtml_viewer.so"), ("tekst", "alleen tekst", ""))
_RC = """[Common]
config_version=3
layout_mode=2
mainwin_x=0
mainwin_y=0
mainwin_width={wide}
mainwin_height={tall}
mainwin_maximised=0
folderview_width=1
summaryview_height=60
toolbar_style=0
show_statusbar=0
always_show_message=2
open_selected_on_folder_open=1
render_html=1
promote_html_part={is_html}
invoke_plugin_on_html={is_html}
work_offline=1
check_on_startup=0
tips=0

[Plugins_GTK3]
{plugin}
"""
_ACCOUNT = """[Account: 1]
account_name=Lezer
is_default=1
name=Lezer
address=lezer@ontvanger.example.nl
protocol=5
smtp_server=127.0.0.1
"""
_FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<folderlist>
<folder type="mh" name="Mailbox" path="Mail">
<folderitem type="inbox" name="inbox" path="inbox" />
</folder>
</folderlist>
"""


def look(draft: Draft, desk: Desk) -> Seen:
    """Opens the message in a mailbox of its own, with and without the engine for HTML."""
    pictures = tuple(_draw(draft.eml, name, title, plugin, desk) for name, title, plugin in _WAYS)
    version = read_version(run(["claws-mail", "--version"], env=environment(desk.home), seconds=20).out)
    return Seen(version=version, pictures=pictures)


def _draw(eml: Path, name: str, title: str, plugin: str, desk: Desk) -> Picture:
    home = desk.home / name
    found = (
        next(iter(sorted(Path("/usr/lib").glob(f"*/claws-mail/plugins/{plugin}"))), None) if plugin else ""
    )
    if found is None:
        raise ClientError(f"{plugin} is not where Claws keeps its plugins")
    box, settings = home / "Mail" / "inbox", home / ".claws-mail"
    box.mkdir(parents=True)
    settings.mkdir()
    (box / "1").write_bytes(eml.read_bytes().replace(b"\r\n", b"\n"))
    (settings / "clawsrc").write_text(
        _RC.format(wide=_WIDE, tall=_TALL, is_html=int(bool(plugin)), plugin=found), encoding="utf-8"
    )
    (settings / "accountrc").write_text(_ACCOUNT, encoding="utf-8")
    (settings / "folderlist.xml").write_text(_FOLDERS, encoding="utf-8")
    with screen(home, _WIDE, _TALL) as env:
        words = ["dbus-run-session", "--", "claws-mail", "--select", "#mh/Mailbox/inbox/1"]
        with running(words, env=env):
            window = find_window(env, "claws-mail", "Claws-mail", seconds=30)
            place_window(env, window, _WIDE, _TALL)
            picture = steady_picture(env, seconds=30)
    file = f"claws-{name}.png"
    save_trimmed(picture, desk.out / file)
    return Picture(file, title)


CLAWS = Engine(
    key="claws",
    title="Claws Mail",
    kind=Kind.REAL,
    needs=(
        *SCREEN,
        Package("claws-mail", apt="claws-mail"),
        Package("/usr/lib/*/claws-mail/plugins/litehtml_viewer.so", apt="claws-mail-litehtml-viewer"),
    ),
    look=look,
    note="Een kleine engine met eigen gewoonten: het neemt altijd de donkere kleuren.",
)
