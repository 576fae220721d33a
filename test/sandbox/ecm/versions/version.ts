import type { StoredFile } from '../reading/stored-file.ts'

/** One version of a document. */
export interface Version {
  readonly id: number
  readonly number: number
  major: number
  minor: number
  readonly file: StoredFile
  description: string
  readonly createdMs: number
  readonly ownerId: number
  locked: boolean
}
