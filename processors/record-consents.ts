import type { Consent } from '../schemas/customer.generated.ts'
import { CustomerConsentChanged } from '../schemas/customer-consent-changed.generated.ts'
import { EcmSetCategory } from '../schemas/ecm-set-category.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor } from '../src/stream/define.ts'
import { customerEvents } from '../topics/customer-events.ts'
import { ecmCommands } from '../topics/ecm-commands.ts'
import { named } from './by-name.ts'
import { setKept } from './consent-category.ts'
import { customers } from './stores/customers.ts'

const name = 'record-consents'

/** Flow E4: what a customer last said on each purpose stands in their workspace. It is read against what was known before, so it stands before remember-customer. */
export const recordConsents = (settings: Flows['E4']) =>
  processor({
    name,
    input: { from: customerEvents, only: [CustomerConsentChanged] },
    lookups: { customer: customers },
    keeps: [],
    outputs: [ecmCommands],
    reasons: ['purpose_not_kept', 'newer_known', 'own_write'],
    process({ value }, { customer }, { forward, drop }) {
      const { eventId, occurredAt, purpose, granted } = value
      const kept = named(settings.purposes, purpose)
      if (!kept) return drop('purpose_not_kept')
      const known = customer?.consents[purpose]
      if (known && known.changedAt > occurredAt) return drop('newer_known')
      if (isEcho(value, known)) return drop('own_write')
      const deliveryId = `${eventId}/${name}/ecm`
      const note = `${purpose} ${granted ? 'given' : 'withdrawn'}`
      const { subject, source } = value
      const said = { deliveryId, eventId, subject, occurredAt, source, value: granted, note }
      return forward(ecmCommands, EcmSetCategory, setKept(settings, kept, said))
    },
  })

/**
 * Braze tells what is written by its API as it tells everything else: what this pipeline wrote comes back and says what is known. Others write there too, and
 * what they change is news.
 */
const isEcho = ({ extra, granted }: CustomerConsentChanged, known: Consent | undefined): boolean =>
  extra['state_change_source'] === '"REST API"' && known?.granted === granted
