/**
 * Every flow, end to end, on one ground. A flow is test/flows/<ID>.ts with
 *
 *   export const flow = (ground: Ground): void => { test('…', async () => { … }) }
 *
 * and a line in one of the lists below: `import { flow as e6 } from './E6.ts'` and `E6: e6`.
 *
 *   npm test -- test/flows/all.test.ts                             all of them
 *   SIGNALBOX_TEST_FLOW=E6 npm test -- test/flows/all.test.ts      one alone, or several with commas
 */
import { after, describe } from 'node:test'
import type { FlowId } from '../../src/flow-settings/index.ts'
import { flow as e1 } from './E1.ts'
import { flow as e2 } from './E2.ts'
import { flow as e4 } from './E4.ts'
import { flow as e5 } from './E5.ts'
import { flow as x7 } from './X7.ts'
import { flow as x8 } from './X8.ts'
import { flow as w2 } from './W2.ts'
import { flow as w6 } from './W6.ts'
import { startGround, type Ground } from './ground.ts'
import { startHarmedGround } from './harmed.ts'
import { flow as e6 } from './E6.ts'
import { flow as p6 } from './P6.ts'
import { flow as p2 } from './P2.ts'
import { flow as p4 } from './P4.ts'
import { flow as p7 } from './P7.ts'
import { flow as h3 } from './H3.ts'

type Flows = Partial<Record<FlowId, (ground: Ground) => void>>

/** They wait for timers most of the time, and do so side by side: none may change what another sees, and each has its own customers, cases and people. */
const sideBySide: Flows = {
  E1: e1,
  E2: e2,
  E4: e4,
  E5: e5,
  E6: e6,
  P6: p6,
  P4: p4,
  P7: p7,
  H3: h3,
  X7: x7,
  X8: x8,
  W2: w2,
  W6: w6,
}

/** Those that break a system for everybody: one after the other. */
const alone: Flows = { P2: p2 }

const only = process.env['SIGNALBOX_TEST_FLOW']?.split(',')
const chosen = (flows: Flows) => Object.entries(flows).filter(([id]) => only === undefined || only.includes(id))

/** With one the pipeline is killed with -9 while they run. */
const killsSeed = process.env['SIGNALBOX_TEST_KILLS_SEED']

if (chosen({ ...sideBySide, ...alone }).length > 0) {
  const ground = await (killsSeed === undefined ? startGround() : startHarmedGround(Number(killsSeed)))
  after(() => ground.stop())
  for (const [name, flows, concurrency] of [
    ['side by side', sideBySide, 7],
    ['alone', alone, 1],
  ] as const)
    describe(name, { concurrency }, () => {
      // Tests of one flow follow each other: a suite inherits the concurrency of the one around it.
      for (const [id, flow] of chosen(flows)) describe(id, { concurrency: 1 }, () => flow(ground))
    })
}
