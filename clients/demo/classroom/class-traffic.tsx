import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Lab } from '../lab/lab.ts';
import { inLanguage } from '../words/language.ts';
import { classWords } from './class-words.ts';
import { Traffic } from './traffic.ts';

const REFRESH_MS = 500;

/** What goes over the line of the class: how a handful of requests becomes hundreds when sixty people poll. */
export function ClassTraffic({ lab }: { lab: Lab }): JSX.Element {
  const words = inLanguage(classWords);
  const shown = useSignal({ requests: 0, frames: 0, bytes: 0, connections: 0 });
  useEffect(() => {
    const traffic = new Traffic();
    let latest = 0;
    const unlisten = lab.onClass((passed) => {
      latest = passed.at;
      traffic.take(passed);
    });
    const refresh = setInterval(() => {
      // The lab's own clock, and the page's where nothing happens any more.
      const now = Math.max(latest, performance.timeOrigin + performance.now());
      shown.value = { ...traffic.ratesAt(now), connections: traffic.connections };
    }, REFRESH_MS);
    return () => {
      unlisten();
      clearInterval(refresh);
    };
  }, [lab]);
  const { requests, frames, bytes, connections } = shown.value;
  const figures = [
    [words.requestsPerSecond, requests.toFixed(1)],
    [words.framesPerSecond, frames.toFixed(1)],
    [words.bytesPerSecond, Math.round(bytes).toLocaleString()],
    [words.connections, String(connections)],
  ] as const;
  return (
    <div class="sheet class-traffic">
      <h2>{words.traffic}</h2>
      <dl>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
