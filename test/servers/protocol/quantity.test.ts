import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatBandwidth,
  formatDuration,
  formatRate,
  formatSize,
  parseBandwidth,
  parseCount,
  parseDuration,
  parsePeriod,
  parsePort,
  parseRate,
  parseSize,
  parseWhole,
  QuantityError,
} from '../../../servers/protocol/quantity.ts';

describe('a length of time', () => {
  test.each([
    ['0', 0],
    ['500ms', 500],
    ['15s', 15_000],
    ['1.5s', 1500],
    ['.5s', 500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0.25ms', 0.25],
    ['576h', 2_073_600_000],
  ])('%s is %d ms', (text, millis) => {
    expect(parseDuration(text)).toBe(millis);
  });

  test.each(['15', '', '15 seconds', '-1s', '1e3ms', 's', '1d', '15S', '1s2', 'Infinity', '577h', '99999999999h'])(
    '%j is none',
    (text) => {
      expect(() => parseDuration(text)).toThrow(QuantityError);
    },
  );

  test('is above 0 where it is how often, or how long to wait', () => {
    expect(parsePeriod('1ms')).toBe(1);
    for (const text of ['0', '0s', '0.0ms']) expect(() => parsePeriod(text)).toThrow(QuantityError);
  });

  test('what is written can be read back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(2_073_600_000),
          fc.nat(100_000).map((n) => n * 1000),
          fc.nat(1000).map((n) => n / 4),
        ),
        (millis) => {
          expect(parseDuration(formatDuration(millis))).toBeCloseTo(millis, 9);
        },
      ),
    );
    expect([0, 0.5, 250, 1000, 1500, 15_000, 60_000, 90_000, 3_600_000].map(formatDuration)).toEqual([
      '0',
      '0.5ms',
      '250ms',
      '1s',
      '1.5s',
      '15s',
      '1m',
      '90s',
      '1h',
    ]);
  });
});

describe('a rate', () => {
  test.each([
    ['2/s', 2],
    ['0.5/s', 0.5],
    ['30/min', 0.5],
    ['36/h', 0.01],
    ['2 / s', 2],
  ])('%s is %d a second', (text, rate) => {
    expect(parseRate(text)).toBe(rate);
  });

  test.each(['2', '0/s', '-1/s', '2/m', '/s', '2s', 'x/s'])('%j is none', (text) => {
    expect(() => parseRate(text)).toThrow(QuantityError);
  });

  test('is written per second', () => {
    expect(formatRate(0.5)).toBe('0.5/s');
  });
});

describe('a size', () => {
  test.each([
    ['64', 64],
    ['64B', 64],
    ['8KiB', 8192],
    ['1.5KiB', 1536],
    ['1MiB', 1_048_576],
    ['0', 0],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(['', '64b', '8KB', '0.3B', '-1B', 'x'])('%j is none', (text) => {
    expect(() => parseSize(text)).toThrow(QuantityError);
  });

  test('what is written can be read back', () => {
    fc.assert(fc.property(fc.nat(2 ** 31 - 1), (bytes) => expect(parseSize(formatSize(bytes))).toBe(bytes)));
    expect([0, 64, 1024, 1536, 8192, 1_048_576, 1000].map(formatSize)).toEqual([
      '0B',
      '64B',
      '1KiB',
      '1.5KiB',
      '8KiB',
      '1MiB',
      '1000B',
    ]);
  });
});

describe('a whole number', () => {
  test('is read where it is one, and at least 1 where it counts something', () => {
    expect([parseWhole('0'), parseWhole('42'), parseCount('1')]).toEqual([0, 42, 1]);
    for (const text of ['', '1.5', '-1', '1e3', '99999999999999999999', 'x'])
      expect(() => parseWhole(text)).toThrow(QuantityError);
    expect(() => parseCount('0')).toThrow(QuantityError);
    expect([parsePort('0'), parsePort('65535')]).toEqual([0, 65_535]);
    for (const text of ['65536', '-1', 'http']) expect(() => parsePort(text)).toThrow(QuantityError);
  });
});

describe('a bandwidth', () => {
  test.each([
    ['64KiB/s', 65_536],
    ['1.5 MiB / s', 1_572_864],
    ['100B/s', 100],
    ['unlimited', Infinity],
  ])('%s', (text, bytes) => {
    expect(parseBandwidth(text)).toBe(bytes);
    expect(parseBandwidth(formatBandwidth(bytes))).toBe(bytes);
  });

  test.each(['64', '64KiB', '0B/s', '/s', '64/s', 'none'])('%j is none', (text) => {
    expect(() => parseBandwidth(text)).toThrow(QuantityError);
  });
});
