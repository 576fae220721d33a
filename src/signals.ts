/**
 * Resolves at the first SIGTERM or SIGINT: whoever waits for it stops in order then. A second signal, or a stop that takes longer than `timeoutMs`,
 * ends the process at once: what was not committed is processed again by whoever takes over. Call it before anything is started.
 */
export function signalled(timeoutMs: number, say: (line: string) => void): Promise<undefined> {
  return new Promise(resolve => {
    let first = true
    const onSignal = (signal: NodeJS.Signals) => {
      if (!first) process.exit(1)
      first = false
      say(`${signal}: finishing what is under way; again to end at once`)
      setTimeout(() => process.exit(1), timeoutMs).unref()
      resolve(undefined)
    }
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  })
}
