import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ensurePart, kafkaPart, registryPart } from './artifacts.ts'
import { startBroker } from './broker.ts'
import { cacheFolder } from './cache.ts'
import { openDataFolder } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import type { JavaProcess } from './java-process.ts'
import { findJava } from './java.ts'
import { checkPorts, host } from './ports.ts'
import type { StackPorts } from './ports.ts'
import { registryUrl, startRegistry } from './registry.ts'

export interface StackOptions {
  /** The data lives here, such as `.signalbox`. */
  folder: string
  ports: StackPorts
  /** Takes the progress, one line for people at a time. */
  report: (line: string) => void
  /** Further lines of server.properties; they win over ours. */
  brokerSettings?: Record<string, string>
}

export interface RunningStack {
  /** host:port */
  brokers: string
  /** The root of the registry's Confluent API. */
  registryUrl: string
  /** The java processes. */
  pids: { kafka: number; registry: number }
  /** Resolves with a sentence if a child ends without stop() having been asked for; never rejects. */
  died: Promise<string>
  /** The registry, then Kafka: SIGTERM, SIGKILL after 10 s. Resolves once both are gone and the folder is free. */
  stop(): Promise<void>
}

const graceMs = 10_000
const node = 1

/**
 * Starts Kafka and the registry on the data in the folder, at once, and waits until both answer. Fetches them at first
 * use. Rejects with a StackProblem, and leaves nothing running, when something a person can mend is in the way.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const folder = await openDataFolder(options.folder, [node])
  try {
    const [java] = await Promise.all([findJava(), checkPorts(options.ports)])
    const cache = cacheFolder()
    const jars = await ensurePart(kafkaPart, cache, options.report)
    const bundle = await ensurePart(registryPart, cache, options.report)
    await mkdir(join(folder.path, 'logs'), { recursive: true })
    const [kafka, registry] = await bothOrNone(
      kafkaOn(folder, options, java, jars),
      registryOn(folder, options, java, bundle),
    )
    return running(options.ports, folder, kafka, registry)
  } catch (error) {
    await folder.lock.release()
    throw error
  }
}

function kafkaOn(folder: DataFolder, options: StackOptions, java: string, jars: string): Promise<JavaProcess> {
  const { ports, report, brokerSettings: settings = {} } = options
  const home = join(folder.path, `broker-${node}`)
  const plan = { node, port: ports.kafka, controllerPort: ports.controller, data: join(home, 'data') }
  const log = join(folder.path, 'logs', `broker-${node}.log`)
  return startBroker({ plan, cluster: [plan], identity: folder.identity, home, log, java, jars, settings, report })
}

function registryOn(folder: DataFolder, options: StackOptions, java: string, bundle: string): Promise<JavaProcess> {
  const log = join(folder.path, 'logs', 'registry.log')
  const home = join(folder.path, 'registry')
  return startRegistry({ port: options.ports.registry, home, log, java, bundle, report: options.report })
}

/** When one cannot start, the other is stopped before the reason is thrown. */
async function bothOrNone(
  ...starts: [Promise<JavaProcess>, Promise<JavaProcess>]
): Promise<[JavaProcess, JavaProcess]> {
  try {
    return await Promise.all(starts)
  } catch (error) {
    for (const outcome of await Promise.allSettled(starts)) {
      if (outcome.status === 'fulfilled') await outcome.value.stop(graceMs)
    }
    throw error
  }
}

function running(ports: StackPorts, folder: DataFolder, kafka: JavaProcess, registry: JavaProcess): RunningStack {
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await registry.stop(graceMs)
    await kafka.stop(graceMs)
    await folder.lock.release()
  }
  return {
    brokers: `${host}:${ports.kafka}`,
    registryUrl: registryUrl(ports.registry),
    pids: { kafka: kafka.pid, registry: registry.pid },
    died: new Promise(resolve => {
      for (const { ended } of [kafka, registry]) void ended.then(words => stopped ?? resolve(words))
    }),
    stop: () => (stopped ??= stop()),
  }
}
