import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { systemCode } from './problem.ts'

export interface PinnedFile {
  name: string
  /** Hexadecimal. */
  sha256: string
}

/** Reads a list as sha256sum writes it. */
export async function readPinnedFiles(list: string): Promise<PinnedFile[]> {
  const lines = (await readFile(list, 'utf8')).split('\n').filter(line => line !== '')
  return lines.map(line => ({ sha256: line.slice(0, 64), name: line.slice(66) }))
}

/** Says what is wrong with each file of the list that is absent or not the pinned one; empty when all are right. */
export async function differences(folder: string, files: readonly PinnedFile[]): Promise<string[]> {
  const wrong: string[] = []
  for (const { name, sha256 } of files) {
    const found = await sha256Of(join(folder, name))
    if (found === undefined) wrong.push(`${name} is missing`)
    else if (found !== sha256) wrong.push(`${name} has SHA-256 ${found}, expected ${sha256}`)
  }
  return wrong
}

async function sha256Of(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
