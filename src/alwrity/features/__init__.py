"""What the product does: one package a feature, in one direction."""
