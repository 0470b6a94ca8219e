"""What a workspace made, day by day."""
