import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

interface StepsProps<T> {
  readonly label: string;
  /** In order. */
  readonly values: readonly T[];
  readonly value: T;
  readonly say: (value: T) => string;
  /** Called when a value was chosen, not while the slider is dragged over others. */
  readonly choose: (value: T) => void;
  readonly isDisabled?: boolean;
}

/** A slider over given values. One that is not among them is shown as it is, at the place where it would be. */
export function Steps<T extends number | null>(props: StepsProps<T>): JSX.Element {
  const { label, values, value, say, choose, isDisabled = false } = props;
  const dragged = useSignal<number | null>(null);
  const shown = dragged.value === null ? value : values[dragged.value]!;
  // Null stands for no bound, the last of all.
  const place = values.findIndex((each) => each === shown || each === null || (shown !== null && each >= shown));
  return (
    <label class="race-steps">
      <span>
        {label} <b aria-hidden="true">{say(shown)}</b>
      </span>
      <input
        type="range"
        min={0}
        max={values.length - 1}
        step={1}
        value={place === -1 ? values.length - 1 : place}
        aria-valuetext={say(shown)}
        disabled={isDisabled}
        onInput={({ currentTarget }) => (dragged.value = currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => {
          dragged.value = null;
          choose(values[currentTarget.valueAsNumber]!);
        }}
      />
    </label>
  );
}
