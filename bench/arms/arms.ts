import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import { bareHttp } from '../floor/bare-http.ts';
import { bareWs } from '../floor/bare-ws.ts';
import type { Arm } from './arm.ts';
import { labArm } from './lab-arm.ts';

/** What the lab's own overhead is measured against. */
export const FLOOR: readonly Arm[] = [bareHttp, bareWs];

/** A module that was given as an arm and is none; the message says what is missing. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
}

export function labArms(names: readonly TransportName[] = TRANSPORT_NAMES): Arm[] {
  return names.map((name) => labArm(name));
}

/**
 * Loads an arm from a file: a module whose default export is an {@link Arm}.
 *
 * @throws {AdapterError} where there is no such file, it does not load, or it exports something else.
 */
export async function loadAdapter(file: string): Promise<Arm> {
  let module: { default?: Partial<Arm> };
  try {
    module = (await import(pathToFileURL(path.resolve(file)).href)) as typeof module;
  } catch (cause) {
    throw new AdapterError(`${file} can't be loaded: ${(cause as Error).message}`, { cause });
  }
  const arm = module.default;
  const fault = faultOf(arm);
  if (fault !== undefined) throw new AdapterError(`${file} is no adapter: ${fault}`);
  return { ...(arm as Arm), theory: arm!.theory ?? null };
}

/** @throws {AdapterError} where two arms have the same name: their figures could not be told apart. */
export function requireDistinct(arms: readonly Arm[]): void {
  const names = arms.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AdapterError(`two of what is to be compared are called "${twice}"`);
}

function faultOf(arm: Partial<Arm> | undefined): string | undefined {
  if (typeof arm !== 'object') return 'it has no default export that is an object';
  if (typeof arm.name !== 'string' || arm.name === '') return 'it has no name';
  if (typeof arm.connect !== 'function') return 'it has no function connect';
  if (arm.startServer !== undefined && typeof arm.startServer !== 'function') return 'startServer is no function';
  return undefined;
}
