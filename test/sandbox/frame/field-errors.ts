import type { ZodError } from 'zod'

export interface FieldError {
  readonly field: string
  readonly message: string
}

/** Every wrong field by its path; of unknown fields, the unknown ones. */
export function fieldErrors(error: ZodError): FieldError[] {
  return error.issues.map(issue => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
    const field = [...issue.path.map(String), unknown.join(', ')].filter(part => part !== '').join('.')
    return { field: field === '' ? '(body)' : field, message: issue.message }
  })
}

export function sentenceOf(errors: readonly FieldError[]): string {
  return errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
}
