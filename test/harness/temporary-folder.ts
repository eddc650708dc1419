import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanUp } from './clean-up.ts';

/** An empty folder that is gone, with what is in it, after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'transport-lab-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  return folder;
}
