/** What came over a connection is no HTTP/1.1, or more of it than anybody sends who means it; nothing can be told of what follows. */
export class NotHttpError extends Error {
  override readonly name = 'NotHttpError';
  readonly code = 'not-http';
}
