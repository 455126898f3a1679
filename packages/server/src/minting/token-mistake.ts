/** The minter was told something that no token can say; the message names it. A fault of the program, not of its caller. */
export class TokenMistake extends Error {
  override readonly name = 'TokenMistake'
}
