import type { TransportName } from '../../servers/protocol/transport-name.ts';
import type { Scenario } from '../scenario.ts';
import { closedForm } from './closed-form.ts';
import type { Theory } from './prediction.ts';
import { simulate } from './simulation.ts';
import { theories } from './theories.ts';
import { timesOf } from './times.ts';

/** Messages and requests that a prediction simulates. */
const EVENTS = 80_000;
const MIN_MESSAGES = 100;
/** Each with a phase of its own; but a pair must have some messages, or there is nothing but beginnings and ends. */
const MAX_PAIRS = 40;
const MESSAGES_PER_PAIR = 50;

/** What theory says a transport's figures are: from the formulas where they fit the settings, else simulated, to about 1 %. */
export function predict(scenario: Scenario, transport: TransportName): Theory {
  const prediction = closedForm(scenario, transport);
  if (prediction !== null) return { source: 'closed form', ...prediction };
  const messages = Math.max(MIN_MESSAGES, Math.round(EVENTS / (1 + idleRequests(scenario, transport))));
  const pairs = Math.min(MAX_PAIRS, Math.ceil(messages / MESSAGES_PER_PAIR));
  return { source: 'simulation', ...simulate(scenario, transport, { messages, pairs }) };
}

/** About how often a receiver asks between two messages: what decides how long a simulation takes. */
function idleRequests(scenario: Scenario, transport: TransportName): number {
  const times = timesOf(scenario, 0);
  const everyMs = theories[transport].asksEveryMs(scenario, times);
  return everyMs === 0 ? 1 : times.spacingMs / everyMs;
}
