import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { debianProgram } from './debian-program.ts';
import { findProgram, isExecutable } from './find-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path of a Chromium or Chrome: the one of `CHROMIUM_PATH`; an installed one; Playwright's own; else Debian's, which
 * is installed where this process may.
 *
 * @param env Where to look: `CHROMIUM_PATH` and `PATH`.
 * @param bundled Where Playwright would have its own.
 * @throws where there is none and none can be installed, with the line that helps.
 */
export function chromiumPath(env = process.env, bundled = chromium.executablePath()): string {
  const { CHROMIUM_PATH: named } = env;
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH names no program that can be run: ${named}`);
    return named;
  }
  const installed = NAMES.map((name) => findProgram(name, env)).find((file) => file !== undefined);
  if (installed !== undefined) return installed;
  if (existsSync(bundled)) return bundled;
  try {
    return debianProgram('chromium', 'chromium', env);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`${message} – or let CHROMIUM_PATH name a Chromium or Chrome`, { cause });
  }
}
