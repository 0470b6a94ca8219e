"""A cache in tiers: the process, then Redis; fresh by tags and positions, bounded by bytes."""
