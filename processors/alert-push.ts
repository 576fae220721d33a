import type { PushSend } from '../schemas/push-send.generated.ts'
import type { StaffAlert } from '../schemas/staff-alert.generated.ts'
import type { XconnectorAudienceAlert } from '../schemas/xconnector-audience-alert.generated.ts'
import { priorityOf, staffPush } from './staff-push.ts'

/** The button of every alert. */
export const acknowledge = { id: 'acknowledge', title: 'Got it' }

/** An alert of which nobody has been told yet. */
export const newAlert = (alert: XconnectorAudienceAlert): StaffAlert => ({
  eventId: alert.eventId,
  occurredAt: alert.occurredAt,
  kind: alert.kind,
  severity: alert.severity,
  roles: alert.roles,
  locations: alert.locations,
  businessUnits: alert.businessUnits,
  onCallOnly: alert.onCallOnly,
  title: alert.title,
  text: alert.text,
  link: alert.link,
  correlationId: alert.correlationId,
  expiresAt: alert.expiresAt,
  startedAt: null,
  step: 0,
  told: [],
  acknowledgedBy: null,
  over: false,
})

/** What a step of an alert tells these people; whoever takes it answers under `id`. */
export const alertPush = (id: string, alert: StaffAlert, step: number, users: string[]): PushSend =>
  staffPush(
    { ...alert, subject: id },
    {
      delivery: `alert-staff/push/${step}`,
      users,
      title: alert.title ?? alert.kind,
      summary: alert.text,
      data: { link: alert.link, kind: alert.kind, source_correlation_id: alert.correlationId },
      actions: [acknowledge],
      priority: priorityOf(alert.severity),
      expiresAt: alert.expiresAt,
      correlationId: id,
    },
  )
