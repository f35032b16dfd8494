"""A mailbox that programs read: a Maildir folder, or a folder of an IMAP server.

with open_mailbox(rules, password) as box:
    for name, body in box.unseen(): ...
    box.remove(names)           after what they said is recorded
    box.keep(names)             for a person to look at; they are not read again
"""

from pipeline.shell.mailbox.imap import ImapFolder, open_imap
from pipeline.shell.mailbox.maildir import Maildir

__all__ = ["ImapFolder", "Maildir", "open_imap"]
