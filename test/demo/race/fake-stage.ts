import { signal } from '@preact/signals';
import { Journal } from '../../../clients/demo/journal/journal.ts';
import type { LabCommand, LabState } from '../../../clients/demo/lab/lab-frames.ts';
import type { Lab } from '../../../clients/demo/lab/lab.ts';
import type { Phone } from '../../../clients/demo/phone/phone.ts';
import type { RaceStage } from '../../../clients/demo/race/race.ts';
import { SEATS } from '../../../clients/demo/race/seat.ts';

type Call = readonly [phone: string, method: string, ...args: readonly unknown[]];

interface FakeStageOptions {
  /** What signing in fails with. Default: it does not. */
  readonly refusal?: () => Error | null;
  /** What comes of a command. Default: it is done at once. */
  readonly obey?: (command: LabCommand) => Promise<void>;
  /** Default: a round trip of 0. */
  readonly rttMs?: number;
  readonly hasLab?: boolean;
}

/** A stage whose phones and lab do nothing but say what they were asked. */
export function fakeStage({
  refusal = () => null,
  obey = async () => {},
  rttMs = 0,
  hasLab = true,
}: FakeStageOptions = {}) {
  const calls: Call[] = [];
  const commands: LabCommand[] = [];
  const phones = SEATS.map(({ phone: name }) => ({ name, shape: { rttMs, jitterMs: 0, bandwidth: null } }));
  const state = { phones, server: { settings: { holdMs: 15_000, heartbeatMs: 10_000 } } } as unknown as LabState;
  const lab = {
    state: signal(state),
    onCrowd: () => () => {},
    async do(command: LabCommand) {
      commands.push(command);
      await obey(command);
    },
  };
  const phoneCalled = (name: string): Phone => {
    const record =
      (method: string) =>
      async (...args: readonly unknown[]) => {
        calls.push([name, method, ...args]);
        const failure = method === 'signIn' ? refusal() : null;
        if (failure !== null) throw failure;
      };
    const methods = ['signIn', 'send', 'configure', 'hide'].map((method) => [method, record(method)]);
    const phone: unknown = { name, ...Object.fromEntries(methods) };
    return phone as Phone;
  };
  const stage: RaceStage = {
    lab: hasLab ? (lab as unknown as Lab) : null,
    journal: new Journal(),
    phone: async (name) => phoneCalled(name),
  };
  return { stage, calls, commands };
}
