import { useEffect, useState } from 'preact/hooks';
import type { Millis } from '../../../servers/protocol/units.ts';

/** Unix time in ms, anew every `everyMs` while the page can be seen. */
export function useNow(everyMs: Millis): Millis {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
