"""The schema's history. It lives in the package, so that an installed wheel can upgrade itself."""
