import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

const action = fileURLToPath(new URL('../../../.github/actions/latency-check/', import.meta.url));

/** The script of the step of that name, as the runner would give it to bash. */
function scriptOf(step: string): string {
  const text = readFileSync(path.join(action, 'action.yml'), 'utf8');
  const script = new RegExp(`- name: ${step}\\n(?:(?! {4}- ).*\\n)*? {6}run: \\|\\n((?: {8}.*\\n)+)`).exec(text)![1]!;
  return script.replaceAll(/^ {8}/gm, '');
}

test('the action finds what it installs and keeps, wherever it lies', () => {
  const output = path.join(temporaryFolder(), 'output');
  execFileSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', scriptOf('Find what the lab needs')], {
    env: { ...process.env, GITHUB_ACTION_PATH: action, GITHUB_OUTPUT: output },
  });
  const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
  expect(readFileSync(output, 'utf8')).toMatch(new RegExp(`^root=${root}\nlock=[0-9a-f]{16}\nnpm=/.+\n$`));
});

/** Runs it with a `node` that only tells what it was given. */
function argumentsWith(inputs: Readonly<Record<string, string>>): string[] {
  const folder = temporaryFolder();
  const node = path.join(folder, 'node');
  writeFileSync(node, '#!/bin/sh\nfor each in "$@"; do printf "%s\\n" "$each"; done\n');
  chmodSync(node, 0o755);
  const none = { BASE: '', CANDIDATE: '.', BASE_COMMAND: '', CANDIDATE_COMMAND: '', ARGUMENTS: '' };
  const said = execFileSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', scriptOf('Compare base and candidate')], {
    env: { ...none, ...inputs, PATH: `${folder}:${process.env['PATH']}`, GITHUB_ACTION_PATH: action },
    encoding: 'utf8',
  });
  const [program, ...given] = said.trimEnd().split('\n');
  expect(path.resolve(program!)).toBe(fileURLToPath(new URL('../../../dist/bench/transport-lab.js', import.meta.url)));
  return given;
}

test('the action compares a commit with the checkout', () => {
  expect(argumentsWith({ BASE: 'abc123' })).toEqual(['check', '--base', 'abc123', '--candidate', '.']);
});

test('it takes commands and further arguments as they are, and runs nothing of them itself', () => {
  const [base, candidate] = ['old/server --port 0; touch x', '$(touch y) "new server"'];
  expect(
    argumentsWith({
      BASE_COMMAND: base,
      CANDIDATE_COMMAND: candidate,
      ARGUMENTS: '--strict\n--max-regression p50=3%\n',
    }),
  ).toEqual([
    'check',
    '--strict',
    '--max-regression',
    'p50=3%',
    '--base-command',
    base,
    '--candidate-command',
    candidate,
  ]);
});
