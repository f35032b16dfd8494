"""The preview's addresses.

    /               the page with switches, frame and findings          /preview.js   its script
    /deel           what stands in the frame                            /stand        waits for what is new
    /<name>         a picture of the story, from memory

A page on the internet can have a browser ask 127.0.0.1 anything, also under a name of its own (DNS
rebinding). So each request must name this very address as its host, and no answer may be read or framed
from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re

from flask import Flask, Response, abort, jsonify, request

from pipeline.jobs.preview import Proofs
from pipeline.model.previews import Part, Screen, Switches

# How long a page waits before it asks again: long enough to be quiet, short enough to notice that we stopped.
WAIT_SECONDS = 20.0
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def make_app(proofs: Proofs, *, port: int, wait_seconds: float = WAIT_SECONDS) -> Flask:
    """Returns the application; `port` is the one it is served on."""
    app = Flask("nieuwsbrief-preview", static_folder=None, template_folder=None)

    @app.before_request
    def refuse_strangers() -> None:
        if request.host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            abort(421)
        if request.method not in ("GET", "HEAD"):
            abort(405)

    @app.after_request
    def close_doors(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response

    @app.get("/")
    def page() -> Response:
        body = proofs.page(_switches())
        response = Response(body, mimetype="text/html")
        response.headers["Content-Security-Policy"] = _page_policy(body)
        return response

    @app.get("/deel")
    def part() -> Response:
        body = proofs.part(_switches())
        if body is None:
            abort(404)
        response = Response(body, mimetype="text/html")
        response.headers["Content-Security-Policy"] = _FRAME_POLICY
        return response

    @app.get("/stand")
    def stand() -> Response:
        seen = request.args.get("na", default=-1, type=int)
        proof = proofs.wait(seen, seconds=wait_seconds)
        return jsonify(nummer=proof.number, goed=proof.trouble is None)

    @app.get("/preview.js")
    def script() -> Response:
        return Response(proofs.script, mimetype="text/javascript")

    @app.get("/<name>")
    def image(name: str) -> Response:
        body = proofs.proof.images.get(name)
        if body is None:
            abort(404)
        return Response(body, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")

    return app


def _page_policy(body: str) -> str:
    """Allows the page's own style sheet by its hash, and else nothing that is not served here."""
    hashes = (
        base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() for css in _STYLE.findall(body)
    )
    sheets = " ".join(f"'sha256-{one}'" for one in hashes)
    return (
        f"default-src 'none'; style-src {sheets}; script-src 'self'; connect-src 'self'; frame-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _switches() -> Switches:
    """The switches of this request; what is no position of a switch counts as the usual one."""
    asked = request.args
    return Switches(
        part=Part(asked["wat"]) if asked.get("wat") in set(Part) else Part.MAIL,
        screen=Screen(asked["scherm"]) if asked.get("scherm") in set(Screen) else Screen.TELEFOON,
        is_dark=asked.get("kleuren") == "donker",
        without_images=asked.get("plaatjes") == "uit",
    )
