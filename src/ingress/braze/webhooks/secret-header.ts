/** The header in which a webhook carries the shared secret: Braze signs nothing. */
export const secretHeader = 'x-signalbox-secret'
