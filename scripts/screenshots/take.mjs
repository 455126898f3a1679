/** Takes one picture of a scene into a file. */
export async function take({ browser, host, samples }, scene, { language, theme, width, rtl, file }) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 740 : 800 },
    deviceScaleFactor: 1,
    locale: language,
    reducedMotion: 'reduce',
    hasTouch: width < 500,
    isMobile: width < 500,
  })
  const cookie = (key, value) => ({ name: key, value, url: host.url })
  await context.addCookies([
    cookie('tidewater_person', language === 'en' ? 'mara' : 'siyuan'),
    cookie('tidewater_language', language),
    cookie('tidewater_theme', theme),
  ])
  const page = await context.newPage()
  try {
    await scene.prepare?.(page)
    await page.goto(host.url + scene.at.replace(/\{(\w+)\}/, (_, name) => samples[language][name]))
    if (rtl) await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    await page.waitForTimeout(500)
    await scene.act?.(page, language)
    await page.waitForTimeout(scene.wait ?? 600)
    // As tall as what is on it: a full-page screenshot would leave what is sticky halfway.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height: Math.max(height, page.viewportSize().height) })
    await page.waitForTimeout(100)
    await page.screenshot({ path: file })
  } finally {
    await context.close()
  }
}
