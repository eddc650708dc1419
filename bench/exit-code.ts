/** What the exit code of a subcommand says. */
export const EXIT = {
  done: 0,
  internalError: 1,
  badUsage: 2,
  /** No result that could be reported: too few valid rounds, or messages lost. */
  noValidResult: 98,
  interrupted: 130,
} as const;
