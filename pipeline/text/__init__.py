"""String tools that know no newsletter."""
