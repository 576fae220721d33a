import { z } from 'zod'

/** A request to a control. `tail` is the part of the path after the control's own, decoded. */
export interface ControlRequest {
  readonly parameters: Readonly<Record<string, string>>
  readonly body: unknown
  readonly tail: string
}

/** One control. Its answer goes out as JSON; undefined means 404; a ZodError means 400. */
export interface Control {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Begins with /_sandbox/. Ends in '/' when more of the path follows; a '*' in it stands for that part instead. */
  readonly path: string
  handle(request: ControlRequest): unknown
}

/** The query of a control that answers in pages. */
export const pageShape = {
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
}

/** A control that empties something. */
export function clearing(path: string, clear: () => void): Control {
  return {
    method: 'DELETE',
    path,
    handle() {
      clear()
      return { message: 'cleared' }
    },
  }
}

/** The control for a request, with the free part of the path; undefined when there is none. */
export function findControl(
  controls: readonly Control[],
  method: string,
  path: string,
): { control: Control; tail: string } | undefined {
  for (const control of controls) {
    const tail = control.method === method ? tailOf(control.path, path) : undefined
    if (tail !== undefined) return { control, tail: decodePath(tail) }
  }
  return undefined
}

function tailOf(pattern: string, path: string): string | undefined {
  const [start = '', end] = (pattern.endsWith('/') ? `${pattern}*` : pattern).split('*')
  if (end === undefined) return path === pattern ? '' : undefined
  const fits = path.startsWith(start) && path.endsWith(end) && path.length > start.length + end.length
  return fits ? path.slice(start.length, path.length - end.length) : undefined
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
