"""lynx and w3m: the HTML of the mail as a program without pictures, colours or columns reads it."""

from __future__ import annotations

from tools.clients.nouns import Desk, Draft, Engine, Kind, Package, Reading, Seen
from tools.clients.processes import ClientError, environment, run

_LYNX = ("-dump", "-width=78", "-nonumbers", "-assume_charset=utf-8", "-display_charset=utf-8")
_W3M = ("-dump", "-cols", "78", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8")


def _look_lynx(draft: Draft, desk: Desk) -> Seen:
    return _read("lynx", _LYNX, "-version", draft, desk)


def _look_w3m(draft: Draft, desk: Desk) -> Seen:
    return _read("w3m", _W3M, "-version", draft, desk)


def _read(program: str, words: tuple[str, ...], ask: str, draft: Draft, desk: Desk) -> Seen:
    env = environment(desk.home, TERM="dumb")
    read = run([program, *words, str(draft.html)], env=env, seconds=20)
    if read.code or not read.out.strip():
        raise ClientError(f"{program} read nothing: {read.err.strip()[:200]}")
    file = f"{program}.txt"
    (desk.out / file).write_text(read.out, encoding="utf-8")
    said = run([program, ask], env=env, seconds=20).out
    return Seen(version=read_version(said), readings=(Reading(file, "de opgemaakte mail als tekst"),))


def read_version(said: str) -> str:
    """Returns the first word of a program's greeting that has a number and a dot in it."""
    words = (word.strip(",()") for word in said.replace("/", " ").split())
    return next((word for word in words if "." in word and any(sign.isdigit() for sign in word)), "")


LYNX = Engine(
    key="lynx",
    title="Lynx",
    kind=Kind.REAL,
    needs=(Package("lynx", apt="lynx"),),
    look=_look_lynx,
    note="De leesvolgorde, zonder opmaak.",
)
W3M = Engine(
    key="w3m",
    title="w3m",
    kind=Kind.REAL,
    needs=(Package("w3m", apt="w3m"),),
    look=_look_w3m,
    note="Tekent tabellen na in tekst.",
)
