"""Middleware, pure ASGI, one class a file."""
