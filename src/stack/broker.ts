import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brokerAnswers } from './broker-ready.ts'
import { brokerSettings, initialControllers } from './broker-settings.ts'
import type { BrokerPlan } from './broker-settings.ts'
import type { StackIdentity } from './data-folder.ts'
import { runJava, startJavaProcess } from './java-process.ts'
import type { JavaProcess } from './java-process.ts'
import { host } from './ports.ts'
import { versions } from './versions.ts'

export interface BrokerStart {
  /** Which broker of the cluster. */
  plan: BrokerPlan
  /** All brokers, this one among them. */
  cluster: readonly BrokerPlan[]
  identity: StackIdentity
  /** Its own folder: data, server.properties. */
  home: string
  /** Kafka's own log is kept here. */
  log: string
  java: string
  /** The folder with Kafka's jars. */
  jars: string
  settings: Readonly<Record<string, string>>
  /** The Java heap; 512 where nothing is said. */
  heapMb?: number
  report: (line: string) => void
}

/**
 * The first compiler only: half the CPU time and a start faster by a third, and no less throughput up to 150 000
 * records/s, which is where a Node client's own limit lies (measured on two cores).
 */
const jvm = ({ heapMb = 512 }: BrokerStart) => [`-Xmx${heapMb}m`, '-XX:TieredStopAtLevel=1']

/** Starts one broker on its data, which it formats at first use, and waits until it answers. */
export async function startBroker(start: BrokerStart): Promise<JavaProcess> {
  const { plan, home } = start
  await mkdir(home, { recursive: true })
  await format(start)
  const settings = join(home, 'server.properties')
  await writeFile(settings, brokerSettings(plan, start.cluster, start.settings))
  return startJavaProcess({
    ...program(start, start.log),
    name: `Kafka ${versions.kafka}`,
    args: [...jvm(start), ...logging(start.log), '-cp', join(start.jars, '*'), 'kafka.Kafka', settings],
    address: `${host}:${plan.port}`,
    answers: () => brokerAnswers(plan.port, plan.node),
  })
}

/** Formats a folder aside and gives it its name when it is done: a format killed half-way leaves nothing. */
async function format(start: BrokerStart): Promise<void> {
  const { plan, home, identity } = start
  const formatted = await access(join(plan.data, 'meta.properties')).then(
    () => true,
    () => false,
  )
  if (formatted) return
  const aside = { ...plan, data: join(home, 'formatting') }
  const settings = join(home, 'format.properties')
  await rm(aside.data, { recursive: true, force: true })
  await writeFile(settings, brokerSettings(aside, start.cluster))
  const controllers = initialControllers(start.cluster, identity.directories)
  const args = ['format', '-t', identity.cluster, '--initial-controllers', controllers, '-c', settings]
  await runJava({
    ...program(start, start.log),
    name: 'formatting Kafka’s data',
    args: [
      ...jvm(start),
      ...logging(`${start.log}.format`),
      '-cp',
      join(start.jars, '*'),
      'kafka.tools.StorageTool',
      ...args,
    ],
  })
  await rename(aside.data, plan.data)
  await rm(settings)
}

function program({ java, home, report }: BrokerStart, log: string) {
  return { java, folder: home, log, report }
}

function logging(log: string): string[] {
  return [`-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.xml')}`, `-Dsignalbox.log=${log}`]
}
