import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../exit-code.ts';
import type { Settings, SweepAxis } from './sweep-result.ts';

/** Flags that would not give cells which can be compared. */
const NOT_SWEPT: ReadonlySet<string> = new Set(
  'sweep transports scenario url adapter idle json html markdown csv hdr'.split(' '),
);

/** Reads one more axis, such as `poll-interval=100ms,1s`. @throws {InvalidArgumentError} */
export function addAxis(text: string, before: readonly SweepAxis[]): SweepAxis[] {
  const [flag = '', list = ''] = text.replace(/^--/, '').split('=', 2);
  const values = list.split(',').map((value) => value.trim());
  if (flag === '' || values.includes('') || NOT_SWEPT.has(flag)) {
    throw new InvalidArgumentError('Give a flag and its values, such as poll-interval=100ms,250ms,1s.');
  }
  if (before.some((axis) => axis.flag === flag)) {
    throw new InvalidArgumentError(`Give all values of ${flag} in one list.`);
  }
  return [...before, { flag, values: [...new Set(values)] }];
}

/** Sets the flags of one cell, as if they had been given. Ends the program where there is no such flag or value. */
export function applySettings(command: Command, settings: Settings): void {
  for (const [flag, value] of Object.entries(settings)) {
    const option = command.options.find(({ long }) => long === `--${flag}`);
    if (option === undefined || !option.required) {
      return command.error(`error: --sweep: there is no flag --${flag} that takes a value`, {
        exitCode: EXIT.badUsage,
      });
    }
    try {
      const parsed: unknown = option.parseArg === undefined ? value : option.parseArg(value, null);
      command.setOptionValueWithSource(option.attributeName(), parsed, 'cli');
    } catch (failure) {
      command.error(`error: --sweep: --${flag} ${value}: ${(failure as Error).message}`, { exitCode: EXIT.badUsage });
    }
  }
}
