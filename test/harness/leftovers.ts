import type { LabServer } from '../../servers/server.ts';

/** What readers hold open on a server right now. */
export function leftovers({
  services: {
    mailboxes,
    parties: { sessions },
  },
}: LabServer): {
  watching: number;
  held: number;
  sockets: number;
} {
  return {
    watching: mailboxes.watching,
    held: sessions.lines('long-polling'),
    sockets: sessions.lines('websocket'),
  };
}
