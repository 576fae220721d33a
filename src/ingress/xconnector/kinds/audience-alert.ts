import { z } from 'zod'
import { XconnectorAudienceAlert } from '../../../../schemas/xconnector-audience-alert.generated.ts'
import { list, names, object, optional } from '../../frame/field-types.ts'
import { bad, fault, kind, noRecord, onward, record, words } from '../kind.ts'

const Audience = object({
  ...bad,
  roles: list(names),
  locations: list(names),
  business_units: list(names),
  on_call_only: optional(z.boolean()),
  ...words,
  ...record,
  ...onward,
})

/** Types of alerts begin with it; what follows says what happened. */
export const alertTypes = 'xconnector.alert.'

/** What a role, a place or a business unit should know. */
export const alert = kind(XconnectorAudienceAlert, Audience, {
  keepsScalars: true,
  check: said => [
    audienceOf(said) === '' && fault('roles', 'is required where there are neither business_units nor locations'),
  ],
  make: (said, around, { scalars, extra }) => {
    const record = said.record ?? noRecord
    return {
      eventId: around.eventId,
      subject: audienceOf(said),
      occurredAt: around.occurredAt,
      source: around.source,
      about: around.about,
      kind: around.type.slice(alertTypes.length),
      severity: said.severity,
      roles: said.roles,
      locations: said.locations,
      businessUnits: said.business_units,
      onCallOnly: said.on_call_only ?? false,
      title: said.title,
      text: said.text,
      recordType: record.type,
      recordId: record.id,
      recordVersion: record.version,
      link: said.link,
      correlationId: around.correlationId,
      expiresAt: said.expires_at,
      data: scalars,
      extra,
    }
  },
})

function audienceOf({ roles, business_units, locations }: z.output<typeof Audience>): string {
  const [[role], [unit], [place]] = [roles, business_units, locations]
  if (role !== undefined) return `role:${role}`
  if (unit !== undefined) return `unit:${unit}`
  return place === undefined ? '' : `location:${place}`
}
