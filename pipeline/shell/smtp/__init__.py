"""Mail handed to a relay over SMTP; the home of smtplib.

line   one connection: TLS, AUTH, and one message after another, pipelined where the relay offers that
pace   so many messages a minute, all connections together
"""

from pipeline.shell.smtp.line import Line, open_line
from pipeline.shell.smtp.pace import Pace

__all__ = ["Line", "Pace", "open_line"]
