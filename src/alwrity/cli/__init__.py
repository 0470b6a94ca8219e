"""The front door: one small file a command, loaded when it is called."""
