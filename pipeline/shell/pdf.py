"""PDF: one page of HTML in, the bytes of a tagged PDF out; nothing is fetched.

The only home of WeasyPrint. It needs Pango, a library of the system: see docs/operations.md.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Mapping
from email.message import Message
from typing import TYPE_CHECKING, Any

from PIL import ImageFile

from pipeline.errors import PdfError

if TYPE_CHECKING:
    import weasyprint.urls

# Pages name their fonts as `font:<name>`, and only those handed in are there.
FONT_SCHEME = "font:"


def make_pdf(html: str, *, fonts: Mapping[str, bytes]) -> bytes:
    """Returns `html` as a PDF after PDF/UA-1, with its tags, language, title and fonts in it.

    The title and language are those of the page. The same page and fonts give the same bytes: the file's
    identifier is a hash of the page, and no date stands in it. Raises PdfError where Pango is missing or the
    folder for temporary files is full.
    """
    weasyprint = _load()
    document = weasyprint.HTML(string=html, base_url="page:", url_fetcher=_fetcher(weasyprint, fonts))
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    try:
        body: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    except OSError as error:
        # Fontconfig reads fonts from files only, so they are put in a temporary folder meanwhile.
        raise PdfError(f"the card cannot be made: {error}") from error
    return body


def _load() -> Any:
    """Imports WeasyPrint, which takes half a second and looks for Pango."""
    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        with warnings.catch_warnings():
            # Without HarfBuzz' own subsetter it uses that of fontTools, and says so.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # noqa: PLC0415 - as above
            import weasyprint.urls  # noqa: PLC0415
    except OSError as error:
        raise PdfError(
            "Pango is missing, so no card can be printed to PDF; as root, on Debian or Ubuntu: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            lacks_pango=True,
        ) from error
    finally:
        # It has Pillow take half a picture for a whole one, for all of the process; ours must be whole.
        ImageFile.LOAD_TRUNCATED_IMAGES = strict
    # It tells what CSS it skips; our pages are looked at by a person, and a draft's log is for findings.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return weasyprint


def _fetcher(weasyprint: Any, fonts: Mapping[str, bytes]) -> weasyprint.urls.URLFetcher:
    class OnlyFonts(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # the library has no types
        """Answers with the fonts handed in and with data: addresses; anything else is refused."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if not url.startswith(FONT_SCHEME):
                return super().fetch(url, headers)
            head = Message()
            head["Content-Type"] = "font/ttf"
            body = fonts[url.removeprefix(FONT_SCHEME)]
            return weasyprint.urls.URLFetcherResponse(url, body, head, 200)

    return OnlyFonts(allowed_protocols=("data",))
