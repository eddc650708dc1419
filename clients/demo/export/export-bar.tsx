import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Journal } from '../journal/journal.ts';
import type { TimelineView } from '../race/timeline-view.ts';
import { inLanguage } from '../words/language.ts';
import { download } from './download.ts';
import { embedTrace } from './embed-trace.ts';
import { exportWords } from './export-words.ts';
import { pngPicture, svgPicture } from './picture.ts';
import { toNdjson } from './saved-trace.ts';
import { toHar } from './to-har.ts';
import './export.css';

interface ExportBarProps {
  readonly view: TimelineView;
  readonly journal: Journal;
}

type Kind = 'page' | 'ndjson' | 'har' | 'svg' | 'png';

interface Format {
  readonly ending: string;
  readonly make: (props: ExportBarProps) => Blob | Promise<Blob>;
}

const FORMATS: Readonly<Record<Kind, Format>> = {
  page: {
    ending: '.html',
    async make(props) {
      const viewer = await fetch('viewer.html');
      if (!viewer.ok) throw new Error(`the server has no viewer (${viewer.status})`);
      return new Blob([embedTrace(await viewer.text(), traceOf(props))], { type: 'text/html' });
    },
  },
  ndjson: {
    ending: '.ndjson',
    make: (props) => new Blob([traceOf(props)], { type: 'application/x-ndjson' }),
  },
  har: {
    ending: '.har',
    make: ({ journal }) => new Blob([JSON.stringify(toHar(journal.entries), null, 1)], { type: 'application/json' }),
  },
  svg: { ending: '.svg', make: ({ view }) => svgPicture(view) },
  png: { ending: '.png', make: ({ view }) => pngPicture(view) },
};

const KINDS = Object.keys(FORMATS) as readonly Kind[];

/** What happened, and what is seen of it, to be kept as a file. */
export function ExportBar(props: ExportBarProps): JSX.Element {
  const words = inLanguage(exportWords);
  const said = useSignal('');

  async function save(kind: Kind): Promise<void> {
    const { ending, make } = FORMATS[kind];
    try {
      const name = `transport-lab-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}${ending}`;
      download(name, await make(props));
      said.value = words.saved(name);
    } catch (failure) {
      if (!(failure instanceof Error)) throw failure;
      said.value = words.failed(failure.message);
    }
  }

  return (
    <details class="export sheet">
      <summary>{words.title}</summary>
      <p class="soft">{words.about}</p>
      <div class="export-buttons">
        {KINDS.map((kind) => (
          <button key={kind} type="button" onClick={() => void save(kind)}>
            {words[kind]}
          </button>
        ))}
      </div>
      <p role="status">{said}</p>
    </details>
  );
}

function traceOf({ view, journal: { entries } }: ExportBarProps): string {
  const forgotten = entries.added - entries.size;
  return toNdjson({ savedAt: Date.now(), forgotten, thread: view.thread.value, entries: [...entries] });
}
