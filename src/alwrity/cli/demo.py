"""What is said of the model that comes with the package."""

from typing import Final

CONNECT: Final = (
    "To connect a real model, set for example ALWRITY_LLM=openai:gpt-4o-mini and OPENAI_API_KEY "
    "(`alwrity serve --help` lists the rest)."
)
WRITTEN: Final = f"Written by the small demo model in the package. {CONNECT}"
IN_USE: Final = f"Model: the small demo model in the package. {CONNECT}"


def model_line(provider: str) -> str:
    """The line about the model in use at a server's start."""
    return IN_USE if provider.startswith("embedded") else f"Model: {provider}"
