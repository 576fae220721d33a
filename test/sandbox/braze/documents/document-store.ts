import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../json.ts'

/** A content block or a template. */
export interface Document {
  readonly id: string
  readonly createdMs: number
  updatedMs: number
  fields: JsonObject
}

/** Documents by id, in the order of their creation. */
export class DocumentStore {
  readonly #documents = new Map<string, Document>()

  create(fields: JsonObject, nowMs: number, id: string = randomUUID()): Document {
    const document = { id, createdMs: nowMs, updatedMs: nowMs, fields }
    this.#documents.set(id, document)
    return document
  }

  /** The fields that are not given stay. */
  update(document: Document, fields: JsonObject, nowMs: number): void {
    document.fields = { ...document.fields, ...fields }
    document.updatedMs = nowMs
  }

  find(id: unknown): Document | undefined {
    return typeof id === 'string' ? this.#documents.get(id) : undefined
  }

  findBy(field: string, value: unknown): Document | undefined {
    return [...this.#documents.values()].find(({ fields }) => fields[field] === value)
  }

  all(): Document[] {
    return [...this.#documents.values()]
  }

  clear(): void {
    this.#documents.clear()
  }
}
