import { networkInterfaces } from 'node:os';

/** The IPv4 addresses under which others in its networks reach this machine. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  );
}
