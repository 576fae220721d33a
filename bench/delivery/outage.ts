import type { Outcome } from '../../src/stream/define.ts'
import { all, delivered, Rig, type Sent } from '../../test/stream/delivery/rig.ts'

export interface OutageOptions {
  readonly commands: number
  readonly days: number
  /** Calls an hour that the destination allows, one command each. */
  readonly perHour: number
  /** How it fails: one way, or one after the other. */
  readonly form: 'unreachable' | 'status500' | 'both'
}

const hour = 3_600_000
const subjects = 10_000
/** Enough for probes whose time has come to be made at most so much late. */
const strideMs = 1_000

const failures = {
  unreachable: { kind: 'unavailable', reason: 'unreachable: ECONNREFUSED', afterMs: null },
  status500: { kind: 'retry', reason: 'status_500', afterMs: null },
} satisfies Record<string, Outcome>

/** What arrives: each subject's commands in their order, each once. */
class Arrivals {
  count = 0
  /** When the first came, simulated. */
  firstAt = 0
  outOfOrder = 0
  readonly #next = new Map<string, number>()

  take(sent: readonly Sent[]): void {
    for (const { subject, n, at } of sent) {
      if (this.count++ === 0) this.firstAt = at
      if (n !== (this.#next.get(subject) ?? n % subjects)) this.outOfOrder++
      this.#next.set(subject, n + subjects)
    }
  }
}

/** Commands that wait while their destination is away for days of simulated time, and what happens when it is back. */
async function outage(form: keyof typeof failures, { commands, days, perHour }: OutageOptions) {
  let isDown = true
  let mostRows = 0
  const states = new Set<string>()
  const ends = { delivered: 0, other: 0 }
  const arrivals = new Arrivals()
  const rig = new Rig({
    waiting: { count: commands, subjectAt: offset => `s${offset % subjects}` },
    told: ({ outcome }) => (outcome === 'delivered' ? ends.delivered++ : ends.other++),
    mostPerCall: 1,
    concurrency: 8,
    limits: { '/x': { calls: perHour, windowMs: hour } },
    answer: sent => {
      if (isDown) return all(sent, failures[form])
      arrivals.take(sent)
      return delivered(sent)
    },
  })
  const look = () => {
    mostRows = Math.max(mostRows, rig.ledger.size)
    states.add(/breaker (\w+)/.exec(rig.work.waiting ?? '')?.[1] ?? 'closed')
    return false
  }
  await rig.assign()
  await rig.run(look, { ms: days * 24 * hour, strideMs })
  const away = { calls: rig.calls, receipts: ends.delivered + ends.other, rows: rig.ledger.size }
  isDown = false
  const back = rig.now
  const isOver = () => ends.delivered + ends.other >= commands
  await rig.run(() => look() || isOver(), { ms: (commands / perHour) * 2 * hour + hour })
  const hours = (rig.now - arrivals.firstAt) / hour
  return {
    form,
    commands,
    days,
    away,
    firstAfterSeconds: (arrivals.firstAt - back) / 1_000,
    drainedInHours: Number(hours.toFixed(3)),
    ofAllowedRate: Number((arrivals.count / (perHour * hours)).toFixed(4)),
    ...ends,
    arrived: arrivals.count,
    outOfOrder: arrivals.outOfOrder,
    deadLetters: rig.letters.length,
    mostLedgerRows: mostRows,
    rowsLeft: rig.ledger.size,
    states: [...states],
    peakResidentMB: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

type Figures = Awaited<ReturnType<typeof outage>>

const isKept = (run: Figures): boolean =>
  run.away.receipts === 0 &&
  run.delivered === run.commands &&
  run.arrived === run.commands &&
  run.outOfOrder + run.deadLetters + run.rowsLeft === 0 &&
  run.mostLedgerRows <= 111_000 &&
  run.ofAllowedRate >= 0.99 &&
  run.ofAllowedRate <= 1

/** The destination is out of reach, or it answers with 500, for days. */
export async function benchOutage(options: OutageOptions) {
  const runs: Figures[] = []
  for (const form of ['unreachable', 'status500'] as const) {
    if (options.form !== 'both' && options.form !== form) continue
    runs.push(await outage(form, options))
    console.error(JSON.stringify(runs.at(-1)))
  }
  return { runs, kept: runs.every(isKept) }
}
