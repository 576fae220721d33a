import { z } from 'zod'
import { XconnectorAudienceAlert } from '../../../../schemas/xconnector-audience-alert.generated.ts'
import { list, names, optional } from '../../frame/field-types.ts'
import { bad, fault, kind, onward, record, recordOf, words, type Kind } from '../kind.ts'

const Audience = z.object({
  ...bad,
  roles: list(names),
  locations: list(names),
  business_units: list(names),
  on_call_only: optional(z.boolean()),
  ...words,
  ...record,
  ...onward,
})

/** What a role, a place or a business unit should know; `of` is what follows the type’s beginning. */
export const alert = (of: string): Kind =>
  kind(
    XconnectorAudienceAlert,
    Audience,
    (said, { correlationId }, data) => ({
      value: {
        subject: audienceOf(said),
        kind: of,
        severity: said.severity,
        roles: said.roles,
        locations: said.locations,
        businessUnits: said.business_units,
        onCallOnly: said.on_call_only ?? false,
        title: said.title,
        text: said.text,
        ...recordOf(said),
        link: said.link,
        correlationId,
        expiresAt: said.expires_at,
        data,
      },
      faults: [
        audienceOf(said) === '' && fault('roles', 'is required where there are neither business_units nor locations'),
      ],
    }),
    { scalars: true },
  )

function audienceOf({ roles, business_units, locations }: z.output<typeof Audience>): string {
  const [[role], [unit], [place]] = [roles, business_units, locations]
  if (role !== undefined) return `role:${role}`
  if (unit !== undefined) return `unit:${unit}`
  return place === undefined ? '' : `location:${place}`
}
