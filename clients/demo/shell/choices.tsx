import type { JSX } from 'preact';
import { LANGUAGES, type Language } from '../words/define-words.ts';
import { inLanguage, language } from '../words/language.ts';
import { shellWords } from './shell-words.ts';
import { theme, THEMES, type Theme } from './theme.ts';
import './shell.css';

/** Which language, which colours. */
export function Choices(): JSX.Element {
  const words = inLanguage(shellWords);
  return (
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
