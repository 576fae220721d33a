import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { makeFolder, writeWhole } from './files.ts'
import { tryLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { StackProblem, systemCode } from './problem.ts'
import { versions } from './versions.ts'

const stackFile = z.object({
  /** The versions that wrote the data. */
  kafka: z.string(),
  registry: z.string(),
  /** Kafka's ids: of the cluster, and of each broker's data directory by node id. */
  cluster: z.string(),
  directories: z.record(z.string(), z.string()),
})

/** Identities that live as long as the data. */
export type StackIdentity = z.infer<typeof stackFile>

export interface DataFolder {
  /** Absolute. */
  path: string
  identity: StackIdentity
  lock: Lock
}

/**
 * Takes the folder for this process, and makes it at first use. A StackProblem when another stack runs on it, another
 * version wrote it, or Kafka could not use its path.
 */
export async function openDataFolder(folder: string, nodes: readonly number[]): Promise<DataFolder> {
  const path = resolve(folder)
  if (/[,;:\\]/.test(path)) {
    throw new StackProblem(`Kafka and the registry cannot keep data in ${path}: the path may not hold , ; : or \\.`)
  }
  await makeFolder(path, 'name a data folder that can be')
  const lock = await tryLock(join(path, 'stack.lock'))
  if (!('release' in lock)) {
    throw new StackProblem(
      `another stack, process ${lock.pid}, is running on the data in ${path}: use that one, stop it, or name another folder.`,
    )
  }
  try {
    return { path, lock, identity: await readIdentity(path, nodes) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function readIdentity(folder: string, nodes: readonly number[]): Promise<StackIdentity> {
  const path = join(folder, 'stack.json')
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return writeIdentity(path, nodes)
  const identity = parseIdentity(path, text)
  if (identity.kafka !== versions.kafka || identity.registry !== versions.registry) throw otherVersion(folder, identity)
  return identity
}

async function writeIdentity(path: string, nodes: readonly number[]): Promise<StackIdentity> {
  const directories = Object.fromEntries(nodes.map(node => [String(node), kafkaId()]))
  const identity = { kafka: versions.kafka, registry: versions.registry, cluster: kafkaId(), directories }
  await writeWhole(path, `${JSON.stringify(identity, null, 2)}\n`)
  return identity
}

function parseIdentity(path: string, text: string): StackIdentity {
  try {
    return stackFile.parse(JSON.parse(text))
  } catch (error) {
    throw new StackProblem(
      `${path} cannot be read, so it is not known what wrote the data beside it: ` +
        'put the file back, or move the folder away to start with an empty one.',
      { cause: error },
    )
  }
}

function otherVersion(folder: string, found: StackIdentity): StackProblem {
  return new StackProblem(
    `the data in ${folder} was written by Kafka ${found.kafka} and registry ${found.registry}; ` +
      `this is Kafka ${versions.kafka} and registry ${versions.registry}. ` +
      'Run the version of Signalbox that wrote it, or move the folder away (or delete it) to start with an empty one.',
  )
}

/** 16 random bytes as Kafka writes ids; never with a leading dash, which its tools would take for an option. */
function kafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url')
    if (!id.startsWith('-')) return id
  }
}
