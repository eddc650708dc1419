import type { JSX } from 'preact';
import { BreakingView } from './breaking/breaking-view.tsx';
import { Chat } from './chat/chat.tsx';
import { ClassView } from './classroom/class-view.tsx';
import { LessonsView } from './lessons/lessons-view.tsx';
import { RaceView } from './race/race-view.tsx';
import { place, type Tab } from './shell/place.ts';
import { Shell } from './shell/shell.tsx';
import type { Stage } from './stage/stage.ts';

/** The page. */
export function App({ stage }: { stage: Stage }): JSX.Element {
  const tab = place.value.tab ?? firstTab(stage);
  const View = views[tab];
  return (
    <Shell stage={stage} tab={tab}>
      <View stage={stage} />
    </Shell>
  );
}

const views: Readonly<Record<Tab, (props: { stage: Stage }) => JSX.Element>> = {
  race: RaceView,
  chat: Chat,
  breaking: BreakingView,
  lessons: LessonsView,
  class: ClassView,
};

/** What somebody sees who just opened the page: all three ways at once, where the lab is there to show them. */
function firstTab({ lab, isClass }: Stage): Tab {
  if (isClass) return 'class';
  return lab === null ? 'chat' : 'race';
}
