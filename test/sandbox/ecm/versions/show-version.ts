import { writeDate } from '../dates.ts'
import type { DateDialect } from '../dates.ts'
import type { Version } from './version.ts'

export function showVersion(version: Version, dialect: DateDialect) {
  const { id, number, major, minor, file, description, createdMs, ownerId, locked } = version
  const date = writeDate(createdMs, dialect)
  const extension = /\.([^.]+)$/.exec(file.fileName)?.[1] ?? ''
  return {
    ...{ version_id: id, version_number: number, version_number_major: major, version_number_minor: minor },
    ...{ version_number_name: major === 0 ? String(number) : `${major}.${minor}`, provider_id: id },
    ...{ name: file.fileName, file_name: file.fileName, file_size: file.size, file_type: extension },
    ...{ mime_type: file.mimeType, description, owner_id: ownerId },
    ...{ create_date: date, modify_date: date, file_create_date: date, file_modify_date: date },
    ...{ locked: locked ? 1 : 0, locked_date: null, locked_user_id: null },
  }
}
