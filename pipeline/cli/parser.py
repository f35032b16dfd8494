"""The words of the command line; standard library only, so that `--help` costs nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

MONTH_HELP = "the edition's month, as in 2026-12"
AS_OF_HELP = "freeze the clock: a day or moment such as 2026-12-03T09:00"


def make_parser() -> argparse.ArgumentParser:
    """Returns the parser; the chosen verb is in `verb`, two-word verbs as "stories check"."""
    parser = argparse.ArgumentParser(
        prog="nieuwsbrief",
        description="Collects publications, combines them with true stories, and renders the newsletter.",
        epilog="Exit codes: 0 done, 1 blocking findings or a failed stage, 2 wrong use or wrong files.",
    )
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the newsletter's folder")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _collect(verbs)
    _build(verbs)
    _screenshots(verbs)
    _preview(verbs)
    _approve(verbs)
    _send(verbs)
    _deliverability(verbs)
    _bounces(verbs)
    _edition(verbs)
    _check(verbs)
    _stories(verbs)
    _sources(verbs)
    _publications(verbs)
    _evaluate(verbs)
    _subscribers(verbs)
    _web(verbs)
    _export(verbs)
    _gallery(verbs)
    _schedule(verbs)
    _status(verbs)
    _demo(verbs)
    return parser


Verbs = argparse._SubParsersAction


def _verb(
    verbs: Verbs[argparse.ArgumentParser], name: str, help: str, verb: str = ""
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=help, description=help)
    parser.set_defaults(verb=verb or name)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for a program to read")


def _collect(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "collect", "fetch every due endpoint and store what is new")
    parser.add_argument("--source", action="append", default=[], metavar="SLUG", help="only this source")
    parser.add_argument("--as-of", metavar="TIME", help="set the clock, for rehearsals")
    _json(parser)


def _build(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "build", "collect, then write the draft of an edition to build/<month>/")
    parser.add_argument("month", nargs="?", metavar="MONTH", help=f"{MONTH_HELP}; the next one without it")
    parser.add_argument("--as-of", metavar="TIME", help=f"{AS_OF_HELP}; implies --no-collect")
    parser.add_argument("--no-collect", action="store_true", help="use what is stored, ask nothing")
    parser.add_argument("--no-screenshots", action="store_true", help="have no browser look at the draft")


def _screenshots(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "screenshots", "draw an edition in every state in which people read mail")
    parser.add_argument("month", metavar="MONTH", help=MONTH_HELP)
    parser.add_argument("--compare", metavar="OTHER-MONTH", help="put that month beside it, and what differs")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the folder (usual: build/<month>/screenshots)"
    )


def _preview(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "preview", "show the draft on a local page that follows every change you save")
    parser.add_argument("month", nargs="?", metavar="MONTH", help=f"{MONTH_HELP}; the next one without it")
    parser.add_argument("--as-of", metavar="TIME", help=AS_OF_HELP)
    parser.add_argument("--port", type=int, default=8765, metavar="PORT", help="on 127.0.0.1 (usual: 8765)")


def _approve(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "approve", "freeze a draft in archive/<month>/ and spend its items and story")
    parser.add_argument("month", metavar="MONTH", help=MONTH_HELP)
    parser.add_argument("--by", required=True, metavar="ROL", help="your role or initials, no name")


def _send(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "send", "send the approved edition to every reader, once; or go on with that")
    parser.add_argument("month", metavar="MONTH", help=MONTH_HELP)
    parser.add_argument("--by", default="redactie", metavar="ROL", help="your role or initials, no name")
    parser.add_argument(
        "--test",
        nargs="+",
        metavar="ADRES",
        help='only to these addresses, with "[TEST]"; a draft may go too',
    )
    _json(parser)


def _bounces(verbs: Verbs[argparse.ArgumentParser]) -> None:
    _json(_verb(verbs, "bounces", "read mail that came back: failures, complaints, requests to leave"))


def _deliverability(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "deliverability", "what receivers will think of our mail")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = _verb(actions, "check", "say from DNS and a mail what is missing", "deliverability check")
    check.add_argument("--to", nargs="+", metavar="ADRES", help="send the edition there first, as a test")
    check.add_argument("--month", metavar="MONTH", help="which edition; the newest one without it")
    check.add_argument("--message", type=Path, metavar="FILE", help="judge this .eml, as it arrived")
    check.add_argument(
        "--catch", type=int, metavar="PORT", help="with --to: judge what the relay brings to 127.0.0.1:PORT"
    )
    check.add_argument("--nameserver", metavar="HOST[:PORT]", help="ask this one, not that of the machine")
    _json(check)


def _edition(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "edition", "write or change the editor's file editions/<month>.toml")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    new = _verb(actions, "new", "write the file, with all that could go in as comments", "edition new")
    new.add_argument("month", metavar="MONTH", help=MONTH_HELP)
    new.add_argument("--as-of", metavar="TIME", help=AS_OF_HELP)
    for name, help in (
        ("add", "take a publication or a link of your own in"),
        ("drop", "leave a publication out"),
        ("pin", "put a publication first under its heading"),
    ):
        action = _verb(actions, name, help, f"edition {name}")
        action.add_argument("month", metavar="MONTH", help=MONTH_HELP)
        action.add_argument("url", metavar="URL", help="its web address")
        if name == "add":
            action.add_argument("--title", default="", help="the title, for a link that no source has")
            action.add_argument("--section", default="", metavar="SLUG", help="the section it goes in")


def _check(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "check", "check any HTML mail, ours or not")
    parser.add_argument("file", type=Path, metavar="FILE", help="a .html or .eml file")
    parser.add_argument(
        "--finished", action="store_true", help="as sent: no place like %%%%AFMELDEN%%%% open"
    )
    _json(parser)


def _stories(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "stories", "write, check, accept or take back stories; list the stock")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = _verb(actions, "check", "what keeps each story from being published", "stories check")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a story's file, folder or slug")
    check.add_argument("--show", action="store_true", help="also show what may identify; on a terminal only")
    listing = _verb(actions, "list", "the stock, by form, teller, tone and kernelement", "stories list")
    for action in (check, listing):
        action.add_argument("--as-of", metavar="TIME", help=AS_OF_HELP)
        _json(action)
    plan = _verb(actions, "plan", "which story in which of the next twelve months", "stories plan")
    plan.add_argument("--as-of", metavar="TIME", help=AS_OF_HELP)
    _json(plan)
    index = _verb(actions, "index", "write the pages to browse stories to build/verhalen/", "stories index")
    index.add_argument("--as-of", metavar="TIME", help=AS_OF_HELP)
    index.add_argument(
        "--preview", action="store_true", help="take in stories that were in no edition yet, to look at"
    )
    new = _verb(actions, "new", "write a new story with a header to fill in", "stories new")
    new.add_argument("title", metavar="TITLE", help="its title, between quotes")
    bring = _verb(actions, "import", "make a story of a Word document (.docx)", "stories import")
    bring.add_argument("file", type=Path, metavar="FILE", help="the Word document; it is not copied")
    bring.add_argument("--title", default="", help="the title, in place of the document's own")
    accept = _verb(actions, "accept", "record that a story is right as it is now", "stories accept")
    accept.add_argument("slug", metavar="SLUG", help="the story's name")
    accept.add_argument("--by", required=True, metavar="ROL", help="your role or initials, no name")
    alias = _verb(actions, "alias", "propose other names for the people in a story", "stories alias")
    alias.add_argument("slug", metavar="SLUG", help="the story's name")
    alias.add_argument("--map", type=Path, metavar="FILE", help="where is kept who is who; outside the root")
    alias.add_argument("--write", action="store_true", help="put the names into the story")
    withdraw = _verb(actions, "withdraw", "take a story back, at once and everywhere", "stories withdraw")
    withdraw.add_argument("slug", metavar="SLUG", help="the story's name")
    withdraw.add_argument("--by", default="redactie", metavar="ROL", help="your role or initials, no name")
    form = _verb(actions, "form", "write the consent forms, to read and to print", "stories form")
    form.add_argument("--out", type=Path, metavar="DIR", help="the folder (usual: build/toestemming)")
    sweep = _verb(actions, "sweep", "take down pages whose consent ran out", "stories sweep")
    sweep.add_argument("--as-of", metavar="TIME", help=AS_OF_HELP)
    _json(sweep)


def _sources(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "sources", "try the sources, and find what a site offers")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = _verb(actions, "check", "try each endpoint once and show what it reads", "sources check")
    check.add_argument(
        "slugs",
        nargs="*",
        metavar="SLUG",
        help="a source, all without any; or the address of a site that is none yet, to see what it offers",
    )
    _json(check)


def _publications(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "publications", "what the store holds, with where it came from")
    parser.add_argument("--since", metavar="DATE", help="published, starting or first seen since then")
    parser.add_argument("--source", metavar="SLUG", help="only of this source")
    _json(parser)


def _evaluate(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "evaluate", "measure the terms of config.toml on titles that a person labelled")
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a .tsv file; its first line names the columns"
    )
    _json(parser)


def _subscribers(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "subscribers", "who gets the newsletter: bring in, look up, hand out, erase, count")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    bring = _verb(actions, "import", "take in the addresses of a CSV file", "subscribers import")
    bring.add_argument("file", type=Path, metavar="FILE", help="a .csv file, UTF-8 or Windows-1252")
    bring.add_argument(
        "--basis", required=True, metavar="TEXT", help="how and when these people asked for it, in a sentence"
    )
    bring.add_argument("--all", action="store_true", help="print every row that was refused")
    _verb(actions, "export", "print all subscribers as CSV", "subscribers export")
    find = _verb(actions, "find", "what is kept of one address", "subscribers find")
    remove = _verb(actions, "remove", "erase an address; a keyed hash is left", "subscribers remove")
    for action in (find, remove):
        action.add_argument("address", metavar="ADDRESS", help="the e-mail address")
    stats = _verb(actions, "stats", "how many addresses stand in each state", "subscribers stats")
    sweep = _verb(actions, "sweep", "let go of what was kept long enough", "subscribers sweep")
    _verb(actions, "new-key", "put a new key before the old ones", "subscribers new-key")
    for action in (bring, find, stats, sweep):
        _json(action)


def _web(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "web", "serve the pages of readers: signing up and off, editions, stories")
    parser.add_argument("--port", type=int, metavar="N", help="the port, in place of that of config.toml")


def _export(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "export", "write an approved edition for another program to send")
    parser.add_argument("month", metavar="MONTH", help=MONTH_HELP)
    parser.add_argument(
        "--for",
        dest="engine",
        required=True,
        metavar="ENGINE",
        help="plain, listmonk, laposta, mailchimp, spotler or one of config.toml",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to write to")
    parser.add_argument("--draft", action="store_true", help="the draft, marked as one; not to be sent")


def _gallery(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "gallery", "write a page with every part of the mail, by day and in the dark")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file; usual is build/galerij.html")


def _schedule(verbs: Verbs[argparse.ArgumentParser]) -> None:
    _verb(verbs, "schedule", "run sweep, collect and build at their times, until stopped")


def _status(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "status", "last and next runs, quiet sources, the stock, the edition")
    _json(parser)


def _demo(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = _verb(verbs, "demo", "the whole on bundled example sites, in a folder of its own")
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder (usual: build/demo)")
    parser.add_argument("--no-screenshots", action="store_true", help="have no browser look at the draft")
