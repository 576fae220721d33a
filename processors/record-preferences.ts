import { CampaignPreferencesChanged } from '../schemas/campaign-preferences-changed.generated.ts'
import { EcmSetCategory } from '../schemas/ecm-set-category.generated.ts'
import type { KnownPreferences } from '../schemas/known-preferences.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading } from '../src/stream/define.ts'
import { campaignEvents } from '../topics/campaign-events.ts'
import { ecmCommands } from '../topics/ecm-commands.ts'
import { named } from './by-name.ts'
import { setKept } from './consent-category.ts'
import { textOf } from './ecm-text.ts'
import { preferences } from './stores/preferences.ts'

const name = 'record-preferences'
const none: KnownPreferences = { newest: {} }

/** Flow E4: what a customer last said of each preference stands in their workspace. The consents among them come by customer.events: record-consents. */
export const recordPreferences = (settings: Flows['E4']) =>
  processor({
    name,
    input: { from: campaignEvents, only: [reading(CampaignPreferencesChanged, ['source', 'preferences'])] },
    lookups: { known: preferences },
    keeps: [preferences],
    outputs: [ecmCommands],
    reasons: ['preference_not_kept', 'newer_known'],
    process({ value }, { known = none }, { forward, keep, drop }) {
      const { eventId, subject, occurredAt, source } = value
      const newest = { ...known.newest }
      const verdicts = Object.entries(value.preferences).map(([preference, json]) => {
        const kept = named(settings.preferences, preference)
        if (!kept) return drop('preference_not_kept')
        if ((newest[preference] ?? -Infinity) > occurredAt) return drop('newer_known')
        newest[preference] = occurredAt
        const deliveryId = `${eventId}/${name}/ecm/${preference}`
        const said = { deliveryId, eventId, subject, occurredAt, source, value: textOf(json), note: preference }
        return forward(ecmCommands, EcmSetCategory, setKept(settings, kept, said))
      })
      return Object.keys(newest).length > 0 ? [...verdicts, keep(preferences, { newest })] : verdicts
    },
  })
