"""Inlining: each of premailer's traps stays shut, and the colours that come out can be read."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from lxml import html as lxml_html

from pipeline.errors import ConfigError
from pipeline.stages.render.inline import inline
from pipeline.stages.render.sheets import Tokens, dark_sheet, inline_sheet, read_tokens
from pipeline.templating import TemplateFile, Templates
from tests.stages.rendering import TEMPLATES, full_edition, mail, tree, words

# --- premailer's traps, by the letters of our notes on mail --------------------------------------------


def test_a_a_width_in_a_style_does_not_overwrite_the_attribute() -> None:
    page = inline('<p><img width="536" height="200" class="a"></p>', ".a { width: 100%; height: auto }")

    assert '<img width="536" height="200" style="width:100%; height:auto">' in page


def test_b_phone_and_dark_rules_are_kept_byte_for_byte() -> None:
    for text in (TEMPLATES.text("mail/keep.css").rstrip(), dark_sheet(TEMPLATES)):
        assert "!important" in text
        assert f"<style>\n{text}\n</style>" in mail()
    assert len(list(tree(mail()).iter("style"))) == 2


def test_b_important_in_our_own_sheet_is_kept() -> None:
    assert 'style="color:#123456 !important"' in inline(
        "<p class='a'>x</p>", ".a { color: #123456 !important }"
    )


def test_c_rules_for_what_only_a_client_adds_are_kept() -> None:
    rules = "[data-ogsc] h1 { color: #111111 } u + .body p { margin: 0 } .a::before { content: none }"
    kept = f'<style data-premailer="ignore">{rules}</style>'

    assert f"<style>{rules}</style>" in inline(f"<head>{kept}</head><h1>x</h1>", ".b { margin: 0 }")


@pytest.mark.parametrize("sheet", [inline_sheet, dark_sheet])
def test_d_no_value_of_ours_is_one_that_premailer_gmail_or_word_drops(
    sheet: Callable[[Templates], str],
) -> None:
    lost = re.compile(r"rgba?\(|hsla?\(|calc\(|var\(|min\(|max\(|clamp\(|\d(?:rem|em|vw)\b|transparent")

    assert lost.findall(re.sub(r"/\*.*?\*/", "", sheet(TEMPLATES), flags=re.S)) == []


def test_e_no_rule_of_ours_says_a_property_twice() -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", inline_sheet(TEMPLATES), flags=re.S))
    said = {
        selector.strip(): [one.partition(":")[0].strip() for one in body.split(";") if one.strip()]
        for selector, body in rules
    }

    assert len(said) > 50
    assert {selector: names for selector, names in said.items() if len(names) != len(set(names))} == {}


def test_f_what_becomes_an_attribute_is_what_an_attribute_can_hold() -> None:
    page = tree(mail(full_edition()))

    grounds, widths = page.xpath("//@bgcolor"), page.xpath("//@width | //@height")
    assert [one for one in grounds if not re.fullmatch("#[0-9a-f]{6}", one)] == []
    assert [one for one in widths if not re.fullmatch(r"\d+%?", one)] == []
    assert len(grounds) > 5
    assert len(widths) > 20


def test_g_colours_stay_six_digits_long_also_in_what_is_kept() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3}\b", mail(full_edition())) == []


def test_conditional_comments_survive() -> None:
    assert re.findall(r"<!--\[if mso\]>", mail()) == ["<!--[if mso]>"] * 3
    assert mail().count("<![endif]-->") == 3


def test_properties_for_word_survive() -> None:
    assert "mso-line-height-rule:exactly" in mail()
    assert "mso-hide:all" in mail()


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


# --- tokens --------------------------------------------------------------------------------------------


def test_tokens_of_the_night_are_those_of_the_day_with_what_changes() -> None:
    sheet = "/* x */ :root { --a: #111111; --b: Georgia, serif; }\n"
    sheet += "@media (prefers-color-scheme: dark) {\n  :root { --a: #eeeeee; }\n}\n"

    assert read_tokens(sheet) == Tokens(
        {"a": "#111111", "b": "Georgia, serif"}, {"a": "#eeeeee", "b": "Georgia, serif"}
    )


def test_a_token_that_is_not_there_stops_with_the_nearest_one() -> None:
    files = {"tokens.css": ":root { --paper: #ffffff; }", "mail/inline.css": ".a { color: var(--papper); }"}
    templates = Templates({name: TemplateFile(name, text) for name, text in files.items()})

    with pytest.raises(ConfigError, match=r"--papper is no token of tokens\.css; did you mean 'paper'"):
        inline_sheet(templates)


def test_a_rule_for_the_dark_reaches_apple_and_outlook() -> None:
    files = {
        "tokens.css": "@media (prefers-color-scheme: dark) { :root { --a: #eeeeee; } }",
        "mail/dark.css": ".a, .b { color: var(--a); background-color: var(--a); border-top-color: var(--a) }",
    }
    templates = Templates({name: TemplateFile(name, text) for name, text in files.items()})

    assert dark_sheet(templates) == (
        ":root { color-scheme: light dark; }\n"
        "@media (prefers-color-scheme: dark) {\n"
        "  .a, .b { color: #eeeeee !important; }\n"
        "  .a, .b { background-color: #eeeeee !important; }\n"
        "  .a, .b { border-top-color: #eeeeee !important; }\n"
        "}\n"
        "[data-ogsc] .a, [data-ogsc] .b { color: #eeeeee !important; }\n"
        "[data-ogsb] .a, [data-ogsb] .b { background-color: #eeeeee !important; }\n"
        "[data-ogsb] .a, [data-ogsb] .b { border-top-color: #eeeeee !important; }"
    )


def test_word_is_told_to_keep_every_line_height() -> None:
    rules = re.findall(r"^(\.[\w-]+) \{(.*)\}$", TEMPLATES.text("mail/inline.css"), re.M)
    high = {
        selector: body for selector, body in rules if "line-height:" in body.replace("mso-line-height", "")
    }

    assert len(high) > 20
    assert [selector for selector, body in high.items() if "mso-line-height-rule: exactly" not in body] == []


def test_colours_stand_in_one_place() -> None:
    sheets = ("mail/inline.css", "mail/dark.css", "pages/base.css", "pages/webversie.css")
    written = {sheet: re.findall(r"#[0-9a-fA-F]{6}\b", TEMPLATES.text(sheet)) for sheet in sheets}

    assert written == {sheet: [] for sheet in sheets}


def test_headings_say_what_the_sheet_of_a_webmail_would_change() -> None:
    headings = list(tree(mail(full_edition())).iter("h1", "h2", "h3", "h4"))
    wanted = ("font-weight", "text-align", "color", "margin", "font-size")

    silent = {
        words(one): missing
        for one in headings
        if (missing := [name for name in wanted if f"{name}:" not in one.get("style", "")])
    }
    assert len(headings) > 15
    assert silent == {}


# --- contrast ------------------------------------------------------------------------------------------

_DARK_RULE = re.compile(r"^  ([^{]+) \{ ((?:background-)?color): (#\w{6}) !important; \}$", re.M)


def darkened(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Puts the rules of the dark sheet into the style attributes, where they win as "!important" does."""
    for selector, name, value in _DARK_RULE.findall(dark_sheet(TEMPLATES)):
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
