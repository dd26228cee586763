"""The codes that the program ends with."""

DONE, ACT, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

EXIT_CODES = (
    "exit codes: 0 done; 1 done, and something to act on was found (check; verify; diff and audit with --exit-code "
    "or --fail-on); "
    "2 unusable arguments or input"
)
"""What the help says of them."""
