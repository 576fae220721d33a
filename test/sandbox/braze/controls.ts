import { z } from 'zod'
import { clearing, pageShape } from '../frame/control/control.ts'
import type { Control } from '../frame/control/control.ts'
import type { Braze } from './braze.ts'
import { kinds } from './object-kinds.ts'
import { exportProfile } from './profiles/export-profile.ts'
import { subjectOf } from './profiles/profile.ts'

const objectsQuery = z.strictObject({ ...pageShape, kind: z.enum(kinds).optional() })

/** What this sandbox alone can be asked. */
export function brazeControls(braze: Braze): readonly Control[] {
  const { objects, profiles } = braze
  return [
    {
      method: 'GET',
      path: '/_sandbox/objects',
      handle: ({ parameters }) => objects.page(objectsQuery.parse(parameters)),
    },
    {
      method: 'GET',
      path: '/_sandbox/profiles/',
      handle({ tail }) {
        const profile = profiles.find({ by: 'external_id', id: tail })
        if (!profile) return undefined
        const { fields, subscriptions } = profile
        const groups = subscriptions && { subscriptions: Object.fromEntries(subscriptions) }
        return { ...exportProfile(braze, profile), fields: Object.fromEntries(fields), ...groups }
      },
    },
    received(braze, 'campaigns'),
    received(braze, 'canvases'),
    clearing('/_sandbox/objects', () => objects.clear()),
    clearing('/_sandbox/profiles', () => profiles.clear()),
  ]
}

/** Who has received a campaign or Canvas, how often and when last. */
function received({ profiles, workspace }: Braze, what: 'campaigns' | 'canvases'): Control {
  return {
    method: 'GET',
    path: `/_sandbox/${what}/*/received`,
    handle({ tail }) {
      if (!workspace[what].has(tail)) return undefined
      const users = []
      for (const profile of profiles.all()) {
        const receipt = profile[what]?.get(tail)
        if (receipt)
          users.push({ user: subjectOf(profile), last: new Date(receipt.lastMs).toISOString(), count: receipt.count })
      }
      return { total: users.length, users }
    },
  }
}
