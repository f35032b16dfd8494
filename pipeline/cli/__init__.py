"""The command line: parses words, calls a job, prints what it came to, and maps errors to exit codes.

`parser` knows the words, `verbs` the jobs, `output` how things are printed. Only `parser` is imported
before a verb is chosen, so that `nieuwsbrief --help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from pipeline.cli.parser import make_parser
from pipeline.errors import NewsletterError

# Verbs that do not wait for what all the others import.
QUICK = {"check": "checking", "stories check": "story_checks", "stories alias": "story_checks"}


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 findings or a failed stage, 2 wrong use."""
    arguments = make_parser().parse_args(words)
    try:
        verbs = importlib.import_module(f"pipeline.cli.{QUICK.get(arguments.verb, 'verbs')}")
        code = int(verbs.VERBS[arguments.verb](arguments))
        # Here, and not when the interpreter ends, where nothing can be done about a reader that is gone.
        sys.stdout.flush()
        return code
    except NewsletterError as error:
        print(f"nieuwsbrief: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("nieuwsbrief: interrupted; what was stored stays, run the command again", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) is gone; nothing is left to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
