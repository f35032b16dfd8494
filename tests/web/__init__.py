"""The pages of readers, asked over HTTP from the real server on loopback."""
