import { cloudEvent } from '../ingress/xconnector/events.ts'

/** Somebody of the staff, as xConnector tells of their record. */
export const employee = (id: string, fields: Readonly<Record<string, unknown>> = { location: 'office' }, version = 1) =>
  cloudEvent(
    'record.changed',
    {
      record: { type: 'employee', id, version },
      changes: Object.entries(fields).map(([name, after]) => ({ field: name, after })),
    },
    { id: `${id}-${version}`, time: new Date().toISOString() },
  )
