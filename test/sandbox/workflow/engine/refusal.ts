const messages: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  415: 'Content type not supported',
  500: 'Internal server error',
}

/** A call that is refused. Thrown before anything was changed. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, exception: string) {
    super(exception)
    this.status = status
  }

  get body(): { message: string; exception: string } {
    return { message: messages[this.status] ?? 'Error', exception: this.message }
  }
}

export const badRequest = (exception: string): Refusal => new Refusal(400, exception)
export const notFound = (exception: string): Refusal => new Refusal(404, exception)
export const conflict = (exception: string): Refusal => new Refusal(409, exception)
