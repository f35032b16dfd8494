"""html-validate: what the Nu checker lets pass, such as cells that are not closed and empty links."""

from __future__ import annotations

import json
import re
import subprocess

from tools.clients.markup import Allowed, sort_remarks
from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Package, Reading, Seen
from tools.clients.processes import ClientError, environment, run

_BIN = "node_modules/html-validate/bin/html-validate.mjs"
# What Node must at least be for each version, newest first; from the `engines` of their package.json.
_VERSIONS = (((24, 8), "11.21.1"), ((22, 22), "11.21.1"), ((20, 19), "10.17.0"))
ALLOWED = (
    Allowed(
        'no-deprecated-attr: Attribute "(cellpadding|cellspacing|border|width|align|bgcolor|height|valign)"',
        "Word and webmail that drops CSS lay out by attributes",
    ),
    Allowed("no-inline-style: ", "many mail programs drop style blocks"),
    Allowed("prefer-tbody: ", "every parser adds it, and in mail it is only bytes"),
    Allowed("no-conditional-comment: ", "that is how Word gets tables that fit"),
    Allowed("prefer-native-element: .*<article>", "webmail turns elements it does not know into nothing"),
    Allowed(
        "no-redundant-role: .*<[uo]l>",
        "Safari's screen reader forgets a list that has no bullets, unless it is told",
    ),
)


def look(draft: Draft, desk: Desk) -> Seen:
    """Checks the mail and the web version against html-validate's recommended rules."""
    env = environment(desk.home)
    config, answer = desk.home / "rules.json", desk.home / "answer.json"
    config.write_text('{"root": true, "extends": ["html-validate:recommended"]}', encoding="utf-8")
    program = ["node", str(desk.node / _BIN)]
    pages = [str(page) for page in (draft.html, draft.web) if page]
    # To a file: through a pipe its JSON is cut off at 64 kB.
    words = [*program, "--config", str(config), "--formatter", f"json={answer}", *pages]
    checked = run(words, env=env, seconds=60)
    if not answer.is_file():
        raise ClientError(f"html-validate gave no answer: {checked.err.strip()[:200]}")
    found, allowed = sort_remarks(read_remarks(answer.read_text(encoding="utf-8")), ALLOWED)
    (desk.out / "html-validate.txt").write_text("\n".join([*found, *allowed]) + "\n", encoding="utf-8")
    said = run([*program, "--version"], env=env, seconds=30).out
    return Seen(
        version=said.split("-")[-1].strip(),
        readings=(Reading("html-validate.txt", "alle opmerkingen, met waarom ze mogen"),),
        measures=(Measure("opmerkingen", len(found), 0, found),),
    )


def read_remarks(answer: str) -> tuple[str, ...]:
    """Reads the JSON as "newsletter.html:12 rule: …"."""
    return tuple(
        f"{re.sub('.*/', '', file['filePath'])}:{one['line']} {one['ruleId']}: {one['message']}"
        for file in json.loads(answer)
        for one in file["messages"]
    )


def version_for(node: str) -> str:
    """Returns the newest version that a Node of this version runs ("v20.20.2"); "" when it is too old."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", node)[:2])
    return next((version for least, version in _VERSIONS if numbers >= least), "")


def _package() -> Package:
    try:
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S607
    except OSError:
        node = ""
    version = version_for(node)
    return Package(_BIN, npm=f"html-validate@{version or _VERSIONS[-1][1]}")


HTML_VALIDATE = Engine(
    key="html-validate",
    title="html-validate",
    kind=Kind.JUDGE,
    needs=(Package("node", apt="nodejs"), _package()),
    look=look,
    note="Let ook op wat mag maar onhandig is, zoals cellen die niet dichtgaan.",
)
