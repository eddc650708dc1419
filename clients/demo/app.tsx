import type { JSX } from 'preact';
import { Chat } from './chat/chat.tsx';
import { RaceView } from './race/race-view.tsx';
import { place, type Tab } from './shell/place.ts';
import { Shell } from './shell/shell.tsx';
import type { Stage } from './stage/stage.ts';

/** The page. */
export function App({ stage }: { stage: Stage }): JSX.Element {
  const tab = place.value.tab ?? firstTab(stage);
  return (
    <Shell stage={stage} tab={tab}>
      {tab === 'chat' ? <Chat stage={stage} /> : tab === 'race' ? <RaceView stage={stage} /> : tab}
    </Shell>
  );
}

/** What somebody sees who just opened the page: all three ways at once, where the lab is there to show them. */
function firstTab({ lab }: Stage): Tab {
  return lab === null ? 'chat' : 'race';
}
