"""Inlining: each of premailer's traps stays shut, and the colours that come out can be read."""

from __future__ import annotations

import logging
import re

import pytest
from lxml import html as lxml_html

from pipeline.stages.render.inline import inline
from tests.stages.rendering import TEMPLATES, full_edition, mail, tree, words


@pytest.mark.parametrize("sheet", ["mail/keep.css", "mail/dark.css"])
def test_phone_and_dark_rules_are_kept_byte_for_byte(sheet: str) -> None:
    text = TEMPLATES.text(sheet)

    assert "!important" in text
    assert f"<style>\n{text.rstrip()}\n</style>" in mail()


def test_only_the_kept_sheets_are_left() -> None:
    assert len(list(tree(mail()).iter("style"))) == 2


def test_conditional_comments_survive() -> None:
    assert re.findall(r"<!--\[if mso\]>", mail()) == ["<!--[if mso]>"] * 3
    assert mail().count("<![endif]-->") == 3


def test_properties_for_word_survive() -> None:
    assert "mso-line-height-rule:exactly" in mail()
    assert "mso-hide:all" in mail()


def test_a_width_in_a_style_does_not_overwrite_the_attribute() -> None:
    page = inline('<p><img width="536" height="200" class="a"></p>', ".a { width: 100%; height: auto }")

    assert '<img width="536" height="200" style="width:100%; height:auto">' in page


def test_important_in_our_own_sheet_is_kept() -> None:
    assert 'style="color:#123456 !important"' in inline(
        "<p class='a'>x</p>", ".a { color: #123456 !important }"
    )


def test_a_linked_sheet_is_not_fetched() -> None:
    link = '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">'

    assert link in inline(f"<head>{link}</head><p>x</p>", ".a { color: #111111 }")


def test_open_places_survive_in_links() -> None:
    page = inline('<p><a href="%%AFMELDEN%%">weg</a></p>', "")

    assert '<a href="%%AFMELDEN%%">weg</a>' in page


def test_no_style_attribute_has_what_roundcube_stumbles_over() -> None:
    styles = [element.get("style") for element in tree(mail(full_edition())).xpath("//*[@style]")]

    assert [style for style in styles if ";;" in style or "&quot;" in style or '"' in style] == []


def test_inlining_says_nothing_on_the_way(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        mail()

    assert caplog.records == []


def test_classes_no_kept_sheet_mentions_are_dropped() -> None:
    kept = '<style data-premailer="ignore">.stays { color: #111 }</style>'
    page = f'<head>{kept}</head><p class="stays goes">x</p>'

    assert '<p class="stays" style="margin:0">x</p>' in inline(page, ".goes { margin: 0 }")


# --- contrast ------------------------------------------------------------------------------------------

_DARK_RULE = re.compile(r"^  ([^{]+) \{ ((?:background-)?color): (#\w{6}) !important; \}$", re.M)


def darkened(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Puts the rules of the dark sheet into the style attributes, where they win as "!important" does."""
    for selector, name, value in _DARK_RULE.findall(TEMPLATES.text("mail/dark.css")):
        for element in page.cssselect(selector):
            element.set("style", f"{name}:{value}; {element.get('style', '')}")
    return page


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _inverted(colour: str) -> str:
    return f"#{0xFFFFFF - int(colour[1:], 16):06x}"


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def _colour(element: lxml_html.HtmlElement, name: str) -> str:
    for each in [element, *element.iterancestors()]:
        found = re.search(rf"(?:^|; ){name}:(#\w+)", each.get("style", ""))
        if found:
            return _long(found[1])
    raise AssertionError(f"no {name} around {words(element)!r}")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("inverted", [False, True], ids=["as it is", "inverted"])
def test_every_text_stands_out_from_its_ground(dark: bool, inverted: bool) -> None:
    page = tree(mail(full_edition()))
    shown = [
        element
        for element in (darkened(page) if dark else page).body.iter()
        if isinstance(element.tag, str)
        and (element.text or "").strip(" \n\xa0")
        and "display:none" not in element.get("style", "")
    ]

    faint = {}
    for element in shown:
        pair = (_colour(element, "color"), _colour(element, "background-color"))
        ratio = _contrast(*(map(_inverted, pair) if inverted else pair))
        if ratio < 4.5:
            faint[words(element)] = (pair, round(ratio, 2))

    assert len(shown) > 40
    assert faint == {}
