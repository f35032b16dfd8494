"""Send: an approved edition to every reader, once.

    prepare   what goes out: the approved bytes, consent asked anew, cut for filling
    start     the rows, in one transaction
    recover   what an earlier run left, told apart by the relay's log
    run       claim, send, record, over a few connections, until nothing is due
    conclude  how it stands, in the database and in the journal

`send_test` sends to addresses of one's own, at any time; `send_as_planned` and `continue_sending` are what
the schedule calls.
"""

from pipeline.jobs.send.planned import send_as_planned
from pipeline.jobs.send.run import Edges
from pipeline.jobs.send.send import continue_sending, run_send
from pipeline.jobs.send.trial import send_test

__all__ = ["Edges", "continue_sending", "run_send", "send_as_planned", "send_test"]
