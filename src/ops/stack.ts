import type { Settings } from '../config.ts'
import { startEmbeddedStack } from '../embed.ts'
import { untilSignal } from '../signals.ts'

/** Runs the embedded Kafka and registry until a signal; rejects when one of them ends unasked. */
export async function runStack(settings: Settings, say: (line: string) => void): Promise<void> {
  const stack = await startEmbeddedStack(settings, say)
  say('ready')
  const failed = stack.died.then(sentence => Promise.reject(new Error(sentence)))
  await untilSignal(settings.shutdownTimeoutMs, failed, () => stack.stop(), say)
}
