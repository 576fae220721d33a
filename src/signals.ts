/**
 * Waits for SIGTERM, SIGINT or the failure of a part, then stops in order, once; rejects with the failure. A second signal, or a stop that takes longer
 * than `timeoutMs`, ends the process at once: what was not committed is processed again by whoever takes over.
 */
export async function untilSignal(
  timeoutMs: number,
  failed: Promise<unknown>,
  stop: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  let signalled = false
  const asked = new Promise<void>(resolve => {
    const onSignal = (signal: NodeJS.Signals) => {
      if (signalled) process.exit(1)
      signalled = true
      say(`${signal}: finishing what is under way; again to end at once`)
      setTimeout(() => process.exit(1), timeoutMs).unref()
      resolve()
    }
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  })
  try {
    await Promise.race([asked, failed])
  } finally {
    await stop()
  }
}
