/** An error as it may be logged. Not with whatever else hangs on it, as pino would by itself: that may be what somebody wrote. */
export function loggable(failure: unknown): object {
  if (!(failure instanceof Error)) return { type: typeof failure };
  const { name, message, stack, cause } = failure;
  const code = 'code' in failure ? { code: failure.code } : {};
  return { type: name, ...code, message, stack, ...(cause === undefined ? {} : { cause: loggable(cause) }) };
}
