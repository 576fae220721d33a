import { execFile } from 'node:child_process'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { missingFrom, removeLeftovers, seal } from './cache.ts'
import { differences, readPinnedFiles } from './checksums.ts'
import { makeFolder, renameIfThere } from './files.ts'
import { tryLock } from './lock.ts'
import type { Lock } from './lock.ts'
import { fetchWithMaven } from './maven.ts'
import { StackProblem } from './problem.ts'
import { ticking } from './ticking.ts'
import { versions } from './versions.ts'

/** Something we run and did not write: fetched once by a pom of ours, held to a list of SHA-256, kept in the cache. */
export interface Part {
  /** For people, with the version. */
  name: string
  /** Its folder in the cache. */
  folder: string
  /** Holds its pom.xml and files.sha256. */
  source: string
}

const source = (name: string) => join(import.meta.dirname, 'artifacts', name)

export const kafkaPart: Part = {
  name: `Kafka ${versions.kafka}`,
  folder: `kafka_${versions.scala}-${versions.kafka}`,
  source: source('kafka'),
}

export const registryPart: Part = {
  name: `Apicurio Registry ${versions.registry}`,
  folder: `apicurio-registry-${versions.registry}`,
  source: source('registry'),
}

/**
 * The folder with the part's files, fetched if it is not in the cache. The files are copied out of Maven's local
 * repository into a folder that gets its name only when it is complete, so neither a fetch killed half-way nor a local
 * repository purged later does harm. Of several starts at once one fetches and the others wait for it.
 */
export async function ensurePart(part: Part, cache: string, report: (line: string) => void): Promise<string> {
  const folder = join(cache, part.folder)
  if ((await missingFrom(folder)) === undefined) return folder
  await makeFolder(cache, 'set SIGNALBOX_CACHE to a folder that can be')
  const lock = await waitForLock(part, cache, report)
  try {
    const missing = await missingFrom(folder)
    if (missing !== undefined) await fetchPart(part, cache, missing, report)
    return folder
  } finally {
    await lock.release()
  }
}

async function waitForLock(part: Part, cache: string, report: (line: string) => void): Promise<Lock> {
  let holder = 0
  const ticks = ticking(3000, seconds =>
    report(`waiting for process ${holder}, which is fetching ${part.name} (${seconds} s)`),
  )
  try {
    for (;;) {
      const lock = await tryLock(join(cache, `${part.folder}.lock`))
      if ('release' in lock) return lock
      holder = lock.pid
      await sleep(200)
    }
  } finally {
    ticks.stop()
  }
}

async function fetchPart(part: Part, cache: string, missing: string, report: (line: string) => void): Promise<void> {
  const folder = join(cache, part.folder)
  const prefix = `.${part.folder}.`
  await removeLeftovers(cache, prefix)
  const trash = join(cache, `${prefix}trash`)
  if (await renameIfThere(folder, trash)) report(`the ${part.name} in ${cache} lacks ${missing}: fetching it again`)
  else report(`fetching ${part.name} from Maven into ${cache}; this is done once`)
  const stage = join(cache, `${prefix}stage`)
  await fetchPinned(part, cache, stage, report)
  await unpack(stage, part)
  await seal(stage)
  await rename(stage, folder)
  await removeLeftovers(cache, prefix)
  report(`${part.name} is in ${folder}`)
}

/** Should Maven's own repository hold a damaged file, a second run with an empty one repairs that without touching it. */
async function fetchPinned(part: Part, cache: string, stage: string, report: (line: string) => void): Promise<void> {
  const pinned = await readPinnedFiles(join(part.source, 'files.sha256'))
  const run = {
    name: part.name,
    pom: join(part.source, 'pom.xml'),
    stage,
    log: join(cache, `${part.folder}.mvn.log`),
    report,
  }
  await mkdir(stage)
  await fetchWithMaven(run)
  const damaged = await differences(stage, pinned)
  if (damaged.length === 0) return
  report(`Maven's local repository gave wrong files (${damaged[0] ?? ''}): fetching into an empty one`)
  await rm(stage, { recursive: true })
  await mkdir(stage)
  await fetchWithMaven({ ...run, repository: join(cache, `.${part.folder}.repository`) })
  const wrong = await differences(stage, pinned)
  if (wrong.length > 0) throw wrongFiles(part, run.log, wrong)
}

function wrongFiles(part: Part, log: string, wrong: readonly string[]): StackProblem {
  return new StackProblem(
    `what mvn fetched as ${part.name} is not what is pinned in ${join(part.source, 'files.sha256')}:\n` +
      wrong
        .slice(0, 3)
        .map(line => `  ${line}\n`)
        .join('') +
      `Ask where Maven's mirror gets its files from (settings.xml; what mvn said is in ${log}), then start again.`,
  )
}

async function unpack(stage: string, part: Part): Promise<void> {
  const archives = (await readPinnedFiles(join(part.source, 'files.sha256'))).filter(file =>
    file.name.endsWith('.tar.gz'),
  )
  for (const { name } of archives) {
    await promisify(execFile)('tar', ['-xzf', name], { cwd: stage }).catch((error: unknown) => {
      throw new StackProblem(`tar could not unpack ${part.name}: ${String(error)}. Install tar or free some space.`)
    })
    await rm(join(stage, name))
  }
}
