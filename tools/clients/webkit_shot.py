"""Draws one page with WebKitGTK and writes its PNG; run by the machine's own python3, which has gi.

    python3 webkit_shot.py PAGE.html OUT.png WIDTH [dark]

Prints one line of JSON: the engine's version, and what the page takes at that width. Scripts of the page do
not run; the two questions below are ours. Nothing is fetched: the only way out is a port nobody listens on.
"""

import json
import sys
from pathlib import Path

import gi  # type: ignore[import-not-found]

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # type: ignore[import-not-found]  # noqa: E402

# Text that sticks out sideways, and how wide the page is when all may be shown.
_ASK = """JSON.stringify({
  wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth,
  tall: document.documentElement.scrollHeight
})"""
_NOWHERE = "http://127.0.0.1:9"


class Shot:
    """Loads a page, asks it two things, draws it whole, and ends the main loop."""

    def __init__(self, page: Path, out: Path, width: int, *, is_dark: bool) -> None:
        self.out = out
        settings = Gtk.Settings.get_default()
        settings.set_property("gtk-application-prefer-dark-theme", is_dark)
        context = WebKit2.WebContext.new_ephemeral()
        context.get_website_data_manager().set_network_proxy_settings(
            WebKit2.NetworkProxyMode.CUSTOM, WebKit2.NetworkProxySettings.new(_NOWHERE, None)
        )
        self.view = WebKit2.WebView.new_with_context(context)
        self.view.get_settings().set_property("enable-javascript-markup", False)
        self.window = Gtk.OffscreenWindow()
        self.window.set_default_size(width, 900)
        self.window.add(self.view)
        self.window.show_all()
        self.view.connect("load-changed", self.loaded)
        self.view.load_uri(page.as_uri())

    def loaded(self, _view: object, event: object) -> None:
        """Asks once all is there; a moment later, for the layout of the new width."""
        if event == WebKit2.LoadEvent.FINISHED:
            GLib.timeout_add(250, self.ask)

    def ask(self) -> bool:
        """Puts the question; False, so that GLib does not call again."""
        self.view.evaluate_javascript(_ASK, -1, None, None, None, self.answered)
        return False

    def answered(self, view: WebKit2.WebView, result: object) -> None:
        """Prints the answer, and asks for the picture of the whole document."""
        answer = json.loads(view.evaluate_javascript_finish(result).to_string())
        version = ".".join(
            str(ask())
            for ask in (WebKit2.get_major_version, WebKit2.get_minor_version, WebKit2.get_micro_version)
        )
        print(json.dumps({"version": version, **answer}), flush=True)
        view.get_snapshot(
            WebKit2.SnapshotRegion.FULL_DOCUMENT, WebKit2.SnapshotOptions.NONE, None, self.drawn
        )

    def drawn(self, view: WebKit2.WebView, result: object) -> None:
        """Writes the picture and ends."""
        view.get_snapshot_finish(result).write_to_png(str(self.out))
        Gtk.main_quit()


if __name__ == "__main__":
    Shot(Path(sys.argv[1]).resolve(), Path(sys.argv[2]), int(sys.argv[3]), is_dark="dark" in sys.argv[4:])
    Gtk.main()
