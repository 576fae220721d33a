/**
 * Writes the TypeScript of every schemas/*.avsc beside it (`npm run schemas:generate`);
 * with --check writes nothing and fails, naming each file that is stale (`npm run check`).
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { z } from 'zod'

const folder = import.meta.dirname
const ending = '.generated.ts'

const Avro: z.ZodType<Avro> = z.lazy(() =>
  z.union([
    z.string(),
    z.array(Avro),
    z.looseObject({
      type: Avro,
      name: z.string().optional(),
      namespace: z.string().optional(),
      doc: z.string().optional(),
      compatibility: z.enum(['BACKWARD', 'FULL', 'FULL_TRANSITIVE']).optional(),
      items: Avro.optional(),
      values: Avro.optional(),
      symbols: z.array(z.string()).optional(),
      fields: z
        .array(z.looseObject({ name: z.string(), type: Avro, doc: z.string().min(1), default: z.unknown().optional() }))
        .optional(),
    }),
  ]),
)
interface AvroObject {
  type: Avro
  name?: string | undefined
  namespace?: string | undefined
  doc?: string | undefined
  compatibility?: string | undefined
  items?: Avro | undefined
  values?: Avro | undefined
  symbols?: string[] | undefined
  fields?: { name: string; type: Avro; doc: string; default?: unknown }[] | undefined
}
type Avro = string | Avro[] | AvroObject

const primitives: Record<string, string> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
}

/** The TypeScript of one Avro type; named types are declared in `named` and referred to. */
function typeOf(avro: Avro, named: Map<string, string>): string {
  if (typeof avro === 'string') return primitives[avro] ?? avro
  if (Array.isArray(avro)) return avro.map(branch => typeOf(branch, named)).join(' | ')
  if (avro.fields && avro.name) {
    named.set(avro.name, interfaceOf(avro, named))
    return avro.name
  }
  if (avro.symbols) return avro.symbols.map(symbol => `'${symbol}'`).join(' | ')
  if (avro.items) return `(${typeOf(avro.items, named)})[]`
  if (avro.values) return `Record<string, ${typeOf(avro.values, named)}>`
  return typeOf(avro.type, named)
}

const docOf = (text = '') => `/** ${text} */\n`

function interfaceOf(record: AvroObject, named: Map<string, string>): string {
  const fields = (record.fields ?? []).map(field => `${docOf(field.doc)}${field.name}: ${typeOf(field.type, named)}`)
  return `${docOf(record.doc)}export interface ${record.name ?? ''} {\n${fields.join('\n')}\n}\n`
}

/** The whole generated file of one schema. Throws, naming the file, when it is not a documented record. */
async function typescriptOf(file: string): Promise<string> {
  const parsed = Avro.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  if (!parsed.success) throw new Error(`schemas/${file}: ${z.prettifyError(parsed.error)}`)
  const record = parsed.data
  if (
    typeof record === 'string' ||
    Array.isArray(record) ||
    !record.name ||
    !record.namespace ||
    !record.doc ||
    !record.compatibility
  )
    throw new Error(`schemas/${file}: needs a record with name, namespace, doc and compatibility`)
  const { compatibility, ...avro } = record
  const named = new Map<string, string>()
  typeOf(record, named)
  const name = `${record.namespace}.${record.name}`
  const text = `// Written by schemas/generate.ts from ${file}: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
${[...named.values()].join('\n')}
export const ${record.name}: RecordSchema<'${name}', ${record.name}> = { name: '${name}', compatibility: '${compatibility}', avro: ${JSON.stringify(avro)} }
`
  return format(text, { parser: 'typescript', printWidth: 120, singleQuote: true, semi: false, trailingComma: 'all' })
}

const schemas = readdirSync(folder).filter(file => file.endsWith('.avsc'))
const wanted = new Map<string, string>()
for (const file of schemas) wanted.set(file.replace(/\.avsc$/, ending), await typescriptOf(file))
const orphans = readdirSync(folder).filter(file => file.endsWith(ending) && !wanted.has(file))
const read = (file: string) =>
  readdirSync(folder).includes(file) ? readFileSync(join(folder, file), 'utf8') : undefined
const stale = [...wanted].filter(([file, text]) => read(file) !== text).map(([file]) => file)

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...orphans])
    console.error(`schemas/${file} is stale: run npm run schemas:generate and commit what it writes`)
  process.exitCode = stale.length + orphans.length === 0 ? 0 : 1
} else {
  for (const file of stale) writeFileSync(join(folder, file), wanted.get(file) ?? '')
  for (const file of orphans) rmSync(join(folder, file))
  console.log(`${wanted.size} schemas, ${stale.length} written, ${orphans.length} removed`)
}
