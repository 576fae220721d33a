import { StaffAlert } from '../../schemas/staff-alert.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By alert: and id: how far an alert went. An alert is over within hours. */
export const alerts = store({
  name: 'alerts',
  schema: StaffAlert,
  expiry: { afterMs: days(7) },
})
