"""One story a verb: the only modules that join stages, read and shell."""
