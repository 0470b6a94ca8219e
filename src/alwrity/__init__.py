"""ALwrity: an AI content platform that a team hosts itself and that holds under load."""
