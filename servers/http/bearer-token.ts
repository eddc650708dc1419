import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer TOKEN`; undefined where there is none. */
export function bearerToken(req: IncomingMessage): string | undefined {
  const { authorization } = req.headers;
  return authorization !== undefined && /^bearer /i.test(authorization)
    ? authorization.slice('bearer '.length)
    : undefined;
}
