"""Mails as data: defects to put in a good mail, and good mails of other makers."""
