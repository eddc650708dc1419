import { TRACE_ELEMENT } from './trace-element.ts';

/** Its type is nothing that a browser would run. */
const OPENING = `<script id="${TRACE_ELEMENT}" type="application/x-ndjson">`;

/**
 * The viewer's page with a trace in it. Whatever the trace says, it stays text: the one thing that could end the element
 * early, or begin a comment in it, is a `<`, and JSON has another way to write that.
 *
 * @throws {Error} where the page has no place for it.
 */
export function embedTrace(page: string, ndjson: string): string {
  const at = page.indexOf(OPENING);
  if (at === -1) throw new Error('this page is not the viewer: it has no place for a trace');
  const begin = at + OPENING.length;
  return page.slice(0, begin) + ndjson.replaceAll('<', String.raw`\u003c`) + page.slice(begin);
}
