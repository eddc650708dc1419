import { describe, expect, test } from '@jest/globals';
import { Race } from '../../../clients/demo/race/race.ts';
import { SEATS } from '../../../clients/demo/race/seat.ts';
import { eventually } from '../../harness/eventually.ts';
import { fakeStage } from './fake-stage.ts';

describe('starting', () => {
  test('signs in two of each transport, under names that no other page has', async () => {
    const { stage, calls } = fakeStage();
    const race = new Race(stage);
    await Promise.all([race.start(), race.start()]);
    expect(race.state.value).toEqual({ is: 'ready' });
    expect(calls).toHaveLength(6);
    for (const { lane, phone } of SEATS) {
      const call = calls.find(([name]) => name === phone);
      expect(call?.[3]).toEqual({ transport: lane, pollIntervalMs: 1000, holdMs: 15_000 });
      expect(call?.[2]).toEqual({ user: expect.stringMatching(new RegExp(`^race-${phone}-[0-9a-z]{6}$`)) });
    }
  });

  test('gives the lines a round trip, unless they have one', async () => {
    const [plain, shaped] = [fakeStage(), fakeStage({ rttMs: 20 })];
    for (const { stage } of [plain, shaped]) await new Race(stage).start();
    const shape = { rttMs: 100, jitterMs: 0, bandwidth: null };
    expect(plain.commands).toEqual([{ do: 'shape', phones: SEATS.map(({ phone }) => phone), shape }]);
    expect(shaped.commands).toEqual([]);
  });

  test('can be tried again where it failed', async () => {
    let failure: Error | null = new Error('nobody there');
    const { stage } = fakeStage({ refusal: () => failure });
    const race = new Race(stage);
    await race.start();
    expect(race.state.value).toEqual({ is: 'failed', message: 'nobody there' });
    failure = null;
    await race.start();
    expect(race.state.value).toEqual({ is: 'ready' });
  });
});

describe('messages', () => {
  test('go from A to B in all lanes under one id, and are followed', async () => {
    const { stage, calls } = fakeStage();
    const race = new Race(stage);
    const ids = [race.send('one'), race.send('two')];
    expect(race.thread.value).toBe(ids[1]);
    await eventually(() => expect(calls).toHaveLength(6));
    const first = calls.filter((call) => call[4] === ids[0]);
    expect(first.map(([phone, , to]) => [phone, String(to).replace(/-[0-9a-z]{6}$/, '')])).toEqual([
      ['short-polling-a', 'user:race-short-polling-b'],
      ['long-polling-a', 'user:race-long-polling-b'],
      ['websocket-a', 'user:race-websocket-b'],
    ]);
  });

  test('are sent by themselves until that is ended, and are not followed', async () => {
    const { stage, calls } = fakeStage();
    const race = new Race(stage);
    race.playOn({ isOn: true, rate: 500, schedule: 'periodic' });
    await eventually(() => expect(calls.length).toBeGreaterThan(6));
    race.playOn({ isOn: false });
    expect(race.play.value).toMatchObject({ isOn: false, rate: 500 });
    expect(race.thread.value).toBeNull();
    // Nothing is planned any more: else the test's end would wait for it.
    const bodies = calls.filter(([phone]) => phone === 'websocket-a').map(([, , , body]) => body);
    expect(bodies.slice(0, 2)).toEqual(['#1', '#2']);
  });
});

describe('settings', () => {
  test('reach all phones, and stay for those that sign in later', async () => {
    const { stage, calls, commands } = fakeStage();
    const race = new Race(stage);
    await race.configure({ pollIntervalMs: 200 });
    expect(calls).toEqual([]);
    await race.start();
    expect(calls[0]![3]).toMatchObject({ pollIntervalMs: 200 });
    calls.length = 0;
    commands.length = 0;
    await race.configure({ holdMs: 5000 });
    expect(calls).toEqual(SEATS.map(({ phone }) => [phone, 'configure', { holdMs: 5000 }]));
    expect(commands).toEqual([]);
  });

  test('have the server hold longer where it would not', async () => {
    const { stage, commands } = fakeStage({ rttMs: 20 });
    const race = new Race(stage);
    await race.start();
    await race.configure({ holdMs: 30_000 });
    expect(commands).toEqual([{ do: 'restart', memory: 'kept', settings: { holdMs: 30_000 } }]);
  });

  test('of the line change what they name alone', async () => {
    const { stage, commands } = fakeStage({ rttMs: 20 });
    await new Race(stage).reshape({ jitterMs: 10 });
    expect(commands).toMatchObject([{ do: 'shape', shape: { rttMs: 20, jitterMs: 10, bandwidth: null } }]);
  });

  test('of the line are unknown without the lab', () => {
    expect(new Race(fakeStage({ hasLab: false }).stage).shape.value).toBeNull();
  });
});
