import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { exists } from './process-identity.ts'

/** A child process that dies with us, however we die. See leash.sh for how. */
export interface Leashed {
  /** The process id of the command itself, not of its leash. */
  pid: number
  /** How it ended, as a half sentence such as `ended with code 1`. Resolves once it is gone; never rejects. */
  ended: Promise<Ending>
  /** TERM, and KILL when it has not ended after that many milliseconds. Resolves once it is gone. */
  stop: (graceMs: number) => Promise<void>
}

export interface Ending {
  /** The exit code; 128 plus the signal's number when a signal ended it; null when the leash itself was killed. */
  code: number | null
  words: string
}

export interface LeashOptions {
  folder: string
  env: NodeJS.ProcessEnv
  /** An open file that takes what the command prints, or a function that is given it piece by piece. */
  output: number | ((text: string) => void)
}

/**
 * Starts a command in a process group of its own, so that Ctrl-C in a terminal reaches us alone and we can stop it in
 * order. A command that cannot be started ends with code 127. Rejects only when there is no `sh`.
 */
export async function leash(command: string, args: readonly string[], options: LeashOptions): Promise<Leashed> {
  const { output } = options
  const child = spawn('/bin/sh', [join(import.meta.dirname, 'leash.sh'), command, ...args], {
    cwd: options.folder,
    env: options.env,
    detached: true,
    stdio: ['pipe', 'pipe', typeof output === 'number' ? output : 'pipe'],
  })
  if (typeof output === 'function') child.stderr?.setEncoding('utf8').on('data', output)
  // Should the leash be killed, Node closes its input, and that ends the command also where setpriv is missing.
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  const pid = await Promise.race([commandPid(child), closed.then(() => undefined)])
  if (pid === undefined) throw new Error('the leash was killed before it could start its command')
  const ended = closed.then(code => ending(pid, code))
  return { pid, ended, stop: graceMs => stop(child, ended, graceMs) }
}

async function commandPid(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('the leash has no standard output')
  for await (const line of createInterface({ input: child.stdout })) return Number(line)
  return new Promise<never>(() => undefined)
}

async function ending(pid: number, code: number | null): Promise<Ending> {
  if (code === null) await gone(pid)
  return { code, words: words(code) }
}

function words(code: number | null): string {
  if (code === null) return 'ended because its leash was killed'
  return code > 128 ? `was ended by signal ${code - 128}` : `ended with code ${code}`
}

/** The end of a process that is not our child: only asked for after its leash was killed. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 100 && (await exists(pid)); tries++) await sleep(20)
}

async function stop(child: ChildProcess, ended: Promise<Ending>, graceMs: number): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.stdin?.destroy(), graceMs)
  await ended
  clearTimeout(timer)
}
