"""What each imitation does to a mail, to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.look import shown_as
from pipeline.stages.look.transforms import (
    ganga_like,
    gmail_like,
    inverted,
    spaced,
    without_dark,
    without_images,
    without_style,
    word_like,
)

STYLE = (
    "p { color: #111 } @media (prefers-color-scheme: dark) { p { color: #eee } } "
    "[data-ogsc] p { color: #ddd }"
)
MAIL = f"""<!DOCTYPE html><html lang="nl"><head><meta name="color-scheme" content="light dark">
<style>{STYLE}</style></head><body class="bare"><!-- geheim --><p style="color:#111">Dag</p></body></html>"""


def test_without_style_only_what_is_inlined_is_left() -> None:
    assert without_style(MAIL) == MAIL.replace(f"<style>{STYLE}</style>", "")


def test_webmail_has_no_head_no_comments_and_no_body_of_the_mail() -> None:
    page = gmail_like(MAIL)

    assert '<div class="bare"><p style="color:#111">Dag</p></div>' in page
    assert "geheim" not in page
    assert page.count("<body") == 1
    assert "p { color: #111 }" in page


@pytest.mark.parametrize("gone", ["prefers-color-scheme", "data-ogsc"])
def test_webmail_of_gmail_knows_no_dark_colours(gone: str) -> None:
    assert gone not in gmail_like(MAIL)


def test_more_style_than_gmail_takes_is_dropped_whole() -> None:
    heavy = MAIL.replace("<style>", "<style>" + "p { color: #123456 }\n" * 900)

    assert "#123456" not in gmail_like(heavy)


def test_a_rule_inside_a_rule_costs_its_block() -> None:
    nested = MAIL.replace(
        "</style>", "@supports (display: grid) { @media print { p { color: red } } }</style>"
    )

    assert "p { color: #111 }" not in gmail_like(nested)


def test_the_app_of_gmail_with_another_account_has_no_style_of_the_mail() -> None:
    assert "#111 }" not in ganga_like(MAIL)
    assert '<p style="color:#111">Dag</p>' in ganga_like(MAIL)


def test_what_stands_in_comments_for_word_is_opened_and_what_is_not_for_word_goes() -> None:
    mail = "<!--[if mso]><table><tr><td><![endif]--><!--[if !mso]><!--><b>x</b><!--<![endif]--><p>Dag</p>"

    assert word_like(mail) == "<table><tr><td><p>Dag</p>"


def test_settings_for_word_are_no_text() -> None:
    assert word_like("<!--[if mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]-->Dag") == "Dag"


@pytest.mark.parametrize(
    ("tag", "css", "left"),
    [
        ("div", "max-width:600px;color:#111", "color:#111"),
        ("a", "padding:8px 16px;background-color:#111", "background-color:#111"),
        ("td", "padding:8px 16px", "padding:8px 16px"),
        ("div", "display:inline-block;font-size:16px", "font-size:16px"),
        ("div", "display:none;mso-hide:all", "display:none;mso-hide:all"),
        ("table", "margin:0 auto;width:600px", "width:600px"),
        (
            "td",
            "background-image:url(x.png);border-radius:4px;background-color:#eee",
            "background-color:#eee",
        ),
    ],
)
def test_word_forgets_what_it_does_not_know(tag: str, css: str, left: str) -> None:
    assert word_like(f'<{tag} class="x" style="{css}">') == f'<{tag} class="x" style="{left}">'


def test_word_knows_no_media_rules_and_no_attributes_in_selectors() -> None:
    assert word_like(f"<style>{STYLE}</style>") == "<style>p {color:#111}</style>"


def test_a_program_that_darkens_by_itself_has_not_asked_the_mail() -> None:
    page = without_dark(MAIL)

    assert "prefers-color-scheme" not in page
    assert '<meta name="color-scheme" content="light">' in page


@pytest.mark.parametrize(("is_dark", "kept", "lost"), [(True, "#eee", "#eaeaea"), (False, "#eaeaea", "#eee")])
def test_the_preview_is_dark_or_light_whatever_the_system_prefers(
    is_dark: bool, kept: str, lost: str
) -> None:
    sheet = (
        "@media (prefers-color-scheme: dark) { p { color: #eee } } "
        "@media (prefers-color-scheme: light) { p { color: #eaeaea } }"
    )
    page = shown_as(f"<head><style>{sheet}</style></head>", is_dark=is_dark, has_images=True)

    assert f"@media (min-width: 0) {{ p {{ color: {kept} }} }}" in page
    assert f"@media (width < 0) {{ p {{ color: {lost} }} }}" in page


def test_links_of_the_preview_open_beside_it() -> None:
    page = shown_as("<head></head><body></body>", is_dark=False, has_images=True)

    assert page.index('<base target="_blank">') < page.index("</head>")


def test_refused_pictures_keep_their_words() -> None:
    mail = '<img alt="Een stoel" src="https://x.example/a.png" width="10"><img src=\'b.png\'>'

    assert without_images(mail) == '<img alt="Een stoel" src="data:," width="10"><img src="data:,">'


@given(st.text(alphabet="<>!-[]{}\"'=/;:@ adehimnopsty", max_size=80))
def test_no_imitation_stumbles_over_what_it_is_given(text: str) -> None:
    for transform in (without_style, gmail_like, ganga_like, word_like, without_dark, without_images):
        assert isinstance(transform(text), str)
    for transform in (inverted, spaced):
        assert len(transform(text)) > len(text)
    assert text == "" or shown_as(text, is_dark=True, has_images=False)
