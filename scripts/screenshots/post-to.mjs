/** Writes to a world's server as whoever has the token; throws what it answers where that is not "created". */
export const postTo = (world) => async (token, path, body) => {
  const response = await world.server.fetch(
    new Request(`http://localhost/support${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': body.id },
      body: JSON.stringify(body),
    }),
  )
  if (response.status !== 201) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
}
