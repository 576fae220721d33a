import { defineFault } from '../frame/fault.ts'

const page = `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>cloudflare</center>
</body>
</html>
`

/** The page of a proxy that could not reach the system. */
export const html502 = defineFault(
  'html502',
  {},
  {
    before: () => ({
      send: 'answer',
      answer: { status: 502, headers: { 'Content-Type': 'text/html' }, body: page },
    }),
  },
)
