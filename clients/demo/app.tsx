import type { JSX } from 'preact';
import { place } from './shell/place.ts';
import { Shell } from './shell/shell.tsx';
import type { Stage } from './stage/stage.ts';

/** The page. */
export function App({ stage }: { stage: Stage }): JSX.Element {
  return <Shell stage={stage}>{place.value.tab}</Shell>;
}
