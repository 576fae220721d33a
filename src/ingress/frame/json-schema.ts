import { z } from 'zod'
import type { JsonSchema } from './endpoint.ts'

/** The JSON Schema (2020-12) of what a zod schema accepts. Fields that it does not name may come. What JSON Schema cannot say is left out. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
