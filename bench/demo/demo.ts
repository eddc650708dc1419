import type { ServerSettings } from '../../servers/protocol/server-order.ts';
import { Controls } from './controls.ts';
import { Lab } from './lab.ts';

export interface DemoOptions {
  /** TCP port of the page; 0 takes a free one. */
  readonly port: number;
  /** Addresses of this machine under which a class may come in, at the same port; null where there is no class. */
  readonly classHosts: readonly string[] | null;
  readonly settings: Required<ServerSettings>;
}

/** The lab with its controls, running. */
export interface Demo {
  /** Where the page is. */
  readonly url: string;
  /** Where a class finds it; null where there is none. */
  readonly classUrls: readonly string[] | null;
  /** Ends everything. */
  close(): Promise<void>;
}

/** @throws {Error} where the server does not come to listen. */
export async function startDemo({ port, classHosts, settings }: DemoOptions): Promise<Demo> {
  const controls = await Controls.start();
  let lab: Lab;
  try {
    lab = await Lab.start({ port, classHosts, settings, controls: controls.url }, controls);
  } catch (failure) {
    await controls.close();
    throw failure;
  }
  controls.open(lab, ownOrigins(lab.url));
  return {
    url: lab.url,
    classUrls: lab.state.class?.urls ?? null,
    async close() {
      await controls.close();
      await lab.close();
    },
  };
}

/** Under which names a browser may have opened the page. */
function ownOrigins(url: string): string[] {
  const { port } = new URL(url);
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => new URL(`http://${host}:${port}`).origin);
}
