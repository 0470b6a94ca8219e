"""What a member sees first, and how they like their pages."""
