import { loadAdapter, AdapterError } from '../../arms/arms.ts';
import type { Contender } from './contender.ts';

/** A server and its clients as a module brings them; the same kind as `bench --adapter` takes. @throws {AdapterError} */
export async function adapterContender(file: string): Promise<Contender> {
  const arm = await loadAdapter(file);
  if (arm.startServer === undefined) throw new AdapterError(`${file} starts no server: it has no startServer`);
  return {
    name: file,
    arms: [arm],
    start: (scenario, signal) => arm.startServer!(scenario, signal),
    dispose: async () => {},
  };
}
