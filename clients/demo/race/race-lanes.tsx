import type { JSX } from 'preact';
import { Timeline } from './timeline.tsx';
import type { Race } from './race.ts';

/** The race's lanes over time, for any part of the page that shows them. */
export function RaceLanes({ race }: { race: Race }): JSX.Element {
  return <Timeline view={race.view} journal={race.stage.journal} />;
}
