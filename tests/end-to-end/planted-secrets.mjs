// What a careless page may hold, in over thirty places: run in the page, answers every secret and where it is.

/** Self-contained: it is sent into the page as text. */
export function plantSecrets() {
  const planted = []
  const plant = (place, secret, how) => {
    planted.push({ place, secret })
    how(secret)
  }
  const card = '4556737586899855'
  const spacedCard = '5425 2334 3010 9903'
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${btoa('{"sub":"planted"}').replaceAll('=', '')}.c2lnbmVkQnlOb2JvZHkxMjM0NTY3ODkw`
  const quietly = (promise) => promise.catch(() => {})
  const field = (tag, more, secret) => {
    const element = Object.assign(document.createElement(tag), more)
    document.querySelector('main').append(element)
    if (tag === 'select') element.append(new Option(secret, secret))
    element.value = secret
    element.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
    element.dispatchEvent(new Event('change', { bubbles: true }))
    console.log(`the page read ${element.value}`)
    return element
  }

  plant('console.log of a token', jwt, (secret) => console.log('token', secret))
  plant('console.info of a bearer header', 'planted-Bearer-7a', (secret) =>
    console.info(`Authorization: Bearer ${secret}`),
  )
  plant('console.warn of a card', card, (secret) => console.warn(`card ${secret} was declined`))
  plant('console.error of an e-mail', 'planted.person@secret.example', (secret) =>
    console.error(`no mail to ${secret}`),
  )
  plant('console with a password beside its name', 'plantedpasswordone', (secret) => console.log('password', secret))
  plant('console with a format', 'planted-%c-2', (secret) => console.log('secret=%s', secret))
  plant('console of an object', 'planted-in-object-3', (secret) =>
    console.log('state', { note: secret, deep: [secret] }),
  )
  plant('console of JSON', 'planted-json-4!', (secret) => console.log(JSON.stringify({ userPassword: secret })))
  plant('console of markup', 'planted markup five', (secret) => console.log(`<input value="${secret}">`))
  plant('an error’s message', 'plantedinerror6', (secret) => console.error(new Error(`passphrase: ${secret}`)))
  plant('an error nobody caught', 'sk_live_planted7Q2w8E4r6T', (secret) => {
    setTimeout(() => {
      throw new Error(`charge failed with ${secret}`)
    })
  })
  plant('a rejection nobody handled', spacedCard, (secret) => void Promise.reject(new Error(`pan ${secret}`)))
  plant('a query of fetch', 'planted-query-8', (secret) => quietly(fetch(`/planted/a?key=${secret}`)))
  plant('a body of fetch', 'planted-body-9', (secret) => quietly(fetch('/planted/b', { method: 'POST', body: secret })))
  plant('a header of fetch', 'planted-header-10', (secret) =>
    quietly(fetch('/planted/c', { headers: { 'x-key': secret } })),
  )
  plant('a fragment of fetch', 'planted-fragment-11', (secret) => quietly(fetch(`/planted/d#access_token=${secret}`)))
  plant('an e-mail in a path', 'planted12@secret.example', (secret) => quietly(fetch(`/planted/people/${secret}`)))
  plant('a query of XMLHttpRequest', 'planted-xhr-13', (secret) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/planted/e?session=${secret}`)
    request.send(secret)
  })
  plant('a query of a picture', 'planted-picture-14', (secret) => {
    document.querySelector('main').append(Object.assign(new Image(), { src: `/planted/f.png?sig=${secret}` }))
  })
  plant('a query of the page', 'planted-page-15', (secret) => history.pushState({}, '', `?invite=${secret}`))
  plant('a title', 'Planted title sixteen', (secret) => {
    document.title = secret
    console.log(`now at ${document.title}`)
  })
  plant('a password field', 'planted field seventeen', (secret) => field('input', { type: 'password' }, secret))
  plant('a text field', 'planted field eighteen', (secret) => field('input', { type: 'text' }, secret))
  plant('a text area', 'planted area nineteen', (secret) => field('textarea', {}, secret))
  plant('a choice', 'planted choice twenty', (secret) => field('select', {}, secret))
  plant('a hidden field', 'planted hidden 21', (secret) => field('input', { type: 'hidden' }, secret))
  plant('a field that is gone', 'planted gone 22', (secret) => field('input', {}, secret).remove())
  plant('a performance mark', 'planted23@secret.example', (secret) => performance.mark(`signed in ${secret}`))
  plant('storage and a cookie', 'planted-storage-24', (secret) => {
    localStorage.setItem('token', secret)
    sessionStorage.setItem('token', secret)
    // biome-ignore lint/suspicious/noDocumentCookie: a host's own, as most have one
    document.cookie = `session=${secret}; path=/planted`
  })
  plant('an attribute, a meta tag and a script of data', 'planted-dom-25', (secret) => {
    const meta = Object.assign(document.createElement('meta'), { name: 'csrf-token', content: secret })
    document.head.append(meta)
    document.body.dataset.secret = secret
    globalThis.hostState = { secret }
  })
  plant('a state of history', 'planted-history-26', (secret) => history.replaceState({ secret }, ''))
  plant('an address with user and password', 'planted-user-27', (secret) =>
    console.log(`https://mara:${secret}@db.example/x`),
  )
  plant('an address that is pasted into a text', 'planted-address-28', (secret) =>
    console.log(`see /reset?code=${secret}.`),
  )
  plant('a key block', 'plantedKeyBlock29', (secret) =>
    console.log(`-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`),
  )
  plant('Chinese words', 'planted30密', (secret) => console.log(`登录失败，密码：${secret}`))
  plant('JSON in JSON', 'planted-nested-31', (secret) =>
    console.log('state', JSON.stringify({ user: { id: 7, body: JSON.stringify({ password: secret }) } })),
  )
  plant('JSON in a sentence', 'plantedsentence32', (secret) => console.warn(`login failed: {"password":"${secret}"}`))
  plant('JSON in a Chinese sentence', 'plantedchinese33', (secret) => console.warn(`登录失败: {"密码":"${secret}"}`))
  plant('an error’s name before it', 'plantederror34', (secret) => console.error(new Error(`token=${secret}`)))
  plant('JSON over several lines', 'planted-lines-35', (secret) =>
    console.log(JSON.stringify({ password: { old: secret } }, null, 2)),
  )
  plant('a form’s name in brackets', 'planted-brackets-36', (secret) => console.log(`sent user[password]=${secret}`))
  plant('a list of headers', 'planted-pair-37', (secret) => console.log(JSON.stringify([['x-api-key', secret]])))
  plant('an element of XML', 'planted-xml-38', (secret) => console.log(`<user><password>${secret}</password></user>`))
  const main = document.querySelector('main')
  plant('a prefilled field in an open shadow tree', 'planted shadow 39', (secret) => {
    const tree = main.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
    tree.append(Object.assign(document.createElement('input'), { value: secret }))
    console.log(`the tree has ${secret}`)
  })
  plant('the end of a very long text area', 'planted long area 40', (secret) => {
    const long = `${'so it goes on and on '.repeat(110)}${secret}`
    main.append(Object.assign(document.createElement('textarea'), { value: long }))
    console.log(`the area ends in ${long.slice(-60)}`)
  })
  plant('an editable element', 'planted rich 41', (secret) => {
    main.append(Object.assign(document.createElement('div'), { contentEditable: 'true', textContent: secret }))
    console.log(`the text has ${secret}`)
  })
  return planted
}
