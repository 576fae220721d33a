import type { FieldError } from '../frame/field-errors.ts'
import type { Answer } from '../frame/reply.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
}

/** A refusal as RFC 9457 writes it. */
export function problem(status: number, detail: string, errors?: readonly FieldError[]): Answer {
  const body = { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(errors && { errors }) }
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body }
}

export function tooManyRequests(seconds: number): Answer {
  const { headers, ...said } = problem(429, `Try again in ${seconds} s.`)
  return { ...said, headers: { ...headers, 'Retry-After': String(seconds) } }
}
