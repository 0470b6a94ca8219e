"""The queue of work: the database is the queue, everything else only nudges."""
