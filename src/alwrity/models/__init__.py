"""Tables, one family a file. Every table but the directory's is keyed by (workspace_id, id)."""
