import type { Random } from '../../../bench/random.ts';
import type { ClientSettings } from '../../core/settings.ts';
import type { Shape } from '../lab/lab-frames.ts';
import type { Words } from '../words/define-words.ts';
import type { Script } from './script.ts';
import type { Sight } from '../breaking/sight.ts';

/** What a lesson says, in one language. */
export interface LessonWords {
  readonly title: string;
  /** A paragraph each. */
  readonly idea: readonly string[];
  readonly question: string;
  /** What may be thought, and what is to be said to whoever thinks so. */
  readonly options: readonly { readonly says: string; readonly why: string }[];
  /** What is going on, by the name of the phase in the script. */
  readonly phases: Readonly<Record<string, string>>;
  /** What to look out for, as {@link Lesson.notices} has it. */
  readonly notices: readonly string[];
  readonly notes: TeachersNotes;
}

/** For whoever teaches it. */
export interface TeachersNotes {
  /** Ten minutes at most, in all. */
  readonly plan: readonly { readonly minutes: number; readonly what: string }[];
  readonly misconceptions: readonly {
    readonly claim: string;
    readonly truth: string;
    /** Where the lab shows it. */
    readonly see: string;
  }[];
  readonly questions: readonly string[];
  /** What theory says of the run. */
  readonly numbers: readonly string[];
}

/** How everything is set before a run. */
export interface Scene {
  readonly shape: Shape;
  /** Of all clients; what is not named is as it is by default. */
  readonly settings: Partial<ClientSettings>;
}

/** A way of some hundred kilometres, or a good mobile network: long enough to be seen. */
export const SOME_WAY: Shape = { rttMs: 100, jitterMs: 0, bandwidth: null };

export interface Lesson {
  readonly words: Words<LessonWords>;
  /** Which of the options is right. */
  readonly answer: number;
  readonly scene: Scene;
  /** Whether what is to be seen is the crowd, rather than what the lanes do. */
  readonly isAboutCrowd?: boolean;
  /** What is done in the run. All that is left to chance in it comes from `random`. */
  readonly script: (random: Random) => Script;
  /** Whether what is to be noticed has been seen; asked again and again, until it has. */
  readonly notices: readonly ((sight: Sight) => boolean)[];
}
