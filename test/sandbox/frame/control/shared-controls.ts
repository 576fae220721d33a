import { z } from 'zod'
import type { Hosted } from '../host.ts'
import { clearing, pageShape } from './control.ts'
import type { Control } from './control.ts'

const callsQuery = z.strictObject({ ...pageShape, path: z.string().optional(), summary: z.stringbool().default(false) })
const effectsQuery = z.strictObject({
  ...pageShape,
  limit: z.coerce.number().int().min(1).max(100_000).default(10_000),
  kind: z.string().optional(),
  subject: z.string().optional(),
  summary: z.stringbool().default(false),
})
const settingsBody = z.record(z.string(), z.unknown())
const clockBody = z.strictObject({ skewMs: z.int() })

/** What every sandbox can be asked and told. */
export function sharedControls(host: Hosted): readonly Control[] {
  const { journal, effects, faults, clock, world } = host
  const time = () => ({ skewMs: clock.skewMs, now: new Date(clock.now()).toISOString() })
  return [
    {
      method: 'GET',
      path: '/_sandbox/calls',
      handle({ parameters }) {
        const { summary, ...wanted } = callsQuery.parse(parameters)
        return summary ? { ...journal.summary(), ...world.summary?.() } : journal.page(wanted)
      },
    },
    {
      method: 'GET',
      path: '/_sandbox/effects',
      handle({ parameters }) {
        const { summary, ...wanted } = effectsQuery.parse(parameters)
        return summary ? effects.summary() : effects.page(wanted)
      },
    },
    { method: 'GET', path: '/_sandbox/faults', handle: () => ({ faults: faults.list() }) },
    { method: 'POST', path: '/_sandbox/faults', handle: ({ body }) => faults.add(body) },
    { method: 'GET', path: '/_sandbox/settings', handle: () => host.settings() },
    { method: 'PUT', path: '/_sandbox/settings', handle: ({ body }) => host.changeSettings(settingsBody.parse(body)) },
    { method: 'GET', path: '/_sandbox/clock', handle: time },
    {
      method: 'PUT',
      path: '/_sandbox/clock',
      handle({ body }) {
        clock.set(clockBody.parse(body).skewMs)
        return time()
      },
    },
    clearing('/_sandbox/calls', () => journal.clear()),
    clearing('/_sandbox/effects', () => effects.clear()),
    clearing('/_sandbox/faults', () => faults.clear()),
    clearing('/_sandbox', () => host.reset()),
  ]
}
