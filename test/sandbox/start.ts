import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const entry = ['src/bin/run.mjs', 'test/sandbox/main.ts']

export interface RunningSandbox {
  /** Without a trailing slash. */
  readonly url: string
  /** What it was started with. */
  readonly key: string
  readonly process: ChildProcess
  readonly stop: () => Promise<void>
}

/** What a sandbox is started with: the credentials of its kind, and its settings as in a settings file. */
export interface StartOptions {
  readonly key?: string
  readonly user?: string
  readonly password?: string
  readonly client?: string
  readonly secret?: string
  readonly settings?: object
  /** A free one when left out. */
  readonly port?: number
}

/** The sandbox program with the given arguments, its standard streams as pipes. */
export function spawnSandbox(...args: string[]): ChildProcess {
  return spawn(process.execPath, [...entry, ...args], { cwd: root, stdio: 'pipe' })
}

/** Starts a sandbox, leashed to this process; resolves when it serves. Rejects with what it said instead. */
export async function startSandbox(destination: string, options: StartOptions = {}): Promise<RunningSandbox> {
  const { settings, port = 0, ...credentials } = options
  const folder = settings && (await mkdtemp(join(tmpdir(), 'sandbox-settings-')))
  const file = folder !== undefined ? join(folder, 'settings.json') : undefined
  if (file !== undefined) await writeFile(file, JSON.stringify(settings))
  const child = spawnSandbox(
    ...[destination, '--port', String(port), '--leash'],
    ...Object.entries(credentials).flatMap(([name, value]) => [`--${name}`, value]),
    ...(file !== undefined ? ['--settings', file] : []),
  )
  try {
    const url = await addressOf(child)
    return { url, key: options.key ?? 'sandbox-key', process: child, stop: () => end(child) }
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true })
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
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
