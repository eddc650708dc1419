import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { ServerOptions } from '../options.ts';
import type { FrontDoor } from './front-door.ts';
import type { Origins } from './origins.ts';

/** What a page is made of, by the ends of the files' names. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/** The builder names these after what is in them, so that another content has another name. */
const HASHED = '/assets/';

/**
 * Serves the built page, `index.html` at `/`. Its files are read once and answered from memory: no path leads out of the
 * folder, and a build that replaces them while the server runs breaks nothing. Where there is no such folder nothing is
 * served.
 */
export function mountPage({ pageFolder, ...options }: ServerOptions, origins: Origins, door: FrontDoor): void {
  if (pageFolder === null || !existsSync(pageFolder)) return;
  for (const name of filesIn(pageFolder)) {
    const file = `/${name}`;
    const body = readFileSync(path.join(pageFolder, name));
    const headers = {
      'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream',
      'Content-Length': body.length,
      'Cache-Control': file.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    };
    const where = file === '/index.html' ? '/' : file;
    for (const method of ['GET', 'HEAD'] as const) {
      door.on(method, where, (req, res) => {
        // Under which origins this server is its own it knows only now that it listens.
        res.writeHead(200, { ...headers, 'Content-Security-Policy': policyOf(where, req, options, origins) });
        res.end(method === 'GET' ? body : undefined);
      });
    }
  }
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

/**
 * What the browser lets a file of the page do. The page itself speaks with this server and the lab's controls, and shows the
 * phones of the lab, which come through links of theirs and so from other origins; nobody shows it. Who opened it under an
 * address that is not the server's own is one of a class, and has nothing to do with the lab. Everything else is shown by the
 * page alone.
 */
function policyOf(
  file: string,
  req: IncomingMessage,
  { lab, allowOrigins }: Omit<ServerOptions, 'pageFolder'>,
  origins: Origins,
): string {
  const isPage = file === '/';
  const isLab = isPage && lab !== null && origins.isOwnHost(req);
  // There is no way to write an address of IPv6 in a policy.
  const own = origins.own.filter((origin) => !origin.includes('['));
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${isLab ? ` ${lab}` : ''}`,
    ...(isLab ? [`frame-src ${["'self'", ...allowOrigins].join(' ')}`] : []),
    "font-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${isPage ? "'none'" : own.join(' ')}`,
  ].join('; ');
}
