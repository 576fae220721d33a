/** One event of every documented type of xConnector, with what it may say. */

/** A CloudEvent. */
export const cloudEvent = (type: string, data: unknown, more: object = {}) => ({
  specversion: '1.0',
  id: `x-${type}`,
  source: '/xconnector/erp',
  type: `xconnector.${type}`,
  time: '2026-03-01T11:59:58.250Z',
  data,
  ...more,
})

const record = { type: 'purchase_order', id: '17', version: 3 }
const task = {
  task_id: 'approve-17',
  title: 'Purchase order 17',
  text: 'waits for you',
  assignee: 'mia',
  role: 'approver',
  manager: 'lee',
  due_at: '2026-03-02T12:00:00Z',
  severity: 'high',
  priority: 50,
  actions: [
    { id: 'approve', title: 'Approve' },
    { id: 'reject', title: 'Reject' },
  ],
  record,
  link: 'https://erp.example/po/17',
  expires_at: '2026-03-09T12:00:00Z',
}
const held = {
  taskId: 'approve-17',
  assignee: 'mia',
  role: 'approver',
  manager: 'lee',
  dueAt: Date.UTC(2026, 2, 2, 12),
  severity: 'high',
  priority: 50,
  recordType: 'purchase_order',
  recordId: '17',
  recordVersion: 3,
  correlationId: 'po-17',
  expiresAt: Date.UTC(2026, 2, 9, 12),
}
const ended = { outcome: 'approved', actor: 'mia', comment: 'fine' }
const correlated = { correlationid: 'po-17' }

interface Documented {
  readonly event: ReturnType<typeof cloudEvent>
  readonly schema: string
  readonly key: string
  /** What its record must hold beside the envelope. */
  readonly holds: Record<string, unknown>
}

const tasks = (kind: string, phases: readonly string[]): Documented[] =>
  phases.map(phase => {
    const end = phase === 'completed' ? ended : {}
    return {
      event: cloudEvent(`${kind}.${phase}`, { ...task, ...end }, correlated),
      schema: 'XconnectorTaskChanged',
      key: 'task:approve-17',
      holds: { ...held, kind, phase, ...end },
    }
  })

const fault = {
  severity: 'critical',
  system: 'crm',
  integration: 'orders-to-crm',
  operation: 'POST /orders',
  job_id: 'job-9',
  fields: ['vat_id'],
  code: '504',
  message: 'gateway timeout',
  errors: 12,
  attempts: 3,
  role: 'it-support',
  record: { type: 'order', id: 'O-1' },
}

const step = {
  process: 'onboarding',
  step: 'laptop',
  system: 'it',
  next_steps: ['badge'],
  due_at: '2026-03-04T12:00:00Z',
  employee: 'kim',
  employees: ['mia'],
  roles: ['facilities'],
  message: 'done',
}

export const documented: readonly Documented[] = [
  ...tasks('approval', ['pending', 'assigned', 'nearing', 'overdue', 'completed', 'cancelled']),
  ...tasks('task', ['pending', 'assigned', 'nearing', 'overdue', 'completed', 'cancelled']),
  ...tasks('sla', ['nearing', 'breached', 'completed', 'cancelled']),
  {
    event: cloudEvent('record.changed', {
      record: { type: 'order', id: 'O-17', version: '12' },
      status: 'shipped',
      previous_status: 'processing',
      changes: [
        { field: 'carrier', before: null, after: 'DHL' },
        { field: 'lines', after: [{ n: 1 }] },
      ],
      title: 'Order O-17 was shipped',
      customer: 'ann',
      employees: ['mia'],
      roles: ['sales'],
    }),
    schema: 'XconnectorRecordChanged',
    key: 'order:O-17',
    holds: {
      recordType: 'order',
      recordId: 'O-17',
      recordVersion: 12,
      status: 'shipped',
      previousStatus: 'processing',
      changes: [
        { field: 'carrier', before: null, after: '"DHL"' },
        { field: 'lines', before: null, after: '[{"n":1}]' },
      ],
      customer: 'ann',
      employees: ['mia'],
      roles: ['sales'],
    },
  },
  {
    event: cloudEvent('record.changed', {
      record: { type: 'employee', id: 'mia', version: 4 },
      status: 'active',
      changes: [
        { field: 'roles', after: ['nurse'] },
        { field: 'location', after: 'hamburg' },
        { field: 'lead', after: null },
        { field: 'on_call', after: [{ from: '2026-03-01T22:00:00Z', to: '2026-03-02T06:00:00Z' }] },
      ],
    }),
    schema: 'XconnectorRecordChanged',
    key: 'employee:mia',
    holds: {
      recordType: 'employee',
      recordVersion: 4,
      status: 'active',
      changes: [
        { field: 'roles', before: null, after: '["nurse"]' },
        { field: 'location', before: null, after: '"hamburg"' },
        { field: 'lead', before: null, after: null },
        { field: 'on_call', before: null, after: '[{"from":"2026-03-01T22:00:00Z","to":"2026-03-02T06:00:00Z"}]' },
      ],
    },
  },
  ...['call_failed', 'sync_failed', 'field_missing', 'validation_failed', 'job_failed'].map(kind => ({
    event: cloudEvent(`fault.${kind}`, fault),
    schema: 'XconnectorFault',
    key: 'integration:orders-to-crm',
    holds: {
      kind,
      severity: 'critical',
      system: 'crm',
      operation: 'POST /orders',
      jobId: 'job-9',
      fields: ['vat_id'],
      code: '504',
      message: 'gateway timeout',
      errors: 12,
      attempts: 3,
      role: 'it-support',
      recordType: 'order',
      recordId: 'O-1',
      recordVersion: null,
    },
  })),
  {
    event: cloudEvent('fault.call_failed', { ...fault, integration: null }),
    schema: 'XconnectorFault',
    key: 'system:crm',
    holds: { integration: null },
  },
  ...['appointment.reminder', 'appointment.rescheduled', 'payment.received', 'invoice.posted', 'case.updated'].map(
    kind => ({
      event: cloudEvent(`customer.${kind}`, {
        customer: 'ann',
        title: 'News',
        record: { type: 'case', id: 'C-1', version: 2 },
        scheduled_at: '2026-03-05T09:00:00Z',
        previously_at: '2026-03-04T09:00:00Z',
        place: 'Main St',
        amount: 12.5,
      }),
      schema: 'XconnectorCustomerEvent',
      key: 'ann',
      holds: {
        kind,
        recordVersion: 2,
        scheduledAt: Date.UTC(2026, 2, 5, 9),
        previouslyAt: Date.UTC(2026, 2, 4, 9),
        data: { place: 'Main St', amount: 12.5 },
      },
    }),
  ),
  {
    event: cloudEvent('customer.case.resolved', { title: 'Solved' }, { subject: 'bo' }),
    schema: 'XconnectorCustomerEvent',
    key: 'bo',
    holds: { kind: 'case.resolved', about: 'bo' },
  },
  {
    event: cloudEvent('alert.shipment_exception', {
      severity: 'high',
      roles: ['warehouse', 'support'],
      locations: ['hamburg'],
      business_units: ['retail'],
      on_call_only: true,
      title: 'Shipment stuck',
      pallets: 4,
    }),
    schema: 'XconnectorAudienceAlert',
    key: 'role:warehouse',
    holds: {
      kind: 'shipment_exception',
      roles: ['warehouse', 'support'],
      locations: ['hamburg'],
      businessUnits: ['retail'],
      onCallOnly: true,
      data: { pallets: 4 },
    },
  },
  {
    event: cloudEvent('alert.payment_failure', { business_units: ['finance'], locations: ['berlin'] }),
    schema: 'XconnectorAudienceAlert',
    key: 'unit:finance',
    holds: { roles: [], onCallOnly: false },
  },
  {
    event: cloudEvent('alert.threshold_breached', { locations: ['berlin'] }),
    schema: 'XconnectorAudienceAlert',
    key: 'location:berlin',
    holds: { locations: ['berlin'] },
  },
  ...['started', 'step_started', 'step_completed', 'step_failed', 'completed', 'cancelled'].map(phase => ({
    event: cloudEvent(`process.${phase}`, step, { correlationid: 'onboarding-kim', subject: 'kim' }),
    schema: 'XconnectorProcessStep',
    key: 'process:onboarding-kim',
    holds: {
      process: 'onboarding',
      correlationId: 'onboarding-kim',
      phase,
      step: 'laptop',
      nextSteps: ['badge'],
      dueAt: Date.UTC(2026, 2, 4, 12),
      employee: 'kim',
      employees: ['mia'],
      roles: ['facilities'],
      about: 'kim',
    },
  })),
  ...['received', 'applied', 'rejected'].map(phase => ({
    event: cloudEvent(
      `response.${phase}`,
      { event_id: 'delivery-1', receipt_id: 'r-1', code: 'conflict', record },
      { subject: 'po-17', ...correlated },
    ),
    schema: 'XconnectorAcknowledgement',
    key: 'po-17',
    holds: { phase, deliveryId: 'delivery-1', receiptId: 'r-1', code: 'conflict', recordVersion: 3 },
  })),
  {
    event: {
      ...cloudEvent('', { a: 1, deep: { b: [2] }, record }, { subject: 'thing-1' }),
      type: 'com.acme.unheard.of',
    },
    schema: 'XconnectorOtherEvent',
    key: 'thing-1',
    holds: { type: 'com.acme.unheard.of', recordId: '17', extra: { a: '1', deep: '{"b":[2]}' } },
  },
  {
    event: cloudEvent('fault.meteor', { system: 'crm' }, { subject: 'crm' }),
    schema: 'XconnectorOtherEvent',
    key: 'crm',
    holds: { type: 'xconnector.fault.meteor', extra: { system: '"crm"' } },
  },
]
