import { AuditEntry } from '../../schemas/audit-entry.generated.ts'
import { PollOrder } from '../../schemas/poll-order.generated.ts'
import { readSettings } from '../../src/config.ts'
import { orderPoll } from '../../src/ops/poll-order.ts'
import { withTopics } from '../../src/ops/verb-context.ts'
import { topology } from '../../src/topology.ts'
import type { workflowPoll } from '../../topics/workflow-poll.ts'
import { stack, type TestPipeline } from '../pipeline.ts'

/** What a polled source holds is read again from the beginning, as an operator orders it. */
export async function readAgain({ prefix }: TestPipeline, source: string, orders: typeof workflowPoll): Promise<void> {
  const { brokers, registry } = stack()
  const settings = readSettings({
    ...{ SIGNALBOX_KAFKA_BROKERS: brokers, SIGNALBOX_REGISTRY_URL: registry },
    SIGNALBOX_TOPIC_PREFIX: prefix,
  })
  const terminal = { say: () => undefined, confirm: () => Promise.resolve(false) }
  const verb = { topology, settings, terminal, reads: [orders, topology.audit], writes: [PollOrder, AuditEntry] }
  await withTopics(verb, context => orderPoll(context, source, { what: 'readFrom', from: 0 }))
}
