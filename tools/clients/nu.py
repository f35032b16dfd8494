"""The Nu checker, by which the W3C validates HTML; clean but for what mail needs and the web gave up."""

from __future__ import annotations

import json
import re

from tools.clients.markup import Allowed, sort_remarks
from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Package, Reading, Seen
from tools.clients.processes import ClientError, environment, run
from tools.clients.text_browsers import read_version

_JAR = "node_modules/vnu-jar/build/dist/vnu.jar"
ALLOWED = (
    Allowed("“mso-[a-z-]+”: Property", "only Word reads it, to keep line heights and hide the preheader"),
    Allowed("Attribute “xmlns:[ov]” not allowed", "Word wants its names declared to heed PixelsPerInch"),
    Allowed(
        "“(border|cellpadding|cellspacing|width|align|bgcolor|height|valign)” attribute on the "
        "“(table|td|th|tr|h[1-6]|p|img|body)” element is obsolete",
        "Word and webmail that drops CSS lay out by attributes",
    ),
    Allowed(
        "“list” role is unnecessary for element “[uo]l”",
        "Safari's screen reader forgets a list that has no bullets, unless it is told",
    ),
)


def look(draft: Draft, desk: Desk) -> Seen:
    """Checks the mail and the web version."""
    env = environment(desk.home)
    java = ["java", "-Xss1024k", "-jar", str(desk.node / _JAR)]
    pages = [str(page) for page in (draft.html, draft.web) if page]
    checked = run([*java, "--stdout", "--format", "json", "--exit-zero-always", *pages], env=env, seconds=90)
    found, allowed = sort_remarks(read_remarks(checked.out), ALLOWED)
    (desk.out / "nu.txt").write_text("\n".join([*found, *allowed]) + "\n", encoding="utf-8")
    return Seen(
        version=read_version(run([*java, "--version"], env=env, seconds=30).out) or "",
        readings=(Reading("nu.txt", "alle opmerkingen, met waarom ze mogen"),),
        measures=(Measure("opmerkingen", len(found), 0, found),),
    )


def read_remarks(out: str) -> tuple[str, ...]:
    """Reads vnu's JSON as "newsletter.html:12 error: …"; raises ClientError when it is none."""
    try:
        messages = json.loads(out)["messages"]
    except (json.JSONDecodeError, KeyError) as error:
        raise ClientError(f"the Nu checker gave no answer: {out[:200]}") from error
    return tuple(
        f"{re.sub('.*/', '', one.get('url', ''))}:{one.get('lastLine', 0)} {one['type']}: {one['message']}"
        for one in messages
    )


NU = Engine(
    key="nu",
    title="Nu checker",
    kind=Kind.JUDGE,
    needs=(
        Package("java", apt="default-jre-headless"),
        Package(_JAR, npm="vnu-jar@26.9.27"),
    ),
    look=look,
    note="Keurt de HTML van mail en webversie; wat alleen voor mail moet, staat in een lijst met redenen.",
)
