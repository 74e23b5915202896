"""Many applications and accounts together: stability, rates, vintages, fairness; pure polars."""
