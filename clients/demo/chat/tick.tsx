import type { JSX } from 'preact';
import type { Progress } from './line.ts';

const SHAPES: Readonly<Record<Progress, string>> = {
  sending: 'M3 8.5l3.5 3.5L14 4.5',
  stored: 'M3 8.5l3.5 3.5L14 4.5',
  delivered: 'M1.5 8.5L5 12l7.5-7.5M8.5 11l1 1L17 4.5',
  refused: 'M4 4l8 8M12 4l-8 8',
  undeliverable: 'M4 4l8 8M12 4l-8 8',
};

/** How far a message has come: a hollow tick, one, two, or a cross; and the same in words. */
export function Tick({ progress, label }: { progress: Progress; label: string }): JSX.Element {
  return (
    <svg class="chat-tick" data-progress={progress} viewBox="0 0 18 16" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={SHAPES[progress]} />
    </svg>
  );
}
