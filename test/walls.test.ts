import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanUp } from './harness/clean-up.ts';

/*
 * Which part of the lab may import which, as CONTRIBUTING.md has it. A pattern that the linter can't read it ignores
 * without a word, so that a wall may stand in its settings and nowhere else.
 */

const root = new URL('..', import.meta.url).pathname;

const FORBIDDEN = [
  ['servers/a.ts', '../clients/node.ts'],
  ['servers/b.ts', '../bench/clock.ts'],
  ['servers/c.ts', '../test/harness/lab.ts'],
  ['servers/protocol/a.ts', '../clock.ts'],
  ['servers/protocol/b.ts', 'node:fs'],
  ['servers/mailbox/a.ts', '../http/answer.ts'],
  ['servers/mailbox/b.ts', '../../bench/clock.ts'],
  ['servers/mailbox/c.ts', 'koa'],
  ['servers/mailbox/d.ts', '@koa/router'],
  ['servers/mailbox/e.ts', 'node:http'],
  ['servers/mailbox/f.ts', 'ws'],
  ['servers/transports/sse.ts', './long-polling.ts'],
  ['servers/transports/pigeon.ts', './transports.ts'],
  ['servers/transports/smoke.ts', '../../clients/node.ts'],
  ['servers/transports/transports.ts', '../../bench/clock.ts'],
  ['clients/a.ts', '../servers/sessions.ts'],
  ['clients/b.ts', '../bench/clock.ts'],
  ['clients/core/a.ts', '../node.ts'],
  ['clients/core/b.ts', '../../servers/sessions.ts'],
  ['clients/core/c.ts', 'node:http'],
  ['clients/core/d.ts', 'ws'],
  ['clients/e.ts', './demo/phone/phone.ts'],
  ['clients/chat/f.ts', '../demo/phone/phone.ts'],
  ['clients/demo/a.ts', '../../servers/sessions.ts'],
  ['clients/demo/race/a.ts', '../../../bench/clock.ts'],
  ['clients/demo/b.ts', 'node:fs'],
  ['bench/a.ts', '../servers/sessions.ts'],
  ['bench/theory/a.ts', '../../servers/mailbox/log.ts'],
  ['bench/b.ts', '../test/harness/lab.ts'],
  ['bench/c.ts', '../clients/demo/lab/lab-frames.ts'],
  ['bench/demo/a.ts', '../../clients/demo/app.tsx'],
  ['bench/demo/b.ts', '../../servers/server.ts'],
] as const;

const ALLOWED = [
  ['servers/y.ts', './protocol/page.ts'],
  ['servers/protocol/y.ts', './page.ts'],
  ['servers/mailbox/y.ts', '../protocol/page.ts'],
  ['servers/mailbox/z.ts', 'node:events'],
  ['servers/transports/x.ts', './server-transport.ts'],
  ['servers/transports/y.ts', './websocket-line.ts'],
  ['servers/transports/z.ts', '../sessions.ts'],
  ['clients/y.ts', '../servers/protocol/page.ts'],
  ['clients/z.ts', 'ws'],
  ['clients/core/y.ts', '../../servers/protocol/page.ts'],
  ['clients/core/z.ts', './ports.ts'],
  ['clients/demo/x.ts', '../core/client.ts'],
  ['clients/demo/race/y.ts', '../../../servers/protocol/page.ts'],
  ['clients/demo/race/z.ts', '../../../bench/theory/predict.ts'],
  ['clients/demo/race/x.ts', '../../../bench/schedule.ts'],
  ['bench/x.ts', '../clients/node.ts'],
  ['bench/y.ts', '../servers/protocol/page.ts'],
  ['bench/demo/x.ts', '../../clients/demo/lab/lab-frames.ts'],
  ['bench/demo/y.ts', '../../clients/demo/wire/wire-event.ts'],
  ['bench/demo/z.ts', '../link/link.ts'],
  ['bench/theory/z.ts', '../../servers/protocol/page.ts'],
  ['test/z.ts', '../servers/mailbox/log.ts'],
] as const;

test('the linter keeps every wall, and no more than the walls', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'transport-lab-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
  for (const [file, imported] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `import { it } from '${imported}';\nexport const its = it;\n`);
  }
  const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  const refused = diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
  expect(refused.map(({ filename }) => filename).toSorted()).toEqual(FORBIDDEN.map(([file]) => file).toSorted());
});
