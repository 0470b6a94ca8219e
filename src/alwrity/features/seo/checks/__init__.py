"""The checks, one a file; `alwrity.features.seo.registry` lists them."""
