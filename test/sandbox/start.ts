import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const entry = ['src/bin/run.mjs', 'test/sandbox/main.ts']

export interface RunningSandbox {
  /** Without a trailing slash. */
  readonly url: string
  readonly key: string
  readonly process: ChildProcess
  readonly stop: () => Promise<void>
}

/** The sandbox program with the given arguments, its standard streams as pipes. */
export function spawnSandbox(...args: string[]): ChildProcess {
  return spawn(process.execPath, [...entry, ...args], { cwd: root, stdio: 'pipe' })
}

/** Starts a sandbox on a free port, leashed to this process; resolves when it serves. Rejects with what it said instead. */
export async function startSandbox(destination: string, key = 'test-key'): Promise<RunningSandbox> {
  const child = spawnSandbox(destination, '--port', '0', '--key', key, '--leash')
  const url = await addressOf(child)
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { url, key, process: child, stop }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, reject) => {
    let said = ''
    const hear = (chunk: unknown): void => {
      said += String(chunk)
      const url = /listening on (http:\S+)\n/.exec(said)?.[1]
      if (url !== undefined) found(url)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', code => reject(new Error(`the sandbox ended with code ${String(code)}: ${said}`)))
  })
}
