import type { RecordSchema } from '../../schemas/record.ts'
import { processor, reading, stream, table, tableOf } from '../../src/stream/define.ts'
import type { ProcessTopology } from '../../src/stream/index.ts'

interface Engagement {
  eventId: string
  subject: string
  kind: string
  channel: string
  campaign: string
  occurredAt: number
}
interface Case {
  caseId: string
  subject: string
  status: string
  priority: number
  occurredAt: number
  title: string
}
interface Command {
  deliveryId: string
  subject: string
  destination: string
  name: string
  at: number
  caseId: string
  priority: number
  properties: Record<string, string>
}

const text = 'string'
const fieldsOf = (fields: Readonly<Record<string, unknown>>) =>
  Object.entries(fields).map(([name, type]) => ({ name, type }))
/** The benchmark's records call event time `at` and `openedAt`; aliases read them as the envelope has it. */
const eventTime = (alias: string) => ({ name: 'occurredAt', type: 'long', aliases: [alias] })

export const Engagement: RecordSchema<'bench.Engagement', Engagement> = {
  name: 'bench.Engagement',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Engagement',
    namespace: 'bench',
    fields: [...fieldsOf({ eventId: text, subject: text, kind: text, channel: text, campaign: text }), eventTime('at')],
  },
}
export const Case: RecordSchema<'bench.Case', Case> = {
  name: 'bench.Case',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Case',
    namespace: 'bench',
    fields: [
      ...fieldsOf({ caseId: text, subject: text, status: text, priority: 'int' }),
      eventTime('openedAt'),
      ...fieldsOf({ title: text }),
    ],
  },
}
export const Command: RecordSchema<'bench.Command', Command> = {
  name: 'bench.Command',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Command',
    namespace: 'bench',
    fields: fieldsOf({
      deliveryId: text,
      subject: text,
      destination: text,
      name: text,
      at: 'long',
      caseId: text,
      priority: 'int',
      properties: { type: 'map', values: text },
    }),
  },
}

/** What the records of the two inputs were written with: the peer's schemas under their fixed ids. */
export const writers = {
  1: {
    ...Engagement.avro,
    fields: [
      ...fieldsOf({ eventId: text, subject: text, kind: text, channel: text, campaign: text, at: 'long' }),
      { name: 'device', type: ['null', text], default: null },
      ...fieldsOf({ attributes: { type: 'map', values: text } }),
    ],
  },
  2: {
    ...Case.avro,
    fields: fieldsOf({ caseId: text, subject: text, status: text, priority: 'int', openedAt: 'long', title: text }),
  },
} as const

export type Feature = 'dedupe' | 'decisions' | 'versioned table' | 'moved events'

/** The design card's join on the benchmark's topics. `own`: what the names of the topics that only this run uses begin with. */
export function joinTopology(own: string, partitions: number, on: ReadonlySet<Feature>): ProcessTopology {
  const rest = { key: 'the subject', partitions, why: 'benchmark', retentionMs: 3_600_000 }
  const topic = (name: string) => stream({ ...rest, name: `${own}${name}`, records: [] })
  const engagement = stream({ ...rest, name: 'engagement', records: [Engagement] })
  const cases = table({ ...rest, name: 'cases', records: [Case] })
  const commands = stream({ ...rest, name: 'commands', records: [Command] })
  const openCase = tableOf(cases, Case, on.has('versioned table') ? { historyMs: 30 * 86_400_000 } : {})
  const decided = on.has('decisions')
  const escalate = processor({
    name: 'escalate',
    input: {
      from: engagement,
      only: [reading(Engagement, ['channel', 'campaign'], { kind: ['email_unopened', 'push_ignored'] })],
    },
    lookups: { openCase },
    keeps: [],
    outputs: [commands],
    reasons: ['no_case', 'case_closed'],
    process({ value }, rows, { forward, drop }) {
      const found = rows.openCase
      if (!found) return decided ? drop('no_case') : []
      if (found.status !== 'open') return decided ? drop('case_closed') : []
      return forward(commands, Command, {
        deliveryId: `${value.eventId}/escalate/ecm`,
        subject: value.subject,
        destination: 'ecm',
        name: 'escalate',
        at: value.occurredAt,
        caseId: found.caseId,
        priority: found.priority,
        properties: { campaign: value.campaign, channel: value.channel, title: found.title },
      })
    },
  })
  return {
    processors: [escalate],
    changelog: table({ ...rest, name: `${own}changelog`, records: [] }),
    ...(on.has('dedupe') && { eventIds: topic('event-ids') }),
    ...(on.has('moved events') && { moved: topic('moved') }),
    decisions: topic('decisions'),
    deadLetters: topic('dead.letters'),
  }
}
