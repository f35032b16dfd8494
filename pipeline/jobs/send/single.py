"""One mail to one address through the relay, such as the one that asks somebody to confirm."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.errors import RelayError
from pipeline.jobs.root import Root
from pipeline.jobs.send.posts import Parcel, Post, post_office
from pipeline.model.delivery import Phase, Reply
from pipeline.stages.deliver import Verdict, judge, on_wire


def single_post(root: Root) -> Callable[[bytes, str], None] | None:
    """Returns what takes a whole message and an address, and sends it; None while no relay is set.

    What it returns raises RelayError when no relay took the message.
    """
    if root.config.delivery.backend != "smtp":
        return None
    office = post_office(root, "")

    def post(message: bytes, address: str) -> None:
        # Without a mark: a bounce of this is about no subscriber yet, and says nothing.
        parcel = Parcel(root.config.bounce_address, address, "", on_wire(message))
        problem = ""
        for counter in dict.fromkeys(office.counters):
            try:
                reply = _deliver(counter(), parcel)
            except RelayError as error:
                problem = str(error)
                continue
            if judge(reply) is Verdict.ACCEPTED:
                return
            problem = f"{reply.code or 'no answer'} {reply.text}"
            if reply.phase is Phase.DOT:
                # It may have it: one more mail is worse than one that somebody asks for again.
                break
        raise RelayError(f"no relay took a mail: {problem.replace(address, '<>')}")

    return post


def _deliver(post: Post, parcel: Parcel) -> Reply:
    try:
        return post.deliver(parcel)
    finally:
        post.hang_up()
