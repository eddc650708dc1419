import { TRANSPORT_NAMES, type TransportName } from '../../../servers/protocol/transport-name.ts';

/** What somebody is asked who has to choose, and what may be answered. */
export const QUESTIONS = {
  fresh: ['instant', 'seconds', 'minute'],
  often: ['rare', 'some', 'many'],
  ways: ['down', 'both'],
  crowd: ['few', 'huge'],
  between: ['plain', 'proxies', 'battery'],
} as const;

export type Question = keyof typeof QUESTIONS;
export type Answers = { readonly [Q in Question]: (typeof QUESTIONS)[Q][number] };

export const FIRST_ANSWERS: Answers = {
  fresh: 'instant',
  often: 'some',
  ways: 'down',
  crowd: 'few',
  between: 'plain',
};

/** Something that speaks for a transport (above 0) or against it. */
interface Argument {
  readonly transport: TransportName;
  readonly weight: number;
  /** Under which it is put into words. */
  readonly why: Why;
}

export const WHYS = [
  'askTooOften',
  'askInTime',
  'askSeldom',
  'heldInTime',
  'pushedInTime',
  'heldForNothing',
  'mostlyInVain',
  'oneRequestEach',
  'frameEach',
  'askAnewForEach',
  'manyInOneAnswer',
  'sendsAtOnce',
  'sendsOneByOne',
  'anyServerWill',
  'questionsAddUp',
  'leastForEach',
  'passesProxies',
  'proxiesMayCut',
  'pollsWakeRadio',
  'heartbeatWakesRadio',
] as const;
export type Why = (typeof WHYS)[number];

type Arguments = { readonly [Q in Question]: Readonly<Record<Answers[Q], readonly Argument[]>> };

const short = argueFor('short-polling');
const long = argueFor('long-polling');
const socket = argueFor('websocket');

const ARGUMENTS: Arguments = {
  fresh: {
    instant: [short(-3, 'askTooOften'), long(1, 'heldInTime'), socket(1, 'pushedInTime')],
    seconds: [short(2, 'askInTime')],
    minute: [short(4, 'askSeldom'), long(-1, 'heldForNothing'), socket(-1, 'heldForNothing')],
  },
  often: {
    rare: [short(-1, 'mostlyInVain'), long(1, 'oneRequestEach')],
    some: [long(1, 'oneRequestEach')],
    many: [short(1, 'manyInOneAnswer'), long(-2, 'askAnewForEach'), socket(2, 'frameEach')],
  },
  ways: {
    down: [],
    both: [long(-1, 'sendsOneByOne'), short(-1, 'sendsOneByOne'), socket(2, 'sendsAtOnce')],
  },
  crowd: {
    few: [short(1, 'anyServerWill')],
    huge: [short(-2, 'questionsAddUp'), socket(1, 'leastForEach')],
  },
  between: {
    plain: [],
    proxies: [short(1, 'passesProxies'), long(2, 'passesProxies'), socket(-3, 'proxiesMayCut')],
    battery: [short(-1, 'pollsWakeRadio'), socket(-1, 'heartbeatWakesRadio')],
  },
};

/** Which transport suits, and why. */
export interface Advice {
  readonly transport: TransportName;
  /** What speaks for it; and what does so against it all the same. */
  readonly reasons: readonly Why[];
  readonly cautions: readonly Why[];
  /** What speaks against each of the others. */
  readonly others: readonly { readonly transport: TransportName; readonly against: readonly Why[] }[];
  /** The command that measures whether it is so. */
  readonly command: string;
}

/** Weighs what speaks for each transport; of equals it takes the one that needs the least, which comes first among them. */
export function advise(answers: Answers): Advice {
  const all = Object.entries(answers).flatMap(
    ([question, answer]) => (ARGUMENTS[question as Question] as Record<string, readonly Argument[]>)[answer]!,
  );
  const scoreOf = (name: TransportName): number =>
    all.reduce((sum, { transport, weight }) => sum + (transport === name ? weight : 0), 0);
  const [transport, ...rest] = TRANSPORT_NAMES.toSorted((one, other) => scoreOf(other) - scoreOf(one));
  const whys = (name: TransportName, sign: 1 | -1): readonly Why[] =>
    all.filter((one) => one.transport === name && one.weight * sign > 0).map(({ why }) => why);
  return {
    transport: transport!,
    reasons: whys(transport!, 1),
    cautions: whys(transport!, -1),
    others: rest.map((name) => ({ transport: name, against: whys(name, -1) })),
    command: commandFor(answers),
  };
}

const RATES = { rare: '2/min --duration 40s', some: '30/min --duration 20s', many: '10/s' } as const;
const INTERVALS = { instant: '200ms', seconds: '2s', minute: '30s' } as const;
const PAIRS = { few: '', huge: ' --pairs 500' } as const;
const TRIPS = { plain: '20ms', proxies: '40ms', battery: '100ms' } as const;

function commandFor({ fresh, often, crowd, between }: Answers): string {
  const rest = `--rtt ${TRIPS[between]} --poll-interval ${INTERVALS[fresh]}${PAIRS[crowd]}`;
  return `npm run bench -- --rate ${RATES[often]} ${rest}`;
}

function argueFor(transport: TransportName): (weight: number, why: Why) => Argument {
  return (weight, why) => ({ transport, weight, why });
}
