"""`python -m pipeline` is `nieuwsbrief`."""

from pipeline.cli import main

raise SystemExit(main())
