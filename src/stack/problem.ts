/**
 * Something about this machine or folder keeps the stack from running, and a person can mend it.
 * The message says what is wrong, where, and what to do next; it may have several lines.
 */
export class StackProblem extends Error {
  override readonly name = 'StackProblem'
}

/** The system's short word for a failed call, such as ENOENT; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
