"""Users, workspaces, members, sessions and API keys."""
