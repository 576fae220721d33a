/**
 * Writes the TypeScript of every schemas/*.avsc beside it (`npm run schemas:generate`);
 * with --check writes nothing and fails, naming each file that is stale (`npm run check`).
 *   generate.ts [--check] [FOLDER]      without FOLDER: this one
 * Exits with 1, and writes nothing, when a schema is not a documented record; every problem is named with its file and field.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import { z } from 'zod'

const { values: options, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
})
const folder = resolve(positionals[0] ?? import.meta.dirname)
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
        .array(
          z.looseObject({ name: z.string(), type: Avro, doc: z.string().optional(), default: z.unknown().optional() }),
        )
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
  fields?: { name: string; type: Avro; doc?: string | undefined; default?: unknown }[] | undefined
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

/** The fields without a doc, as paths below the record. */
function undocumented(avro: Avro | undefined, path = ''): string[] {
  if (avro === undefined || typeof avro === 'string') return []
  if (Array.isArray(avro)) return avro.flatMap(branch => undocumented(branch, path))
  const own = (avro.fields ?? []).flatMap(field => {
    const at = path === '' ? field.name : `${path}.${field.name}`
    return [...(field.doc?.trim() ? [] : [at]), ...undocumented(field.type, at)]
  })
  return [...own, ...[avro.type, avro.items, avro.values].flatMap(part => undocumented(part, path))]
}

/** What is wrong with a schema, or its record. */
type Checked = { readonly problems: readonly string[] } | { readonly record: NamedRecord }
interface NamedRecord extends AvroObject {
  name: string
  namespace: string
  doc: string
  compatibility: string
}

function check(file: string): Checked {
  const refuse = (...problems: string[]) => ({ problems: problems.map(problem => `schemas/${file}: ${problem}`) })
  const parsed = Avro.safeParse(json(file))
  if (!parsed.success) return refuse('is no Avro schema in JSON')
  const record = parsed.data
  if (typeof record === 'string' || Array.isArray(record) || !record.fields) return refuse('is not a record')
  const { name, namespace, doc, compatibility } = record
  const bare = undocumented(record).map(path => `the field ${path} has no doc`)
  const lacking = Object.entries({ name, namespace, doc, compatibility }).filter(([, value]) => !value)
  const problems = [...lacking.map(([key]) => `the record has no ${key}`), ...bare]
  if (problems.length > 0 || !name || !namespace || !doc || !compatibility) return refuse(...problems)
  return { record: { ...record, name, namespace, doc, compatibility } }
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8'))
  } catch {
    return undefined
  }
}

/** The whole generated file of one schema. */
async function typescriptOf(file: string, record: NamedRecord): Promise<string> {
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

/** Writes what is stale and removes what has no schema; with --check only names it. */
async function run(schemas: readonly { file: string; record: NamedRecord }[]): Promise<void> {
  const wanted = new Map<string, string>()
  for (const { file, record } of schemas) wanted.set(file.replace(/\.avsc$/, ending), await typescriptOf(file, record))
  const there = readdirSync(folder).filter(file => file.endsWith(ending))
  const read = (file: string) => (there.includes(file) ? readFileSync(join(folder, file), 'utf8') : undefined)
  const stale = [...wanted].filter(([file, text]) => read(file) !== text)
  const orphans = there.filter(file => !wanted.has(file))
  if (options.check) {
    for (const file of [...stale.map(([name]) => name), ...orphans])
      console.error(`schemas/${file} is stale: run npm run schemas:generate and commit what it writes`)
    process.exitCode = stale.length + orphans.length === 0 ? 0 : 1
    return
  }
  for (const [file, text] of stale) writeFileSync(join(folder, file), text)
  for (const file of orphans) rmSync(join(folder, file))
  console.log(`${wanted.size} schemas, ${stale.length} written, ${orphans.length} removed`)
}

const checked = readdirSync(folder)
  .filter(file => file.endsWith('.avsc'))
  .map(file => ({ file, ...check(file) }))
const problems = checked.flatMap(schema => ('problems' in schema ? schema.problems : []))
if (problems.length === 0) await run(checked.flatMap(schema => ('record' in schema ? [schema] : [])))
else {
  for (const problem of problems) console.error(problem)
  process.exitCode = 1
}
