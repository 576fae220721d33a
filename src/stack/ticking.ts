/** Calls back with the whole seconds since now, again and again, until stopped: for work that must not look hung. */
export function ticking(everyMs: number, say: (seconds: number) => void): { stop(): void } {
  const began = performance.now()
  const timer = setInterval(() => say(Math.round((performance.now() - began) / 1000)), everyMs)
  return { stop: () => clearInterval(timer) }
}
