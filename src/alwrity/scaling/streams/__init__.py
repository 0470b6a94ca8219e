"""Fan-out of events to whoever listens now."""
