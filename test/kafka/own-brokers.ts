import { mkdtempSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePart, kafkaPart } from '../../src/stack/artifacts.ts'
import type { BrokerPlan } from '../../src/stack/broker-settings.ts'
import { startBroker } from '../../src/stack/broker.ts'
import { cacheFolder } from '../../src/stack/cache.ts'
import { openDataFolder } from '../../src/stack/data-folder.ts'
import { findJava } from '../../src/stack/java.ts'
import { freePorts, host } from '../../src/stack/ports.ts'

/** A Kafka of a test's own, without a registry. */
export interface OwnBrokers {
  /** host:port of each, separated by commas. */
  readonly brokers: string
  readonly folder: string
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

/** Starts `count` brokers of 256 MB, numbered from 1. `settings` are further lines of server.properties. */
export async function startOwnBrokers(
  count: number,
  settings: (plan: BrokerPlan, folder: string) => Record<string, string>,
): Promise<OwnBrokers> {
  const nodes = Array.from({ length: count }, (_, n) => n + 1)
  const folder = await openDataFolder(mkdtempSync(join(tmpdir(), 'signalbox-own-')), nodes)
  const java = await findJava()
  const jars = await ensurePart(kafkaPart, cacheFolder(), () => undefined)
  await mkdir(join(folder.path, 'logs'))
  const ports = await freePorts(count * 2)
  const home = (node: number) => join(folder.path, `broker-${node}`)
  const cluster = nodes.map((node, n): BrokerPlan => {
    const [port = 0, controllerPort = 0] = ports.slice(n * 2)
    return { node, port, controllerPort, data: join(home(node), 'data') }
  })
  const starts = cluster.map(plan =>
    startBroker({
      plan,
      cluster,
      identity: folder.identity,
      home: home(plan.node),
      log: join(folder.path, 'logs', `broker-${plan.node}.log`),
      java,
      jars,
      settings: settings(plan, folder.path),
      heapMb: 256,
      report: () => undefined,
    }),
  )
  const stop = async () => {
    const started = await Promise.allSettled(starts)
    const running = started.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []))
    await Promise.all(running.map(broker => broker.stop(5_000)))
    await folder.lock.release()
    await rm(folder.path, { recursive: true, force: true })
  }
  try {
    await Promise.all(starts)
  } catch (error) {
    await stop()
    throw error
  }
  return { brokers: cluster.map(({ port }) => `${host}:${port}`).join(','), folder: folder.path, stop }
}
