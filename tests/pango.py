"""Whether cards can be drawn on this machine."""

from __future__ import annotations

from functools import cache

from pipeline.errors import PdfError
from pipeline.shell.pdf import make_pdf


@cache
def pango_is_here() -> bool:
    try:
        make_pdf("<html lang=nl><title>Proef</title><p>Proef</p></html>", fonts={})
    except PdfError:
        return False
    return True
