/**
 * Chapter 8: a rule changes.
 *
 * Flow E6 makes a task in a case when its customer stops answering. The business wants: not on public holidays, when nobody is there to do it.
 * This is the whole change, as a reviewer sees it; the settings say which days. It is made on a copy of the project, and tried.
 */
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, test } from 'node:test'
import * as escalation from '../../processors/escalate-low-engagement.ts'
import { scoreEngagement } from '../../processors/score-engagement.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import { ecmCommands } from '../../topics/ecm-commands.ts'
import { contentProcessors, openedCase } from '../processors/content.ts'
import { report } from '../processors/engagement.ts'
import { gateDriverWith } from '../processors/messages.ts'
import { field } from '../field.ts'
import { changed, moduleOf } from './change.ts'

// The rule is one line: it reads as it was said, gives its reason a name, and stands where the other rules stand.
const diff = `
--- processors/flows.json
     "dueDays": 3,
+    "holidays": ["2026-12-25", "2026-12-26"],
--- src/flow-settings/ecm.ts
     dueDays: z.int().min(0),
+    holidays: z.array(z.iso.date()).default([]),
--- processors/escalate-low-engagement.ts
+import { localDay } from './local-day.ts'
 import { followUpOf, taskOf, type EscalatedCase } from './low-engagement.ts'
@@
-    reasons: ['no_open_case', 'case_too_new', 'already_escalated'],
+    reasons: ['public_holiday', 'no_open_case', 'case_too_new', 'already_escalated'],
@@
       if (events < settings.least || score > settings.lowAt) return []
+      if (settings.holidays.includes(localDay(occurredAt, zone))) return drop('public_holiday')
`

const copy = await changed(diff)
after(() => rm(copy, { recursive: true }))
// What runs without the change, and what runs with it: two versions of one processor, each with the settings of its own.
const before = { escalation, settings: exampleFlows }
const withRule = {
  escalation: await moduleOf(copy, 'processors/escalate-low-engagement.ts', escalation),
  settings: (await moduleOf(copy, 'src/flow-settings/example.ts', { exampleFlows })).exampleFlows,
}

/** A customer has a case, and the third e-mail that she ignores counts at that time. The cases that get a task, or why none does. */
function ignoredAt(time: string, { escalation, settings: { E6, rules } }: typeof before) {
  const sent = Date.parse(time) - E6.ignoredAfterMs
  const flow = [...contentProcessors(), scoreEngagement(E6), escalation.escalateLowEngagement(E6, rules.zone)]
  const driver = gateDriverWith({ now: sent - days(7) }, ...flow)
  openedCase(driver, 'ada', 7)
  driver.advance(days(7))
  for (const message of ['m-1', 'm-2', 'm-3']) report(driver, 'Send', { message })
  driver.advance(E6.ignoredAfterMs)
  const decided = driver.decisions().filter(({ processor }) => processor === 'escalate-low-engagement')
  return [...driver.outputs(ecmCommands).map(({ value }) => field(value, 'name')), ...decided.map(it => it.reason)]
}
const task = 'Low engagement, Workspace 7'

test('before, Christmas was a day like any other', () => {
  assert.deepEqual(ignoredAt('2026-12-25T10:00:00Z', before), [task])
})

test('now nothing happens on a public holiday, and a decision says why', () => {
  assert.deepEqual(ignoredAt('2026-12-25T10:00:00Z', withRule), ['public_holiday'])
})

test('the day is that of the calendar in Berlin, and the days beside it are as they were', () => {
  const all = (...times: string[]) => times.flatMap(time => ignoredAt(time, withRule))
  assert.deepEqual(all('2026-12-24T22:59:59Z', '2026-12-26T23:00:00Z'), [task, task])
  assert.deepEqual(all('2026-12-24T23:00:00Z', '2026-12-26T22:59:59Z'), ['public_holiday', 'public_holiday'])
})

test('it took four new lines and one that was changed, in three files', () => {
  const lines = (sign: RegExp) => diff.match(sign)?.length
  assert.deepEqual([lines(/^\+/gm), lines(/^-(?!--)/gm), lines(/^---/gm)], [5, 1, 3])
})
