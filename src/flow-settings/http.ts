import { z } from 'zod'
import { named, texts } from './shared.ts'

/** Engagement that is sent on, signed. */
export const H3 = z.strictObject({
  /** One of SIGNALBOX_HTTP_ENDPOINTS. */
  endpoint: named,
  /** Whether addresses, message texts and whatever else the source said go along. */
  personalData: z.boolean(),
  actions: texts.min(1),
})
