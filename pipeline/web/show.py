"""Pages from templates and files from the archive, each with its headers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response

from pipeline.jobs.public import PublicFile
from pipeline.model import Newsletter
from pipeline.model.settings import SubscriberRules, WebRules
from pipeline.templating import Templates
from pipeline.web import headers

_HTML = "text/html; charset=utf-8"
_WHILE = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Show:
    """Makes answers. Addresses in them come from the config, never from what was asked."""

    templates: Templates
    newsletter: Newsletter
    rules: SubscriberRules
    web: WebRules

    @property
    def base(self) -> str:
        """The path below which the pages are for readers; "" at the root of a host."""
        return urlsplit(self.web.base_url).path.rstrip("/")

    def page(self, name: str, status: int = 200, *, is_listed: bool = False, **facts: object) -> Response:
        """Returns page `web/<name>.html.j2`. What is not listed is not kept by browser or proxy either."""
        text = self.templates.render(
            f"web/{name}.html.j2",
            newsletter=self.newsletter,
            rules=self.rules,
            base=self.base,
            language=self.newsletter.language,
            is_listed=is_listed and status == 200,
            **facts,
        )
        body = text.encode()
        return self._answer(body, _HTML, status, headers.policy(body), is_kept=is_listed and status == 200)

    def feed(self, **facts: object) -> Response:
        text = self.templates.render("web/feed.xml.j2", newsletter=self.newsletter, web=self.web, **facts)
        return self._answer(
            text.encode(), "application/atom+xml; charset=utf-8", 200, headers.policy(b""), is_kept=True
        )

    def file(self, file: PublicFile) -> Response:
        """Returns a file of the archive; 410 for what was taken back."""
        rules = headers.mail_policy() if file.is_mail else headers.policy(file.body)
        answer = self._answer(file.body, file.type, 410 if file.is_gone else 200, rules, is_kept=False)
        # Kept, but asked for again each time: a story may be taken back at any moment.
        answer.headers["Cache-Control"] = "no-cache"
        if not file.is_listed:
            answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        answer.add_etag()
        return answer

    def redirect(self, place: str) -> Response:
        """Returns the way to another page of ours; `place` begins with a slash and stands in our code."""
        answer = self._answer(b"", _HTML, 303, headers.policy(b""), is_kept=False)
        answer.headers["Location"] = f"{self.base}{place}"
        return answer

    def _answer(self, body: bytes, kind: str, status: int, rules: str, *, is_kept: bool) -> Response:
        answer = Response(body, status=status, content_type=kind)
        answer.headers.update(headers.COMMON)
        answer.headers["Content-Security-Policy"] = rules
        answer.headers["Cache-Control"] = _WHILE if is_kept else "no-store"
        if self.web.base_url.startswith("https://"):
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        return answer
