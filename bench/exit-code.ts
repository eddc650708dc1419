/** What the exit code of a subcommand says. */
export const EXIT = {
  done: 0,
  internalError: 1,
  badUsage: 2,
  /** A check could not tell, and was asked to be strict. */
  inconclusive: 10,
  /** No result that could be reported: too few valid rounds, or messages lost. */
  noValidResult: 98,
  /** A check found the candidate slower. */
  regression: 99,
  interrupted: 130,
} as const;
