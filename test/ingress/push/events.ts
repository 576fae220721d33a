/** One event of every documented type of the push gateway, with all that it may say. */

/** What an event of operations begins with. */
export const operational = (type: string, more: object = {}) => ({
  event_id: `op-${type}`,
  event_time: '2026-03-01T11:59:58.250Z',
  type,
  customer: 'ann',
  ...more,
})

const affected = {
  incident_id: 'inc-1',
  services: ['mobile data'],
  accounts: ['acc-1', 'acc-2'],
  regions: ['north'],
  devices: ['router-x'],
  customers: ['ann', 'bo'],
  started_at: '2026-03-01T11:00:00Z',
  expected_at: '2026-03-01T15:00:00+01:00',
}
const step = {
  journey: 'loan_application',
  journey_id: 'loan-7',
  step: 'income',
  steps_done: 2,
  steps_total: 5,
  amount: 12_000.5,
  currency: 'eur',
}
const due = { milestone: 'policy_expiry', due_at: '2026-04-01T00:00:00Z' }

/** By type, what a record of it must hold beside the envelope. */
export const documented: readonly {
  event: ReturnType<typeof operational>
  schema: string
  key: string
  holds: Record<string, unknown>
}[] = [
  {
    event: operational('order.shipped', {
      record: { type: 'order', id: 'O-17' },
      title: 'On its way',
      text: 'Your order is on its way.',
      link: 'shop://orders/O-17',
      data: { carrier: 'DHL', parcels: 2, insured: true, scheduled_at: '2026-03-03T10:00:00Z' },
    }),
    schema: 'PushOperationalEvent',
    key: 'ann',
    holds: {
      kind: 'order.shipped',
      audience: 'customer',
      recordType: 'order',
      recordId: 'O-17',
      scheduledAt: Date.UTC(2026, 2, 3, 10),
      data: { carrier: 'DHL', parcels: 2, insured: true },
    },
  },
  {
    event: operational('payment.failed', { severity: 'high', data: { amount: 19.9, currency: 'EUR' } }),
    schema: 'PushOperationalEvent',
    key: 'ann',
    holds: { kind: 'payment.failed', severity: 'high', data: { amount: 19.9, currency: 'EUR' } },
  },
  {
    event: operational('appointment.moved', {
      data: { scheduled_at: '2026-03-05T09:00:00Z', previously_at: '2026-03-04T09:00:00Z' },
    }),
    schema: 'PushOperationalEvent',
    key: 'ann',
    holds: { scheduledAt: Date.UTC(2026, 2, 5, 9), previouslyAt: Date.UTC(2026, 2, 4, 9) },
  },
  {
    event: operational('warehouse.delayed', {
      teams: ['logistics', 'support'],
      correlation_id: 'delay-1',
      expires_at: '2026-03-02T00:00:00Z',
    }),
    schema: 'PushOperationalEvent',
    key: 'ann',
    holds: {
      audience: 'both',
      customer: 'ann',
      teams: ['logistics', 'support'],
      correlationId: 'delay-1',
      expiresAt: Date.UTC(2026, 2, 2),
    },
  },
  {
    event: operational('shift.changed', { customer: null, employee: 'mia' }),
    schema: 'PushOperationalEvent',
    key: 'mia',
    holds: { audience: 'employee', customer: null, employee: 'mia' },
  },
  {
    event: operational('machine.down', { customer: undefined, teams: ['line-2'] }),
    schema: 'PushOperationalEvent',
    key: 'team:line-2',
    holds: { kind: 'machine.down', audience: 'employee', teams: ['line-2'] },
  },
  {
    event: operational('stock.low', { customer: undefined, record: { type: 'article', id: 'A-1' } }),
    schema: 'PushOperationalEvent',
    key: 'article:A-1',
    holds: { audience: 'employee' },
  },
  ...(['opened', 'updated', 'resolved'] as const).map(phase => ({
    event: operational(`incident.${phase}`, {
      customer: undefined,
      severity: 'critical',
      title: 'No data in the north',
      teams: ['noc'],
      data: { ...affected, towers: 12 },
    }),
    schema: 'PushIncident',
    key: 'incident:inc-1',
    holds: {
      incidentId: 'inc-1',
      phase,
      severity: 'critical',
      accounts: ['acc-1', 'acc-2'],
      regions: ['north'],
      devices: ['router-x'],
      customers: ['ann', 'bo'],
      teams: ['noc'],
      startedAt: Date.UTC(2026, 2, 1, 11),
      expectedAt: Date.UTC(2026, 2, 1, 14),
      data: { towers: 12 },
    },
  })),
  ...(['abandoned', 'incomplete', 'missed', 'resumed', 'completed'] as const).map(phase => ({
    event: operational(`journey.${phase}`, { link: 'https://bank.example/resume/loan-7', data: step }),
    schema: 'PushJourneySignal',
    key: 'ann',
    holds: {
      journey: 'loan_application',
      journeyId: 'loan-7',
      phase,
      step: 'income',
      stepsDone: 2,
      stepsTotal: 5,
      amount: 12_000.5,
      currency: 'EUR',
      link: 'https://bank.example/resume/loan-7',
    },
  })),
  ...(['upcoming', 'reached', 'completed', 'cancelled'] as const).map(phase => ({
    event: operational(`milestone.${phase}`, { record: { type: 'policy', id: 'P-3' }, data: { ...due, plan: 'gold' } }),
    schema: 'PushMilestone',
    key: 'ann',
    holds: {
      milestone: 'policy_expiry',
      phase,
      recordType: 'policy',
      recordId: 'P-3',
      dueAt: Date.UTC(2026, 3, 1),
      data: { plan: 'gold' },
    },
  })),
]

/** Every type of an event of a delivery, and a word that nobody knows. */
export const feedbackTypes = [
  'accepted',
  'sent',
  'delivered',
  'failed',
  'opened',
  'clicked',
  'dismissed',
  'action',
  'unregistered',
  'snoozed',
]

/** An event of a delivery. */
export const happened = (type: string, more: object = {}) => ({
  event_id: `event-${type}`,
  event_time: '2026-03-01T11:59:59Z',
  type,
  token_ref: 'phone-7',
  ...(type === 'action' && { action: 'approve', comment: 'fine with me', correlation_id: 'po-17' }),
  ...(type === 'failed' && { error: { code: 'UNREGISTERED', message: 'no such token' } }),
  ...more,
})

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A delivery as the messaging API shows it. */
export const delivery = (events: readonly unknown[], more: object = {}) => ({
  ref_base64: base64('phone-7'),
  client_id: 'phone-7',
  user: 'ann',
  delivery_attempts: [{ state: 'Sent', first_attempt: '2026-03-01T11:59:50Z', delivery_time: null }],
  events: { push_delivery_events: events },
  ...more,
})

/** A job as the messaging API shows it. */
export const status = (deliveries: readonly unknown[], more: object = {}) => ({
  job_id: 'pns1-42',
  app: 'shop',
  job_state: ['Complete', 'Posted'],
  submit_id_base64: base64('po-17-asked/ask-approver/push'),
  entry_time: '2026-03-01T11:59:50Z',
  deliveries,
  ...more,
})
