import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { DeliveryLedgerRow } from '../../schemas/delivery-ledger-row.generated.ts'
import type { RecordToWrite } from '../../src/kafka/index.ts'
import { ordersOf, resolutionKey } from '../../src/ops/delivery/control.ts'
import { inDoubtList } from '../../src/ops/delivery/in-doubt.ts'
import { resolve, type Resolving } from '../../src/ops/delivery/resolve.ts'
import type { VerbContext } from '../../src/ops/verb-context.ts'
import { brazeLedger, httpLedger } from '../../topics/ledgers.ts'
import { until } from '../until.ts'
import { z } from 'zod'
import { auditEntry, command, operated, put, topology, type Operated } from './operated.ts'

const { control, audit } = topology
const ago = (ms: number) => Date.now() - ms

type Phase = Partial<Pick<DeliveryLedgerRow, 'phase' | 'calledAt' | 'endpoint' | 'way'>>

/** A ledger's row with the commands of these events. */
function row(
  context: VerbContext,
  key: string,
  events: readonly string[],
  phase: Phase,
  reason: string | null = null,
): RecordToWrite {
  const commands = events.map((event, n) => {
    const { key: subject, value } = command(context, event, `subject-of-${event}`)
    const times = { timestamp: ago(9_000), firstFailedAt: null, lastFailedAt: null, failingMs: 0, dueAt: 0 }
    return { offset: 70 + n, key: subject, value, headers: [], attempts: 1, reason, canBeTold: true, ...times }
  })
  const value = { phase: 'inDoubt', calledAt: null, endpoint: null, way: null, ...phase, commands }
  return {
    key: Buffer.from(key),
    value: context.codec.encode(DeliveryLedgerRow, value),
    headers: [],
    timestamp: ago(7_300_000),
  }
}

const deletion = (key: string): RecordToWrite => ({
  key: Buffer.from(key),
  value: null,
  headers: [],
  timestamp: Date.now(),
})

let pipeline: Operated
const list = (destination?: string, json = false) =>
  pipeline.run(context => inDoubtList(context, { destination, json }))

const resolving = (event: string, changes: Partial<Resolving> = {}): Resolving => ({
  deliveryId: `${event}/greet/braze`,
  destination: 'braze',
  as: 'delivered',
  yes: true,
  waitMs: 500,
  ...changes,
})
const settle = (event: string, changes: Partial<Resolving> = {}, answer?: boolean) =>
  pipeline.run(context => resolve(context, resolving(event, changes)), answer)

/** Does what a process does when it follows: deletes the row of the control topic, once it is there. */
async function follow(event: string): Promise<void> {
  const key = resolutionKey('braze', `${event}/greet/braze`)
  await pipeline.by(async context => {
    const orders = await until(
      () => ordersOf(context),
      ({ resolutions }) => resolutions.has(key),
    )
    assert.ok(orders.resolutions.has(key))
    await put(context, control, 0, [deletion(key)])
  })
}

describe('in-doubt list', () => {
  before(async () => {
    pipeline = await operated()
  })

  test('nothing is in doubt: it says so and finds nothing', async () => {
    assert.deepEqual(await list(), { found: false, lines: ['nothing is in doubt'], text: 'nothing is in doubt' })
    assert.deepEqual((await list('braze', true)).lines, [])
    await assert.rejects(list('brase'), {
      name: 'Refused',
      message: /^there is no destination brase; there are braze, /,
    })
  })

  test('the last row of a key counts; calls that are under way and commands that wait are not listed', async () => {
    await pipeline.by(async context => {
      await put(context, brazeLedger, 1, [
        row(context, 'command/71', ['settled'], {}),
        row(context, 'command/70', ['doubted'], { phase: 'parked' }),
        row(context, 'command/72', ['parked'], { phase: 'parked' }),
        row(context, 'command/70', ['doubted'], {}, 'no_answer: timed out'),
        deletion('command/71'),
      ])
      await put(context, brazeLedger, 4, [
        row(context, 'call/a', ['fresh'], { phase: 'called', calledAt: ago(5_000), endpoint: '/a', way: 'lookup' }),
        row(context, 'call/b', ['asked', 'asked2'], {
          phase: 'called',
          calledAt: ago(180_000),
          endpoint: '/b',
          way: 'lookup',
        }),
      ])
      await put(context, httpLedger, 0, [
        row(context, 'call/c', ['left'], {
          phase: 'called',
          calledAt: ago(240_000),
          endpoint: 'crm',
          way: 'atMostOnce',
        }),
      ])
    })
    const { found, lines } = await list()
    assert.ok(found)
    const shown = lines.map(line => line.replace(/\d{4}-\S+Z/, 'T'))
    assert.deepEqual(shown, [
      'braze  doubted/greet/braze',
      '  event doubted, subject subject-of-doubted',
      '  in doubt since T (2 h ago), 1 attempt: no_answer: timed out',
      'braze  asked/greet/braze',
      '  event asked, subject subject-of-asked',
      '  being looked up; called at /b T (3 min ago), 1 attempt',
      'braze  asked2/greet/braze',
      '  event asked2, subject subject-of-asked2',
      '  being looked up; called at /b T (3 min ago), 1 attempt',
      'http  left/greet/braze',
      '  event left, subject subject-of-left',
      '  waiting for a process to take it over; called at crm T (4 min ago), 1 attempt',
      '1 command in doubt, 2 being looked up, 1 waiting for a process; signalbox in-doubt resolve --help says what can be done',
    ])
  })

  test('--destination and --json', async () => {
    const { lines } = await list('http', true)
    const [one] = lines.map(line => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
    assert.equal(lines.length, 1)
    assert.match(String(one?.['since']), /^\d{4}-.*Z$/)
    assert.deepEqual(
      { ...one, since: '' },
      {
        destination: 'http',
        state: 'waiting',
        deliveryId: 'left/greet/braze',
        eventId: 'left',
        subject: 'subject-of-left',
        since: '',
        reason: null,
        attempts: 1,
        endpoint: 'crm',
        partition: 0,
        offset: 70,
        told: null,
      },
    )
  })
})

describe('in-doubt resolve', () => {
  before(async () => {
    pipeline = await operated()
    await pipeline.by(async context => {
      await put(context, brazeLedger, 2, [
        row(context, 'command/1', ['e1'], {}, 'no_answer: timed out'),
        row(context, 'command/2', ['e2'], {}),
        row(context, 'command/3', ['e3'], { phase: 'parked' }),
        row(context, 'command/4', ['e4'], {}),
        row(context, 'call/5', ['e5'], { phase: 'called', calledAt: ago(90_000), endpoint: '/b', way: 'atMostOnce' }),
      ])
    })
  })

  test('what is not in doubt is refused, and nothing is written', async () => {
    const list = 'signalbox in-doubt list --destination braze says what is'
    await assert.rejects(settle('e9'), { name: 'Refused', message: `e9/greet/braze is not in doubt at braze; ${list}` })
    await assert.rejects(settle('e3'), { name: 'Refused', message: /^e3\/greet\/braze is not in doubt at braze/ })
    await assert.rejects(settle('e1', { destination: 'http' }), { name: 'Refused', message: /not in doubt at http/ })
    await assert.rejects(settle('e5'), {
      name: 'Refused',
      message: /^e5\/greet\/braze waits for a process that delivers to braze/,
    })
    await assert.rejects(settle('e1', { destination: 'x' }), { name: 'Refused', message: /^there is no destination x/ })
    await assert.rejects(settle('e1', { yes: false }, false), { name: 'Refused', message: 'nothing was done' })
    assert.deepEqual(await pipeline.read(control, 1, 1_000), [])
    assert.deepEqual(await pipeline.read(audit, 1, 1_000), [])
  })

  test('its row and its audit entry are written; where nobody delivers, it says that it will be followed', async () => {
    const { found, text } = await settle('e1', { as: 'resend', yes: false }, true)
    assert.ok(found)
    assert.match(text, /^e1\/greet\/braze of subject subject-of-e1: no_answer: timed out$/m)
    assert.match(text, /^as resend: it is sent again; if it had arrived after all, it arrives twice$/m)
    assert.match(
      text,
      /^noted, but no process that delivers to braze has followed it within \S+ s: .* It will be when one is/m,
    )
    const [written] = await pipeline.read(control, 1)
    const said = z.looseObject({ by: z.string() }).parse(written?.value)
    assert.deepEqual([written?.key, written?.schema], ['resolve/braze/e1/greet/braze', 'signalbox.DeliveryResolution'])
    assert.deepEqual([said['destination'], said['deliveryId'], said['as']], ['braze', 'e1/greet/braze', 'resend'])
    const [entry] = (await pipeline.read(audit, 1)).map(auditEntry)
    assert.deepEqual([entry?.action, entry?.target, entry?.by], ['resolve', 'braze', said.by])
    assert.deepEqual(
      [entry?.details['as'], entry?.details['eventId'], entry?.details['reason']],
      ['resend', 'e1', 'no_answer: timed out'],
    )
    assert.match((await list()).text, /said resend .* no process has followed it yet/)
  })

  test('said again, it takes the place of what was said; a process that follows is waited for', async () => {
    const [{ text }] = await Promise.all([settle('e1', { as: 'drop', waitMs: 20_000 }), followLater()])
    assert.match(text, /said resend .*, which is not followed yet: this takes its place/)
    assert.match(text, /^done: a process that delivers to braze has followed it$/m)
    assert.doesNotMatch((await list()).text, /no process has followed/)
  })

  test('a deletion of long ago is not taken for an answer', async () => {
    const { text } = await settle('e1')
    assert.match(text, /^noted, but no process/m)
  })

  test('what was settled otherwise meanwhile is taken back, so that nobody follows it later', async () => {
    const [{ text }] = await Promise.all([
      settle('e4', { waitMs: 2_000 }),
      pipeline.by(async context => {
        await until(
          () => ordersOf(context),
          ({ resolutions }) => resolutions.has(resolutionKey('braze', 'e4/greet/braze')),
        )
        await put(context, brazeLedger, 2, [deletion('command/4')])
      }),
    ])
    assert.match(text, /^it is not in doubt any more: it was settled otherwise .* which was taken back/m)
    const orders = await pipeline.by(ordersOf)
    assert.equal(orders.resolutions.has(resolutionKey('braze', 'e4/greet/braze')), false)
  })
})

/** Follows what is said of e1 once it is "drop". */
async function followLater(): Promise<void> {
  await pipeline.by(context =>
    until(
      () => ordersOf(context),
      ({ resolutions }) => resolutions.get(resolutionKey('braze', 'e1/greet/braze'))?.as === 'drop',
    ),
  )
  await follow('e1')
}
