/** The settings of the day: those of the example, with times that pass within 24 hours and caps that more than one message meets. */
import { readFileSync } from 'node:fs'
import { exampleFile } from '../../../src/flow-settings/example.ts'
import { FlowSettings, type Flows } from '../../../src/flow-settings/index.ts'
import { z } from 'zod'

const Example = z.looseObject({
  rules: z.looseObject({}),
  E5: z.looseObject({}),
  E6: z.looseObject({}),
  P2: z.looseObject({}),
  P4: z.looseObject({}),
  P7: z.looseObject({}),
  X8: z.looseObject({}),
  W2: z.looseObject({}),
  W6: z.looseObject({}),
})
const example = Example.parse(JSON.parse(readFileSync(exampleFile, 'utf8')))

/**
 * Events come at multiples of ten seconds, and so do the ends of quiet hours; every flow's delay ends at a second of its own. So no two flows have a timer of one
 * customer at the same moment, where the order would be anybody's.
 */
export const tickMs = 10_000

export const daySettings: Flows = FlowSettings.parse({
  ...example,
  rules: {
    ...example.rules,
    caps: [
      { channels: ['email', 'push', 'sms', 'campaign'], most: 4, within: '3h' },
      { channels: ['push'], most: 5, within: '12h' },
    ],
  },
  E5: { ...example.E5, mostWaiting: 3 },
  E6: { ...example.E6, window: '4h', bucket: '15m', ignoredAfter: '7201s', unresolvedFor: '1h', period: '18009s' },
  P2: {
    ...example.P2,
    sequence: [
      { after: '0s', message: 'alert' },
      { after: '1806s', message: 'update' },
    ],
  },
  P4: {
    ...example.P4,
    journeys: {
      checkout: { after: '3605s', message: 'checkout' },
      profile: { after: '10805s', message: 'profile' },
      loan_application: { after: '5405s', message: 'profile' },
    },
  },
  P7: { ...example.P7, ignoredAfter: '7203s', reminderAfter: '3604s', suppressFor: '6h' },
  X8: {
    ...example.X8,
    processes: {
      onboarding: {
        steps: [
          { step: 'hr_record', within: '2h', roles: ['hr'], customer: null },
          { step: 'it_account', within: '1h', roles: ['it'], customer: null },
          { step: 'welcome', within: '3h', roles: [], customer: 'step' },
        ],
      },
      claim: {
        steps: [
          { step: 'received', within: '30m', roles: [], customer: 'step' },
          { step: 'decided', within: '4h', roles: ['claims'], customer: 'step' },
        ],
      },
    },
  },
  W2: {
    sla: { default: '3h', invoice: '1h' },
    chain: [
      { after: '0s', to: 'assignee' },
      { after: '40m', to: 'lead' },
      { after: '2h', to: 'manager' },
    ],
  },
  W6: { ...example.W6, graceAfterDue: '2h' },
})
