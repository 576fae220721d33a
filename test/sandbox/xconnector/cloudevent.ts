import { z } from 'zod'

const text = z.string().min(1)

/** A CloudEvents 1.0 event in JSON, its extension attributes with it. */
export const cloudEventSchema = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: text,
    source: text,
    type: text,
    subject: text.optional(),
    time: z.iso.datetime({ offset: true }).optional(),
    datacontenttype: text.optional(),
    dataschema: text.optional(),
    correlationid: text.optional(),
    data: z.unknown().optional(),
    data_base64: z.base64().optional(),
  })
  .superRefine((event, context) => {
    if (event.data !== undefined && event.data_base64 !== undefined)
      context.addIssue({ code: 'custom', path: ['data_base64'], message: 'must not be there beside data' })
    for (const [name, value] of Object.entries(event)) {
      if (name === 'data' || name === 'data_base64') continue
      if (!/^[a-z0-9]+$/.test(name))
        context.addIssue({ code: 'custom', path: [name], message: 'attribute names are lower-case letters and digits' })
      else if (typeof value === 'object')
        context.addIssue({ code: 'custom', path: [name], message: 'attributes are texts, numbers or booleans' })
    }
  })
export type CloudEvent = z.output<typeof cloudEventSchema>
