import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { fullMessage, isPassing } from '../kafka/index.ts'

/** Another broker takes over from one that died within seconds; what lasts longer is for a person. */
const patienceMs = 30_000
const pauseMs = 500

/** Tries until it works, up to half a minute: a broker that is down must not keep a process from starting, for others take over what it led. Rejects at once for what waiting does not mend. */
export async function patiently<T>(log: Logger, attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + patienceMs
  let told = ''
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isPassing(error) || performance.now() > end) throw error
      const reason = fullMessage(error)
      if (reason !== told) log.warn({ reason }, 'Kafka does not take what the start asks of it; tried again')
      told = reason
      await sleep(pauseMs)
    }
  }
}
