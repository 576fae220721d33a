import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** False for what is left of a dead process that nobody has waited for. */
export function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}

export const parentOf = (pid: number) => ask('ppid', '-p', pid)[0] ?? 0
export const groupOf = (pid: number) => ask('pgid', '-p', pid)[0] ?? 0
export const childrenOf = (pid: number) => ask('pid', '--ppid', pid)

function ask(what: string, ...of: (string | number)[]): number[] {
  const listed = execFileSync('ps', ['-o', `${what}=`, ...of.map(String)], { encoding: 'utf8' })
  return listed.trim().split(/\s+/).map(Number)
}

/** Which of them are still alive when that time has passed; returns early when none is. */
export async function survivors(pids: readonly number[], withinMs: number): Promise<number[]> {
  const began = performance.now()
  for (;;) {
    const left = pids.filter(isAlive)
    if (left.length === 0 || performance.now() - began > withinMs) return left
    await sleep(25)
  }
}

/** Runs one of the programs of this folder; `line` is what it first prints, once it is where a test wants it. */
export async function startProgram(name: string, ...args: string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) return { child, line }
  throw new Error(`${name} printed nothing`)
}
