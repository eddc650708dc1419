import { threeDigits } from '../format.ts';

/** The step of a value on a scale of shades. */
export interface Shades {
  /** From 0, for the lowest values, to {@link SHADES} − 1. */
  readonly stepOf: (value: number) => number;
  readonly legend: string;
}

/** Colours for them are in the stylesheet. */
export const SHADES = 7;

/** Even steps from the lowest to the highest value; of ratios where these are more than eight to one. */
export function shadesOf(values: readonly number[], unit: string): Shades {
  const [low, high] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const isLog = low > 0 && high / low > 8;
  const scaled = (value: number): number => (isLog ? Math.log(value) : value);
  const width = scaled(high) - scaled(low);
  const swatches = Array.from(
    { length: SHADES },
    (_, step) => `<span class="shade" style="background:var(--h${step})"></span>`,
  );
  const said = (value: number): string => `${threeDigits(value)}${unit && `\u00A0${unit}`}`;
  return {
    stepOf: (value) =>
      width === 0 ? 0 : Math.min(SHADES - 1, Math.floor(((scaled(value) - scaled(low)) / width) * SHADES)),
    legend: `<ul class="legend"><li>${said(low)} ${swatches.join('')} ${said(high)}${isLog ? ' (logarithmic)' : ''}</li><li><span class="shade hatched"></span>does not count</li></ul>\n`,
  };
}

/** What can be read on the shade: the lower half is near to the paper's colour, the upper to the ink's. */
export function inkOn(step: number): string {
  return step > SHADES / 2 ? 'var(--paper)' : 'var(--ink)';
}
