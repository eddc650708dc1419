/** Nothing comes from one side to the other, so that there is nothing to measure; the message says why. */
export class NothingToMeasureError extends Error {
  override readonly name = 'NothingToMeasureError';
}
