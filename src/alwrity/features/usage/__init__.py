"""What language models used and cost."""
