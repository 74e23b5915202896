"""Living accounts: products, statements, behaviour, limits, suspension and help; no store in here."""
