/** Of the parameters of a function that is called with each request, one has such a type. */
export const REQUESTS: ReadonlySet<string> = new Set([
  'net/http.Request',
  'net/http.ResponseWriter',
  'net.Conn',
]);
