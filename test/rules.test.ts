import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('.', import.meta.url).pathname;

/** The codes at the beginning of the list items of a document. */
function listedIn(document: string): string[] {
  return [...readFileSync(join(root, document), 'utf8').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, code]) => code!);
}

/** The codes in the titles of all tests and of what groups them. */
function testedCodes(): Set<string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const titles = files.flatMap((file) => {
    const calls = readFileSync(join(root, file), 'utf8').matchAll(
      /\b(?:test|describe)(?:\.each\b[\s\S]*?\]\))?\(\s*(['"`])([\s\S]*?)\1/g,
    );
    return [...calls].map(([, , title]) => title!);
  });
  return new Set(titles.flatMap((title) => title.match(/\b[MSLWCXP]\d+\b/g) ?? []));
}

const rules = listedIn('RULES.md');
const musts = listedIn('../servers/PROTOCOL.md');

test('every rule and every MUST of the protocol has a test that names it', () => {
  const tested = testedCodes();
  expect([...rules, ...musts].filter((code) => !tested.has(code))).toEqual([]);
});

test('every rule that a test names is listed, once', () => {
  const listed = [...rules, ...musts];
  expect([...testedCodes()].filter((code) => !listed.includes(code))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

test('every MUST of the protocol has a number', () => {
  const text = readFileSync(join(root, '../servers/PROTOCOL.md'), 'utf8');
  const items = text.split(/\n(?=- \*\*P\d+\*\*)|\n\n/).filter((part) => /\bMUST\b/.test(part));
  const unnumbered = items.filter((part) => !/^- \*\*P\d+\*\*/.test(part) && !part.includes('Every MUST has a'));
  expect(unnumbered).toEqual([]);
});
