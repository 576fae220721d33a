import { readFileSync } from 'node:fs'
import { systemClock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import { dryRun, type Drafted, type DryRun, type Finding } from '../../ingress/frame/dry-run.ts'
import type { Endpoint } from '../../ingress/frame/endpoint.ts'
import { AvroCodec } from '../../kafka/index.ts'
import { counted, jsonLine, printable } from '../printing.ts'
import { Refused } from '../refused.ts'

/** What the command line says. */
export interface Asked {
  readonly source: string
  readonly file: string
  readonly header: Readonly<Record<string, string>>
  readonly sender?: string | undefined
  readonly json: boolean
}

/** What it is shown by. */
export interface Shown {
  readonly endpoints: readonly Endpoint[]
  readonly settings: Settings
  readonly say: (line: string) => void
}

/** Shows what a payload would become; true where nothing is wrong with it. Rejects with Refused where there is no such source or file. */
export async function ingest(asked: Asked, { endpoints, settings, say }: Shown): Promise<boolean> {
  const { source, file, header, sender, json } = asked
  const endpoint = endpoints.find(one => one.source === source)
  if (!endpoint)
    throw new Refused(`there is no source ${source}; there are ${endpoints.map(one => one.source).join(', ')}`)
  const payload = {
    bytes: read(file),
    headers: header,
    now: systemClock.now(),
    ...(sender !== undefined && { sender }),
  }
  const found = await dryRun(endpoint, settings, payload)
  if (!found) throw new Refused(`the settings do not name the source ${source}`)
  const run = { ...found, findings: [...found.findings, ...misfits(found.records)] }
  const lines = json ? jsonLines(run) : textLines(run, file === '-' ? 'standard input' : file)
  for (const line of lines) say(line)
  return run.findings.length === 0
}

function read(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new Refused(`cannot read ${file}: ${String(error)}`, { cause: error })
  }
}

/** Records whose value does not fit its schema: a defect of ours, which the start would meet only with the event. */
function misfits(records: readonly Drafted[]): Finding[] {
  const codec = new AvroCodec({ schemaOf: id => Promise.reject(new Error(`nobody knows schema ${id}`)) }, [])
  return records.flatMap(({ publication: { schema, value }, ...place }, index) => {
    try {
      codec.useForWriting(schema, index)
      codec.encode(schema, value)
      return []
    } catch (error) {
      return [{ ...place, word: 'not_understood', detail: error instanceof Error ? error.message : String(error) }]
    }
  })
}

function jsonLines({ records, findings, answer }: DryRun): string[] {
  return [
    ...records.map(({ publication: { topic, schema, key, headers, value }, ...place }) =>
      jsonLine({ kind: 'record', ...place, topic: topic.name, key, schema: schema.name, headers, value }),
    ),
    ...findings.map(finding => jsonLine({ kind: 'problem', ...finding })),
    jsonLine({ kind: 'answer', ...answer }),
  ]
}

function textLines({ items, records, findings, answer }: DryRun, file: string): string[] {
  const at = ({ line, column }: Pick<Finding, 'line' | 'column'>) =>
    line === undefined ? `${file}, not in the body` : `${file}:${line}:${column ?? 1}`
  const summary = [counted(items, 'item'), counted(records.length, 'record'), counted(findings.length, 'problem')]
  return [
    ...records.flatMap(({ publication: { topic, schema, key, value }, ...place }) => [
      `${at(place)}: ${topic.name}, key ${printable(key)}, ${schema.name}`,
      ...jsonLine(value, 2)
        .split('\n')
        .map(line => `  ${printable(line)}`),
    ]),
    ...findings.map(
      ({ pointer, word, detail, ...place }) => `${at(place)}: ${word}: ${printable(`${pointer} ${detail}`.trim())}`,
    ),
    `${summary.join(', ')}; it would be answered ${answer.status}`,
  ]
}
