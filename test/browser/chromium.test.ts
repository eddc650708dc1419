import { beforeEach, expect, jest, test } from '@jest/globals';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromiumPath } from '../harness/chromium.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

/** The whole of the `PATH`, and where it is kept what was asked of apt-get. */
let folder: string;
const absent = '/nowhere/chrome';

beforeEach(() => {
  folder = temporaryFolder();
});

function install(name: string, script = ''): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

function runAs(uid: number): void {
  const spy = jest.spyOn(process, 'getuid').mockReturnValue(uid);
  cleanUp(() => spy.mockRestore());
}

function find(env: Readonly<Record<string, string>> = {}, bundled = absent): string {
  return chromiumPath({ PATH: folder, ...env }, bundled);
}

test('what CHROMIUM_PATH names comes first', () => {
  install('chromium');
  const named = install('my-chrome');
  expect(find({ CHROMIUM_PATH: named })).toBe(named);
});

test('what CHROMIUM_PATH names must be there', () => {
  install('chromium');
  expect(() => find({ CHROMIUM_PATH: absent })).toThrow(`CHROMIUM_PATH names no program that can be run: ${absent}`);
});

test.each(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])(
  'an installed %s comes before that of Playwright',
  (name) => {
    const bundled = install('bundled');
    const installed = install(name);
    expect(find({ CHROMIUM_PATH: '' }, bundled)).toBe(installed);
  },
);

test('where none is installed, that of Playwright is taken', () => {
  install('apt-get', 'exit 1');
  const bundled = install('bundled');
  expect(find({}, bundled)).toBe(bundled);
});

test("where there is none at all, root installs Debian's", () => {
  runAs(0);
  install('apt-get', `echo "$@" >>${folder}/asked; [ $1 = update ] || /bin/cp $0 ${folder}/chromium`);
  expect(find()).toBe(path.join(folder, 'chromium'));
  expect(readFileSync(path.join(folder, 'asked'), 'utf8')).toBe(
    'update -qq\ninstall -y -qq --no-install-recommends chromium\n',
  );
});

test.each([
  ['who is not root', 1000, 'exit 0'],
  ['whose apt-get fails', 0, 'exit 100'],
])('somebody %s is told what to do, in one line', (_, uid, script) => {
  runAs(uid);
  install('apt-get', script);
  expect(() => find()).toThrow(
    /^chromium is missing; install it: sudo apt-get install --no-install-recommends chromium – or let CHROMIUM_PATH name a Chromium or Chrome$/,
  );
});
