"""The programs that send for us: how each of them spells what it fills in for one reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """A sending program, and what stands in a mail where it puts the address of one reader's own page.

    `unsubscribe` "" is a mail to our own address, `web_version` "" our own page. `opens` is how one of its
    tags begins, two signs or more; in our texts it is taken apart, so that a title is never run as a tag.
    `source` is the page of its maker that says so, "" where we could not read it there: then a person tries
    both links first.
    """

    name: str
    unsubscribe: str = ""
    web_version: str = ""
    opens: str = ""
    source: str = ""


# Others are added, and these are changed, with [[export]] in config.toml.
ENGINES = (
    Engine("plain"),
    Engine(
        "listmonk",
        unsubscribe="{{ UnsubscribeURL }}",
        web_version="{{ MessageURL }}",
        opens="{{",
        source="https://listmonk.app/docs/templating",
    ),
    Engine(
        "mailchimp",
        unsubscribe="*|UNSUB|*",
        web_version="*|ARCHIVE|*",
        opens="*|",
        source="https://mailchimp.com/help/all-the-merge-tags-cheat-sheet/",
    ),
    Engine("laposta", unsubscribe="{{unsubscribe}}", web_version="{{webversion}}", opens="{{"),
    Engine("spotler", unsubscribe="{{unsubscribe}}", web_version="{{webversion}}", opens="{{"),
)
