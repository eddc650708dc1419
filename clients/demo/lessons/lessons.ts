import type { Lesson } from './lesson.ts';
import { asking } from './course/asking.ts';
import { choosing } from './course/choosing.ts';
import { hanging } from './course/hanging.ts';
import { lost } from './course/lost.ts';
import { pipe } from './course/pipe.ts';
import { silence } from './course/silence.ts';
import { stampede } from './course/stampede.ts';

/** The course; each builds on those before it. */
export const LESSONS: readonly Lesson[] = [asking, hanging, pipe, lost, silence, stampede, choosing];
