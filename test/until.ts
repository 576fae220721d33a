import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again until the answer is as wanted, for ten seconds at most; answers the last answer either way, so that the test's own assertion says what is wrong. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, waitMs = 10_000): Promise<T> {
  const deadline = Date.now() + waitMs
  for (;;) {
    const answer = await ask()
    if (wanted(answer) || Date.now() >= deadline) return answer
    await sleep(25)
  }
}
