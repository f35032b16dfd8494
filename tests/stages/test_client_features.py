"""Which features a mail uses: each by its name in the data, with its first place and how often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.check.document import Declared, parse_document
from pipeline.stages.check.rules import Spot
from pipeline.stages.check.support import ALL_SLUGS, FeatureUse, features_of
from pipeline.stages.check.support import gaps as gap
from pipeline.stages.check.support.sheet import (
    AtRule,
    StyleRule,
    parse_sheet,
    split_declarations,
)

MAIL = """\
<!DOCTYPE html>
<html lang="nl">
<head><style>
.kop > b, a:hover { color: rgb(1, 2, 3) !important; }
@media (max-width: 600px) and (prefers-color-scheme: dark) {
  .kop { display: flex; }
}
</style></head>
<body>
<p class="kop" style="margin:0 0 8px 0">Dag</p>
<p class="kop" style="margin:0 0 8px 0">Dag</p>
</body></html>
"""


def uses(html: str) -> dict[str, FeatureUse]:
    return {use.slug: use for use in features_of(parse_document(html)) if use.gap is None}


def slugs(html: str) -> set[str]:
    return set(uses(html))


def slugs_of_style(style: str) -> set[str]:
    """What a style attribute adds to a bare paragraph."""
    return slugs(f'<p style="{style}">a</p>') - {"html-p"}


def slugs_of_sheet(sheet: str) -> set[str]:
    return slugs(f"<style>{sheet}</style>") - {"html-style"}


def gaps(html: str) -> list[gap.Gap]:
    return [use.gap for use in features_of(parse_document(html)) if use.gap]


def test_a_mail_is_told_feature_by_feature_with_place_and_count() -> None:
    line = "color: rgb(1, 2, 3) !important"
    media = "@media (max-width: 600px) and (prefers-color-scheme: dark)"
    paragraph = '<p class="kop" style="margin:0 0 8px 0">'
    selector = ".kop > b, a:hover"

    assert features_of(parse_document(MAIL)) == (
        FeatureUse("html-doctype", Spot(1, 1, "", "<!DOCTYPE html>"), "html", 1),
        FeatureUse("html-lang", Spot(2, 1, "", '<html lang="nl">'), "html", 1),
        FeatureUse("html-style", Spot(3, 7, "", "<style>"), "style", 1),
        FeatureUse("css-pseudo-class-hover", Spot(4, 1, "", selector), selector, 1),
        FeatureUse("css-selector-child", Spot(4, 1, "", selector), selector, 1),
        FeatureUse("css-selector-class", Spot(4, 1, "", selector), selector, 2),
        FeatureUse("css-selector-grouping", Spot(4, 1, "", selector), selector, 1),
        FeatureUse("css-selector-type", Spot(4, 1, "", selector), selector, 1),
        FeatureUse("css-important", Spot(4, 21, "", line), selector, 1),
        FeatureUse("css-rgb", Spot(4, 21, "", line), selector, 1),
        FeatureUse("css-at-media", Spot(5, 1, "", media), "@media", 1),
        FeatureUse("css-at-media-prefers-color-scheme", Spot(5, 1, "", media), "@media", 1),
        FeatureUse("css-display-flex", Spot(6, 10, "", "display: flex"), ".kop", 1, is_conditional=True),
        FeatureUse("html-body", Spot(9, 1, "", "<body>"), "body", 1),
        FeatureUse("css-margin", Spot(10, 1, "", paragraph), "p.kop", 2),
        FeatureUse("css-unit-px", Spot(10, 1, "", paragraph), "p.kop", 2),
        FeatureUse("html-p", Spot(10, 1, "", paragraph), "p.kop", 2),
    )


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("color:#123456", set()),
        ("mso-line-height-rule:exactly;-webkit-text-size-adjust:100%", set()),
        ("display:flex", {"css-display-flex"}),
        ("display:inline-grid", {"css-display-grid"}),
        ("display:none !important", {"css-display-none", "css-important"}),
        ("display:inline-block", {"css-display"}),
        ("display:none;visibility:hidden", {"css-display-none"}),
        ("visibility:hidden", {"css-visibility"}),
        ("color:var(--a)", {"css-variables"}),
        ("--a:red", {"css-variables"}),
        ("color:rgb(1,2,3)", {"css-rgb"}),
        ("color:rgba(1,2,3,.5)", {"css-rgba"}),
        ("color:oklch(.4 .2 30)", {"css-modern-color"}),
        ("width:calc(100% - 2rem)", {"css-width", "css-unit-calc", "css-unit-percent", "css-unit-rem"}),
        ("width:min(10vw,2ch)", {"css-width", "css-function-min", "css-unit-vw", "css-unit-ch"}),
        ("font-size:clamp(1em,2vh,3pt)",
         {"css-font-size", "css-function-clamp", "css-unit-em", "css-unit-vh", "css-unit-pt"}),
        ("color:#1em", set()),
        ("background:#fff", {"css-background"}),
        ("background-image:none", set()),
        ("background:url(https://a.example/a.webp?x=1)",
         {"css-background", "css-background-image", "image-webp"}),
        ("background-image:url('data:image/png;base64,iVBO')",
         {"css-background-image", "image-base64", "image-png"}),
        ("background:linear-gradient(red,blue)",
         {"css-background", "css-background-image", "css-linear-gradient"}),
        ("position:absolute;top:0", {"css-position", "css-left-right-top-bottom"}),
        ("border-top-left-radius:4px", {"css-border-radius", "css-unit-px"}),
        ("margin-inline-start:4px", {"css-margin-inline-start-end", "css-unit-px"}),
        ("padding-block:4px", {"css-padding-inline-block", "css-unit-px"}),
        ("border-inline-start-color:red", {"css-border-inline-block-longhand"}),
        ("flex-direction:row", set()),
        ("flex-direction:column", {"css-flex-direction"}),
        ("font-family:system-ui,Arial", {"css-sytem-ui"}),
        ("width:min-content", {"css-width", "css-intrinsic-size"}),
        ("color:initial", {"css-unit-initial"}),
        ("overflow-x:auto", {"css-overflow"}),
        ("color:light-dark(#000,#fff)", {"css-function-light-dark"}),
    ],
)  # fmt: skip
def test_a_declaration_uses_its_property_its_value_its_functions_and_its_units(
    style: str, found: set[str]
) -> None:
    assert slugs_of_style(style) == found


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        ("p {}", {"css-selector-type"}),
        ("#a {}", {"css-selector-id"}),
        ("* {}", {"css-selector-universal"}),
        (".a.b {}", {"css-selector-class", "css-selector-chaining"}),
        (".a p {}", {"css-selector-class", "css-selector-type", "css-selector-descendant"}),
        (".a>.b {}", {"css-selector-class", "css-selector-child"}),
        ("u + .a {}", {"css-selector-type", "css-selector-class", "css-selector-adjacent-sibling"}),
        (".a ~ .b {}", {"css-selector-class", "css-selector-general-sibling"}),
        ("[data-ogsc] .a {}", {"css-selector-attribute", "css-selector-class", "css-selector-descendant"}),
        (':root { --a: "x" }', {"css-variables"}),
        (".a:not(.b):hover {}", {"css-selector-class", "css-pseudo-class-not", "css-pseudo-class-hover"}),
        (".a:nth-child(2n+1) {}", {"css-selector-class", "css-pseudo-class-nth-child"}),
        (".a::before {}", {"css-selector-class", "css-pseudo-element-before"}),
        (".a:before {}", {"css-selector-class", "css-pseudo-element-before"}),
        ("/* p > b */", {"css-comments"}),
        ('.a { font-family: "a > b" }', {"css-selector-class"}),
        ("@import url(a.css);", {"css-at-import"}),
        ("@font-face { font-family: A; width: 3rem }", {"css-at-font-face"}),
        ("@keyframes a { from { opacity: 0 } 50% { opacity: 1 } }", {"css-at-keyframes"}),
        ("@supports (display: grid) { p { top: 0 } }",
         {"css-at-supports", "css-selector-type", "css-left-right-top-bottom"}),
        ("@media (hover: hover) { p { color: red } }",
         {"css-at-media", "css-at-media-hover", "css-selector-type"}),
        ("p { & b { color: red } }", {"css-selector-type", "css-nesting"}),
    ],
)  # fmt: skip
def test_a_sheet_uses_its_selectors_and_at_rules(sheet: str, found: set[str]) -> None:
    assert slugs_of_sheet(sheet) == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<td role="presentation" width="2">', {"html-role", "html-width"}),
        ('<b aria-label="a" aria-hidden="true">', {"html-aria-label", "html-aria-hidden"}),
        ("<svg></svg>", {"html-svg"}),
        ("<details><summary>a</summary></details>", {"html-semantics"}),
        ("<ol><li>a</ol>", {"html-lists"}),
        ("<h3>a</h3>", {"html-h1-h6"}),
        ('<form><input type="email"><input><button>a</button></form>',
         {"html-form", "html-input-text", "html-button-submit"}),
        ('<video poster="a.JPG"></video>', {"html-video", "image-jpg"}),
        ('<picture><source srcset="a.avif 1x, b.webp 2x"><img src="c.png" loading="lazy"></picture>',
         {"html-picture", "html-srcset", "image-avif", "image-webp", "html-img", "image-png",
          "html-loading-attribute"}),
        ('<img src="data:image/svg+xml,x">', {"html-img", "image-base64", "image-svg"}),
        ('<a href="#top">a</a><a href="#">b</a>', {"html-anchor-links"}),
        ('<a href="MAILTO:a@b.example">a</a>', {"html-mailto-links"}),
        ('<meta name="color-scheme" content="light dark">', {"html-meta-color-scheme"}),
        ('<link rel="stylesheet" href="a.css"><link rel="icon" href="a.ico">', {"html-link"}),
        ("<b hidden>a</b>", {"html-hidden"}),
        ('<b hidden style="display:none">a</b>', {"css-display-none"}),
        ("<!-- a -->", {"html-comments"}),
        ("<!--[if mso]><table><tr><td style='position:absolute'>a</table><![endif]-->", {"html-comments"}),
        ("a", set()),
    ],
)  # fmt: skip
def test_markup_uses_its_elements_attributes_links_and_formats(html: str, found: set[str]) -> None:
    assert slugs(html) == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="margin:-4px 0">', [gap.NEGATIVE_MARGIN]),
        ('<p style="margin:0 4px">', []),
        ('<p style="text-indent:-99px">', [gap.NEGATIVE_INDENT]),
        ('<p style="text-align:end">', [gap.ALIGNED_BY_FLOW]),
        ('<p style="float:inline-end">', [gap.FLOAT_BY_FLOW]),
        ('<p style="text-decoration:underline dotted">', [gap.LINE_OF_PARTS]),
        ('<p style="text-decoration:underline">', []),
        ('<p style="color:red !important">', [gap.IMPORTANT_INLINE]),
        ("<style>p { color: red!important }</style>", [gap.IMPORTANT_TIGHT]),
        ("<style>p { color: red !IMPORTANT }</style>", [gap.IMPORTANT_CAPITALS]),
        ("<style>p { color: red !important }</style>", []),
        ('<img alt="" style="display:none">', [gap.HIDDEN_IMAGE]),
        ('<img alt="" style="display:none;mso-hide:all">', []),
        ('<div style="display:none"><table><tr><td>a</td></tr></table></div>', [gap.HIDDEN_TABLE]),
        ('<div style="display:none">a</div>', []),
    ],
)
def test_uses_that_a_program_leaves_out_of_what_it_knows_are_told_apart(
    html: str, found: list[gap.Gap]
) -> None:
    assert gaps(html) == found


def test_a_feature_that_also_stands_outside_a_condition_is_not_conditional() -> None:
    conditional = "@media (hover) { p { display: grid } }"

    assert uses(f"<style>{conditional}</style>")["css-display-grid"].is_conditional
    assert not uses(f"<style>{conditional} p {{ display: grid }}</style>")["css-display-grid"].is_conditional


def test_a_sheet_is_read_into_rules_with_their_places() -> None:
    sheet = "a{b:c}@media x{d{e:url(f;g)}}@import h;"

    assert list(parse_sheet(sheet, 100)) == [
        StyleRule("a", 100, (Declared("b", "c", 102, 105),), is_conditional=False, is_nested=False),
        AtRule("media", "@media x", 106, 114),
        StyleRule("d", 115, (Declared("e", "url(f;g)", 117, 127),), is_conditional=True, is_nested=False),
        AtRule("import", "@import h", 129, 138),
    ]


def test_declarations_keep_their_order_and_their_doubles() -> None:
    assert split_declarations("color:red; COLOR : var(--a);;x") == (
        Declared("color", "red", 0, 9),
        Declared("color", "var(--a)", 11, 27),
    )


@given(st.text(alphabet="ab{}();:@,.#>[]*!-\"'/ \n<style=", max_size=80))
def test_any_text_gives_features_of_the_data_and_no_error(text: str) -> None:
    html = f"<style>{text}</style><p style='{text}'>{text}"

    assert {use.slug for use in features_of(parse_document(html))} <= ALL_SLUGS
