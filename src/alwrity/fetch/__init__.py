"""HTTP to addresses that somebody else named: sources, page audits, link checks, webhooks.

`addresses` judges numbers, `urls` judges text, `body` bounds what comes back, `client` connects.
"""
