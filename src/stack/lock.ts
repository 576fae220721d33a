import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, thisProcess } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** A lock that is ours until it is released or this process dies, also by kill -9. */
export interface Lock {
  release(): Promise<void>
}

/** A file in the lock's folder: somebody who draws a ticket (NaN as yet) or has one. Its name is all it holds. */
interface Entry {
  ticket: number
  name: string
  process: ProcessIdentity
}

let attempts = 0

/**
 * Takes the lock at once or gives the running process that holds it or was faster. Of several at once exactly one
 * gets it. The lock is a folder in which everybody draws a ticket higher than those there; the lowest ticket of a
 * running process holds the lock (Lamport's bakery). What dead processes left does not count and is removed.
 */
export async function tryLock(folder: string): Promise<Lock | ProcessIdentity> {
  await mkdir(folder, { recursive: true })
  const me = await thisProcess()
  const suffix = [me.pid, encodeURIComponent(me.started), attempts++].join('~')
  const drawing = join(folder, `drawing~${suffix}`)
  let own = ''
  try {
    await writeFile(drawing, '')
    const ticket = 1 + Math.max(0, ...(await entries(folder)).map(entry => entry.ticket || 0))
    own = `${ticket}~${suffix}`
    await writeFile(join(folder, own), '')
  } finally {
    await rm(drawing, { force: true })
  }
  const first = await firstInLine(folder)
  if (first?.name === own) return { release: () => rm(join(folder, own), { force: true }) }
  await rm(join(folder, own), { force: true })
  return first?.process ?? me
}

/** Who has the lowest ticket, once nobody is left who was drawing when we had drawn ours. */
async function firstInLine(folder: string): Promise<Entry | undefined> {
  while ((await entries(folder)).some(entry => Number.isNaN(entry.ticket))) await sleep(5)
  const drawn = (await entries(folder)).filter(entry => !Number.isNaN(entry.ticket))
  return drawn.sort((a, b) => a.ticket - b.ticket || (a.name < b.name ? -1 : 1))[0]
}

async function entries(folder: string): Promise<Entry[]> {
  const found: Entry[] = []
  for (const name of await readdir(folder)) {
    const [ticket, pid, started = ''] = name.split('~')
    const process = { pid: Number(pid), started: decodeURIComponent(started) }
    if (await isRunning(process)) found.push({ ticket: Number(ticket), name, process })
    else await rm(join(folder, name), { force: true })
  }
  return found
}
