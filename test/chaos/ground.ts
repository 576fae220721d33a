import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePart, registryPart } from '../../src/stack/artifacts.ts'
import { cacheFolder } from '../../src/stack/cache.ts'
import { findJava } from '../../src/stack/java.ts'
import { freePorts } from '../../src/stack/index.ts'
import { registryUrl, startRegistry } from '../../src/stack/registry.ts'
import { pythonEnvironment } from '../integration/python/environment.ts'
import { startCluster, type ChaosCluster } from './engine/cluster.ts'

/** Three brokers and a registry that a run has for itself. */
export interface Ground {
  readonly cluster: ChaosCluster
  /** What the pipeline's processes are told of it. */
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  readonly python: string
  stop(): Promise<void>
}

const graceMs = 5_000

export interface GroundOptions {
  readonly seed: number
  /** Keep the folder with data and logs also when nothing was wrong. */
  readonly keep: boolean
  readonly say: (line: string) => void
}

/** One source after the other on a ground of their own; what is there stays where something was wrong. Answers whether `one` found all of them in order. */
export async function onGround<S>(
  { seed, keep, say }: GroundOptions,
  sources: readonly S[],
  one: (source: S, ground: Ground) => Promise<boolean>,
): Promise<boolean> {
  const environment = pythonEnvironment()
  if ('missing' in environment) throw new Error(`no Python client: ${environment.missing}`)
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-chaos-'))
  say(`seed ${seed}; logs in ${folder}`)
  const ground = await startGround(folder, environment.python, say)
  const fine: boolean[] = []
  try {
    for (const source of sources) fine.push(await one(source, ground))
    return fine.every(Boolean)
  } finally {
    await ground.stop()
    if (fine.length > 0 && fine.every(Boolean) && !keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function startGround(folder: string, python: string, report: (line: string) => void): Promise<Ground> {
  const [port = 0] = await freePorts(1)
  const started = await Promise.allSettled([startCluster(join(folder, 'cluster'), report), registry()])
  const [cluster, java] = started
  const stop = async () => {
    if (java.status === 'fulfilled') await java.value.stop(graceMs)
    if (cluster.status === 'fulfilled') await cluster.value.stop()
  }
  if (cluster.status === 'fulfilled' && java.status === 'fulfilled')
    return { cluster: cluster.value, folder, python, env: envOf(cluster.value.direct, port), stop }
  await stop()
  throw new Error('the ground could not be laid', { cause: started.find(one => one.status === 'rejected')?.reason })

  async function registry() {
    const [java, bundle] = await Promise.all([findJava(), ensurePart(registryPart, cacheFolder(), report)])
    const home = join(folder, 'registry')
    return startRegistry({ port, home, log: join(folder, 'registry.log'), java, bundle, report })
  }
}

const envOf = (brokers: string, port: number) => ({
  SIGNALBOX_KAFKA_BROKERS: brokers,
  SIGNALBOX_REGISTRY_URL: registryUrl(port),
  SIGNALBOX_REPLICATION: '3',
  SIGNALBOX_LOG_LEVEL: 'warn',
})
