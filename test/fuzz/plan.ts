import { type Random, seeded } from '../../bench/random.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import { formatRate } from '../../servers/protocol/quantity.ts';
import type { Bytes, Millis, PerSecond } from '../../servers/protocol/units.ts';

/** Who lives in every world; the first two are in the group, the third only in some. */
export const NAMES = ['alice', 'bob', 'carol'] as const;
export type Name = (typeof NAMES)[number];

/** Larger than what a world's server takes as a body. */
export const MAX_BODY_BYTES: Bytes = 256;

/** How large a message is: the server takes the first, refuses the second alone, and the frame or request of the third. */
const SIZES = { usual: 0, 'too large': MAX_BODY_BYTES, 'far too large': 16 * MAX_BODY_BYTES } as const;

/** Something that is done to a world. Nothing waits for the end of it, but for what it itself needs to have ended. */
export type Action =
  | {
      readonly kind: 'send';
      readonly party: Name;
      readonly to: string;
      readonly count: number;
      readonly confirm: boolean;
      readonly size: keyof typeof SIZES;
    }
  | { readonly kind: 'use'; readonly party: Name; readonly transport: TransportName }
  | { readonly kind: 'cut' | 'half-close'; readonly party: Name }
  | { readonly kind: 'black hole'; readonly party: Name; readonly forMs: Millis; readonly isCutAfterwards: boolean }
  | { readonly kind: 'stall'; readonly party: Name; readonly forMs: Millis }
  | { readonly kind: 'lose answers'; readonly party: Name; readonly count: number; readonly holding: string }
  | { readonly kind: 'slow'; readonly party: Name; readonly perItemMs: Millis }
  | { readonly kind: 'stop' | 'start'; readonly party: Name }
  | { readonly kind: 'leave'; readonly party: Name; readonly afterItems: number }
  | { readonly kind: 'sign out and in'; readonly party: Name; readonly transport: TransportName }
  | { readonly kind: 'restart'; readonly keepsMemory: boolean; readonly isAbrupt: boolean };

interface Step {
  readonly action: Action;
  /** How long to wait before the next. */
  readonly thenMs: Millis;
}

/** All that a seed decides: who is in the world, and what happens to it in which order. */
export interface Plan {
  readonly seed: number;
  readonly transports: Readonly<Record<Name, TransportName>>;
  readonly members: readonly Name[];
  /** How much a session may send; few worlds have a bound that is met. */
  readonly maxSends: PerSecond;
  readonly steps: readonly Step[];
}

export const GROUP = 'group:all';

/** The plan of a seed: always the same for the same seed. */
export function planFor(seed: number): Plan {
  const random = seeded(seed, 'plan');
  const transports = { alice: anyOf(TRANSPORT_NAMES), bob: anyOf(TRANSPORT_NAMES), carol: anyOf(TRANSPORT_NAMES) };
  const members = happens(0.5) ? NAMES : NAMES.slice(0, 2);
  const maxSends = happens(0.15) ? 15 : Infinity;
  // Some worlds never lose what they know, so that nothing can be excused by that.
  const mayForget = happens(0.5);
  const steps = Array.from({ length: 8 + below(12) }, () => ({
    action: anAction(),
    thenMs: happens(0.3) ? 0 : below(30),
  }));
  return { seed, transports, members, maxSends, steps };

  function anAction(): Action {
    const party = anyOf(NAMES);
    const draw = random();
    if (draw < 0.4) return aSending(party);
    if (draw < 0.55) return { kind: 'use', party, transport: anyOf(TRANSPORT_NAMES) };
    if (draw < 0.62) return { kind: happens(0.7) ? 'cut' : 'half-close', party };
    if (draw < 0.66) return { kind: 'black hole', party, forMs: 10 + below(90), isCutAfterwards: happens(0.75) };
    if (draw < 0.7) return { kind: 'stall', party, forMs: 10 + below(70) };
    if (draw < 0.77) {
      return { kind: 'lose answers', party, count: 1 + below(3), holding: anyOf(['"receipt"', '"messages"', '']) };
    }
    if (draw < 0.8) return { kind: 'slow', party, perItemMs: below(6) };
    if (draw < 0.82) return { kind: 'stop', party };
    if (draw < 0.85) return { kind: 'leave', party, afterItems: below(6) };
    if (draw < 0.9) return { kind: 'start', party };
    if (draw < 0.92) return { kind: 'sign out and in', party, transport: anyOf(TRANSPORT_NAMES) };
    return { kind: 'restart', keepsMemory: !mayForget || happens(0.4), isAbrupt: happens(0.5) };
  }

  function aSending(party: Name): Action {
    const draw = random();
    const to = draw < 0.6 ? `user:${anyOf(NAMES)}` : draw < 0.97 ? GROUP : 'user:nobody';
    const size = happens(0.93) ? 'usual' : happens(0.5) ? 'too large' : 'far too large';
    return { kind: 'send', party, to, count: 1 + below(size === 'usual' ? 12 : 2), confirm: happens(0.2), size };
  }

  function below(bound: number): number {
    return Math.floor(random() * bound);
  }

  function happens(probability: number): boolean {
    return random() < probability;
  }

  function anyOf<Item>(items: readonly Item[]): Item {
    return items[below(items.length)]!;
  }
}

/** What makes a message as large as that. */
export function paddingOf(size: keyof typeof SIZES): string {
  return '.'.repeat(SIZES[size]);
}

/** Where all that a client of a world draws itself comes from. */
export function randomOf(plan: Plan, name: Name): Random {
  return seeded(plan.seed, 'client', name);
}

/** A plan as lines to read. */
export function describePlan({ transports, members, maxSends, steps }: Plan): string[] {
  const parties = NAMES.map((name) => `${name} over ${transports[name]}`).join(', ');
  return [
    `${parties}; ${GROUP} has ${members.join(', ')}${maxSends === Infinity ? '' : `; a session may send ${formatRate(maxSends)}`}`,
    ...steps.map(({ action, thenMs }, i) => `${i + 1}. ${describeAction(action)}; then ${thenMs} ms`),
  ];
}

function describeAction(action: Action): string {
  const describe = DESCRIPTIONS[action.kind] as (action: Action) => string;
  return describe(action);
}

const DESCRIPTIONS: { readonly [Kind in Action['kind']]: (action: Action & { readonly kind: Kind }) => string } = {
  send: ({ party, count, size, to, confirm }) =>
    `${party} sends ${count} (${size}) to ${to}${confirm ? ', to be confirmed' : ''}`,
  use: ({ party, transport }) => `${party} goes over to ${transport}`,
  cut: ({ party }) => `${party}'s connections are reset`,
  'half-close': ({ party }) => `${party}'s connections are half closed`,
  'black hole': ({ party, forMs, isCutAfterwards }) =>
    `${party} is in a black hole for ${forMs} ms${isCutAfterwards ? ', then its connections are reset' : ''}`,
  stall: ({ party, forMs }) => `${party}'s connections stall for ${forMs} ms`,
  'lose answers': ({ party, count, holding }) =>
    `${party} loses the next ${count} answers${holding === '' ? '' : ` that hold ${holding}`}`,
  slow: ({ party, perItemMs }) => `${party}'s handler takes ${perItemMs} ms`,
  stop: ({ party }) => `${party} stops receiving`,
  leave: ({ party, afterItems }) => `${party} goes away in the middle of what it is given after another ${afterItems}`,
  start: ({ party }) => `${party} receives again`,
  'sign out and in': ({ party, transport }) => `${party} signs out, and in as a new client over ${transport}`,
  restart: ({ isAbrupt, keepsMemory }) =>
    `the server restarts ${isAbrupt ? 'without a word' : 'politely'}, remembering ${keepsMemory ? 'all' : 'nothing'}`,
};
