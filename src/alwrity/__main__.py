"""`python -m alwrity` is `alwrity`."""

from alwrity.cli.main import main

if __name__ == "__main__":
    main()
