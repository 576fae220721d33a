import { EcmCreateTask } from '../schemas/ecm-create-task.generated.ts'
import { EngagementScored } from '../schemas/engagement-scored.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor } from '../src/stream/define.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { ecmCommands } from '../topics/ecm-commands.ts'
import { engagementScores } from '../topics/engagement-scores.ts'
import { since } from './by-name.ts'
import { followUpOf, taskOf, type EscalatedCase } from './low-engagement.ts'
import { cases } from './stores/cases.ts'
import { escalations } from './stores/escalations.ts'

/** Flow E6, second half: who does not answer while a case is open gets a follow-up, and the case a task. Once per case and period. */
export const escalateLowEngagement = (settings: Flows['E6'], zone: string) =>
  processor({
    name: 'escalate-low-engagement',
    input: { from: engagementScores, only: [EngagementScored] },
    lookups: { known: cases, before: escalations },
    keeps: [escalations],
    outputs: [ecmCommands, customerMessages],
    reasons: ['no_open_case', 'case_too_new', 'already_escalated'],

    process({ value }, { known, before }, { keep, forward, drop }) {
      const { score, events, occurredAt } = value
      if (events < settings.least || score > settings.lowAt) return []

      const all = Object.entries(known?.cases ?? {}).map(([id, one]): EscalatedCase => ({ ...one, id }))
      const open = all.filter(one => one.open)
      if (open.length === 0) return drop('no_open_case')
      const unresolved = open.filter(({ openedAt }) => occurredAt >= openedAt + settings.unresolvedForMs)
      if (unresolved.length === 0) return drop('case_too_new')
      const recent = since(before?.lastAt ?? {}, occurredAt - settings.periodMs)
      const wanted = unresolved.filter(({ id }) => recent[id] === undefined)
      if (wanted.length === 0) return drop('already_escalated')

      const now = Object.fromEntries(wanted.map(({ id }) => [id, occurredAt]))
      return [
        keep(escalations, { lastAt: { ...recent, ...now } }),
        ...wanted.flatMap(one => [
          forward(ecmCommands, EcmCreateTask, taskOf(one, value, settings, zone)),
          forward(customerMessages, MessageRequested, followUpOf(one, value)),
        ]),
      ]
    },
  })
