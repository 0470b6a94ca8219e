"""ALwrity: an AI content platform that a team hosts itself and that holds under load."""

__version__ = "0.1.0"
