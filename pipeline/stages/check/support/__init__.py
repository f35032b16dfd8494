"""What a mail uses that not every program shows: rules for the check, and `support_table` for the report.

    features_of(document)   which features, how often, where first         (facts of the mail)
    ClientSupport           what the programs we name do with them         (facts of others, handed in)

`BREAKING` are the rules on what makes a mail fall apart; they need no facts. `RULES` are those that do.
"""

from __future__ import annotations

from pipeline.stages.check.support.breaking import RULES as BREAKING
from pipeline.stages.check.support.features import ALL_SLUGS, FeatureUse, features_of
from pipeline.stages.check.support.rules import RULES, Judged
from pipeline.stages.check.support.table import support_table

__all__ = ["ALL_SLUGS", "BREAKING", "RULES", "FeatureUse", "Judged", "features_of", "support_table"]
