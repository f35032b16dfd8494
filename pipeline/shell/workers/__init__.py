"""Runs functions in processes of their own, under limits: what a document costs, only that document pays.

    run ─> borrow a free worker ─> job over a socket ─> wait, at most the wall clock ─> give it back
                  └─ none free soon, and fewer than `count`: start one        └─ dead or spent: it is replaced

pool      the workers and the threads that borrow them
worker    one worker seen from here: its process, its socket, and how it ended
process   what runs on the other side

It guards against documents that cost too much time or memory, and against parsers that crash. It is no
sandbox: what has taken over a worker may do what we may.
"""

from pipeline.shell.workers.pool import Workers

__all__ = ["Workers"]
