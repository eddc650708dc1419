import { escape } from './escape.ts';
import { STYLESHEET } from './stylesheet.ts';

/**
 * A whole document around `body`, which is markup. It needs nothing but itself, and the policy in it has the browser
 * refuse scripts and requests, should a name ever smuggle one in.
 */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<style>${STYLESHEET}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
