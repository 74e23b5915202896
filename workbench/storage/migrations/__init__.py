"""The store's versions, and how they are run."""
