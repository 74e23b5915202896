"""Living accounts: products, statements, behaviour, limits, suspension and help; keeps nothing."""
