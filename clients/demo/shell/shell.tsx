import type { ComponentChildren, JSX } from 'preact';
import icon from '../icon.svg';
import type { Stage } from '../stage/stage.ts';
import { inLanguage, language, LANGUAGES, type Language } from '../words/language.ts';
import { type Tab, TABS } from './place.ts';
import { shellWords } from './shell-words.ts';
import { theme, THEMES, type Theme } from './theme.ts';
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
        <div class="shell-choices">
          <Choice
            label={words.language}
            value={language.value}
            options={Object.entries(LANGUAGES)}
            choose={(value) => (language.value = value as Language)}
          />
          <Choice
            label={words.theme}
            value={theme.value}
            options={THEMES.map((name) => [name, words.themes[name]])}
            choose={(value) => (theme.value = value as Theme)}
          />
        </div>
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

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly choose: (value: string) => void;
}

function Choice({ label, value, options, choose }: ChoiceProps): JSX.Element {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}
