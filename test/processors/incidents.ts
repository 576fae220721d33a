/** Incidents as the push gateway tells of them. */
import { PushIncident } from '../../schemas/push-incident.generated.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { pushEvents } from '../../topics/push-events.ts'

/** One event of incident `inc-1`: critical, now, about nobody, where nothing else is said. */
export function incident(
  driver: TestDriver,
  phase: PushIncident['phase'],
  { id = phase, ...said }: Partial<PushIncident> & { readonly id?: string } = {},
): void {
  const incidentId = said.incidentId ?? 'inc-1'
  driver.send(pushEvents, PushIncident, {
    eventId: id,
    subject: `incident:${incidentId}`,
    occurredAt: driver.now,
    source: '/push',
    incidentId,
    phase,
    severity: 'critical',
    title: `${incidentId} ${phase}`,
    text: null,
    services: ['voice', 'data'],
    accounts: [],
    regions: [],
    devices: [],
    customers: [],
    teams: [],
    startedAt: null,
    expectedAt: null,
    correlationId: null,
    link: 'https://status.example/inc-1',
    expiresAt: null,
    data: {},
    extra: {},
    ...said,
  })
}
