import { z } from 'zod'
import { kinds } from '../object-kinds.ts'
import { exportProfile } from '../profiles/export-profile.ts'
import { changeSettings } from '../settings.ts'
import { resetWorld } from '../world.ts'
import type { World } from '../world.ts'

/** A request to a control. `tail` is the part of the path after the control's own, decoded. */
export interface ControlRequest {
  readonly parameters: Readonly<Record<string, string>>
  readonly body: unknown
  readonly tail: string
}

/** One control. Its answer goes out as JSON; undefined means 404; a ZodError means 400. */
export interface Control {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Ends in '/' when more of the path follows. */
  readonly path: string
  handle(world: World, request: ControlRequest): unknown
}

const page = {
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
}
const callsQuery = z.strictObject({ ...page, path: z.string().optional(), summary: z.stringbool().default(false) })
const objectsQuery = z.strictObject({ ...page, kind: z.enum(kinds).optional() })
const settingsBody = z.record(z.string(), z.unknown())

const controls: readonly Control[] = [
  {
    method: 'GET',
    path: '/_sandbox/calls',
    handle({ journal, objects }, { parameters }) {
      const { summary, ...wanted } = callsQuery.parse(parameters)
      return summary ? { ...journal.summary(), objectsApplied: objects.totals } : journal.page(wanted)
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/objects',
    handle: ({ objects }, { parameters }) => objects.page(objectsQuery.parse(parameters)),
  },
  {
    method: 'GET',
    path: '/_sandbox/profiles/',
    handle({ profiles }, { tail }) {
      const profile = profiles.find({ by: 'external_id', id: tail })
      return profile && { ...exportProfile(profile), fields: Object.fromEntries(profile.fields) }
    },
  },
  { method: 'GET', path: '/_sandbox/faults', handle: ({ faults }) => ({ faults: faults.list() }) },
  { method: 'POST', path: '/_sandbox/faults', handle: ({ faults }, { body }) => faults.add(body) },
  { method: 'GET', path: '/_sandbox/settings', handle: ({ settings }) => settings },
  {
    method: 'PUT',
    path: '/_sandbox/settings',
    handle: (world, { body }) => (world.settings = changeSettings(world.settings, settingsBody.parse(body))),
  },
  clearing('/_sandbox/calls', ({ journal }) => journal.clear()),
  clearing('/_sandbox/objects', ({ objects }) => objects.clear()),
  clearing('/_sandbox/profiles', ({ profiles }) => profiles.clear()),
  clearing('/_sandbox/faults', ({ faults }) => faults.clear()),
  clearing('/_sandbox', resetWorld),
]

/** Every control, for the answer to a wrong path. */
export const knownControls: readonly string[] = controls.map(({ method, path }) => `${method} ${path}`)

export function findControl(method: string, path: string): { control: Control; tail: string } | undefined {
  const control = controls.find(one => {
    return one.method === method && (one.path.endsWith('/') ? path.startsWith(one.path) : path === one.path)
  })
  return control && { control, tail: decodePath(path.slice(control.path.length)) }
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function clearing(path: string, clear: (world: World) => void): Control {
  return {
    method: 'DELETE',
    path,
    handle(world) {
      clear(world)
      return { message: 'cleared' }
    },
  }
}
