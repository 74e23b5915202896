"""Every version of the store; one once released is never edited."""
