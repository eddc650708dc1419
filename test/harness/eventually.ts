/**
 * Waits until `assert` no longer throws, looking again whenever the event loop has gone round; throws what it threw last
 * when that takes longer than `timeoutMs`. For what has no event to wait for; anything else waits for its event.
 */
export async function eventually(assert: () => void | Promise<void>, timeoutMs = 5000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await assert();
      return;
    } catch (failure) {
      if (performance.now() > deadline) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
