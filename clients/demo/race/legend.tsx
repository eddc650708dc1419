import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { raceWords } from './race-words.ts';

/** What the shapes of the timeline stand for. */
export function Legend(): JSX.Element {
  const { legend } = inLanguage(raceWords);
  return (
    <ul class="race-legend">
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-short race-pale" d="M3 14L9 3H25L31 14Z" />
          <path class="race-ink-short race-thick" d="M3 14H31" />
        </svg>
        {legend.bar}
      </li>
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-long race-strong" d="M3 14L9 3H25L31 14Z" />
        </svg>
        {legend.full}
      </li>
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-long race-pale" d="M3 14L9 3H25L31 14Z" />
        </svg>
        {legend.empty}
      </li>
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-long race-pale race-dashed" d="M3 14L9 3H31V14Z" />
          <path class="race-ink-long race-thick" d="M9 3H31" />
        </svg>
        {legend.held}
      </li>
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-error race-dashed" d="M3 14L17 8" />
          <path class="race-ink-error race-thin" d="M12 3L22 13M12 13L22 3" />
        </svg>
        {legend.failed}
      </li>
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-ws race-thin" d="M8 3L26 13" />
          <circle class="race-ink-ws race-full" cx="26" cy="12" r="3.5" />
        </svg>
        {legend.dot}
      </li>
      <li>
        <svg viewBox="0 0 34 16" aria-hidden="true">
          <path class="race-ink-soft race-thin" d="M11 2V14M23 2V14" />
        </svg>
        {legend.tick}
      </li>
    </ul>
  );
}
