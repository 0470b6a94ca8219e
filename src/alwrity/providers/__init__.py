"""Language models behind one small protocol, one file a wire format."""
