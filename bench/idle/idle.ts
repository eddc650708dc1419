import { type Command, InvalidArgumentError } from 'commander';
import { formatDuration, parseCount } from '../../servers/protocol/quantity.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { readEnvironment } from '../environment.ts';
import { EXIT } from '../exit-code.ts';
import { tooManyConnections } from '../open-files.ts';
import { deliver, type OutputFlags } from '../outputs.ts';
import { idleText } from '../reporters/idle-text.ts';
import { labelOf } from '../reporters/label.ts';
import type { Scenario } from '../scenario.ts';
import type { ScenarioFlags } from '../scenario-options.ts';
import type { IdleFinding, IdleResult } from './idle-result.ts';
import { measureIdle } from './measure-idle.ts';

export interface IdleCall {
  readonly flags: ScenarioFlags & OutputFlags & { readonly progress: boolean };
  readonly command: Command;
  readonly receivers: number;
  readonly scenario: Scenario;
  readonly signal: AbortSignal;
}

/** Of the flags of a scenario, those that make no difference to receivers to whom nothing is sent. */
export const NOT_IDLE =
  'scenario schedule rate pairs payload warmup rounds rtt jitter bandwidth url quick adapter withFloor sweep html markdown csv hdr'.split(
    ' ',
  );

/** Reads how many receivers there are to be. @throws {InvalidArgumentError} */
export function parseReceivers(text: string): number {
  const receivers = parseCount(text);
  if (receivers < 2) throw new InvalidArgumentError('Give at least 2: the others are compared with the first.');
  return receivers;
}

/** Long enough for every held poll to be answered and asked again, and for two heartbeats of every socket. */
const HOLDS = 1.2;
const LEAST_MS: Millis = 21_000;

/** Measures what receivers to whom nothing is sent cost the server, on each transport in turn, and reports it. */
export async function idle({ flags, command, receivers, scenario, signal }: IdleCall): Promise<void> {
  const tooMany = tooManyConnections(receivers, '--idle');
  if (tooMany !== null) command.error(`error: ${tooMany}`, { exitCode: EXIT.badUsage });
  // Of a load's default length nothing is taken over.
  const isAsked = command.getOptionValueSource('duration') === 'cli';
  const durationMs = isAsked ? scenario.durationMs : Math.max(HOLDS * scenario.holdMs, LEAST_MS);
  const environment = readEnvironment(process.argv.slice(2));
  const findings: IdleFinding[] = [];
  for (const transport of flags.transports) {
    if (flags.progress) {
      const name = labelOf(transport).padEnd('short polling'.length);
      process.stderr.write(`${name}  ${receivers} receivers, nothing sent for ${formatDuration(durationMs)}\n`);
    }
    findings.push(await measureIdle(transport, receivers, { ...scenario, durationMs }, signal));
  }
  const { pollIntervalMs, pollDiscipline, holdMs, keepAlive, seed } = scenario;
  const result: IdleResult = {
    schema: 1,
    kind: 'idle',
    environment,
    scenario: {
      transports: flags.transports,
      receivers,
      durationMs,
      pollIntervalMs,
      pollDiscipline,
      holdMs,
      keepAlive,
      seed,
    },
    findings,
  };
  await deliver(result, 'idle', { text: () => idleText(result) }, flags);
}
