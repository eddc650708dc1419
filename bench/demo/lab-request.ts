import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { CROWD, type LabCommand, type LabRequest, MAX_CROWD, PHONES } from '../../clients/demo/lab/lab-frames.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';

/** A frame of a page that asks for nothing that there is; the message says what is wrong with it. */
export class LabRequestError extends Error {
  override readonly name = 'LabRequestError';
  readonly code = 'bad-request';
  /** Number of the request, where it has one; else 0. */
  readonly n: number;

  constructor(n: number, message: string) {
    super(message);
    this.n = n;
  }
}

/** Longer than anybody watches. */
const MAX_MS = 600_000;

const millis = { type: 'number', minimum: 0, maximum: MAX_MS } as const;
const period = { type: 'number', minimum: 1, maximum: MAX_MS } as const;
const phones = { type: 'array', items: { type: 'string', enum: [...PHONES, CROWD] } } as const;

const shape = object({
  rttMs: millis,
  jitterMs: millis,
  bandwidth: { type: 'number', nullable: true, minimum: 1 },
});

const settings = object(
  { holdMs: millis, heartbeatMs: period, pongMs: period, keepMessages: { type: 'integer', minimum: 1, maximum: 1e6 } },
  ['holdMs', 'heartbeatMs', 'pongMs', 'keepMessages'],
);

/** What belongs to each command besides its name, and what of that may be left out. */
const MEMBERS: Readonly<Record<LabCommand['do'], readonly [members: object, optional?: readonly string[]]>> = {
  shape: [{ phones, shape }, ['phones']],
  unplug: [{ phones }, ['phones']],
  plug: [{ phones }, ['phones']],
  reset: [{ phones }, ['phones']],
  'lose-answer': [{ phones }, ['phones']],
  heal: [{ phones }, ['phones']],
  stall: [{ phones, forMs: millis }, ['phones']],
  restart: [{ memory: { type: 'string', enum: ['kept', 'lost'] }, downMs: millis, settings }, ['downMs', 'settings']],
  crowd: [
    {
      size: { type: 'integer', minimum: 0, maximum: MAX_CROWD },
      transport: { type: 'string', enum: TRANSPORT_NAMES },
      jitter: { type: 'boolean' },
    },
  ],
  time: [{}],
};

const ajv = new Ajv({ strict: true });

const checks: ReadonlyMap<unknown, ValidateFunction> = new Map(
  Object.entries(MEMBERS).map(([name, [members, optional]]) => [
    name,
    ajv.compile(object({ do: { type: 'string' }, ...members }, optional)),
  ]),
);

/**
 * Reads one text frame of a page.
 *
 * @throws {LabRequestError}
 */
export function decodeLabRequest(text: string): LabRequest {
  const request = parse(text);
  const { n, command, ...rest } = request;
  if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 1)
    throw new LabRequestError(0, 'n: must be a whole number from 1');
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new LabRequestError(n, `must not have a member "${unknown}"`);
  const check = checks.get((command as { do?: unknown } | null | undefined)?.do);
  if (check === undefined) throw new LabRequestError(n, `command.do: must be one of ${[...checks.keys()].join(', ')}`);
  if (!check(command)) throw new LabRequestError(n, explain(check.errors![0]!));
  return { n, command: command as LabCommand };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LabRequestError(0, 'the frame is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new LabRequestError(0, 'the frame must be an object');
  return value as Record<string, unknown>;
}

function object(properties: object, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

function explain({ instancePath, message }: ErrorObject): string {
  return `command${instancePath.replaceAll('/', '.')} ${message}`;
}
