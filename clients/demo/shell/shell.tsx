import type { ComponentChildren, JSX } from 'preact';
import icon from '../icon.svg';
import type { Stage } from '../stage/stage.ts';
import { inLanguage } from '../words/language.ts';
import { Choices } from './choices.tsx';
import { type Tab, TABS } from './place.ts';
import { shellWords } from './shell-words.ts';
import './shell.css';

interface ShellProps {
  readonly stage: Stage;
  /** What is shown. */
  readonly tab: Tab;
  readonly children: ComponentChildren;
}

/** What one of a class sees: who asks for more starts a lab. */
const CLASS_TABS: readonly Tab[] = ['class'];

/** What is around every part of the page: where to go, which language, which colours. */
export function Shell({ stage, tab, children }: ShellProps): JSX.Element {
  const words = inLanguage(shellWords);
  return (
    <>
      <header class="shell-head">
        <h1 title={words.about}>
          <img src={icon} alt="" />
          <span>transport-lab</span>
        </h1>
        <nav aria-label={words.navigation}>
          {(stage.isClass ? CLASS_TABS : TABS).map((each) => (
            <a key={each} href={`#${each}`} aria-current={each === tab ? 'page' : undefined}>
              {words.tabs[each]}
            </a>
          ))}
        </nav>
        <Choices />
      </header>
      <main class="shell-main">
        <Notice stage={stage} />
        {children}
      </main>
    </>
  );
}

function Notice({ stage: { lab, isClass } }: { stage: Stage }): JSX.Element | null {
  const words = inLanguage(shellWords);
  if (isClass) return null;
  if (lab === null) return <p class="shell-notice">{words.noLab}</p>;
  if (lab.state.value !== null) return null;
  return (
    <p class="shell-notice" role="status">
      {words.labGone}
    </p>
  );
}
