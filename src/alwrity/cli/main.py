"""`alwrity`: the list of commands, and how a failure ends: one sentence and an exit code.

Nothing heavy is imported here: `alwrity --help` answers at once.
"""

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from alwrity import __version__
from alwrity.cli.exits import FOUND, INTERRUPTED, exit_code
from alwrity.cli.lazy import Entry, LazyGroup
from alwrity.errors import AlwrityError

_HELP = """From a brief to a streamed, analysed draft in the library.

\b
First steps, without keys or servers:
  alwrity write "How small bakeries can reduce food waste"
  alwrity serve

\b
With a better model (see `alwrity serve --help` for all settings):
  export ALWRITY_LLM=openai:gpt-4o-mini OPENAI_API_KEY=...
  export ALWRITY_LLM=ollama:llama3.2@http://127.0.0.1:11434/v1

Every command explains itself with examples: `alwrity COMMAND --help`.

\b
Exit codes: 0 done, 1 a check found something, 2 command line or settings,
3 something named cannot be used, 4 the language model failed,
5 a part is away or busy, 130 interrupted.
"""

program = LazyGroup(
    "alwrity",
    {
        "serve": Entry("alwrity.cli.serve:serve", "Start the server: API, documentation, writer."),
        "write": Entry("alwrity.cli.write:write", "Write a piece and watch it stream in."),
        "seo": Entry("alwrity.cli.seo:seo", "Find what a text or a page could do better."),
        "import": Entry("alwrity.cli.import_pieces:import_pieces", "Take Markdown files in."),
        "export": Entry("alwrity.cli.export:export", "Give pieces out as files."),
        "analytics": Entry("alwrity.cli.analytics:analytics", "Pieces and mean quality per day."),
        "accounts": Entry("alwrity.cli.accounts:accounts", "Begin an installation with login."),
        "keys": Entry("alwrity.cli.keys:keys", "Make, list and revoke API keys."),
        "db": Entry("alwrity.cli.db:db", "Bring the database up to date, or check it."),
    },
    help=_HELP,
)
click.version_option(__version__, prog_name="alwrity")(program)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; gives the exit code and never lets an exception through."""
    try:
        result = program.main(list(arguments), prog_name="alwrity", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("alwrity: interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing is left to say, nor a way to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AlwrityError as error:
        _explain(error, error.detail)
        return exit_code(error)
    except Exception as error:  # noqa: BLE001 - the last line before the user: a sentence, no trace
        _explain(
            error,
            f"Something broke on our side ({type(error).__name__}: {error}); run it again with "
            "ALWRITY_DEBUG=1 to see where, and please report it.",
        )
        return FOUND
    return result if isinstance(result, int) else 0


def main() -> None:
    """The program's entry point."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows few letters is no failure
    sys.exit(run(sys.argv[1:]))


def _explain(error: Exception, sentence: str) -> None:
    if os.environ.get("ALWRITY_DEBUG", "") not in {"", "0"}:
        traceback.print_exception(error)
    click.echo(f"alwrity: {sentence}", err=True)
