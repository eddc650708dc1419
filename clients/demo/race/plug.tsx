import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import type { Race } from './race.ts';
import { raceWords } from './race-words.ts';
import { SEATS } from './seat.ts';

/** The phones that are sent to. */
const PHONES = SEATS.filter(({ side }) => side === 'b').map(({ phone }) => phone);

/** Takes B off the network in all lanes, and puts it back: what nobody is told of. Only where there is a lab. */
export function Plug({ race }: { race: Race }): JSX.Element | null {
  const words = inLanguage(raceWords);
  const { lab } = race.stage;
  if (lab === null) return null;
  const unplugged = new Set(lab.state.value?.phones.flatMap(({ name, isUnplugged }) => (isUnplugged ? [name] : [])));
  const isOut = PHONES.every((name) => unplugged.has(name));
  return (
    <div class="race-plug">
      <button
        type="button"
        aria-pressed={isOut}
        onClick={() => race.attempt(lab.do({ do: isOut ? 'plug' : 'unplug', phones: PHONES }))}
      >
        {isOut ? words.plugIn : words.unplug}
      </button>
      <span class="soft" role="status">
        {isOut && words.unplugged}
      </span>
    </div>
  );
}
