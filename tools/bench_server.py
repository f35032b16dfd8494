"""The server both collectors are measured against: made-up feeds, with ETags, over HTTP/1.1 on loopback.

    python -m tools.bench_server COUNT        prints its port, serves until its standard input closes

Of 1,000 feeds 700 are RSS, 100 RSS with the whole text, 200 Atom, of 20 to 50 entries each, the same ones
on every day. GET /version/2 gives each feed one entry more, and so another ETag; /version/1 takes it back.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

# As many words as a field's vocabulary, so that titles are as different as titles are.
_PARTS = (
    *("jeugd", "gezin", "wijk", "zorg", "team", "hulp", "leer", "kind", "school", "veilig", "samen", "ouder"),
    *(
        "regio",
        "kader",
        "werk",
        "steun",
        "plan",
        "kennis",
        "netwerk",
        "praktijk",
        "huis",
        "taal",
        "tijd",
        "geld",
    ),
)
_ENDS = ("", "en", "er", "ing", "heid", "baar", "loos")
WORDS = tuple(f"{one}{two}{end}" for one in _PARTS for two in _PARTS for end in _ENDS)
# Feeds that are alive: the newest entry is of this morning or yesterday.
START = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=60)


class Feeds:
    """The bytes of each feed in the version now served."""

    def __init__(self, count: int) -> None:
        self.version = 1
        self._chance = random.Random(35)  # noqa: S311 - example text, not a secret
        self._entries = [self._make_entries(number) for number in range(count)]
        self._bodies: dict[tuple[int, int], bytes] = {}

    def body(self, number: int) -> bytes:
        key = (number, self.version)
        if key not in self._bodies:
            self._bodies[key] = self._make_body(number)
        return self._bodies[key]

    def prepare(self) -> None:
        """Makes all bodies of this version, so that no measured run waits for it."""
        for number in range(len(self._entries)):
            self.body(number)

    def etag(self, number: int) -> str:
        return f'"{number}-{self.version}"'

    def _make_entries(self, number: int) -> list[str]:
        # One more than is shown at first: version 2 shows it on top.
        return [self._entry(number, index) for index in range(self._chance.randint(21, 51))]

    def _entry(self, number: int, index: int) -> str:
        title = self._words(8).capitalize()
        summary = ". ".join(self._words(14).capitalize() for _ in range(3)) + "."
        moment = START + timedelta(hours=index)
        link = f"https://bron{number}.example/nieuws/{index}"
        if _kind(number) == "atom":
            return (
                f"<entry><title>{title}</title><id>{link}</id><link href='{link}'/>"
                f"<updated>{moment.isoformat()}</updated><published>{moment.isoformat()}</published>"
                f"<summary>{summary}</summary></entry>"
            )
        body = ""
        if _kind(number) == "full":
            paragraphs = "".join(f"&lt;p&gt;{self._words(40)}.&lt;/p&gt;" for _ in range(6))
            body = f"<content:encoded>{paragraphs}</content:encoded>"
        return (
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(moment)}</pubDate><description>{summary}</description>{body}</item>"
        )

    def _words(self, count: int) -> str:
        return " ".join(self._chance.choices(WORDS, k=count))

    def _make_body(self, number: int) -> bytes:
        entries = self._entries[number]
        shown = "".join(reversed(entries if self.version == 2 else entries[:-1]))
        if _kind(number) == "atom":
            head = (
                f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Bron {number}</title><id>urn:{number}</id>"
            )
            text = f"{head}<updated>{START.isoformat()}</updated>{shown}</feed>"
        else:
            space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
            head = f"<rss version='2.0' {space}><channel><title>Bron {number}</title>"
            text = f"{head}<link>https://bron{number}.example/</link>{shown}</channel></rss>"
        return f"<?xml version='1.0' encoding='utf-8'?>{text}".encode()


def _kind(number: int) -> str:
    place = number % 10
    if place >= 8:
        return "atom"
    return "full" if place == 7 else "rss"


async def serve(count: int) -> None:
    feeds = Feeds(count)
    feeds.prepare()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(_response(feeds, head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        # Whoever started us closes our standard input, also by dying.
        await asyncio.to_thread(sys.stdin.read)


def _response(feeds: Feeds, head: bytes) -> bytes:
    lines = head.decode("latin-1").split("\r\n")
    path = lines[0].split(" ")[1]
    if path.startswith("/version/"):
        feeds.version = int(path.rpartition("/")[2])
        feeds.prepare()
        return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    if not path.startswith("/feed/"):
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    number = int(path.rpartition("/")[2])
    etag = feeds.etag(number)
    asked = next(
        (line.partition(":")[2].strip() for line in lines if line.lower().startswith("if-none-match:")), ""
    )
    if asked == etag:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
    body = feeds.body(number)
    fields = f"Content-Type: application/xml\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"HTTP/1.1 200 OK\r\n{fields}".encode() + body


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
