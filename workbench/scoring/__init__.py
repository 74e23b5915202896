"""The bundled engine: a strategy file becomes compiled expressions, and those assess a frame."""
