"""Markdown of editors becomes clean HTML, and text as a person would write it."""

from __future__ import annotations

from pipeline.text.markdown import to_html, to_text

SOURCE = """\
# Kop

Een **alinea** met [een pagina](https://bron.example/a)
op twee regels, en https://bron.example/b of <https://bron.example/c>.

- een
- twee
  - drie

3. a
4. b

> Zei iemand.

[Schrijf ons](mailto:redactie@example.nl)
"""


def test_text_reads_as_a_person_would_write_it() -> None:
    expected = """\
Kop

Een alinea met een pagina (https://bron.example/a) op twee regels, en https://bron.example/b of https://bron.example/c.

- een
- twee
  - drie

3. a
4. b

> Zei iemand.

Schrijf ons (redactie@example.nl)"""

    assert to_text(SOURCE) == expected


def test_html_holds_the_elements_of_the_small_subset() -> None:
    assert to_html("Een **alinea** met [een pagina](https://bron.example/a).\n\n- x") == (
        '<p>Een <strong>alinea</strong> met <a href="https://bron.example/a">een pagina</a>.</p>\n'
        "<ul>\n<li>x</li>\n</ul>"
    )


def test_raw_html_scripts_and_pictures_do_not_pass() -> None:
    html = to_html("<script>x</script>\n\n[a](javascript:x) ![p](https://meet.example/p.gif) {{ 7*7 }}")

    assert "<script" not in html
    assert "href" not in html
    assert "<img" not in html
    assert "{{ 7*7 }}" in html


def test_nothing_stays_nothing() -> None:
    assert (to_html(""), to_text("")) == ("", "")
