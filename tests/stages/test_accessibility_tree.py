"""The accessibility tree of the mail as a golden text: what a screen reader walks through, and in what order.

It is the one check that shows a layout table without its role, or a heading that became a paragraph.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.golden_files import GoldenFiles
from tests.stages.rendering import full_edition, mail


def tree(chromium: Browser, html: str) -> str:
    tab = chromium.new_page(viewport={"width": 600, "height": 900})
    try:
        tab.set_content(html)
        return tab.locator("body").aria_snapshot() + "\n"
    finally:
        tab.close()


def test_a_screen_reader_meets_the_mail_in_this_order(chromium: Browser, golden: GoldenFiles) -> None:
    golden("mail/accessibility-tree.yaml", tree(chromium, mail(full_edition())))


def test_a_layout_table_without_its_role_shows_in_the_tree(chromium: Browser) -> None:
    html = mail(full_edition())

    assert "table" not in tree(chromium, html)
    assert "table" in tree(chromium, html.replace('role="presentation" ', "", 1))
