"""The day's work in order: intake, assess, decide, notify, monitor."""
