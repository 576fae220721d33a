import { readFileSync } from 'node:fs'
import { exampleFile } from '../../src/flow-settings/example.ts'
import { withAt } from '../with-at.ts'

const step = (after: string, to: string) => ({ after, to })

/** What is other than in the example: seconds instead of hours and days, and no quiet hours. */
const fast = {
  'rules.quiet': { from: '00:00', to: '00:00' },
  'E6.window': '300s',
  'E6.bucket': '10s',
  'E6.ignoredAfter': '2s',
  'E6.unresolvedFor': '1s',
  'E6.period': '300s',
  'P2.sequence.1.after': '3s',
  'P4.journeys.checkout.after': '2s',
  'P4.journeys.profile.after': '2s',
  'P4.journeys.loan_application.after': '2s',
  // P7.ignoredAfter stays at hours: else pushes of other flows would be followed, too. Its test tells of a push of hours ago.
  'P7.reminderAfter': '2s',
  'P7.suppressFor': '60s',
  'X7.chains.critical': [step('0s', 'onCall'), step('2s', 'audience'), step('4s', 'managers')],
  'X8.processes.onboarding.steps.0.within': '3s',
  'X8.processes.onboarding.steps.1.within': '3s',
  'X8.processes.onboarding.steps.2.within': '3s',
  'W2.sla': { default: '2s', invoice: '1s' },
  'W2.chain': [step('0s', 'assignee'), step('2s', 'lead'), step('6s', 'manager')],
  'W6.graceAfterDue': '20s',
}

/** The file of SIGNALBOX_FLOWS_FILE that the tests run on; `changes` by path, such as `P4.journeys.checkout.after`. */
export const fastFlows = (changes: Readonly<Record<string, unknown>> = {}): unknown =>
  withAt(JSON.parse(readFileSync(exampleFile, 'utf8')), { ...fast, ...changes })
