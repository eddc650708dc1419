import { useState } from 'preact/hooks';
import { PhoneFault } from '../phone/phone.ts';
import type { Fault } from './messenger.ts';

/** Runs what may be refused, and holds why it was, until something else is tried. */
export function useAttempt(): [Fault | null, (act: () => Promise<void>) => Promise<void>] {
  const [fault, setFault] = useState<Fault | null>(null);

  async function attempt(act: () => Promise<void>): Promise<void> {
    setFault(null);
    try {
      await act();
    } catch (failure) {
      if (!(failure instanceof PhoneFault)) throw failure;
      setFault(failure);
    }
  }

  return [fault, attempt];
}
