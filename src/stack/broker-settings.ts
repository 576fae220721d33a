import { host } from './ports.ts'

/** One broker of the cluster: broker and controller in one process. */
export interface BrokerPlan {
  node: number
  port: number
  controllerPort: number
  /** Where Kafka keeps its log directories. */
  data: string
}

/** The content of server.properties. `extra` wins over what is set here. */
export function brokerSettings(
  plan: BrokerPlan,
  cluster: readonly BrokerPlan[],
  extra: Readonly<Record<string, string>> = {},
): string {
  const settings = { ...identity(plan, cluster), ...replication(cluster.length), ...conduct, ...extra }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** What `format --initial-controllers` wants: node@host:port:directory id, for every controller. */
export function initialControllers(
  cluster: readonly BrokerPlan[],
  directories: Readonly<Record<string, string>>,
): string {
  return cluster
    .map(({ node, controllerPort }) => `${node}@${host}:${controllerPort}:${directories[node] ?? ''}`)
    .join(',')
}

function identity(plan: BrokerPlan, cluster: readonly BrokerPlan[]): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': plan.node,
    'controller.quorum.bootstrap.servers': cluster.map(({ controllerPort }) => `${host}:${controllerPort}`).join(','),
    listeners: `PLAINTEXT://${host}:${plan.port},CONTROLLER://${host}:${plan.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${host}:${plan.port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': plan.data,
  }
}

/** Kafka's own topics: copies on up to three brokers, and few partitions, since each costs time at the start. */
function replication(brokers: number): Record<string, number> {
  const copies = Math.min(3, brokers)
  const inSync = Math.max(1, copies - 1)
  return {
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': 1,
  }
}

const conduct = {
  'auto.create.topics.enable': 'false',
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1000,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
  // A broker killed with -9 is let in again only after its old session: 9 s by default, all of it time to start.
  'broker.session.timeout.ms': 3000,
  'broker.heartbeat.interval.ms': 500,
  // 128 MB by default, out of a heap of 512.
  'log.cleaner.dedupe.buffer.size': 33554432,
}
