"""The nouns of credit: facts, application, assessment, terms, decision, override, reasons."""
