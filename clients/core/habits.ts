/**
 * What a client does because networks, servers and crowds are as they are. Each is on unless it is switched off, which is
 * for seeing what it is for: a client without it looks the same until something goes wrong.
 */
export interface Habits {
  /**
   * Reads on from where it was. Without it the client keeps no cursor: it asks each time, and connects each time, for what
   * comes from then on. What is sent between two questions or two connections is lost, and nobody says so; a short poll,
   * which is open for no time at all, never gets anything.
   */
  readonly resume: boolean;
  /**
   * Pings over a WebSocket, and gives up one that is silent for too long. Without it a client whose line is dead without a
   * word waits for ever, at a socket that says OPEN; the server's pings it still answers.
   */
  readonly heartbeat: boolean;
  /**
   * Leaves to chance when the first short poll comes and how much of its longest wait a retry waits. Without it the first
   * poll comes at once and each retry waits as long as it may: clients that lost the same server come back together.
   */
  readonly jitter: boolean;
  /**
   * Drops what it has handed out already. Without it what comes again is shown again: all of a page that was only half
   * handled, and what was sent anew because its receipt was lost along with the server's memory.
   */
  readonly dropSeen: boolean;
}

/** Every habit by its name. */
export const HABITS = ['resume', 'heartbeat', 'jitter', 'dropSeen'] as const satisfies readonly (keyof Habits)[];
