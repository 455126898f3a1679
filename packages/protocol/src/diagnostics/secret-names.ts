/** Names of things whose value is nobody's business. */
const secretName =
  /pass(?:word|wd|phrase|code)?$|passw|pwd|\bpw\b|\bsig\b|secret|token|api[-_.]?key|auth(?!or(?!iz))|credential|cookie|sess(?:ion|id)|\bsid\b|csrf|xsrf|\botp\b|\bpin\b|\bcv[cv]2?\b|signature|private[-_.]?key|access[-_.]?key|signing[-_.]?key|card[-_.]?(?:number|no)|\biban\b|\bssn\b|密码|口令|令牌|密钥|验证码|卡号/i

/** An error is named after what it is about, and is no value of it. */
const errorName = /(?:error|exception)$/i

/** Whether a value of this name is to be hidden whatever it looks like. */
export function isSecretName(name: string): boolean {
  return !errorName.test(name) && secretName.test(name.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/_/g, '-'))
}

/** Names that say little by themselves: there it is by its look that a one-time code, or a key, is known. */
const secretValues: Readonly<Record<string, RegExp>> = {
  code: /^\d{6,8}$/,
  key: /^(?=.*\d)(?=.*[a-z])\w{7,}$/i,
}

/** Whether a value of this name looks like a secret, where the name alone says too little. */
export function looksSecret(name: string, value: () => string): boolean {
  const look = Object.hasOwn(secretValues, name.toLowerCase()) && secretValues[name.toLowerCase()]
  return look ? look.test(value().replace(/^\\*["']|\\*["']$/g, '')) : false
}
