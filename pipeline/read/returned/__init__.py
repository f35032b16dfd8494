"""Mail that came back: delivery reports (RFC 3464), complaints (ARF, RFC 5965), and requests to leave.

Read by `Status:` first, which says what happened in a code; only what has no report that we understand goes
to flufl.bounce, which knows the odd ones of many systems.
"""

from pipeline.read.returned.reading import read_returned

__all__ = ["read_returned"]
