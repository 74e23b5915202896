"""Everything that is kept: tables, queries, the journal and its proof."""
