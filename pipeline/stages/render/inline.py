"""Premailer's one home: puts our own style sheet into style attributes, and nothing else.

Each option below is there because its default damages mail; `tests/stages/test_render_inline.py` pins each.
Style elements with the mark `data-premailer="ignore"` are not even read, so that rules for what only a client
adds, such as `[data-ogsc] h1`, stay without `keep_style_tags`.
"""

from __future__ import annotations

import logging
import re

import cssutils
from lxml import etree
from premailer import Premailer

# cssutils logs every mso-* property as unknown, once for each element. Its log is process-wide, so it
# is set once, here.
cssutils.log.setLevel(logging.CRITICAL)

_CLASS = re.compile(r"\.([a-z][\w-]*)")


def inline(html: str, sheet: str) -> str:
    """Returns `html` with the rules of `sheet` in its style attributes.

    Style elements marked `data-premailer="ignore"` are kept byte for byte, without the mark. Classes
    that no kept sheet mentions are dropped, since their work is done.
    """
    page = etree.fromstring(html.encode("utf-8"), etree.HTMLParser(encoding="utf-8"))
    tree = Premailer(
        page,
        css_text=sheet,
        # By default "!important" is deleted, also inside @media, and phone and dark rules then never win.
        strip_important=False,
        # By default "width:100%" overwrites the width attribute, which Word reads as a number of pixels.
        disable_basic_attributes=["width", "height"],
        # Our sheet needs mso-* properties, which no validator knows.
        disable_validation=True,
        # By default a linked sheet is fetched from the web.
        allow_network=False,
    ).transform()
    _drop_spent_classes(page)
    body = etree.tostring(tree.getroot(), method="html", encoding="unicode", with_tail=False)
    return f"<!DOCTYPE html>\n{body}\n"


def _drop_spent_classes(page: etree._Element) -> None:
    kept = {name for style in page.iter("style") for name in _CLASS.findall(style.text or "")}
    for element in page.iterfind(".//*[@class]"):
        names = [name for name in element.get("class", "").split() if name in kept]
        if names:
            element.set("class", " ".join(names))
        else:
            del element.attrib["class"]
