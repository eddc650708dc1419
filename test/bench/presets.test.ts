import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { type PresetName, PRESET_NAMES, PRESETS } from '../../bench/presets.ts';
import { DEFAULT_SCENARIO, plannedMessages, QUICK, type Scenario } from '../../bench/scenario.ts';
import { addScenarioOptions, type ScenarioFlags, toScenario } from '../../bench/scenario-options.ts';
import { LIMITS } from '../../bench/validity.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { callLab } from '../harness/cli.ts';
import { readRun, readScenario } from './schemas.ts';

/** The scenario that these flags describe. */
function scenarioOf(...args: string[]): Scenario {
  const command = addScenarioOptions(new Command()).exitOverride();
  command.parse(args, { from: 'user' });
  return toScenario(command.opts<ScenarioFlags>(), command, TRANSPORT_NAMES);
}

test('--list-scenarios prints each with a line that says what it shows', async () => {
  const call = callLab('bench', '--list-scenarios');
  expect(await call.ended).toBe(0);
  const lines = call.stdout().trimEnd().split('\n');
  expect(lines.map((line) => /^(\S+) +(\S.*)$/.exec(line)!.slice(1))).toEqual(
    PRESET_NAMES.map((name) => [name, PRESETS[name].shows]),
  );
});

test.each([...PRESET_NAMES])('%s is a scenario of its own, with enough messages to say something', (name) => {
  const scenario = scenarioOf('--scenario', name);
  expect(readScenario(JSON.stringify(scenario))).toEqual({ ...DEFAULT_SCENARIO, ...PRESETS[name].changes });
  expect(scenario).not.toEqual(DEFAULT_SCENARIO);
  expect(plannedMessages({ ...scenario, warmupMs: 0 })).toBeGreaterThan(LIMITS.samples);
});

test.each([...PRESET_NAMES])('of %s, what is given by name is changed, and nothing else', (name) => {
  const flags = '--rate 3/s --pairs 7 --payload 9B --duration 5s --warmup 70ms --rounds 8 --schedule periodic';
  const more = '--poll-interval 90ms --poll-discipline fixed-rate --hold 4s --no-keep-alive --rtt 6ms --jitter 1ms';
  const last = '--bandwidth 8KiB/s --seed 5 --url http://127.0.0.1:1';
  const given: Scenario = {
    transports: TRANSPORT_NAMES,
    schedule: 'periodic',
    rate: 3,
    pairs: 7,
    payloadBytes: 9,
    durationMs: 5000,
    warmupMs: 70,
    rounds: 8,
    pollIntervalMs: 90,
    pollDiscipline: 'fixed-rate',
    holdMs: 4000,
    keepAlive: false,
    rttMs: 6,
    jitterMs: 1,
    bandwidth: 8192,
    url: 'http://127.0.0.1:1',
    seed: 5,
  };
  expect(scenarioOf('--scenario', name, ...`${flags} ${more} ${last}`.split(' '))).toEqual(given);
  const preset = scenarioOf('--scenario', name);
  expect(scenarioOf('--rtt', '6ms', '--scenario', name)).toEqual({ ...preset, rttMs: 6 });
  // Even where that is the default.
  expect(scenarioOf('--scenario', name, '--rate', '2/s')).toEqual({ ...preset, rate: 2 });
});

test('--quick shortens a preset, and is changed by what is given by name', () => {
  expect(scenarioOf('--scenario', 'chat', '--quick')).toEqual({ ...scenarioOf('--scenario', 'chat'), ...QUICK });
  expect(scenarioOf('--quick', '--scenario', 'far', '--rounds', '5')).toEqual({
    ...scenarioOf('--scenario', 'far'),
    ...QUICK,
    rounds: 5,
  });
});

test('no bound on the bandwidth is null, given or not', () => {
  expect(scenarioOf().bandwidth).toBeNull();
  expect(scenarioOf('--bandwidth', 'unlimited').bandwidth).toBeNull();
});

test('a run is made with the settings of the preset, but for those given', async () => {
  const name: PresetName = 'ticker';
  const flags = '--transports websocket --rounds 1 --duration 300ms --warmup 0 --rtt 0 --json - --no-save'.split(' ');
  const call = callLab('bench', '--scenario', name, ...flags);
  // Whether the machine let the round count makes no difference.
  expect([0, 98]).toContain(await call.ended);
  const { scenario, rounds } = readRun(call.stdout());
  const given = { transports: ['websocket'], rounds: 1, durationMs: 300, warmupMs: 0, rttMs: 0 };
  expect(scenario).toEqual({ ...DEFAULT_SCENARIO, ...PRESETS[name].changes, ...given });
  expect(rounds[0]!.completeness.sent).toBeGreaterThan(20);
}, 20_000);
