import type { Settings } from '../config.ts'
import { startEmbeddedStack } from '../embed.ts'
import { signalled } from '../signals.ts'

/** Runs the embedded Kafka and registry until a signal; rejects when one of them ends unasked. */
export async function runStack(settings: Settings, say: (line: string) => void): Promise<void> {
  const asked = signalled(settings.shutdownTimeoutMs, say)
  const stack = await Promise.race([startEmbeddedStack(settings, say), asked])
  if (!stack) return
  say('ready')
  const died = stack.died.then(sentence => Promise.reject(new Error(sentence)))
  await Promise.race([asked, died]).finally(() => stack.stop())
}
